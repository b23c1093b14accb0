"""Rules are tested by cases that a secretary can read: tests/cases/*.yaml."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from societyctl.domain.verdicts import CheckResult
from societyctl.resources import resource_folder
from societyctl.rules.file.loading import load_program, read_source
from societyctl.rules.language.program import Program, Project
from societyctl.rules.language.requirement import Requirement
from societyctl.store import BatchInfo, Store
from societyctl.store.schema import creation
from societyctl.workflows.checking import CheckOptions, check_society
from tests.written_records import record_of, records_of

CASES = Path(__file__).parent / "cases"
EXPECTABLE = {"status", "next", "measured", "needed", "missing", "default", "because", "verdict"}


@lru_cache
def _written(path: Path) -> list[dict[str, Any]]:
    written = read_source(path).data
    assert isinstance(written, list), path
    return written


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in _written(path):
            yield pytest.param(case, id=f"{path.stem}:{case['name']}")


@lru_cache
def _program(id_: str) -> Program:
    own = CASES / "programs" / f"{id_}.yaml"
    return load_program(own if own.exists() else resource_folder("programs") / f"{id_}.yaml")


@lru_cache
def _narrowed(id_: str, project: str | None, requirement: str | None, limit: str | None) -> Program:
    """Return a program with only what a case names: judging the rest takes most of the time."""
    program = _program(id_)
    if limit:
        limits = tuple(item for item in program.limits if item.id == limit)
        bare = tuple(_asking(item) for item in program.projects)
        return replace(program, limits=limits, projects=bare)
    if not (project and requirement):
        return program
    named = program.project(project)
    asked = [item for item in program.requirements_of(named) if item.id == requirement]
    return replace(program, limits=(), projects=(_asking(named, *asked),))


def _asking(project: Project, *requirements: Requirement) -> Project:
    return replace(project, uses=(), requirements=requirements)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    """One store for all cases: a schema and queries made anew for each take most of the time."""
    path = tmp_path_factory.mktemp("store") / "society.db"
    store = Store.open(f"sqlite:///{path}")
    yield path, store
    store.close()


@pytest.fixture
def empty_store(opened: tuple[Path, Store]) -> Store:
    path, store = opened
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")  # a power cut costs no test anything
        for table in (*creation.METADATA.tables, "sqlite_sequence"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  # our own table names
    return store


def _fill(store: Store, case: dict[str, Any]) -> None:
    records = records_of(case.get("records") or {})
    if "society" in case:
        records.append(record_of("society", {"name": "某市某学会", **case["society"]}))
    records += [
        record_of("application", {"program": case["program"], **values})
        for values in _applications(case)
    ]
    for index, values in enumerate(case.get("evidence") or ()):
        wanted = dict(values)
        if wanted.get("proves") == "application":
            wanted["proves"] = "application:1"
        records.append(record_of("evidence", {"title": f"材料{index + 1}", **wanted}))
    about = {name: case.get(name) for name in ("program", "project", "requirement")}
    records += [record_of("finding", {**about, **values}) for values in case.get("findings") or ()]
    store.save(records, batch=BatchInfo("test"))


def _applications(case: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(case.get("applications") or ())
    if "application" in case:
        found.append({"project": case["project"], **case["application"]})
    return found


@pytest.mark.parametrize("case", list(_cases()))
def test_case(case: dict[str, Any], empty_store: Store) -> None:
    _fill(empty_store, case)
    as_of = case["as_of"]
    assert isinstance(as_of, date)
    names = (case.get(name) for name in ("project", "requirement", "limit"))
    program = _narrowed(case["program"], *names)
    result = check_society(empty_store, program, CheckOptions(as_of, _projects(case)))
    expected = case["expect"]
    assert set(expected) <= EXPECTABLE

    assert {key: _found(result, case, key) for key in expected} == expected


def _projects(case: dict[str, Any]) -> tuple[str, ...]:
    return (case["project"],) if "project" in case else ()


def _found(result: CheckResult, case: dict[str, Any], key: str) -> Any:
    if "limit" in case:
        limit = next(limit for limit in result.limits if limit.id == case["limit"])
        return getattr(
            limit.status if key == "status" else limit, "value" if key == "status" else key
        )
    project = next(p for p in result.projects if p.id == case["project"])
    if key == "verdict":
        return project.verdict.value
    verdict = next(v for v in project.requirements if v.id == case["requirement"])
    if key == "default":
        return next(r.status.value for r in verdict.readings if r.default)
    value = getattr(verdict, key)
    if key == "status":
        return value.value
    return float(value) if isinstance(value, Decimal) else value


def test_every_case_file_is_a_list_of_cases() -> None:
    for path in CASES.glob("*.yaml"):
        cases = _written(path)
        assert all({"name", "program", "as_of", "expect"} <= set(case) for case in cases), path
