"""What the reader of workbooks does not tell, read from the sheets' own XML.

Error cells and formulas that were never calculated come out of it as empty cells, hidden rows
as any other row, number formats and what is struck through not at all. The XML is searched piece
by piece with regular expressions: it may be hundreds of megabytes long, and most sheets hold none
of these.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath

from societyctl.sheets.files.grid import (
    Spot,
    column_letters,
    is_short_date,
    is_telling,
    is_too_large,
)

_PIECE = 4 << 20
_HEAD = 4096
"""Bytes by which the way a sheet is written is told."""
_LONGEST_ROW = 64 << 20
_MOST_NOTED = 100_000
"""A sheet with more cells in error is refused: nobody can go through them."""

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REF = re.compile(rb"""\br=["']([A-Za-z]{1,3})(\d+)["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_IS_ERROR = re.compile(rb"""\bt=["']e["']""")
_IS_TEXT = re.compile(rb"""\bt=["']str["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_TYPES_OF_RESULTS = frozenset({b"", b"n", b"str", b"b", b"e", b"d"})
"""Those whose value stands in the cell itself."""
_TELLING = (b't="e"', b"<f")
"""Marks of error cells and formulas, sought before anything slower."""
_ODDLY_WRITTEN = (b"t='e'", b":f", b"s='", b":strike")
"""The same in sheets whose tags have a prefix or whose attributes stand in single quotes."""
_PLAIN_START = re.compile(rb"""\s*(?:<\?xml[^>]*>\s*)?<worksheet\s[^']*<sheetData>\s*<row [^']*>""")
_SHOWN = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\s(?=[^>]*\bhidden=["'](?:1|true)["'])[^>]*\br=["'](\d+)["']"""
)
_HIDDEN_COLUMNS = re.compile(rb"""<(?:\w+:)?col\s(?=[^>]*\bhidden=["'](?:1|true)["'])([^>]*)>""")
_LAST_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](\d+)["']""")
_FILLED = re.compile(rb"""\br=["']([A-Za-z]{1,3})(\d+)["'][^<>]*><(?:\w+:)?(?:v|f|is)\b""")
_FAR_ROWS = 100_000
_FAR = re.compile(rb"""r=["'](?:[A-Za-z]{2,3}\d|[A-Za-z]\d{6})""")
_FAR_DOWN = re.compile(rb"""r=["'][A-Za-z]{1,3}\d{6}""")
"""A cell may say it stands further down than the row it is in."""
_WIDE = {
    702: re.compile(rb"""r=["'][A-Za-z]{2}\d"""),
    16_384: re.compile(rb"""r=["'][A-Za-z]{3}\d"""),
}
"""Numbers of columns that two and three letters can name."""
_MOST_COLUMNS = 16_384
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_INSIDE = r"""((?:[^>"']|"[^"]*"|'[^']*')*)"""
"""What a tag holds; a sheet may be called A>B."""
_SHEET = re.compile(rf"<(?:\w+:)?sheet\s{_INSIDE}>")
_RELATION = re.compile(rf"<(?:\w+:)?Relationship\s{_INSIDE}>")
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE_OF_CELL = re.compile(r"<(?:\w+:)?xf\s([^>]*)>")
_FONTS = re.compile(r"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(r"<(?:\w+:)?font(?:\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_STRUCK = re.compile(r"""<(?:\w+:)?strike(?!\s+val=["'](?:0|false)["'])[\s/>]""")
_SHARED = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*?)?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_STRUCK_PART = re.compile(_STRUCK.pattern.encode())
"""The mark of a line through a part of a text, written as that of a whole font is."""
_IS_SHARED = re.compile(rb"""\bt=["']s["']""")
_BUILT_IN_PERCENT = {"9": "0%", "10": "0.00%"}
_BUILT_IN_MONTHS = dict.fromkeys(("17", "27", "36", "50", "52", "57"), "yyyy-m")
"""What Excel gives a typed 2022年6月 in Chinese is 57."""

_NOWHERE = (0, 0)
_STATED = re.compile(rb"""\buniqueCount\s*=\s*["'](\d+)""")
_FEW = 20
"""So many marks are sought one by one."""
_SHORTEST_TEXT = len("<si/>")
_SHARED_STRINGS = "xl/sharedStrings.xml"


@dataclass(slots=True)
class SheetFacts:
    """What one sheet's XML says beside its values."""

    errors: dict[Spot, str] = field(default_factory=dict)
    """Cells that show an error; of a formula that was never calculated, an empty text."""
    percents: set[Spot] = field(default_factory=set)
    padded: dict[Spot, int] = field(default_factory=dict)
    short_dates: dict[Spot, str] = field(default_factory=dict)
    struck: set[Spot] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last_row: int = 0
    width: int = 26
    """A bound on the number of columns."""
    too_far: str = ""
    """The last cell of a rectangle that is more than can be held."""

    @property
    def too_many_errors(self) -> bool:
        """More cells are in error than anybody could go through; the rest was not noted."""
        return len(self.errors) > _MOST_NOTED

    @property
    def is_unplaced(self) -> bool:
        """Some cell shows something beside its value and does not say where it stands."""
        noted = (self.errors, self.percents, self.padded, self.short_dates, self.struck)
        return any(_NOWHERE in spots for spots in noted)


def sheet_facts(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Return the facts of every worksheet of an .xlsx or .xlsm file, by sheet name.

    Raises what reading a damaged archive raises.
    """
    struck = _struck_texts(archive)
    styles = _telling_styles(_text(archive, "xl/styles.xml"))
    parts = sheet_parts(archive)
    return {name: _facts(archive, part, styles, struck) for name, part in parts.items()}


@dataclass(frozen=True, slots=True)
class FormulaResult:
    """What a formula came to when it was last calculated, as the XML says it."""

    type: bytes
    """The type of the cell; empty for a number."""
    shown: bytes


def formula_results(archive: zipfile.ZipFile, part: str) -> dict[bytes, FormulaResult]:
    """Return what the formulas of a sheet came to, by the names of their cells.

    Raises what reading a damaged archive raises.
    """
    results: dict[bytes, FormulaResult] = {}
    for piece in _pieces(archive, part):
        if b"<f" not in piece and b":f" not in piece:
            continue
        for attributes, content in _CELL.findall(piece):
            at, shown = _REF.search(attributes), _SHOWN.search(content)
            if at and shown and _FORMULA.search(content):
                of_type = _TYPE.search(attributes)
                result = FormulaResult(of_type[1] if of_type else b"", shown[1])
                if result.type in _TYPES_OF_RESULTS:
                    results[at[1] + at[2]] = result
    return results


def overstates_texts(archive: zipfile.ZipFile) -> bool:
    """Tell whether a workbook says that it holds more texts than there is room for.

    Raises what reading a damaged archive raises.
    """
    if _SHARED_STRINGS not in archive.namelist():
        return False
    with archive.open(_SHARED_STRINGS) as stream:
        stated = _STATED.search(stream.read(_HEAD))
    size = archive.getinfo(_SHARED_STRINGS).file_size
    return stated is not None and int(stated[1]) * _SHORTEST_TEXT > size


def _struck_texts(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the numbers of the shared texts of which a part is struck through.

    The texts are unpacked piece by piece: more than stated fails here, not in the reader.
    """
    if _SHARED_STRINGS not in archive.namelist():
        return frozenset()
    is_struck, end = False, b""
    with archive.open(_SHARED_STRINGS) as stream:
        while piece := stream.read(_PIECE):
            is_struck |= b"strike" in end + piece[:_HEAD] or b"strike" in piece
            end = piece[-_HEAD:]
    texts = _SHARED.findall(archive.read(_SHARED_STRINGS)) if is_struck else ()
    return frozenset(b"%d" % at for at, text in enumerate(texts) if _STRUCK_PART.search(text))


def _text(archive: zipfile.ZipFile, part: str) -> str:
    """Return a small part of the archive as text, empty when it is missing."""
    if part not in archive.namelist():
        return ""
    return archive.read(part).decode("utf-8", errors="replace")


def _attributes(text: str) -> dict[str, str]:
    """Return the attributes of one tag."""
    return {name: unescape(wide or narrow) for name, wide, narrow in _ATTRIBUTE.findall(text)}


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet names and the archive members that hold them."""
    relations = [
        _attributes(tag) for tag in _RELATION.findall(_text(archive, "xl/_rels/workbook.xml.rels"))
    ]
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    parts: dict[str, str] = {}
    for tag in _SHEET.findall(_text(archive, "xl/workbook.xml")):
        sheet = _attributes(tag)
        link = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
        if part in archive.namelist():
            parts[sheet.get("name", "")] = part
    return parts


@dataclass(frozen=True, slots=True)
class _Style:
    """How cells of a style show what they hold."""

    code: str
    """The number format if it matters: percent, all zeros, or a date without its day."""
    is_struck: bool


def _telling_styles(styles: str) -> dict[int, _Style]:
    """Return the styles that matter, by number."""
    fonts = _FONTS.search(styles) if "strike" in styles else None
    struck = {
        str(number)
        for number, font in enumerate(_FONT.findall(fonts[0] if fonts else ""))
        if _STRUCK.search(font)
    }
    codes = _BUILT_IN_PERCENT | _BUILT_IN_MONTHS
    for tag in _FORMAT.findall(styles):
        number_format = _attributes(tag)
        codes[number_format.get("numFmtId", "")] = number_format.get("formatCode", "")
    block = _STYLES.search(styles)
    cells = [_attributes(tag) for tag in _STYLE_OF_CELL.findall(block[0] if block else "")]
    telling: dict[int, _Style] = {}
    for number, cell in enumerate(cells):
        code = codes.get(cell.get("numFmtId", ""), "")
        matters = is_telling(code) or is_short_date(code)
        style = _Style(code if matters else "", cell.get("fontId", "") in struck)
        if style.code or style.is_struck:
            telling[number] = style
    return telling


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a sheet's XML in pieces that end where a row ends."""
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_PIECE):
            rest += block
            cut = max(rest.rfind(b"<row "), rest.rfind(b":row "))
            if cut <= 0 and len(rest) < _LONGEST_ROW:
                continue
            cut = rest.rfind(b"<", 0, cut + 1) if cut > 0 else len(rest)
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _facts(
    archive: zipfile.ZipFile, part: str, styles: Mapping[int, _Style], struck: frozenset[bytes]
) -> SheetFacts:
    """Search one sheet; ``struck`` are the shared texts with a line through some of them."""
    facts = SheetFacts()
    telling = [*_TELLING, b"<strike", *(b's="%d"' % number for number in styles)]
    telling += [b"<v>%s</v>" % number for number in struck] if len(struck) < _FEW else [b't="s"']
    for number, piece in enumerate(_pieces(archive, part)):
        if number == 0 and not _PLAIN_START.match(piece, 0, _HEAD):
            telling += _ODDLY_WRITTEN
        if b"hidden=" in piece:
            facts.hidden_rows.update(int(row) for row in _HIDDEN_ROW.findall(piece))
            for tag in _HIDDEN_COLUMNS.findall(piece):
                facts.hidden_columns.update(_columns_of(tag))
        if not facts.too_many_errors and any(mark in piece for mark in telling):
            _note_cells(piece, facts, styles, struck)
        _note_width(piece, facts)
    if is_too_large(facts.last_row, facts.width):
        row, column = _last_filled(archive, part)
        if is_too_large(row, column + 1):
            facts.too_far = f"{column_letters(column)}{row}"
    return facts


def _columns_of(tag: bytes) -> range:
    """Return the columns, counted from 0, that a tag speaks of."""
    given = _attributes(tag.decode("utf-8", errors="replace"))
    first, last = (given.get(name, "") for name in ("min", "max"))
    told = first.isdecimal() and last.isdecimal()
    return range(int(first) - 1, min(int(last), _MOST_COLUMNS)) if told else range(0)


def _note_cells(
    piece: bytes, facts: SheetFacts, styles: Mapping[int, _Style], struck: frozenset[bytes]
) -> None:
    """Note the error cells, uncalculated formulas and telling styles of a piece."""
    for attributes, content in _CELL.findall(piece):
        spot = _spot(attributes) or _NOWHERE
        if _IS_ERROR.search(attributes):
            error = _SHOWN.search(content)
            facts.errors[spot] = error[1].decode() if error else "#ERROR"
        elif _FORMULA.search(content) and not _SHOWN.search(content.replace(b"<v></v>", b"")):
            if not _IS_TEXT.search(attributes):
                facts.errors[spot] = ""
        else:
            if _shows_struck(attributes, content, struck):
                facts.struck.add(spot)
            named = _STYLE.search(attributes) if styles else None
            style = styles.get(int(named[1])) if named else None
            if style is not None and content:
                _note_style(spot, style, facts)


def _shows_struck(attributes: bytes, content: bytes, struck: frozenset[bytes]) -> bool:
    """Tell whether a part of the text in a cell is struck through."""
    if not struck or not _IS_SHARED.search(attributes):
        return b"strike" in content and _STRUCK_PART.search(content) is not None
    shown = _SHOWN.search(content)
    return shown is not None and shown[1].strip() in struck


def _note_style(spot: Spot, style: _Style, facts: SheetFacts) -> None:
    """Note a percent, a date without its day, zeros in front, or a line through the words."""
    if style.is_struck:
        facts.struck.add(spot)
    if style.code.endswith("%"):
        facts.percents.add(spot)
    elif is_short_date(style.code):
        facts.short_dates[spot] = style.code
    elif style.code:
        facts.padded[spot] = len(style.code)


def _spot(attributes: bytes) -> Spot | None:
    """Return the place of a cell."""
    match = _REF.search(attributes)
    return (int(match[2]), _column(match[1])) if match else None


def _column(letters: bytes) -> int:
    """Return the number of a column, counted from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _note_width(piece: bytes, facts: SheetFacts) -> None:
    """Widen the rough rectangle: the last row, and a bound on the columns by their letters."""
    rows = _LAST_ROW.findall(piece, max(0, piece.rfind(b"row ") - 20))
    facts.last_row = max(facts.last_row, int(rows[-1]) if rows else 0)
    if not _FAR.search(piece):
        return
    if _FAR_DOWN.search(piece):
        facts.last_row = max(facts.last_row, _FAR_ROWS)
    for letters, pattern in _WIDE.items():
        if facts.width < letters and pattern.search(piece):
            facts.width = letters


def _last_filled(archive: zipfile.ZipFile, part: str) -> Spot:
    """Return the last row and the last column in which something stands, or enough to refuse."""
    last_row, last_column = 0, 0
    for piece in _pieces(archive, part):
        for letters, row in _FILLED.findall(piece):
            last_row = max(last_row, int(row))
            last_column = max(last_column, _column(letters))
        if is_too_large(last_row, last_column + 1):
            break
    return last_row, last_column
