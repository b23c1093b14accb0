"""The smallest way to pass, project by project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.domain.plans import LEAD_TIME_WORDS, StepKind, Timing
from societyctl.domain.verdicts import Status
from societyctl.domain.wording import project_name
from societyctl.reporting.pages.layout import STATUS_STYLES, VERDICT_STYLES, pad, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from societyctl.domain.plans import Milestone, Plan, ProjectPlan, Step

_TIMING_STYLES = {
    Timing.IN_TIME: "",
    Timing.TIGHT: STATUS_STYLES[Status.UNKNOWN],
    Timing.TOO_LATE: STATUS_STYLES[Status.UNMET],
}
_KIND_COLUMNS = 10
_DATE_COLUMNS = 12


def plan_page(plan: Plan) -> RenderableType:
    """Return what to do for every project, the first to be done first."""
    parts: list[RenderableType] = [paragraph(("怎样最省事地过关", "bold")), _lead_time_line(plan)]
    if plan.remark:
        parts.append(paragraph(("提示：", STATUS_STYLES[Status.ADVISORY]), plan.remark, hanging=6))
    for project in plan.projects:
        parts += [Text(), *_project_lines(project)]
    return Group(*parts)


def _lead_time_line(plan: Plan) -> RenderableType:
    days = "、".join(
        f"{word}{getattr(plan.lead_times, name)}" for name, word in LEAD_TIME_WORDS.items()
    )
    return paragraph(
        f"用时（工作日）：{days}；可在工作区 settings.json 的 lead_times 里改。", hanging=2
    )


def _project_lines(project: ProjectPlan) -> Iterator[RenderableType]:
    name = project_name(project.title, project.application)
    verdict = (project.word, VERDICT_STYLES[project.verdict])
    yield paragraph("■ ", (name, "bold"), f"〔{project.project}〕：", verdict, hanging=2)
    yield paragraph(project.because, indent=2)
    if project.milestones and project.steps:
        days = "，".join(f"{m.title}{_short(m)}" for m in project.milestones)
        yield paragraph("倒排：", days, indent=2, hanging=6)
    for step in project.steps:
        yield from _step_lines(step)


def _short(milestone: Milestone) -> str:
    return f"{milestone.on.month}月{milestone.on.day}日"


def _step_lines(step: Step) -> Iterator[RenderableType]:
    """Yield what to do and by when, and the requirements that one thing serves together."""
    day = step.last.isoformat() if step.last else "-"
    remark = {Timing.TIGHT: "（已过，须压缩用时）", Timing.TOO_LATE: "（来不及了）"}
    blocked = step.kind is StepKind.BLOCKED
    tail = "" if blocked else remark.get(step.timing, "")
    yield paragraph(
        pad(step.kind.word, _KIND_COLUMNS),
        pad(day, _DATE_COLUMNS),
        step.text,
        (tail, _TIMING_STYLES[step.timing]),
        indent=2,
        hanging=_KIND_COLUMNS + _DATE_COLUMNS,
    )
    if step.amount is not None or step.kind in (StepKind.DATA, StepKind.CONFIRM):
        served = "；".join(step.titles)
        yield paragraph("用于：", served, indent=2 + _KIND_COLUMNS + _DATE_COLUMNS, hanging=6)
