"""A workbook with only what is missing: known records with the empty cells to fill in marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl.styles import PatternFill

from societyctl.domain.fields import RecordKind
from societyctl.domain.selection import Record
from societyctl.sheets.writing.own_columns import content_of
from societyctl.sheets.writing.own_sheets import add_guide, add_sheet, new_workbook, put, save
from societyctl.sheets.writing.workbooks import as_new

_TO_FILL = PatternFill("solid", fgColor="FFF2CC")


@dataclass(frozen=True, slots=True)
class SupplementSheet:
    """A sheet of one kind: only the columns needed, and the records that lack something."""

    kind: RecordKind
    fields: frozenset[str]
    rows: tuple[tuple[Record, frozenset[str]], ...]
    """Each record, with the fields to be filled in."""


Note = tuple[str, str, str]
"""A sheet, what it lacks, and what for."""


def write_supplement(
    sheets: Iterable[SupplementSheet], notes: Sequence[Note], out: Path
) -> Path | None:
    """Write the workbook; returns the dated copy kept of a file that was there.

    Raises WorkbookError when the file cannot be written.
    """
    book, kinds = new_workbook(), list[RecordKind]()
    for one in sheets:
        kind = replace(one.kind, fields=tuple(f for f in one.kind.fields if f.name in one.fields))
        kinds.append(kind)
        sheet = add_sheet(book, kind)
        for number, (record, missing) in enumerate(one.rows, 1):
            known = as_new(one.kind, record)
            sheet.cell(number + 1, 1, number)
            for column, field in enumerate(kind.fields, 2):
                cell = put(sheet, number + 1, column, content_of(one.kind, field, known))
                if field.name in missing:
                    cell.fill = _TO_FILL
    add_guide(book, kinds, notes)
    return save(book, out)
