"""Who held an activity: columns of 主办, 承办 and 协办 say our role, and who else had a part."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.intake import SheetQuestion
from societyctl.domain.keys import normal_text
from societyctl.sheets.files.grid import Cell, Row
from societyctl.sheets.tables.answers import IGNORE, Answers
from societyctl.sheets.tables.mapping import UnreadColumn
from societyctl.sheets.tables.parties import US, Parties
from societyctl.sheets.tables.shown_cells import ShownCells
from societyctl.sheets.tables.table import Column, Table

_HOSTS = re.compile(
    r"(?P<role>主办|联合主办|承办|协办|支持|参与|参加)(?:单位|方|机构|部门)?(?:名称)?"
)
_ROLES = ("主办", "联合主办", "承办", "协办", "支持", "参加")
"""The strongest first: whoever hosts and supports is called a host."""
_JOINED = ("参加", "协办", "支持", "承办", "主办")
"""What may be said of rows that do not name the society; the first is the likeliest."""
_BETWEEN = re.compile(r"[、，,;；/\n]+|\s{2,}")
_ROLE, _PARTNERS = (RECORD_KINDS["activity"].field(name) for name in ("role", "partners"))


@dataclass(frozen=True, slots=True)
class _Hosted:
    """What the columns of one row come to."""

    role: str
    """Empty where the society is not among them."""
    partners: tuple[str, ...]
    is_told: bool
    """Somebody is named at all."""


def hosts_told_apart(table: Table, own_names: Collection[str], answers: Answers) -> Parties:
    """Return a table of activities with the role of the society and its partners as columns.

    Rows whose hosts are others take the role that was said of them; until it is, it is asked.
    """
    roles = {one: match["role"] for one in table.columns if (match := _named(one))}
    if not any(role in ("主办", "承办") for role in roles.values()):
        return Parties(table)
    if any(answers.find(table.grid, one.header) not in (None, IGNORE) for one in roles):
        return Parties(table)  # an answer names another field
    if any(_ROLE.header in one.names for one in table.columns):
        return Parties(table)
    us = {normal_text(name) for name in own_names} | {normal_text(name) for name in US}
    shown = ShownCells(table)
    rows = [_hosted(shown.merged_row(row), table, roles, us) for row in table.body]
    strangers = [number for (number, _), one in zip(table.body, rows, strict=True) if _is_open(one)]
    said = answers.find(table.grid, _ROLE.header)
    if not own_names and said in roles.values():  # who stands there may be the society itself
        others = {one: role for one, role in roles.items() if role != said}
        told = [_hosted(shown.merged_row(row), table, others, us) for row in table.body]
        rows = [replace(one, partners=two.partners) for one, two in zip(rows, told, strict=True)]
    question = None if said or not strangers else _which(table, roles, strangers, bool(own_names))
    other = "" if said in (None, IGNORE) else str(said)
    columns, body = _with_columns(table, [*roles], rows, other)
    reason = f"已分成“{_ROLE.header}”和“{_PARTNERS.header}”"
    unread = tuple(UnreadColumn(one, reason, is_explained=True) for one in roles)
    return Parties(replace(table, columns=columns, body=body), unread, question)


def _named(column: Column) -> re.Match[str] | None:
    """Return what a header says of the part that its cells had in an activity."""
    return next(filter(None, map(_HOSTS.fullmatch, column.names)), None)


def _hosted(
    cells: Sequence[Cell], table: Table, roles: Mapping[Column, str], us: Collection[str]
) -> _Hosted:
    """Return what one row says."""
    ours: list[str] = []
    partners: dict[str, None] = {}
    for column, role in roles.items():
        at = column.index - table.grid.left
        names = list(_names(cells[at] if at < len(cells) else ""))
        others = [name for name in names if not _is_us(name, us)]
        partners.update(dict.fromkeys(others))
        if len(others) < len(names):
            ours.append("联合主办" if role == "主办" and others else role)
    role = next((role for role in _ROLES if role in ours), "")
    return _Hosted(role, tuple(partners), bool(ours or partners))


def _names(cell: Cell) -> Iterator[str]:
    for part in _BETWEEN.split(str(cell)):
        if name := part.strip().removesuffix("等"):
            yield name


def _is_us(name: str, us: Collection[str]) -> bool:
    """Tell whether a name is the society's, or that of one of its branches."""
    text = normal_text(name)
    return any(own in text for own in us)


def _is_open(row: _Hosted) -> bool:
    return row.is_told and not row.role


def _with_columns(
    table: Table, hosts: Sequence[Column], rows: Sequence[_Hosted], other: str
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Return the columns of the table with role and partners for those of hosts, and the rows.

    They stand where the first two columns of hosts did, or behind the last.
    """
    left, width = table.grid.left, max((len(cells) for _, cells in table.body), default=0)
    places = [*(one.index for one in hosts), left + width][:2]
    headers = "、".join(one.header for one in hosts)
    added = tuple(
        Column(index, f"{headers}→{field.header}", (field.header,))
        for index, field in zip(places, (_ROLE, _PARTNERS), strict=True)
    )
    body: list[Row] = []
    for (number, cells), one in zip(table.body, rows, strict=True):
        padded = [*cells, *[""] * (width + 1 - len(cells))]
        for index, words in zip(places, _told(one, other), strict=True):
            padded[index - left] = words
        body.append((number, padded))
    kept = [one for one in table.columns if one not in hosts]
    return tuple(sorted((*kept, *added), key=lambda one: one.index)), tuple(body)


def _told(row: _Hosted, other: str) -> tuple[str, str]:
    return row.role or (other if row.is_told else ""), "、".join(row.partners)


def _which(
    table: Table, roles: Mapping[Column, str], strangers: Sequence[int], is_known: bool
) -> SheetQuestion:
    """Ask what the society was where others held the activity."""
    grid, headers = table.grid, "”“".join(one.header for one in roles)
    why = "没有写本会" if is_known else "哪个是本会不知道（学会档案还没有登记）"
    text = (
        f"{grid.title}：第{strangers[0]}行等{len(strangers)}行的“{headers}”里{why}，"
        "本会在这些活动里是什么角色？"
    )
    choices = (*_JOINED, IGNORE)
    return SheetQuestion(grid.file, grid.sheet, _ROLE.header, text, choices, blocking=True)
