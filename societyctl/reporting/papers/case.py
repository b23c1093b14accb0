"""A case told in prose: the facts on record, and places for what only people can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from societyctl.reporting.papers import rows
from societyctl.reporting.papers.dossier import Dossier, numbered
from societyctl.reporting.papers.front import society_name
from societyctl.reporting.papers.values import Paper
from societyctl.reporting.word_text import DASH, show


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """One case; ``id`` names its places in the file."""

    number: str
    id: str
    title: str
    kind: str
    date: str
    platform: str
    clause: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CasePaper(Paper):
    """The cases of the reported period."""

    kind: ClassVar[str] = "case"
    title: ClassVar[str] = "典型案例"

    society: str
    date: str
    cases: tuple[CaseSheet, ...]
    cases_empty: str


def case_paper(dossier: Dossier) -> CasePaper:
    """Write the cases from what was gathered."""
    return CasePaper(
        society=society_name(dossier),
        date=show(dossier.as_of),
        cases=tuple(
            CaseSheet(
                number=number,
                id=str(record.get("id") or number),
                title=rows.cell(record, "title"),
                kind=rows.cell(record, "kind"),
                date=rows.cell(record, "finished_on"),
                platform=rows.cell(record, "platform", DASH),
                clause=rows.cell(record, "clause_tag", DASH),
                evidence=rows.proof_text(dossier, record),
            )
            for number, record in numbered(dossier.of("case"))
        ),
        cases_empty=rows.empty_text(dossier, "case"),
    )
