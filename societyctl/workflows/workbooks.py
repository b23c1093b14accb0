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


def blank_workbook(names: Sequence[str], output: Path) -> tuple[str, ...]:
    """Write a workbook to fill in; returns the titles of its sheets."""
    from societyctl.sheets.writing import write_blank

    kinds = kinds_named(names)
    write_blank([kind.name for kind in kinds], output)
    return tuple(kind.title for kind in kinds)


def export_workbook(store: Store, names: Sequence[str], output: Path) -> dict[str, int]:
    """Write the records of kinds as import takes them; returns how many of each title."""
    from societyctl.sheets.writing import write_records

    records_of = {kind.name: list(store.records(kind.name)) for kind in kinds_named(names)}
    filled = {name: records for name, records in records_of.items() if records}
    write_records(filled, output)
    return {RECORD_KINDS[name].title: len(records) for name, records in filled.items()}


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
