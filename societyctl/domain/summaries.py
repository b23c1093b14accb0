"""A check in brief: where each project stands, and the few things that matter most now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from societyctl.domain.verdicts import ProjectVerdict


class Standing(StrEnum):
    """What there is to do for a project on the day of the check, most pressing first."""

    APPLYING = "applying"
    HANDED_IN = "handed_in"
    OPEN = "open"
    ASSESSED = "assessed"
    """Nothing is applied for: a yearly assessment, a plan of work."""
    OVER = "over"

    @property
    def word(self) -> str:
        """The Chinese heading over such projects."""
        return _HEADINGS[self]


_HEADINGS = {
    Standing.APPLYING: "拟报",
    Standing.HANDED_IN: "已报",
    Standing.OPEN: "可报未报",
    Standing.ASSESSED: "逐项对照的",
    Standing.OVER: "不用再看的",
}


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """One project (or application) in numbers."""

    project: str
    title: str
    application: str
    standing: Standing
    verdict: ProjectVerdict
    word: str
    """The verdict in Chinese, or the state where the verdict is no question any more."""
    gates: int
    """How many requirements decide about it now; those that do not apply are left out."""
    gates_met: int
    unmet: int
    unknown: int
    disputed: int
    judgement: int
    unproven: int
    """So many requirements are met by records of which some lack the evidence wanted."""
    deadline: date | None
    """The day by which the next thing has to be done."""
    days: int | None
    """So many days are left until then; negative past it."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, however many requirements and projects it serves."""

    text: str
    command: str
    """What to type; empty where no command helps."""
    last: date | None
    days: int | None
    projects: tuple[str, ...]
    """Names of the projects that it serves."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A check in brief."""

    projects: tuple[ProjectSummary, ...]
    """What is being applied for first."""
    actions: tuple[Action, ...]
    """What is left to do, the most pressing first."""
    option: str = ""
    """What goes behind commands that take a program; empty where the chosen one is meant."""


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day on which something is due or planned."""

    on: date
    days: int
    """So many days from now; negative once it is past."""
    text: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What lies ahead: days, and what is to be done by the notice."""

    days: tuple[DayAhead, ...]
    actions: tuple[Action, ...]
