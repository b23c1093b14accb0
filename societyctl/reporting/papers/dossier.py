"""``Dossier``: everything a paper is written from, gathered before the writing begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.layouts import PaperRules
from societyctl.domain.periods import Period
from societyctl.domain.results import ProjectResult, Verdict
from societyctl.domain.selection import Record
from societyctl.reporting.papers.values import Figure, Photo, TracedRecord
from societyctl.reporting.word_text import clean


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
class Dossier:
    """The records, verdicts and evidence that a paper is written from."""

    program: ProgramFacts
    society: Record
    as_of: date
    result: ProjectResult | None = None
    """The verdicts, each with the records behind it."""
    application: Record = field(default_factory=dict)
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
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

    def of(self, kind: str) -> tuple[Record, ...]:
        """Return the records of a kind that fall in the reported period, in date order.

        What lasts, as an agreement does, falls in it when any of its days do.
        """
        shape = RECORD_KINDS[kind]
        found = self.records.get(kind, ())
        if shape.date is None:
            return tuple(found)
        lasts = shape.until is not None
        inside = [
            record
            for record in found
            if self._inside(record.get(shape.date), record.get(shape.until or ""), lasts=lasts)
        ]
        return tuple(sorted(inside, key=lambda record: _day(record.get(shape.date or ""))))

    def _inside(self, day: object, end: object, *, lasts: bool) -> bool:
        if self.period is None or not isinstance(day, date):
            return True
        if not lasts:
            return self.period.contains(day)
        last = end if isinstance(end, date) else None
        ended = last is not None and self.period.start is not None and last < self.period.start
        ahead = self.period.end is not None and day > self.period.end
        return not (ended or ahead)

    def proof(self, record: Record) -> tuple[str, ...]:
        """Return the numbers of the evidence on file for a record."""
        return self.evidence.get(ref_of(record), ())

    def declares_none(self, kind: str) -> bool:
        """Tell whether someone recorded that there is nothing of this kind (a figure of 0)."""
        shape = RECORD_KINDS[kind]
        names = {shape.title, *shape.synonyms}
        return any(
            figure.get("name") in names and figure.get("amount") == 0
            for figure in self.records.get("figure", ())
            if figure.get("year") in {None, self.program.year}
        )


def ref_of(record: Record) -> str:
    """Return how a record is called on the command line: ``kind:id``."""
    return f"{record.get('record')}:{record.get('id')}"


def figure_of(
    dossier: Dossier, id_: str, title: str, text: str, records: Sequence[Record]
) -> Figure:
    """Return a number with the records behind it."""
    traced = tuple(
        TracedRecord(ref_of(record), label_of(record), dossier.proof(record)) for record in records
    )
    return Figure(id_, title, text, traced)


def label_of(record: Record) -> str:
    """Return what a record is called."""
    kind = RECORD_KINDS[str(record.get("record"))]
    return clean(str(record.get(kind.label) or ""))


def commitments(dossier: Dossier) -> dict[str, Record]:
    """Return what was promised, by requirement, in this application of this program."""
    wanted = {
        "program": dossier.program.id,
        "project": dossier.program.project,
        "application": dossier.application.get("title"),
    }
    return {
        str(record.get("requirement")): record
        for record in dossier.records.get("commitment", ())
        if all(record.get(name) in {None, value} for name, value in wanted.items())
    }


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.max
