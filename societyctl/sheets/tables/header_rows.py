"""Rows of headers in a grid: where they begin, how far they reach, what columns they name."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Cell, Grid, Row
from societyctl.sheets.tables.headers import (
    NUMBER_HEADERS,
    clean_header,
    is_foreign,
    is_known,
    kinds_by_header,
    unit_only,
)
from societyctl.sheets.tables.recognition import candidates, is_plausible
from societyctl.sheets.tables.table import Column

_SEARCHED = 60
"""Rows from the top within which the first header is looked for."""
_MOST_HEADER_ROWS = 3
_MOST_MISSES = 2
_LEAST_SHARE = 0.5
_MISSES_IN = 3
"""Of so many words below a gap, one may look like no header."""
_FIRST_OF_TABLE = NUMBER_HEADERS | {"月份", "季度", "选项"}
_LIKE_HEADER = re.compile(
    r".{0,6}(?:名称|姓名|数量|日期|时间|编号|序号|人数|人次|场次|金额|单价|规格|型号|备注|说明|电话|手机|"
    r"地点|地址|类别|类型|项目|科目|物品|用途|存放|单位|部门|职务|职称|内容|"
    r"负责人|制表人?|审核人?|经办人|领取人|联系人)(?:\(.*\))?"
)
"""How headers end that no kind may know."""
_TOTAL_LEAVES = frozenset(
    {
        "合计",
        "总合计",
        "总计",
        "小计",
        "总数",
        "总人数",
        "总人次",
        "实际",
        "实际人数",
        "实到",
        "实数",
    }
)


_ABOUT = re.compile(r"(?:基本)?(?:信息|情况)$")
"""What the header of a group adds to the thing that it is about."""
_ENDS_OF_SPANS = (("开始", "起始开始自"), ("结束", "止终结束至"))


def header_blocks(
    grid: Grid, said: Set[str] = frozenset(), *, is_told: bool = False
) -> list[tuple[int, int]]:
    """Return the first and last row of every header that differs from the one above it.

    The same headers in another order are another header: their cells stand elsewhere. The person
    may have ``said`` what some headers mean, or what the sheet holds (``is_told``): then its first
    row of several words will do.
    """
    start = _first_header(grid.rows[:_SEARCHED], said)
    if start is None and is_told:
        start = next((row for row in grid.rows[:_SEARCHED] if _is_of_words(row[1])), None)
    if start is None:
        return []
    blocks = [_header_block(grid, start)]
    current, raw = _header_places(start[1]), _texts(start[1])
    before = start
    for row in grid.rows:
        is_new, before = _opens_another(before, row), row
        if row[0] <= blocks[-1][1] or not (is_new or _may_be_header(row[1], raw)):
            continue
        places = _header_places(row[1])
        below = columns_under(grid, row[0], row[0])
        if not places <= current and (is_new or stands_alone(below) or begins_anew(below)):
            blocks.append(_header_block(grid, row))
            current, raw = places, _texts(row[1])
    return blocks


def stands_alone(block: Sequence[Column]) -> bool:
    """Tell whether some columns make a table of their own."""
    ranked = candidates([column.names for column in block], "", "")
    return any(is_plausible(one, len(block)) for one in ranked)


def _opens_another(before: Row, row: Row) -> bool:
    """Tell whether a row heads another table, of whatever kind, below a gap in the rows."""
    if row[0] - before[0] == 1:
        return False
    filled = [cell for cell in row[1] if cell != ""]
    words = [cell for cell in filled if isinstance(cell, str)]
    if len(filled) == 1 or len(words) < len(filled):
        return False
    like = [_LIKE_HEADER.fullmatch(squeezed(one)) is not None for one in words]
    return like[0] and like.count(False) * _MISSES_IN <= len(like)


def begins_anew(block: Sequence[Column]) -> bool:
    """Tell whether some columns begin as tables of their own do, whatever they are about."""
    return len(block) > 1 and block[0].names[0] in _FIRST_OF_TABLE


def _is_of_words(cells: Sequence[Cell]) -> bool:
    """Tell whether a row holds several words, each once, and nothing else."""
    filled = [cell for cell in cells if cell != ""]
    return len(filled) > 1 and len(_texts(filled)) == len(filled)


def _first_header(rows: Sequence[Row], said: Set[str]) -> Row | None:
    """Return the first row made of known headers, else the one with most of them."""
    best, most = None, 0
    for row in rows:
        count, share = _known_share(row[1], said)
        if count > 1 and share > _LEAST_SHARE:
            return row
        if count > most:
            best, most = row, count
    return best


def _texts(cells: Sequence[Cell]) -> frozenset[str]:
    """Return the words of a row as typed."""
    return frozenset(cell for cell in cells if isinstance(cell, str))


def _known_share(cells: Sequence[Cell], said: Set[str] = frozenset()) -> tuple[int, float]:
    """Return how many cells hold known headers, and which share of the filled cells that is."""
    filled = [cell for cell in cells if cell != ""]
    count = sum(is_known(cell) or clean_header(str(cell)).name in said for cell in filled)
    if not filled or any(not isinstance(cell, str) for cell in filled):
        return 0, 0.0
    return count, count / len(filled)


def _header_places(cells: Sequence[Cell]) -> frozenset[tuple[int, str]]:
    """Return the names of the headers in a row, each with its column."""
    return frozenset(
        (at, clean_header(cell).name)
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and cell
    )


def _may_be_header(cells: Sequence[Cell], raw: frozenset[str]) -> bool:
    """Tell cheaply, then thoroughly, whether a row below the first header is one again."""
    headers = kinds_by_header()
    misses = 0
    for cell in cells:
        if cell == "":
            continue
        if not isinstance(cell, str):
            return False
        if cell not in raw and cell not in headers:
            misses += 1
            if misses > _MOST_MISSES:
                return False
    hits, share = _known_share(cells)
    return hits > 1 and share >= _LEAST_SHARE


def _header_block(grid: Grid, start: Row) -> tuple[int, int]:
    """Return the first and the last row of a header, grown from its best row."""
    cells_of = dict(grid.rows)
    top = bottom = start[0]
    while bottom - top + 1 < _MOST_HEADER_ROWS and _is_group_row(grid, cells_of, top - 1):
        top -= 1
    reach = max(
        (merge.bottom for merge in grid.merges if top <= merge.top <= bottom), default=bottom
    )
    bottom = max(bottom, min(reach, top + _MOST_HEADER_ROWS - 1))
    while bottom - top + 1 < _MOST_HEADER_ROWS and (
        _is_sub_header(grid, cells_of, top, bottom + 1)
        or _is_of_units(cells_of.get(bottom + 1, ()))
    ):
        bottom += 1
    return top, bottom


def _is_group_row(grid: Grid, cells_of: dict[int, list[Cell]], number: int) -> bool:
    """Tell whether a row above the headers groups them, and is not a title."""
    cells = cells_of.get(number)
    if cells is None or any(not isinstance(cell, str) for cell in cells):
        return False
    filled = len(cells) - cells.count("")
    spans = [merge for merge in grid.merges if merge.top == number and merge.right > merge.left]
    return filled > 1 and bool(spans)


def _is_of_units(cells: Sequence[Cell]) -> bool:
    """Tell whether a row says nothing but in which units the columns below it are."""
    filled = [cell for cell in cells if cell != ""]
    return bool(filled) and all(isinstance(cell, str) and unit_only(cell) for cell in filled)


def _is_sub_header(grid: Grid, cells_of: dict[int, list[Cell]], top: int, number: int) -> bool:
    """Tell whether a row carries on the headers above it: words under their empty or wide cells."""
    below, above = cells_of.get(number), cells_of.get(number - 1)
    if below is None or above is None or any(not isinstance(cell, str) for cell in below):
        return False
    merges = [merge for merge in grid.merges if top <= merge.top < number]
    wide = {
        column - grid.left
        for merge in merges
        if merge.right > merge.left
        for column in range(merge.left, merge.right + 1)
    }
    if merges and not wide:
        return False
    filled = {index for index, cell in enumerate(below) if cell != ""}
    gaps = {index for index, cell in enumerate(above) if cell == ""}
    beside = {index - 1 for index in gaps if index - 1 in filled and index in filled}
    if not filled & (gaps | wide) or not filled <= gaps | wide | beside:
        return False
    return bool(wide) or any(_completes(above, below, index) for index in filled)


def _completes(above: list[Cell], below: list[Cell], index: int) -> bool:
    """Tell whether a cell makes a known header, alone or with the group to its left above."""
    group = next((cell for cell in reversed(above[: index + 1]) if cell != ""), "")
    path = [str(part) for part in (group, below[index]) if part != ""]
    return any(name in kinds_by_header() for name in _column(index, path).names)


def columns_under(grid: Grid, top: int, bottom: int) -> tuple[Column, ...]:
    """Return the columns under a header block."""
    cells_of = dict(grid.rows)
    levels = [
        _spread(grid, number, cells_of.get(number, []), below)
        for number in range(top, bottom + 1)
        for below in [cells_of.get(number + 1, []) if number < bottom else []]
    ]
    width = max((len(level) for level in levels), default=0)
    columns: list[Column] = []
    for index in range(width):
        path = [level[index] for level in levels if index < len(level) and level[index]]
        path = list(dict.fromkeys(path))
        if path:
            columns.append(_column(grid.left + index, path))
    return tuple(columns)


def _spread(grid: Grid, number: int, cells: list[Cell], below: list[Cell]) -> list[str]:
    """Return the words of a header row, those of a group repeated over its columns."""
    words = [str(cell).strip() for cell in cells]
    for merge in grid.merges:
        # Nothing stands in a group that begins left of everything.
        if merge.top == number and grid.left <= merge.left < merge.right:
            for index in range(merge.left - grid.left + 1, merge.right - grid.left + 1):
                if index < len(words):
                    words[index] = words[merge.left - grid.left]
    for index in range(1, min(len(words), len(below))):
        if not words[index] and below[index] and below[index - 1]:
            words[index] = words[index - 1]
    return words


def _column(index: int, path: list[str]) -> Column:
    """Return a column with all the names its path of headers allows."""
    if len(path) > 1 and unit_only(path[-1]):
        *path, unit = path
        path = [*path[:-1], f"{path[-1]}（{unit_only(unit)}）"]
    cleaned = [clean_header(part) for part in path]
    leaf = cleaned[-1]
    names = [leaf.name]
    if len(cleaned) > 1:
        group = cleaned[-2].name
        names += [group + leaf.name, leaf.name + group]
        names += [_ABOUT.sub("", group) + leaf.name] if _ABOUT.search(group) else []
        names += [word + group for word, ends in _ENDS_OF_SPANS if leaf.name in ends]
        names += [leaf.name + word for word in ("人次", "人数") if word in group]
        # The 人数 of volunteers is not that of the people who came.
        if any(is_foreign(part.name) for part in cleaned[:-1]):
            names = [group + leaf.name, leaf.name + group]
    unit = next((part.unit for part in reversed(cleaned) if part.unit), "")
    hint = cleaned[0].name if len(cleaned) > 1 and leaf.name in _TOTAL_LEAVES else ""
    return Column(index, "/".join(path), tuple(names), unit, hint)
