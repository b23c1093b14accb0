"""A program at a glance, and as little as is known of it before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProjectOutline:
    """One project; texts are as shown, 未公布 where the notice does not say."""

    id: str
    title: str
    requirements: int
    gates: int
    judged: int
    """Requirements that need a person."""
    slots: str
    funding: str
    deadline: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DatedItem:
    """A deadline, a stage, an item of the calendar."""

    title: str
    when: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProgramOutline:
    """The whole notice at a glance."""

    id: str
    title: str
    issuer: str
    document: str
    issued_on: str
    kind: str
    projects: tuple[ProjectOutline, ...]
    deadlines: tuple[DatedItem, ...]
    stages: tuple[DatedItem, ...]
    limits: tuple[str, ...]
    contacts: tuple[str, ...]
    calendar: tuple[DatedItem, ...]
    statements: tuple[str, ...]
    """What the notice says without asking for it: purpose, names, procedure."""
    totals: tuple[str, ...]
    defects: tuple[str, ...]
    amendments: tuple[str, ...] = ()
    """What later notices changed, each with where it is said."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a notice before anyone has read it clause by clause."""

    id: str
    title: str
    issuer: str
    year: int
    document: str = ""
    issued_on: date | None = None
    deadline: date | None = None
    projects: tuple[str, ...] = ()
