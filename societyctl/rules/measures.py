"""The measures: each turns records into a figure. A new one costs a function and a line.

A measure asks through ``Asking.ask`` and gets tallies; it never sees a store. Figures are
intervals: the low end from records that surely count, the high end from those that may.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import FieldType
from societyctl.domain.periods import Period
from societyctl.domain.results import Counts
from societyctl.domain.selection import Selection, Take, Tally
from societyctl.rules.asking import Source, selection_of, source_of, take
from societyctl.rules.context import Context, Unresolved
from societyctl.rules.language import Measure, PointItem
from societyctl.rules.outcome import Amount, Figure


@dataclass
class Asking:
    """Answers known so far, and the questions still open.

    Judging runs twice: the first run only collects what it would ask, so that the store can
    answer everything at once; the second finds every answer here.
    """

    answers: Mapping[Selection, Tally] = field(default_factory=dict)
    open: dict[Selection, None] = field(default_factory=dict)
    gaps: Mapping[Selection, tuple[str, ...]] = field(default_factory=dict)
    """Headers of the empty fields that leave a selection's records open."""

    def ask(self, selection: Selection) -> Tally:
        """Return the answer, or note the question and return an empty answer."""
        found = self.answers.get(selection)
        if found is None:
            self.open[selection] = None
            return Tally(measured=0, possible=0)
        return found


Reader = Callable[[Measure, Context, Asking, Period | None], Figure]


def figure_of(
    measure: Measure, context: Context, asking: Asking, period: Period | None = None
) -> Figure:
    """Return the figure of any measure; what is not recorded makes it unknown."""
    word = measure.measure_words()[0]
    try:
        return _READERS[word](measure, context, asking, period)
    except Unresolved as unresolved:
        return Figure(unknown=f"尚未登记{unresolved.what}", supply=(unresolved.kind,))


def _unit(source: Source, field_name: str | None = None) -> str:
    if field_name is None:
        return source.kind.measure_word
    return source.kind.field(field_name).unit


def _nothing_recorded(source: Source, selection: Selection) -> Figure:
    title = source.kind.title
    return Figure(
        unknown=f"尚未登记任何“{title}”",
        selections=(selection,),
        supply=(source.kind.name,),
        counts=Counts(0, 0, 0),
        low=0,
        unit=_unit(source),
    )


def _tallied(source: Source, selection: Selection, asking: Asking, unit: str) -> Figure:
    tally = asking.ask(selection)
    if tally.recorded == 0:
        return _nothing_recorded(source, selection)
    low = _amount(tally.measured)
    high = None if tally.blank else _amount(tally.possible)
    counts = Counts(tally.held, tally.evidenced, tally.countable)
    return Figure(low, high, selections=(selection,), counts=counts, unit=unit)


def _amount(value: object) -> Amount:
    return value if isinstance(value, (int, Decimal)) else 0


