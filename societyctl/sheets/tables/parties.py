"""The parties of agreements: whichever is not the society itself is the one it agreed with."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.intake import SheetQuestion
from societyctl.domain.keys import normal_text
from societyctl.sheets.files.grid import Cell, Row
from societyctl.sheets.tables.answers import IGNORE, Answers
from societyctl.sheets.tables.headers import field_named
from societyctl.sheets.tables.mapping import UnreadColumn
from societyctl.sheets.tables.table import Column, Table

_PARTY = re.compile(r"(?:签约|合同|协议)?[甲乙丙]方(?:单位)?(?:名称)?")
US = frozenset({"本会", "我会", "本学会", "我学会", "本协会", "我方", "本单位"})
_BRACKETS = re.compile(r"\(.*?\)")
_FIELDS = RECORD_KINDS["agreement"].fields
_CLIENT = RECORD_KINDS["agreement"].field("client")


@dataclass(frozen=True, slots=True)
class Parties:
    """A table in which one column holds the other party of every row."""

    table: Table
    unread: tuple[UnreadColumn, ...] = ()
    """The other columns of parties."""
    question: SheetQuestion | None = None


def other_parties(table: Table, own_names: Collection[str], answers: Answers) -> Parties:
    """Return a table of agreements with the other party of every row in one column.

    Where no party is known to be the society, and nobody has said which column holds the other
    one, that is asked.
    """
    columns = [one for one in table.columns if any(map(_PARTY.fullmatch, one.names))]
    if not columns or any(_CLIENT.header in one.names for one in table.columns):
        return Parties(table)
    said = {one.header: answers.find(table.grid, one.header) for one in columns}
    named = [one for one in columns if _means_client(said[one.header])]
    if any(said.values()) and not named and set(said.values()) - {IGNORE, None}:
        return Parties(table)  # an answer names another field
    target = next(iter(named or [one for one in columns if said[one.header] != IGNORE]), None)
    if target is None:
        return Parties(table)
    us = US | {normal_text(name) for name in own_names}
    body, unsettled = _picked(table, columns, target, us)
    if unsettled and not any(said.values()):
        question = _which(table, columns, unsettled, bool(own_names))
        return Parties(table, question=question)
    others = [one for one in columns if one is not target]
    marked = replace(target, names=(_CLIENT.header, *target.names))
    kept = tuple(marked if one is target else one for one in table.columns if one not in others)
    reason = f"各方里不是本会的一方记作“{_CLIENT.header}”"
    unread = tuple(UnreadColumn(one, reason, is_explained=True) for one in others)
    return Parties(replace(table, columns=kept, body=body), unread)


def _means_client(answer: str | None) -> bool:
    return answer is not None and field_named(RECORD_KINDS["agreement"], answer) is _CLIENT


def _picked(
    table: Table, columns: list[Column], target: Column, us: Collection[str]
) -> tuple[tuple[Row, ...], list[int]]:
    """Put the other party of each row into one column; returns rows of which nobody is it."""
    left, at = table.grid.left, target.index - table.grid.left
    body: list[Row] = []
    unsettled: list[int] = []
    for number, cells in table.body:
        offsets = [one.index - left for one in columns if one.index - left < len(cells)]
        parties = [cells[offset] for offset in offsets if str(cells[offset]).strip()]
        others = [party for party in parties if not _is_us(party, us)]
        other: Cell = others[0] if others else ""
        if len(others) > 1:
            unsettled.append(number)
            own = cells[at] if at < len(cells) else ""
            other = own if own in others else other
        padded = [*cells, *[""] * (at + 1 - len(cells))]
        body.append((number, [*padded[:at], other, *padded[at + 1 :]]))
    return tuple(body), unsettled


def _is_us(party: Cell, us: Collection[str]) -> bool:
    text = normal_text(str(party))
    return text in us or _BRACKETS.sub("", text) in us


def _which(
    table: Table, columns: list[Column], unsettled: list[int], is_known: bool
) -> SheetQuestion:
    """Ask which column holds the other party."""
    grid, headers = table.grid, "”“".join(one.header for one in columns)
    why = "不止一方不是本会" if is_known else "本会名称还没有登记，不知道哪一方是本会"
    text = (
        f"{grid.title}：第{unsettled[0]}行等{len(unsettled)}行的“{headers}”，{why}，"
        f"“{columns[0].header}”是{_CLIENT.header}吗？"
    )
    choices = (_CLIENT.header, IGNORE)
    others = tuple(one.header for one in _FIELDS if one.header not in choices)
    return SheetQuestion(
        grid.file, grid.sheet, columns[0].header, text, choices, blocking=True, others=others
    )
