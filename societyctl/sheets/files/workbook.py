"""Files into grids of cells with their true addresses; the only module that opens them.

What a file is, its content says and not its name: text files called ``.xls`` and workbooks
called ``.csv`` are both common.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from societyctl.errors import Issue, WorkbookError
from societyctl.sheets.files.delimited import decode, read_delimited
from societyctl.sheets.files.old_workbook import is_sound, old_sheet_facts
from societyctl.sheets.files.sheet_xml import SheetFacts, Spot, open_package, sheet_facts
from societyctl.sheets.reading import Cell, place

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_OLE_STREAMS = {
    "EncryptedPackage": ("有密码，打不开", "请在 Excel 中取消“打开密码”后再导入"),
    "WordDocument": ("是 Word 文件，不是表格", "请选择 .xlsx 文件"),
    "PowerPoint Document": ("是演示文稿，不是表格", "请选择 .xlsx 文件"),
}
_MOST_TEXT = 100 << 20
_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
ERROR_WORDS = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#ERROR"}
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows counted from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet."""

    file: str
    sheet: str
    rows: tuple[tuple[int, list[Cell]], ...]
    """Row number and cells; rows that hold nothing are left out."""
    left: int = 0
    """The column of the first cell of every row."""
    merges: tuple[Merge, ...] = ()
    errors: dict[Spot, str] = field(default_factory=dict)
    """Cells that show an error, or a formula that was never calculated."""
    percents: frozenset[Spot] = frozenset()
    padded: dict[Spot, int] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    spots: tuple[Spot, ...] = ()
    """Of a form laid out as a row: where each of its cells really stands."""

    def place(self, row: int, column: int | None = None) -> str:
        """Return where a cell stands; ``column`` is counted from 0."""
        if self.spots and column is not None:
            row, column = self.spots[column]
        return place(self.file, self.sheet, row, column)


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file, and remarks on how it was read."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()


def open_workbook(path: Path, file: str) -> Workbook:
    """Read all sheets of a file, called ``file`` in messages.

    Raises WorkbookError when it is missing or no workbook.
    """
    head = _head(path, file)
    if head.startswith(ZIP_MAGIC):
        return _from_zip(path, file)
    if head.startswith(_OLE_MAGIC):
        content = path.read_bytes()
        _refuse_other_ole(content, file)
        if not is_sound(content):
            raise _damaged(file)
        facts = old_sheet_facts(content)
        _refuse_too_large(facts, file)
        return Workbook(_calamine_grids(path, file, facts), _lock_note(path, file))
    return _from_text(path, file, head)


def _head(path: Path, file: str) -> bytes:
    """Return the first bytes of a file; raises WorkbookError when there are none to be had."""
    if path.name.startswith(("~$", ".~lock.")):
        raise WorkbookError(
            f"{file}：这是表格软件打开文件时留下的临时文件",
            f"请关闭表格软件，导入 {path.name.removeprefix('~$')}",
        )
    if path.is_dir():
        raise WorkbookError(f"{file}：这是文件夹，不是表格文件", "请写出文件夹里的文件名")
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except FileNotFoundError as err:
        raise WorkbookError(f"{file}：找不到这个文件", "请检查文件名和所在文件夹") from err
    except OSError as err:
        raise WorkbookError(
            f"{file}：打不开，可能正在 Excel 或 WPS 中打开", "请先关闭表格软件再导入"
        ) from err
    if not head:
        raise WorkbookError(f"{file}：文件是空的（0 字节）", "请重新保存或重新取得这份文件")
    return head


def _from_zip(path: Path, file: str) -> Workbook:
    """Read a workbook that is a zip archive."""
    with open_package(path, file) as archive:
        names = set(archive.namelist())
        facts: dict[str, SheetFacts] = {}
        if "xl/workbook.xml" in names:
            facts = sheet_facts(archive, file)
        elif "content.xml" in names:
            _refuse_repetition(archive, file)
        elif "xl/workbook.bin" not in names:
            raise _not_a_workbook(file, names)
    _refuse_too_large(facts, file)
    return Workbook(_calamine_grids(path, file, facts), _lock_note(path, file))


def _refuse_too_large(facts: dict[str, SheetFacts], file: str) -> None:
    """Refuse a sheet that is more than can be held."""
    for name, fact in facts.items():
        if fact.too_far:
            issue = Issue(f"{file} {name}", f"内容一直到 {fact.too_far}，范围太大，读不下")
            hint = "请按 Ctrl+End 看最后一格，删去远处多余的内容；确有这么多，就分成几个文件"
            raise WorkbookError(str(issue), hint, [issue])


