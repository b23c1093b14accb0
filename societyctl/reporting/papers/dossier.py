"""``Dossier``: everything a paper is written from, gathered before the writing begins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.layouts import PaperRules
from societyctl.domain.periods import Period
from societyctl.domain.selection import Record
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
        inside = [record for record in found if self._inside(record, shape)]
        return tuple(sorted(inside, key=lambda record: _sortable(record.get(shape.date or ""))))

    def begun(self, kind: str) -> tuple[Record, ...]:
        """Return those of them that began in the period; without a day, any may have."""
        shape = RECORD_KINDS[kind]
        return tuple(record for record in self.of(kind) if self._holds(_start(record, shape)))

    def _inside(self, record: Record, shape: RecordKind) -> bool:
        start, period = _start(record, shape), self.period
        if shape.until is None or period is None or start is None:
            return self._holds(start)
        end = record.get(shape.until)
        ended = isinstance(end, date) and period.start is not None and end < period.start
        ahead = period.end is not None and start > period.end
        return not (ended or ahead)

    def _holds(self, day: date | None) -> bool:
        return self.period is None or day is None or self.period.contains(day)

    def proof(self, record: Record) -> tuple[str, ...]:
        """Return the numbers of the evidence on file for a record."""
        return self.evidence.get(ref_of(record), ())

    def declares_none(self, kind: str) -> bool:
        """Tell whether someone recorded that there is nothing of this kind (a figure of 0)."""
        shape = RECORD_KINDS[kind]
        names = {shape.title, *shape.synonyms}
        return any(figure.get("amount") == 0 for figure in figures_named(self, names))


def ref_of(record: Record) -> str:
    """Return how a record is called on the command line: ``kind:id``."""
    return f"{record.get('record')}:{record.get('id')}"


def figure_of(
    dossier: Dossier, id_: str, title: str, text: str, records: Sequence[Record]
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


def commitments(dossier: Dossier) -> tuple[Record, ...]:
    """Return what was promised in this application of this program."""
    wanted = {
        "program": dossier.program.id,
        "project": dossier.program.project,
        "application": dossier.application.get("title"),
    }
    return tuple(
        record
        for record in dossier.records.get("commitment", ())
        if all(record.get(name) in {None, value} for name, value in wanted.items())
    )


def present(dossier: Dossier, kind: str) -> list[Record]:
    """Return who had joined by the day of the paper and not left before; undated, long ago."""
    shape, day = RECORD_KINDS[kind], dossier.as_of

    def stays(record: Record) -> bool:
        come, gone = record.get(shape.date or ""), record.get(shape.until or "")
        ahead = isinstance(come, date) and come > day
        return not (ahead or (isinstance(gone, date) and gone < day))

    return [record for record in dossier.records.get(kind, ()) if stays(record)]


def figures_named(dossier: Dossier, names: Collection[str]) -> list[Record]:
    """Return the figures of the year under one of these names."""
    return [
        figure
        for figure in dossier.records.get("figure", ())
        if figure.get("name") in names and figure.get("year") in {None, dossier.program.year}
    ]


def _start(record: Record, shape: RecordKind) -> date | None:
    """Return the day a record is placed by; an agreement not dated, by when it takes effect."""
    days = (record.get(shape.date or ""), record.get("from_on"))
    return next((day for day in days if isinstance(day, date)), None)


def _sortable(value: object) -> date:
    return value if isinstance(value, date) else date.max
