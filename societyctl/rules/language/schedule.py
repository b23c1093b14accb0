"""When things are due: deadlines, stages, the calendar of a plan of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from societyctl.rules.language.days import Day, Moment, vet_day
from societyctl.rules.language.names import Here, Mistake, Place, is_at_hand
from societyctl.rules.language.shapes import Clauses, Element, keyed, mistakes_in

TO_COME = "另行通知"
"""Stands for the day of a deadline that a later notice is to name."""


@dataclass(frozen=True, kw_only=True)
class Deadline(Element):
    """A day by which something has to be done; the day itself is in time."""

    id: str
    title: str
    clauses: Clauses = ()
    place: str = ""
    day: Day = keyed("date")
    """``另行通知`` where a later notice is to name it."""
    paper_by: date | None = None
    """The last working day to hand in the paper copy, when the day itself is none."""
    stage: Literal["application", "midterm", "acceptance", "work"] = "application"
    channel: Literal["", "electronic", "paper"] = ""
    """Which copy it is for; empty for both."""
    counts_by: Literal["", "arrival", "postmark"] = ""
    """Whether a paper copy must have arrived or been posted by then."""
    recurs: Literal["", "month", "quarter", "half_year", "year"] = ""
    """Comes again at this interval; ``date`` is the first one."""
    note: str = ""

    def parts(self) -> Iterator[tuple[Place, Element]]:
        """Yield nothing: the day is looked at as a whole."""
        return iter(())

    @property
    def is_announced(self) -> bool:
        """Whether it has a day; else a later notice is to name it."""
        return self.day != TO_COME

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield a day that names nothing."""
        yield from vet_due(self.day, here.inside("date"))


def vet_due(day: Day, place: Here) -> Iterator[Mistake]:
    """Yield a day of a deadline that names nothing.

    A deadline cannot be reckoned from itself, nor from the day of deciding.
    """
    if day == TO_COME:
        return
    starts = (day.start, *day.earliest, *day.latest) if isinstance(day, Moment) else (day,)
    for start in starts:
        if isinstance(start, str) and not is_at_hand(start):
            reckoned = "{from: application.approved_on, months: 2}"
            expected = f"日期、{TO_COME}，或 {reckoned}；几点截止写在 note 里"
            yield Mistake(place.place, f"截止日不能写“{start}”", expected)
            return
    if isinstance(day, Moment):
        yield from mistakes_in(day, place)
    else:
        yield from vet_day(day, place.place, place.this)


@dataclass(frozen=True, kw_only=True)
class Stage(Element):
    """A phase of the program."""

    id: str
    title: str
    clauses: Clauses = ()
    place: str = ""
    start: date | None = keyed("from", None)
    end: date | None = keyed("to", None)
    remind_on: date | None = None
    """A reminder of ours where the notice gives no day."""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarItem(Element):
    """A dated item of a work plan."""

    id: str
    title: str
    clauses: Clauses
    months: tuple[int, ...] = ()
    department: str = ""
    concerns: str = ""
    """How it concerns societies; empty when it does not."""
    note: str = ""