def _lock_note(path: Path, file: str) -> tuple[str, ...]:
    """Say that the file seems to be open elsewhere: unsaved changes are not in it."""
    if path.with_name(f"~${path.name}").exists():
        return (f"{file}：文件似乎正在 Excel 中打开，没有保存的修改不会读入",)
    return ()


def _not_a_workbook(file: str, names: set[str]) -> WorkbookError:
    """Say what another zip archive is."""
    kinds = {"word/document.xml": " Word 文件", "ppt/presentation.xml": "演示文稿"}
    kind = next((kind for part, kind in kinds.items() if part in names), "压缩包或其他文件")
    return WorkbookError(f"{file}：是{kind}，不是表格", "请选择 .xlsx、.xls、.ods 或 .csv 文件")


def _refuse_repetition(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse an .ods file whose filled rows or cells repeat without end."""
    from societyctl.sheets.files.open_document import repeats_without_end

    if repeats_without_end(archive, file):
        raise WorkbookError(
            f"{file}：同一内容重复了许多遍，读不下", "请删去多余的行列，或另存为 .xlsx"
        )


def _refuse_other_ole(content: bytes, file: str) -> None:
    """Refuse Office files of the old format, or encrypted ones, that are no readable workbook."""
    for stream, (found, hint) in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            raise WorkbookError(f"{file}：{found}", hint)


def _calamine_grids(path: Path, file: str, facts: dict[str, SheetFacts]) -> tuple[Grid, ...]:
    """Read all worksheets with calamine."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        with _NoPanics(file), CalamineWorkbook.from_path(path) as book:
            wanted = [
                sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet
            ]
            return tuple(_grid(book, name, file, facts.get(name, SheetFacts())) for name in wanted)
    except PasswordError as err:
        raise WorkbookError(f"{file}：有密码，打不开", "请取消打开密码后再导入") from err
    except (CalamineError, OSError, ValueError) as err:
        raise _damaged(file) from err


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
            raise _damaged(self._file) from error


def _damaged(file: str) -> WorkbookError:
    """Say that a file cannot be read as the workbook it looks like."""
    return WorkbookError(f"{file}：文件已损坏或不是表格", "请用 Excel 或 WPS 打开并另存为 .xlsx")


def _grid(book: CalamineWorkbook, name: str, file: str, facts: SheetFacts) -> Grid:
    """Read one worksheet."""
    from python_calamine import SheetVisibleEnum

    sheet = book.get_sheet_by_name(name)
    visible = next(meta.visible for meta in book.sheets_metadata if meta.name == name)
    start = sheet.start or (0, 0)
    rows = _filled_rows(sheet, start[0] + 1)
    rows, errors = _with_error_cells(rows, start[1], facts)
    merges = [
        Merge(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return Grid(
        file,
        name,
        tuple(rows),
        start[1],
        tuple(merges),
        errors,
        frozenset(facts.percents),
        facts.padded,
        frozenset(facts.hidden_rows),
        visible is not SheetVisibleEnum.Visible,
    )


def _filled_rows(sheet: CalamineSheet, first: int) -> list[tuple[int, list[Cell]]]:
    """Return the rows that hold something, with their numbers."""
    rows = enumerate(sheet.to_python(), first)
    return [
        (number, cells) for number, cells in rows if cells[0] != "" or cells.count("") != len(cells)
    ]


def _with_error_cells(
    rows: list[tuple[int, list[Cell]]], left: int, facts: SheetFacts
) -> tuple[list[tuple[int, list[Cell]]], dict[Spot, str]]:
    """Return the rows and all cells in error, which are read as empty; their rows are kept."""
    errors = dict(facts.errors) | dict.fromkeys(facts.uncalculated, "")
    present = {number for number, _ in rows}
    missing = {row for row, _ in errors} - present
    if missing:
        rows = sorted([*rows, *((row, []) for row in missing)], key=lambda pair: pair[0])
    return rows, errors


def _from_text(path: Path, file: str, head: bytes) -> Workbook:
    """Read a file of delimited text, or say what else it is."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith(b"%PDF"):
        raise WorkbookError(f"{file}：是 PDF 文件，不是表格", "请向提供的人要表格文件")
    if start.startswith(b"<"):
        raise WorkbookError(
            f"{file}：其实是网页或 XML 文件，只是名字像表格", "请用 Excel 打开后另存为 .xlsx"
        )
    if path.stat().st_size > _MOST_TEXT:
        raise WorkbookError(f"{file}：文件太大（超过 100 MB）", "请分成几个文件")
    text = decode(path.read_bytes(), file, is_text=path.suffix.lower() in _TEXT_SUFFIXES)
    rows = read_delimited(text, file)
    notes = (
        ()
        if path.suffix.lower() in _TEXT_SUFFIXES
        else (f"{file}：其实是文本文件，已按分隔符读入",)
    )
    return Workbook((Grid(file, "", rows),), notes)
