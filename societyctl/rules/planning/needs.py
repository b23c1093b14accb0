"""What is lacking: the least that would turn a requirement that is not met into one that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import FieldType
from societyctl.domain.periods import Period
from societyctl.domain.plans import StepKind
from societyctl.domain.selection import Condition, Criterion, Operator, Selection, Take
from societyctl.domain.verdicts import Part, Status
from societyctl.rules.language.lexicon import word_of
from societyctl.rules.language.words import Measure, Test

_SETTLED = (Status.MET, Status.NOT_APPLICABLE, Status.ADVISORY)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is lacking."""

    kind: StepKind
    because: str
    amount: int = 1
    unit: str = ""
    selection: Selection | None = None
    """The records of which ``amount`` more are needed; None for what no count can mend."""
    until: date | None = None
    """The last day on which such a record may be dated."""
    alternatives: tuple[str, ...] = ()
    """Other ways, which take no less."""


def needs_of(part: Part, as_of: date) -> tuple[Need, ...]:
    """Return the least that makes a test hold; nothing when it does."""
    if part.status in _SETTLED:
        return ()
    word = word_of(part.manner)
    if issubclass(word, Test) and word.is_barred:
        return (Need(_unless_unknown(part), part.because),)
    if part.parts:
        return _of_parts(part, as_of)
    return (_of_leaf(part, as_of),)


def _unless_unknown(part: Part) -> StepKind:
    return StepKind.DATA if part.status is Status.UNKNOWN else StepKind.BLOCKED


def _of_parts(part: Part, as_of: date) -> tuple[Need, ...]:
    """Return the needs of all open parts, or of as few cheap ones as are enough."""
    ways = [needs_of(inner, as_of) for inner in part.parts if inner.status not in _SETTLED]
    word = word_of(part.manner)
    if not (issubclass(word, Test) and word.is_picked):
        return tuple(need for way in ways for need in way)
    met = sum(inner.status is Status.MET for inner in part.parts)
    enough = (part.needed if isinstance(part.needed, int) else 1) - met
    ways.sort(key=_cost)
    chosen, others = ways[:enough], ways[enough:]
    needs = [need for way in chosen for need in way]
    others_told = tuple("并".join(need.because for need in way) for way in others if _possible(way))
    if needs and others_told:
        needs[-1] = replace(needs[-1], alternatives=others_told)
    return tuple(needs)


def _possible(way: Sequence[Need]) -> bool:
    return all(need.kind is not StepKind.BLOCKED for need in way)


def _cost(way: Sequence[Need]) -> tuple[int, int]:
    """Rank ways: possible before impossible, then by how much there is to do."""
    return sum(need.kind is StepKind.BLOCKED for need in way), sum(need.amount for need in way)


def _of_leaf(part: Part, as_of: date) -> Need:
    if part.status is Status.UNKNOWN:
        return Need(StepKind.DATA, part.because)
    if part.status is Status.DISPUTED:
        return Need(StepKind.CONFIRM, part.because)
    selection = part.selections[0] if part.selections else None
    if selection is not None and _is_over(selection, as_of):
        return Need(StepKind.BLOCKED, f"{part.because}；时间范围已过")
    missing = part.missing
    word = word_of(part.manner)
    counted = issubclass(word, Measure) and word.is_counted
    if counted and selection and missing:
        amount = int(missing) if missing == int(missing) else int(missing) + 1
        kind = _kind_of(selection.record)
        until = part.open_until if part.open_until != date.max else None
        return Need(kind, part.because, amount, part.unit, selection, until)
    if part.shortfall is not None and selection and part.unit == "%":
        least, kind = part.shortfall, _kind_of(selection.record)
        return Need(kind, part.because, int(least.amount), least.unit, selection)
    if counted and _exceeds(part):
        return Need(StepKind.BLOCKED, part.because)
    return Need(StepKind.CHANGE, part.because)


def _is_over(selection: Selection, as_of: date) -> bool:
    period = selection.period
    return period is not None and period.end is not None and period.end < as_of


