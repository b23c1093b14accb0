"""Points: a score added up from items, each worth so much for a figure of the records.

Scores are intervals, as figures are: what is not known of a record may be worth nothing or all
that the item gives, and an unknown that is punished may cost all that the item takes.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, inf
from typing import Annotated, Any, ClassVar

from societyctl.domain.bounds import Within
from societyctl.domain.periods import Period
from societyctl.domain.verdicts import ScoreLine, Status
from societyctl.rules.language.amounts import (
    fraction_of,
    is_number,
    is_part,
    plain_number,
    show_amount,
)
from societyctl.rules.language.names import Here, Mistake, Place
from societyctl.rules.language.outcome import Figure, Outcome
from societyctl.rules.language.setting import Inquiry, Setting
from societyctl.rules.language.shapes import Clauses, Element, elements_of
from societyctl.rules.language.words import Measure, Test, Word, vet_number


@dataclass(frozen=True, kw_only=True)
class Band(Element):
    """A step of a scale: from this figure on (or above it), that many points."""

    at_least: float | str | None = None
    """A number, or a percentage: ``90%``."""
    above: float | str | None = None
    points: float

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.above is None):
            raise ValueError("每一档写 at_least 或 above 之一")

    @property
    def bound(self) -> float | str:
        """The figure from which on it counts."""
        return self.at_least if self.at_least is not None else self.above or 0

    @property
    def rank(self) -> tuple[Fraction, bool]:
        """What a higher step has more of: above 60 is more than from 60 on."""
        return fraction_of(self.bound), self.at_least is None

    def is_reached_by(self, amount: Fraction) -> bool:
        """Tell whether a figure is up to this step."""
        bound = fraction_of(self.bound)
        return amount > bound if self.at_least is None else amount >= bound


@dataclass(frozen=True, slots=True)
class Span:
    """Points from the fewest to the most; None where there is no bound."""

    fewest: Fraction | None
    most: Fraction | None

    def plus(self, other: Span) -> Span:
        """Return what both are worth together."""
        return Span(_sum(self.fewest, other.fewest), _sum(self.most, other.most))

    def or_nothing(self) -> Span:
        """Return the points of what perhaps does not count."""
        fewest = None if self.fewest is None else min(self.fewest, Fraction(0))
        return Span(fewest, None if self.most is None else max(self.most, Fraction(0)))


_NOTHING = Span(Fraction(0), Fraction(0))


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True, slots=True)
class Scored:
    """What an item is worth, with the lines and the figures that the points come from."""

    points: Span
    lines: tuple[ScoreLine, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class PointItem(Word):
    """One item of a score."""

    title: str = ""
    clauses: Clauses = ()
    place: str = ""
    evidence: str = ""
    of: Measure | None = None
    holds: tuple[Test, ...] = ()
    """In place of ``of``: how many of these tests are met."""
    base: float = 0
    per: float = 0
    """Points for each unit of the figure."""
    step: Annotated[float, Within(gt=0)] | None = None
    """Only whole steps of so much of the figure count; else each part of a unit does: 4.5 分."""
    begun: bool = False
    """Whether a step that is only begun counts: less than 50 people as 50."""
    above: float | str = 0.0
    """Only what exceeds this counts. A number, or of a share a percentage: ``10%``."""
    below: float | str | None = None
    """Only what falls short of this counts."""
    bands: tuple[Band, ...] = ()
    deduct: Annotated[float, Within(ge=0)] = 0
    """Points taken off for each unit."""
    cap: float | None = None
    floor: float | None = None
    best_of: tuple[PointItem, ...] = ()
    items: tuple[PointItem, ...] = ()
    weight: float = 1
    """The share with which its points enter the total, after caps: 0.4 for 40 percent."""
    full: float | None = None
    """The points an item may reach; its parts must add up to it."""
    when: Test | str | None = None
    """The item counts only if this is met: another weight for another class."""

    def __post_init__(self) -> None:
        if self.of is not None and self.holds:
            raise ValueError("of 和 holds 只写一个")
        if self.below is not None and self.above:
            raise ValueError("above 和 below 只写一个")

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield sums that do not add up, and bounds that do not fit what is measured."""
        yield from here.mistakes_of_condition(self.when)
        if self.of is not None:
            yield from vet_number(self.of, here.inside("of"))
        full = [part.full for part in self.items if part.full is not None]
        conditional = any(part.when is not None for part in self.items)
        complete = bool(full) and len(full) == len(self.items) and not conditional
        if self.full is not None and complete and sum(full) != self.full:
            yield Mistake(here.place, f"分项满分之和为{sum(full):g}", f"{self.full:g}")
        percent = self.of is not None and self.of.is_percent
        for key, bound in (("above", self.above), ("below", self.below)):
            if bound:
                yield from _vet_bound(bound, percent, here.at(key))
        for index, band in enumerate(self.bands):
            yield from _vet_bound(band.bound, percent, here.at("bands", index))

    def asks(self, setting: Setting, period: Period | None = None) -> Iterator[Inquiry]:
        """Yield what condition, figure and parts ask, whether the item applies or not."""
        yield from super().asks(setting)
        if isinstance(self.when, str):
            yield from setting.conditions[self.when].asks(setting)

    def scored(self, setting: Setting, depth: int = 0) -> Scored:
        """Return what the item is worth."""
        condition = setting.condition(self.when)
        when = condition.outcome(setting) if condition is not None else Outcome(Status.MET)
        if when.status in (Status.UNMET, Status.NOT_APPLICABLE):
            return Scored(_NOTHING, (self._line(depth, _NOTHING, "不适用"),), ())
        parts = [part.scored(setting, depth + 1) for part in (*self.best_of, *self.items)]
        figure = self._figure(setting)
        spans = [part.points for part in parts]
        points = _best(spans) if self.best_of else self._bounded(self._earned(figure, spans))
        figures = [one for part in parts for one in part.figures]
        figures += [figure] if figure is not None else []
        basis = _basis(figure)
        if when.status is not Status.MET:
            points, basis = points.or_nothing(), "不能确定是否适用"
            figures.insert(0, Figure(unknown=when.because, supply=when.supply))
        lines = (line for part in parts for line in part.lines)
        return Scored(points, (self._line(depth, points, basis), *lines), tuple(figures))

    def _figure(self, setting: Setting) -> Figure | None:
        if not self.holds:
            return self.of.figure(setting) if self.of is not None else None
        outcomes = [test.outcome(setting) for test in self.holds]
        unmet = (Status.MET, Status.UNMET, Status.NOT_APPLICABLE)
        sure = sum(outcome.status is Status.MET for outcome in outcomes)
        perhaps = sum(outcome.status not in unmet for outcome in outcomes)
        return Figure(
            sure,
            sure + perhaps,
            selections=tuple(s for outcome in outcomes for s in outcome.selections),
            unit="项",
            supply=tuple(lack for outcome in outcomes for lack in outcome.supply),
        )

    def _line(self, depth: int, points: Span, basis: str) -> ScoreLine:
        full = self.full if self.full is not None else self.cap
        return ScoreLine(
            title=self.title or "（未写名称的一项）",
            fewest=plain_number(points.fewest),
            most=plain_number(points.most),
            basis=basis,
            full=None if full is None else plain_number(fraction_of(full)),
            depth=depth,
            place=self.place,
            clauses=self.clauses,
            evidence_wanted=self.evidence,
        )

    def _earned(self, figure: Figure | None, parts: list[Span]) -> Span:
        """Return base, parts and what the figure is worth."""
        base = fraction_of(self.base)
        points = Span(base, base)
        for part in parts:
            points = points.plus(part)
        return points if figure is None else points.plus(self._worth(figure))

    def _worth(self, figure: Figure) -> Span:
        """Return what a figure is worth between its two ends."""
        low = Fraction(figure.low or 0)
        high = None if figure.unknown or figure.high is None else Fraction(figure.high)
        if self.bands:
            ahead = [band for band in self.bands if not band.is_reached_by(low)]
            within = [band for band in ahead if high is None or band.is_reached_by(high)]
            worth = [self._highest(low), *(fraction_of(band.points) for band in within)]
            return Span(min(worth), max(worth))
        rate = fraction_of(self.per) - fraction_of(self.deduct)
        ends = [self._units(low) * rate]
        if high is not None or self.below is not None:
            ends.append(self._units(high) * rate)
            return Span(min(ends), max(ends))
        return Span(None, ends[0]) if rate < 0 else Span(ends[0], None)

    def _highest(self, amount: Fraction) -> Fraction:
        """Return the points of the highest step that is reached."""
        reached = [band for band in self.bands if band.is_reached_by(amount)]
        highest = max(reached, key=lambda band: band.rank, default=None)
        return fraction_of(highest.points) if highest is not None else Fraction(0)

    def _units(self, amount: Fraction | None) -> Fraction | int:
        """Return how many units or steps a figure is beyond, or short of, where counting begins.

        A figure without an upper end may be anything, and then falls short of nothing.
        """
        if self.below is not None:
            beyond = fraction_of(self.below) - amount if amount is not None else Fraction(0)
        else:
            beyond = (amount or Fraction(0)) - fraction_of(self.above)
        units = max(Fraction(0), beyond) / fraction_of(self.step or 1)
        if self.begun:
            return ceil(units)
        return units if self.step is None else floor(units)

    def _bounded(self, points: Span) -> Span:
        """Keep points between floor and cap, then weigh them."""
        fewest, most = points.fewest, points.most
        cap = self.cap if self.cap is not None else self.full
        if cap is not None:
            most = fraction_of(cap) if most is None else min(most, fraction_of(cap))
            fewest = None if fewest is None else min(fewest, fraction_of(cap))
        if self.floor is not None:
            least = fraction_of(self.floor)
            fewest = least if fewest is None else max(fewest, least)
            most = None if most is None else max(most, least)
        weight = fraction_of(self.weight)
        return Span(
            None if fewest is None else fewest * weight, None if most is None else most * weight
        )


