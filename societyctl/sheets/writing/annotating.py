"""The user's own workbook handed back with every bad cell marked and explained."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.sheets.files.grid import column_letters
from societyctl.sheets.files.opening import open_workbook
from societyctl.sheets.results import SheetsRead, TableRead
from societyctl.sheets.tables.own_marks import PROBLEM_HEADER, PROBLEM_LEAD
from societyctl.sheets.writing.canonical import new_workbook, save

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_AUTHOR = "societyctl"
_BAD, _DOUBTFUL = "FFC7CE", "FFEB9C"
_KEPT = frozenset({".xlsx", ".xlsm"})
_CELL = re.compile(r"[A-Z]{1,3}\d+")
_OUR_COMMENT = "【导入检查】"
_TALL, _WIDE = 120, 320
_WIDEST, _LONGEST_FORM = 1_000, 200
"""No table has more columns, no form more rows."""


def annotate(reading: SheetsRead, source_file: str, out: Path) -> None:
    """Write a copy of a file that was read, with its bad cells coloured and explained.

    The formats of an .xlsx or .xlsm file are kept; of other files the values are. Each bad cell
    gets a comment, each rejected row its reasons in a column 问题, which reading ignores.
    Raises UsageError when ``out`` is the file itself, WorkbookError when it cannot be written.
    """
    path = reading.paths[source_file]
    if out.resolve() == path.resolve():
        raise UsageError("不能覆盖原来的工作簿", "请给标注后的工作簿另起一个文件名")
    book = _copy(path, source_file, out)
    for table in reading.tables:
        if table.file == source_file:
            _mark_table(_worksheet(book, table.sheet), table, reading)
    save(book, out)


def _copy(path: Path, file: str, out: Path) -> Workbook:
    """Return the workbook with its formats, or with its values alone."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if path.suffix.lower() in _KEPT and zipfile.is_zipfile(path):
        macros = path.suffix.lower() == out.suffix.lower() == ".xlsm"
        try:
            # It warns of features that it cannot keep, which says nothing to the person.
            with catch_warnings():
                simplefilter("ignore")
                return load_workbook(path, keep_vba=macros)
        except (InvalidFileException, KeyError, ValueError, TypeError, OSError) as err:
            raise WorkbookError(
                f"{file}：格式特殊，不能在原表上标注", "请用 Excel 另存为 .xlsx 后再导入"
            ) from err
    return _values_only(path, file)


def _values_only(path: Path, file: str) -> Workbook:
    """Return a new workbook with the values of a file that cannot be changed in place.

    What decides how the sheets are read stays too: errors, merges, and which are hidden.
    """
    book = new_workbook()
    for grid in open_workbook(path, file).grids:
        sheet: Worksheet = book.create_sheet(grid.sheet or Path(file).stem[:31])
        sheet.sheet_state = "hidden" if grid.is_hidden else "visible"
        for number, cells in grid.rows:
            for offset, value in enumerate(cells):
                if value != "":
                    cell = sheet.cell(number, grid.left + offset + 1)
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
        for (row, column), shown in grid.errors.items():
            sheet.cell(row, column + 1, shown)
        for merge in grid.merges:
            sheet.merge_cells(None, merge.top, merge.left + 1, merge.bottom, merge.right + 1)
    book.active = next(at for at, sheet in enumerate(book.worksheets) if _is_shown(sheet))
    return book


def _is_shown(sheet: Worksheet) -> bool:
    return sheet.sheet_state == "visible"


def _worksheet(book: Workbook, name: str) -> Worksheet:
    """Return a sheet by name; text files have but one."""
    from openpyxl.worksheet.worksheet import Worksheet

    sheet = book[name] if name in book.sheetnames else book.worksheets[0]
    if not isinstance(sheet, Worksheet):
        raise WorkbookError(f"{name}：不是普通工作表，不能标注")
    return sheet


def _mark_table(sheet: Worksheet, read: TableRead, reading: SheetsRead) -> None:
    """Mark one table."""
    column = _problem_column(sheet, read) if read.header_rows else _beside_form(sheet, read)
    for row in read.rejected:
        by_cell: dict[str, list[Issue]] = defaultdict(list)
        for issue in row.issues:
            by_cell[issue.where.rpartition("!")[2].rpartition(" ")[2]].append(issue)
        for address, issues in by_cell.items():
            target = _target(sheet, address, row.row, column)
            _mark(
                target,
                (
                    f"{issue.found}；应为：{issue.expected}" if issue.expected else issue.found
                    for issue in issues
                ),
                _BAD,
            )
        lead = "" if read.header_rows else PROBLEM_LEAD
        _write_problems(sheet, row.row, column, row.issues, lead)
    for question in reading.questions:
        if (question.file, question.sheet) == (read.file, read.sheet):
            header = _header_cell(sheet, read, question.header)
            if header is not None:
                _mark(header, [question.text.partition("：")[2] or question.text], _DOUBTFUL)


