"""Lines of a name and some numbers, which give up columns rather than the name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from societyctl.reporting.pages.layout import pad

_NARROWEST_NAME = 16
_KEPT = 2
"""Columns of lower ranks stay however long the names are."""


class NumberColumn(NamedTuple):
    """A column set to the right."""

    header: str
    width: int
    rank: int
    """Where there is little room the highest ranks go first."""


def fitting(
    columns: Sequence[NumberColumn], width: int, longest: int
) -> tuple[list[NumberColumn], int]:
    """Return the columns for which there is room beside the longest name, and the room for names.

    >>> fitting([NumberColumn("数", 8, 0), NumberColumn("剩", 8, 5)], 30, 20)
    ([NumberColumn(header='数', width=8, rank=0)], 22)
    """
    chosen = list(columns)
    wanted = max(_NARROWEST_NAME, longest)
    while chosen and width - sum(column.width for column in chosen) < wanted:
        last = max(chosen, key=lambda column: column.rank)
        if last.rank < _KEPT:
            break
        chosen.remove(last)
    return chosen, max(_NARROWEST_NAME, width - sum(column.width for column in chosen))


def to_the_right(words: str, width: int) -> str:
    """Return words set to the right of a column."""
    return " " * (width - cell_len(words)) + words


def head_line(
    word: str, room: int, name: str, longest: int, columns: Sequence[NumberColumn]
) -> Text:
    """Return the line of headers."""
    headers = "".join(to_the_right(column.header, column.width) for column in columns)
    return Text(pad(word, room) + pad(name, longest) + headers)
