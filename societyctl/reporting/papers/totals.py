"""Totals first, in one sentence: how much was done; every number traceable to its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier, ref_of
from societyctl.reporting.papers.rows import held_activities
from societyctl.reporting.papers.targets import Written
from societyctl.reporting.papers.values import Figure, Piece, Sentence, TracedRecord
from societyctl.reporting.word_text import clean, gap


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over one field of some records; a record without the field is named as missing."""

    id: str
    title: str
    field: str
    unit: str


PEOPLE = (
    Total("total:onsite", "线下参加", "attend_onsite", "人"),
    Total("total:online", "线上参加", "attend_online", "人"),
    Total("total:audience", "受众", "audience_total", "人次"),
)


def activity_sentences(dossier: Dossier) -> Written:
    """Return how many activities were held, and for how many people."""
    held = held_activities(dossier)
    if not held:
        return (), ()
    figures = [count_figure(dossier, "total:activities", "活动", held)]
    pieces = [Piece("共举办活动"), Piece(figures[0].text, figures[0].id)]
    for total in PEOPLE:
        figure = sum_figure(dossier, total, held)
        if figure is not None:
            figures.append(figure)
            pieces += [Piece(f"，{total.title}"), Piece(figure.text, figure.id)]
    blank = [record for record in held if not _has_people(record)]
    if blank:
        pieces.append(Piece(f"（另有{len(blank)}场{gap('人数')}）"))
    return (Sentence((*pieces, Piece("。"))),), tuple(figures)


def count_sentences(
    dossier: Dossier, id_: str, lead: str, records: Sequence[Record], unit: str
) -> Written:
    """Return how many there are in one sentence."""
    if not records:
        return (), ()
    figure = figure_of(dossier, id_, lead, f"{len(records)}{unit}", records)
    return (Sentence((Piece(lead), Piece(figure.text, figure.id), Piece("。"))),), (figure,)


def _has_people(record: Record) -> bool:
    return any(record.get(total.field) is not None for total in PEOPLE)


def count_figure(dossier: Dossier, id_: str, title: str, records: Sequence[Record]) -> Figure:
    """Return how many records there are, in the measure word of their kind."""
    kind = RECORD_KINDS[str(records[0].get("record"))] if records else None
    unit = kind.measure_word if kind else ""
    return figure_of(dossier, id_, title, f"{len(records)}{unit}", records)


def sum_figure(dossier: Dossier, total: Total, records: Sequence[Record]) -> Figure | None:
    """Return the sum over a field, or None when no record has it."""
    known = [
        (record, value) for record in records if isinstance(value := record.get(total.field), int)
    ]
    if not known:
        return None
    text = f"{sum(value for _, value in known)}{total.unit}"
    return figure_of(dossier, total.id, total.title, text, [record for record, _ in known])


def figure_of(
    dossier: Dossier, id_: str, title: str, text: str, records: Sequence[Record]
) -> Figure:
    """Return a number with the records behind it."""
    traced = tuple(
        TracedRecord(ref_of(record), _label(record), dossier.proof(record)) for record in records
    )
    return Figure(id_, title, text, traced, all(record.evidence for record in traced))


def _label(record: Record) -> str:
    kind = RECORD_KINDS[str(record.get("record"))]
    return clean(str(record.get(kind.label) or ""))
