"""``Dossier``: everything a paper is written from, asked for before the writing begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.layouts import PaperRules
from societyctl.domain.periods import Period
from societyctl.domain.selection import Listed, Record, Selection, Tally
from societyctl.domain.verdicts import ProjectResult, Verdict
from societyctl.reporting.values import Photo, TracedFigure, TracedRecord
from societyctl.reporting.word.text import clean


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What papers print of a notice and of the project applied for."""

    id: str = ""
    title: str = ""
    issuer: str = ""
    document: str = ""
    year: int = 0
    project: str = ""
    project_title: str = ""
    category: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    """Where each clause stands in the notice."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the store answered to one selection: the number, and the records behind it."""

    tally: Tally
    listed: tuple[Listed, ...]

    @property
    def sure(self) -> int:
        """The number, of a selection that counts or sums."""
        return _whole(self.tally.measured)

    @property
    def open(self) -> int:
        """By how much it may be more, for fields that are empty."""
        return _whole(self.tally.possible) - self.sure

    @property
    def records(self) -> tuple[Record, ...]:
        """The records that count, and those that perhaps do, as they were recorded."""
        return tuple(one.record for one in self.listed)

    @property
    def counted(self) -> tuple[Record, ...]:
        """The records that surely count."""
        return tuple(one.record for one in self.listed if one.is_sure)


def _whole(number: object) -> int:
    return int(str(number)) if number is not None else 0


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a paper is about, and the answers to what it asks."""

    program: ProgramFacts
    society: Record
    as_of: date
    result: ProjectResult | None = None
    """The verdicts, each with the records behind it."""
    application: Record = field(default_factory=dict)
    commitments: tuple[Record, ...] = ()
    """What was promised in the application."""
    named: frozenset[str] = frozenset()
    """The kinds of which some record names the project: of these no other one belongs to it."""
    answers: Mapping[Selection, Answer] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Numbers of the evidence on file, by the reference of the record they prove."""
    photos: tuple[Photo, ...] = ()
    """Pictures of the activities, in date order."""
    recorded: Mapping[str, int] = field(default_factory=dict)
    """How many records of each kind there are at all."""
    period: Period | None = None
    """The span that the paper reports on; None for all records."""
    rules: PaperRules = field(default_factory=PaperRules)
    """What the notice asks of this paper."""

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of the project, if one was checked."""
        return self.result.requirements if self.result else ()

    def about(self) -> dict[str, str]:
        """Return what is needed to gather the same again."""
        program, application = self.program, self.result.application if self.result else ""
        subject = {"program": program.id, "project": program.project, "application": application}
        return {**subject, "as_of": str(self.as_of)}

    def proof(self, record: Record) -> tuple[str, ...]:
        """Return the numbers of the evidence on file for a record."""
        return self.evidence.get(ref_of(record), ())


def ref_of(record: Record) -> str:
    """Return how a record is called on the command line: ``kind:id``."""
    return f"{record.get('record')}:{record.get('id')}"


def figure_of(
    dossier: Dossier, id_: str, title: str, text: str, records: Iterable[Record]
) -> TracedFigure:
    """Return a number with the records behind it."""
    traced = tuple(
        TracedRecord(ref_of(record), label_of(record), dossier.proof(record)) for record in records
    )
    return TracedFigure(id_, title, text, traced)


def label_of(record: Record) -> str:
    """Return what a record is called."""
    kind = RECORD_KINDS[str(record.get("record"))]
    return clean(str(record.get(kind.label) or ""))


def in_date_order(records: Iterable[Record]) -> list[Record]:
    """Return records of one kind by their day; those without one come last."""

    def day(record: Record) -> date:
        placed = record.get(RECORD_KINDS[str(record["record"])].date or "")
        return placed if isinstance(placed, date) else date.max

    return sorted(records, key=day)
