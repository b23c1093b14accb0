"""Checking the names in a program: record kinds, fields, terms, windows, sets, projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, RecordKind
from societyctl.rules.language import (
    Measure,
    Moment,
    PointItem,
    RecordSet,
    Requirement,
    Test,
    Window,
)
from societyctl.rules.naming import (
    CONTEXT_WORDS,
    Mistake,
    Place,
    unknown_word,
    vet_days,
    vet_path,
    vet_terms,
    vet_where,
)
from societyctl.rules.program import Program
from societyctl.rules.totals import vet_totals


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a test: the program, and the kind that ``this`` means."""

    program: Program
    this: RecordKind | None = None


def vet(program: Program) -> Iterator[Mistake]:
    """Yield every mistake in the names that a program uses."""
    around = _Around(program)
    yield from _vet_ids(program)
    yield from _vet_references(program)
    yield from _vet_limits(around)
    yield from vet_totals(program)
    for name, window in program.windows.items():
        yield from _vet_window_days(window, ("windows", name))
    for name, record_set in program.sets.items():
        yield from _vet_set(around, record_set, ("sets", name))
    for name, test in program.conditions.items():
        yield from _vet_test(around, test, ("conditions", name))
    for place, requirement in _requirements(program):
        yield from _vet_requirement(around, requirement, place)


def _vet_set(around: _Around, record_set: RecordSet, place: Place) -> Iterator[Mistake]:
    kind = _kind_of(around.program, record_set.record)
    if kind is None:
        yield unknown_word((*place, "record"), "记录类别", record_set.record, RECORD_KINDS)
        return
    yield from vet_where(kind, record_set.of, (*place, "of"))
    yield from vet_where(kind, record_set.where, (*place, "where"))
    yield from _vet_window(around.program, record_set.during, (*place, "during"))


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
    starts = [day] if not isinstance(day, Moment) else [day.start, *day.earliest, *day.latest]
    for start in starts:
        if isinstance(start, str) and not start.startswith(CONTEXT_WORDS):
            yield Mistake(
                place,
                f"截止日不能写“{start}”",
                "日期，或 {from: application.approved_on, months: 2}",
            )
            return
    yield from vet_days([day], place)


def _vet_limits(around: _Around) -> Iterator[Mistake]:
    program = around.program
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
        paths = [limit.one_per] if limit.one_per is not None else []
        for path in (*paths, *limit.or_else, *(name for g in limit.not_again or () for name in g)):
            yield from vet_path(application, path, place)
        if limit.when is not None:
            yield from _vet_test(around, limit.when, (*place, "when"))


def _vet_requirement(around: _Around, item: Requirement, place: Place) -> Iterator[Mistake]:
    if isinstance(item.when, str) and item.when not in around.program.conditions:
        yield unknown_word((*place, "when"), "条件", item.when, around.program.conditions)
    for name in ("test", "when", "unless"):
        test = getattr(item, name)
        if isinstance(test, Test):
            yield from _vet_test(around, test, (*place, name))
    for index, reading in enumerate(item.readings):
        yield from _vet_test(around, reading.test, (*place, "readings", index, "test"))
    for index, proxy in enumerate(item.proxies):
        yield from _vet_test(around, proxy.test, (*place, "proxies", index, "test"))


def _vet_test(around: _Around, test: Test, place: Place) -> Iterator[Mistake]:
    for word in ("all", "any", "none"):
        for index, part in enumerate(getattr(test, word) or ()):
            yield from _vet_test(around, part, (*place, word, index))
    for index, part in enumerate(test.k_of.of if test.k_of else ()):
        yield from _vet_test(around, part, (*place, "k_of", "of", index))
    for index, case in enumerate(test.cases or ()):
        yield from _vet_test(around, case.when, (*place, "cases", index, "when"))
        yield from _vet_test(around, case.then, (*place, "cases", index, "then"))
    for index, item in enumerate(test.points or ()):
        yield from _vet_points(around, item, (*place, "points", index))
    if test.then is not None:
        kind = _kind_of(around.program, test.each_record or "")
        yield from _vet_test(replace(around, this=kind), test.then, (*place, "then"))
    yield from _vet_measure(around, test, place)
    yield from _vet_comparison(around, test, place)


