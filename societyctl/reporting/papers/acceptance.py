"""The acceptance report of a project: what was promised, what was done, what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from societyctl.domain.results import Verdict
from societyctl.reporting.papers import rows
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.front import basics_of, cover_of, name_problems
from societyctl.reporting.papers.targets import (
    distinct,
    figures_of,
    is_numeric,
    rating_rows,
    rating_sentences,
    target_rows,
    target_sentences,
)
from societyctl.reporting.papers.totals import activity_sentences
from societyctl.reporting.papers.values import (
    ActivityRow,
    AgreementRow,
    Basics,
    CaseRow,
    Cover,
    EvidenceRow,
    FinanceRow,
    MediaRow,
    OutputRow,
    Paper,
    RatingRow,
    Sentence,
    TargetRow,
)
from societyctl.reporting.word_text import gap


@dataclass(frozen=True, slots=True)
class AcceptancePaper(Paper):
    """What the acceptance report says."""

    kind: ClassVar[str] = "acceptance"
    title: ClassVar[str] = "项目验收报告书"
    seals: ClassVar[tuple[str, ...]] = ("unit", "experts", "association")

    cover: Cover
    basics: Basics
    overall: tuple[Sentence, ...]
    targets: tuple[TargetRow, ...]
    targets_empty: str
    activity_totals: tuple[Sentence, ...]
    activities: tuple[ActivityRow, ...]
    activities_empty: str
    agreements: tuple[AgreementRow, ...]
    agreements_empty: str
    outputs: tuple[OutputRow, ...]
    outputs_empty: str
    cases: tuple[CaseRow, ...]
    cases_empty: str
    media: tuple[MediaRow, ...]
    media_empty: str
    finance: tuple[FinanceRow, ...]
    finance_empty: str
    rating_totals: tuple[Sentence, ...]
    ratings: tuple[RatingRow, ...]
    ratings_empty: str
    evidence: tuple[EvidenceRow, ...]
    evidence_empty: str


def acceptance_paper(dossier: Dossier) -> AcceptancePaper:
    """Write the acceptance report from what was gathered."""
    targets = [verdict for verdict in dossier.verdicts if is_numeric(verdict, dossier)]
    overall, overall_figures = target_sentences(dossier, targets)
    totals, total_figures = activity_sentences(dossier)
    cover = cover_of(dossier)
    return AcceptancePaper(
        cover=cover,
        basics=basics_of(dossier),
        overall=overall,
        targets=target_rows(dossier, targets),
        targets_empty=gap("目标值与完成值", "check"),
        activity_totals=totals,
        activities=rows.activity_rows(dossier),
        activities_empty=rows.empty_text(dossier, "activity"),
        agreements=rows.agreement_rows(dossier),
        agreements_empty=rows.empty_text(dossier, "agreement"),
        outputs=rows.output_rows(dossier),
        outputs_empty=rows.empty_text(dossier, "output"),
        cases=rows.case_rows(dossier),
        cases_empty=rows.empty_text(dossier, "case"),
        media=rows.media_rows(dossier),
        media_empty=rows.empty_text(dossier, "media_report"),
        finance=rows.finance_rows(dossier),
        finance_empty=rows.finance_empty(),
        rating_totals=rating_sentences(dossier.verdicts),
        ratings=rating_rows(dossier.verdicts, _places(targets)),
        ratings_empty=gap("验收标准", "program show"),
        evidence=rows.evidence_rows(dossier),
        evidence_empty=rows.empty_text(dossier, "evidence"),
        figures=distinct((*figures_of(dossier, targets), *overall_figures, *total_figures)),
        photos=dossier.photos,
        problems=name_problems(cover.title),
    )


def _places(targets: Sequence[Verdict]) -> dict[str, str]:
    return {verdict.id: f"见三、第{index}项" for index, verdict in enumerate(targets, 1)}
