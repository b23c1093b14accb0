"""The words of a test: one class for each, chosen by its key.

A class says all that there is to know of its word: what may be written in it (its fields), its
parts, what it asks the store, its figure or outcome, what lint finds wrong in it, how it reads in
a comparison of two programs, what a plan makes of it. Defining the class adds the word: reading,
lint, judging, planning and comparing ask the registries below, and the class itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from societyctl.domain.catalog import field_at
from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.periods import Period
from societyctl.domain.verdicts import Status
from societyctl.rules.language.names import Here, Mistake
from societyctl.rules.language.outcome import Figure, Outcome
from societyctl.rules.language.setting import Inquiry, Setting, Unresolved
from societyctl.rules.language.shapes import Element, keys_of

MEASURES: dict[str, type[Measure]] = {}
"""By key: what yields a figure, to be compared."""
TESTS: dict[str, type[Test]] = {}
"""By key: what yields an outcome by itself, without a comparison."""
COMPARISONS: dict[str, type[ComparisonWord]] = {}
MODIFIERS: dict[str, type[Modifier]] = {}
"""By key: what makes several tests of one."""

NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)


class Word(Element, ABC):
    """An element that is judged."""

    key: ClassVar[str] = ""

    def asks(self, setting: Setting, period: Period | None = None) -> Iterator[Inquiry]:
        """Yield all that the store has to be asked, of its parts too.

        ``period`` is one part of the window, where a test is asked for each.
        """
        for _, part in self.parts():
            if isinstance(part, Word):
                yield from part.asks(setting, period)


class Measure(Word):
    """What yields a figure."""

    stands_alone: ClassVar[bool] = False
    """Cannot be part of another measure."""
    is_percent: ClassVar[bool] = False
    """Thresholds are written as parts: 90%, 2/3."""
    is_counted: ClassVar[bool] = False
    """So many more records would be enough: what a plan can ask for."""
    is_stated: ClassVar[bool] = False
    """It is what a record says, and a test of it needs no threshold to decide."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "key" in vars(cls):
            MEASURES[cls.key] = cls

    def figure(self, setting: Setting, period: Period | None = None) -> Figure:
        """Return the figure; what is not recorded makes it unknown."""
        try:
            return self.measured(setting, period)
        except Unresolved as unresolved:
            return Figure(unknown=unresolved.because, supply=(unresolved.lack,))

    @abstractmethod
    def measured(self, setting: Setting, period: Period | None) -> Figure:
        """Return the figure; raises Unresolved for a value that is not recorded."""

    def growing(self) -> Iterator[Measure]:
        """Yield the measures inside by whose growth this one grows."""
        for _, part in self.parts():
            if isinstance(part, Measure):
                yield part

    def open_until(self, setting: Setting, period: Period | None) -> date | None:
        """Return the last day on which the figure may still become a better one."""
        days = [part.open_until(setting, period) for part in self.growing()]
        return max((day for day in days if day is not None), default=None)

    def finished(self, outcome: Outcome, figure: Figure) -> Outcome:
        """Return the outcome of a comparison with what the measure has to add to it."""
        return outcome

    def field(self, here: Here) -> Field | None:
        """Return the field whose value is the figure, where it is that of one record."""
        return None

    def unit_here(self, here: Here) -> str:
        """Return the unit of the figure, as far as it can be told without records."""
        return ""

    def is_on_paper(self, sets: Mapping[str, str]) -> bool:
        """Tell whether it looks at the papers of an application."""
        return False

    @property
    def stated_field(self) -> str:
        """The name of the field that it states; empty for what is reckoned."""
        return ""

    def narrowed(self, field: str, value: object) -> Self:
        """Return the measure of those records that have a value in a field."""
        raise TypeError(f"{self.key} has no records to narrow")


