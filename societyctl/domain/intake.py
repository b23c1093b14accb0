"""What became of the sheets of an import, row by row counted."""

from __future__ import annotations

from dataclasses import dataclass

from societyctl.errors import Issue


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """What became of the rows of one sheet."""

    file: str
    sheet: str
    kind: str
    """The Chinese title of the record kind; empty for a sheet that was not recognised."""
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did, or would do."""

    sheets: tuple[SheetSummary, ...]
    issues: tuple[Issue, ...] = ()
    batch: int | None = None
    """The number that ``undo`` takes; None when nothing was saved."""
    dry_run: bool = False
