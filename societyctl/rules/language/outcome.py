"""Outcomes: a test evaluated, before it becomes a verdict; and how outcomes combine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from societyctl.domain.selection import Selection
from societyctl.domain.verdicts import Counts, Lack, Part, ScoreLine, Shortfall, Status, must_not_be

Amount = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Quotient:
    """What a share, a growth or an average was made of, so that it can be said how many more."""

    part: Amount
    whole: Amount
    less: int = 0
    """What is taken off the quotient: 1 for a growth."""
    joins: bool = False
    """One more of the part is one more of the whole, too."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a measure yields: a number between ``low`` and ``high``, or a plain value."""

    low: Amount | None = None
    high: Amount | None = None
    """None: no upper bound is known."""
    plain: object = None
    """A term, date or yes/no taken from a record."""
    undated: str = ""
    """Of a date: what to say where it takes the day and only the month is on record."""
    vocabulary: str | None = None
    """Which vocabulary a term is from."""
    unknown: str = ""
    """Why nothing can be said, in Chinese; empty when something can."""
    selections: tuple[Selection, ...] = ()
    counts: Counts | None = None
    percent: bool = False
    quotient: Quotient | None = None
    unit: str = ""
    supply: tuple[Lack, ...] = ()
    """What would settle it if it were recorded."""
    disputed: str = ""
    """Why the figure itself is open to dispute, e.g. growth from zero."""
    scores: tuple[ScoreLine, ...] = ()
    """The items of a score."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A test evaluated: a status and the reason for it."""

    status: Status
    because: str = ""
    measured: int | Decimal | str | bool | None = None
    needed: int | Decimal | str | None = None
    missing: int | Decimal | None = None
    shortfall: Shortfall | None = None
    unit: str = ""
    selections: tuple[Selection, ...] = ()
    counts: Counts | None = None
    open_until: date | None = None
    """The last day on which more can be added; None when the figure is final."""
    supply: tuple[Lack, ...] = ()
    scores: tuple[ScoreLine, ...] = ()
    """The items of a score."""
    parts: tuple[Outcome, ...] = field(default=())
    wording: str = ""
    """How its comparison is said: 不少于, 不超过, 不晚于 …"""
    manner: str = ""
    """The word of the test: how it measures, or how it puts its parts together."""

    @property
    def forbids(self) -> bool:
        """Whether what is measured must not be there at all."""
        return must_not_be(self.manner, self.wording, self.needed)

    def as_condition(self) -> str:
        """Return what is so, without a word of what ought to be: on it something else depends."""
        if not self.forbids or self.status not in (Status.MET, Status.UNMET):
            return self.because
        there = [part for part in self.parts if part.status is Status.MET] or [self]
        amounts = "、".join(f"{part.measured}{part.unit}" for part in there)
        return "没有" if self.status is Status.MET else f"有{amounts}"

    def as_part(self) -> Part:
        """Return what planning needs of the outcome and of what it is made of."""
        return Part(
            manner=self.manner,
            status=self.status,
            because=self.because,
            measured=self.measured,
            needed=self.needed,
            missing=self.missing,
            shortfall=self.shortfall,
            unit=self.unit,
            selections=self.selections,
            open_until=self.open_until,
            supply=self.supply,
            wording="" if self.parts else self.wording,
            parts=tuple(part.as_part() for part in self.parts),
        )


def all_of(outcomes: Sequence[Outcome]) -> Status:
    """Every part has to hold; parts that do not apply are left aside."""
    return _combined(outcomes, decisive=Status.UNMET, quiet=Status.MET)


def any_of(outcomes: Sequence[Outcome]) -> Status:
    """One part is enough."""
    return _combined(outcomes, decisive=Status.MET, quiet=Status.UNMET)


def _combined(outcomes: Sequence[Outcome], *, decisive: Status, quiet: Status) -> Status:
    statuses = {outcome.status for outcome in outcomes} - {Status.NOT_APPLICABLE}
    if not statuses:
        return Status.NOT_APPLICABLE
    for status in (decisive, Status.DISPUTED, Status.UNKNOWN):
        if status in statuses:
            return status
    return quiet


def at_least_k(outcomes: Sequence[Outcome], k: int) -> Status:
    """Tell whether at least ``k`` parts hold."""
    met = sum(outcome.status is Status.MET for outcome in outcomes)
    open_ = sum(outcome.status in (Status.UNKNOWN, Status.DISPUTED) for outcome in outcomes)
    if met >= k:
        return Status.MET
    return Status.UNMET if met + open_ < k else Status.UNKNOWN


def negated(status: Status) -> Status:
    """Return the status of the opposite."""
    return {Status.MET: Status.UNMET, Status.UNMET: Status.MET}.get(status, status)


def joined(outcomes: Sequence[Outcome]) -> str:
    """Return the reasons of several outcomes in one sentence."""
    return "；".join(outcome.because for outcome in outcomes if outcome.because)


def merged(
    status: Status, because: str, parts: Sequence[Outcome], needed: int | None = None
) -> Outcome:
    """Return one outcome for several parts, keeping what they asked.

    ``needed`` is how many parts have to hold; all of them when it is not given, and then a
    part that is settled and unmet settles the whole.
    """
    met = sum(part.status is Status.MET for part in parts)
    days = [part.open_until for part in parts if part.open_until is not None]
    final = any(part.status is Status.UNMET and part.open_until is None for part in parts)
    first = parts[0] if len(parts) == 1 else None
    enough = len(parts) if needed is None else needed
    outcome = Outcome(
        status,
        because,
        measured=met,
        needed=enough,
        missing=max(0, enough - met) if status is not Status.MET else 0,
        unit="项",
        selections=tuple(dict.fromkeys(s for part in parts for s in part.selections)),
        open_until=max(days) if days and not (final and needed is None) else None,
        supply=tuple(dict.fromkeys(lack for part in parts for lack in part.supply)),
        scores=tuple(line for part in parts for line in part.scores),
        parts=tuple(parts),
    )
    return replace(first, status=status) if first is not None else outcome
