"""Words that no vocabulary has: gathered, each asked about once, answered for all its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from societyctl.domain.fields import Field, RecordKind
from societyctl.domain.intake import SheetQuestion
from societyctl.domain.proposals import proposals
from societyctl.domain.vocabularies import VOCABULARIES, Vocabulary
from societyctl.errors import Issue, UsageError
from societyctl.sheets.cells.terms import term_named
from societyctl.sheets.files.grid import Grid
from societyctl.sheets.tables.answers import IGNORE, Answers
from societyctl.sheets.tables.table import Column


@dataclass(slots=True)
class UnknownWord:
    """A word that its vocabulary lacks, and every cell in which it stands."""

    word: str
    vocabulary: Vocabulary
    file: str
    sheet: str
    header: str
    """Of its column; the name of the vocabulary where it stands under several headers."""
    places: list[str] = field(default_factory=list)
    is_needed: bool = False
    """Rows cannot be told apart without it, so it cannot be left out."""

    @property
    def question(self) -> SheetQuestion:
        """What the person is asked: which term it stands for, the likeliest first."""
        count = f"（共{len(self.places)}格）" if len(self.places) > 1 else ""
        text = (
            f"{self.places[0]}：“{self.word}”不在“{self.vocabulary.title}”之列{count}，记作哪一个？"
        )
        own = (self.word,) if self.vocabulary.open else ()
        likely = proposals(self.word, self.vocabulary)
        leave = () if self.is_needed else (IGNORE,)
        choices = dict.fromkeys((*likely, *own, *self.vocabulary.terms, *leave))
        return SheetQuestion(
            self.file, self.sheet, self.header, text, tuple(choices), word=self.word
        )

    def issue(self, found: Issue) -> Issue:
        """Return what is wrong with all its cells, told once, with a line that can be pasted."""
        likely = proposals(self.word, self.vocabulary) or (() if self.is_needed else (IGNORE,))
        cells = f"（共{len(self.places)}格）" if len(self.places) > 1 else ""
        way = "都不是的就不算一条，加 --partial 先导入其余各行"
        if likely:
            way = f"都记作“{likely[0]}”就加 {self.question.option(likely[0])}"
        advice = f"{found.expected}；{way}"
        return Issue(found.where, f"{found.found}{cells}", advice)


@dataclass(slots=True)
class UnknownWords:
    """The words of all sheets that no vocabulary has; one asked about once stands for all."""

    _met: dict[tuple[str, str], UnknownWord] = field(default_factory=dict)

    def add(
        self, grid: Grid, column: Column, kind: RecordKind, of: Field, word: str, rows: list[int]
    ) -> None:
        """Gather the rows of a column in which a word stands."""
        vocabulary = VOCABULARIES[of.vocabulary or ""]
        header = "".join(column.header.split())
        met = self._met.setdefault(
            (vocabulary.name, word), UnknownWord(word, vocabulary, grid.file, grid.sheet, header)
        )
        if met.header != header:
            met.header = vocabulary.title
        # Left out, an event that was called off would count as one that was held.
        met.is_needed |= all(of.name in key for key in kind.key) or of.name == "status"
        met.places += [grid.place(row, column.index) for row in rows]

    def __iter__(self) -> Iterator[UnknownWord]:
        return iter(self._met.values())


def meanings_in(grid: Grid, column: Column, of: Field, answers: Answers) -> Mapping[str, str]:
    """Return what a person said that the words of a column mean, by word in one spelling.

    Raises UsageError when an answer is no term of the column's vocabulary.
    """
    if not of.vocabulary or not (answers.meanings or answers.memory.meanings):
        return {}
    vocabulary = VOCABULARIES[of.vocabulary]
    names = (vocabulary.name, vocabulary.title, of.name, of.header, *column.names, column.header)
    return {
        word: _checked(key, answer, vocabulary)
        for word, (key, answer) in answers.meanings_in(grid, names).items()
    }


def _checked(key: str, answer: str, vocabulary: Vocabulary) -> str:
    """Return the term that an answer names; raises UsageError."""
    term = answer if answer == IGNORE else term_named(answer, vocabulary)
    if term is None:
        raise UsageError(
            f"“{key}={answer}”：“{vocabulary.title}”没有“{answer}”这个词",
            f"可填 {'、'.join(vocabulary.terms)}，或 {IGNORE}（这一格当没填）",
        )
    return term
