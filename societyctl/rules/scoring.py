"""Points: a score added up from items, each worth so much for a figure of the records.

Scores are intervals, as figures are: what is not known of a record may be worth nothing or all
that the item gives, and an unknown that is punished may cost all that the item takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from societyctl.domain.results import Status
from societyctl.rules.context import Context
from societyctl.rules.language import PointItem, Test
from societyctl.rules.measures import figure_of
from societyctl.rules.outcome import Figure, Outcome
from societyctl.rules.questions import Asking

Evaluate = Callable[[Test, Context, Asking], Outcome]
"""How the condition of an item is decided: tests contain scores, and scores tests."""


@dataclass(frozen=True, slots=True)
class Span:
    """Points from the fewest to the most; None where there is no bound."""

    fewest: Fraction | None
    most: Fraction | None

    def plus(self, other: Span) -> Span:
        """Return what both are worth together."""
        return Span(_sum(self.fewest, other.fewest), _sum(self.most, other.most))


_NOTHING = Span(Fraction(0), Fraction(0))


@dataclass
class Scorer:
    """Scores items for one society, and remembers the figures that the points come from."""

    context: Context
    asking: Asking
    evaluate: Evaluate
    figures: list[Figure] = field(default_factory=list)

    def score(self, items: Iterable[PointItem]) -> Figure:
        """Return the points of all items together."""
        total = _NOTHING
        for item in items:
            total = total.plus(self._points_of(item))
        supply = tuple(kind for figure in self.figures for kind in figure.supply)
        return Figure(
            total.fewest,
            total.most,
            unknown="" if total.fewest is not None else "扣分项的资料不全，算不出得分",
            selections=tuple(s for figure in self.figures for s in figure.selections),
            unit="分",
            supply=supply,
        )

    def _points_of(self, item: PointItem) -> Span:
        """Return the points of an item; its parts are asked about whether it applies or not."""
        applies = self._applies(item.when) if item.when is not None else True
        parts = [self._points_of(part) for part in (*item.best_of, *item.items)]
        figure = figure_of(item.of, self.context, self.asking) if item.of is not None else None
        if applies is False:
            return _NOTHING
        if figure is not None:
            self.figures.append(figure)
        points = _best(parts) if item.best_of else _bounded(_earned(item, figure, parts), item)
        return points if applies else _or_nothing(points)

    def _applies(self, test: Test) -> bool | None:
        """Tell whether the condition of an item holds; None where that is open."""
        outcome = self.evaluate(test, self.context, self.asking)
        if outcome.status in (Status.UNMET, Status.NOT_APPLICABLE):
            return False
        if outcome.status is Status.MET:
            return True
        self.figures.append(Figure(unknown=outcome.because, supply=outcome.supply))
        return None


def _earned(item: PointItem, figure: Figure | None, parts: Iterable[Span]) -> Span:
    """Return base, parts and what the figure is worth."""
    base = _fraction(item.base)
    points = Span(base, base)
    for part in parts:
        points = points.plus(part)
    return points if figure is None else points.plus(_worth(item, figure))


def _worth(item: PointItem, figure: Figure) -> Span:
    """Return what a figure is worth between its two ends."""
    low = Fraction(figure.low or 0)
    high = None if figure.unknown or figure.high is None else Fraction(figure.high)
    if item.bands:
        steps = [_fraction(band.points) for band in item.bands if _open(band.at_least, low, high)]
        within = [_band(item, low), *steps]
        return Span(min(within), max(within))
    first = _units(item, low) * _rate(item)
    last = None if high is None else _units(item, high) * _rate(item)
    return Span(last, first) if _rate(item) < 0 else Span(first, last)


def _open(threshold: float, low: Fraction, high: Fraction | None) -> bool:
    """Tell whether a step that is not reached yet may be."""
    return low < _fraction(threshold) and (high is None or high >= _fraction(threshold))


def _band(item: PointItem, amount: Fraction) -> Fraction:
    """Return the points of the highest step that is reached."""
    reached = [band for band in item.bands if amount >= _fraction(band.at_least)]
    return (
        _fraction(max(reached, key=lambda band: band.at_least).points) if reached else Fraction(0)
    )


def _units(item: PointItem, amount: Fraction) -> int:
    return max(Fraction(0), amount - _fraction(item.above)) // _fraction(item.step)


def _rate(item: PointItem) -> Fraction:
    return _fraction(item.per) - _fraction(item.deduct)


def _bounded(points: Span, item: PointItem) -> Span:
    """Keep points between floor and cap, then weigh them."""
    fewest, most = points.fewest, points.most
    cap = item.cap if item.cap is not None else item.full
    if cap is not None:
        most = _fraction(cap) if most is None else min(most, _fraction(cap))
        fewest = None if fewest is None else min(fewest, _fraction(cap))
    if item.floor is not None:
        fewest = _fraction(item.floor) if fewest is None else max(fewest, _fraction(item.floor))
        most = None if most is None else max(most, _fraction(item.floor))
    weight = _fraction(item.weight)
    return Span(
        None if fewest is None else fewest * weight, None if most is None else most * weight
    )


def _best(parts: list[Span]) -> Span:
    """Return the best of several: at least the best sure one, at most the best possible one."""
    sure = [part.fewest for part in parts if part.fewest is not None]
    tops = [part.most for part in parts if part.most is not None]
    return Span(max(sure) if sure else None, max(tops) if len(tops) == len(parts) else None)


def _or_nothing(points: Span) -> Span:
    """Return the points of an item that perhaps does not apply."""
    fewest = None if points.fewest is None else min(points.fewest, Fraction(0))
    return Span(fewest, None if points.most is None else max(points.most, Fraction(0)))


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _fraction(number: float) -> Fraction:
    return Fraction(str(number))
