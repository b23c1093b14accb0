"""A check in brief, drawn from its verdicts, the records behind them and the plan."""

from __future__ import annotations

from collections import Counter
from datetime import date

from societyctl.domain.plans import Plan
from societyctl.domain.summaries import ProjectSummary, Standing, Summary
from societyctl.domain.verdicts import CheckResult, ProjectResult, Status, Strength, Verdict
from societyctl.rules.planning.actions import Stand, actions, is_unproven

_GOOD = (Status.MET, Status.WAIVED, Status.ADVISORY)
_ORDER = tuple(Standing)


def summary(result: CheckResult, plan: Plan, option: str = "") -> Summary:
    """Return the check in brief; ``option`` goes behind every command that takes a program.

    The records behind what is unknown or unproven are expected in the result.
    """
    stands = [
        Stand(project, way, standing_of(project, result.as_of), result.as_of)
        for project, way in zip(result.projects, plan.projects, strict=True)
    ]
    stands.sort(key=lambda stand: _ORDER.index(stand.standing))
    return Summary(tuple(_in_numbers(stand) for stand in stands), actions(stands, option))


def standing_of(project: ProjectResult, as_of: date) -> Standing:
    """Return what there is to do for a project on a day."""
    if not project.is_applied_for:
        return Standing.ASSESSED
    if project.applied_on is not None:
        return Standing.HANDED_IN
    if project.deadline is not None and as_of > project.deadline:
        return Standing.OVER
    return Standing.APPLYING if project.application else Standing.OPEN


def _in_numbers(stand: Stand) -> ProjectSummary:
    project = stand.result
    counts = Counter(verdict.status for verdict in project.requirements)
    gates = [verdict for verdict in project.requirements if decides(project, verdict)]
    deadline = project.deadline
    return ProjectSummary(
        project=project.id,
        title=project.title,
        application=project.application,
        standing=stand.standing,
        verdict=project.verdict,
        word=project.word,
        gates=len(gates),
        gates_met=sum(verdict.status in _GOOD for verdict in gates),
        unmet=counts[Status.UNMET],
        unknown=counts[Status.UNKNOWN],
        disputed=counts[Status.DISPUTED],
        judgement=counts[Status.JUDGEMENT],
        unproven=sum(is_unproven(verdict) for verdict in project.requirements),
        deadline=deadline,
        days=(deadline - stand.as_of).days if deadline is not None else None,
    )


def decides(project: ProjectResult, verdict: Verdict) -> bool:
    """Tell whether a requirement decides about the project on this day."""
    applied = project.applied_on is not None
    stages = ("qualification", "application") if applied else ("qualification",)
    gate = verdict.strength is Strength.GATE and verdict.stage in stages
    return gate and verdict.status is not Status.NOT_APPLICABLE
