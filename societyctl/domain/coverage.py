"""What answers for a notice: its clauses one by one, and the sentences of its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a notice as the inventory lists it."""

    id: str
    place: str
    title: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A clause and what answers for it."""

    clause: Clause
    how: str
    """measured, judged, limited, scheduled, printed; ``outside`` with a reason; or missing."""
    by: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All clauses of a notice, and the ids that no inventory knows."""

    program_id: str
    clauses: tuple[Covered, ...]
    unknown: tuple[str, ...] = ()

    @property
    def covered(self) -> int:
        """How many clauses are accounted for, those left out for a reason included."""
        return sum(clause.how != "missing" for clause in self.clauses)


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