def _vet_comparison(around: _Around, test: Test, place: Place) -> Iterator[Mistake]:
    for word in test.comparison_words():
        threshold = getattr(test, word)
        if isinstance(threshold, Measure):
            yield from _vet_measure(around, threshold, (*place, word))
        elif isinstance(threshold, Moment):
            yield from vet_days([threshold], (*place, word))
    field = _value_field(around, test.value) if test.value is not None else None
    if field is None:
        return
    for word in test.comparison_words():
        threshold = getattr(test, word)
        values = threshold if isinstance(threshold, tuple) else (threshold,)
        yield from vet_terms(field, values, (*place, word), around.this)


def _value_field(around: _Around, path: str) -> Field | None:
    word, _, name = path.partition(".")
    kind = around.this if word == "this" else RECORD_KINDS.get(word)
    return kind.field(name) if kind and kind.has(name) else None


def _vet_measure(around: _Around, measure: Measure, place: Place) -> Iterator[Mistake]:
    yield from _vet_window(around.program, measure.during, (*place, "during"))
    for name in ("increase", "ratio", "share", "growth"):
        pair = getattr(measure, name)
        if pair is not None:
            for part in type(pair).model_fields:
                yield from _vet_measure(around, getattr(pair, part), (*place, name, part))
    for index, part in enumerate(measure.total or ()):
        yield from _vet_measure(around, part, (*place, "total", index))
    yield from _vet_source(around, measure, place)


def _vet_points(around: _Around, item: PointItem, place: Place) -> Iterator[Mistake]:
    if item.of is not None:
        yield from _vet_measure(around, item.of, (*place, "of"))
    if item.when is not None:
        yield from _vet_test(around, item.when, (*place, "when"))
    for name in ("best_of", "items"):
        for index, part in enumerate(getattr(item, name)):
            yield from _vet_points(around, part, (*place, name, index))
    full = [part.full for part in item.items if part.full is not None]
    complete = bool(full) and len(full) == len(item.items)
    if item.full is not None and complete and sum(full) != item.full:
        yield Mistake(place, f"分项满分之和为{sum(full):g}", f"{item.full:g}")


def _vet_source(around: _Around, measure: Measure, place: Place) -> Iterator[Mistake]:
    word, name = _source(measure)
    if not name:
        return
    kind = around.this if name == "this" else _kind_of(around.program, name)
    if kind is None:
        known = [*RECORD_KINDS, *around.program.sets]
        yield unknown_word((*place, word), "记录类别或记录集", name, known)
        return
    for field in _fields_named(measure):
        yield from vet_path(kind, field, place)
    if measure.during is not None and measure.on is None and kind.date is None:
        yield Mistake((*place, "during"), f"“{kind.title}”没有日期字段", "用 where: {year: …}")
    for key in ("of", "where", "meets"):
        yield from vet_where(kind, getattr(measure, key), (*place, key), around.this)
    if isinstance(measure, Test) and measure.each:
        each = {field: list(values) for field, values in measure.each.items()}
        yield from vet_where(kind, each, (*place, "each"))


def _source(measure: Measure) -> tuple[str, str]:
    """Return the key that names the records of a measure, and the name."""
    if measure.value is not None:
        return "value", measure.value.partition(".")[0]
    if measure.figure is not None:
        return "figure", "figure"
    for word in ("count", "every", "over", "each_record"):
        if getattr(measure, word, None) is not None:
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
    elif isinstance(during, Window):
        yield from _vet_window_days(during, place)


def _vet_window_days(window: Window, place: Place) -> Iterator[Mistake]:
    for key, day in (("from", window.start), ("to", window.end), ("until", window.until)):
        if day is not None:
            yield from vet_days([day], (*place, key))
