"""What papers ask the store: each question once, for all the parts of papers that share it.

A paper reports what was over by its day; what is dated later is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from societyctl.domain import standing
from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.periods import Period
from societyctl.domain.selection import AnyOf, Condition, Criterion, Operator, Selection, Take
from societyctl.reporting.papers.dossier import Dossier

Choose = Callable[[Dossier], Selection]
"""Returns the records that something is written from, as a question."""


def ours(dossier: Dossier, *where: Condition) -> Selection:
    """Return the activities that the society held itself."""
    return _activities(dossier, *standing.OURS, *where)


def joined(dossier: Dossier, *where: Condition) -> Selection:
    """Return the activities of others in which it had a part."""
    return _activities(dossier, *standing.JOINED, *where)


def _activities(dossier: Dossier, *where: Condition) -> Selection:
    own = _of_project(dossier, "activity")
    return standing.held("activity", dossier.period, dossier.as_of, *own, *where)


def in_force(dossier: Dossier, kind: str) -> Selection:
    """Return what the reported period saw: what has an end, on any of its days."""
    return standing.in_force(kind, _over(dossier), *_of_project(dossier, kind))


def begun(dossier: Dossier, kind: str, *where: Condition) -> Selection:
    """Return what the reported period brought."""
    return standing.begun(kind, _over(dossier), *_of_project(dossier, kind), *where)


def present(dossier: Dossier, kind: str, *where: Condition) -> Selection:
    """Return who is there on the day of the paper."""
    return standing.present(kind, dossier.as_of, *where)


def spent(dossier: Dossier) -> Selection:
    """Return the spending on the project; without any, that on none, as far as its day tells."""
    conditions = _of_project(dossier, "spending") or standing.OF_NO_PROJECT
    if "spending" in dossier.named or dossier.period is None:
        return Selection("spending", where=conditions)
    placed = standing.within("paid_on", dossier.period)
    undated = (Criterion("paid_on", Operator.ABSENT),)
    return Selection("spending", where=(*conditions, AnyOf((placed, undated))))


def promised(dossier: Dossier) -> Selection:
    """Return what was promised in the application, or in no other one that is named."""
    program, application = dossier.program, dossier.application.get("title")
    of_this = (("program", program.id), ("project", program.project), ("application", application))
    return Selection("commitment", where=tuple(_names(field, value) for field, value in of_this))


def _names(field: str, value: Value | int | None) -> Condition:
    """Return the condition that a field, where it is filled at all, names this value."""
    blank = (Criterion(field, Operator.ABSENT),)
    return AnyOf((blank,) if value is None else (blank, (Criterion(field, Operator.IN, (value,)),)))


def figures_named(dossier: Dossier, names: Collection[str], *where: Condition) -> Selection:
    """Return the newest figure of the year under one of these names."""
    year = AnyOf((of_year(dossier.program.year), (Criterion("year", Operator.ABSENT),)))
    called = Criterion("name", Operator.IN, tuple(names))
    return latest("figure", "amount", called, year, *where)


def declared_none(dossier: Dossier, kind: str) -> Selection:
    """Return the note that there is nothing of a kind: a figure of 0 that bears its name."""
    shape = RECORD_KINDS[kind]
    none = Criterion("amount", Operator.IN, (0,))
    named = figures_named(dossier, (shape.title, *shape.synonyms), none)
    return replace(named, take=Take.COUNT, field=None)


def of_year(year: int) -> tuple[Condition, ...]:
    """Return the condition that a record is of a year."""
    return (Criterion("year", Operator.IN, (year,)),)


def is_term(field: str, *terms: str) -> Criterion:
    """Return the condition that a field holds one of these terms."""
    return Criterion(field, Operator.IN, terms)


def latest(kind: str, field: str, *where: Condition) -> Selection:
    """Return the question for a field of the newest record."""
    return Selection(kind, where=where, take=Take.VALUE, field=field)


def summed(selection: Selection, field: str) -> Selection:
    """Return the question for the sum of a field, over the records that have it."""
    filled = Criterion(field, Operator.PRESENT)
    return replace(selection, where=(*selection.where, filled), take=Take.SUM, field=field)


def _of_project(dossier: Dossier, kind: str) -> tuple[Condition, ...]:
    """Leave out what belongs to another project; keep to this one where records name it."""
    title = dossier.application.get("title")
    if title is None or not RECORD_KINDS[kind].has("project"):
        return ()
    return standing.of_project(str(title)) if kind in dossier.named else standing.OF_NO_PROJECT


def _over(dossier: Dossier) -> Period | None:
    return dossier.period.until(dossier.as_of) if dossier.period else None
