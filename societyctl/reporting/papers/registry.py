"""Every paper by the name it has on the command line, and the records it is written from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from societyctl.errors import UsageError
from societyctl.reporting.papers.acceptance import AcceptancePaper, acceptance_paper
from societyctl.reporting.papers.application import ApplicationPaper, application_paper
from societyctl.reporting.papers.case import CasePaper, case_paper
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.lists import (
    ActivitiesPaper,
    AgreementsPaper,
    EvidencePaper,
    MembersPaper,
    activities_paper,
    agreements_paper,
    evidence_paper,
    members_paper,
)
from societyctl.reporting.papers.midterm import MidtermPaper, midterm_paper
from societyctl.reporting.papers.summary import SummaryPaper, summary_paper
from societyctl.reporting.papers.upgrade import UpgradePaper, upgrade_paper
from societyctl.reporting.papers.values import Paper

PROJECT_KINDS = (
    "activity",
    "agreement",
    "output",
    "adoption",
    "case",
    "media_report",
    "figure",
    "commitment",
    "evidence",
)
YEAR_KINDS = (
    "activity",
    "meeting",
    "staff_training",
    "agreement",
    "engagement",
    "output",
    "adoption",
    "member",
    "nomination",
    "media_report",
    "info_post",
    "journal_issue",
    "figure",
)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper."""

    shape: type[Paper]
    write: Callable[[Dossier], Paper]
    kinds: tuple[str, ...] = PROJECT_KINDS
    """The kinds of record it is written from."""
    of_project: bool = True
    """It speaks of one project, not of the society as a whole."""
    judged: bool = True
    """It shows how the project stands to the requirements."""


PAPERS: dict[str, PaperKind] = {
    "application": PaperKind(
        ApplicationPaper,
        application_paper,
        (*PROJECT_KINDS, "member", "staff", "rating", "inspection"),
    ),
    "midterm": PaperKind(MidtermPaper, midterm_paper),
    "acceptance": PaperKind(AcceptancePaper, acceptance_paper),
    "summary": PaperKind(SummaryPaper, summary_paper, YEAR_KINDS, of_project=False, judged=False),
    "upgrade": PaperKind(
        UpgradePaper, upgrade_paper, ("meeting", "evaluation", "plan"), judged=False
    ),
    "case": PaperKind(CasePaper, case_paper, ("case", "figure"), of_project=False, judged=False),
    "activities": PaperKind(
        ActivitiesPaper, activities_paper, ("activity", "figure"), of_project=False, judged=False
    ),
    "members": PaperKind(
        MembersPaper, members_paper, ("member", "figure"), of_project=False, judged=False
    ),
    "agreements": PaperKind(
        AgreementsPaper, agreements_paper, ("agreement", "figure"), of_project=False, judged=False
    ),
    "evidence": PaperKind(
        EvidencePaper, evidence_paper, ("evidence", "figure"), of_project=False, judged=False
    ),
}


def paper_kind(name: str) -> PaperKind:
    """Return the kind of paper called ``name``; raises UsageError."""
    if name not in PAPERS:
        raise UsageError(f"没有“{name}”这种材料", f"可用的有：{'、'.join(PAPERS)}")
    return PAPERS[name]
