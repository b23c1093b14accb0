"""Taking sheets in: what has to be asked about them, and what became of their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from societyctl.errors import Issue


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What becomes of one column of a sheet: exactly one thing."""

    letters: str
    """Its place in the sheet; empty for an entry of a form."""
    header: str
    use: Literal["stored", "explained", "left", "asked"]
    """``explained``: no field of its own, yet what another field holds rests on it too."""
    field: str = ""
    """The Chinese header of the field that takes it; empty unless it is stored."""
    why: str = ""
    """Why it is not stored, or who said that it is this field."""
    is_guess: bool = False
    """The header has another name than the field: nobody has said that they are one."""


@dataclass(frozen=True, slots=True)
class ToldKind:
    """The kind that a sheet was taken for, and why."""

    title: str
    why: str
    is_guess: bool = False
    """Only the headers speak for it."""
    close_to: str = ""
    """The title of another kind that is nearly as likely."""


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What would be stored of one sheet, before it is."""

    file: str
    sheet: str
    kind: ToldKind
    columns: tuple[ColumnUse, ...]
    rows: tuple[tuple[int, tuple[tuple[str, str], ...]], ...]
    """The first rows: their numbers, and the headers and texts of the fields they fill."""


OPEN = "？"
"""Stands in an example where only the person can say what belongs there; it answers nothing."""


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """What became of the rows of one sheet."""

    file: str
    sheet: str
    kind: str
    """The Chinese title of the record kind; empty for a sheet that was not recognised."""
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """A stored record that a list said to be whole does not have."""

    ref: str
    title: str
    like: str
    """The place of a new row that may be the same; empty when there is none."""
    why: str
    until: str
    """What its last day is called; empty for a kind that has none."""


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did, or would do."""

    sheets: tuple[SheetSummary, ...]
    issues: tuple[Issue, ...] = ()
    batch: int | None = None
    """The number that ``undo`` takes; None when nothing was saved."""
    dry_run: bool = False
    left: int = 0
    """How many stored records got their last day, being in no row of a whole list."""
    missing: tuple[MissingRecord, ...] = ()
    """Those of them about which nothing was said."""


_MEANT_OTHERWISE = re.compile(r"[\s\"“”„'‘’`$]+")


def bare_key(key: str) -> str:
    r"""Return the key of an answer without signs that a command line would take for its own.

    >>> bare_key("表“一”\n日期")
    '表一日期'
    """
    return _MEANT_OTHERWISE.sub("", key)


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """What only the person who knows the sheet can say.

    It is answered by reading again with what ``answer`` makes of a choice in the mapping.
    """

    file: str
    sheet: str
    header: str
    """The column header it is about, the fixed word 记录类别 or 年份, or what no column gives."""
    text: str
    choices: tuple[str, ...]
    """Possible answers, as they may be passed in a mapping."""
    blocking: bool = False
    """No row of the sheet is read before it is answered."""
    layout: str = ""
    """The signature of the headers, by which the answer may be remembered; empty: it may not."""
    word: str = ""
    """The word in the column that it is about; empty: it is about the column or the sheet."""
    others: tuple[str, ...] = field(default=(), compare=False)
    """What else may be answered, though nothing speaks for it; to be typed, not listed."""
    columns: tuple[str, ...] = ()
    """Those of the choices that are columns: one of them may hold what ``header`` names."""
    is_guess: bool = False
    """Nothing speaks for the first choice, so it must not be taken unseen."""

    def option(self, choice: str) -> str:
        """Return the option that answers it on a command line, as it can be pasted."""
        if self.word:
            word = self.key.replace('"', r"\"")
            return f'--value "{word}={choice}"'
        key, answer = self.answer(OPEN if self.is_guess else choice)
        return f'--map "{bare_key(key)}={answer}"'

    @property
    def key(self) -> str:
        """The key of the answer in a mapping; it concerns this sheet alone.

        What a word means is said for all sheets that are read together.
        """
        if self.word:
            return f"{self.header}:{self.word}"
        return self._placed(self.header)

    def answer(self, choice: str) -> tuple[str, str]:
        """Return how a choice is said in a mapping: the key and the answer."""
        if choice in self.columns or (choice == OPEN and self.columns):
            return self._placed(choice), self.header
        return self.key, choice

    def _placed(self, header: str) -> str:
        return "!".join(part for part in (self.file, self.sheet, header) if part)
