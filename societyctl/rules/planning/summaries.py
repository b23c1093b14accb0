"""A check in brief, drawn from its verdicts, the records behind them and the plan."""

from __future__ import annotations

from collections import Counter

from societyctl.domain.plans import Plan
from societyctl.domain.states import ApplicationState, binding
from societyctl.domain.summaries import ProjectSummary, Standing, Summary
from societyctl.domain.verdicts import (
    CheckResult,
    ProjectResult,
    ProjectVerdict,
    Status,
    Strength,
    Verdict,
)
from societyctl.rules.planning.actions import Stand, actions, is_unproven

_GOOD = (Status.MET, Status.WAIVED, Status.ADVISORY)
_ORDER = tuple(Standing)


def summary(result: CheckResult, plan: Plan, option: str = "") -> Summary:
    """Return the check in brief; ``option`` goes behind every command that takes a program.

    The records behind what is unknown or unproven are expected in the result.
    """
    stands = [
        Stand(project, way, standing_of(project), result.as_of)
        for project, way in zip(result.projects, plan.projects, strict=True)
    ]
    stands.sort(key=lambda stand: _ORDER.index(stand.standing))
    return Summary(tuple(_in_numbers(stand) for stand in stands), actions(stands, option), option)


_STANDINGS = {
    ApplicationState.OPEN: Standing.OPEN,
    ApplicationState.PLANNED: Standing.APPLYING,
    ApplicationState.HANDED_IN: Standing.HANDED_IN,
    ApplicationState.RETURNED: Standing.HANDED_IN,
    ApplicationState.APPROVED: Standing.HANDED_IN,
    ApplicationState.AWAITING_MIDTERM: Standing.HANDED_IN,
    ApplicationState.AWAITING_ACCEPTANCE: Standing.HANDED_IN,
}
"""Where there is something left to do; in the other states all is over."""


def standing_of(project: ProjectResult) -> Standing:
    """Return what there is to do for a project."""
    is_ours = any(decides(project, verdict) for verdict in project.requirements)
    if project.verdict is ProjectVerdict.INELIGIBLE and not (project.is_applied_for and is_ours):
        return Standing.OVER
    if project.state is None:
        return Standing.ASSESSED
    return _STANDINGS.get(project.state, Standing.OVER)


def _in_numbers(stand: Stand) -> ProjectSummary:
    project = stand.result
    counts = Counter(verdict.status for verdict in project.requirements)
    gates = [verdict for verdict in project.requirements if decides(project, verdict)]
    return ProjectSummary(
        project=project.id,
        title=project.title,
        application=project.application,
        standing=stand.standing,
        verdict=project.verdict,
        word=project.brief,
        gates=len(gates),
        gates_met=sum(verdict.status in _GOOD for verdict in gates),
        unmet=counts[Status.UNMET],
        unknown=counts[Status.UNKNOWN],
        disputed=counts[Status.DISPUTED],
        judgement=counts[Status.JUDGEMENT],
        unproven=sum(is_unproven(verdict) for verdict in project.requirements),
        deadline=project.due,
        days=project.days_left,
    )


def decides(project: ProjectResult, verdict: Verdict) -> bool:
    """Tell whether a requirement decides about the project on this day."""
    stages = binding(project.state)
    gate = verdict.strength is Strength.GATE and verdict.stage in stages
    return gate and verdict.status is not Status.NOT_APPLICABLE
