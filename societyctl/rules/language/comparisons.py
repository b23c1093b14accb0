"""Comparisons of a figure with its threshold: numbers as intervals, terms by rank, days by date."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, ClassVar, NamedTuple

from societyctl.domain.dates import first_day, last_day, may_be
from societyctl.domain.keys import normal_text
from societyctl.domain.verdicts import Status, must_not_be
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.domain.wording import show_date
from societyctl.rules.language.amounts import (
    is_number,
    is_part,
    number_of,
    plain_number,
    show_amount,
)
from societyctl.rules.language.days import DAY_WORDS, Moment
from societyctl.rules.language.names import Here, Mistake, Place, is_at_hand
from societyctl.rules.language.outcome import Amount, Figure, Outcome
from societyctl.rules.language.setting import Setting, Unresolved
from societyctl.rules.language.shapes import Element, Scalar, keyed
from societyctl.rules.language.shortfalls import shortfall
from societyctl.rules.language.where import bare, is_ordered, percent_in_doubt, vet_terms
from societyctl.rules.language.words import NUMBERS, ComparisonWord, Measure, Word, not_recorded


@dataclass(frozen=True, kw_only=True)
class Reckoned(Word):
    """A date reckoned from one that is on record: ``{from: {value: …}, workdays: -20}``."""

    start: Measure = keyed("from")
    months: int = 0
    days: int = 0
    workdays: int = 0

    @classmethod
    def fits(cls, written: Mapping[str, Any]) -> bool:
        """Tell whether it starts from a measure."""
        return isinstance(written.get("from"), Mapping)

    def day(self, setting: Setting) -> tuple[date | None, Figure]:
        """Return the day, and the figure it is reckoned from; None where none is recorded."""
        start = self.start.figure(setting)
        if not isinstance(start.plain, date) or start.undated:
            return None, start
        shift = Moment(
            start=start.plain, months=self.months, days=self.days, workdays=self.workdays
        )
        return setting.moved(start.plain, shift), start


Threshold = Scalar | Reckoned | Moment | Measure


def vet_threshold(value: object, measure: Measure, here: Here) -> Iterator[Mistake]:
    """Yield why a value that is written out cannot be a threshold of a measure."""
    field = measure.field(here)
    if field is not None and not isinstance(value, Moment):
        yield from vet_terms(field, (value,), here.place, here.this)
    if field is None or field.type in NUMBERS:
        is_percent = measure.is_percent or (field is not None and field.unit == "%")
        yield from _vet_number(value, measure, here.place, is_percent)


def _vet_number(
    value: object, measure: Measure, place: Place, is_percent: bool
) -> Iterator[Mistake]:
    """Yield a threshold that is no number, or a percentage of something that has none."""
    if is_at_hand(value):
        yield Mistake(place, f"应是数：{value}", f"写成 {{value: {value}}}")
        return
    if isinstance(value, Moment) or not is_number(str(value).removesuffix("%")):
        value_text = "日期" if isinstance(value, Moment) else value
        yield Mistake(place, f"应是数：{value_text}", "只写数字，如 50000；单位写在 unit 里")
    elif is_part(str(value)) and not is_percent:
        yield Mistake(place, f"这里量到的不是占比：{value}", "占比用 share，增幅用 growth")
    elif measure.is_percent and not is_part(str(value)) and Fraction(str(value)):
        yield percent_in_doubt(str(value), place)


class Wording(NamedTuple):
    """How a comparison is said, in Chinese."""

    numbers: str
    days: str
    terms: str


@dataclass(frozen=True, kw_only=True)
class Bound(ComparisonWord):
    """A comparison with one threshold."""

    holds: ClassVar[Any]
    """A static method: whether it holds between two values that can be ordered."""
    wording: ClassVar[Wording]
    is_floor: ClassVar[bool] = False
    """More records bring it about, and it says how many are missing."""

    threshold: Threshold

    def may_hold(self, low: Fraction, high: Fraction | None, threshold: Fraction) -> bool:
        """Tell whether some number between two ends meets the threshold; None: no upper end."""
        return high is None or bool(self.holds(high, threshold))

    def must_hold(self, low: Fraction, high: Fraction | None, threshold: Fraction) -> bool:
        """Tell whether every number between two ends meets the threshold."""
        return bool(self.holds(low, threshold))

    def parts(self) -> Iterator[tuple[Place, Element]]:
        """Yield a threshold that is itself reckoned; it stands where the comparison does."""
        if isinstance(self.threshold, Element):
            yield (), self.threshold

    def describe(self) -> dict[str, Any]:
        """Return the threshold by the key of the comparison."""
        return {self.key: super().describe()["threshold"]}

    def unfit(self, measure: Measure, here: Here) -> Iterator[Mistake]:
        """Yield why the threshold cannot be that of a measure."""
        field = measure.field(here)
        if self.is_ordering and field is not None and not is_ordered(field):
            yield Mistake(here.place, f"“{field.header}”没有大小先后", "用 equals 或 one_of")
        elif not isinstance(self.threshold, Word):
            yield from vet_threshold(self.threshold, measure, here)

    def needed(self, setting: Setting) -> int | str | None:
        """Return the threshold as far as it is written out, or a day that the notice names."""
        asked = self.threshold
        if isinstance(asked, Element):
            return None
        if isinstance(asked, str) and asked in DAY_WORDS:
            try:
                return show_date(setting.day(asked))
            except Unresolved:
                return None
        return asked if isinstance(asked, int) else show_amount(asked)

    def against(self, figure: Figure, setting: Setting, unit: str) -> Outcome:
        """Return what a known figure says to the threshold."""
        threshold = self.threshold
        if isinstance(threshold, Reckoned):
            day, start = threshold.day(setting)
            if day is None:
                because = start.unknown or start.undated or "没有可倒推的日期"
                return Outcome(
                    Status.UNKNOWN, because, selections=start.selections, supply=start.supply
                )
            threshold = day
        if isinstance(threshold, Measure):
            return self._against_figure(figure, threshold.figure(setting), setting, unit)
        if figure.low is None or isinstance(threshold, Moment | date):
            return self._stated(figure, threshold, setting)
        outcome = self._number(figure, number_of(threshold), unit)
        if isinstance(threshold, str) and "/" in threshold:
            # Says a fraction as the notice does, too: two thirds.
            return replace(outcome, because=f"{outcome.because}（{threshold}）")
        return outcome

    def _against_figure(
        self, figure: Figure, other: Figure, setting: Setting, unit: str
    ) -> Outcome:
        """Compare with another figure; where that one is open, both its ends have to agree."""
        if other.plain is not None and figure.low is None:
            undated_one = figure if figure.undated else other
            figure = replace(figure, undated=undated_one.undated, supply=undated_one.supply)
            return replace(self._stated(figure, other.plain, setting), selections=other.selections)
        if other.unknown or other.low is None:
            return Outcome(
                Status.UNKNOWN, other.unknown, selections=other.selections, supply=other.supply
            )
        outcome = replace(self._number(figure, other.low, unit), selections=other.selections)
        if other.high == other.low:
            return outcome
        at_top = None if other.high is None else self._number(figure, other.high, unit).status
        fails = outcome.status is Status.UNMET and self.is_floor
        settled = fails or outcome.status is at_top
        return outcome if settled else replace(outcome, status=Status.UNKNOWN, supply=other.supply)

    def _number(self, figure: Figure, threshold: Amount, unit: str) -> Outcome:
        """Compare an interval with a number; what may still count leaves it open."""
        low, high = figure.low or 0, figure.high
        missing = max(Fraction(0), Fraction(threshold) - Fraction(low))
        doubt = ""
        if high is None:
            doubt = "（有记录缺数，实际可能更多）"
        elif high != low:
            doubt = f"（另有{show_amount(Fraction(high) - Fraction(low))}{unit}因资料不全未定）"
        forbidden = must_not_be("", self.wording.numbers, threshold)
        bound = f"{self.wording.numbers}{show_amount(threshold)}{unit}"
        asked = "要求没有" if forbidden else f"要求{bound}"
        return Outcome(
            self._status(Fraction(low), None if high is None else Fraction(high), threshold),
            f"{show_amount(low)}{unit}{doubt}，{asked}",
            measured=plain_number(low),
            needed=plain_number(threshold),
            missing=plain_number(missing) if self.is_floor and not figure.percent else None,
            shortfall=shortfall(figure, threshold, unit, self.holds) if self.is_floor else None,
            unit=unit,
            wording=self.wording.numbers,
        )

    def _status(self, low: Fraction, high: Fraction | None, threshold: Amount) -> Status:
        if self.must_hold(low, high, Fraction(threshold)):
            return Status.MET
        may_hold = self.may_hold(low, high, Fraction(threshold))
        return Status.UNKNOWN if may_hold else Status.UNMET

    def _stated(self, figure: Figure, threshold: Any, setting: Setting) -> Outcome:
        """Compare a term, a date, a yes/no or a list with what is wanted."""
        value = figure.plain
        if isinstance(value, (bool, tuple)):
            asked = threshold if isinstance(threshold, tuple) else (threshold,)
            return among(figure, asked, self.wording.terms)
        if isinstance(value, date):
            try:
                day = setting.day(threshold)
            except Unresolved as unresolved:
                return not_recorded(unresolved)
            holds = self._holds_of_days(value, day)
            if holds is None:
                return undated(figure, self.wording.days + show_date(day))
            return stated(value, holds, show_date(day), self.wording.days)
        if figure.vocabulary:
            threshold = bare(str(threshold))
        held = self._holds_of_terms(str(value), str(threshold), figure.vocabulary)
        return stated(value, held, show_amount(threshold), self.wording.terms)

    def _holds_of_days(self, value: date, day: date) -> bool | None:
        """Tell whether the comparison holds; None where it hangs on the day of a month."""
        ends = [(first_day(one), last_day(one)) for one in (value, day)]
        outcomes = {bool(self.holds(*pair)) for pair in product(*ends)}
        if not self.is_ordering and may_be(value, day):
            is_open = any(first != last for first, last in ends)
            return None if is_open else outcomes.pop()
        return outcomes.pop() if len(outcomes) == 1 else None

    def _holds_of_terms(self, value: str, threshold: str, vocabulary: str | None) -> bool:
        terms = VOCABULARIES.get(vocabulary or "")
        if not self.is_ordering or terms is None:
            return bool(self.holds(normal_text(value), normal_text(threshold)))
        return bool(self.holds(terms.rank(value), terms.rank(threshold)))


def stated(value: object, holds: bool, asked: str, wording: str) -> Outcome:
    """Return the outcome of comparing what a record says with what is wanted."""
    value_text = show_amount(value)
    because = f"现为{value_text}，要求{wording}" + (
        f"“{asked}”" if isinstance(value, bool) else asked
    )
    status = Status.MET if holds else Status.UNMET
    return Outcome(status, because, measured=value_text, needed=asked, wording=wording)


def undated(figure: Figure, asked: str) -> Outcome:
    """Return the outcome that hangs on the day of a date of which the month is known."""
    because = f"{figure.undated}；要求{asked}"
    return Outcome(
        Status.UNKNOWN, because, measured=show_amount(figure.plain), supply=figure.supply
    )


def _may_be_named(value: object, named: object) -> bool:
    return isinstance(value, date) and isinstance(named, date) and may_be(value, named)


def among(figure: Figure, asked: tuple[Any, ...], wording: str) -> Outcome:
    """Return whether what a record says, or one item of a list there, is among what is wanted."""
    value = figure.plain
    items = value if isinstance(value, tuple) else (value,)
    if figure.vocabulary:
        asked = tuple(bare(item) if isinstance(item, str) else item for item in asked)
    text = "或".join(show_amount(item) for item in asked)
    plain = {_as_read(item) for item in asked}
    return stated(value, any(_as_read(item) in plain for item in items), text, wording)


def _as_read(item: object) -> object:
    return normal_text(item) if isinstance(item, str) else item


class _Floor(Bound):
    """A comparison that more records bring about."""

    is_ordering: ClassVar[bool] = True
    is_floor: ClassVar[bool] = True


class _Ceiling(Bound):
    """A comparison that more records break."""

    is_ordering: ClassVar[bool] = True
    is_ceiling: ClassVar[bool] = True

    def may_hold(self, low: Fraction, high: Fraction | None, threshold: Fraction) -> bool:
        """Tell whether the least that the figure may be meets the threshold."""
        return bool(self.holds(low, threshold))

    def must_hold(self, low: Fraction, high: Fraction | None, threshold: Fraction) -> bool:
        """Tell whether the most that the figure may be meets the threshold."""
        return high is not None and bool(self.holds(high, threshold))


class AtLeast(_Floor):
    """No less than."""

    key: ClassVar[str] = "at_least"
    holds: ClassVar[Any] = staticmethod(operator.ge)
    wording: ClassVar[Wording] = Wording("不少于", "不早于", "不低于")


class AtMost(_Ceiling):
    """No more than."""

    key: ClassVar[str] = "at_most"
    holds: ClassVar[Any] = staticmethod(operator.le)
    wording: ClassVar[Wording] = Wording("不超过", "不晚于", "不高于")


class Above(_Floor):
    """More than."""

    key: ClassVar[str] = "above"
    holds: ClassVar[Any] = staticmethod(operator.gt)
    wording: ClassVar[Wording] = Wording("大于", "晚于", "高于")


class Below(_Ceiling):
    """Less than."""

    key: ClassVar[str] = "below"
    holds: ClassVar[Any] = staticmethod(operator.lt)
    wording: ClassVar[Wording] = Wording("小于", "早于", "低于")


class Equals(Bound):
    """As much as, the same as."""

    key: ClassVar[str] = "equals"
    holds: ClassVar[Any] = staticmethod(operator.eq)
    wording: ClassVar[Wording] = Wording("等于", "为", "为")

    def may_hold(self, low: Fraction, high: Fraction | None, threshold: Fraction) -> bool:
        """Tell whether the threshold lies between the ends."""
        return high is None or low <= threshold <= high

    def must_hold(self, low: Fraction, high: Fraction | None, threshold: Fraction) -> bool:
        """Tell whether the figure is certain, and the threshold."""
        return low == high == threshold


@dataclass(frozen=True, kw_only=True)
class OneOf(ComparisonWord):
    """One of several values."""

    key: ClassVar[str] = "one_of"

    values: tuple[Scalar, ...]

    def describe(self) -> dict[str, Any]:
        """Return the values by the key of the comparison."""
        return {self.key: list(self.values)}

    def unfit(self, measure: Measure, here: Here) -> Iterator[Mistake]:
        """Yield the values that the figure cannot have."""
        for value in self.values:
            yield from vet_threshold(value, measure, here)

    def needed(self, setting: Setting) -> str:
        """Return all the values."""
        return show_amount(self.values)

    def against(self, figure: Figure, setting: Setting, unit: str) -> Outcome:
        """Return whether the figure is one of the values; of a number, whether it may be."""
        if figure.undated and any(_may_be_named(figure.plain, value) for value in self.values):
            return undated(figure, f"为{show_amount(self.values)}")
        if figure.low is None:
            return among(figure, self.values, "为")
        low, high = figure.low, figure.high
        numbers = [number_of(value) for value in self.values if not isinstance(value, date)]
        possible = [n for n in numbers if n >= low and (high is None or n <= high)]
        status = Status.MET if low == high else Status.UNKNOWN
        text = "或".join(show_amount(value) for value in self.values)
        because = f"现为{show_amount(low)}{unit}，要求为{text}"
        return Outcome(
            status if possible else Status.UNMET,
            because,
            measured=plain_number(low),
            needed=text,
            unit=unit,
        )
