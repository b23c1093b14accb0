"""The user's own workbook handed back with every bad cell marked and explained."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from warnings import catch_warnings, simplefilter

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from societyctl.archives import DAMAGED_ARCHIVE
from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.sheets.files.grid import column_letters
from societyctl.sheets.files.opening import open_workbook
from societyctl.sheets.files.zipped_workbook import is_foreign
from societyctl.sheets.results import SheetsRead, TableRead
from societyctl.sheets.tables.own_marks import PROBLEM_HEADER, PROBLEM_LEAD
from societyctl.sheets.writing.formula_results import with_results
from societyctl.sheets.writing.own_sheets import new_workbook, packed, put, put_workbook

_AUTHOR = "societyctl"
_BAD, _DOUBTFUL, _PROBLEM = "FFC7CE", "FFEB9C", "C00000"
_STUMBLES = (
    *DAMAGED_ARCHIVE, InvalidFileException, SyntaxError, LookupError, TypeError, AttributeError,
    AssertionError, RuntimeError, ArithmeticError,
)  # fmt: skip
"""What the library that keeps formats raises over what other programs read without a word."""
_CELL = re.compile(r"[A-Z]{1,3}\d+")
_OUR_COMMENT = "【导入检查】"
_TALL, _WIDE = 120, 320
_WIDEST, _LONGEST_FORM = 1_000, 200
"""No table has more columns, no form more rows."""


def annotate(reading: SheetsRead, source_file: str, out: Path) -> Path | None:
    """Write a copy of a file that was read, with its bad cells coloured and explained.

    The formats of an .xlsx or .xlsm file are kept, and what its formulas came to; of other files
    the values are. Each bad cell gets a comment, each rejected row its reasons in a column 问题,
    which reading ignores.
    Returns the dated copy kept of a file that was there.
    Raises UsageError when ``out`` is the file itself, WorkbookError when it cannot be written.
    """
    path = reading.paths[source_file]
    if out.resolve() == path.resolve():
        raise UsageError("不能覆盖原来的工作簿", "请给标注后的工作簿另起一个文件名")
    keeps_formats = zipfile.is_zipfile(path) and not is_foreign(path, source_file)
    book = _copy(path, source_file, out) if keeps_formats else _values_only(path, source_file)
    for table in reading.tables:
        if table.file == source_file:
            _mark_table(_worksheet(book, table.sheet, source_file), table, reading)
    content = packed(book)
    return put_workbook(with_results(content, path) if keeps_formats else content, out)


def _copy(path: Path, file: str, out: Path) -> Workbook:
    """Return the workbook with its formats."""
    macros = path.suffix.lower() == out.suffix.lower() == ".xlsm"
    try:
        # It warns of features that it cannot keep, which says nothing to the person.
        with catch_warnings(), path.open("rb") as content:
            simplefilter("ignore")
            return load_workbook(content, keep_vba=macros)
    except _STUMBLES as err:
        raise _unusual(file) from err


def _unusual(file: str) -> WorkbookError:
    """Say that a workbook can be read but not marked in place."""
    return WorkbookError(f"{file}：格式特殊，不能在原表上标注", "请用 Excel 另存为 .xlsx 后再导入")


def _values_only(path: Path, file: str) -> Workbook:
    """Return a new workbook with the values of a file that cannot be changed in place.

    What decides how the sheets are read stays too: errors, lines through words, merges, and which
    are hidden.
    """
    book = new_workbook()
    for grid in open_workbook(path, file).grids:
        sheet: Worksheet = book.create_sheet(grid.sheet or Path(file).stem[:31])
        sheet.sheet_state = "hidden" if grid.is_hidden else "visible"
        for number, cells in grid.rows:
            for column, content in enumerate(cells, grid.left + 1):
                if content != "":
                    put(sheet, number, column, content)
        for (row, column), error in grid.errors.items():
            sheet.cell(row, column + 1, error)
        for row, column in grid.struck:
            sheet.cell(row, column + 1).font = Font(strike=True)
        for merge in grid.merges:
            sheet.merge_cells(None, merge.top, merge.left + 1, merge.bottom, merge.right + 1)
    states = [sheet.sheet_state for sheet in book.worksheets]
    book.active = states.index("visible")
    return book


def _worksheet(book: Workbook, name: str, file: str) -> Worksheet:
    """Return a sheet by name; text files have but one. Raises WorkbookError when it is missing."""
    sheets = (sheet for sheet in book.worksheets if not name or sheet.title == name)
    sheet = next(sheets, None)
    if not isinstance(sheet, Worksheet):
        raise _unusual(file)
    return sheet


def _mark_table(sheet: Worksheet, table: TableRead, reading: SheetsRead) -> None:
    """Mark the bad cells of a table, give the reasons beside it, and mark doubtful headers."""
    column = _problem_column(sheet, table) if table.header_rows else _beside_form(sheet, table)
    for rejected in table.rejected:
        by_cell: dict[str, list[str]] = defaultdict(list)
        for issue in rejected.issues:
            by_cell[_spot(issue)].append(_reason(issue))
        for address, reasons in by_cell.items():
            _mark(_target(sheet, address, rejected.row, column), reasons, _BAD)
        lead = "" if table.header_rows else PROBLEM_LEAD
        reasons = [f"{_spot(issue)} {_reason(issue)}" for issue in rejected.issues]
        problem = put(sheet, rejected.row, column, lead + "\n".join(reasons))
        problem.alignment = Alignment(wrap_text=True, vertical="top")
        problem.font = Font(color=_PROBLEM)
    for question in (one for one in reading.questions if not one.word):
        if (question.file, question.sheet) == (table.file, table.sheet):
            header = _header_cell(sheet, table, question.header)
            if header is not None:
                _mark(header, [question.text.partition("：")[2] or question.text], _DOUBTFUL)


def _spot(issue: Issue) -> str:
    """Return where an issue stands, without the file and the sheet."""
    return issue.where.rpartition("!")[2].rpartition(" ")[2]


def _reason(issue: Issue) -> str:
    """Return what is wrong, without where."""
    return f"{issue.found}；应为：{issue.expected}" if issue.expected else issue.found


def _problem_column(sheet: Worksheet, table: TableRead) -> int:
    """Return the column for reasons, cleared when an earlier round left one."""
    header_row, last = table.header_rows[-1], 0
    # Only rows that get a reason are looked at: sheets are formatted far beyond what they hold.
    for number in (header_row, *(rejected.row for rejected in table.rejected)):
        (cells,) = sheet.iter_rows(number, number, max_col=min(sheet.max_column, _WIDEST))
        for cell in cells:
            if number == header_row and cell.value == PROBLEM_HEADER:
                _clear(sheet, table, int(cell.column))
                return int(cell.column)
            if cell.value is not None or isinstance(cell, MergedCell):
                last = max(last, cell.column or 0)
    if table.rejected:
        header = put(sheet, header_row, last + 1, PROBLEM_HEADER)
        header.font = Font(bold=True, color=_PROBLEM)
        sheet.column_dimensions[column_letters(last)].width = 60
    return last + 1


def _beside_form(sheet: Worksheet, table: TableRead) -> int:
    """Return the column beside a form for its reasons, those of an earlier round cleared."""
    last = 0
    rows = min(sheet.max_row, _LONGEST_FORM)
    for row in sheet.iter_rows(max_row=rows, max_col=min(sheet.max_column, _WIDEST)):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(PROBLEM_LEAD):
                _clear(sheet, table, int(cell.column or 0))
                cell.value = None
            elif cell.value is not None:
                last = max(last, cell.column or 0)
    return last + 1


def _clear(sheet: Worksheet, table: TableRead, column: int) -> None:
    """Empty the reasons of an earlier round, and take back its marks."""
    first = table.header_rows[-1] if table.header_rows else 1
    last = first + table.rows_read if table.header_rows else _LONGEST_FORM
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
    if not _CELL.fullmatch(address):
        return sheet.cell(row, column)
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(*coordinate_to_tuple(address))


def _mark(cell: SheetCell | MergedCell, reasons: Iterable[str], colour: str) -> None:
    """Colour a cell and say why, below any comment it already has."""
    words = _OUR_COMMENT + "\n".join(reasons)
    own = _without_ours(cell.comment.text) if cell.comment else ""
    if own:
        words = f"{own}\n{words}"
    cell.comment = Comment(words, _AUTHOR, height=_TALL, width=_WIDE)
    cell.fill = PatternFill("solid", fgColor=colour)


def _header_cell(sheet: Worksheet, table: TableRead, header: str) -> SheetCell | None:
    """Return the cell of a header that a question is about."""
    name, _, letters = header.partition("@")
    names = {name, name.rpartition("/")[2]}
    for row in reversed(table.header_rows):
        for cell in sheet[row]:
            if not isinstance(cell, SheetCell) or str(cell.value).strip() not in names:
                continue
            if letters in ("", cell.column_letter):
                return cell
    return None
