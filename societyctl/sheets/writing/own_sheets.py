"""Our own sheets: one header per field, units said, drop-downs and checks.

Blank workbooks and exports share it, and the reader knows every header in it exactly.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from societyctl.domain.fields import Field, RecordKind
from societyctl.errors import StoreError, UsageError, WorkbookError
from societyctl.files import replace_keeping
from societyctl.sheets.files.grid import Cell
from societyctl.sheets.tables.own_marks import GUIDE_SHEET, LACK_HEADER, NUMBER_HEADER
from societyctl.sheets.writing.own_columns import (
    DATE_FORMAT,
    LONGEST_CHECK,
    check_of,
    header_of,
    how_to_fill,
    number_format_of,
)

_LAST_CHECKED_ROW = 2_000
_RISKY = ("=", "+", "-", "@", "'", "\t", "\r")
"""Texts that begin so are taken for formulas when the sheet is edited or saved as CSV."""


def new_workbook() -> Workbook:
    """Return a workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def add_sheet(book: Workbook, kind: RecordKind) -> Worksheet:
    """Add the sheet of a kind with its header row, widths and checks."""
    sheet: Worksheet = book.create_sheet(kind.title)
    sheet.append([NUMBER_HEADER, *(header_of(field) for field in kind.fields)])
    for number, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        width = 6 if number == 1 else max(12, 2 * len(str(cell.value)) + 4)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "C2"
    for number, field in enumerate(kind.fields, 2):
        _check_column(sheet, get_column_letter(number), field)
    return sheet


def _check_column(sheet: Worksheet, letter: str, field: Field) -> None:
    """Add the format and the check of a column; a check warns, for 约200 is welcome."""
    if number_format_of(field):
        sheet.column_dimensions[letter].number_format = number_format_of(field)
    validation = check_of(field)
    if validation is None:
        return
    validation.allow_blank = validation.showErrorMessage = True
    validation.errorStyle = "warning"
    validation.errorTitle = field.header
    validation.error = how_to_fill(field)[:LONGEST_CHECK]
    validation.add(f"{letter}2:{letter}{_LAST_CHECKED_ROW}")
    sheet.add_data_validation(validation)


def put(sheet: Worksheet, row: int, column: int, content: Cell) -> SheetCell | MergedCell:
    """Write into a cell, unless there is nothing to write; a text stays one whatever it is."""
    cell = sheet.cell(row, column)
    if content == "":
        return cell
    cell.value = content
    if isinstance(content, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = content.startswith(_RISKY)
    elif type(content) is date:
        cell.number_format = DATE_FORMAT
    return cell


def add_guide(
    book: Workbook, kinds: Sequence[RecordKind], notes: Sequence[tuple[str, str, str]] = ()
) -> None:
    """Add the sheet that explains every column, below what there is to say, and put it last."""
    sheet: Worksheet = book.create_sheet(GUIDE_SHEET)
    for line in [("表", LACK_HEADER, "要怎样的、用于哪项要求"), *notes] if notes else ():
        sheet.append(line)
    sheet.append(["表", "列", "怎样填"])
    for kind in kinds:
        for field in kind.fields:
            sheet.append([kind.title, header_of(field), how_to_fill(field)])
    for note in (
        "不知道的留空；确实没有的填“无”，数目和金额栏填 0 或“无”；不适用的填“-”。三者意思不同。",
        "“示例”行导入时不读，可以删去。列可以增减、换位置，表头文字请不要改。",
        "金额按表头括号里的单位填写；改成万元时把表头也改成（万元）。",
    ):
        sheet.append(["说明", "", note])
    for letter, width in (("A", 14), ("B", 24), ("C", 90)):
        sheet.column_dimensions[letter].width = width


def save(book: Workbook, out: Path) -> Path | None:
    """Write a workbook and return the dated copy kept of a file that was there.

    Raises WorkbookError or UsageError when that cannot be.
    """
    return put_workbook(packed(book), out)


def packed(book: Workbook) -> bytes:
    """Return a workbook as the content of a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def put_workbook(content: bytes, out: Path) -> Path | None:
    """Write the content of a workbook; see :func:`save`."""
    if out.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise UsageError(f"{out.name}：只能写成 .xlsx 文件", "请把输出文件名改成以 .xlsx 结尾")
    not_writable = WorkbookError(
        f"{out.name}：写不进去，可能正在 Excel 或 WPS 中打开，或没有权限",
        "请关闭表格软件，或换一个文件名",
    )
    if not out.parent.is_dir():
        raise not_writable
    try:
        return replace_keeping(content, out)
    except StoreError as err:
        raise not_writable from err
