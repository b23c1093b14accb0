"""Workbooks saved as one XML text (XML Spreadsheet 2003), which many systems hand out as .xls."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser

from societyctl.sheets.files.grid import (
    Cell,
    Grid,
    Merge,
    Spot,
    column_letters,
    filled_rows,
    is_short_date,
    is_telling,
    is_too_large,
    with_error_rows,
)
from societyctl.sheets.files.refusals import damaged, too_large

MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
"""What stands near the beginning of such a file."""
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)

Given = dict[str, str | None]
"""The attributes of a tag, their names in small letters."""


def xml_grids(content: bytes, file: str) -> tuple[Grid, ...]:
    """Return the worksheets; raises WorkbookError for one that cannot be read."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    book = _XmlBook()
    try:
        book.feed(text)
        book.close()
    except ValueError as err:
        raise damaged(file) from err
    if not book.sheets:
        raise damaged(file)
    return tuple(sheet.grid(file, book.formats, book.struck) for sheet in book.sheets)


@dataclass(slots=True)
class _XmlSheet:
    """A worksheet while it is read; rows counted from 1, columns from 0."""

    name: str
    is_hidden: bool = False
    row: int = 0
    column: int = -1
    filled: dict[Spot, Cell] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    styles: dict[Spot, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    row_style: str = ""
    style: str = ""
    reach: int = 0
    """So many columns more the open cell takes."""

    def begin_row(self, given: Given) -> None:
        """Begin a row."""
        self.row, self.column = _further(given, self.row + 1), -1
        self.reach, self.row_style = 0, given.get("ss:styleid") or ""
        if given.get("ss:hidden") == "1":
            self.hidden_rows.add(self.row)

    def begin_cell(self, given: Given) -> None:
        """Begin a cell."""
        self.column = _further(given, self.column + self.reach + 2) - 1
        self.reach, down = _number(given, "ss:mergeacross", 0), _number(given, "ss:mergedown", 0)
        self.style = given.get("ss:styleid") or self.row_style
        if self.reach or down:
            right = self.column + self.reach
            self.merges.append(Merge(self.row, self.column, self.row + down, right))

    def put(self, kind: str, text: str) -> None:
        """Put what stands in the open cell down; raises ValueError when none is open."""
        if self.row < 1 or self.column < 0:
            raise ValueError(text)
        spot = (self.row, self.column)
        if kind == "Error":
            self.errors[spot] = text.strip() or "#ERROR"
            return
        content = _content(kind, text)
        if content != "":
            self.filled[spot] = content
            self.styles[spot] = self.style

    def grid(self, file: str, formats: dict[str, str], struck: set[str]) -> Grid:
        """Return the finished sheet; ``struck`` are the styles that strike words through."""
        last = max((row for row, _ in self.filled), default=0)
        width = max((column for _, column in self.filled), default=-1) + 1
        if is_too_large(last, width):
            raise too_large(file, self.name, f"{column_letters(width - 1)}{last}")
        rows: list[list[Cell]] = [[""] * width for _ in range(last)]
        for (row, column), content in self.filled.items():
            rows[row - 1][column] = content
        shown = {spot: formats.get(style, "") for spot, style in self.styles.items()}
        telling = {spot: code for spot, code in shown.items() if is_telling(code)}
        return Grid(
            file,
            self.name,
            with_error_rows(filled_rows(rows, 1), self.errors),
            merges=tuple(self.merges),
            errors=self.errors,
            percents=frozenset(spot for spot, code in telling.items() if code.endswith("%")),
            padded={spot: len(code) for spot, code in telling.items() if not code.endswith("%")},
            short_dates={spot: code for spot, code in shown.items() if is_short_date(code)},
            struck=frozenset(spot for spot, style in self.styles.items() if style in struck),
            hidden_rows=frozenset(self.hidden_rows),
            is_hidden=self.is_hidden,
        )


class _XmlBook(HTMLParser):
    """Collects the worksheets. A reader of web pages has no entities of its own to unfold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[_XmlSheet] = []
        self.formats: dict[str, str] = {}
        self.struck: set[str] = set()
        self._style = self._kind = ""
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a sheet, a row, a cell or what stands in it; or learn how a style shows numbers."""
        given = dict(attrs)
        if tag == "style":
            self._style = given.get("ss:id") or ""
        elif tag == "numberformat":
            code = given.get("ss:format") or ""
            self.formats[self._style] = "0.00%" if code == "Percent" else code
        elif tag == "font" and given.get("ss:strikethrough") == "1":
            self.struck.add(self._style)
        elif tag == "worksheet":
            self.sheets.append(_XmlSheet(given.get("ss:name") or ""))
        elif self.sheets:
            self._inside(self.sheets[-1], tag, given)

    def _inside(self, sheet: _XmlSheet, tag: str, given: Given) -> None:
        if tag == "row":
            sheet.begin_row(given)
        elif tag == "cell":
            sheet.begin_cell(given)
        elif tag in ("data", "ss:data"):
            self._kind, self._words = given.get("ss:type") or "String", []

    def handle_endtag(self, tag: str) -> None:
        """Put down what ends."""
        if tag in ("data", "ss:data") and self._words is not None:
            self.sheets[-1].put(self._kind, "".join(self._words))
            self._words = None

    def handle_data(self, data: str) -> None:
        """Take the text of an open cell, or of what says whether a sheet is hidden."""
        if self._words is not None:
            self._words.append(data)
        elif data.strip() in ("SheetHidden", "SheetVeryHidden") and self.sheets:
            self.sheets[-1].is_hidden = True

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """Read on as usual: a style is no style sheet here."""


def _content(kind: str, text: str) -> Cell:
    """Return the content of a cell; what is not what it says stays a text."""
    with suppress(ValueError):
        if kind == "Number":
            number = float(text)
            return int(number) if number.is_integer() else number
        if kind == "DateTime":
            moment = datetime.fromisoformat(text.strip())
            return moment if moment.time().isoformat() != "00:00:00" else moment.date()
        if kind == "Boolean":
            return text.strip() == "1"
    return text


def _further(given: Given, following: int) -> int:
    """Return where a row or cell says it stands; raises ValueError for one that goes back."""
    number = _number(given, "ss:index", following)
    if number < following:
        raise ValueError(number)
    return number


def _number(given: Given, name: str, default: int) -> int:
    """Return an attribute that is a number."""
    text = given.get(name) or ""
    return int(text) if _WHOLE.fullmatch(text) else default
