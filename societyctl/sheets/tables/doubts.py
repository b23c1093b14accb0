"""Tables that look like one kind and may as well be another: other people, other organisations."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.keys import normal_text
from societyctl.sheets.tables.headers import clean_header
from societyctl.sheets.tables.recognition import Candidate
from societyctl.sheets.tables.table import Table

_SOCIETY = re.compile(r"[\u4e00-\u9fff]{2,}?(?:学会|协会|研究会)")
_SHORTEST_NAME = 5
"""Shorter words only say that a list is of some society: 市学会."""
_OWN_HEADERS = frozenset({"学会名称", "社团名称"})
_OWN_NAMES = ("学会", "协会", "本会", "基本信息", "档案")
_LISTS = ("会员", "名单", "名录", "名册", "一览", "单位表")
_PLAIN = frozenset({"name", "phone", "employer", "birth_on", "political_status", "title_level"})
"""What any list of people may say, members or not."""
_NAME_AND_ONE = 2
"""A name and one thing more do not make a member."""


def doubtful_kinds(
    table: Table, ranked: Sequence[Candidate], plausible: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Return the kinds among which only a person can tell; none where the best may be taken.

    A single one is sure after all: its name above the table speaks for it.
    """
    if not ranked:
        return ()
    best = (plausible or ranked)[0]
    if not plausible:
        members = next((one for one in ranked if one.kind.name == "member"), None)
        return _who_else(members, ()) if members and best.kind.family == "person" else ()
    if best.kind.name == "society" and _lists_others(table):
        others = (_offered(name) for name in ("member", "client"))
        return (*others, best)
    if best.kind.name == "member" and not best.is_named:
        return _who_else(best, plausible)
    return ()


def of_another(table: Table, own_names: Collection[str]) -> bool:
    """Tell whether the title or the name of a list of people is that of another society."""
    own = [normal_text(name) for name in own_names]
    words = f"{table.title} {table.grid.sheet} {table.grid.file}"
    named = [normal_text(one) for one in _SOCIETY.findall(words) if len(one) >= _SHORTEST_NAME]
    pairs = [(mine, one) for mine in own for one in named]
    return bool(pairs) and not any(mine in one or one in mine for mine, one in pairs)


def _offered(kind_name: str) -> Candidate:
    return Candidate(RECORD_KINDS[kind_name], 0.0, 0, 0.0, is_identified=True, named_by="")


def _lists_others(table: Table) -> bool:
    """Tell whether a table may list other organisations: it does not say that it is of ours."""
    named = [column for column in table.columns if _OWN_HEADERS.intersection(column.names)]
    for column in named:
        names = {normal_text(str(cell)) for cell in table.cells_of(column) if cell}
        return len(names) > 1
    words = [clean_header(text).name for text in (table.grid.sheet, table.title)]
    is_own = any(own in text for own in _OWN_NAMES for text in words)
    return not is_own or any(listed in text for listed in _LISTS for text in words)


def _who_else(best: Candidate, plausible: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return as which kinds people may be meant whose sheet does not call them members."""
    named = [one for one in plausible if one.is_named and one.kind.family == "person"]
    if named:
        return tuple(named) if best.fields <= _PLAIN else (best, *named)
    if best.fields <= _PLAIN and len(best.fields) == _NAME_AND_ONE and "name" in best.fields:
        return (best, _offered("expert"))
    return ()
