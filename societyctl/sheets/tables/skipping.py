"""Rows that are no records: totals, headings, numbered blanks, examples, notes below the table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from societyctl.sheets.cells.spelling import normalise, squeezed
from societyctl.sheets.files.grid import Cell, Row
from societyctl.sheets.tables.headers import NUMBER_HEADERS, clean_header
from societyctl.sheets.tables.table import Table

_SPAN = (
    r"本?[页月季年]度?|全年|年度|各项|(?:\d{1,4}|[一二三四五六七八九十]+)(?:年度?|月份?)|"
    r"\d{1,2}[-~至到]\d{1,2}月份?|第?[一二三四1-4]季度?|[上下]半年|"
    r"前?[一二三四五六七八九十\d]+个月|截至.*"
)
_TOTAL = re.compile(
    rf"(?:{_SPAN})*(?:合|小|总|共|累|总合)计(?:数|金额|人数|人次)?(?:\(.*\))?"
    r"(?::.*|共?约?\d.*)?"
)
_PART_OF = re.compile(r"#?其中(?::|$)")
_PART_BEGINS = re.compile(r"#?其中")
_PART_REASON = "“其中”行，已含在上面的数里"
_CARRIED = re.compile(r"\(?(?:过次页|过下页|转下页|转次页|承前页|承上页|接上页|接前页)\)?:?")
_SEAL = re.compile(r".*\((?:加?盖?公?章|签字盖章|签章)\):?")
_NOTE_GOES_ON = re.compile(
    r"\(?\d{1,2}[.、)]|\(?[一二三四五六七八九十]{1,2}[、)]|[附另此][:有外]|.*[。；]$"
)
"""How the lines under a first note begin or end."""
NOTE = "表下的说明"
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填表人|填报人|填报单位|制表人?|审核人?|经办人|单位负责人|"
    r"负责人签[字名]|(?:负责人|理事长)(?=\(签)|签[字名]|盖章|"
    r"联系人|联系电话|填表日期|填报日期|制表日期|单位盖章|\(盖章\)|※|\*+)\d*[:、.(\s]|※"
)
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+部分).*"
)
_YEAR_ALONE = re.compile(
    r"(?:19|20)\d\d(?:学?年度?)?(?:[上下]半年|第?[一二三四1-4]季度|(?:学术|科普)?活动)?"
)
_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]?")
_EXAMPLE = re.compile(r"(?:示例|样例|例如|例)(?:行|数据)?(?::.*)?")
_END = re.compile(r"[(\[<\-*=_~]*(?:以下|此页|本页)(?:为?空白?|均?无正文|无内容|空格)[)\]>\-*=_~]*")
_TELLING = frozenset(
    "本全年各合小总共累其示样例如注备说填制审单负联盖经理签※*#（([［<=_~-—–―－以此 0123456789　"
    "一二三四五六七八九十第上下前截过转承接"
)
"""What the rows to be skipped begin with; most rows need no closer look."""
_TO_FILL_IN = re.compile(r"(?:\d*年)?\d*月\d*日|\(?(?:签[字名章]|盖章|公章)\)?:?")
"""What stands beside the line to sign on."""
HEADING = "小标题"
"""Why a row is skipped that names the section below it."""
_NOTHING = frozenset({"无", "-", "--", "/"})
_TITLE_WIDTH = 3
_SHORT = 2
"""No word for nothing is longer; a number and a name fill so many cells."""
_NUMBERED = re.compile(r"\d+[.、)]?")


class RowSieve:
    """Tells the rows of a table that are no records."""

    def __init__(self, table: Table, columns: Sequence[int]) -> None:
        """``columns`` are the indexes of the columns that are read, in their order."""
        self._grid = table.grid
        self._columns = columns
        self._offsets = [column - table.grid.left for column in columns]
        self._first = self._offsets[0] if columns else 0
        self._names = frozenset(name for column in table.columns for name in column.names)
        self._headers = frozenset(part for header in table.headers for part in header.split("/"))
        self._spanning = {
            merge.top for merge in table.grid.merges if merge.right - merge.left + 1 >= _TITLE_WIDTH
        }
        """Rows that are mostly one cell spread over several columns."""

        self._sections = _numbered_sections(table)
        self._in_notes = False
        """The row before was a note below the table."""

    def reason(self, row: Row) -> str:
        """Return why a row is no record, or an empty text when it may be one.

        The rows are to be given in their order: a note may go on in the next line.
        """
        if self._in_notes and _goes_on(row[1]):
            return NOTE
        reason = self._reason(row)
        self._in_notes = reason == NOTE
        return reason

    def _reason(self, row: Row) -> str:
        number, cells = row
        if self._is_plainly_data(cells):
            return ""
        filled = [cell for cell in cells if cell != ""]
        if not filled:
            return ""
        if self._repeats_header(filled):
            return "重复的表头"
        if number in self._sections:
            return HEADING
        given = [cells[at] for at in self._offsets if at < len(cells) and cells[at] != ""]
        if not given and any((number, column) in self._grid.errors for column in self._columns):
            return ""
        return _reason(filled, given, spans=number in self._spanning)

    def _is_plainly_data(self, cells: Sequence[Cell]) -> bool:
        """Tell cheaply that a row is a record and needs no closer look.

        So it is when the first cell that is read holds a longer text, begins like no row to be
        skipped, and is neither alone nor a header.
        """
        first, headers = self._first, self._headers
        if first >= len(cells) - 1:
            return False
        lead = cells[first]
        if lead.__class__ is not str or len(lead) <= _SHORT:
            return False
        if lead[0] in _TELLING or lead in headers:
            return False
        before = next((cell for cell in cells[:first] if cell != ""), "") if first else ""
        if isinstance(before, str) and (before[:1] in _TELLING or before in headers):
            return False
        return cells[first + 1] != "" or any(cell != "" for cell in cells[first + 2 :])

    def _repeats_header(self, filled: Sequence[Cell]) -> bool:
        """Tell whether filled cells repeat headers: at least the first as it was typed."""
        if filled[0] not in self._headers or not all(isinstance(cell, str) for cell in filled):
            return False
        return all(clean_header(str(cell)).name in self._names for cell in filled)


def _numbered_sections(table: Table) -> frozenset[int]:
    """Return the rows that only number and name a section: 一 | 学术活动, above fuller rows."""
    numbers = [column for column in table.columns if column.names[0] in NUMBER_HEADERS]
    at = numbers[0].index - table.grid.left if numbers else 0
    sections: list[int] = []
    fuller = False
    for number, cells in table.body if numbers else ():
        length = len(cells) - cells.count("")
        numeral = cells[at] if at < len(cells) else ""
        if not isinstance(numeral, str) or not _NUMERAL.fullmatch(numeral.strip()):
            fuller |= length > _SHORT
        elif length == _SHORT:
            sections.append(number)
        else:
            return frozenset()
    return frozenset(sections if fuller else ())


def _reason(filled: Sequence[Cell], given: Sequence[Cell], *, spans: bool) -> str:
    """Return what the words of a row say about it.

    ``filled`` are all its filled cells from the left, ``given`` those in columns that are read;
    ``spans`` tells whether one cell stretches over several columns.
    """
    lead = filled[0].lstrip() if isinstance(filled[0], str) else ""
    if len(filled) == 1 and isinstance(filled[0], int | float):
        lead = _plain(filled[0])
    if lead[:1] in _TELLING or len(filled) == 1:
        notes = spans or all(isinstance(cell, str) and _is_note(cell) for cell in filled)
        reason = _by_first_word(squeezed(lead), alone=len(filled) == 1, spans=notes)
        if reason:
            return reason
    if not given:
        only_number = len(filled) == 1 and _NUMBERED.fullmatch(_plain(filled[0]))
        return "只有序号，没有内容" if only_number else "只在不读的列里有内容"
    if all(
        isinstance(cell, str) and len(cell) <= len("--") and normalise(cell) in _NOTHING
        for cell in given
    ):
        return "填的是“无”"
    second = given[0]
    if isinstance(second, str) and second[:1] in _TELLING and second is not filled[0]:
        return _by_word(squeezed(second))
    return ""


def _goes_on(cells: Sequence[Cell]) -> bool:
    """Tell whether a row carries on the note in the row before it."""
    filled = [cell for cell in cells if cell != ""]
    words = squeezed(filled[0]) if len(filled) == 1 and isinstance(filled[0], str) else ""
    return bool(_NOTE_GOES_ON.match(words) or _TO_FILL_IN.fullmatch(words))


def _is_note(cell: str) -> bool:
    """Tell whether a cell says who filled in the sheet, or when."""
    words = squeezed(cell)
    return _NOTE.match(words) is not None or _TO_FILL_IN.fullmatch(words) is not None


def _plain(cell: Cell) -> str:
    """Return a cell as text, whole numbers without decimals."""
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell).strip()


def _by_word(word: str) -> str:
    """Return the reason that the first word of a row gives."""
    if _TOTAL.fullmatch(word):
        return "合计行"
    if _CARRIED.fullmatch(word):
        return "跨页重复的合计行"
    if _PART_OF.match(word):
        return _PART_REASON
    if _EXAMPLE.fullmatch(word):
        return "示例行"
    if _END.fullmatch(word):
        return "名单到此为止的标记"
    return ""


def _by_first_word(word: str, *, alone: bool, spans: bool) -> str:
    """Return the reason that the leftmost cell of a row gives."""
    reason = _by_word(word)
    if reason:
        return reason
    if _PART_BEGINS.match(word):
        return _PART_REASON
    if (_NOTE.match(word) and (alone or spans)) or (alone and _SEAL.fullmatch(word)):
        return NOTE
    if alone and (spans or _SECTION.fullmatch(word) or _YEAR_ALONE.fullmatch(word)):
        return HEADING
    return ""