def _count(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    source = source_of(measure, context)
    return _tallied(source, selection_of(source, context, period), asking, _unit(source))


def _sum(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    source = source_of(measure, context)
    name = measure.sum or ""
    selection = take(selection_of(source, context, period), Take.SUM, name)
    figure = _tallied(source, selection, asking, _unit(source, name))
    if source.kind.field(name).type is not FieldType.MONEY:
        return figure
    return _in_yuan(figure)


def _in_yuan(figure: Figure) -> Figure:
    high = None if figure.high is None else _yuan(figure.high)
    low = None if figure.low is None else _yuan(figure.low)
    return Figure(
        low,
        high,
        figure.plain,
        figure.unknown,
        figure.selections,
        None,
        unit="元",
        supply=figure.supply,
    )


def _yuan(amount: Amount) -> Amount:
    whole, rest = divmod(amount, 100)
    return int(whole) if rest == 0 else Decimal(str(amount)) / 100


def _distinct(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    source = source_of(measure, context)
    fields = (measure.distinct,) if isinstance(measure.distinct, str) else measure.distinct or ()
    selection = take(selection_of(source, context, period), Take.DISTINCT, "|".join(fields))
    return _tallied(source, selection, asking, "个")


def _value(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    path = measure.value or ""
    kind, _, name = path.partition(".")
    if kind in ("society", "application"):
        return _plain(context.need(path), kind, name)
    source = source_of(measure, context)
    selection = take(selection_of(source, context, period), Take.VALUE, name)
    tally = asking.ask(selection)
    title, header = source.kind.title, source.kind.field(name).header
    if tally.measured is None or tally.recorded == 0:
        return Figure(
            unknown=f"没有查到符合条件的“{title}”的“{header}”",
            selections=(selection,),
            supply=(kind,),
        )
    return _plain(tally.measured, kind, name, (selection,))


def _plain(value: object, kind: str, name: str, selections: tuple[Selection, ...] = ()) -> Figure:
    field_ = RECORD_KINDS[kind].field(name)
    if field_.type is FieldType.MONEY and isinstance(value, int):
        amount = _yuan(value)
        return Figure(amount, amount, selections=selections, unit="元")
    if field_.type in (FieldType.INTEGER, FieldType.DECIMAL) and isinstance(value, (int, Decimal)):
        return Figure(value, value, selections=selections, unit=field_.unit)
    return Figure(plain=value, selections=selections)


def _named_figure(
    measure: Measure, context: Context, asking: Asking, period: Period | None
) -> Figure:
    kind = RECORD_KINDS["figure"]
    name: dict[str, object] = {"name": measure.figure}
    source = Source(kind, (name,), (measure.where,), context.window(measure.during), measure.on)
    selection = take(selection_of(source, context, period), Take.VALUE, "amount")
    tally = asking.ask(selection)
    if tally.measured is None or tally.recorded == 0:
        return Figure(
            unknown=f"“其他数据”里没有“{measure.figure}”",
            selections=(selection,),
            supply=("figure",),
        )
    amount = _amount(tally.measured)
    return Figure(amount, amount, selections=(selection,))


def _share(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    assert measure.share is not None  # noqa: S101  # the word was looked up
    part = figure_of(measure.share.part, context, asking, period)
    whole = figure_of(measure.share.whole, context, asking, period)
    return _ratio(part, whole, Fraction(0))


def _growth(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    assert measure.growth is not None  # noqa: S101  # the word was looked up
    now = figure_of(measure.growth.now, context, asking, period)
    before = figure_of(measure.growth.before, context, asking, period)
    return _ratio(now, before, Fraction(1))


def _ratio(part: Figure, whole: Figure, less: Fraction) -> Figure:
    """Return part/whole - less in percent, exactly."""
    selections = part.selections + whole.selections
    supply = part.supply + whole.supply
    reason = part.unknown or whole.unknown
    if reason:
        return Figure(unknown=reason, selections=selections, supply=supply)
    base, top = whole.low, whole.high
    if base is None or top is None or part.low is None:
        return Figure(unknown="数据不全，算不出比例", selections=selections, supply=supply)
    if base == 0 or top == 0:
        return Figure(disputed="基数为0，算不出比例", selections=selections, percent=True)
    low = Fraction(part.low) / Fraction(top) - less
    high = None if part.high is None else Fraction(part.high) / Fraction(base) - less
    return Figure(
        low * 100,
        None if high is None else high * 100,
        selections=selections,
        percent=True,
        unit="%",
        counts=part.counts,
    )


def _points(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    figures: list[Figure] = []
    total = sum(
        (_score(item, context, asking, figures) for item in measure.points or ()), Fraction(0)
    )
    selections = tuple(s for figure in figures for s in figure.selections)
    unknown = next((figure.unknown for figure in figures if figure.unknown), "")
    supply = tuple(kind for figure in figures for kind in figure.supply)
    exact = not unknown and all(figure.low == figure.high for figure in figures)
    return Figure(total, total if exact else None, selections=selections, unit="分", supply=supply)


def _score(item: PointItem, context: Context, asking: Asking, figures: list[Figure]) -> Fraction:
    """Return the points of an item, counting only what is sure."""
    if item.best_of:
        return max(_score(part, context, asking, figures) for part in item.best_of)
    points = _fraction(item.base)
    points += sum((_score(part, context, asking, figures) for part in item.items), Fraction(0))
    if item.of is not None:
        figure = figure_of(item.of, context, asking)
        figures.append(figure)
        points += _rate(item, Fraction(figure.low or 0))
    return _bounded(points, item)


def _rate(item: PointItem, amount: Fraction) -> Fraction:
    """Return what a figure is worth: bands, or points for each full unit."""
    if item.bands:
        reached = [band.points for band in item.bands if amount >= _fraction(band.at_least)]
        return _fraction(max(reached, default=0))
    units = max(Fraction(0), amount - _fraction(item.above)) // _fraction(item.step)
    return units * (_fraction(item.per) - _fraction(item.deduct))


def _bounded(points: Fraction, item: PointItem) -> Fraction:
    cap = item.cap if item.cap is not None else item.full
    if cap is not None:
        points = min(points, _fraction(cap))
    if item.floor is not None:
        points = max(points, _fraction(item.floor))
    return points * _fraction(item.weight)


def _fraction(number: float) -> Fraction:
    return Fraction(str(number))


_READERS: dict[str, Reader] = {
    "count": _count,
    "sum": _sum,
    "distinct": _distinct,
    "value": _value,
    "figure": _named_figure,
    "share": _share,
    "growth": _growth,
    "points": _points,
}
