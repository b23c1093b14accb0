"""Telling the kind of a table: forced, answered, recognised, asked about, or not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.intake import SheetQuestion, ToldKind
from societyctl.domain.wording import first_of
from societyctl.errors import Issue
from societyctl.sheets.files.grid import Grid, column_letters
from societyctl.sheets.tables.answers import IGNORE, KIND_KEY, Answers
from societyctl.sheets.tables.doubts import doubtful_kinds, of_another
from societyctl.sheets.tables.headers import clean_header, kind_named, like, names_of
from societyctl.sheets.tables.recognition import (
    Candidate,
    candidates,
    clear_winner,
    is_plausible,
    kinds_named_by,
)
from societyctl.sheets.tables.remembered import kind_of_layout, layout_signature
from societyctl.sheets.tables.table import Column, Table

_MOST_CHOICES = 5
_SHOWN_HEADERS = 3
_THIN_LEAD = 3.0
"""What one header speaks for a kind: where no more tells two apart, it may well be the other."""


def tell_kind(
    table: Table, forced: RecordKind | None, answers: Answers
) -> tuple[RecordKind, ToldKind] | SheetQuestion | Issue | None:
    """Return the kind of a table and why; a question when it is like several, an issue when none.

    None for a table that the person wants left out.
    """
    grid = table.grid
    answer = kind_said(table, answers, recall=forced is None)
    if answer == IGNORE:
        return None
    headers = [_names_with_answer(answers, table, column) for column in table.columns]
    ranked = candidates(headers, grid.sheet, grid.file, table.title)
    plausible = [one for one in ranked if is_plausible(one, len(headers))]
    demanded = kind_named(answer) if answer else forced
    if demanded is not None:
        if not answer and _is_of_others(demanded, ranked, plausible, headers):
            return _unfit(table, demanded, plausible[0].kind)
        said = kind_said(table, answers, recall=False)
        why = "照以前说的" if answer and not said else "您说的" if answer else "用 --kind 指明的"
        return demanded, ToldKind(demanded.title, why)
    winners = doubtful_kinds(table, ranked, plausible) or clear_winner(plausible)
    if len(winners) > 1:
        return _which_kind(table, winners)
    best = [*winners] or [one for one in ranked[:1] if _is_nearly(one, headers) or _says_so(one)]
    if best and best[0].kind.family == "person" and of_another(table, answers.memory.own_names):
        return _which_kind(table, best[:1])
    if best:
        return best[0].kind, why_taken(table, [*best, *plausible])
    remembered = kind_of_layout(table.headers, answers.memory.layouts)
    if not remembered:
        return _unknown(table, ranked)
    kind = kind_named(remembered)
    return kind, ToldKind(kind.title, "表头像以前说明过的一张表", is_guess=True)


def kind_said(table: Table, answers: Answers, *, recall: bool = True) -> str | None:
    """Return what was said of the kind of this table, else of its whole sheet."""
    own = answers.find(table.grid, _own_key(table), recall=False)
    return own if own is not None else answers.find(table.grid, KIND_KEY, recall=recall)


def _own_key(table: Table) -> str:
    """Return the key of what is said of one table of several in a sheet: by its first cell."""
    row = table.header_rows[-1] if table.header_rows else 1
    return f"{KIND_KEY}@{column_letters(table.columns[0].index)}{row}"


def why_taken(table: Table, ranked: Sequence[Candidate]) -> ToldKind:
    """Say why the first of the likely kinds was taken, and whether another is near."""
    best = ranked[0]
    others = [one for one in ranked if one.kind is not best.kind]
    close = [one.kind.title for one in others if best.score - one.score < _THIN_LEAD]
    known = names_of(best.kind.name)
    headers = [one.header for one in table.columns if known.keys() & {*one.names}]
    why = f"看{best.named_by}" if best.named_by else f"看表头：{first_of(headers, _SHOWN_HEADERS)}"
    return ToldKind(best.kind.title, why, not best.named_by, "、".join(close[:1]))


def _is_of_others(
    forced: RecordKind,
    ranked: Sequence[Candidate],
    plausible: Sequence[Candidate],
    headers: Sequence[tuple[str, ...]],
) -> bool:
    """Tell whether a table is plainly of another kind than the one named for all sheets."""
    own = next((one for one in ranked if one.kind is forced), None)
    if own is None or not plausible:
        return bool(plausible)
    return plausible[0].mapped > own.mapped and not _may_hold(own, headers)


def _says_so(candidate: Candidate) -> bool:
    """Tell whether a table bears the name of a kind and some of its headers: the rest is asked."""
    return candidate.is_named and candidate.mapped > 1


def _is_nearly(candidate: Candidate, headers: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether a kind would be plausible if the doubtful headers were confirmed."""
    confirmed = replace(candidate, is_identified=True)
    return is_plausible(confirmed, len(headers)) and _may_hold(candidate, headers)


