"""Comparing a figure with its thresholds: numbers as intervals, terms by rank, days by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from societyctl.domain.verdicts import Status
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.domain.wording import show_date, show_value
from societyctl.rules.judging.context import Context, Unresolved
from societyctl.rules.judging.measures import figure_of
from societyctl.rules.judging.outcome import Amount, Figure, Outcome, all_of, joined
from societyctl.rules.judging.questions import Asking
from societyctl.rules.language.words import DAY_WORDS, Measure, Moment, Test

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
_TERM_WORDS = {
    "at_least": "不低于",
    "at_most": "不高于",
    "above": "高于",
    "below": "低于",
    "equals": "为",
    "one_of": "为",
}


def ask_thresholds(test: Test, context: Context, asking: Asking) -> None:
    """Ask about the thresholds that are figures themselves."""
    for word in test.comparison_words():
        threshold = getattr(test, word)
        measure = threshold.start if isinstance(threshold, Moment) else threshold
        if isinstance(measure, Measure):
            figure_of(measure, context, asking)


def compare(test: Test, figure: Figure, context: Context, asking: Asking) -> Outcome:
    """Return what a figure says to the comparisons of a test; all of them have to hold."""
    unit = test.unit or figure.unit
    words = test.comparison_words()
    asked = Outcome(
        Status.MET,
        "已填写" if figure.low is None else f"共{show_amount(figure.low)}{unit}",
        measured=plain_number(figure.low),
        unit=unit,
        selections=figure.selections,
        counts=figure.counts,
        supply=figure.supply,
    )
    if figure.unknown:
        needed = _needed(test, words, context)
        return replace(asked, status=Status.UNKNOWN, because=figure.unknown, needed=needed)
    if figure.disputed:
        return replace(asked, status=Status.DISPUTED, because=figure.disputed)
    if not words:
        return asked if figure.high == figure.low else _between(asked, figure)
    outcomes = [_against(test, word, figure, context, asking) for word in words]
    status = all_of(outcomes)
    first = outcomes[0]
    selections = tuple(dict.fromkeys([*figure.selections, *first.selections]))
    return replace(
        first,
        status=status,
        because=joined(outcomes),
        unit=unit,
        selections=selections,
        counts=figure.counts,
        supply=figure.supply + first.supply,
    )


def _between(asked: Outcome, figure: Figure) -> Outcome:
    """Return what is told of a figure that nothing is asked of, and that is not certain."""
    low, unit = show_amount(figure.low or 0), asked.unit
    span = f"{low}—{show_amount(figure.high)}" if figure.high is not None else f"至少{low}"
    return replace(asked, status=Status.UNKNOWN, because=f"{span}{unit}，有的资料不全")


def _reckoned(threshold: Any, context: Context, asking: Asking) -> tuple[Any, Figure]:
    """Return a threshold with the day it is reckoned from; None where no such day is recorded."""
    if not isinstance(threshold, Moment) or not isinstance(threshold.start, Measure):
        return threshold, Figure()
    start = figure_of(threshold.start, context, asking)
    if not isinstance(start.plain, date):
        return None, start
    return threshold.model_copy(update={"start": start.plain}), start


def _needed(test: Test, words: list[str], context: Context) -> int | str | None:
    """Return what is wanted, where it can be said without looking at other records."""
    wanted = getattr(test, words[0]) if words else None
    if isinstance(wanted, str) and wanted in DAY_WORDS:
        try:
            return show_date(context.day(wanted))
        except Unresolved:
            return None
    if wanted is None or isinstance(wanted, (Measure, Moment)):
        return None
    return wanted if isinstance(wanted, int) else show_amount(wanted)


def _against(test: Test, word: str, figure: Figure, context: Context, asking: Asking) -> Outcome:
    """Compare a figure with one threshold."""
    threshold, start = _reckoned(getattr(test, word), context, asking)
    if threshold is None:
        because = start.unknown or "没有可倒推的日期"
        return Outcome(Status.UNKNOWN, because, selections=start.selections, supply=start.supply)
    if isinstance(threshold, Measure):
        other = figure_of(threshold, context, asking)
        if other.plain is not None and figure.low is None:
            compared = _plain(word, figure, other.plain, context)
            return replace(compared, selections=other.selections)
        return _against_figure(word, figure, other, test)
    if figure.low is not None and word == "one_of":
        return _one_of_numbers(figure, threshold, test)
    if figure.low is not None:
        outcome = _numbers(word, figure, number_of(threshold), test)
        return _as_written(outcome, threshold)
    return _plain(word, figure, threshold, context)


def _against_figure(word: str, figure: Figure, other: Figure, test: Test) -> Outcome:
    """Compare a figure with another; where that one is open, both its ends have to agree."""
    if other.unknown or other.low is None:
        return Outcome(
            Status.UNKNOWN, other.unknown, selections=other.selections, supply=other.supply
        )
    outcome = replace(_numbers(word, figure, other.low, test), selections=other.selections)
    if other.high == other.low:
        return outcome
    at_top = None if other.high is None else _numbers(word, figure, other.high, test).status
    fails = outcome.status is Status.UNMET and word in ("at_least", "above")
    settled = fails or outcome.status is at_top
    return outcome if settled else replace(outcome, status=Status.UNKNOWN, supply=other.supply)


def number_of(threshold: float | str) -> Amount:
    """Return a number as a program file writes it; of shares, as so many percent.

    >>> number_of("90%"), number_of("2/3") == Fraction(200, 3), number_of(5)
    (Fraction(90, 1), True, 5)
    """
    if isinstance(threshold, str):
        return Fraction(threshold.rstrip("%")) * (100 if "/" in threshold else 1)
    return Decimal(str(threshold)) if isinstance(threshold, float) else threshold


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
        doubt = f"（另有{show_amount(Fraction(high) - Fraction(low))}{unit}因资料不全未定）"
    because = f"{show_amount(low)}{unit}{doubt}，要求{_WORDS[word]}{show_amount(threshold)}{unit}"
    shortfall = word in ("at_least", "above") and not figure.percent
    return Outcome(
        status,
        because,
        measured=plain_number(low),
        needed=plain_number(threshold),
        missing=plain_number(missing) if shortfall else None,
        unit=unit,
        wording=_WORDS[word],
    )


def _one_of_numbers(figure: Figure, wanted: Sequence[Any], test: Test) -> Outcome:
    """Compare a number with several, of which it has to be one."""
    low, high, unit = figure.low or 0, figure.high, test.unit or figure.unit
    among = [n for n in map(number_of, wanted) if n >= low and (high is None or n <= high)]
    status = Status.UNMET if not among else Status.MET if low == high else Status.UNKNOWN
    text = "或".join(show_amount(number) for number in wanted)
    because = f"现为{show_amount(low)}{unit}，要求为{text}"
    return Outcome(status, because, measured=plain_number(low), needed=text, unit=unit)


def _as_written(outcome: Outcome, threshold: Any) -> Outcome:
    """Return an outcome that also says a fraction as the notice does: two thirds."""
    if not (isinstance(threshold, str) and "/" in threshold):
        return outcome
    return replace(outcome, because=f"{outcome.because}（{threshold}）")


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
    return bool(
        {
            "at_least": left >= right,
            "at_most": left <= right,
            "above": left > right,
            "below": left < right,
            "equals": left == right,
        }[word]
    )


def _plain(word: str, figure: Figure, threshold: Any, context: Context) -> Outcome:
    """Compare a term, a date, a yes/no or a list with what is wanted."""
    value, wording = figure.plain, _TERM_WORDS[word]
    if word == "one_of" or isinstance(value, (bool, tuple)):
        wanted = threshold if isinstance(threshold, tuple) else (threshold,)
        found = value if isinstance(value, tuple) else (value,)
        holds = any(item in wanted for item in found)
        text = "或".join(show_amount(item) for item in wanted)
    elif isinstance(value, date):
        try:
            day = context.day(threshold)
        except Unresolved as unresolved:
            return Outcome(Status.UNKNOWN, f"尚未登记{unresolved.what}", supply=(unresolved.kind,))
        holds, text = _holds(word, value, day), show_date(day)
        wording = _DAY_WORDS[word]
    else:
        holds, text = _terms(word, figure, threshold), show_amount(threshold)
    shown = show_amount(value)
    yes_or_no = isinstance(value, bool)
    because = f"现为{shown}，要求{wording}" + (f"“{text}”" if yes_or_no else text)
    status = Status.MET if holds else Status.UNMET
    return Outcome(status, because, measured=shown, needed=text, wording=wording)


def _terms(word: str, figure: Figure, threshold: Any) -> bool:
    value, vocabulary = str(figure.plain), VOCABULARIES.get(figure.vocabulary or "")
    if word == "equals" or vocabulary is None:
        return _holds(word, value, str(threshold))
    return _holds(word, vocabulary.rank(value), vocabulary.rank(str(threshold)))


def plain_number(amount: Amount | None) -> int | Decimal | None:
    """Return an amount as JSON and tables show it, at most two places."""
    if amount is None or isinstance(amount, int):
        return amount
    if Fraction(amount).denominator == 1:
        return int(amount)
    exact = Decimal(Fraction(amount).numerator) / Decimal(Fraction(amount).denominator)
    return round(exact, 2)


def show_amount(value: object) -> str:
    """Return a value as a sentence shows it."""
    if isinstance(value, (Fraction, Decimal, float)):
        return str(plain_number(Decimal(str(value)) if isinstance(value, float) else value))
    return show_value(value)
