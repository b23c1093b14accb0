"""Workbooks out: blank ones, exports, and the list of batches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.history import HistoryEntry

if TYPE_CHECKING:
    from societyctl.store import Store


def kinds_named(names: Sequence[str]) -> tuple[RecordKind, ...]:
    """Return the record kinds called by English name or title; all for none.

    Raises UsageError for a name that no kind has.
    """
    from societyctl.sheets import kind_named

    return tuple(kind_named(name) for name in names) or tuple(RECORD_KINDS.values())


def blank_workbook(names: Sequence[str], output: Path) -> tuple[tuple[str, ...], Path | None]:
    """Write a workbook to fill in; returns its sheets and the copy kept of a file of its name."""
    from societyctl.sheets.writing import write_blank

    kinds = kinds_named(names)
    previous = write_blank([kind.name for kind in kinds], output)
    return tuple(kind.title for kind in kinds), previous


def export_workbook(
    store: Store, names: Sequence[str], output: Path
) -> tuple[dict[str, int], Path | None]:
    """Write the records of kinds as import takes them.

    Returns how many of each title, and the copy kept of a file that was there.
    """
    from societyctl.sheets.writing import write_records

    records_of = {kind.name: list(store.records(kind.name)) for kind in kinds_named(names)}
    filled = {name: records for name, records in records_of.items() if records}
    previous = write_records(filled, output)
    counts = {RECORD_KINDS[name].title: len(records) for name, records in filled.items()}
    return counts, previous


def batches(store: Store) -> tuple[HistoryEntry, ...]:
    """Return all batches of changes, newest first."""
    return tuple(
        HistoryEntry(
            batch=item.batch,
            at=item.at,
            action=item.command if item.undoes is None else f"撤销批次{item.undoes}",
            source="、".join(item.files),
            added=item.added,
            changed=item.changed,
            deleted=item.deleted,
            undone=item.undone,
        )
        for item in store.history()
    )
