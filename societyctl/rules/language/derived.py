"""Measures made of other measures: sums, differences, parts of a whole."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from societyctl.domain.periods import Period
from societyctl.domain.verdicts import Counts
from societyctl.rules.language.names import Here, Mistake
from societyctl.rules.language.outcome import Figure
from societyctl.rules.language.setting import Setting
from societyctl.rules.language.shortfalls import quotient_of
from societyctl.rules.language.words import Measure, Word, vet_number


@dataclass(frozen=True, kw_only=True)
class TotalOf(Measure):
    """Several figures of one unit added up."""

    key: ClassVar[str] = "total"

    total: tuple[Measure, ...]

    def measured(self, setting: Setting, period: Period | None) -> Figure:
        """Return the sum; a part about which nothing is known leaves its upper end open."""
        parts = [part.figure(setting, period) for part in self.total]
        recorded = [part for part in parts if not part.unknown]
        low = sum((Fraction(part.low or 0) for part in recorded), Fraction(0))
        highs = [part.high for part in parts]
        complete = len(recorded) == len(parts) and None not in highs
        return Figure(
            low,
            sum((Fraction(high or 0) for high in highs), Fraction(0)) if complete else None,
            unknown="" if recorded or not parts else parts[0].unknown,
            selections=tuple(s for part in parts for s in part.selections),
            supply=tuple(lack for part in parts for lack in part.supply),
            counts=_added([part.counts for part in parts]),
            unit=next((part.unit for part in parts if part.unit), ""),
        )

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield parts that are no numbers, or not of one unit."""
        for index, part in enumerate(self.total):
            yield from vet_number(part, here.inside("total", index))
        units = dict.fromkeys(unit for part in self.total if (unit := part.unit_here(here)))
        if len(units) > 1 and {"人", "人次"} & units.keys():
            yield Mistake(here.at("total"), f"单位不同，不能相加：{'、'.join(units)}")


def _added(counts: Sequence[Counts | None]) -> Counts | None:
    recorded = [one for one in counts if one is not None]
    if len(recorded) < len(counts):
        return None
    return Counts(
        sum(one.held for one in recorded),
        sum(one.evidenced for one in recorded),
        sum(one.countable for one in recorded),
    )


class _Pair(Word):
    """Two figures of which a third is made."""

    def figures(self, setting: Setting, period: Period | None) -> tuple[Figure, Figure, Figure]:
        """Return both, and the blank figure that tells where what is made of them comes from."""
        one, other = (
            part.figure(setting, period) for _, part in self.parts() if isinstance(part, Measure)
        )
        blank = Figure(
            unknown=one.unknown or other.unknown,
            selections=one.selections + other.selections,
            supply=one.supply + other.supply,
        )
        return one, other, blank

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield figures that are no numbers."""
        for place, part in self.parts():
            if isinstance(part, Measure):
                yield from vet_number(part, here.inside(*place))


@dataclass(frozen=True, kw_only=True)
class PartAndWhole(_Pair):
    """A part of a whole, compared by cross-multiplication."""

    part: Measure
    whole: Measure


@dataclass(frozen=True, kw_only=True)
class NowAndBefore(_Pair):
    """A figure ``now`` and the same figure ``before``."""

    now: Measure
    before: Measure


class _OfTwo(Measure):
    """A figure made of two others; it grows with the first: the second stays, or makes it less."""

    keeps_unit: ClassVar[bool] = False
    """It is in the unit of the first, even where it is unknown."""

    @property
    def _pair(self) -> _Pair:
        return next(part for _, part in self.parts() if isinstance(part, _Pair))

    def growing(self) -> Iterator[Measure]:
        """Yield the first of the two."""
        yield next(part for _, part in self._pair.parts() if isinstance(part, Measure))

    def measured(self, setting: Setting, period: Period | None) -> Figure:
        """Return what is made of the two, unless one of them is unknown."""
        one, other, blank = self._pair.figures(setting, period)
        if self.keeps_unit:
            blank = replace(blank, unit=one.unit)
        return blank if blank.unknown else self.made(one, other, blank)

    @abstractmethod
    def made(self, one: Figure, other: Figure, blank: Figure) -> Figure:
        """Return what two known figures make; ``blank`` tells where they come from."""


@dataclass(frozen=True, kw_only=True)
class Increase(_OfTwo):
    """How much more there is now than before, in the unit of both."""

    key: ClassVar[str] = "increase"

    increase: NowAndBefore

    def made(self, one: Figure, other: Figure, blank: Figure) -> Figure:
        """Return the difference: at least the least of now less the most of before."""
        if one.low is None or other.low is None or other.high is None:
            return replace(blank, unknown="数据不全，算不出增量")
        low = Fraction(one.low) - Fraction(other.high)
        high = None if one.high is None else Fraction(one.high) - Fraction(other.low)
        return replace(blank, low=low, high=high, unit=one.unit, counts=one.counts)


@dataclass(frozen=True, kw_only=True)
class Ratio(_OfTwo):
    """The part for each one of the whole: so many people a meeting."""

    key: ClassVar[str] = "ratio"
    keeps_unit: ClassVar[bool] = True

    ratio: PartAndWhole

    def made(self, one: Figure, other: Figure, blank: Figure) -> Figure:
        """Return the quotient, in the unit of the part."""
        return _quotient(one, other, blank)


@dataclass(frozen=True, kw_only=True)
class Share(_OfTwo):
    """The part of a whole, in per cent."""

    key: ClassVar[str] = "share"
    is_percent: ClassVar[bool] = True

    share: PartAndWhole

    def made(self, one: Figure, other: Figure, blank: Figure) -> Figure:
        """Return the quotient in per cent."""
        return _in_percent(_quotient(one, other, blank))


@dataclass(frozen=True, kw_only=True)
class Growth(_OfTwo):
    """How much more there is now than before, in per cent of before."""

    key: ClassVar[str] = "growth"
    is_percent: ClassVar[bool] = True

    growth: NowAndBefore

    def made(self, one: Figure, other: Figure, blank: Figure) -> Figure:
        """Return the growth; from nothing, whether anything is growth is open to dispute."""
        if other.low == 0 and other.high == 0:
            return replace(blank, disputed="基数为0，算不出增幅")
        return _in_percent(_quotient(one, other, blank, less=1), less=1)


def _quotient(part: Figure, whole: Figure, blank: Figure, less: int = 0) -> Figure:
    """Return part/whole, exactly."""
    base, top = whole.low, whole.high
    if base is None or top is None or part.low is None:
        return replace(blank, unknown="数据不全，算不出比例")
    if base == 0 or top == 0:
        return replace(blank, unknown="基数为0，算不出比例")
    low = Fraction(part.low) / Fraction(top)
    high = None if part.high is None else Fraction(part.high) / Fraction(base)
    made_of = quotient_of(part, whole, less)
    return replace(blank, low=low, high=high, counts=part.counts, quotient=made_of)


def _in_percent(figure: Figure, less: int = 0) -> Figure:
    low = None if figure.low is None else (Fraction(figure.low) - less) * 100
    high = None if figure.high is None else (Fraction(figure.high) - less) * 100
    return replace(figure, low=low, high=high, percent=True, unit="%" if low is not None else "")
