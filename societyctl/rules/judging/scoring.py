"""Points: a score added up from items, each worth so much for a figure of the records.

Scores are intervals, as figures are: what is not known of a record may be worth nothing or all
that the item gives, and an unknown that is punished may cost all that the item takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from societyctl.domain.verdicts import ScoreLine, Status
from societyctl.rules.judging.comparing import number_of, plain_number, show_amount
from societyctl.rules.judging.context import Context
from societyctl.rules.judging.measures import figure_of
from societyctl.rules.judging.outcome import Figure, Outcome
from societyctl.rules.judging.questions import Asking
from societyctl.rules.language.words import Band, PointItem, Test

Evaluate = Callable[[Test, Context, Asking], Outcome]
"""How the condition of an item is decided: tests contain scores, and scores tests."""

_UNMET = (Status.UNMET, Status.NOT_APPLICABLE)


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
    lines: list[ScoreLine] = field(default_factory=list)

    def score(self, items: Iterable[PointItem]) -> Figure:
        """Return the points of all items together."""
        total = _NOTHING
        for item in items:
            total = total.plus(self._points_of(item, 0))
        supply = tuple(kind for figure in self.figures for kind in figure.supply)
        return Figure(
            total.fewest,
            total.most,
            unknown="" if total.fewest is not None else self._open_items(),
            selections=tuple(s for figure in self.figures for s in figure.selections),
            unit="分",
            supply=supply,
        )

    def _open_items(self) -> str:
        titles = "、".join(f"“{line.title}”" for line in self.lines if line.fewest is None)
        return f"{titles}的资料不全，算不出得分"

    def _points_of(self, item: PointItem, depth: int) -> Span:
        """Return the points of an item; its parts are asked about whether it applies or not."""
        applies = self._applies(item.when)
        position = len(self.lines)
        parts = [self._points_of(part, depth + 1) for part in (*item.best_of, *item.items)]
        figure = self._figure(item)
        if applies is False:
            del self.lines[position:]
            self.lines.append(_line(item, depth, _NOTHING, "不适用"))
            return _NOTHING
        if figure is not None:
            self.figures.append(figure)
        points = _best(parts) if item.best_of else _bounded(_earned(item, figure, parts), item)
        points = points if applies else _or_nothing(points)
        basis = _basis(figure) if applies else "不能确定是否适用"
        self.lines.insert(position, _line(item, depth, points, basis))
        return points

    def _figure(self, item: PointItem) -> Figure | None:
        if not item.holds:
            return figure_of(item.of, self.context, self.asking) if item.of is not None else None
        outcomes = [self.evaluate(test, self.context, self.asking) for test in item.holds]
        sure = sum(outcome.status is Status.MET for outcome in outcomes)
        perhaps = sum(outcome.status not in (Status.MET, *_UNMET) for outcome in outcomes)
        return Figure(
            sure,
            sure + perhaps,
            selections=tuple(s for outcome in outcomes for s in outcome.selections),
            unit="项",
            supply=tuple(kind for outcome in outcomes for kind in outcome.supply),
        )

    def _applies(self, when: Test | str | None) -> bool | None:
        """Tell whether the condition of an item holds; None where that is open."""
        test = self.context.program.condition(when)
        if test is None:
            return True
        outcome = self.evaluate(test, self.context, self.asking)
        if outcome.status in _UNMET:
            return False
        if outcome.status is Status.MET:
            return True
        self.figures.append(Figure(unknown=outcome.because, supply=outcome.supply))
        return None


def _line(item: PointItem, depth: int, points: Span, basis: str) -> ScoreLine:
    full = item.full if item.full is not None else item.cap
    return ScoreLine(
        title=item.title or "（未写名称的一项）",
        fewest=plain_number(points.fewest),
        most=plain_number(points.most),
        basis=basis,
        full=None if full is None else plain_number(fraction_of(full)),
        depth=depth,
        place=item.place,
        clauses=item.clauses,
        evidence_wanted=item.evidence,
    )


def _basis(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.unknown:
        return figure.unknown
    low, high = show_amount(figure.low or 0), figure.high
    if high == figure.low:
        return f"{low}{figure.unit}"
    return (
        f"{low}—{show_amount(high)}{figure.unit}" if high is not None else f"{low}{figure.unit}以上"
    )


def _earned(item: PointItem, figure: Figure | None, parts: Iterable[Span]) -> Span:
    """Return base, parts and what the figure is worth."""
    base = fraction_of(item.base)
    points = Span(base, base)
    for part in parts:
        points = points.plus(part)
    return points if figure is None else points.plus(_worth(item, figure))


def _worth(item: PointItem, figure: Figure) -> Span:
    """Return what a figure is worth between its two ends."""
    low = Fraction(figure.low or 0)
    high = None if figure.unknown or figure.high is None else Fraction(figure.high)
    if item.bands:
        ahead = [band for band in item.bands if not _reaches(low, band)]
        steps = [fraction_of(one.points) for one in ahead if high is None or _reaches(high, one)]
        within = [_band(item, low), *steps]
        return Span(min(within), max(within))
    ends = [_units(item, low) * _rate(item)]
    if high is not None or item.below is not None:
        ends.append(_units(item, high) * _rate(item))
        return Span(min(ends), max(ends))
    return Span(None, ends[0]) if _rate(item) < 0 else Span(ends[0], None)


def _reaches(amount: Fraction, band: Band) -> bool:
    if band.above is not None:
        return amount > fraction_of(band.above)
    return amount >= fraction_of(band.at_least or 0)


def _band(item: PointItem, amount: Fraction) -> Fraction:
    """Return the points of the highest step that is reached."""
    reached = [band for band in item.bands if _reaches(amount, band)]
    highest = max(reached, key=_threshold, default=None)
    return fraction_of(highest.points) if highest is not None else Fraction(0)


def _threshold(band: Band) -> Fraction:
    return fraction_of(band.at_least if band.at_least is not None else band.above or 0)


def _units(item: PointItem, amount: Fraction | None) -> int:
    """Return how many steps a figure is beyond, or short of, where counting begins.

    A figure without an upper end may be anything, and then falls short of nothing.
    """
    if item.below is not None:
        beyond = fraction_of(item.below) - amount if amount is not None else Fraction(0)
    else:
        beyond = (amount or Fraction(0)) - fraction_of(item.above)
    steps = max(Fraction(0), beyond) / fraction_of(item.step)
    return ceil(steps) if item.begun else floor(steps)


def _rate(item: PointItem) -> Fraction:
    return fraction_of(item.per) - fraction_of(item.deduct)


def _bounded(points: Span, item: PointItem) -> Span:
    """Keep points between floor and cap, then weigh them."""
    fewest, most = points.fewest, points.most
    cap = item.cap if item.cap is not None else item.full
    if cap is not None:
        most = fraction_of(cap) if most is None else min(most, fraction_of(cap))
        fewest = None if fewest is None else min(fewest, fraction_of(cap))
    if item.floor is not None:
        fewest = fraction_of(item.floor) if fewest is None else max(fewest, fraction_of(item.floor))
        most = None if most is None else max(most, fraction_of(item.floor))
    weight = fraction_of(item.weight)
    return replace(
        points,
        fewest=None if fewest is None else fewest * weight,
        most=None if most is None else most * weight,
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


def fraction_of(number: float | str) -> Fraction:
    """Return a number as written in a program file, exactly; ``90%`` is 90.

    >>> fraction_of("67%"), fraction_of(0.5)
    (Fraction(67, 1), Fraction(1, 2))
    """
    return Fraction(number_of(number))


def named_grade(test: Test, figure: Figure) -> str:
    """Return what a score is called, or from which to which it may be."""
    ends = [figure.low, figure.high if figure.high is not None else None]
    names = [_grade(test, end) for end in ends if end is not None]
    if not test.grades or not names:
        return ""
    if figure.high is None:
        names.append(max(test.grades, key=lambda grade: grade.at_least).title)
    first, last = names[0], names[-1]
    return f"（{first}）" if first == last else f"（{first}至{last}）"


def _grade(test: Test, score: object) -> str:
    reached = [g for g in test.grades if Fraction(str(score)) >= fraction_of(g.at_least)]
    highest = max(reached, key=lambda grade: grade.at_least, default=None)
    return highest.title if highest is not None else "不入等"
