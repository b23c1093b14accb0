"""What a person has said about a sheet: answers by header, and the words they are given in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from societyctl.domain.intake import bare_key
from societyctl.sheets.cells.outcome import LEAVE_OUT
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Grid
from societyctl.sheets.tables.headers import clean_header
from societyctl.sheets.tables.remembered import Layouts

IGNORE = LEAVE_OUT
"""The answer to a question about a word, a column or a table that is not to be read."""
KIND_KEY, YEAR_KEY = "记录类别", "年份"
"""The keys of answers that concern a whole sheet."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was said at another time."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """Of headers, by the key of their question."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """Of words, by ``vocabulary:word``."""
    layouts: Layouts = field(default_factory=dict)
    """Of all layouts of headers that were ever explained."""
    own_names: Collection[str] = ()
    """What the society itself is called."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has said about columns, by header; a key may name file and sheet first."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    """What words mean, by ``column:word``."""
    memory: Memory = field(default_factory=Memory)
    """What was said at another time; what is said now goes before it."""
    _used: set[str] = field(default_factory=set)

    def unused(self) -> list[str]:
        """Return a remark on every answer that concerned no column of any sheet."""
        columns = [
            f"“{key}={value}”没有用上：没有这一列"
            for key, value in self.mapping.items()
            if _folded(key) not in self._used
        ]
        return columns + [
            f"“{key}={value}”没有用上：没有这一列，或不是填选项的一列"
            for key, value in self.meanings.items()
            if squeezed(key) not in self._used
        ]

    def meanings_in(self, grid: Grid, names: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the answers about words of a column that may be called so: word to key, answer.

        Words are in one spelling; where several answer, the narrowest key does.
        """
        scopes = ((), (grid.file,), (grid.sheet,), (grid.file, grid.sheet))
        heads = [
            squeezed("".join(f"{part}!" for part in s) + name) for s in scopes for name in names
        ]
        meanings: dict[str, tuple[str, str]] = {}
        for head in heads:
            for key, answer in chain(self.memory.meanings.items(), self.meanings.items()):
                place, sign, word = squeezed(key).partition(f"{head}:")
                if sign and not place and word:
                    self._used.add(squeezed(key))
                    meanings[word] = (key, answer)
        return meanings

    def find(self, grid: Grid, header: str, *, recall: bool = True) -> str | None:
        """Return the answer about a header of a sheet, that of the narrowest key first.

        What was said at another time answers last, and only with ``recall``.
        """
        for said in (self.mapping, self.memory.mapping) if recall else (self.mapping,):
            answers = {_folded(key): answer for key, answer in said.items()}
            for scope in ((grid.file, grid.sheet), (grid.sheet,), (grid.file,), ()):
                key = _folded("!".join(part for part in (*scope, header) if part))
                if key in answers:
                    self._used.add(key)
                    return answers[key]
        return None

    def headers_said(self, grid: Grid) -> frozenset[str]:
        """Return the names of the headers about which the person said something for this sheet."""
        places = {"", _folded(grid.file), _folded(grid.sheet), _folded(f"{grid.file}!{grid.sheet}")}
        parted = [_folded(key).rpartition("!") for key in (*self.mapping, *self.memory.mapping)]
        return frozenset(header for place, _, header in parted if place in places)

    def find_here(self, grid: Grid, header: str) -> str | None:
        """Return the answer that was given just now for this very sheet."""
        key = _folded("!".join(part for part in (grid.file, grid.sheet, header) if part))
        return {_folded(one): answer for one, answer in self.mapping.items()}.get(key)


def _folded(key: str) -> str:
    """Return the key of an answer so that spellings of one header meet."""
    return "!".join(clean_header(part).name for part in bare_key(key).split("!"))