def _problem_column(sheet: Worksheet, read: TableRead) -> int:
    """Return the column for reasons, cleared when an earlier round left one."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import Font

    header_row, last = read.header_rows[-1], 0
    # Only rows that get a reason are looked at: sheets are formatted far beyond what they hold.
    for number in (header_row, *(row.row for row in read.rejected)):
        for cell in _cells(sheet, number):
            if number == header_row and cell.value == PROBLEM_HEADER:
                _clear(sheet, read, int(cell.column))
                return int(cell.column)
            if cell.value is not None or isinstance(cell, MergedCell):
                last = max(last, cell.column or 0)
    if read.rejected:
        header = sheet.cell(header_row, last + 1)
        header.value = PROBLEM_HEADER
        header.font = Font(bold=True, color="C00000")
        sheet.column_dimensions[column_letters(last)].width = 60
    return last + 1


def _beside_form(sheet: Worksheet, read: TableRead) -> int:
    """Return the column beside a form for its reasons, those of an earlier round cleared."""
    last = 0
    rows = min(sheet.max_row, _LONGEST_FORM)
    for row in sheet.iter_rows(max_row=rows, max_col=min(sheet.max_column, _WIDEST)):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(PROBLEM_LEAD):
                _clear(sheet, read, int(cell.column or 0))
                cell.value = None
            elif cell.value is not None:
                last = max(last, cell.column or 0)
    return last + 1


def _cells(sheet: Worksheet, row: int) -> tuple[SheetCell | MergedCell, ...]:
    """Return the cells of a row as far as columns are used."""
    (cells,) = sheet.iter_rows(min_row=row, max_row=row, max_col=min(sheet.max_column, _WIDEST))
    return cells


def _clear(sheet: Worksheet, read: TableRead, column: int) -> None:
    """Empty the reasons of an earlier round, and take back its marks."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    first = read.header_rows[-1] if read.header_rows else 1
    last = first + read.rows_read if read.header_rows else _LONGEST_FORM
    rows = sheet.iter_rows(min_row=first, max_row=min(sheet.max_row, last), max_col=column)
    for number, row in enumerate(rows, first):
        if number > first:
            row[-1].value = None
        for cell in row:
            own = cell.comment and _without_ours(cell.comment.text)
            if cell.comment is not None and own != cell.comment.text:
                cell.comment = Comment(own, _AUTHOR) if own else None
                cell.fill = PatternFill()


def _without_ours(comment: str) -> str:
    """Return what of a comment is not ours."""
    return comment.partition(_OUR_COMMENT)[0].rstrip("\n")


def _target(sheet: Worksheet, address: str, row: int, column: int) -> SheetCell | MergedCell:
    """Return the cell to mark: the bad one, that which a merge shows, or the row's reason."""
    from openpyxl.utils.cell import coordinate_to_tuple

    if not _CELL.fullmatch(address):
        return sheet.cell(row, column)
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(*coordinate_to_tuple(address))


def _mark(cell: SheetCell | MergedCell, reasons: Iterable[str], colour: str) -> None:
    """Colour a cell and say why, below any comment it already has."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    words = _OUR_COMMENT + "\n".join(reasons)
    own = _without_ours(cell.comment.text) if cell.comment else ""
    if own:
        words = f"{own}\n{words}"
    cell.comment = Comment(words, _AUTHOR, height=_TALL, width=_WIDE)
    cell.fill = PatternFill("solid", fgColor=colour)


def _write_problems(
    sheet: Worksheet, row: int, column: int, issues: Iterable[Issue], lead: str
) -> None:
    """Write the reasons of a row into the column 问题, or those of a form beside it."""
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, column)
    cell.value = lead + "\n".join(_short(issue) for issue in issues)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(color="C00000")


def _short(issue: Issue) -> str:
    """Return an issue without the file and sheet it stands in."""
    spot = issue.where.rpartition("!")[2].rpartition(" ")[2]
    tail = f"；应为：{issue.expected}" if issue.expected else ""
    return f"{spot} {issue.found}{tail}"


def _header_cell(sheet: Worksheet, read: TableRead, header: str) -> SheetCell | None:
    """Return the cell of a header that a question is about."""
    from openpyxl.cell.cell import Cell as SheetCell

    name, _, letters = header.partition("@")
    wanted = {name, name.rpartition("/")[2]}
    for row in reversed(read.header_rows):
        for cell in sheet[row]:
            if not isinstance(cell, SheetCell) or str(cell.value).strip() not in wanted:
                continue
            if letters in ("", cell.column_letter):
                return cell
    return None