def _names_with_answer(answers: Answers, table: Table, column: Column) -> tuple[str, ...]:
    """Return the names of a column, the one that the person gave it first."""
    answer = answers.find(table.grid, column.header)
    return (clean_header(answer).name, *column.names) if answer else column.names


def _may_hold(candidate: Candidate, headers: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether rows of the kind could be told apart, doubtful headers being confirmed."""
    if candidate.is_identified:
        return True
    kind = candidate.kind
    of_name = names_of(kind.name)
    fields = {of_name[name][0].name for names in headers for name in names if name in of_name}
    near = {one.name for names in headers for one in like(kind, names[0])}
    return any(fields | near >= set(key) for key in kind.key if key)


def _which_kind(table: Table, winners: Sequence[Candidate]) -> SheetQuestion:
    """Ask which of several kinds a table holds."""
    grid = table.grid
    titles = tuple(one.kind.title for one in winners)
    text = f"{grid.title}：表头像“{'”也像“'.join(titles)}”，这张表是哪一类？"
    layout = layout_signature("", table.headers)
    choices = (*titles, IGNORE)
    question = SheetQuestion(grid.file, grid.sheet, KIND_KEY, text, choices, True, layout)
    return replace(question, others=_titles_beside(choices))


def _titles_beside(choices: Sequence[str]) -> tuple[str, ...]:
    """Return the titles of the kinds that are not among the choices."""
    return tuple(one.title for one in RECORD_KINDS.values() if one.title not in choices)


def kind_of_unknown(table: Table, *, is_alone: bool) -> SheetQuestion:
    """Ask what a table holds whose kind was not recognised; it may be left out.

    The answer concerns the whole sheet, or the table alone where it is one of several.
    """
    headers = [column.names for column in table.columns]
    ranked = candidates(headers, table.grid.sheet, table.grid.file, table.title)
    named = kinds_named_by(table.grid.sheet, table.title)
    fitting = [*named, *(one.kind for one in ranked if _may_hold(one, headers))]
    titles = [one.title for one in dict.fromkeys(fitting)]
    text = f"{table.place_of()}：认不出是哪类记录（表头：{_header_text(table)}），是哪一类？"
    asked = _kind_question(table.grid, text, titles[:_MOST_CHOICES], table.headers)
    asked = replace(asked, others=_titles_beside(asked.choices))
    return asked if is_alone else replace(asked, header=_own_key(table), layout="")


def whether_to_leave(grid: Grid, why: str = "找不到表头") -> SheetQuestion:
    """Ask about a sheet that seems none of ours; it may be left out, or be of a kind after all."""
    asked = _kind_question(grid, f"{grid.title}：{why}，这张表不读吗？")
    return replace(asked, others=_titles_beside(asked.choices))


def whether_to_leave_part(table: Table, why: str) -> SheetQuestion:
    """Ask about a table that is none of ours, while others of its sheet are read."""
    asked = _kind_question(table.grid, f"{table.place_of()}：{why}，这一部分不读吗？")
    return replace(asked, header=_own_key(table))


def _kind_question(
    grid: Grid, text: str, titles: Sequence[str] = (), headers: Sequence[str] = ()
) -> SheetQuestion:
    """Return a question about the kind of a table that need not be answered before others."""
    layout = layout_signature("", headers) if headers else ""
    return SheetQuestion(grid.file, grid.sheet, KIND_KEY, text, (*titles, IGNORE), layout=layout)


def _header_text(table: Table) -> str:
    """Return the first headers of a table for a message."""
    listed = 8
    headers = [header.replace("\n", "") for header in table.headers]
    return "、".join(headers[:listed]) + ("…" if len(headers) > listed else "")


def _unknown(table: Table, ranked: Sequence[Candidate]) -> Issue:
    """Say that a table is of no known kind."""
    # The header is refused, not guessed at: a wrong kind would store every row in the wrong place.
    expected = "表头写明各列名称，例如 活动名称、活动日期"
    likely = [*kinds_named_by(table.grid.sheet, table.title), *(one.kind for one in ranked)]
    if likely:
        kind = likely[0]
        expected = f"若是“{kind.title}”，表头至少要有 {_key_headers(kind)}"
    return Issue(table.place_of(), f"认不出是哪类记录（表头：{_header_text(table)}）", expected)


def _key_headers(kind: RecordKind) -> str:
    """Return the headers by which records of a kind are told apart, each way of it."""
    least = [key for key in kind.key if not any({*key} > {*other} for other in kind.key)]
    groups = [key or (kind.label,) for key in least]
    return "，或者 ".join("、".join(kind.field(name).header for name in key) for key in groups)


def _unfit(table: Table, demanded: RecordKind, other: RecordKind) -> Issue:
    """Say that a table is not of the kind asked for but of another."""
    headers = _header_text(table)
    unfit = f"不是“{demanded.title}”表，更像“{other.title}”（表头：{headers}）"
    return Issue(table.place_of(), unfit, f"表头要有 {_key_headers(demanded)}")