def _exceeds(part: Part) -> bool:
    measured, needed = part.measured, part.needed
    numbers = isinstance(measured, int | Decimal) and isinstance(needed, int | Decimal)
    return numbers and Decimal(measured or 0) > Decimal(needed or 0)


def _kind_of(record: str) -> StepKind:
    """Return what sort of thing to do brings about records of a kind."""
    if record in ("activity", "meeting", "member_service", "staff_training"):
        return StepKind.ACTIVITY
    if record == "agreement":
        return StepKind.AGREEMENT
    if record in ("application", "evidence", "plan", "policy"):
        return StepKind.PAPER
    return StepKind.RECORD


def can_be_one(first: Selection, second: Selection) -> bool:
    """Tell whether one record may count for both selections."""
    if first.record != second.record or Take.SUM in (first.take, second.take):
        return False
    if not _overlap(first.period, second.period):
        return False
    conditions = (*first.scope, *first.where, *second.scope, *second.where)
    return not _contradictory(first.record, conditions)


def _overlap(first: Period | None, second: Period | None) -> bool:
    if first is None or second is None:
        return True
    starts = [day for day in (first.start, second.start) if day]
    ends = [day for day in (first.end, second.end) if day]
    return not starts or not ends or max(starts) <= min(ends)


def _contradictory(record: str, conditions: Iterable[Condition]) -> bool:
    """Tell whether no record can meet all conditions; a list field can hold many values."""
    kind = RECORD_KINDS[record]
    by_field: dict[str, list[Criterion]] = {}
    for condition in conditions:
        if not isinstance(condition, Criterion):
            continue
        name = condition.field
        if not kind.has(name) or kind.field(name).type is not FieldType.TERMS:
            by_field.setdefault(name, []).append(condition)
    return any(_no_value_fits(criteria) for criteria in by_field.values())


def _no_value_fits(criteria: Sequence[Criterion]) -> bool:
    """Tell whether criteria on one field exclude one another."""
    operators = {criterion.operator for criterion in criteria}
    if Operator.ABSENT in operators and len(operators) > 1:
        return True
    allowed = [set(c.values) for c in criteria if c.operator is Operator.IN]
    barred = {v for c in criteria if c.operator is Operator.NOT_IN for v in c.values}
    return bool(allowed) and not (set.intersection(*allowed) - barred)


@dataclass(frozen=True, slots=True)
class Bundle:
    """So many records, each of which serves all the needs."""

    amount: int
    needs: tuple[int, ...]
    """Indexes of the needs, the one that asks for most first."""


def bundled(needs: Sequence[Need]) -> tuple[Bundle, ...]:
    """Return as few records as serve all needs that ask for more of them.

    The need for most records comes first; every further one is laid upon records already
    planned wherever one record may serve both.
    """
    order = sorted(range(len(needs)), key=lambda index: -needs[index].amount)
    bundles: list[Bundle] = []
    for index in order:
        bundles = list(_laid_upon(bundles, index, needs))
    return tuple(bundles)


def _laid_upon(bundles: Sequence[Bundle], index: int, needs: Sequence[Need]) -> Iterator[Bundle]:
    left = needs[index].amount
    for bundle in bundles:
        shared = min(left, bundle.amount) if _fits(bundle, index, needs) else 0
        left -= shared
        if shared:
            yield Bundle(shared, (*bundle.needs, index))
        if bundle.amount > shared:
            yield replace(bundle, amount=bundle.amount - shared)
    if left:
        yield Bundle(left, (index,))


def _fits(bundle: Bundle, index: int, needs: Sequence[Need]) -> bool:
    """Tell whether one record may meet the need together with all those of the bundle."""
    mine = needs[index].selection
    others = [needs[other].selection for other in bundle.needs]
    if mine is None or any(other is None or not can_be_one(mine, other) for other in others):
        return False
    joint = tuple(c for s in (mine, *others) if s for c in (*s.scope, *s.where))
    return not _contradictory(mine.record, joint)
