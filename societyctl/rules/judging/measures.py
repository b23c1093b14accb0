"""The measures: each turns records into a figure. A new one costs a function and a line.

A measure asks through ``Asking.ask`` and gets tallies; it never sees a store. Figures are
intervals: the low end from records that surely count, the high end from those that may.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

from societyctl.domain.catalog import RECORD_KINDS, field_at
from societyctl.domain.fields import Field, FieldType
from societyctl.domain.periods import Period
from societyctl.domain.selection import Criterion, Operator, Selection, Take
from societyctl.domain.verdicts import Counts
from societyctl.rules.judging.asking import RECORDS_AT_HAND, Source, selection_of, source_of, take
from societyctl.rules.judging.context import Context, Unresolved
from societyctl.rules.judging.outcome import Amount, Figure
from societyctl.rules.judging.questions import Asking
from societyctl.rules.language.words import Measure

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
    if tally.recorded == 0 and not source.none_is_zero:
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
    return replace(figure, low=low, high=high, counts=None, unit="元")


def _yuan(amount: Amount) -> Amount:
    whole, rest = divmod(amount, 100)
    return int(whole) if rest == 0 else Decimal(str(amount)) / 100


def _distinct(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    source = source_of(measure, context)
    fields = (measure.distinct,) if isinstance(measure.distinct, str) else measure.distinct or ()
    selection = take(selection_of(source, context, period), Take.DISTINCT, "|".join(fields))
    return _tallied(source, selection, asking, context.unit or "个")


def _value(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    path = measure.value or ""
    kind, _, name = path.partition(".")
    if kind in RECORDS_AT_HAND:
        return _at_hand(path, context, asking)
    source = source_of(measure, context)
    selection = take(selection_of(source, context, period), Take.VALUE, name)
    tally = asking.ask(selection)
    field = field_at(source.kind, name)
    if tally.measured is None or tally.recorded == 0:
        return Figure(
            unknown=f"没有查到符合条件的“{source.kind.title}”的“{field.header}”",
            selections=(selection,),
            supply=(source.kind.name,),
        )
    return _plain(tally.measured, field, (selection,))


def _at_hand(path: str, context: Context, asking: Asking) -> Figure:
    """Return a field of the record at hand, or of a record that it refers to."""
    kind, record = context.record_at(path)
    name = path.partition(".")[2]
    reference, _, inner = name.partition(".")
    if not inner or record is None:
        return _plain(context.need(f"{path.partition('.')[0]}.{reference}"), kind.field(reference))
    itself = Criterion("id", Operator.IN, (cast("int", record["id"]),))
    selection = Selection(kind.name, scope=(itself,), take=Take.VALUE, field=name)
    value, field = asking.ask(selection).measured, field_at(kind, name)
    if value is None:
        because = f"尚未登记{kind.field(reference).header}的“{field.header}”"
        target = kind.field(reference).refers_to or kind.name
        return Figure(unknown=because, selections=(selection,), supply=(target,))
    return _plain(value, field, (selection,))


def _plain(value: object, field: Field, selections: tuple[Selection, ...] = ()) -> Figure:
    if field.type is FieldType.MONEY and isinstance(value, int):
        amount = _yuan(value)
        return Figure(amount, amount, selections=selections, unit="元")
    if field.type in (FieldType.INTEGER, FieldType.DECIMAL) and isinstance(value, (int, Decimal)):
        return Figure(value, value, selections=selections, unit=field.unit)
    return Figure(plain=value, vocabulary=field.vocabulary, selections=selections)


def _named_figure(
    measure: Measure, context: Context, asking: Asking, period: Period | None
) -> Figure:
    kind = RECORD_KINDS["figure"]
    name: dict[str, object] = {"name": measure.figure}
    window = context.window(measure.during)
    source = Source(kind, (name, measure.of), (measure.where,), window, measure.on)
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


def _total(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    """Return a sum; a part about which nothing is known leaves its upper end open."""
    parts = [figure_of(part, context, asking, period) for part in measure.total or ()]
    known = [part for part in parts if not part.unknown]
    low = sum((Fraction(part.low or 0) for part in known), Fraction(0))
    highs = [part.high for part in parts]
    complete = len(known) == len(parts) and None not in highs
    return Figure(
        low,
        sum((Fraction(high or 0) for high in highs), Fraction(0)) if complete else None,
        unknown="" if known else parts[0].unknown,
        selections=tuple(s for part in parts for s in part.selections),
        supply=tuple(kind for part in parts for kind in part.supply),
        counts=_added([part.counts for part in parts]),
        unit=next((part.unit for part in parts if part.unit), ""),
    )


def _added(counts: Sequence[Counts | None]) -> Counts | None:
    known = [one for one in counts if one is not None]
    if len(known) < len(counts):
        return None
    return Counts(
        sum(one.held for one in known),
        sum(one.evidenced for one in known),
        sum(one.countable for one in known),
    )


def _pair(
    first: Measure, second: Measure, asked: tuple[Context, Asking, Period | None]
) -> tuple[Figure, Figure, Figure]:
    """Return two figures, and the blank figure that tells where what is made of them comes from."""
    one, other = figure_of(first, *asked), figure_of(second, *asked)
    blank = Figure(
        unknown=one.unknown or other.unknown,
        selections=one.selections + other.selections,
        supply=one.supply + other.supply,
    )
    return one, other, blank


def _increase(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    assert measure.increase is not None  # noqa: S101  # the word was looked up
    pair = measure.increase
    now, before, blank = _pair(pair.now, pair.before, (context, asking, period))
    if blank.unknown:
        return blank
    if now.low is None or before.low is None or before.high is None:
        return replace(blank, unknown="数据不全，算不出增量")
    low = Fraction(now.low) - Fraction(before.high)
    high = None if now.high is None else Fraction(now.high) - Fraction(before.low)
    return replace(blank, low=low, high=high, unit=now.unit, counts=now.counts)


def _ratio(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    assert measure.ratio is not None  # noqa: S101  # the word was looked up
    pair = measure.ratio
    part, whole, blank = _pair(pair.part, pair.whole, (context, asking, period))
    return replace(_divided(part, whole, blank), unit=part.unit)


def _share(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    assert measure.share is not None  # noqa: S101  # the word was looked up
    pair = measure.share
    part, whole, blank = _pair(pair.part, pair.whole, (context, asking, period))
    return _in_percent(_divided(part, whole, blank))


def _growth(measure: Measure, context: Context, asking: Asking, period: Period | None) -> Figure:
    assert measure.growth is not None  # noqa: S101  # the word was looked up
    pair = measure.growth
    now, before, blank = _pair(pair.now, pair.before, (context, asking, period))
    if not blank.unknown and before.low == 0 and before.high == 0:
        return replace(blank, disputed="基数为0，算不出增幅")
    return _in_percent(_divided(now, before, blank), less=1)


def _divided(part: Figure, whole: Figure, blank: Figure) -> Figure:
    """Return part/whole, exactly."""
    if blank.unknown:
        return blank
    base, top = whole.low, whole.high
    if base is None or top is None or part.low is None:
        return replace(blank, unknown="数据不全，算不出比例")
    if base == 0 or top == 0:
        return replace(blank, unknown="基数为0，算不出比例")
    low = Fraction(part.low) / Fraction(top)
    high = None if part.high is None else Fraction(part.high) / Fraction(base)
    return replace(blank, low=low, high=high, counts=part.counts)


def _in_percent(figure: Figure, less: int = 0) -> Figure:
    low = None if figure.low is None else (Fraction(figure.low) - less) * 100
    high = None if figure.high is None else (Fraction(figure.high) - less) * 100
    return replace(figure, low=low, high=high, percent=True, unit="%" if low is not None else "")


_READERS: dict[str, Reader] = {
    "count": _count,
    "sum": _sum,
    "distinct": _distinct,
    "value": _value,
    "figure": _named_figure,
    "total": _total,
    "increase": _increase,
    "ratio": _ratio,
    "share": _share,
    "growth": _growth,
}
