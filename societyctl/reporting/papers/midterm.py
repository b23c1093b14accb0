"""The mid-term review: how far the project has come, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from societyctl.reporting.papers import rows
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.front import basics_of, cover_of, name_problems
from societyctl.reporting.papers.targets import (
    distinct,
    figures_of,
    is_numeric,
    next_rows,
    target_rows,
    target_sentences,
)
from societyctl.reporting.papers.totals import activity_sentences
from societyctl.reporting.papers.values import (
    ActivityRow,
    Basics,
    Cover,
    EvidenceRow,
    FinanceRow,
    NextRow,
    Paper,
    Sentence,
    TargetRow,
)
from societyctl.reporting.word_text import NONE_WORD, gap


@dataclass(frozen=True, slots=True)
class MidtermPaper(Paper):
    """What the mid-term review says."""

    kind: ClassVar[str] = "midterm"
    title: ClassVar[str] = "项目中期评估报告"
    seals: ClassVar[tuple[str, ...]] = ("unit", "association")

    cover: Cover
    basics: Basics
    overall: tuple[Sentence, ...]
    targets: tuple[TargetRow, ...]
    targets_empty: str
    activity_totals: tuple[Sentence, ...]
    activities: tuple[ActivityRow, ...]
    activities_empty: str
    finance: tuple[FinanceRow, ...]
    finance_empty: str
    steps: tuple[NextRow, ...]
    steps_empty: str
    evidence: tuple[EvidenceRow, ...]
    evidence_empty: str


def midterm_paper(dossier: Dossier) -> MidtermPaper:
    """Write the mid-term review from what was gathered."""
    targets = [verdict for verdict in dossier.verdicts if is_numeric(verdict, dossier)]
    overall, overall_figures = target_sentences(dossier, targets)
    totals, total_figures = activity_sentences(dossier)
    cover = cover_of(dossier)
    return MidtermPaper(
        cover=cover,
        basics=basics_of(dossier),
        overall=overall,
        targets=target_rows(dossier, targets),
        targets_empty=gap("目标值与完成值", "check"),
        activity_totals=totals,
        activities=rows.activity_rows(dossier),
        activities_empty=rows.empty_text(dossier, "activity"),
        finance=rows.finance_rows(dossier),
        finance_empty=rows.finance_empty(),
        steps=next_rows(dossier.verdicts),
        steps_empty=NONE_WORD if dossier.verdicts else gap("对照结果", "check"),
        evidence=rows.evidence_rows(dossier),
        evidence_empty=rows.empty_text(dossier, "evidence"),
        figures=distinct((*figures_of(dossier, targets), *overall_figures, *total_figures)),
        photos=dossier.photos,
        problems=name_problems(cover.title),
    )
