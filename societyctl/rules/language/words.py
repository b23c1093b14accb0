"""The words of a test: what is measured, over which records, compared with what.

These shapes say what a program file may contain; :mod:`societyctl.rules.file.vetting` checks the
names in it against the record catalog, :mod:`societyctl.rules.judging.asking` turns it into
selections.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator


class Shape(BaseModel):
    """Base of all shapes: unknown keys are mistakes, values are frozen."""

    # Built at first use: a program's shape needs all others inside it, and is built but once.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


def as_list(value: object) -> object:
    """Return a single word as a list of one."""
    return [value] if isinstance(value, str) else value


Clauses = Annotated[tuple[str, ...], BeforeValidator(as_list)]
"""Clause ids; a single one may be written without brackets."""

Where = dict[str, Any]
"""Field (or ``reference.field``) to what it must be; see ``docs/programs.md``."""

Scalar = bool | int | float | date | str


class Moment(Shape):
    """A date reckoned from another: ``{from: deadline, months: -6}``; or the first or last of some.

    ``{earliest: [deadline, 2022-12-31]}`` and ``{latest: […]}`` may be moved like any other.
    """

    start: str | date | Measure | None = Field(default=None, alias="from")
    """A date, ``deadline``, ``decision``, ``as_of``, or ``application.<field>``."""
    earliest: tuple[Day, ...] = ()
    latest: tuple[Day, ...] = ()
    months: int = 0
    days: int = 0
    workdays: int = 0
    """Chinese working days, holidays and make-up days observed."""

    @model_validator(mode="after")
    def _one_start(self) -> Moment:
        if sum((self.start is not None, bool(self.earliest), bool(self.latest))) != 1:
            raise ValueError("日期的推算从 from、earliest、latest 之一算起")
        return self


DAY_WORDS = ("deadline", "decision", "as_of")
"""Days that a notice names without a date."""
MOMENT_WORDS = ("from", "earliest", "latest")

Day = date | str | Moment


class Window(Shape):
    """A period in which records must lie."""

    title: str = ""
    clauses: Clauses = ()
    place: str = ""
    year: int | None = None
    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    months: int | None = None
    """That many months back from ``until``: left end open, right end closed."""
    until: Day | None = None
    whole: bool = False
    """The end of a record must lie inside too."""
    open_after_decision: bool = False
    """Records after the day of application count as well (stages after it)."""
    planned: bool = False
    """Records that are only planned count as well."""
    note: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Window:
        forms = [
            self.year is not None,
            self.start is not None or self.end is not None,
            self.months is not None,
        ]
        if sum(forms) != 1:
            raise ValueError("时间窗只能用一种写法：year，from/to，或 months+until")
        if (self.months is None) != (self.until is None):
            raise ValueError("months 与 until 必须同时写")
        return self


class RecordSet(Shape):
    """A named set of records, so that several tests speak of the same ones."""

    record: str
    of: Where = {}
    where: Where = {}
    during: str | Window | None = None
    on: str | None = None


COMPARISONS = ("at_least", "at_most", "above", "below", "equals", "one_of")
COMPOSITIONS = ("all", "any", "none", "k_of", "cases", "each_record")
MEASURES = (
    "count",
    "sum",
    "distinct",
    "value",
    "figure",
    "total",
    "increase",
    "ratio",
    "share",
    "growth",
    "every",
)


class Measure(Shape):
    """A figure drawn from the records. Exactly one of the words of ``MEASURES``."""

    count: str | None = None
    """A record kind or a set: how many records count."""
    sum: str | None = None
    """A field to add up; needs ``over``."""
    distinct: str | tuple[str, ...] | None = None
    """A field (or several together) whose different values are counted; needs ``over``."""
    value: str | None = None
    """``kind.field`` of the latest record, ``society.field``, or ``application.field``."""
    figure: str | None = None
    """The name of a yearly number kept under 其他数据; ``where: {year: …}`` picks it."""
    total: tuple[Measure, ...] | None = None
    """Several figures of one unit added up."""
    increase: Growth | None = None
    """How much more there is now than before, in the unit of both."""
    ratio: Share | None = None
    """The part for each one of the whole: so many people a meeting."""
    share: Share | None = None
    growth: Growth | None = None
    every: str | None = None
    """A record kind or a set: all its records in scope must meet ``meets``."""

    over: str | None = None
    of: Where = {}
    """What the test is about: records outside are not mentioned."""
    where: Where = {}
    """What a record must meet to count; those that do not are listed with the reason."""
    during: str | Window | None = None
    on: str | None = None
    """The date field that places a record in time, when not the usual one."""
    meets: Where = {}
    if_none: Literal["met", "unmet", "unknown", "not_applicable", "zero"] = "unknown"
    """What ``every`` and ``each_record`` say when there is no record.

    ``zero`` is for what is counted: that nothing is recorded means that there is none.
    """

    measures: ClassVar[tuple[str, ...]] = MEASURES

    def measure_words(self) -> list[str]:
        """Return which of the measure words are used."""
        return [word for word in self.measures if getattr(self, word) is not None]

    @model_validator(mode="after")
    def _one_measure(self) -> Measure:
        if type(self) is Measure and len(self.measure_words()) != 1:
            found = "、".join(self.measure_words()) or "没有"
            raise ValueError(f"这里要写一种度量（现在：{found}）")
        return self

    @model_validator(mode="after")
    def _over_goes_with_field(self) -> Measure:
        if (self.sum or self.distinct) and not self.over:
            raise ValueError("sum 和 distinct 要用 over 写明是哪一类记录")
        if self.every and not self.meets:
            raise ValueError("every 要用 meets 写明每条记录须满足什么")
        return self

    @model_validator(mode="after")
    def _none_fits(self) -> Measure:
        counted = self.count or self.sum or self.distinct
        if self.if_none == "zero" and not counted:
            raise ValueError("if_none: zero 只用于 count、sum、distinct")
        if self.if_none not in ("zero", "unknown") and counted:
            raise ValueError("count、sum、distinct 的 if_none 只能是 zero 或 unknown")
        return self


def read_threshold(value: object) -> object:
    """Return the measure or moment that a mapping describes, else the value itself.

    Raises pydantic.ValidationError for a mapping that is neither.
    """
    if isinstance(value, Mapping):
        shape = Moment if any(word in value for word in MOMENT_WORDS) else Measure
        return shape.model_validate(value)
    return value


class Share(Shape):
    """A part of a whole, compared by cross-multiplication."""

    part: Measure
    whole: Measure


class Growth(Shape):
    """A figure ``now`` and the same figure ``before``."""

    now: Measure
    before: Measure


class Band(Shape):
    """A step of a scale: from this figure on (or above it), that many points."""

    at_least: float | str | None = None
    """A number, or a percentage: ``90%``."""
    above: float | str | None = None
    points: float

    @model_validator(mode="after")
    def _one_bound(self) -> Band:
        if (self.at_least is None) == (self.above is None):
            raise ValueError("每一档写 at_least 或 above 之一")
        return self


class PointItem(Shape):
    """One item of a score."""

    title: str = ""
    clauses: Clauses = ()
    place: str = ""
    evidence: str = ""
    of: Measure | None = None
    holds: tuple[Test, ...] = ()
    """In place of ``of``: how many of these tests are met."""
    base: float = 0
    per: float = 0
    """Points for each unit of the figure."""
    step: float = Field(default=1, gt=0)
    """How much of the figure makes one unit."""
    begun: bool = False
    """Whether a unit that is only begun counts: less than 50 people as 50."""
    above: float | str = 0.0
    """Only what exceeds this counts. A number, or of a share a percentage: ``10%``."""
    below: float | str | None = None
    """Only what falls short of this counts."""
    bands: tuple[Band, ...] = ()
    deduct: float = Field(default=0, ge=0)
    """Points taken off for each unit."""
    cap: float | None = None
    floor: float | None = None
    best_of: tuple[PointItem, ...] = ()
    items: tuple[PointItem, ...] = ()
    weight: float = 1
    """The share with which its points enter the total, after caps: 0.4 for 40 percent."""
    full: float | None = None
    """The points an item may reach; its parts must add up to it."""
    when: Test | str | None = None
    """The item counts only if this is met: another weight for another class."""

    @model_validator(mode="after")
    def _one_figure(self) -> PointItem:
        if self.of is not None and self.holds:
            raise ValueError("of 和 holds 只写一个")
        if self.below is not None and self.above:
            raise ValueError("above 和 below 只写一个")
        return self


class Grade(Shape):
    """A name for a score: from 85 on, 优秀."""

    at_least: float
    title: str


class KOf(Shape):
    """At least ``k`` of the tests."""

    k: int = Field(ge=1)
    of: tuple[Test, ...]

    @model_validator(mode="after")
    def _enough(self) -> KOf:
        if self.k > len(self.of):
            raise ValueError(f"k 是{self.k}，of 里只有{len(self.of)}项")
        return self


class Case(Shape):
    """A test that holds only for some societies."""

    when: Test | str
    """A test, or the name of one of the ``conditions``."""
    then: Test


class Test(Measure):
    """A measure with a comparison, or tests put together."""

    __test__: ClassVar[bool] = False
    measures: ClassVar[tuple[str, ...]] = (*MEASURES, "points")

    title: str = ""
    unit: str = ""
    points: tuple[PointItem, ...] | None = None
    """A score, added up from items."""
    grades: tuple[Grade, ...] = ()
    """What a score is called."""
    at_least: Any = None
    at_most: Any = None
    above: Any = None
    below: Any = None
    equals: Any = None
    one_of: tuple[Scalar, ...] | None = None

    each: dict[str, tuple[Scalar, ...]] | None = None
    """One test for each value of a field; all must be met."""
    each_period: Literal["month", "quarter", "half_year", "year"] | None = None
    """One test for each part of the window; all must be met."""
    late: bool = False
    """What a part of the window lacks may be made up until the window ends."""
    each_record: str | None = None
    """A record kind or a set: ``then`` is asked of each of its records, called ``this`` there."""
    must: Literal["all", "one"] | Annotated[int, Field(ge=1)] = "all"
    """How many records of ``each_record`` have to meet ``then``: all, one, or so many."""
    then: Test | None = None

    all: tuple[Test, ...] | None = None
    any: tuple[Test, ...] | None = None
    """Either-or: each on its own; figures are never mixed."""
    none: tuple[Test, ...] | None = None
    k_of: KOf | None = None
    cases: tuple[Case, ...] | None = None
    """The first case that applies decides; when none applies the test does not apply."""

    @field_validator("at_least", "at_most", "above", "below", "equals")
    @classmethod
    def _threshold(cls, value: object) -> object:
        return read_threshold(value)

    def comparison_words(self) -> list[str]:
        """Return which comparisons are used."""
        return [word for word in COMPARISONS if getattr(self, word) is not None]

    @model_validator(mode="after")
    def _one_thing(self) -> Test:
        put_together = [word for word in COMPOSITIONS if getattr(self, word) is not None]
        words = self.measure_words() + put_together
        if len(words) != 1:
            found = "、".join(words) or "没有"
            raise ValueError(f"一项测试只能有一种度量或组合（现在：{found}）")
        if self.each is not None and len(self.each) != 1:
            raise ValueError("each 只能写一个字段")
        if (self.each_record is None) != (self.then is None):
            raise ValueError("each_record 与 then 必须同时写")
        if put_together and self.comparison_words():
            raise ValueError(f"{put_together[0]} 里的比较应写在各项测试中")
        return self
