"""Evaluating a test: figure against threshold, tests put together, one outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.periods import Period, show_date, split_period
from societyctl.domain.results import Status
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.rules.asking import Source, selection_of, source_of
from societyctl.rules.context import Context, Unresolved
from societyctl.rules.language import Measure, Moment, Test
from societyctl.rules.measures import Asking, figure_of
from societyctl.rules.outcome import (
    Amount,
    Figure,
    Outcome,
    all_of,
    any_of,
    at_least_k,
    merged,
    negated,
)

_WORDS = {
    "at_least": "不少于",
    "at_most": "不超过",
    "above": "大于",
    "below": "小于",
    "equals": "等于",
    "one_of": "为",
}
_DAY_WORDS = {
    "at_least": "不早于",
    "at_most": "不晚于",
    "above": "晚于",
    "below": "早于",
    "equals": "为",
}
_PERIOD_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def evaluate(test: Test, context: Context, asking: Asking) -> Outcome:
    """Return the outcome of a test of any form."""
    if test.all is not None:
        return _together(test.all, context, asking)
    if test.any is not None:
        parts = [evaluate(part, context, asking) for part in test.any]
        return merged(any_of(parts), _any_text(parts), parts, needed=1)
    if test.none is not None:
        parts = [evaluate(part, context, asking) for part in test.none]
        return merged(negated(any_of(parts)), _joined(parts), parts)
    if test.k_of is not None:
        parts = [evaluate(part, context, asking) for part in test.k_of.of]
        status = at_least_k(parts, test.k_of.k)
        return merged(status, _joined(parts), parts, needed=test.k_of.k)
    if test.cases is not None:
        return _cases(test, context, asking)
    if test.each is not None:
        return _for_each(test, context, asking)
    if test.each_period is not None:
        return _for_each_period(test, context, asking)
    if test.every is not None:
        return _every(test, context, asking)
    return _compared(test, context, asking, None)


def _together(tests: tuple[Test, ...], context: Context, asking: Asking) -> Outcome:
    parts = [evaluate(part, context, asking) for part in tests]
    return merged(all_of(parts), _joined(parts), parts)


def _joined(parts: list[Outcome]) -> str:
    return "；".join(part.because for part in parts if part.because)


def _any_text(parts: list[Outcome]) -> str:
    met = [part.because for part in parts if part.status is Status.MET and part.because]
    return "；".join(met) if met else _joined(parts)


def _cases(test: Test, context: Context, asking: Asking) -> Outcome:
    """The first case that applies decides; every branch is asked about all the same."""
    judged = [
        (evaluate(case.when, context, asking), evaluate(case.then, context, asking))
        for case in test.cases or ()
    ]
    for when, then in judged:
        if when.status is Status.MET:
            return then
        if when.status in (Status.UNKNOWN, Status.DISPUTED):
            return replace(when, because=f"不能确定适用哪一档：{when.because}")
    return Outcome(Status.NOT_APPLICABLE, "不属于任何一档")


def _for_each(test: Test, context: Context, asking: Asking) -> Outcome:
    (field, wanted), *_ = (test.each or {}).items()
    parts = []
    for value in wanted:
        single = test.model_copy(
            update={"each": None, "of": {**test.of, field: value}, "title": str(value)}
        )
        parts.append(evaluate(single, context, asking))
    return merged(all_of(parts), _joined(parts), parts)


def _for_each_period(test: Test, context: Context, asking: Asking) -> Outcome:
    window = context.window(test.during)
    if window is None:
        return Outcome(Status.UNKNOWN, "each_period 须与 during 并用")
    months = _PERIOD_MONTHS[test.each_period or "year"]
    parts = []
    for period in split_period(context.period(window), months):
        single = test.model_copy(update={"each_period": None, "title": period.text()})
        part = _compared(single, context, asking, period)
        if part.status is Status.UNMET and part.open_until is not None:
            part = replace(part, status=Status.PENDING)
        parts.append(part)
    return replace(merged(_periods_status(parts), _joined(parts), parts), unit="期")


def _periods_status(parts: list[Outcome]) -> Status:
    """A part that is over and unmet decides; parts still running leave the whole open."""
    firm = [part for part in parts if part.status is not Status.PENDING]
    status = all_of(firm) if firm else Status.PENDING
    if status in (Status.MET, Status.NOT_APPLICABLE) and len(firm) < len(parts):
        return Status.PENDING
    return status


def _every(test: Test, context: Context, asking: Asking) -> Outcome:
    """All records in scope must meet ``meets``; none at all gives ``if_none``."""
    try:
        source = source_of(test, context)
        all_records = selection_of(source, context)
        meeting = selection_of(
            replace(source, where=(*source.where, test.meets)), context
        )
    except Unresolved as unresolved:
        return Outcome(Status.UNKNOWN, f"尚未登记{unresolved.what}", supply=(unresolved.kind,))
    total, good = asking.ask(all_records), asking.ask(meeting)
    count, met = _whole(total.measured), _whole(good.measured)
    unit, title = source.kind.measure_word, source.kind.title
    if count == 0:
        return Outcome(
            Status(test.if_none), f"没有登记“{title}”", measured=0, unit=unit,
            selections=(all_records,), supply=(source.kind.name,),
        )
    failing = count - _whole(good.possible)
    status = Status.MET if met == count else Status.UNMET if failing > 0 else Status.UNKNOWN
    return Outcome(
        status, f"{count}{unit}中{met}{unit}达到要求", measured=met, needed=count,
        missing=count - met, unit=unit, selections=(meeting,), supply=(source.kind.name,),
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _compared(test: Test, context: Context, asking: Asking, period: Period | None) -> Outcome:
    figure = figure_of(test, context, asking, period)
    outcome = _judge(test, figure, context, asking)
    exceeded = outcome.status is Status.UNMET and (test.at_most, test.below) != (None, None)
    days = None if exceeded else _source_days(test, context, period)
    named = f"{test.title}：" if test.title else ""
    return replace(outcome, open_until=days, because=f"{named}{outcome.because}")


def _source_days(measure: Measure, context: Context, period: Period | None) -> date | None:
    if measure.share is not None:
        return _source_days(measure.share.part, context, period)
    if measure.growth is not None:
        return _source_days(measure.growth.now, context, period)
    if measure.points is not None:
        days = (_source_days(item.of, context, period) for item in measure.points if item.of)
        return max((day for day in days if day is not None), default=None)
    if not (measure.count or measure.sum or measure.distinct):
        return None
    try:
        return _open_until(source_of(measure, context), context, period)
    except Unresolved:
        return None


def _open_until(source: Source, context: Context, period: Period | None) -> date | None:
    """Return the day until which further records may count, if it is not past."""
    closes = context.closes
    if source.window is None or closes is None:
        return None
    end = (period or context.period(source.window)).end or date.max
    last = end if source.window.open_after_decision else min(end, closes)
    return last if context.as_of < last else None


def _judge(test: Test, figure: Figure, context: Context, asking: Asking) -> Outcome:
    unit = test.unit or figure.unit
    common = {"unit": unit, "selections": figure.selections, "counts": figure.counts,
              "supply": figure.supply}
    words = test.comparison_words()
    if figure.unknown:
        return Outcome(Status.UNKNOWN, figure.unknown, measured=_shown(figure.low),
                       needed=_needed(test, words), **common)  # type: ignore[arg-type]  # keyed above
    if figure.disputed:
        return Outcome(Status.DISPUTED, figure.disputed, **common)  # type: ignore[arg-type]  # keyed above
    if not words:
        return Outcome(Status.MET, f"共{_text(figure.low)}{unit}", measured=_shown(figure.low),
                       **common)  # type: ignore[arg-type]  # keyed above
    outcomes = [_against(test, word, figure, context, asking) for word in words]
    status = all_of(outcomes)
    first = outcomes[0]
    selections = tuple(dict.fromkeys([*figure.selections, *first.selections]))
    return replace(first, status=status, because=_joined(outcomes), unit=unit,
                   selections=selections, counts=figure.counts,
                   supply=figure.supply + first.supply)


def _needed(test: Test, words: list[str]) -> int | str | None:
    wanted = getattr(test, words[0]) if words else None
    if wanted is None or isinstance(wanted, (Measure, Moment)):
        return None
    return wanted if isinstance(wanted, int) else _text(wanted)


def _against(
    test: Test, word: str, figure: Figure, context: Context, asking: Asking
) -> Outcome:
    """Compare a figure with one threshold."""
    threshold = getattr(test, word)
    if isinstance(threshold, Measure):
        other = figure_of(threshold, context, asking)
        if other.unknown or other.low is None:
            return Outcome(Status.UNKNOWN, other.unknown, selections=other.selections,
                           supply=other.supply)
        return replace(_numbers(word, figure, other.low, test), selections=other.selections)
    if figure.low is not None:
        return _numbers(word, figure, _number(threshold), test)
    return _plain(word, figure.plain, threshold, test, context)


def _number(threshold: Any) -> Amount:
    if isinstance(threshold, str):
        return Fraction(threshold.rstrip("%"))
    return Decimal(str(threshold)) if isinstance(threshold, float) else threshold  # type: ignore[no-any-return]  # a number


def _numbers(word: str, figure: Figure, threshold: Amount, test: Test) -> Outcome:
    """Compare an interval with a number; what may still count leaves it open."""
    low, high = figure.low or 0, figure.high
    unit = test.unit or figure.unit
    status = _interval_status(word, low, high, threshold)
    missing = max(Fraction(0), Fraction(threshold) - Fraction(low))
    doubt = ""
    if high is None:
        doubt = "（有记录缺数，实际可能更多）"
    elif high != low:
        doubt = f"（另有{_text(high - low)}{unit}因资料不全未定）"  # type: ignore[operator]  # numbers
    because = f"{_text(low)}{unit}{doubt}，要求{_WORDS[word]}{_text(threshold)}{unit}"
    shortfall = word in ("at_least", "above") and not figure.percent
    return Outcome(status, because, measured=_shown(low), needed=_shown(threshold),
                   missing=_shown(missing) if shortfall else None, unit=unit)  # type: ignore[arg-type]  # numbers


def _interval_status(word: str, low: Amount, high: Amount | None, threshold: Amount) -> Status:
    surely = _holds(word, Fraction(low), Fraction(threshold))
    if high is None:
        perhaps = word in ("at_least", "above", "equals") or surely
        surely = surely and word in ("at_least", "above")
    else:
        perhaps = _holds(word, Fraction(high), Fraction(threshold))
        if word == "equals":
            surely = surely and high == low
            perhaps = Fraction(low) <= Fraction(threshold) <= Fraction(high)
    if word in ("at_most", "below"):
        surely, perhaps = (perhaps and high is not None), surely
    if surely:
        return Status.MET
    return Status.UNKNOWN if perhaps else Status.UNMET


def _holds(word: str, left: Any, right: Any) -> bool:
    return bool({
        "at_least": left >= right,
        "at_most": left <= right,
        "above": left > right,
        "below": left < right,
        "equals": left == right,
    }[word])


def _plain(word: str, value: object, threshold: Any, test: Test, context: Context) -> Outcome:
    """Compare a term, a date, a yes/no or a list with what is wanted."""
    wording = _WORDS[word]
    if word == "one_of" or isinstance(value, (bool, tuple)):
        wanted = threshold if isinstance(threshold, tuple) else (threshold,)
        found = value if isinstance(value, tuple) else (value,)
        holds = any(item in wanted for item in found)
        text = "或".join(_text(item) for item in wanted)
    elif isinstance(value, date):
        try:
            day = context.day(threshold)
        except Unresolved as unresolved:
            return Outcome(Status.UNKNOWN, f"尚未登记{unresolved.what}", supply=(unresolved.kind,))
        holds, text = _holds(word, value, day), show_date(day)
        wording = _DAY_WORDS[word]
    else:
        holds, text = _terms(word, str(value), threshold, test), _text(threshold)
    shown = _text(value)
    because = f"现为{shown}，要求{wording}{text}"
    return Outcome(Status.MET if holds else Status.UNMET, because, measured=shown, needed=text)


def _terms(word: str, value: str, threshold: Any, test: Test) -> bool:
    kind, _, name = (test.value or ".").partition(".")
    vocabulary = VOCABULARIES.get(RECORD_KINDS[kind].field(name).vocabulary or "")
    if word == "equals" or vocabulary is None:
        return _holds(word, value, str(threshold))
    return _holds(word, vocabulary.rank(value), vocabulary.rank(str(threshold)))


def _shown(amount: Amount | None) -> int | Decimal | None:
    """Return an amount as JSON and tables show it, at most two places."""
    if amount is None or isinstance(amount, int):
        return amount
    if Fraction(amount).denominator == 1:
        return int(amount)
    exact = Decimal(Fraction(amount).numerator) / Decimal(Fraction(amount).denominator)
    return round(exact, 2)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, tuple):
        return "、".join(str(item) for item in value)
    if isinstance(value, (Fraction, Decimal, float)):
        return str(_shown(Decimal(str(value)) if isinstance(value, float) else value))
    return str(value)


def leaves(test: Test) -> Iterator[Test]:
    """Yield the single measures of a test."""
    parts = [*(test.all or ()), *(test.any or ()), *(test.none or ())]
    parts += [*(test.k_of.of if test.k_of else ())]
    parts += [test_ for case in test.cases or () for test_ in (case.when, case.then)]
    if not parts:
        yield test
    for part in parts:
        yield from leaves(part)
