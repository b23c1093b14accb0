"""Blank workbooks to fill in, and records written back in the same form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Record
from societyctl.sheets.tables.headers import kind_named
from societyctl.sheets.tables.own_marks import EXAMPLE
from societyctl.sheets.writing.own_columns import DATE_FORMAT, content_of, example_of
from societyctl.sheets.writing.own_sheets import add_guide, add_sheet, new_workbook, put, save


def write_blank(kinds: Sequence[str], out: Path) -> Path | None:
    """Write a workbook to be filled in: a sheet per kind, all kinds when none is named.

    Returns the dated copy kept of a file that was there.
    Raises UsageError for an unknown kind, WorkbookError when the file cannot be written.
    """
    shapes = [kind_named(name) for name in kinds] or list(RECORD_KINDS.values())
    book = new_workbook()
    for kind in shapes:
        sheet = add_sheet(book, kind)
        _add_example(sheet, kind)
    add_guide(book, shapes)
    return save(book, out)


def write_records(
    records_by_kind: Mapping[str, Iterable[NewRecord | Record]], out: Path
) -> Path | None:
    """Write records so that reading the workbook gives the same values again.

    A hedged number is written as it was typed, so that it stays hedged. Returns the dated copy
    kept of a file that was there. Raises UsageError for an unknown kind, WorkbookError when the
    file cannot be written.
    """
    book = new_workbook()
    kinds = {kind_named(name): records for name, records in records_by_kind.items()}
    for kind, records in kinds.items():
        sheet = add_sheet(book, kind)
        for number, record in enumerate(records, 1):
            add_record(sheet, kind, as_new(kind, record), number)
    add_guide(book, tuple(kinds))
    return save(book, out)


def _add_example(sheet: Worksheet, kind: RecordKind) -> None:
    """Add a row that shows how to fill in, marked so that it is never read."""
    sheet.append([EXAMPLE, *(example_of(field) for field in kind.fields)])
    for cell in sheet[2]:
        cell.font = Font(italic=True, color="808080")
        if isinstance(cell.value, date):
            cell.number_format = DATE_FORMAT


def as_new(kind: RecordKind, record: NewRecord | Record) -> NewRecord:
    """Return a stored record as one to be entered, with what was typed for its values."""
    if isinstance(record, NewRecord):
        return record
    values = {name: record.get(name) for name in kind.field_names}
    entered = record.get("entered")
    return NewRecord(kind.name, values, entered=json.loads(str(entered)) if entered else {})


def add_record(sheet: Worksheet, kind: RecordKind, record: NewRecord, number: int) -> None:
    """Write one record below the others."""
    sheet.cell(number + 1, 1, number)
    for column, field in enumerate(kind.fields, 2):
        put(sheet, number + 1, column, content_of(kind, field, record))
