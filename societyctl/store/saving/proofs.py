"""What the text says that evidence proves: names of records, signs between them, no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.keys import normal_text

_SEPARATORS = re.compile("([、；;\n]+)")
_REFERENCE = re.compile(r"([a-z_]+)[:：](\d+)")

_LONGEST_RUN = 4
"""So many pieces between separators may be one title."""
_LONGEST_NAME = 2_600
"""Bytes; no key is longer, and PostgreSQL takes little more into an index."""

Numbered = tuple[str, int]
"""Kind and number of a record."""


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that a piece of evidence is said to prove."""

    text: str
    head: str = ""
    """The word before the colon, if it says the kind."""
    kinds: tuple[str, ...] = ()
    """The kinds it may be; empty for any."""
    keys: tuple[str, ...] = ()
    """What it may be in keys: a title, or all parts of a key with a bar between."""
    number: Numbered | None = None


@lru_cache(maxsize=50_000)
def read_name(text: str) -> Named:
    """Read what stands between two separators."""
    number = read_number(text)
    if number is not None:
        return Named(text, kinds=number[:1], number=number)
    head, sign, tail = _split_head(text)
    kinds = _kinds_by_word().get(head, ()) if sign else ()
    return Named(text, head if kinds else "", kinds, _as_keys(tail if kinds else text))


def read_number(text: str) -> Numbered | None:
    """Return kind and number where a text is ``kind:number``."""
    match = _REFERENCE.fullmatch(text)
    return (match[1], int(match[2])) if match and match[1] in RECORD_KINDS else None


def _split_head(text: str) -> tuple[str, str, str]:
    head, sign, tail = text.replace(":", "：", 1).partition("：")
    return head.strip(), sign, tail


@cache
def _kinds_by_word() -> dict[str, tuple[str, ...]]:
    kinds: dict[str, tuple[str, ...]] = {}
    for kind in RECORD_KINDS.values():
        for word in {kind.name, kind.title, *kind.synonyms}:
            kinds[word] = (*kinds.get(word, ()), kind.name)
    return kinds


def _as_keys(name: str) -> tuple[str, ...]:
    if "|" not in name:
        return (normal_text(name),)
    joined = "|".join(normal_text(piece) for piece in name.split("|"))
    return tuple(dict.fromkeys((normal_text(name), joined)))


def pieces_of(proves: str) -> list[str]:
    """Return the pieces of a text, and between each two of them the separator."""
    return _SEPARATORS.split(proves)


def runs_of(pieces: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield what may be one name, from which piece to which: a title may hold separators."""
    for start in range(0, len(pieces), 2):
        for stop in range(min(len(pieces), start + 2 * _LONGEST_RUN - 1), start, -2):
            yield start, stop, "".join(pieces[start:stop]).strip()


def count_of(proves: str) -> int:
    """Return how many things a text may name at most."""
    return len(pieces_of(proves)) // 2 + 1


def names_in(proves: str) -> set[str]:
    """Return all that a text may name, as it would stand in keys, titles and numbers.

    A word before a colon that says no kind may come to say one.
    """
    names: set[str] = set()
    for _, _, text in runs_of(pieces_of(proves)):
        named = read_name(text)
        if named.number is not None:
            names.add(f"{named.number[0]}:{named.number[1]}")
        names.update(named.keys)
        _, sign, tail = _split_head(text)
        names.update(_as_keys(tail) if sign and not named.kinds else ())
    return {name for name in names if name and len(name.encode()) <= _LONGEST_NAME}


def parts_of(proves: str, is_known: Callable[[Named], bool]) -> list[Named | str]:
    """Return the names in a text, the longest known ones, and the signs between them."""
    parts: list[Named | str] = []
    pieces, at = pieces_of(proves), 0
    for start, stop, text in runs_of(pieces):
        if start < at:
            continue
        named = read_name(text)
        if stop != start + 1 and not is_known(named):
            continue
        parts += [*pieces[at:start], named] if named.text else pieces[at:stop]
        at = stop
    return parts


def renamed(proves: str, kind: str, names: Mapping[str, str]) -> str:
    """Return the text with records of a kind called by their new names, by old ones in keys."""

    def new_name(named: Named) -> str | None:
        if named.kinds and kind not in named.kinds:
            return None
        return next((names[key] for key in named.keys if key in names), None)

    def spelled(part: Named | str) -> str:
        if isinstance(part, str):
            return part
        new = new_name(part)
        if new is None:
            return part.text
        return f"{part.head}：{new}" if part.head else new

    return "".join(map(spelled, parts_of(proves, lambda named: new_name(named) is not None)))
