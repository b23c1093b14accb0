"""Days and windows as a program file writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from societyctl.domain.fields import RecordKind
from societyctl.rules.language.names import (
    Here,
    Mistake,
    Place,
    is_at_hand,
    unknown_word,
    vet_at_hand,
)
from societyctl.rules.language.shapes import Clauses, Element, keyed, mistakes_in

DAY_WORDS = ("deadline", "decision", "as_of")
"""Days that a notice names without a date."""
MOMENT_WORDS = ("from", "earliest", "latest")
_SHIFTS = ("months", "days", "workdays")


@dataclass(frozen=True, kw_only=True)
class Moment(Element):
    """A date reckoned from another: ``{from: deadline, months: -6}``; or the first or last of some.

    ``{earliest: [deadline, 2022-12-31]}`` and ``{latest: […]}`` may be moved like any other.
    """

    start: str | date | None = keyed("from", None)
    """A date, ``deadline``, ``decision``, ``as_of``, or ``application.<field>``."""
    earliest: tuple[Day, ...] = ()
    latest: tuple[Day, ...] = ()
    months: int = 0
    days: int = 0
    workdays: int = 0
    """Chinese working days, holidays and make-up days observed."""

    def __post_init__(self) -> None:
        if sum((self.start is not None, bool(self.earliest), bool(self.latest))) != 1:
            raise ValueError("日期的推算从 from、earliest、latest 之一算起")

    @classmethod
    def fits(cls, written: Mapping[str, Any]) -> bool:
        """Tell whether a day is reckoned from something."""
        return any(word in written for word in MOMENT_WORDS)

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Moment:
        """Return the moment that a condition writes; raises ValueError for what is none."""
        shifts = {word: written.get(word, 0) for word in _SHIFTS}
        start = written.get("from")
        only_keys = written.keys() <= {*MOMENT_WORDS, *_SHIFTS}
        whole = all(isinstance(shift, int) for shift in shifts.values())
        if not (only_keys and whole and isinstance(start, str | date | None)):
            raise ValueError(f"not a moment: {written!r}")
        earliest, latest = (
            tuple(day_of(day) for day in written.get(word, ())) for word in ("earliest", "latest")
        )
        return cls(start=start, earliest=earliest, latest=latest, **shifts)

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield the days it is reckoned from that name nothing."""
        for day in (self.start, *self.earliest, *self.latest):
            if day is not None and not isinstance(day, Moment):
                yield from vet_day(day, here.place, here.this)


Day = date | str | Moment


def day_of(written: object) -> Day:
    """Return a day as conditions write it: a date, a word, or ``{from: …, months: …}``.

    Raises ValueError for what is none.
    """
    if isinstance(written, Mapping):
        return Moment.of(written)
    if isinstance(written, (date, str)):
        return written
    raise ValueError(f"not a day: {written!r}")


def vet_day(written: object, place: Place, this: RecordKind | None) -> Iterator[Mistake]:
    """Yield what is wrong with a day, as conditions or windows write it."""
    if isinstance(written, Mapping):
        try:
            moment = Moment.of(written)
        except (ValueError, TypeError):
            yield Mistake(place, "日期的推算写法不对", "如 {from: deadline, months: -6}")
            return
        yield from mistakes_in(moment, Here(place=place, this=this))
    elif is_at_hand(written):
        yield from vet_at_hand(str(written), place, this)
    elif isinstance(written, str):
        if written not in DAY_WORDS:
            yield unknown_word(place, "日期", written, DAY_WORDS)
    elif not isinstance(written, date):
        yield Mistake(place, f"日期不能是 {written!r}", "如 2022-11-10，或 deadline")


@dataclass(frozen=True, kw_only=True)
class Window(Element):
    """A period in which records must lie."""

    title: str = ""
    clauses: Clauses = ()
    place: str = ""
    year: int | Literal["this", "last"] | None = None
    """A year; of standing rules this one, or the last."""
    start: Day | None = keyed("from", None)
    end: Day | None = keyed("to", None)
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

    def __post_init__(self) -> None:
        forms = [
            self.year is not None,
            self.start is not None or self.end is not None,
            self.months is not None,
        ]
        if sum(forms) != 1:
            raise ValueError("时间窗只能用一种写法：year，from/to，或 months+until")
        if (self.months is None) != (self.until is None):
            raise ValueError("months 与 until 必须同时写")

    @property
    def can_be_split(self) -> bool:
        """Whether it has a beginning and an end, so that it can be cut into parts."""
        return bool(self.year or self.months or (self.start and self.end))

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield the days that name nothing, and an end before the beginning."""
        for key, day in (("from", self.start), ("to", self.end), ("until", self.until)):
            if day is not None and not isinstance(day, Moment):
                yield from vet_day(day, here.at(key), here.this)
        start, end = self.start, self.end
        if isinstance(start, date) and isinstance(end, date) and end < start:
            yield Mistake(here.place, f"结束日{end}早于开始日{start}")


def vet_during(during: str | Window | None, here: Here) -> Iterator[Mistake]:
    """Yield the mistake of a window named that the program does not have."""
    if isinstance(during, str) and during not in here.windows:
        yield unknown_word(here.at("during"), "时间窗", during, here.windows)
