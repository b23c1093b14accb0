"""The sheet of open judgements: rows as import takes them, with what helps to judge beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.judgements import Judgement
from societyctl.domain.records import NewRecord
from societyctl.sheets.writing.own_sheets import add_guide, add_sheet, new_workbook, put, save
from societyctl.sheets.writing.workbooks import add_record

_FINDING = RECORD_KINDS["finding"]
_BESIDE: tuple[tuple[str, int, Callable[[Judgement], str]], ...] = (
    ("【项目】", 20, lambda one: one.project_title),
    ("【要求】", 28, lambda one: one.title),
    ("【原文位置】", 18, lambda one: one.citation),
    ("【要回答的问题】", 44, lambda one: one.question),
    ("【参考数据】", 44, lambda one: "；".join(one.figures)),
    ("【要什么材料】", 24, lambda one: one.evidence_wanted),
)
"""Columns to read, not to fill in: header, width, text. Import passes over them."""
_FIRST_BESIDE = len(_FINDING.fields) + 2


def write_judgements(judgements: Sequence[Judgement], out: Path) -> Path | None:
    """Write a sheet in which a person answers each judgement on its row.

    Returns the dated copy kept of a file that was there.
    Raises UsageError for a name that is no workbook, WorkbookError when it cannot be written.
    """
    book = new_workbook()
    sheet = add_sheet(book, _FINDING)
    for column, (header, _, _) in enumerate(_BESIDE, _FIRST_BESIDE):
        cell = sheet.cell(1, column, header)
        cell.font = Font(bold=True, color="808080")
        cell.alignment = Alignment(horizontal="center", vertical="center")
    _set_widths(sheet)
    for number, judgement in enumerate(judgements, 1):
        _add_judgement(sheet, number, judgement)
    add_guide(book, [_FINDING])
    return save(book, out)


def _set_widths(sheet: Worksheet) -> None:
    """Keep what is filled in beforehand narrow, so that question and answer fit one screen."""
    names = _FINDING.field_names
    narrow = dict.fromkeys(("program", "project", "application", "requirement", "clause"), 10)
    widths = {names.index(name) + 2: width for name, width in (narrow | {"reason": 36}).items()}
    widths |= {column: width for column, (_, width, _) in enumerate(_BESIDE, _FIRST_BESIDE)}
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width


def _add_judgement(sheet: Worksheet, number: int, judgement: Judgement) -> None:
    """Write what is known of a judgement; verdict, reason and name stay empty."""
    finding = {
        "program": judgement.program,
        "project": judgement.project,
        "application": judgement.application or None,
        "requirement": judgement.requirement,
        "clause": judgement.clauses[0] if judgement.clauses else None,
    }
    add_record(sheet, _FINDING, NewRecord("finding", finding), number)
    for column, (_, _, text_of) in enumerate(_BESIDE, _FIRST_BESIDE):
        cell = put(sheet, number + 1, column, text_of(judgement))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
