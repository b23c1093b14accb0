"""Workbooks that are zip archives (.xlsx, .xlsm, .ods), read by calamine.

Calamine gives values alone and keeps every sheet as a full rectangle. So the archive is looked
at first: for sheets too large to be held, and for what the values do not tell.
"""

from __future__ import annotations

import zipfile
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from societyctl.errors import WorkbookError
from societyctl.sheets.files.document_facts import document_facts
from societyctl.sheets.files.grid import Grid, Merge, filled_rows, with_error_rows
from societyctl.sheets.files.open_document import is_whole, repeats_without_end
from societyctl.sheets.files.refusals import (
    damaged,
    locked,
    too_large,
    too_many_errors,
    unplaced,
    whole_archive,
)
from societyctl.sheets.files.sheet_xml import SheetFacts, overstates_texts, sheet_facts

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_MOST_BYTES = 1 << 29
"""More unpacked than this is no society's workbook."""
_LARGE_PART, _MOST_SQUEEZED = 16 << 20, 100
"""No sheet so large is packed so small: it is made to unfold without end."""
_SAVE_AS = "请用 Excel 或 WPS 打开并另存为 .xlsx"
_CHOOSE = "请选择 .xlsx、.xls、.ods 或 .csv 文件"
_OTHER_ARCHIVES = {"word/document.xml": " Word 文件", "ppt/presentation.xml": "演示文稿"}


def is_foreign(path: Path, file: str) -> bool:
    """Tell whether an archive holds something else than an .xlsx or .xlsm workbook.

    Raises WorkbookError for a damaged archive.
    """
    with whole_archive(file), zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" not in archive.namelist()


def is_better_apart(path: Path, file: str) -> bool:
    """Tell whether a workbook is to be read in a process of its own.

    Those of foreign formats are, and one that states more texts than it can hold: the reader
    reserves memory for as many. Most others are small, and half read before a process starts.
    Raises WorkbookError for a damaged archive.
    """
    if is_foreign(path, file):
        return True
    with whole_archive(file), zipfile.ZipFile(path) as archive:
        return overstates_texts(archive)


def zipped_grids(path: Path, file: str) -> tuple[Grid, ...]:
    """Return the worksheets of a zip archive; raises WorkbookError when it is no workbook."""
    with whole_archive(file):
        archive = zipfile.ZipFile(path)
    with archive:
        facts = _facts(archive, file)
    for name, one in facts.items():
        if one.too_far:
            raise too_large(file, name, one.too_far)
        if one.too_many_errors:
            raise too_many_errors(file, name)
        if one.is_unplaced:
            raise unplaced(file, name)
    return _calamine_grids(path, file, facts)


def _facts(archive: zipfile.ZipFile, file: str) -> dict[str, SheetFacts]:
    """Return what the sheets' values do not tell, where the format needs it."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > _MOST_BYTES or any(map(_is_bomb, parts)):
        raise WorkbookError(
            f"{file}：解压后大得异常，不像正常的表格", "请把数据复制到一个新的工作簿再导入"
        )
    names = set(archive.namelist())
    with whole_archive(file):
        if "xl/workbook.xml" in names:
            return sheet_facts(archive)
        if "content.xml" in names:
            if not is_whole(archive):
                raise damaged(file)
            if repeats_without_end(archive):
                raise WorkbookError(
                    f"{file}：同一内容重复了许多遍，读不下", "请删去多余的行列，或另存为 .xlsx"
                )
            return document_facts(archive)
    raise _other_archive(file, names)


def _other_archive(file: str, names: AbstractSet[str]) -> WorkbookError:
    """Say what an archive is that cannot be read as a workbook."""
    if "xl/workbook.bin" in names:
        # Its reader tells neither errors nor percentages nor hidden rows.
        return WorkbookError(f"{file}：是二进制工作簿（.xlsb），读不全", _SAVE_AS)
    if any(name.startswith("Index/") for name in names):
        return WorkbookError(
            f"{file}：是苹果的 Numbers 表格", "请在 Numbers 里导出为 Excel（.xlsx）"
        )
    other = next((_OTHER_ARCHIVES[name] for name in _OTHER_ARCHIVES if name in names), None)
    return WorkbookError(
        f"{file}：是{other or '压缩包或其他文件'}，不是表格",
        "请选择 .xlsx、.xls、.ods 或 .csv 文件",
    )


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    """Tell whether a part unfolds to so much that it was made for that."""
    large = part.file_size > _LARGE_PART
    return large and part.file_size > part.compress_size * _MOST_SQUEEZED


def _calamine_grids(path: Path, file: str, facts: dict[str, SheetFacts]) -> tuple[Grid, ...]:
    """Read all worksheets with calamine."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    # Given a path the reader goes by the name; given what the file holds, by that.
    from_filelike = CalamineWorkbook.from_filelike
    try:
        with _NoPanics(file), path.open("rb") as content, from_filelike(content) as book:
            names = [
                sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet
            ]
            if not facts.keys() >= set(names):
                raise damaged(file)
            return tuple(_grid(book, name, file, facts[name]) for name in names)
    except PasswordError as err:
        raise locked(file) from err
    except (CalamineError, OSError, ValueError) as err:
        raise damaged(file) from err


class _NoPanics:
    """Turns a panic inside the reader, which is no Exception, into a WorkbookError.

    The class of a panic cannot be imported, so it is known by its name.
    """

    def __init__(self, file: str) -> None:
        self._file = file

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Raise WorkbookError for a panic."""
        if kind is not None and kind.__name__ == "PanicException":
            raise damaged(self._file) from error


def _grid(book: CalamineWorkbook, name: str, file: str, facts: SheetFacts) -> Grid:
    """Read one worksheet."""
    from python_calamine import SheetVisibleEnum

    sheet = book.get_sheet_by_name(name)
    visible = next(meta.visible for meta in book.sheets_metadata if meta.name == name)
    top, left = sheet.start or (0, 0)
    merges = [
        Merge(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return Grid(
        file,
        name,
        with_error_rows(filled_rows(sheet.to_python(), top + 1), facts.errors),
        left,
        tuple(merges),
        facts.errors,
        frozenset(facts.percents),
        facts.padded,
        facts.short_dates,
        frozenset(facts.struck),
        frozenset(facts.hidden_rows),
        frozenset(facts.hidden_columns),
        visible is not SheetVisibleEnum.Visible,
    )
