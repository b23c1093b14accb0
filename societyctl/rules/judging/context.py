"""What a requirement is judged against: the day, the society, the application, the windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind, Value
from societyctl.domain.periods import Period, add_months, rolling_months, year_period
from societyctl.domain.selection import Record
from societyctl.domain.workdays import add_workdays
from societyctl.rules.language.program import Program, Project
from societyctl.rules.language.words import Day, Moment, Window

LATER_STAGES = ("midterm", "acceptance")


class Unresolved(Exception):
    """A value that a test refers to is not recorded; ``what`` names it in Chinese."""

    def __init__(self, what: str, kind: str) -> None:
        super().__init__(what)
        self.what = what
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Facts:
    """The records that judging needs whole: one society, its applications, its findings."""

    society: Record | None = None
    applications: tuple[Record, ...] = ()
    findings: tuple[Record, ...] = ()
    prior_awards: tuple[Record, ...] = ()
    commitments: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Context:
    """One project (and one application for it) on one day."""

    program: Program
    project: Project
    as_of: date
    facts: Facts
    application: Record | None = None
    stage: str = "qualification"
    this: Record | None = None
    """The record at hand, inside ``each_record``."""
    unit: str = ""
    """The unit that the requirement names."""
    final: bool = False
    """What is amiss is settled at once: a gate, or something that cannot be made good."""

    @cached_property
    def deadline(self) -> date | None:
        """The last day to apply for the project, when the notice names one.

        Of one that comes again in the year, in rounds, the next; once all are past, the last.
        """
        deadline = self.program.deadline_of(self.project)
        if deadline is None:
            return None
        days = recurring(self.day(deadline.day), deadline.recurs, self.program.year)
        reference = self.applied_on or self.as_of
        return next((day for day in days if day >= reference), days[-1])

    @cached_property
    def applied_on(self) -> date | None:
        """The day the application was handed in, when it is recorded."""
        day = self.application.get("applied_on") if self.application else None
        return day if isinstance(day, date) else None

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
        end = date(self.program.year, 12, 31)
        return end if self.program.kind == "assessment" and self.as_of < end else None

    @property
    def mendable_until(self) -> date | None:
        """The last day on which a state of affairs may still be put right; None once it counts."""
        return None if self.final else self.year_end_ahead

    def record_at(self, path: str) -> tuple[RecordKind, Record | None]:
        """Return the record at hand that a path starts at, and its kind."""
        word = path.partition(".")[0]
        if word == "this" and self.this is not None:
            return RECORD_KINDS[str(self.this["record"])], self.this
        return RECORD_KINDS[word], self.facts.society if word == "society" else self.application

    def look_up(self, path: str) -> Value | int | None:
        """Return what stands in a field of a record at hand; None when it is not recorded."""
        record = self.record_at(path)[1]
        return record.get(path.partition(".")[2]) if record is not None else None

    def need(self, path: str) -> Value | int:
        """Return the value of a path; raises Unresolved when it is not recorded."""
        value = self.look_up(path)
        if value is None:
            record_kind = self.record_at(path)[0]
            name = path.partition(".")[2]
            kind = record_kind.name
            raise Unresolved(f"{record_kind.title}的“{record_kind.field(name).header}”", kind)
        return value

    def day(self, value: Day) -> date:
        """Return the date that a program file means; raises Unresolved."""
        if isinstance(value, Moment):
            return self._moved(value)
        if isinstance(value, date):
            return value
        named = {"as_of": self.as_of, "decision": self.decision}
        if value in named:
            return named[value]
        if value == "deadline":
            deadline = self.deadline
            if deadline is None:
                raise Unresolved("申报截止日（通知未载明）", "application")
            return deadline
        found = self.need(value) if "." in value else date.fromisoformat(value)
        if not isinstance(found, date):
            raise Unresolved(f"日期“{value}”", "application")
        return found

    def _moved(self, moment: Moment) -> date:
        day = add_months(self._start(moment), moment.months) + timedelta(days=moment.days)
        return add_workdays(day, moment.workdays) if moment.workdays else day

    def _start(self, moment: Moment) -> date:
        if moment.earliest:
            return min(self.day(day) for day in moment.earliest)
        if moment.latest:
            return max(self.day(day) for day in moment.latest)
        if not isinstance(moment.start, (str, date)):
            raise TypeError("a measure is resolved before its day is reckoned")
        return self.day(moment.start)

    def window(self, during: str | Window | None) -> Window | None:
        """Return the window itself where a program names it."""
        return self.program.windows[during] if isinstance(during, str) else during

    def period(self, window: Window) -> Period:
        """Return the days of a window; raises Unresolved."""
        if window.year is not None:
            return year_period(window.year)
        if window.months is not None and window.until is not None:
            return rolling_months(self.day(window.until), window.months)
        start = self.day(window.start) if window.start is not None else None
        end = self.day(window.end) if window.end is not None else None
        return Period(start, end)


_RECURS_MONTHS = {"month": 1, "quarter": 3, "half_year": 6}


def recurring(first: date, recurs: str, year: int) -> tuple[date, ...]:
    """Return the first day and those that follow at an interval within the year.

    >>> [str(day) for day in recurring(date(2025, 3, 31), "half_year", 2025)]
    ['2025-03-31', '2025-09-30']
    """
    step = _RECURS_MONTHS.get(recurs)
    if step is None:
        return (first,)
    following = (add_months(first, number * step) for number in range(1, 12 // step + 1))
    return (first, *(day for day in following if day.year <= max(year, first.year)))


def literal_day(value: Any) -> Day:
    """Return a date as conditions write it: a date, a word, or ``{from: …, months: …}``."""
    if isinstance(value, Mapping):
        return Moment.model_validate(value)
    if isinstance(value, (date, str)):
        return value
    raise TypeError(f"not a day: {value!r}")


def applications_for(program: Program, project: Project, facts: Facts) -> tuple[Record, ...]:
    """Return the society's applications for a project that were not withdrawn."""
    names = {project.id, project.title, project.sub_item or project.category, *project.aliases}
    return tuple(
        record
        for record in facts.applications
        if record.get("program") in (program.id, program.title, None)
        and record.get("status") != "撤回"
        and (record.get("project") or record.get("sub_item") or record.get("category")) in names
    )
