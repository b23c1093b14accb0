"""Rows that may be about one thing: asked where somebody can say, never merged silently."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.intake import SheetQuestion
from societyctl.domain.likeness import LikelyDuplicate, likely_duplicates
from societyctl.errors import Issue
from societyctl.sheets import SheetsRead, place_of
from societyctl.workflows.doubles import pair_in_words, shown_place, stored_records
from societyctl.workflows.memory import are_apart, keep_apart

if TYPE_CHECKING:
    from societyctl.store import Comparison, Doubt, Store
    from societyctl.store.workspace import Workspace

ANOTHER, LATER = "是另一条，另外登记", "这一行先不导入"
BOTH, ONE, ALL_BOTH = "是两回事，都登记", "是一回事，不读后一行", "都登记，余下的不再问"
AskPerson = Callable[[SheetQuestion], str]
_KeyedPairs = dict[LikelyDuplicate, tuple[str, str]]
"""Pairs that may be one, each with the keys of both."""


@dataclass(frozen=True, slots=True)
class Settling:
    """A reading beside the store, with nothing left that only a person could say."""

    reading: SheetsRead
    comparison: Comparison
    duplicates: tuple[LikelyDuplicate, ...]
    """Pairs that nobody was asked about: they were taken for two."""


def settle(
    store: Store,
    reading: SheetsRead,
    answer: AskPerson | None,
    memory: Workspace | None = None,
    *,
    is_trial: bool = False,
) -> Settling:
    """Compare a reading with the store; doubtful rows are asked about, or else rejected.

    Nobody is asked again about pairs that the memory says are two. A trial remembers nothing.
    """
    comparison = store.compare(reading.records)
    if comparison.doubts:
        settled, dropped = _about_doubts(comparison, answer)
        reading, comparison = again(store, reading, dropped, settled)
    pairs = _pairs(store, comparison, memory)
    if pairs and answer is not None:
        dropped, two = _about_pairs(pairs, answer)
        if memory is not None and not is_trial:
            for pair in two:
                keep_apart(memory, pair.kind, *pairs[pair])
        if dropped:
            reading, comparison = again(store, reading, dropped, comparison.settled)
        pairs = {}
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


def _pairs(store: Store, comparison: Comparison, memory: Workspace | None) -> _KeyedPairs:
    """Return the pairs that may be one thing, unless both were in the store before."""
    records = comparison.records
    new = {at for at, one in enumerate(comparison.outcomes) if one.outcome == "added"}
    kinds = {records[at].kind for at in new}
    stored = [one for kind in sorted(kinds) for one in stored_records(store, kind)]
    keys = {one.source: str(one.key) for one in stored}
    pairs = {}
    for pair in likely_duplicates(records, stored):
        at = pair.first_index
        mine = keys[pair.first] if at is None else str(records[at].key)
        theirs = str(records[pair.second_index].key)
        known = memory is not None and are_apart(memory, pair.kind, mine, theirs)
        if not known and (pair.second_index in new or at in new):
            pairs[pair] = (mine, theirs)
    return pairs


def _about_pairs(
    pairs: _KeyedPairs, answer: AskPerson
) -> tuple[dict[int, Issue | str], list[LikelyDuplicate]]:
    """Ask about each pair; returns the rows not to be read, and the pairs that are two."""
    dropped: dict[int, Issue | str] = {}
    two, waiting = list[LikelyDuplicate](), list(pairs)
    while waiting:
        pair = waiting.pop(0)
        words = pair_in_words(pair)
        choice = answer(SheetQuestion("", "", "", words, (LATER, ONE, BOTH, ALL_BOTH)))
        if choice == LATER:
            hint = "是一回事就不要这一行；不是就再导入时说明"
            dropped[pair.second_index] = Issue(shown_place(pair.second), words, hint)
        elif choice == ONE:
            dropped[pair.second_index] = f"您说与 {shown_place(pair.first)} 是一回事"
        else:
            two += [pair, *waiting] if choice == ALL_BOTH else [pair]
        if choice == ALL_BOTH:
            break
    return dropped, two
