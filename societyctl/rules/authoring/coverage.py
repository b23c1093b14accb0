"""Coverage: where every clause of a notice stands in its program file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from societyctl.domain.coverage import Clause, Coverage, Covered
from societyctl.errors import Issue, ProgramError
from societyctl.rules.language.program import Program
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.scores import items_in


def read_inventory(path: Path) -> tuple[Clause, ...]:
    """Read a clause inventory: id, place, title, tab-separated; raises ProgramError."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.reader(stream, delimiter="\t") if row]
    except OSError as error:
        raise ProgramError(f"读不了条款清单 {path}", "请核对程序是否完整安装。") from error
    wrong = [number for number, row in enumerate(rows, 1) if len(row) != 3]  # noqa: PLR2004  # id, place, title
    if wrong:
        issues = [
            Issue(f"{path.name}:{number}", "不是三列", "条款号、位置、标题") for number in wrong
        ]
        raise ProgramError(f"条款清单 {path.name} 写法不对", "每行三列，用制表符分隔。", issues)
    return tuple(Clause(*row) for row in rows if row[0] != "id")


def cover(program: Program, inventory: tuple[Clause, ...]) -> Coverage:
    """Return where each clause stands, and clause ids of the program that do not exist."""
    places: dict[str, list[tuple[str, str]]] = {}
    for ids, manner, by in _mentions(program):
        for id_ in ids:
            places.setdefault(id_, []).append((manner, by))
    reasons = {id_: item.reason for item in program.outside for id_ in item.clauses}
    clause_ids = {clause.id for clause in inventory}
    return Coverage(
        program.id,
        tuple(_covered(clause, places.get(clause.id, []), reasons) for clause in inventory),
        tuple(sorted((places.keys() | reasons.keys()) - clause_ids)),
    )


def _covered(clause: Clause, mentions: list[tuple[str, str]], reasons: dict[str, str]) -> Covered:
    if mentions:
        return Covered(clause, mentions[0][0], tuple(dict.fromkeys(by for _, by in mentions)))
    if clause.id in reasons:
        return Covered(clause, "outside", reason=reasons[clause.id])
    return Covered(clause, "missing")


Mention = tuple[tuple[str, ...], str, str]


def _mentions(program: Program) -> Iterator[Mention]:
    """Yield clause ids with what answers for them, the most telling first."""
    for group, requirements in program.requirements.items():
        for requirement in requirements:
            yield from _of_requirement(group, requirement)
    for project in program.projects:
        for requirement in project.requirements:
            yield from _of_requirement(project.id, requirement)
    for limit in program.limits:
        yield limit.clauses, "limited", f"limits/{limit.id}"
    yield from _scheduled(program)
    yield from _amended(program)
    yield from _printed(program)


def _of_requirement(owner: str, requirement: Requirement) -> Iterator[Mention]:
    manner = "judged" if requirement.finding else "measured"
    by = f"{owner}/{requirement.id}"
    yield requirement.clauses, manner, by
    for item in items_in(requirement):
        yield item.clauses, manner, f"{by}/{item.title}" if item.title else by


def _scheduled(program: Program) -> Iterator[Mention]:
    for deadline in program.deadlines:
        yield deadline.clauses, "scheduled", f"deadlines/{deadline.id}"
    for stage in program.stages:
        yield stage.clauses, "scheduled", f"stages/{stage.id}"
    for item in program.calendar:
        yield item.clauses, "scheduled", f"calendar/{item.id}"
    for name, window in program.windows.items():
        yield window.clauses, "scheduled", f"windows/{name}"


_BY_AMENDMENT = {
    "requirement": "measured",
    "limit": "limited",
    "deadline": "scheduled",
    "stage": "scheduled",
    "project": "printed",
}


def _amended(program: Program) -> Iterator[Mention]:
    for amendment in program.amendments:
        for change in amendment.changes:
            kind, id_ = change.target
            yield change.clauses, _BY_AMENDMENT[kind], f"amendments/{amendment.id}/{id_}"
    for amendment in program.amendments:
        yield amendment.clauses, "printed", f"amendments/{amendment.id}"


def _printed(program: Program) -> Iterator[Mention]:
    yield program.clauses, "printed", "program"
    for project in program.projects:
        yield project.clauses, "printed", f"projects/{project.id}"
        for name in ("slots", "funding"):
            part = getattr(project, name)
            if part is not None:
                yield part.clauses, "printed", f"projects/{project.id}/{name}"
    for name in ("contacts", "statements", "totals", "defects"):
        for index, item in enumerate(getattr(program, name)):
            yield item.clauses, "printed", f"{name}/{index + 1}"
