"""What differs: verdicts that flipped between two checks and why, one program from another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record as a batch left it."""

    batch: int
    command: str
    """What the batch was, in Chinese: 导入, 修改, 撤销 …"""
    ref: str
    """``kind:id``."""
    title: str
    what: str
    """added, changed, deleted, or evidence (its evidence changed, not the record)."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What made a verdict flip, as far as can be told."""

    kind: str
    """record, program, date or other."""
    text: str
    batch: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Flip:
    """One verdict before and after, as the words of JSON."""

    subject: str
    """project, requirement or limit."""
    project: str
    application: str
    id: str
    title: str
    citation: str
    before: str | None
    """None: it was not asked then."""
    after: str | None
    """None: it is no longer asked."""
    because: str
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """A check as it was kept: verdicts, reasons, and what they rested on."""

    at: datetime
    as_of: date
    version: str
    """Of this software."""
    program: str
    batch: int
    """The newest batch at that time; 0 for none."""
    digest: str
    """Of the whole program."""
    verdicts: tuple[KeptVerdict, ...]


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """One verdict as it was kept."""

    subject: str
    project: str
    application: str
    id: str
    title: str
    citation: str
    status: str
    because: str
    digest: str = ""
    """Of what the program asked for; empty for projects."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the verdict is about, the same from check to check."""
        return self.subject, self.project, self.application, self.id


@dataclass(frozen=True, slots=True)
class CheckComparison:
    """The verdicts that flipped since an earlier check."""

    since: KeptCheck
    now: KeptCheck
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One value that differs, by its place in the file."""

    place: str
    """E.g. ``test.at_least``."""
    title: str
    """The same in Chinese, as far as there is a word."""
    before: str
    after: str
    moved: bool = False
    """Only the years in it moved on with the program."""


@dataclass(frozen=True, slots=True)
class ItemDiff:
    """One requirement, project, deadline or limit that came, went or changed."""

    subject: str
    """program, project, requirement, deadline or limit."""
    change: str
    """added, removed or changed."""
    projects: tuple[str, ...]
    """The projects of a requirement; several where they share it."""
    id: str
    title: str
    place: str = ""
    fields: tuple[FieldDiff, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether nothing but years changed."""
        return bool(self.fields) and all(field.moved for field in self.fields)


@dataclass(frozen=True, slots=True)
class ProgramDiff:
    """Two programs side by side."""

    before: str
    after: str
    items: tuple[ItemDiff, ...]
    society: str = ""
    verdicts: tuple[Flip, ...] = ()
    """What becomes of the projects and requirements for the society at hand."""
