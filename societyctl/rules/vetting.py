"""Checking the names in a program: record kinds, fields, terms, windows, sets, projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, RecordKind
from societyctl.rules.language import Measure, Moment, PointItem, Requirement, Test, Window
from societyctl.rules.naming import (
    CONTEXT_WORDS,
    Mistake,
    Place,
    unknown_word,
    vet_terms,
    vet_where,
)
from societyctl.rules.program import Program
from societyctl.rules.totals import vet_totals


def vet(program: Program) -> Iterator[Mistake]:
    """Yield every mistake in the names that a program uses."""
    yield from _vet_ids(program)
    yield from _vet_references(program)
    yield from _vet_limits(program)
    yield from vet_totals(program)
    for name, record_set in program.sets.items():
        place: Place = ("sets", name)
        kind = _kind_of(program, record_set.record)
        if kind is None:
            yield unknown_word((*place, "record"), "记录类别", record_set.record, RECORD_KINDS)
            continue
        yield from vet_where(kind, record_set.of, (*place, "of"))
        yield from vet_where(kind, record_set.where, (*place, "where"))
        yield from _vet_window(program, record_set.during, (*place, "during"))
    for place, requirement in _requirements(program):
        yield from _vet_requirement(program, requirement, place)


def _requirements(program: Program) -> Iterator[tuple[Place, Requirement]]:
    for group, requirements in program.requirements.items():
        for index, requirement in enumerate(requirements):
            yield ("requirements", group, index), requirement
    for number, project in enumerate(program.projects):
        for index, requirement in enumerate(project.requirements):
            yield ("projects", number, "requirements", index), requirement


def _vet_ids(program: Program) -> Iterator[Mistake]:
    yield from _repeated(("projects",), [project.id for project in program.projects], "项目代号")
    yield from _repeated(("limits",), [limit.id for limit in program.limits], "限项代号")
    yield from _repeated(("deadlines",), [item.id for item in program.deadlines], "截止代号")
    for number, project in enumerate(program.projects):
        if all(group in program.requirements for group in project.uses):
            ids = [requirement.id for requirement in program.requirements_of(project)]
            yield from _repeated(("projects", number), ids, f"项目 {project.id} 的要求代号")


def _repeated(place: Place, ids: Sequence[str], what: str) -> Iterator[Mistake]:
    for id_, times in Counter(ids).items():
        if times > 1:
            yield Mistake(place, f"{what}“{id_}”用了{times}次", "每个代号只用一次")


def _vet_references(program: Program) -> Iterator[Mistake]:
    deadlines = [deadline.id for deadline in program.deadlines]
    for number, project in enumerate(program.projects):
        place = ("projects", number)
        for group in project.uses:
            if group not in program.requirements:
                yield unknown_word((*place, "uses"), "要求组", group, program.requirements)
        if project.deadline is not None and project.deadline not in deadlines:
            yield unknown_word((*place, "deadline"), "截止代号", project.deadline, deadlines)
    yield from _vet_deadlines_and_defects(program)


def _vet_deadlines_and_defects(program: Program) -> Iterator[Mistake]:
    for number, deadline in enumerate(program.deadlines):
        yield from _vet_deadline_day(deadline.day, ("deadlines", number, "date"))
    projects = [project.id for project in program.projects]
    for number, defect in enumerate(program.defects):
        for id_ in defect.projects:
            if id_ not in projects:
                yield unknown_word(("defects", number, "projects"), "项目", id_, projects)


def _vet_deadline_day(day: object, place: Place) -> Iterator[Mistake]:
    """A deadline cannot be reckoned from itself, nor from the day of deciding."""
    start = day.start if isinstance(day, Moment) else day
    if isinstance(start, str) and not start.startswith(CONTEXT_WORDS):
        yield Mistake(
            place, f"截止日不能写“{start}”", "日期，或 {from: application.approved_on, months: 2}"
        )


def _vet_limits(program: Program) -> Iterator[Mistake]:
    projects = [project.id for project in program.projects]
    application = RECORD_KINDS["application"]
    for number, limit in enumerate(program.limits):
        place = ("limits", number)
        groups = limit.exclusive or ()
        named = [*limit.projects, *(limit.only or ()), *(limit.needs_one_of or ())]
        named += [id_ for group in groups for id_ in group]
        for id_ in named:
            if id_ not in projects:
                yield unknown_word(place, "项目", id_, projects)
        fields = [limit.one_per, limit.or_else, *(f for g in limit.not_again or () for f in g)]
        for name in fields:
            if name is not None and name != "project" and not application.has(name):
                yield unknown_word(place, "申报项目的字段", name, application.field_names)
        if limit.when is not None:
            yield from _vet_test(program, limit.when, (*place, "when"))


def _vet_requirement(program: Program, item: Requirement, place: Place) -> Iterator[Mistake]:
    for name in ("test", "when", "unless"):
        test = getattr(item, name)
        if test is not None:
            yield from _vet_test(program, test, (*place, name))
    for index, reading in enumerate(item.readings):
        yield from _vet_test(program, reading.test, (*place, "readings", index, "test"))
    for index, proxy in enumerate(item.proxies):
        yield from _vet_test(program, proxy.test, (*place, "proxies", index, "test"))


def _vet_test(program: Program, test: Test, place: Place) -> Iterator[Mistake]:
    for word in ("all", "any", "none"):
        for index, part in enumerate(getattr(test, word) or ()):
            yield from _vet_test(program, part, (*place, word, index))
    for index, part in enumerate(test.k_of.of if test.k_of else ()):
        yield from _vet_test(program, part, (*place, "k_of", "of", index))
    for index, case in enumerate(test.cases or ()):
        yield from _vet_test(program, case.when, (*place, "cases", index, "when"))
        yield from _vet_test(program, case.then, (*place, "cases", index, "then"))
    yield from _vet_measure(program, test, place)
    yield from _vet_comparison(program, test, place)


def _vet_comparison(program: Program, test: Test, place: Place) -> Iterator[Mistake]:
    for word in test.comparison_words():
        threshold = getattr(test, word)
        if isinstance(threshold, Measure):
            yield from _vet_measure(program, threshold, (*place, word))
    if test.value is None:
        return
    field = _value_field(test.value)
    if field is not None:
        for word in test.comparison_words():
            threshold = getattr(test, word)
            values = threshold if isinstance(threshold, tuple) else (threshold,)
            yield from vet_terms(field, values, (*place, word))


def _value_field(path: str) -> Field | None:
    kind, _, name = path.partition(".")
    record_kind = RECORD_KINDS.get(kind)
    return record_kind.field(name) if record_kind and record_kind.has(name) else None


def _vet_measure(program: Program, measure: Measure, place: Place) -> Iterator[Mistake]:
    yield from _vet_window(program, measure.during, (*place, "during"))
    for name in ("share", "growth"):
        pair = getattr(measure, name)
        if pair is not None:
            for part in type(pair).model_fields:
                yield from _vet_measure(program, getattr(pair, part), (*place, name, part))
    for index, item in enumerate(measure.points or ()):
        yield from _vet_points(program, item, (*place, "points", index))
    yield from _vet_source(program, measure, place)


def _vet_points(program: Program, item: PointItem, place: Place) -> Iterator[Mistake]:
    if item.of is not None:
        yield from _vet_measure(program, item.of, (*place, "of"))
    for name in ("best_of", "items"):
        for index, part in enumerate(getattr(item, name)):
            yield from _vet_points(program, part, (*place, name, index))
    full = [part.full for part in item.items if part.full is not None]
    complete = bool(full) and len(full) == len(item.items)
    if item.full is not None and complete and sum(full) != item.full:
        yield Mistake(place, f"分项满分之和为{sum(full):g}", f"{item.full:g}")


def _vet_source(program: Program, measure: Measure, place: Place) -> Iterator[Mistake]:
    word, name = _source(measure)
    if not name:
        return
    kind = _kind_of(program, name)
    if kind is None:
        known = [*RECORD_KINDS, *program.sets]
        yield unknown_word((*place, word), "记录类别或记录集", name, known)
        return
    for field in _fields_named(measure):
        if not kind.has(field):
            yield unknown_word(place, f"“{kind.title}”的字段", field, kind.field_names)
    if measure.during is not None and measure.on is None and kind.date is None:
        yield Mistake((*place, "during"), f"“{kind.title}”没有日期字段", "用 where: {year: …}")
    for key in ("of", "where", "meets"):
        yield from vet_where(kind, getattr(measure, key), (*place, key))
    if isinstance(measure, Test) and measure.each:
        each = {field: list(values) for field, values in measure.each.items()}
        yield from vet_where(kind, each, (*place, "each"))


def _source(measure: Measure) -> tuple[str, str]:
    """Return the key that names the records of a measure, and the name."""
    if measure.value is not None:
        return "value", measure.value.partition(".")[0]
    if measure.figure is not None:
        return "figure", "figure"
    for word in ("count", "every", "over"):
        if getattr(measure, word) is not None:
            return word, getattr(measure, word)
    return "", ""


def _fields_named(measure: Measure) -> list[str]:
    distinct = (measure.distinct,) if isinstance(measure.distinct, str) else measure.distinct
    names = [name for name in (measure.sum, measure.on, *(distinct or ())) if name]
    if measure.value is not None:
        names.append(measure.value.partition(".")[2])
    return names


def _kind_of(program: Program, name: str) -> RecordKind | None:
    if name in program.sets:
        name = program.sets[name].record
    return RECORD_KINDS.get(name)


def _vet_window(program: Program, during: str | Window | None, place: Place) -> Iterator[Mistake]:
    if isinstance(during, str) and during not in program.windows:
        yield unknown_word(place, "时间窗", during, program.windows)
