"""Single tests: a measure with its comparisons, asked once, for each value, for each period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

from societyctl.domain.periods import Period, split_period
from societyctl.domain.verdicts import Status
from societyctl.domain.wording import show_period
from societyctl.rules.language.amounts import is_number, plain_number, show_amount
from societyctl.rules.language.comparisons import AtLeast, AtMost
from societyctl.rules.language.days import Window
from societyctl.rules.language.measures import Tallied
from societyctl.rules.language.names import Here, Mistake, Place
from societyctl.rules.language.outcome import Figure, Outcome, all_of, joined, merged
from societyctl.rules.language.records import OfRecords
from societyctl.rules.language.setting import Inquiry, Setting, Unresolved
from societyctl.rules.language.shapes import Element, Scalar
from societyctl.rules.language.where import vet_where
from societyctl.rules.language.words import ComparisonWord, Measure, Modifier, Test


@dataclass(frozen=True, kw_only=True)
class Compared(Test):
    """A measure with its comparisons, all of which have to hold."""

    measure: Measure
    comparisons: tuple[ComparisonWord, ...] = ()

    @property
    def compares(self) -> bool:
        """Whether it asks for something."""
        return bool(self.comparisons)

    @property
    def states(self) -> Measure:
        """The measure."""
        return self.measure

    def parts(self) -> Iterator[tuple[Place, Element]]:
        """Yield the measure, which stands where the test does, and the comparisons."""
        yield (), self.measure
        for comparison in self.comparisons:
            yield (comparison.key,), comparison

    def describe(self) -> dict[str, Any]:
        """Return the keys of the measure, of the test, of the comparisons."""
        described = self.measure.describe()
        described |= {key: getattr(self, key) for key in ("title", "unit") if getattr(self, key)}
        for comparison in self.comparisons:
            described |= comparison.describe()
        return described

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield thresholds that cannot be those of the measure, or that exclude one another."""
        for comparison in self.comparisons:
            yield from comparison.unfit(self.measure, here.inside(comparison.key))
        ends: dict[type[ComparisonWord], Any] = {
            type(one): one.threshold
            for one in self.comparisons
            if isinstance(one, AtLeast | AtMost) and is_number(one.threshold)
        }
        if len(ends) > 1 and Fraction(str(ends[AtLeast])) > Fraction(str(ends[AtMost])):
            slip = f"at_least {ends[AtLeast]} 大于 at_most {ends[AtMost]}，不可能满足"
            yield Mistake(here.at("at_least"), slip)

    def asks(self, setting: Setting, period: Period | None = None) -> Iterator[Inquiry]:
        """Yield what the measure asks, of one part of its window, and what the thresholds ask."""
        yield from self.measure.asks(setting, period)
        for comparison in self.comparisons:
            yield from comparison.asks(setting)

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Measure and compare."""
        figure = self.measure.figure(setting, period)
        outcome = self.measure.finished(self._against_all(figure, setting), figure)
        ceiling = any(comparison.is_ceiling for comparison in self.comparisons)
        exceeded = outcome.status is Status.UNMET and ceiling
        days = None if exceeded else self.measure.open_until(setting, period)
        return replace(outcome, open_until=days, manner=self.measure.key)

    def _against_all(self, figure: Figure, setting: Setting) -> Outcome:
        """Return what a figure says to the comparisons."""
        unit = self.unit or figure.unit
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
            needed = self.comparisons[0].needed(setting) if self.comparisons else None
            return replace(asked, status=Status.UNKNOWN, because=figure.unknown, needed=needed)
        if figure.disputed:
            return replace(asked, status=Status.DISPUTED, because=figure.disputed)
        if not self.comparisons:
            return asked if figure.high == figure.low else _between(asked, figure)
        outcomes = [one.against(figure, setting, unit) for one in self.comparisons]
        first = outcomes[0]
        return replace(
            first,
            status=all_of(outcomes),
            because=joined(outcomes),
            unit=unit,
            selections=tuple(dict.fromkeys([*figure.selections, *first.selections])),
            counts=figure.counts,
            supply=figure.supply + first.supply,
        )

    def narrowed(self, field: str, value: object) -> Self:
        """Return the test of those records that have a value in a field."""
        return replace(self, measure=self.measure.narrowed(field, value))


def _between(asked: Outcome, figure: Figure) -> Outcome:
    """Return what is told of a figure that nothing is asked of, and that is not certain."""
    low, unit = show_amount(figure.low or 0), asked.unit
    span = f"{low}—{show_amount(figure.high)}" if figure.high is not None else f"至少{low}"
    return replace(asked, status=Status.UNKNOWN, because=f"{span}{unit}，有的资料不全")


@dataclass(frozen=True, kw_only=True)
class Each(Modifier):
    """One test for each value of a field; all must be met."""

    key: ClassVar[str] = "each"

    each: dict[str, tuple[Scalar, ...]]

    def __post_init__(self) -> None:
        if len(self.each) != 1:
            raise ValueError("each 只能写一个字段")

    @classmethod
    def goes_with(cls, word: type[Measure | Test]) -> bool:
        """Tell whether a word has records that can be narrowed."""
        return issubclass(word, OfRecords) and word.can_be_narrowed

    def _tests(self) -> Iterator[Test]:
        for field, values in self.each.items():
            for value in values:
                yield replace(self.test.narrowed(field, value), title=str(value))

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield a field or values that mean nothing."""
        records = self.test.states or self.test
        kind = here.kind_of(records.records) if isinstance(records, OfRecords) else None
        if kind is not None:
            written = {field: list(values) for field, values in self.each.items()}
            yield from vet_where(kind, written, here.at("each"))

    def asks(self, setting: Setting, period: Period | None = None) -> Iterator[Inquiry]:
        """Yield what each of the tests asks."""
        for test in self._tests():
            yield from test.asks(setting, period)

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Decide each test; all have to hold."""
        parts = [test.outcome(setting, period) for test in self._tests()]
        return merged(all_of(parts), joined(parts), parts)


_PERIOD_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, kw_only=True)
class EachPeriod(Modifier):
    """One test for each part of the window; all must be met."""

    key: ClassVar[str] = "each_period"

    each_period: Literal["month", "quarter", "half_year", "year"]
    late: bool = False
    """What a part of the window lacks may be made up until the window ends."""

    @classmethod
    def goes_with(cls, word: type[Measure | Test]) -> bool:
        """Tell whether a word counts records that lie in a window."""
        return issubclass(word, Tallied)

    @property
    def _during(self) -> str | Window | None:
        return self.test.states.during if isinstance(self.test.states, OfRecords) else None

    def narrowed(self, field: str, value: object) -> Self:
        """Return the test of those records that have a value in a field."""
        return replace(self, test=self.test.narrowed(field, value))

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield what keeps the window from being cut into parts."""
        during = self._during
        window = here.windows.get(during) if isinstance(during, str) else during
        if during is None:
            yield Mistake(here.at("each_period"), "要与 during 并用，才知道分哪一段时间")
        elif isinstance(window, Window) and not window.can_be_split:
            expected = "from 和 to 都写；到检查日为止写 to: as_of"
            slip = "这个时间窗没有起或没有止，分不出段"
            yield Mistake(here.at("each_period"), slip, expected)

    def _periods(self, setting: Setting) -> tuple[Period, ...]:
        """Return the parts of the window; raises Unresolved."""
        window = setting.window(self._during)
        assert window is not None  # noqa: S101  # lint refuses a test without one
        return tuple(split_period(setting.period(window), _PERIOD_MONTHS[self.each_period]))

    def asks(self, setting: Setting, period: Period | None = None) -> Iterator[Inquiry]:
        """Yield what the test asks of each part."""
        try:
            periods = self._periods(setting)
        except Unresolved:
            return
        for part in periods:
            yield from self.test.asks(setting, part)

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Decide the test for each part; all have to hold."""
        periods = self._periods(setting)
        if not periods:
            return Outcome(Status.NOT_APPLICABLE, "起算的日子在所说的时间以后")
        parts = [self._of_part(period, setting) for period in periods]
        return replace(merged(_status_of(parts), joined(parts), parts), unit="期")

    def _of_part(self, period: Period, setting: Setting) -> Outcome:
        part = replace(self.test, title=show_period(period)).outcome(setting, period)
        if self.late and part.open_until is None and self.test.states is not None:
            part = replace(part, open_until=self.test.states.open_until(setting, None))
        if part.status is Status.UNMET and part.open_until is not None:
            return replace(part, status=Status.PENDING)
        return part


def _status_of(parts: list[Outcome]) -> Status:
    """A part that is over and unmet decides; parts still running leave the whole open."""
    firm = [part for part in parts if part.status is not Status.PENDING]
    status = all_of(firm) if firm else Status.PENDING
    if status in (Status.MET, Status.NOT_APPLICABLE) and len(firm) < len(parts):
        return Status.PENDING
    return status