def _best(parts: list[Span]) -> Span:
    """Return the best of several: at least the best sure one, at most the best possible one."""
    sure = [part.fewest for part in parts if part.fewest is not None]
    tops = [part.most for part in parts if part.most is not None]
    return Span(max(sure) if sure else None, max(tops) if len(tops) == len(parts) else None)


def _basis(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.unknown:
        return figure.unknown
    low, high = show_amount(figure.low or 0), figure.high
    if high is None:
        return f"{low}{figure.unit}以上"
    return (
        f"{low}{figure.unit}" if high == figure.low else f"{low}—{show_amount(high)}{figure.unit}"
    )


def _vet_bound(bound: float | str, percent: bool, place: Place) -> Iterator[Mistake]:
    """Yield a bound that is no number, or one of parts beside a figure that is no share."""
    if not is_number(str(bound).removesuffix("%")):
        yield Mistake(place, f"应是数：{bound}", "如 60 或 90%")
    elif is_part(str(bound)) != percent:
        expected = "百分比，如 90%" if percent else "不带 % 的数"
        yield Mistake(place, f"这里的写法与所量的不合：{bound}", expected)


@dataclass(frozen=True, kw_only=True)
class Grade(Element):
    """A name for a score: from 85 on, above 950, below 60."""

    title: str
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        if not self._bounds:
            raise ValueError("每一等写 at_least、above、at_most、below 中至少一个")

    @property
    def _bounds(self) -> dict[str, Fraction]:
        written = {key: getattr(self, key) for key in _HOLDS}
        return {key: fraction_of(one) for key, one in written.items() if one is not None}

    def is_of(self, score: Fraction) -> bool:
        """Tell whether a score bears this name."""
        return all(_HOLDS[key](score, bound) for key, bound in self._bounds.items())

    @property
    def rank(self) -> tuple[float, bool, float]:
        """What a higher grade has more of: where it begins, else where it ends."""
        bounds = self._bounds
        starts = [bounds[key] for key in ("at_least", "above") if key in bounds]
        ends = [bounds[key] for key in ("at_most", "below") if key in bounds]
        start, end = max(starts, default=-inf), min(ends, default=inf)
        return float(start), "above" in bounds, -float(end)


_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
}


