"""Progress: what every target of a program has reached, for one society on one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from societyctl.domain.keys import normal_text
from societyctl.domain.selection import Record
from societyctl.domain.verdicts import (
    CheckResult,
    Progress,
    ProjectResult,
    Strength,
    Target,
    Verdict,
)


def track(result: CheckResult, commitments: Sequence[Record] = ()) -> Progress:
    """Return the numeric targets of a judged program, beside what was promised.

    Held, evidenced and countable are those of the verdicts; where evidence is wanted, what is
    missing is counted against what can be handed in, that is against ``countable``.
    """
    return Progress(
        program_id=result.program_id,
        program_title=result.program_title,
        as_of=result.as_of,
        targets=tuple(_targets(result, commitments)),
    )


def applied_for(result: CheckResult) -> CheckResult:
    """Return the result without the projects for which there is no application."""
    kept = (one for one in result.projects if one.is_recorded or not one.is_applied_for)
    return replace(result, projects=tuple(kept))


def _targets(result: CheckResult, commitments: Sequence[Record]) -> Iterator[Target]:
    for project in result.projects:
        for verdict in project.requirements:
            if _is_target(verdict):
                target = _target(project, verdict)
                due = target.due
                yield replace(
                    target,
                    promised=_promised(target, result.program_id, commitments),
                    days=(due - result.as_of).days if due is not None else None,
                )


def _promised(target: Target, program: str, commitments: Sequence[Record]) -> int | None:
    """Return what the application promises, where that is more than is asked."""
    about = {"program": program, "project": target.project, "application": target.application}
    for record in commitments:
        named = all(
            (given := record.get(name)) is None or normal_text(given) == normal_text(value)
            for name, value in about.items()
        )
        amount = record.get("promised")
        if named and record.get("requirement") == target.id and isinstance(amount, int):
            asked = target.needed if isinstance(target.needed, int | Decimal) else 0
            return amount if amount > asked else None
    return None


def _is_target(verdict: Verdict) -> bool:
    numbers = isinstance(verdict.needed, int | Decimal) and not isinstance(verdict.measured, str)
    counted = verdict.counts is not None or bool(verdict.scores)
    return numbers and counted and verdict.strength is not Strength.ADVISORY


def _target(project: ProjectResult, verdict: Verdict) -> Target:
    """Return a target.

    Of a score or a ratio, and where no evidence is wanted, there is no part with evidence to
    tell apart.
    """
    counts = verdict.counts
    proven = counts if verdict.evidence_wanted else None
    needed = verdict.needed if isinstance(verdict.needed, int | Decimal) else 0
    measured = verdict.measured if isinstance(verdict.measured, int | Decimal) else 0
    missing = verdict.missing
    if counts is not None:
        missing = max(0, needed - (proven.countable if proven is not None else measured))
    return Target(
        project=project.id,
        application=project.application,
        state=project.state,
        id=verdict.id,
        title=verdict.title,
        citation=verdict.citation,
        unit=verdict.unit,
        needed=needed,
        held=counts.held if counts is not None else measured,
        measured=measured,
        short=verdict.missing,
        evidenced=proven.evidenced if proven is not None else None,
        countable=proven.countable if proven is not None else None,
        missing=missing,
        status=verdict.status,
        due=verdict.due,
        next=verdict.next,
    )
