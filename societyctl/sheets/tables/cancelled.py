"""Rows marked as cancelled: whether what they tell of took place, only the person knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from societyctl.sheets.files.grid import Cell

_WORDS = ("取消", "已取消", "活动取消", "作废", "已作废", "停办", "未举办", "未开展", "未办")
_TOLD = tuple(
    f"{opening}{word}{closing}"
    for word in _WORDS
    for opening, closing in ("（）", "()", "【】", "[]", "〔〕")
)
_MARKS = frozenset(_WORDS)
_LAST = frozenset(told[-1] for told in _TOLD)


def cancelled(
    columns: Sequence[Sequence[Cell]], apart: Collection[int]
) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and words of the cells that say a row is void, all counted from 0.

    ``apart`` are columns whose own field holds such words.
    """
    for offset, cells in enumerate(columns):
        if offset in apart:
            continue
        whole = not _MARKS.isdisjoint(cells)
        for at, cell in enumerate(cells):
            if whole and cell in _MARKS:
                yield at, offset, str(cell)
            if isinstance(cell, str) and cell[-1:] in _LAST and cell.endswith(_TOLD):
                yield at, offset, cell
