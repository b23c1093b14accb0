"""All tests and measures of a program, one after the other, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.rules.file.naming import Place
from societyctl.rules.language.program import Program
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.words import Measure, Moment, PointItem, Test


@dataclass(frozen=True, slots=True)
class Node:
    """A test or a measure, and where it stands."""

    program: Program
    place: Place
    measure: Measure
    this: RecordKind | None = None
    """The kind of the record at hand, inside ``each_record``."""

    def kind_of(self, name: str) -> RecordKind | None:
        """Return the kind behind a name: its own, that of a set, that of the record at hand."""
        return self.this if name == "this" else kind_of(self.program, name)

    def at(self, *steps: str | int) -> Place:
        """Return a place inside this one."""
        return (*self.place, *steps)


def kind_of(program: Program, name: str) -> RecordKind | None:
    """Return the kind of record that a name means, directly or by a set."""
    found = program.sets.get(name)
    return RECORD_KINDS.get(found.record if found is not None else name)


def requirements_of(program: Program) -> Iterator[tuple[Place, Requirement]]:
    """Yield every requirement with its place."""
    for group, requirements in program.requirements.items():
        for index, requirement in enumerate(requirements):
            yield ("requirements", group, index), requirement
    for number, project in enumerate(program.projects):
        for index, requirement in enumerate(project.requirements):
            yield ("projects", number, "requirements", index), requirement


def nodes_of(program: Program) -> Iterator[Node]:
    """Yield every test and every measure, also those inside others."""
    for name, test in program.conditions.items():
        yield from _nodes(Node(program, ("conditions", name), test))
    for number, limit in enumerate(program.limits):
        if isinstance(limit.when, Test):
            yield from _nodes(Node(program, ("limits", number, "when"), limit.when))
    for place, requirement in requirements_of(program):
        for inner, test in _tests_of(requirement):
            yield from _nodes(Node(program, (*place, *inner), test))


def _tests_of(item: Requirement) -> Iterator[tuple[Place, Test]]:
    for name in ("test", "when", "unless"):
        test = getattr(item, name)
        if isinstance(test, Test):
            yield (name,), test
    for index, reading in enumerate(item.readings):
        yield ("readings", index, "test"), reading.test
    for index, proxy in enumerate(item.proxies):
        yield ("proxies", index, "test"), proxy.test


def _nodes(node: Node) -> Iterator[Node]:
    """Yield a node and all that it is made of."""
    yield node
    for name in ("increase", "ratio", "share", "growth"):
        pair = getattr(node.measure, name)
        for part in type(pair).model_fields if pair is not None else ():
            yield from _inner(node, getattr(pair, part), name, part)
    for index, part in enumerate(node.measure.total or ()):
        yield from _inner(node, part, "total", index)
    if isinstance(node.measure, Test):
        yield from _parts(node, node.measure)


def _inner(node: Node, measure: Measure, *steps: str | int) -> Iterator[Node]:
    yield from _nodes(replace(node, place=node.at(*steps), measure=measure))


def _parts(node: Node, test: Test) -> Iterator[Node]:
    for word in ("all", "any", "none"):
        for index, part in enumerate(getattr(test, word) or ()):
            yield from _inner(node, part, word, index)
    for index, part in enumerate(test.k_of.of if test.k_of else ()):
        yield from _inner(node, part, "k_of", "of", index)
    for index, case in enumerate(test.cases or ()):
        if isinstance(case.when, Test):
            yield from _inner(node, case.when, "cases", index, "when")
        yield from _inner(node, case.then, "cases", index, "then")
    if test.then is not None:
        inside = replace(node, this=node.kind_of(test.each_record or ""))
        yield from _inner(inside, test.then, "then")
    yield from _thresholds(node, test)
    for place, item in items_of(test):
        yield from _item_nodes(replace(node, place=node.at(*place)), item)


def _thresholds(node: Node, test: Test) -> Iterator[Node]:
    for word in test.comparison_words():
        threshold = getattr(test, word)
        measure = threshold.start if isinstance(threshold, Moment) else threshold
        if isinstance(measure, Measure):
            yield from _inner(node, measure, word)


def named_conditions(program: Program, nodes: Iterable[Node]) -> Iterator[tuple[Place, str]]:
    """Yield every name of a condition that is used, with its place."""
    for place, when in _conditions_of(program, nodes):
        if isinstance(when, str):
            yield (*place, "when"), when


def _conditions_of(
    program: Program, nodes: Iterable[Node]
) -> Iterator[tuple[Place, Test | str | None]]:
    """Yield what may be a test or a name, with the place that it is a condition of."""
    for number, limit in enumerate(program.limits):
        yield ("limits", number), limit.when
    for place, requirement in requirements_of(program):
        yield place, requirement.when
    for node in nodes:
        test = node.measure
        if isinstance(test, Test):
            yield from ((node.at("cases", i), case.when) for i, case in enumerate(test.cases or ()))
            yield from ((node.at(*place), item.when) for place, item in items_of(test))


def items_of(test: Test) -> Iterator[tuple[Place, PointItem]]:
    """Yield the items of a score, also those inside others."""
    for index, item in enumerate(test.points or ()):
        yield from _items(("points", index), item)


def _items(place: Place, item: PointItem) -> Iterator[tuple[Place, PointItem]]:
    yield place, item
    for name in ("best_of", "items"):
        for index, part in enumerate(getattr(item, name)):
            yield from _items((*place, name, index), part)


def _item_nodes(node: Node, item: PointItem) -> Iterator[Node]:
    if item.of is not None:
        yield from _inner(node, item.of, "of")
    if isinstance(item.when, Test):
        yield from _inner(node, item.when, "when")
    for index, test in enumerate(item.holds):
        yield from _inner(node, test, "holds", index)