@dataclass(frozen=True, kw_only=True)
class Test(Word):
    """What yields an outcome."""

    __test__: ClassVar[bool] = False
    is_picked: ClassVar[bool] = False
    """So many of its parts are enough, whichever they are."""
    speaks_for_itself: ClassVar[bool] = False
    """What it is made of is shown, not that it is put together."""
    comparisons_go: ClassVar[str] = ""
    """Where what one would compare is written instead."""
    is_barred: ClassVar[bool] = False
    """What it finds cannot be made good by doing more."""

    title: str = ""
    unit: str = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "key" in vars(cls):
            TESTS[cls.key] = cls

    def outcome(self, setting: Setting, period: Period | None = None) -> Outcome:
        """Return whether it holds, with the reason; what is not recorded leaves it open."""
        try:
            outcome = self.decided(setting, period)
        except Unresolved as unresolved:
            outcome = not_recorded(unresolved)
        outcome = self.titled(outcome)
        shows = outcome.parts and not self.speaks_for_itself
        return replace(outcome, manner=self.key) if shows else outcome

    @abstractmethod
    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Return whether it holds; raises Unresolved for a value that is not recorded."""

    def titled(self, outcome: Outcome) -> Outcome:
        """Return an outcome with the title of the test before the reason."""
        if not self.title:
            return outcome
        return replace(outcome, because=f"{self.title}：{outcome.because}")

    def singles(self) -> Iterator[Test]:
        """Yield the tests inside that are not put together from others."""
        inner = [part for _, part in self.parts() if isinstance(part, Test)]
        if not inner:
            yield self
        for test in inner:
            yield from test.singles()

    @property
    def compares(self) -> bool:
        """Whether it asks for something, not merely for a figure."""
        return True

    @property
    def states(self) -> Measure | None:
        """The measure of a single test; None for one that has none."""
        return None

    def narrowed(self, field: str, value: object) -> Self:
        """Return the test of those records that have a value in a field."""
        raise TypeError(f"{self.key} has no records to narrow")


@dataclass(frozen=True, kw_only=True)
class Modifier(Test):
    """One test asked several times; written beside the measure of the test."""

    test: Test

    def __init_subclass__(cls) -> None:
        if "key" in vars(cls):
            MODIFIERS[cls.key] = cls

    @classmethod
    @abstractmethod
    def goes_with(cls, word: type[Measure | Test]) -> bool:
        """Tell whether it may stand beside a word."""

    @classmethod
    def own_keys(cls) -> tuple[str, ...]:
        """Return what may be written for it, the test itself left aside."""
        return tuple(key for key in keys_of(cls) if key not in ("test", "title", "unit"))

    @property
    def compares(self) -> bool:
        """Whether the test asks for something."""
        return self.test.compares

    @property
    def states(self) -> Measure | None:
        """The measure of the test."""
        return self.test.states

    def parts(self) -> Iterator[tuple[tuple[str | int, ...], Element]]:
        """Yield the test, which stands where the modifier does."""
        yield (), self.test

    def describe(self) -> dict[str, Any]:
        """Return the keys of the test and those of the modifier."""
        own = super(Test, self).describe()
        return {**self.test.describe(), **{key: own[key] for key in self.own_keys() if key in own}}


class ComparisonWord(Word):
    """What a figure is held against."""

    is_ordering: ClassVar[bool] = False
    """Asks for more or less, which terms without an order cannot be."""
    is_ceiling: ClassVar[bool] = False
    """More records make it worse, not better."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "key" in vars(cls):
            COMPARISONS[cls.key] = cls

    @abstractmethod
    def against(self, figure: Figure, setting: Setting, unit: str) -> Outcome:
        """Return what a known figure says to the threshold."""

    def needed(self, setting: Setting) -> int | str | None:
        """Return what is asked for, where it can be said without looking at other records."""
        return None

    def unfit(self, measure: Measure, here: Here) -> Iterator[Mistake]:
        """Yield why a threshold cannot be that of a measure."""
        return iter(())


def not_recorded(unresolved: Unresolved) -> Outcome:
    """Return the outcome of what depends on a value that is not recorded."""
    return Outcome(Status.UNKNOWN, unresolved.because, supply=(unresolved.lack,))


def vet_number(measure: Measure, here: Here) -> Iterator[Mistake]:
    """Yield the mistake of a measure that is to be reckoned with and yields no number."""
    field = measure.field(here)
    if field is not None and field.type not in NUMBERS:
        yield Mistake(here.at(measure.key), f"“{field.header}”不是数", "这里要一个数")


def field_of(kind: RecordKind | None, path: str | None) -> Field | None:
    """Return the field of a kind at a path; None where there is none."""
    try:
        return field_at(kind, path) if kind is not None and path else None
    except KeyError:
        return None
