"""Lists that stand alone: activities, members, agreements, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from societyctl.reporting.papers import rows
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.front import society_name
from societyctl.reporting.papers.totals import activity_sentences, count_sentences
from societyctl.reporting.papers.values import (
    ActivityRow,
    AgreementRow,
    EvidenceRow,
    MemberRow,
    Paper,
    Sentence,
)
from societyctl.reporting.word_text import show, span


@dataclass(frozen=True, slots=True)
class ActivitiesPaper(Paper):
    """The list of activities."""

    kind: ClassVar[str] = "activities"
    title: ClassVar[str] = "活动一览表"

    society: str
    date: str
    period: str
    totals: tuple[Sentence, ...]
    activities: tuple[ActivityRow, ...]
    activities_empty: str


@dataclass(frozen=True, slots=True)
class MembersPaper(Paper):
    """The roll of members."""

    kind: ClassVar[str] = "members"
    title: ClassVar[str] = "会员名册"

    society: str
    date: str
    period: str
    totals: tuple[Sentence, ...]
    members: tuple[MemberRow, ...]
    members_empty: str


@dataclass(frozen=True, slots=True)
class AgreementsPaper(Paper):
    """The list of agreements."""

    kind: ClassVar[str] = "agreements"
    title: ClassVar[str] = "协议台账"

    society: str
    date: str
    period: str
    totals: tuple[Sentence, ...]
    agreements: tuple[AgreementRow, ...]
    agreements_empty: str


@dataclass(frozen=True, slots=True)
class EvidencePaper(Paper):
    """The list of evidence."""

    kind: ClassVar[str] = "evidence"
    title: ClassVar[str] = "佐证材料目录"

    society: str
    date: str
    period: str
    totals: tuple[Sentence, ...]
    evidence: tuple[EvidenceRow, ...]
    evidence_empty: str


def activities_paper(dossier: Dossier) -> ActivitiesPaper:
    """Write the list of activities."""
    totals, figures = activity_sentences(dossier)
    return ActivitiesPaper(
        society=society_name(dossier),
        date=show(dossier.as_of),
        period=_period(dossier),
        totals=totals,
        activities=rows.activity_rows(dossier),
        activities_empty=rows.empty_text(dossier, "activity"),
        figures=figures,
    )


def members_paper(dossier: Dossier) -> MembersPaper:
    """Write the roll of members on the day of the paper."""
    current = rows.current_members(dossier)
    totals, figures = count_sentences(dossier, "total:members", "现有会员", current, "名")
    return MembersPaper(
        society=society_name(dossier),
        date=show(dossier.as_of),
        period=f"截至{show(dossier.as_of)}",
        totals=totals,
        members=rows.member_rows(dossier),
        members_empty=rows.empty_text(dossier, "member"),
        figures=figures,
    )


def agreements_paper(dossier: Dossier) -> AgreementsPaper:
    """Write the list of agreements."""
    signed = dossier.of("agreement")
    totals, figures = count_sentences(dossier, "total:agreements", "共签订协议", signed, "份")
    return AgreementsPaper(
        society=society_name(dossier),
        date=show(dossier.as_of),
        period=_period(dossier),
        totals=totals,
        agreements=rows.agreement_rows(dossier),
        agreements_empty=rows.empty_text(dossier, "agreement"),
        figures=figures,
    )


def evidence_paper(dossier: Dossier) -> EvidencePaper:
    """Write the list of evidence."""
    kept = dossier.of("evidence")
    totals, figures = count_sentences(dossier, "total:evidence", "共有佐证材料", kept, "件")
    return EvidencePaper(
        society=society_name(dossier),
        date=show(dossier.as_of),
        period=_period(dossier),
        totals=totals,
        evidence=rows.evidence_rows(dossier),
        evidence_empty=rows.empty_text(dossier, "evidence"),
        figures=figures,
    )


def _period(dossier: Dossier) -> str:
    period = dossier.period
    return span(period.start, period.end, period.text()) if period else f"截至{show(dossier.as_of)}"
