"""Tables of web pages: what many systems hand out under the name of an .xls file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from societyctl.errors import WorkbookError
from societyctl.sheets.files.grid import (
    Cell,
    Grid,
    Merge,
    Spot,
    column_letters,
    filled_rows,
    is_too_large,
)
from societyctl.sheets.files.refusals import too_large

_CHARSET = re.compile(rb"""charset=["']?([\w-]+)""", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>\s*([^<]+?)\s*</x:Name>", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_SPAN = re.compile(r"\d{1,8}", re.ASCII)
_UNSEEN = frozenset({"script", "style", "title", "xml"})
_MOST_COLUMNS_SPANNED, _MOST_ROWS_SPANNED = 1_000, 65_534
"""As browsers limit them."""


def web_grids(content: bytes, file: str) -> tuple[Grid, ...]:
    """Return the tables of a web page that hold more than a single cell.

    Raises WorkbookError when there is none.
    """
    text = _decoded(content)
    page = _TablesOfPage(file)
    page.feed(text)
    page.close()
    page.finish()
    tables = [table for table in page.tables if len(table.filled) > 1]
    if not tables:
        raise WorkbookError(
            f"{file}：其实是网页或 XML 文件，只是名字像表格", "请用 Excel 打开后另存为 .xlsx"
        )
    names = _SHEET_NAME.findall(text)
    if len(names) != len(tables):
        several = len(tables) > 1
        names = [f"表{number}" if several else "" for number in range(1, len(tables) + 1)]
    return tuple(table.grid(file, name) for table, name in zip(tables, names, strict=True))


def _decoded(content: bytes) -> str:
    """Return the text of a page: by its mark, as UTF-8, as it declares, else as GB18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:4096])
        name = declared[1].decode("ascii", errors="replace").lower() if declared else ""
        # What calls itself GB2312 uses characters beyond it.
        return content.decode("big5" if name == "big5" else "gb18030", errors="replace")


@dataclass(slots=True)
class _WebTable:
    """A table while it is read; rows counted from 1, columns from 0."""

    row: int = 0
    column: int = 0
    filled: dict[Spot, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    taken: dict[int, int] = field(default_factory=dict)
    """Columns that a cell above reaches down into, with the last row that it reaches."""
    words: list[str] | None = None
    """What stands in the open cell."""
    spot: Spot = (0, 0)

    def begin_row(self, *, hidden: bool) -> None:
        """Begin a row."""
        self.end_cell()
        self.row, self.column = self.row + 1, 0
        if hidden:
            self.hidden_rows.add(self.row)

    def begin_cell(self, columns: int, rows: int) -> None:
        """Begin a cell that reaches over so many columns and rows."""
        if self.row == 0:
            self.begin_row(hidden=False)
        self.end_cell()
        while self.taken.get(self.column, 0) >= self.row:
            self.column += 1
        self.spot, self.words = (self.row, self.column), []
        if columns > 1 or rows > 1:
            bottom = self.row + rows - 1
            self.merges.append(Merge(self.row, self.column, bottom, self.column + columns - 1))
            self.taken.update(dict.fromkeys(range(self.column, self.column + columns), bottom))
        self.column += columns

    def end_cell(self) -> None:
        """Put down what stands in the open cell, if one is open."""
        if self.words is None:
            return
        lines = (_BLANKS.sub(" ", line).strip() for line in "".join(self.words).split("\v"))
        text = "\n".join(line for line in lines if line)
        if text:
            self.filled[self.spot] = text
        self.words = None

    def grid(self, file: str, sheet: str) -> Grid:
        """Return the finished table."""
        last = max(row for row, _ in self.filled)
        width = max(column for _, column in self.filled) + 1
        if is_too_large(last, width):
            raise too_large(file, sheet, f"{column_letters(width - 1)}{last}")
        rows: list[list[Cell]] = [[""] * width for _ in range(last)]
        for (row, column), text in self.filled.items():
            rows[row - 1][column] = text
        return Grid(
            file,
            sheet,
            tuple(filled_rows(rows, 1)),
            merges=tuple(merge for merge in self.merges if merge.top <= last),
            hidden_rows=frozenset(self.hidden_rows),
        )


class _TablesOfPage(HTMLParser):
    """Collects the tables of a page; one inside another is a table of its own."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_WebTable] = []
        self._file = file
        self._open: list[_WebTable] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell; end tags may be missing."""
        if self._unseen:
            return
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag == "table":
            self.tables.append(_WebTable())
            self._open.append(self.tables[-1])
        elif self._open:
            self._inside(self._open[-1], tag, dict(attrs))

    def _inside(self, table: _WebTable, tag: str, given: dict[str, str | None]) -> None:
        if tag == "tr":
            table.begin_row(hidden=bool(_HIDDEN.search(given.get("style") or "")))
        elif tag in ("td", "th"):
            columns = _span(given.get("colspan"), _MOST_COLUMNS_SPANNED)
            table.begin_cell(columns, _span(given.get("rowspan"), _MOST_ROWS_SPANNED))
        elif tag in ("br", "p", "div") and table.words is not None:
            table.words.append("\v")

    def handle_endtag(self, tag: str) -> None:
        """Close what ends."""
        if self._unseen:
            self._unseen = "" if tag == self._unseen else self._unseen
        elif tag == "table" and self._open:
            self._open.pop().end_cell()
        elif tag in ("td", "th", "tr") and self._open:
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        """Take the text of an open cell."""
        if self._open and not self._unseen and self._open[-1].words is not None:
            self._open[-1].words.append(data)

    def finish(self) -> None:
        """Close the tables of a page that breaks off."""
        while self._open:
            self._open.pop().end_cell()


def _span(text: str | None, most: int) -> int:
    """Return over how many columns or rows a cell reaches."""
    digits = (text or "").strip()
    return min(max(int(digits), 1), most) if _SPAN.fullmatch(digits) else 1
