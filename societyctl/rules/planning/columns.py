"""Which columns of which sheets a question about records looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.selection import AnyOf, Condition, Evidenced, Linked, Selection, fields_named

Columns = tuple[str, set[str]]
"""A kind, and fields of it."""
_EVIDENCE = ("kind", "proves", "path")


def telling(kind: RecordKind) -> set[str]:
    """Return the fields that a new record needs to be told from others and placed in time."""
    groups = [one for one in kind.key if kind.label in one] or [kind.key[0]]
    # An application is told by its code too: by that it is known which project it is for.
    group = groups[0] if kind.name == "application" else min(groups, key=len)
    return {kind.label, *group, *filter(None, [kind.date])}


def columns_of_new(selection: Selection) -> Iterator[Columns]:
    """Yield what a new record needs in order to count, and those that it hangs on."""
    taken = (
        path.partition(".")[0] for path in (selection.field or "").replace("/", "|").split("|")
    )
    placed = filter(None, [selection.dated_by, selection.ended_by])
    yield selection.record, {*telling(selection.kind), *placed, *filter(None, taken)}
    yield from columns_asked(selection)


def columns_asked(selection: Selection) -> Iterator[Columns]:
    """Yield what the conditions of a question look at."""
    yield from _named(selection.kind, (*selection.scope, *selection.where))


def _named(kind: RecordKind, conditions: Iterable[Condition]) -> Iterator[Columns]:
    for path in fields_named(conditions):
        name, _, rest = path.partition(".")
        if kind.has(name):
            yield kind.name, {name}
            target = kind.field(name).refers_to
            if rest and target:
                yield target, {*telling(RECORD_KINDS[target]), rest.partition(".")[0]}
    for condition in conditions:
        yield from _beside(kind, condition)


def _beside(kind: RecordKind, condition: Condition) -> Iterator[Columns]:
    """Yield what a condition looks at in other records that point to this one."""
    if isinstance(condition, Linked) and not condition.absent:
        other = RECORD_KINDS[condition.record]
        yield other.name, {*telling(other), condition.through}
        yield from _named(other, condition.criteria)
    elif isinstance(condition, Evidenced):
        evidence = RECORD_KINDS["evidence"]
        yield evidence.name, {*telling(evidence), *_EVIDENCE}
    elif isinstance(condition, AnyOf):
        for option in condition.options:
            for one in option:
                yield from _beside(kind, one)
