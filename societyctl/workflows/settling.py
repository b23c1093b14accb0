"""Rows that may be about one thing: asked where somebody can say, never merged silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.intake import SheetQuestion
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.sheets import (
    LikelyDuplicate,
    SheetsRead,
    compared_fields,
    likely_duplicates,
    place_of,
)

if TYPE_CHECKING:
    from societyctl.store import Comparison, Doubt, Store

ANOTHER, LATER = "是另一条，另外登记", "这一行先不导入"
BOTH, ONE, ALL_BOTH = "是两回事，都登记", "是一回事，不读后一行", "都登记，余下的不再问"
AskPerson = Callable[[SheetQuestion], str]


@dataclass(frozen=True, slots=True)
class Settling:
    """A reading beside the store, with nothing left that only a person could say."""

    reading: SheetsRead
    comparison: Comparison
    duplicates: tuple[LikelyDuplicate, ...]
    """Pairs that nobody was asked about: they were taken for two."""


def settle(store: Store, reading: SheetsRead, answer: AskPerson | None) -> Settling:
    """Compare a reading with the store; doubtful rows are asked about, or else rejected."""
    comparison = store.compare(reading.records)
    if comparison.doubts:
        settled, dropped = _about_doubts(comparison, answer)
        reading, comparison = again(store, reading, dropped, settled)
    pairs = _pairs(store, comparison)
    if pairs and answer is not None:
        dropped = dict(_about_pairs(pairs, answer))
        if dropped:
            reading, comparison = again(store, reading, dropped, comparison.settled)
        pairs = []
    return Settling(reading, comparison, tuple(pairs))


def again(
    store: Store,
    reading: SheetsRead,
    dropped: Mapping[int, Issue | str],
    settled: Mapping[int, str | None],
) -> tuple[SheetsRead, Comparison]:
    """Compare again without some of the records."""
    kept = [at for at in range(len(reading.records)) if at not in dropped]
    moved = {new: settled[old] for new, old in enumerate(kept) if old in settled}
    reading = reading.without(dropped)
    return reading, store.compare(reading.records, moved)


def _about_doubts(
    comparison: Comparison, answer: AskPerson | None
) -> tuple[dict[int, str | None], dict[int, Issue | str]]:
    """Ask whether records are ones already stored; those not asked about are rejected."""
    settled: dict[int, str | None] = {}
    dropped: dict[int, Issue | str] = {}
    for doubt in comparison.doubts:
        choice = _choice(comparison, doubt, answer) if answer else LATER
        if choice == LATER:
            where = place_of(comparison.records[doubt.index])
            dropped[doubt.index] = replace(doubt.issue, where=where)
        else:
            settled[doubt.index] = choice.partition(" ")[2] if choice != ANOTHER else None
    return settled, dropped


def _choice(comparison: Comparison, doubt: Doubt, answer: AskPerson) -> str:
    """Ask about one record; the society's own name changes only for who types the new one."""
    record = comparison.records[doubt.index]
    if record.kind != "society":
        return answer(_question(comparison, doubt))
    name = str(record.values["name"])
    text = (
        f"{shown_place(record.source)}的单位名称是“{name}”，不是本会登记的名称。"
        "别的单位的名单直接回车，不导入；本会真的改了名，照样写一遍新名称："
    )
    typed = answer(SheetQuestion("", "", "", text, ()))
    return f"就是 {doubt.refs[0]}" if typed == name else LATER


def _question(comparison: Comparison, doubt: Doubt) -> SheetQuestion:
    record = comparison.records[doubt.index]
    title = record.values.get(RECORD_KINDS[record.kind].label)
    another = () if doubt.is_filed else (ANOTHER,)
    choices = (*(f"就是 {ref}" for ref in doubt.refs), *another, LATER)
    text = f"{shown_place(record.source)}“{title}”{doubt.issue.found}"
    return SheetQuestion("", "", "", text, choices)


def _pairs(store: Store, comparison: Comparison) -> list[LikelyDuplicate]:
    """Return the pairs that may be one thing, unless both were in the store before."""
    records = comparison.records
    new = {at for at, one in enumerate(comparison.outcomes) if one.outcome == "added"}
    kinds = {records[at].kind for at in new}
    stored = [
        NewRecord(
            kind,
            {name: value for name, value in record.items() if name != "id"},
            f"{kind}:{record['id']}",
        )
        for kind, fields in ((kind, compared_fields(kind)) for kind in sorted(kinds))
        if fields
        for record in store.records(kind, fields=fields)
    ]
    return [
        pair
        for pair in likely_duplicates(records, stored)
        if pair.second_index in new or pair.first_index in new
    ]


def _about_pairs(
    pairs: Sequence[LikelyDuplicate], answer: AskPerson
) -> Iterator[tuple[int, Issue | str]]:
    """Ask about each pair; yields the rows not to be read."""
    for pair in pairs:
        question = SheetQuestion("", "", "", pair_in_words(pair), (BOTH, ONE, ALL_BOTH))
        choice = answer(question)
        if choice == ALL_BOTH:
            return
        if choice == ONE:
            yield pair.second_index, f"您说与 {shown_place(pair.first)} 是一回事"


def pair_in_words(pair: LikelyDuplicate) -> str:
    """Say which two may be one thing, and why."""
    first, second = map(shown_place, (pair.first, pair.second))
    return f"{second}“{pair.second_title}”与 {first}“{pair.first_title}”可能是一回事（{pair.why}）"


def shown_place(source: str) -> str:
    """Return the place of a row as people name it; a stored record by its number.

    >>> shown_place("a.xlsx!活动!3"), shown_place("activity:3")
    ('a.xlsx 活动第3行', '已登记的 activity:3')
    """
    *place, row = source.split("!")
    return f"{' '.join(place)}第{row}行" if place else f"已登记的 {source}"
