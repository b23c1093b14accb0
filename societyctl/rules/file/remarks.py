"""What is worth a second look in a program that can be used: likely slips, and what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from societyctl.domain.wording import show_date
from societyctl.rules.language.compared import Compared
from societyctl.rules.language.names import Mistake, Place
from societyctl.rules.language.program import Program
from societyctl.rules.language.records import OfRecords
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.schedule import Deadline, Stage
from societyctl.rules.language.shapes import Element, elements_of
from societyctl.rules.language.words import Test

_LATER = ("midterm", "acceptance")


def remarks_on(program: Program) -> Iterator[Mistake]:
    """Yield what a person should look at again; none of it keeps the program from being used."""
    yield from _days(program)
    yield from _gates(program)
    yield from _amended(program)


def _amended(program: Program) -> Iterator[Mistake]:
    """Yield amendments older than the notice or without effect, and days that never came."""
    current, cited = program, ""
    order = sorted(enumerate(program.amendments), key=lambda one: one[1].issued_on)
    for number, amendment in order:
        place = ("amendments", number)
        if program.issued_on is not None and amendment.issued_on < program.issued_on:
            found = f"“{amendment.title}”{show_date(amendment.issued_on)}印发，早于原通知"
            yield Mistake((*place, "issued_on"), found, "请核对日期")
        for index, change in enumerate(amendment.changes):
            current, text = current.changed_by(change, cited)
            inner = (*place, "changes", index)
            if not text:
                yield Mistake(inner, "与改之前的一样，等于没有改", "请核对")
            kind, id_ = change.target
            if kind == "deadline" and (change.day or change.paper_by):
                [item] = [one for one in current.deadlines if one.id == id_]
                since = replace(program, issued_on=amendment.issued_on)
                yield from _day(since, item, inner)
    for number, item in enumerate(program.deadlines):
        if not next(one for one in current.deadlines if one.id == item.id).is_announced:
            found = f"“{item.title}”还没有日期，到不了截止"
            yield Mistake(("deadlines", number), found, "公布后写进 amendments")


def _days(program: Program) -> Iterator[Mistake]:
    """Yield days before the notice or outside its year; a known defect of the notice is silent."""
    known = {clause for defect in program.defects for clause in defect.clauses}
    for number, item in enumerate(program.deadlines):
        if not known & set(item.clauses):
            yield from _day(program, item, ("deadlines", number))
    for number, stage in enumerate(program.stages):
        if not known & set(stage.clauses):
            yield from _stage(program, stage, ("stages", number))


def _stage(program: Program, stage: Stage, place: Place) -> Iterator[Mistake]:
    if stage.start and stage.end and stage.end < stage.start:
        found = f"“{stage.title}”的结束日{show_date(stage.end)}早于开始日"
        yield Mistake((*place, "to"), found, "请核对原文")
    for key, day in (("from", stage.start), ("to", stage.end), ("remind_on", stage.remind_on)):
        if day is None:
            continue
        if key == "remind_on" and program.issued_on is not None and day < program.issued_on:
            found = f"“{stage.title}”的{show_date(day)}早于印发日{show_date(program.issued_on)}"
            yield Mistake((*place, key), found, "请核对原文")
        elif not _is_of_year(program, day, _lasts(program)):
            found = f"“{stage.title}”的{show_date(day)}不在{program.year}年"
            yield Mistake((*place, key), found, "请核对年份")


def _day(program: Program, item: Deadline, place: Place) -> Iterator[Mistake]:
    written = (("date", item.day), ("paper_by", item.paper_by))
    days = [(key, day) for key, day in written if isinstance(day, date)]
    for key, day in days:
        issued_on = program.issued_on
        if issued_on is not None and day < issued_on:
            found = f"“{item.title}”的{show_date(day)}早于印发日{show_date(issued_on)}"
            yield Mistake((*place, key), found, "请核对原文；原文如此的，写进 defects")
        elif not _is_of_year(program, day, _lasts(program) if item.stage in _LATER else 0):
            found = f"“{item.title}”的{show_date(day)}不在{program.year}年"
            yield Mistake((*place, key), found, "请核对年份")


def _is_of_year(program: Program, day: date, lasts: int) -> bool:
    """Tell whether a day lies in the year of the notice, or in so many that follow."""
    return program.year is None or program.year <= day.year <= program.year + lasts


def _lasts(program: Program) -> int:
    """Return how many years later stages may run over the year of the notice."""
    years = [project.funding.years or 1 for project in program.projects if project.funding]
    return max(years, default=1)


def _gates(program: Program) -> Iterator[Mistake]:
    """Yield gates of an assessment that ask for work done, which targets are for."""
    if program.kind != "assessment":
        return
    for place, requirements in _assessed(program):
        for number, requirement in enumerate(requirements):
            if requirement.strength == "gate" and _asks_for_work(requirement, program):
                found = f"“{requirement.title}”没做到就算“不在考核范围”"
                expected = "考核的指标写 strength: target；确是入围条件的不用改"
                yield Mistake((*place, number), found, expected)


def _assessed(program: Program) -> Iterator[tuple[Place, tuple[Requirement, ...]]]:
    for group, requirements in program.requirements.items():
        yield ("requirements", group), requirements
    for number, project in enumerate(program.projects):
        if not program.is_applied_for(project):
            yield ("projects", number, "requirements"), project.requirements


def _asks_for_work(requirement: Requirement, program: Program) -> bool:
    """Tell whether a test wants at least so much of what is done in the course of a year."""
    test = requirement.test
    if test is None or test.is_barred:
        return False
    return any(
        _is_work(inner, program) for one in _asking(test) for _, inner in elements_of(one.measure)
    )


def _asking(element: Element) -> Iterator[Compared]:
    """Yield the tests that want more of something; conditions and vetoes are left aside."""
    if isinstance(element, Compared) and _wants_more(element):
        yield element
    for steps, part in element.parts():
        is_barred = isinstance(part, Test) and part.is_barred
        if not is_barred and steps[:1] != ("when",):
            yield from _asking(part)


def _wants_more(test: Compared) -> bool:
    return any(one.is_ordering and not one.is_ceiling for one in test.comparisons)


def _is_work(element: Element, program: Program) -> bool:
    if not isinstance(element, OfRecords):
        return False
    kind = program.here().kind_of(element.records)
    return kind is not None and kind.family in _WORK


_WORK = ("activity", "output", "publication", "service", "agreement")
"""Families of what is done in the course of a year."""
