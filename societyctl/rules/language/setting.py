"""What a test is judged in: the day, the society, the application, the windows, the replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import count, takewhile
from typing import Protocol

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import PartialDate
from societyctl.domain.fields import RecordKind, Value
from societyctl.domain.periods import Period, add_months, months_from, rolling_months, year_period
from societyctl.domain.selection import Listed, Record, Selection, Tally
from societyctl.domain.states import is_handed_in
from societyctl.domain.verdicts import Lack
from societyctl.domain.wording import header_at, show_date
from societyctl.domain.workdays import add_workdays, is_estimated
from societyctl.rules.language.days import Day, Moment, Window
from societyctl.rules.language.outcome import Outcome
from societyctl.rules.language.record_set import RecordSet

LATER_STAGES = ("midterm", "acceptance")


class Unresolved(Exception):
    """A value that a test refers to is not recorded; ``lack`` says where."""

    def __init__(self, what: str, lack: Lack) -> None:
        super().__init__(what)
        self.because = f"尚未登记{what}"
        self.lack = lack


@dataclass(frozen=True, slots=True)
class RecordsOf:
    """The question which records a selection counts, where a ``Selection`` asks how many."""

    selection: Selection


Inquiry = Selection | RecordsOf


@dataclass(frozen=True, slots=True)
class Replies:
    """What the store has answered so far; whatever judging looks up was asked before."""

    tallies: Mapping[Selection, Tally] = field(default_factory=dict)
    lists: Mapping[Selection, tuple[Listed, ...]] = field(default_factory=dict)

    def has(self, question: Inquiry) -> bool:
        """Tell whether a question is answered."""
        if isinstance(question, RecordsOf):
            return question.selection in self.lists
        return question in self.tallies

    def is_recorded(self, selection: Selection) -> bool:
        """Tell whether there are records of the kind that a question is about."""
        tally = self.tallies.get(selection)
        return bool(tally.recorded) if tally is not None else bool(self.lists.get(selection))


@dataclass(frozen=True, slots=True)
class Facts:
    """The records that judging needs whole: one society, its applications, its findings."""

    society: Record | None = None
    applications: tuple[Record, ...] = ()
    findings: tuple[Record, ...] = ()
    prior_awards: tuple[Record, ...] = ()
    commitments: tuple[Record, ...] = ()


class NamedTest(Protocol):
    """A test that a program names, as far as those see it that refer to it."""

    def asks(self, setting: Setting) -> Iterator[Inquiry]:
        """Yield what has to be asked before it can be decided."""

    def outcome(self, setting: Setting) -> Outcome:
        """Decide it."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What tests are judged in: one application (or none) on one day."""

    as_of: date
    year: int
    windows: Mapping[str, Window]
    sets: Mapping[str, RecordSet]
    conditions: Mapping[str, NamedTest]
    facts: Facts
    replies: Replies = Replies()
    application: Record | None = None
    due: Day | None = None
    """The day by which one applies, when the notice names one."""
    recurs: str = ""
    """How often that day comes again."""
    is_assessment: bool = False
    """What a whole year must reach is assessed, nothing is applied for."""
    stage: str = "qualification"
    this: Record | None = None
    """The record at hand, inside ``each_record``."""
    unit: str = ""
    """The unit that the requirement names."""
    final: bool = False
    """What is amiss is settled at once: a gate, or something that cannot be made good."""
    guessed: set[int] = field(default_factory=set, compare=False)
    """The years in which working days were reckoned without their table."""

    @cached_property
    def deadline(self) -> date | None:
        """The last day to apply, when the notice names one.

        Of one that comes again in the year, in rounds, the next; once all are past, the last.
        """
        if self.due is None:
            return None
        days = recurring(self.day(self.due), self.recurs, self.year)
        reference = self.applied_on or self.as_of
        return next((day for day in days if day >= reference), days[-1])

    @cached_property
    def applied_on(self) -> date | None:
        """The day the application was handed in, when it was and the day is recorded."""
        day = self.application.get("applied_on") if self.application else None
        return day if isinstance(day, date) and self.is_handed_in else None

    @cached_property
    def is_handed_in(self) -> bool:
        """Whether the application was handed in by the day of checking; a plan is not."""
        return is_handed_in(self.application, self.as_of)

    @cached_property
    def reported_on(self) -> date | None:
        """The day the report of a later stage was handed in, when it is recorded."""
        name = "acceptance_submitted_on" if self.stage == "acceptance" else "midterm_on"
        day = self.look_up(f"application.{name}")
        return day if isinstance(day, date) else None

    @cached_property
    def decision(self) -> date:
        """The day on which the requirement is decided.

        For the application: the day it was handed in, else the day of checking or the
        deadline, whichever comes first. For later stages: the day their report was handed in,
        else the day of checking.
        """
        if self.stage in LATER_STAGES:
            return min(self.as_of, self.reported_on or self.as_of)
        if self.applied_on is not None:
            return self.applied_on
        deadline = self.deadline
        return min(self.as_of, deadline) if deadline else self.as_of

    @cached_property
    def closes(self) -> date | None:
        """The last day on which something can still be added; None when it is decided."""
        if self.stage in LATER_STAGES:
            return date.max if self.reported_on is None else None
        if self.applied_on is not None:
            return None
        return self.deadline or date.max

    @property
    def year_end_ahead(self) -> date | None:
        """The end of the year, where what a whole year must reach is assessed then."""
        end = date(self.year, 12, 31)
        return end if self.is_assessment and self.as_of < end else None

    @property
    def mendable_until(self) -> date | None:
        """The last day on which a state of affairs may still be put right; None once it counts."""
        return None if self.final else self.year_end_ahead

    def condition(self, when: NamedTest | str | None) -> NamedTest | None:
        """Return the test behind a ``when``, named or written out."""
        return self.conditions[when] if isinstance(when, str) else when

    def record_at(self, path: str) -> tuple[RecordKind, Record | None]:
        """Return the record at hand that a path starts at, and its kind."""
        word = path.partition(".")[0]
        if word == "this" and self.this is not None:
            return RECORD_KINDS[str(self.this["record"])], self.this
        return RECORD_KINDS[word], self.facts.society if word == "society" else self.application

    def look_up(self, path: str) -> Value | int | None:
        """Return what stands in a field of a record at hand; None when it is not recorded.

        A day of applying that is only intended is none.
        """
        if path == "application.applied_on":
            return self.applied_on
        record = self.record_at(path)[1]
        return record.get(path.partition(".")[2]) if record is not None else None

    def need(self, path: str) -> Value | int:
        """Return the value of a path; raises Unresolved when it is not recorded."""
        value = self.look_up(path)
        if value is None:
            kind, name = self.record_at(path)[0], path.partition(".")[2]
            raise Unresolved(f"{kind.title}的“{kind.field(name).header}”", self._lack_at(path))
        return value

    def _lack_at(self, path: str) -> Lack:
        kind, record = self.record_at(path)
        ref = f"{kind.name}:{record['id']}" if record is not None else ""
        return Lack(kind.name, path.partition(".")[2], ref)

    def day(self, value: Day) -> date:
        """Return the date that a program file means; raises Unresolved."""
        if isinstance(value, Moment):
            return self.moved(self._start(value), value)
        if isinstance(value, date):
            return value
        named = {"as_of": self.as_of, "decision": self.decision}
        if value in named:
            return named[value]
        if value == "deadline":
            deadline = self.deadline
            if deadline is None:
                raise Unresolved("申报截止日（通知未载明）", Lack("application"))
            return deadline
        written = self.need(value) if "." in value else date.fromisoformat(value)
        if not isinstance(written, date):
            raise Unresolved(f"日期“{value}”", Lack("application"))
        if isinstance(written, PartialDate):
            kind = self.record_at(value)[0]
            header = header_at(kind, value.partition(".")[2])
            what = f"{kind.title}的“{header}”是哪一天（只有{show_date(written)}）"
            raise Unresolved(what, self._lack_at(value))
        return written

    def moved(self, day: date, moment: Moment) -> date:
        """Return a day moved as far as a moment says."""
        day = months_from(day, moment.months) + timedelta(days=moment.days)
        if not moment.workdays:
            return day
        moved = add_workdays(day, moment.workdays)
        self.guessed.update(year for year in {day.year, moved.year} if is_estimated(year))
        return moved

    def _start(self, moment: Moment) -> date:
        if moment.start is not None:
            return self.day(moment.start)
        if moment.earliest:
            return min(self.day(day) for day in moment.earliest)
        return max(self.day(day) for day in moment.latest)

    def window(self, during: str | Window | None) -> Window | None:
        """Return the window itself where a program names it."""
        return self.windows[during] if isinstance(during, str) else during

    def period(self, window: Window) -> Period:
        """Return the days of a window; raises Unresolved."""
        if window.year is not None:
            return year_period(self._year_of(window.year))
        if window.months is not None and window.until is not None:
            return rolling_months(self.day(window.until), window.months)
        start = self.day(window.start) if window.start is not None else None
        end = self.day(window.end) if window.end is not None else None
        return Period(start, end)

    def _year_of(self, written: int | str) -> int:
        return written if isinstance(written, int) else self.year - (written == "last")

    def open_until(self, window: Window | None, period: Period | None) -> date | None:
        """Return the day until which further records may count, if it is not past.

        ``period`` is one part of the window, where it is cut; raises Unresolved.
        """
        closes = self.closes
        if closes is None:
            return None
        if window is None:
            return self.year_end_ahead
        end = (period or self.period(window)).end or date.max
        last = end if window.open_after_decision else min(end, closes)
        return last if self.as_of < last else None


_RECURS_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def recurring(first: date, recurs: str, year: int) -> tuple[date, ...]:
    """Return the first day and those that follow at an interval within the year.

    >>> [str(day) for day in recurring(date(2025, 3, 31), "half_year", 2025)]
    ['2025-03-31', '2025-09-30']
    """
    step = _RECURS_MONTHS.get(recurs)
    if step is None:
        return (first,)
    last = max(year, first.year)
    following = (add_months(first, number * step) for number in count(1))
    return (first, *takewhile(lambda day: day.year <= last, following))
