"""Every nasty workbook through the real import: its exact outcome, and a store left in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.likeness import likely_duplicates
from societyctl.domain.records import NewRecord
from societyctl.domain.wording import as_typed
from societyctl.errors import SocietyError
from societyctl.sheets import read_files
from tests.cli.command_line import state_of
from tests.sheets import nasty
from tests.sheets.nasty import NASTY

OUTCOMES = Path(nasty.__file__).parent / "nasty.txt"
"""A section for each workbook, beginning with its name."""


def expected() -> dict[str, str]:
    """Return the outcomes written down."""
    sections = re.split(r"^== ", OUTCOMES.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {name: text.strip() for name, _, text in (one.partition("\n") for one in sections)}


def told(path: Path) -> Iterator[str]:
    """Yield everything that reading a file comes to."""
    try:
        reading = read_files([path])
    except SocietyError as error:
        yield f"错误 {error.message}"
        yield from (f"  · {issue}" for issue in error.issues if str(issue) != error.message)
        yield f"下一步 {error.hint}"
        return
    yield from (f"注 {note}" for note in reading.notes)
    yield from (f"注 {issue}" for issue in reading.issues)
    for sheet in reading.tables:
        yield f"{sheet.sheet or sheet.file}〔{RECORD_KINDS[sheet.kind].title}〕"
        yield from sorted(rows_of(sheet), key=lambda line: int(re.match(r" *(\d+)", line)[1]))
        yield from (f"  注 {note}" for note in sheet.notes)
        if sheet.ignored_columns:
            yield f"  没用到 {'、'.join(sheet.ignored_columns)}"
    for pair in likely_duplicates(reading.records):
        yield f"可能重复 {pair.first}、{pair.second}：{pair.why}"
    for question in reading.questions:
        must = "必答" if question.blocking else "可答"
        yield f"{must} {question.header}：{'／'.join(question.choices)}"


def rows_of(sheet) -> Iterator[str]:
    """Yield what became of every row of a sheet."""
    for record in sheet.records:
        yield f"  {record.source.rpartition('!')[2]} {fields_of(record)}"
    for row in sheet.rejected:
        for issue in row.issues:
            spot = issue.where.rpartition("!")[2].rpartition(" ")[2]
            tail = f"；{issue.expected}" if issue.expected else ""
            yield f"  {row.row} 退回 {spot} {issue.found}{tail}"
    for run in sheet.skipped:
        more = f"起{run.count}行" if run.count > 1 else ""
        yield f"  {run.row}{more} 不读：{run.reason}"


def fields_of(record: NewRecord) -> str:
    """Return the fields of a record with what was typed where that is kept."""
    kind = RECORD_KINDS[record.kind]
    shown = []
    for field in kind.fields:
        typed = record.entered.get(field.name)
        value = record.values.get(field.name)
        if value is None and typed is None:
            continue
        text = "" if value is None else as_typed(value, field.type) or "（没有）"
        shown.append(f"{field.header}={text}" + (f"〔{typed}〕" if typed else ""))
    return " ".join(shown).replace("\n", "⏎")


def test_there_are_traps_of_every_sort_and_none_is_forgotten():
    assert set(expected()) == set(NASTY)
    assert len(NASTY) >= 60


SLOW = ("一百万行空格子.xlsx",)
TRIED = [pytest.param(one, marks=pytest.mark.slow if one in SLOW else ()) for one in NASTY]


@pytest.mark.parametrize("name", TRIED)
def test_a_nasty_workbook_has_its_exact_outcome(name, run, tmp_path, empty_workspace, request):
    path = tmp_path / name
    NASTY[name](path)
    before = state_of(empty_workspace)

    done = run("import", str(path), "--json")

    outcome = "\n".join([f"退出码 {done.code}", *told(path)])
    if request.config.getoption("--update-golden"):
        write_down(name, outcome)
    assert outcome == expected()[name]
    after = state_of(empty_workspace)
    if done.code:
        assert after == before
        assert done.json["kind"] == "error"
        return
    reading = read_files([path])
    assert sum(after[0].values()) == len(reading.records)
    assert [sheet["read"] for sheet in done.json["sheets"]] == [
        sheet["added"] + sheet["changed"] + sheet["unchanged"] + sheet["rejected"]
        for sheet in done.json["sheets"]
    ]


def write_down(name: str, outcome: str) -> None:
    """Put an outcome into the file, in the order of the collection."""
    known = (expected() if OUTCOMES.is_file() else {}) | {name: outcome}
    listed = (f"== {one}\n{known[one]}\n" for one in NASTY if one in known)
    OUTCOMES.write_text("\n".join(listed), "utf-8")
