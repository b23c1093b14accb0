"""Checking the names in a program: record kinds, fields, terms, windows, sets, projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, RecordKind
from societyctl.rules.file.naming import (
    CONTEXT_WORDS,
    Mistake,
    Place,
    unknown_word,
    vet_days,
    vet_path,
    vet_terms,
    vet_where,
)
from societyctl.rules.file.sense import vet_sense, vet_window
from societyctl.rules.file.totals import vet_totals
from societyctl.rules.file.walking import Node, kind_of, named_conditions, nodes_of
from societyctl.rules.language.program import Program
from societyctl.rules.language.words import Measure, Moment, RecordSet, Test, Window


def vet(program: Program) -> Iterator[Mistake]:
    """Yield every mistake in a program: names of nothing, and what cannot mean anything."""
    yield from _vet_ids(program)
    yield from _vet_references(program)
    yield from _vet_limits(program)
    yield from vet_totals(program)
    for name, record_set in program.sets.items():
        yield from _vet_set(program, record_set, ("sets", name))
    nodes = tuple(nodes_of(program))
    for place, name in named_conditions(program, nodes):
        if name not in program.conditions:
            yield unknown_word(place, "条件", name, program.conditions)
        elif place[0] == "conditions":
            yield Mistake(place, "条件里不能再用条件的名字", "写出测试本身")
    for node in nodes:
        yield from _vet_measure(node)
        yield from _vet_comparison(node)
    yield from vet_sense(program, nodes)


def _vet_set(program: Program, record_set: RecordSet, place: Place) -> Iterator[Mistake]:
    kind = kind_of(program, record_set.record)
    if kind is None:
        yield unknown_word((*place, "record"), "记录类别", record_set.record, RECORD_KINDS)
        return
    yield from vet_where(kind, record_set.of, (*place, "of"))
    yield from vet_where(kind, record_set.where, (*place, "where"))
    yield from _vet_window(program, record_set.during, (*place, "during"))


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
                "日期，或 {from: application.approved_on, months: 2}；几点截止写在 note 里",
            )
            return
    yield from vet_days([day], place)


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
        paths = [limit.one_per] if limit.one_per is not None else []
        for path in (*paths, *limit.or_else, *(name for g in limit.not_again or () for name in g)):
            yield from vet_path(application, path, place)


def _vet_comparison(node: Node) -> Iterator[Mistake]:
    test = node.measure
    if not isinstance(test, Test):
        return
    field = _value_field(node, test.value) if test.value is not None else None
    for word in test.comparison_words():
        threshold = getattr(test, word)
        if isinstance(threshold, Moment):
            yield from vet_days([threshold], node.at(word), node.this)
        elif field is not None:
            values = threshold if isinstance(threshold, tuple) else (threshold,)
            yield from vet_terms(field, values, node.at(word), node.this)


def _value_field(node: Node, path: str) -> Field | None:
    word, _, name = path.partition(".")
    kind = node.kind_of(word)
    return kind.field(name) if kind and kind.has(name) else None


def _vet_measure(node: Node) -> Iterator[Mistake]:
    """Yield what is wrong with the records that a measure names, and with the fields it takes."""
    measure = node.measure
    yield from _vet_window(node.program, measure.during, node.at("during"), node.this)
    word, name = _source(measure)
    if not name:
        return
    kind = node.kind_of(name)
    if kind is None:
        known = [*RECORD_KINDS, *node.program.sets]
        yield unknown_word(node.at(word), "记录类别或记录集", name, known)
        return
    for field in _fields_named(measure):
        yield from vet_path(kind, field, node.place)
    if measure.during is not None and measure.on is None and kind.date is None:
        yield Mistake(node.at("during"), f"“{kind.title}”没有日期字段", "用 where: {year: …}")
    for key in ("of", "where", "meets"):
        yield from vet_where(kind, getattr(measure, key), node.at(key), node.this)
    if isinstance(measure, Test) and measure.each:
        each = {field: list(values) for field, values in measure.each.items()}
        yield from vet_where(kind, each, node.at("each"))


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


def _vet_window(
    program: Program, during: str | Window | None, place: Place, this: RecordKind | None = None
) -> Iterator[Mistake]:
    if isinstance(during, str) and during not in program.windows:
        yield unknown_word(place, "时间窗", during, program.windows)
    elif isinstance(during, Window):
        yield from vet_window(during, place, this)
