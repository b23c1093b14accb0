"""Evaluating a test: figure against threshold, tests put together, one outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from societyctl.domain.periods import Period, split_period
from societyctl.domain.selection import Listed, Selection
from societyctl.domain.verdicts import Status
from societyctl.domain.wording import show_period
from societyctl.rules.judging.asking import Source, selection_of, source_of
from societyctl.rules.judging.comparing import ask_thresholds, compare, show_amount
from societyctl.rules.judging.context import Context, Unresolved
from societyctl.rules.judging.measures import figure_of
from societyctl.rules.judging.outcome import (
    Outcome,
    all_of,
    any_of,
    at_least_k,
    joined,
    merged,
    negated,
)
from societyctl.rules.judging.questions import Asking
from societyctl.rules.judging.scoring import Scorer, named_grade
from societyctl.rules.language.words import Measure, Test

_PERIOD_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def evaluate(test: Test, context: Context, asking: Asking) -> Outcome:
    """Return the outcome of a test of any form."""
    for word, form in _FORMS.items():
        if getattr(test, word) is not None:
            outcome = _titled(test, form(test, context, asking))
            return replace(outcome, manner=word) if _shapes(word, outcome) else outcome
    return _compared(test, context, asking, None)


def _shapes(word: str, outcome: Outcome) -> bool:
    """Tell whether a form shows in its outcome; a case or a lone part speaks for itself."""
    spoken_for = ("cases", "each_record")
    return word in ("none", "every") or (bool(outcome.parts) and word not in spoken_for)


def _all(test: Test, context: Context, asking: Asking) -> Outcome:
    parts = [evaluate(part, context, asking) for part in test.all or ()]
    return merged(all_of(parts), joined(parts), parts)


def _any(test: Test, context: Context, asking: Asking) -> Outcome:
    parts = [evaluate(part, context, asking) for part in test.any or ()]
    return merged(any_of(parts), _any_text(parts), parts, needed=1)


def _none(test: Test, context: Context, asking: Asking) -> Outcome:
    parts = [evaluate(part, context, asking) for part in test.none or ()]
    found = sum(part.status is Status.MET for part in parts)
    told = "；".join(
        _titled(one, replace(part, because=_whether_found(one, part))).because
        for one, part in zip(test.none or (), parts, strict=True)
    )
    whole = merged(negated(any_of(parts)), told, parts)
    return replace(whole, measured=found, needed=0, missing=None, unit="项", parts=tuple(parts))


_FOUND = {Status.MET: "有（不得有）", Status.UNMET: "没有"}


def _whether_found(test: Test, part: Outcome) -> str:
    """Say whether something is there that must not be."""
    told = part.because.removeprefix(f"{test.title}：")
    if part.status not in _FOUND:
        return told.partition("，要求")[0]
    if part.parts:
        return told
    amount = f"（{show_amount(part.measured)}{part.unit}）" if part.measured is not None else ""
    return f"{_FOUND[part.status]}{amount}"


def _k_of(test: Test, context: Context, asking: Asking) -> Outcome:
    k, tests = (test.k_of.k, test.k_of.of) if test.k_of else (0, ())
    parts = [evaluate(part, context, asking) for part in tests]
    return merged(at_least_k(parts, k), joined(parts), parts, needed=k)


def _any_text(parts: list[Outcome]) -> str:
    met = [part.because for part in parts if part.status is Status.MET and part.because]
    return "；".join(met) if met else joined(parts)


def _cases(test: Test, context: Context, asking: Asking) -> Outcome:
    """The first case that applies decides; every branch is asked about all the same."""
    judged = [
        (_whether(case.when, context, asking), evaluate(case.then, context, asking))
        for case in test.cases or ()
    ]
    for when, then in judged:
        if when.status is Status.MET:
            return then
        if when.status in (Status.UNKNOWN, Status.DISPUTED):
            return replace(when, because=f"不能确定适用哪一档：{when.because}")
    return Outcome(Status.NOT_APPLICABLE, "不属于任何一档")


def _whether(when: Test | str, context: Context, asking: Asking) -> Outcome:
    """Return what a condition says, named or written out."""
    condition = context.program.condition(when)
    return evaluate(condition, context, asking) if condition is not None else Outcome(Status.MET)


def _for_each(test: Test, context: Context, asking: Asking) -> Outcome:
    (field, wanted), *_ = (test.each or {}).items()
    parts = []
    for value in wanted:
        single = test.model_copy(
            update={"each": None, "of": {**test.of, field: value}, "title": str(value)}
        )
        parts.append(evaluate(single, context, asking))
    return merged(all_of(parts), joined(parts), parts)


def _for_each_period(test: Test, context: Context, asking: Asking) -> Outcome:
    window = context.window(test.during)
    if window is None:
        return Outcome(Status.UNKNOWN, "each_period 须与 during 并用")
    months = _PERIOD_MONTHS[test.each_period or "year"]
    try:
        whole = context.period(window)
    except Unresolved as unresolved:
        return Outcome(Status.UNKNOWN, f"尚未登记{unresolved.what}", supply=(unresolved.kind,))
    parts = []
    periods = split_period(whole, months)
    if not periods:
        return Outcome(Status.NOT_APPLICABLE, "起算的日子在所说的时间以后")
    for period in periods:
        single = test.model_copy(update={"each_period": None, "title": show_period(period)})
        part = _compared(single, context, asking, period)
        if test.late and part.open_until is None:
            part = replace(part, open_until=_open_until(source_of(test, context), context, None))
        if part.status is Status.UNMET and part.open_until is not None:
            part = replace(part, status=Status.PENDING)
        parts.append(part)
    return replace(merged(_periods_status(parts), joined(parts), parts), unit="期")


def _periods_status(parts: list[Outcome]) -> Status:
    """A part that is over and unmet decides; parts still running leave the whole open."""
    firm = [part for part in parts if part.status is not Status.PENDING]
    status = all_of(firm) if firm else Status.PENDING
    if status in (Status.MET, Status.NOT_APPLICABLE) and len(firm) < len(parts):
        return Status.PENDING
    return status


def _for_each_record(test: Test, context: Context, asking: Asking) -> Outcome:
    """Ask ``then`` of every record; one record alone speaks for itself."""
    try:
        source = source_of(test, context)
        selection = selection_of(source, context)
    except Unresolved as unresolved:
        return Outcome(Status.UNKNOWN, f"尚未登记{unresolved.what}", supply=(unresolved.kind,))
    listed = asking.list(selection)
    if not listed or test.then is None:
        return _no_record(test, source, selection)
    parts = [_of_record(test.then, one, context, asking) for one in listed]
    if len(parts) == 1 and not isinstance(test.must, int):
        return parts[0]
    titles = [one.record.get(source.kind.label) or source.kind.title for one in listed]
    parts = [
        replace(part, because=f"{title}：{part.because}")
        for title, part in zip(titles, parts, strict=True)
    ]
    status = all_of(parts) if test.must == "all" else at_least_k(parts, _enough(test))
    leading = next((part for part in parts if part.status is status), parts[0])
    if test.must != "all" and status is not Status.MET:
        leading = max(parts, key=_reached)
    told = _of_many(parts, source.kind.measure_word)
    if isinstance(test.must, int):
        return replace(merged(status, told, parts, needed=test.must), manner="k_of")
    whole = merged(status, told, parts, needed=1 if test.must == "one" else None)
    return replace(
        leading,
        status=status,
        because=whole.because,
        selections=whole.selections,
        open_until=whole.open_until,
        supply=whole.supply,
        parts=whole.parts,
        manner="any" if test.must == "one" else "all",
    )


_TOLD = 5


def _of_many(parts: Sequence[Outcome], unit: str) -> str:
    """Return what records say, each for itself; of many, those first that fall short."""
    if len(parts) <= _TOLD:
        return joined(parts)
    short = [part for part in parts if part.status is not Status.MET]
    met = len(parts) - len(short)
    more = f"；另有{len(short) - _TOLD}{unit}" if len(short) > _TOLD else ""
    told = f"；其余：{joined(short[:_TOLD])}{more}" if short else ""
    return f"{len(parts)}{unit}中{met}{unit}做到{told}"


def _enough(test: Test) -> int:
    """Return how many records have to do."""
    return test.must if isinstance(test.must, int) else 1


def _of_record(test: Test, listed: Listed, context: Context, asking: Asking) -> Outcome:
    """Return what a test says of one record; of one that perhaps does not count, with doubt."""
    outcome = evaluate(test, replace(context, this=listed.record), asking)
    if listed.is_sure or outcome.status is Status.NOT_APPLICABLE:
        return outcome
    because = f"{outcome.because}（资料不全，不能确定这一条算不算在内）"
    kind = str(listed.record["record"])
    return replace(outcome, status=Status.UNKNOWN, because=because, supply=(kind,))


def _reached(outcome: Outcome) -> Decimal:
    """Rank outcomes by how much was measured."""
    measured = outcome.measured
    return Decimal(measured) if isinstance(measured, int | Decimal) else Decimal(-1)


def _no_record(test: Test, source: Source, selection: Selection) -> Outcome:
    return Outcome(
        Status(test.if_none),
        f"没有查到所说的“{source.kind.title}”",
        measured=0,
        unit=source.kind.measure_word,
        selections=(selection,),
        supply=(source.kind.name,),
    )


def _every(test: Test, context: Context, asking: Asking) -> Outcome:
    """All records in scope must meet ``meets``; none at all gives ``if_none``."""
    try:
        source = source_of(test, context)
        all_records = selection_of(source, context)
        meeting = selection_of(replace(source, where=(*source.where, test.meets)), context)
    except Unresolved as unresolved:
        return Outcome(Status.UNKNOWN, f"尚未登记{unresolved.what}", supply=(unresolved.kind,))
    total, good = asking.ask(all_records), asking.ask(meeting)
    count, met = _whole(total.measured), _whole(good.measured)
    unit = source.kind.measure_word
    perhaps = _whole(total.possible) - count
    doubt = f"（另有{perhaps}{unit}资料不全，说不清算不算）" if perhaps else ""
    if count == 0 and not perhaps:
        return _no_record(test, source, all_records)
    failing = count - _whole(good.possible)
    sure = met == count and not perhaps
    status = Status.MET if sure else Status.UNMET if failing > 0 else Status.UNKNOWN
    return Outcome(
        status,
        f"{count}{unit}中{met}{unit}达到要求{doubt}",
        measured=met,
        needed=count,
        missing=count - met,
        unit=unit,
        selections=(meeting,),
        open_until=context.mendable_until,
        supply=(source.kind.name,),
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


_AWAITED = Outcome(Status.UNKNOWN)


def _compared(test: Test, context: Context, asking: Asking, period: Period | None) -> Outcome:
    scorer, missed = Scorer(context, asking, evaluate), asking.missed
    if test.points is not None:
        figure = scorer.score(test.points)
    else:
        figure = figure_of(test, context, asking, period)
    if asking.missed > missed:
        ask_thresholds(test, context, asking)
        return _AWAITED
    outcome = compare(test, figure, context, asking)
    if asking.missed > missed:
        return _AWAITED
    if scorer.lines:
        because = f"{outcome.because}{named_grade(test, figure)}"
        outcome = replace(outcome, because=because, scores=tuple(scorer.lines))
    exceeded = outcome.status is Status.UNMET and (test.at_most, test.below) != (None, None)
    days = None if exceeded else _source_days(test, context, period)
    manner = test.measure_words()[0]
    return _titled(test, replace(outcome, open_until=days, manner=manner))


def _titled(test: Test, outcome: Outcome) -> Outcome:
    """Return an outcome with the title of its test before the reason."""
    return replace(outcome, because=f"{test.title}：{outcome.because}") if test.title else outcome


def _source_days(measure: Measure, context: Context, period: Period | None) -> date | None:
    """Return the last day on which the figure may still become a better one."""
    parts = _growing_parts(measure)
    if parts:
        days = [_source_days(part, context, period) for part in parts]
        return max((day for day in days if day is not None), default=None)
    if measure.value or measure.figure:
        return _value_until(measure, context)
    if not (measure.count or measure.sum or measure.distinct):
        return None
    try:
        return _open_until(source_of(measure, context), context, period)
    except Unresolved:
        return None


def _growing_parts(measure: Measure) -> Sequence[Measure]:
    """Return the figures by whose growth a figure grows; none for one that is made of no others."""
    if isinstance(measure, Test) and measure.points is not None:
        return [item.of for item in measure.points if item.of is not None]
    shared, compared = measure.ratio or measure.share, measure.increase or measure.growth
    if shared is not None:
        return [shared.part]
    return [compared.now] if compared is not None else measure.total or ()


def _value_until(measure: Measure, context: Context) -> date | None:
    """Return until when a recorded value may change; what an application says is said."""
    said = (measure.value or "").partition(".")[0] in ("application", "this")
    return None if said else context.mendable_until


def _open_until(source: Source, context: Context, period: Period | None) -> date | None:
    """Return the day until which further records may count, if it is not past."""
    closes = context.closes
    if closes is None:
        return None
    if source.window is None:
        return context.year_end_ahead
    end = (period or context.period(source.window)).end or date.max
    last = end if source.window.open_after_decision else min(end, closes)
    return last if context.as_of < last else None


_FORMS: dict[str, Callable[[Test, Context, Asking], Outcome]] = {
    "all": _all,
    "any": _any,
    "none": _none,
    "k_of": _k_of,
    "cases": _cases,
    "each_record": _for_each_record,
    "each": _for_each,
    "each_period": _for_each_period,
    "every": _every,
}


def leaves(test: Test) -> Iterator[Test]:
    """Yield the single measures of a test."""
    parts = [*(test.all or ()), *(test.any or ()), *(test.none or ())]
    parts += [*(test.k_of.of if test.k_of else ()), *([test.then] if test.then else [])]
    parts += [case.when for case in test.cases or () if isinstance(case.when, Test)]
    parts += [case.then for case in test.cases or ()]
    if not parts:
        yield test
    for part in parts:
        yield from leaves(part)
