"""Rows that say they are void or are struck through: what did not take place, who has left.

Whether it is so only the person knows; what the row says is never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from societyctl.domain.fields import RecordKind
from societyctl.errors import Issue
from societyctl.sheets.files.grid import Cell, Grid, Row

_ENTRY = re.compile(r"\d{1,2}[.、)）]|[（(]\d{1,2}[）)]|[①-⑳]|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]")
"""How a line of a list in one cell begins."""
_LONGEST = 20
"""Longer texts tell a story in which such a word may stand for anything."""


@dataclass(frozen=True, slots=True)
class _Void:
    """How a row says it, and what to do about it."""

    stems: tuple[str, ...]
    """One of them stands in every such text: a column without any needs no closer look."""
    told: re.Pattern[str]
    """The whole cell, or a remark in brackets at its end."""
    found: str
    expected: str


_OPENED, _CLOSED = r"(?:.*[（(【\[〔])?(?:活动|会议|因[^，。,;；]{1,6}?|已|现)*", r"[）)】\]〕]?"
_CALLED_OFF = _Void(
    ("取消", "作废", "停办", "未举办", "未开展", "未办"),
    re.compile(rf"{_OPENED}(?:取消|作废(?:重[开打])?|停办|未举办|未开展|未办){_CLOSED}"),
    "像是没有办成",
    "没有办就删去这一行，或加一列“状态”填取消；办了就去掉这个标记",
)
_PUT_OFF = _Void(
    ("延期", "推迟", "改期", "暂缓", "流会"),
    re.compile(
        rf"{_OPENED}(?:延期|推迟|改期|暂缓|流会)(?:至|到|举办|召开|开展|进行|[\d年月日号./-])*{_CLOSED}"
    ),
    "像是没有按这一天办",
    "改成实际办的日期；没有办就删去这一行；照办了就去掉这个标记",
)
_LEFT = _Void(
    ("故", "世", "退会", "除名", "转出", "调离", "离会", "离职", "辞职"),
    re.compile(r".*(?:已故|病故|亡故|去世|逝世|退会|除名|转出|调离|离会|离职|辞职).*"),
    "像是已经不在了",
    "不在了就填上{until}；还在就去掉这个标记",
)


def cancelled(
    columns: Sequence[Sequence[Cell]], apart: Collection[int], kind: RecordKind
) -> Iterator[tuple[int, int, str, str]]:
    """Yield row, column, what is found and what is expected of rows that say they are void.

    Rows and columns are counted from 0. ``apart`` are columns whose own field holds such words.
    """
    until = kind.field(kind.until).header if kind.until else ""
    for void in _voids_of(kind):
        expected = void.expected.format(until=f"“{until}”")
        for offset, cells in enumerate(columns):
            if offset in apart:
                continue
            told = "\n".join([cell for cell in cells if cell.__class__ is str])
            if not any(stem in told for stem in void.stems):
                continue
            for at, cell in enumerate(cells):
                if isinstance(cell, str) and _says(void, cell):
                    yield at, offset, f"“{cell}”{void.found}", expected


def several_in(cell: Cell) -> bool:
    r"""Tell whether one cell lists several events, each on a line with its number or day.

    >>> several_in("1. 3月5日 讲座\n2. 3月12日 参观"), several_in("节水科普\n走进校园")
    (True, False)
    """
    if not isinstance(cell, str) or "\n" not in cell:
        return False
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    return len(lines) > 1 and all(_ENTRY.match(line) for line in lines)


def _voids_of(kind: RecordKind) -> tuple[_Void, ...]:
    """Return the ways in which a record of a kind may be void."""
    if kind.family == "person" and kind.until is not None:
        return _CALLED_OFF, _LEFT
    return (_CALLED_OFF, _PUT_OFF) if kind.family == "activity" else (_CALLED_OFF,)


def _says(void: _Void, cell: str) -> bool:
    """Tell whether a cell says that its row is void."""
    words = cell.strip()
    return len(words) <= _LONGEST and void.told.fullmatch(words) is not None


def struck_through(grid: Grid, row: Row, columns: Sequence[int]) -> Iterator[Issue]:
    """Yield an issue for a row struck through, or for each of its cells that are.

    ``columns`` are those that are read, as they stand in the sheet.
    """
    number, cells = row
    given = {at for at, cell in enumerate(cells, grid.left) if cell != ""}
    filled = [column for column in columns if column in given]
    struck = [column for column in filled if (number, column) in grid.struck]
    if struck and struck == filled:
        expected = "作废就删去这一行；有效就去掉删除线"
        yield Issue(grid.place(number, struck[0]), "这一行画着删除线", expected)
        return
    for column in struck:
        expected = "作废的就删去；有效就去掉删除线"
        yield Issue(grid.place(number, column), "这一格（或其中几个字）画着删除线", expected)
