"""Telling the kind of a table: forced, answered, recognised, asked about, or not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from societyctl.domain.fields import RecordKind
from societyctl.domain.intake import SheetQuestion
from societyctl.errors import Issue
from societyctl.sheets.tables.finding import Column, Table
from societyctl.sheets.tables.headers import clean_header, kind_named, like, names_of
from societyctl.sheets.tables.questions import IGNORE, KIND_KEY, Answers
from societyctl.sheets.tables.recognition import Candidate, candidates, clear_winner, is_plausible
from societyctl.sheets.tables.remembered import layout_signature


def tell_kind(
    table: Table, forced: RecordKind | None, answers: Answers
) -> RecordKind | SheetQuestion | Issue | None:
    """Return the kind of a table, a question when it is like several, or why it is like none.

    None for a table that the person wants left out.
    """
    grid = table.grid
    said = answers.find(grid.file, grid.sheet, KIND_KEY)
    if said == IGNORE:
        return None
    wanted = kind_named(said) if said else forced
    headers = [_names_with_answer(answers, table, column) for column in table.columns]
    ranked = candidates(headers, grid.sheet, grid.file, table.title)
    if wanted is not None:
        fits = any(one.kind is wanted and _may_hold(one, headers) for one in ranked)
        return wanted if fits else _unfit(table, wanted, ranked)
    winners = clear_winner(one for one in ranked if is_plausible(one, len(headers)))
    if len(winners) > 1:
        return _which_kind(table, winners)
    best = winners or [one for one in ranked[:1] if _is_nearly(one, headers)]
    return best[0].kind if best else _unknown(table, ranked)


def _is_nearly(candidate: Candidate, headers: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether a kind would be plausible if the doubtful headers were confirmed."""
    confirmed = replace(candidate, is_identified=True)
    return is_plausible(confirmed, len(headers)) and _may_hold(candidate, headers)


def _names_with_answer(answers: Answers, table: Table, column: Column) -> tuple[str, ...]:
    """Return the names of a column, the one that the person gave it first."""
    answer = answers.find(table.grid.file, table.grid.sheet, column.header)
    return (clean_header(answer).name, *column.names) if answer else column.names


def _may_hold(candidate: Candidate, headers: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether rows of the kind could be told apart, doubtful headers being confirmed."""
    if candidate.is_identified:
        return True
    kind = candidate.kind
    known = names_of(kind.name)
    fields = {known[name][0].name for names in headers for name in names if name in known}
    near = {one.name for names in headers for one in like(kind, names[0])}
    return any(fields | near >= set(key) for key in kind.key if key)


def _which_kind(table: Table, winners: Sequence[Candidate]) -> SheetQuestion:
    """Ask which of several kinds a table holds."""
    grid = table.grid
    titles = tuple(one.kind.title for one in winners)
    text = f"{grid.title}：表头像“{'”也像“'.join(titles)}”，这张表是哪一类？"
    layout = layout_signature("", (column.header for column in table.columns))
    choices = (*titles, IGNORE)
    return SheetQuestion(grid.file, grid.sheet, KIND_KEY, text, choices, True, layout)


def _header_text(table: Table) -> str:
    """Return the first headers of a table for a message."""
    listed = 8
    headers = [column.header.replace("\n", "") for column in table.columns]
    return "、".join(headers[:listed]) + ("…" if len(headers) > listed else "")


def _unknown(table: Table, ranked: Sequence[Candidate]) -> Issue:
    """Say that a table is of no known kind."""
    where = table.grid.place(table.header_rows[-1])
    found = f"认不出是哪类记录（表头：{_header_text(table)}）"
    if not ranked:
        return Issue(where, found, "表头写明各列名称，例如 活动名称、活动日期")
    kind = ranked[0].kind
    return Issue(where, found, f"若是“{kind.title}”，表头至少要有 {_key_headers(kind)}")


def _key_headers(kind: RecordKind) -> str:
    """Return the headers by which records of a kind are told apart, each way of it."""
    groups = [key or (kind.label,) for key in kind.key]
    return "，或者 ".join("、".join(kind.field(name).header for name in key) for key in groups)


def _unfit(table: Table, wanted: RecordKind, ranked: Sequence[Candidate]) -> Issue:
    """Say that a table is not of the kind asked for."""
    where = table.grid.place(table.header_rows[-1])
    other = next((one for one in ranked if one.is_identified), None)
    like = f"，更像“{other.kind.title}”" if other and other.kind is not wanted else ""
    found = f"不是“{wanted.title}”表{like}（表头：{_header_text(table)}）"
    return Issue(where, found, f"表头要有 {_key_headers(wanted)}")
