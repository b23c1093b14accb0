"""The application for a project: who applies, for what, and on what footing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from societyctl.domain.results import Verdict
from societyctl.domain.selection import Record
from societyctl.reporting.papers import rows
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.front import basics_of, cover_of, name_problems
from societyctl.reporting.papers.targets import condition_rows, figures_of, is_numeric, target_rows
from societyctl.reporting.papers.values import (
    Basics,
    ConditionRow,
    Cover,
    EvidenceRow,
    FinanceRow,
    Paper,
    TargetRow,
)
from societyctl.reporting.word_text import gap, has_gap, show


@dataclass(frozen=True, slots=True)
class Standing:
    """How others see the society and how large it is."""

    staff: str
    members: str
    rating: str
    inspection: str


@dataclass(frozen=True, slots=True)
class ApplicationPaper(Paper):
    """What the application says."""

    kind: ClassVar[str] = "application"
    title: ClassVar[str] = "项目申报书"
    seals: ClassVar[tuple[str, ...]] = ("pledge", "unit", "association")

    cover: Cover
    basics: Basics
    standing: Standing
    targets: tuple[TargetRow, ...]
    targets_empty: str
    finance: tuple[FinanceRow, ...]
    finance_empty: str
    conditions: tuple[ConditionRow, ...]
    conditions_empty: str
    evidence: tuple[EvidenceRow, ...]
    evidence_empty: str


def application_paper(dossier: Dossier) -> ApplicationPaper:
    """Write the application from what was gathered."""
    targets = [
        verdict
        for verdict in dossier.verdicts
        if is_numeric(verdict, dossier) and _is_goal(verdict)
    ]
    cover = cover_of(dossier)
    return ApplicationPaper(
        cover=cover,
        basics=basics_of(dossier),
        standing=standing_of(dossier),
        targets=target_rows(dossier, targets),
        targets_empty=gap("绩效目标", "import 承诺指标.xlsx"),
        finance=rows.finance_rows(dossier),
        finance_empty=gap("经费预算，在“其他数据”中登记“预算：科目”", "import 其他数据.xlsx"),
        conditions=condition_rows(dossier.verdicts),
        conditions_empty=gap("申报条件", "check"),
        evidence=rows.evidence_rows(dossier),
        evidence_empty=rows.empty_text(dossier, "evidence"),
        figures=figures_of(dossier, targets),
        problems=name_problems(cover.title),
    )


def _is_goal(verdict: Verdict) -> bool:
    """Tell a goal of the project from a condition for applying."""
    return verdict.stage in {"midterm", "acceptance"} or verdict.strength.value == "target"


def standing_of(dossier: Dossier) -> Standing:
    """Return how others see the society, by its latest records."""
    return Standing(
        staff=_count(dossier, "staff", "名", full_time=True),
        members=_members(dossier),
        rating=_latest(dossier, "rating", "grade", "valid_to"),
        inspection=_latest(dossier, "inspection", "result", "year"),
    )


def _count(dossier: Dossier, source: str, unit: str, **wanted: object) -> str:
    found = dossier.records.get(source, ())
    counted = [
        record
        for record in found
        if all(record.get(name) == value for name, value in wanted.items())
        and record.get("left_on") is None
    ]
    return f"{len(counted)}{unit}" if found else gap()


def _members(dossier: Dossier) -> str:
    texts = [
        f"{kind}会员{_count(dossier, 'member', '名' if kind == '个人' else '家', kind=kind)}"
        for kind in ("个人", "单位")
    ]
    return "，".join(texts) if dossier.records.get("member") else gap("会员名册")


def _latest(dossier: Dossier, kind: str, field: str, more: str) -> str:
    found: tuple[Record, ...] = dossier.records.get(kind, ())
    if not found:
        return gap()
    last = max(found, key=lambda record: str(record.get("year") or record.get("dated_on") or ""))
    text, detail = show(last.get(field), gap()), show(last.get(more))
    label = "年度" if more == "year" else ""
    prefix = "" if more == "year" else "有效期至"
    return text if has_gap(text) or not detail else f"{text}（{prefix}{detail}{label}）"
