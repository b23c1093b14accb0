"""A notice as text: sentences that oblige, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeSentence:
    """One sentence that asks something of someone."""

    line: int
    place: str
    """Where it stands by the notice's own numbers, e.g. 三（二）2（3）; empty before the first."""
    text: str
    words: tuple[str, ...]
    """The words that oblige."""


@dataclass(frozen=True, slots=True)
class NoticeCheck:
    """A notice held against a program file."""

    program_id: str
    file: str
    sentences: int
    """How many oblige."""
    uncited: tuple[NoticeSentence, ...]
