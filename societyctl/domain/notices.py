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
    cited_by: tuple[str, ...] = ()
    """What in the program file seems to speak of it."""
    numbers: tuple[int, ...] = ()
    """Numbers in it that nothing of this holds."""

    @property
    def is_cited(self) -> bool:
        """Whether something speaks of it, with the same numbers."""
        return bool(self.cited_by) and not self.numbers


@dataclass(frozen=True, slots=True)
class NoticeCheck:
    """A notice held against a program file."""

    program_id: str
    file: str
    sentences: tuple[NoticeSentence, ...]
    """Those that oblige."""

    @property
    def uncited(self) -> tuple[NoticeSentence, ...]:
        """The sentences that nothing speaks of, or not with the same numbers."""
        return tuple(sentence for sentence in self.sentences if not sentence.is_cited)