@dataclass(frozen=True, kw_only=True)
class Points(Measure):
    """A score, added up from items."""

    key: ClassVar[str] = "points"
    stands_alone: ClassVar[bool] = True

    points: tuple[PointItem, ...]
    grades: tuple[Grade, ...] = ()
    """What a score is called."""

    def growing(self) -> Iterator[Measure]:
        """Yield the figures of the items."""
        yield from (item.of for item in self.points if item.of is not None)

    def measured(self, setting: Setting, period: Period | None) -> Figure:
        """Return the points of all items together."""
        scored = [item.scored(setting) for item in self.points]
        total = _NOTHING
        for one in scored:
            total = total.plus(one.points)
        lines = tuple(line for one in scored for line in one.lines)
        figures = [figure for one in scored for figure in one.figures]
        opened = "、".join(f"“{line.title}”" for line in lines if line.fewest is None)
        return Figure(
            total.fewest,
            total.most,
            unknown="" if total.fewest is not None else f"{opened}的资料不全，算不出得分",
            selections=tuple(s for figure in figures for s in figure.selections),
            unit="分",
            supply=tuple(lack for figure in figures for lack in figure.supply),
            scores=lines,
        )

    def finished(self, outcome: Outcome, figure: Figure) -> Outcome:
        """Return the outcome with the items of the score, and with what the score is called."""
        if not figure.scores:
            return outcome
        because = f"{outcome.because}{self._named(figure)}"
        return replace(outcome, because=because, scores=figure.scores)

    def _named(self, figure: Figure) -> str:
        """Return what a score is called, or from which to which it may be."""
        names = [self._grade(end) for end in (figure.low, figure.high) if end is not None]
        if not self.grades or not names:
            return ""
        if figure.high is None:
            names.append(max(self.grades, key=lambda grade: grade.rank).title)
        first, last = names[0], names[-1]
        return f"（{first}）" if first == last else f"（{first}至{last}）"

    def _grade(self, score: Any) -> str:
        reached = [grade for grade in self.grades if grade.is_of(Fraction(score))]
        highest = max(reached, key=lambda grade: grade.rank, default=None)
        return highest.title if highest is not None else "不入等"


def items_in(element: Element) -> Iterator[PointItem]:
    """Yield the items of all scores inside an element, also those inside others."""
    return (part for _, part in elements_of(element) if isinstance(part, PointItem))
