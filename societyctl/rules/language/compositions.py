"""Tests put together: all of them, any, none, so many, the one that fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from societyctl.domain.bounds import Within
from societyctl.domain.periods import Period
from societyctl.domain.verdicts import Status
from societyctl.rules.language.amounts import show_amount
from societyctl.rules.language.names import Here, Mistake
from societyctl.rules.language.outcome import (
    Outcome,
    all_of,
    any_of,
    at_least_k,
    joined,
    merged,
    negated,
)
from societyctl.rules.language.setting import Inquiry, Setting
from societyctl.rules.language.words import Test, Word


class Composition(Test):
    """Tests of which one outcome is made."""

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield that there is no test in it."""
        if next(self.parts(), None) is None:
            yield Mistake(here.at(self.key), "里面一项测试也没有")


@dataclass(frozen=True, kw_only=True)
class All(Composition):
    """Every test has to be met."""

    key: ClassVar[str] = "all"

    all: tuple[Test, ...]

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Decide every test."""
        parts = [test.outcome(setting) for test in self.all]
        return merged(all_of(parts), joined(parts), parts)


@dataclass(frozen=True, kw_only=True)
class AnyOne(Composition):
    """Either-or: each on its own; figures are never mixed."""

    key: ClassVar[str] = "any"
    is_picked: ClassVar[bool] = True

    any: tuple[Test, ...]

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Decide every test; those that are met are told, else all."""
        parts = [test.outcome(setting) for test in self.any]
        met = [part.because for part in parts if part.status is Status.MET and part.because]
        return merged(any_of(parts), "；".join(met) if met else joined(parts), parts, needed=1)


@dataclass(frozen=True, kw_only=True)
class NoneOfThem(Composition):
    """What none of the tests may find."""

    key: ClassVar[str] = "none"
    is_barred: ClassVar[bool] = True

    none: tuple[Test, ...]

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Decide every test; each tells whether what it looks for is there."""
        parts = [test.outcome(setting) for test in self.none]
        met = sum(part.status is Status.MET for part in parts)
        because = "；".join(
            test.titled(replace(part, because=_whether_there(test, part))).because
            for test, part in zip(self.none, parts, strict=True)
        )
        whole = merged(negated(any_of(parts)), because, parts)
        return replace(
            whole,
            measured=met,
            needed=0,
            missing=None,
            unit="项",
            parts=tuple(parts),
            manner=self.key,
        )


_THERE = {Status.MET: "有（不得有）", Status.UNMET: "没有"}


def _whether_there(test: Test, part: Outcome) -> str:
    """Say whether something is there that must not be."""
    because = part.because.removeprefix(f"{test.title}：")
    if part.status not in _THERE:
        return because.partition("，要求")[0]
    if part.parts:
        return because
    amount = f"（{show_amount(part.measured)}{part.unit}）" if part.measured is not None else ""
    return f"{_THERE[part.status]}{amount}"


@dataclass(frozen=True, kw_only=True)
class SoMany(Word):
    """At least ``k`` of the tests."""

    k: Annotated[int, Within(ge=1)]
    of: tuple[Test, ...]

    def __post_init__(self) -> None:
        if self.k > len(self.of):
            raise ValueError(f"k 是{self.k}，of 里只有{len(self.of)}项")


@dataclass(frozen=True, kw_only=True)
class KOf(Composition):
    """So many of the tests have to be met."""

    key: ClassVar[str] = "k_of"
    is_picked: ClassVar[bool] = True

    k_of: SoMany

    def singles(self) -> Iterator[Test]:
        """Yield the tests inside that are not put together from others."""
        for test in self.k_of.of:
            yield from test.singles()

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Decide every test."""
        parts = [test.outcome(setting) for test in self.k_of.of]
        return merged(at_least_k(parts, self.k_of.k), joined(parts), parts, needed=self.k_of.k)


@dataclass(frozen=True, kw_only=True)
class Case(Word):
    """A test that holds only for some societies."""

    when: Test | str
    """A test, or the name of one of the ``conditions``."""
    then: Test

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield the name of a condition that the program does not have."""
        yield from here.mistakes_of_condition(self.when)

    def asks(self, setting: Setting, period: Period | None = None) -> Iterator[Inquiry]:
        """Yield what the condition and the test ask, whether the case applies or not."""
        condition = setting.condition(self.when)
        if condition is not None:
            yield from condition.asks(setting)
        yield from self.then.asks(setting)

    def applies(self, setting: Setting) -> Outcome:
        """Return what the condition says."""
        condition = setting.condition(self.when)
        return condition.outcome(setting) if condition is not None else Outcome(Status.MET)


@dataclass(frozen=True, kw_only=True)
class Cases(Composition):
    """The first case that applies decides; when none applies the test does not apply."""

    key: ClassVar[str] = "cases"
    speaks_for_itself: ClassVar[bool] = True

    cases: tuple[Case, ...]

    def singles(self) -> Iterator[Test]:
        """Yield the tests inside that are not put together from others."""
        for case in self.cases:
            yield from case.when.singles() if isinstance(case.when, Test) else ()
            yield from case.then.singles()

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield nothing: where no case is written, the test does not apply."""
        return iter(())

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Decide the first case that applies; one that perhaps does leaves it open."""
        for case in self.cases:
            when = case.applies(setting)
            if when.status is Status.MET:
                return case.then.outcome(setting)
            if when.status in (Status.UNKNOWN, Status.DISPUTED):
                return replace(when, because=f"不能确定适用哪一档：{when.because}")
        return Outcome(Status.NOT_APPLICABLE, "不属于任何一档")
