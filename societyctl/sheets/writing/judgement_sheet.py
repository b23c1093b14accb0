"""The sheet of open judgements: rows as import takes them, with what helps to judge beside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.judgements import Judgement
from societyctl.sheets.writing.canonical import add_guide, add_sheet, new_workbook, save

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SUBJECT_HEADERS = (
    "【项目】",
    "【要求】",
    "【原文位置】",
    "【要回答的问题】",
    "【参考数据】",
    "【要什么材料】",
)
"""Columns to read, not to fill in; import passes over them."""
_WIDTHS = (20, 28, 18, 44, 44, 24)
_FILLED_BEFOREHAND = ("program", "project", "application", "requirement", "clause")


def write_judgements(judgements: Sequence[Judgement], out: Path) -> None:
    """Write a sheet in which a person answers each judgement on its row.

    Raises UsageError for a name that is no workbook, WorkbookError when it cannot be written.
    """
    kind = RECORD_KINDS["finding"]
    book = new_workbook()
    sheet = add_sheet(book, kind)
    first = len(kind.fields) + 2
    _add_headers(sheet, first)
    _narrow_known_columns(sheet)
    for row, judgement in enumerate(judgements, 2):
        _add_row(sheet, row, judgement, first)
    add_guide(book, [kind])
    save(book, out)


def _add_headers(sheet: Worksheet, first: int) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for offset, header in enumerate(SUBJECT_HEADERS):
        cell = sheet.cell(1, first + offset, header)
        cell.font = Font(bold=True, color="808080")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(first + offset)].width = _WIDTHS[offset]


def _narrow_known_columns(sheet: Worksheet) -> None:
    """Keep what is filled in beforehand narrow, so that question and answer fit one screen."""
    from openpyxl.utils import get_column_letter

    names = RECORD_KINDS["finding"].field_names
    for name in _FILLED_BEFOREHAND:
        sheet.column_dimensions[get_column_letter(names.index(name) + 2)].width = 10
    sheet.column_dimensions[get_column_letter(names.index("reason") + 2)].width = 36


def _add_row(sheet: Worksheet, row: int, judgement: Judgement, first: int) -> None:
    """Write what is known of a judgement; verdict, reason and name stay empty."""
    from openpyxl.styles import Alignment

    sheet.cell(row, 1, row - 1)
    known = {
        "program": judgement.program,
        "project": judgement.project,
        "application": judgement.application,
        "requirement": judgement.requirement,
        "clause": judgement.clauses[0] if judgement.clauses else None,
    }
    names = RECORD_KINDS["finding"].field_names
    for name in _FILLED_BEFOREHAND:
        _put(sheet, row, names.index(name) + 2, known[name])
    shown = (
        judgement.project_title,
        judgement.title,
        judgement.citation,
        judgement.question,
        "；".join(judgement.figures),
        judgement.evidence_wanted,
    )
    for offset, text in enumerate(shown):
        _put(sheet, row, first + offset, text)
        sheet.cell(row, first + offset).alignment = Alignment(wrap_text=True, vertical="top")


def _put(sheet: Worksheet, row: int, column: int, text: str | None) -> None:
    """Write a text as a text, whatever it begins with."""
    if text:
        cell = sheet.cell(row, column)
        cell.value = text
        cell.data_type = "s"
