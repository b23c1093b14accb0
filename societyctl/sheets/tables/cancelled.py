"""Rows marked as cancelled or struck through: whether they still hold, only the person knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from societyctl.errors import Issue
from societyctl.sheets.files.grid import Cell, Grid, Row

_WORDS = ("取消", "已取消", "活动取消", "作废", "已作废", "停办", "未举办", "未开展", "未办")
_TOLD = tuple(
    f"{opening}{word}{closing}"
    for word in _WORDS
    for opening, closing in ("（）", "()", "【】", "[]", "〔〕")
)
_MARKS = frozenset(_WORDS)
_STEMS = ("取消", "作废", "停办", "未举办", "未开展", "未办")
"""One of them stands in every word above: a column without any needs no closer look."""


def cancelled(
    columns: Sequence[Sequence[Cell]], apart: Collection[int]
) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and words of the cells that say a row is void, all counted from 0.

    ``apart`` are columns whose own field holds such words.
    """
    for offset, cells in enumerate(columns):
        if offset in apart:
            continue
        told = "\n".join([cell for cell in cells if cell.__class__ is str])
        if not any(stem in told for stem in _STEMS):
            continue
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and (cell in _MARKS or cell.endswith(_TOLD)):
                yield at, offset, cell


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
        expected = "作废就清空这一格；有效就去掉删除线"
        yield Issue(grid.place(number, column), "这一格画着删除线", expected)
