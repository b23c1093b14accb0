"""Small programs for the tests of rules, and the society judged by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from societyctl.domain.fields import Value
from societyctl.domain.plans import LeadTimes, ProjectPlan
from societyctl.domain.records import NewRecord
from societyctl.domain.verdicts import CheckResult, Verdict
from societyctl.rules.file.loading import examine, read_source
from societyctl.rules.language.program import Program
from societyctl.rules.language.words import Test
from societyctl.rules.planning.plans import plan
from societyctl.store import BatchInfo, Store
from societyctl.workflows.checking import CheckOptions, check_society

DAY = date(2024, 3, 1)
HEAD = """\
id: demo-2024
title: 示例计划
issuer: 示例科协
year: 2024
windows: {this_year: {year: 2024}}
conditions: {has_members: {count: member, if_none: zero, at_least: 1}}
deadlines: [{id: apply, title: 申报截止, date: 2024-06-30}]
projects:
  - id: a
    title: 甲
    deadline: apply
    requirements:
      - id: r1
        clauses: [x.1]
        title: 要求
        place: 一
        test:
"""
TEST_LINE = HEAD.count("\n") + 1
"""The line on which the test begins."""
Recorded = tuple[str, dict[str, Value]]


def examined(folder: Path, test: str) -> tuple[Program | None, list[str]]:
    """Return the program whose only requirement has a test, and what lint says of it."""
    path = folder / "demo-2024.yaml"
    lines = "".join(f"          {line}\n" for line in test.strip().splitlines())
    path.write_text(HEAD + lines, "utf-8")
    program, issues = examine(read_source(path))
    return program, [str(issue) for issue in issues]


def program_with(folder: Path, test: str) -> Program:
    """Return the program whose only requirement has a test that is right."""
    program, mistakes = examined(folder, test)
    assert mistakes == []
    assert program is not None
    return program


def asked_in(program: Program) -> Test:
    """Return the test of the only requirement."""
    test = program.projects[0].requirements[0].test
    assert test is not None
    return test


def judged(program: Program, records: Sequence[Recorded] = ()) -> CheckResult:
    """Return a program judged for a society with some records."""
    with Store.open("sqlite://") as store:
        store.save([NewRecord(*record) for record in records], batch=BatchInfo("导入"))
        return check_society(store, program, CheckOptions(DAY))


def verdict_of(result: CheckResult) -> Verdict:
    """Return the verdict on the only requirement."""
    return result.projects[0].requirements[0]


def planned(program: Program, result: CheckResult) -> ProjectPlan:
    """Return what is left to do for the only project."""
    return plan(program, result, LeadTimes()).projects[0]


def event(title: str, **values: Value) -> Recorded:
    """Return an academic activity that was held."""
    base: dict[str, Value] = {"kind": "学术", "start_on": date(2024, 1, 10), "status": "已举办"}
    return "activity", {"title": title, **base, **values}


def meeting(title: str, on: date) -> Recorded:
    """Return a meeting of the council."""
    return "meeting", {"title": title, "kind": "理事会", "held_on": on}
