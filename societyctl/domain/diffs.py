"""What changed from one program to another, and what that changes for a society."""

from __future__ import annotations

from dataclasses import dataclass


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
class VerdictDiff:
    """What becomes of one project or requirement for the society at hand."""

    subject: str
    project: str
    id: str
    title: str
    before: str | None
    after: str | None
    because: str


@dataclass(frozen=True, slots=True)
class ProgramDiff:
    """Two programs side by side."""

    before: str
    after: str
    items: tuple[ItemDiff, ...]
    society: str = ""
    verdicts: tuple[VerdictDiff, ...] = ()
