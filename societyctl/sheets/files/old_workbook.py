"""Workbooks of the old format (.xls), read by xlrd.

It reads only what the file holds, so a damaged size in it cannot take all memory: the reader of
the newer formats reserves whatever an .xls file states.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.errors import WorkbookError
from societyctl.sheets.files.grid import (
    Cell,
    Grid,
    Merge,
    Spot,
    column_letters,
    filled_rows,
    is_telling,
    is_too_large,
    with_error_rows,
)
from societyctl.sheets.files.refusals import damaged, locked, too_large

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell as OldCell
    from xlrd.sheet import Sheet

_OTHER_STREAMS = {
    "WordDocument": "是 Word 文件，不是表格",
    "PowerPoint Document": "是演示文稿，不是表格",
}
_STUMBLES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NameError,
    RecursionError, TypeError, ValueError, struct.error,
)  # fmt: skip
"""In a damaged file xlrd trusts what it finds, and its own code fails in all these ways."""
_LOCKED_STREAM = "EncryptedPackage"


def old_grids(path: Path, file: str) -> tuple[Grid, ...]:
    """Return the worksheets of an .xls file; raises WorkbookError when it is no workbook."""
    import xlrd

    content = path.read_bytes()
    _refuse_other_office(content, file)
    try:
        book = xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
        return tuple(_grid(sheet, book, file) for sheet in book.sheets())
    except xlrd.XLRDError as err:
        raise (locked(file) if "encrypted" in str(err) else damaged(file)) from err
    except (xlrd.compdoc.CompDocError, xlrd.formula.FormulaError, *_STUMBLES) as err:
        raise damaged(file) from err


def _refuse_other_office(content: bytes, file: str) -> None:
    """Refuse other Office files of the old format, and encrypted ones of the new."""
    if _LOCKED_STREAM.encode("utf-16-le") in content:
        raise locked(file, "请在 Excel 中取消“打开密码”后再导入")
    for stream, words in _OTHER_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            raise WorkbookError(f"{file}：{words}", "请选择 .xlsx 文件")


def _telling_formats(book: Book) -> dict[int, str]:
    """Return the number formats that matter, by the number of the style."""
    codes = {key: form.format_str or "" for key, form in book.format_map.items()}
    used = [codes.get(style.format_key, "") for style in book.xf_list]
    return {number: code for number, code in enumerate(used) if is_telling(code)}


def _struck_styles(book: Book) -> frozenset[int]:
    """Return the numbers of the styles that strike through what stands in a cell."""
    fonts = book.font_list
    return frozenset(
        number
        for number, style in enumerate(book.xf_list)
        if style.font_index < len(fonts) and fonts[style.font_index].struck_out
    )


def _grid(sheet: Sheet, book: Book, file: str) -> Grid:
    """Return one worksheet."""
    from xlrd import XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code

    formats = _telling_formats(book)
    old_rows = [sheet.row(number) for number in range(sheet.nrows)]
    errors: dict[Spot, str] = {
        (number, column): error_text_from_code.get(cell.value, "#ERROR")
        for number, cells in enumerate(old_rows, 1)
        for column, cell in enumerate(cells)
        if cell.ctype == XL_CELL_ERROR
    }
    rows = filled_rows([[_value(cell, book.datemode) for cell in cells] for cells in old_rows], 1)
    last = rows[-1][0] if rows else 0
    width = max((len(cells) for _, cells in rows), default=0)
    if is_too_large(last, width):
        raise too_large(file, sheet.name, f"{column_letters(width - 1)}{last}")
    merges = [
        Merge(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells
    ]
    shown: dict[Spot, str] = {
        spot: formats[cell.xf_index]
        for spot, cell in _in_styles(old_rows, formats)
        if cell.ctype == XL_CELL_NUMBER
    }
    return Grid(
        file,
        sheet.name,
        with_error_rows(rows, errors),
        merges=tuple(merges),
        errors=errors,
        percents=frozenset(spot for spot, code in shown.items() if code.endswith("%")),
        padded={spot: len(code) for spot, code in shown.items() if not code.endswith("%")},
        struck=frozenset(spot for spot, _ in _in_styles(old_rows, _struck_styles(book))),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(at for at, info in sheet.colinfo_map.items() if info.hidden),
        is_hidden=sheet.visibility != 0,
    )


def _in_styles(
    rows: Sequence[Sequence[OldCell]], styles: Collection[int]
) -> Iterator[tuple[Spot, OldCell]]:
    """Yield the cells shown in one of some styles, with their places."""
    for number, cells in enumerate(rows if styles else (), 1):
        for column, cell in enumerate(cells):
            if cell.xf_index in styles:
                yield (number, column), cell


def _value(cell: OldCell, datemode: int) -> Cell:
    """Return the content of a cell; a cell in error holds nothing."""
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_NUMBER, XL_CELL_TEXT

    if cell.ctype == XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == XL_CELL_NUMBER:
        return int(cell.value) if float(cell.value).is_integer() else float(cell.value)
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value)
    return _moment(float(cell.value), datemode) if cell.ctype == XL_CELL_DATE else ""


def _moment(number: float, datemode: int) -> Cell:
    """Return a number shown as a date or a time; one that can be neither stays a number."""
    from xlrd import xldate_as_datetime

    try:
        moment: datetime = xldate_as_datetime(number, datemode)
    except (OverflowError, ValueError):
        return number
    if number < 1:
        return moment.time()
    return moment if number % 1 else moment.date()
