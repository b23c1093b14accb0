"""Progress: what every target of a program has reached, for one society on one day."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from societyctl.domain.verdicts import CheckResult, Progress, Strength, Target, Verdict


def track(result: CheckResult) -> Progress:
    """Return the numeric targets of a judged program.

    Held, evidenced and countable are those of the verdicts; what is missing is counted
    against what can be handed in, that is against ``countable``.
    """
    return Progress(
        program_id=result.program_id,
        program_title=result.program_title,
        as_of=result.as_of,
        targets=tuple(_targets(result)),
    )


def _targets(result: CheckResult) -> Iterator[Target]:
    for project in result.projects:
        for verdict in project.requirements:
            if _is_target(verdict):
                yield _target(project.id, verdict)


def _is_target(verdict: Verdict) -> bool:
    numbers = isinstance(verdict.needed, int | Decimal) and not isinstance(verdict.measured, str)
    counted = verdict.counts is not None or bool(verdict.scores)
    return numbers and counted and verdict.strength is not Strength.ADVISORY


def _target(project: str, verdict: Verdict) -> Target:
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
        project=project,
        id=verdict.id,
        title=verdict.title,
        citation=verdict.citation,
        unit=verdict.unit,
        needed=needed,
        held=counts.held if counts is not None else measured,
        evidenced=proven.evidenced if proven is not None else None,
        countable=proven.countable if proven is not None else None,
        missing=missing,
        status=verdict.status,
        due=verdict.due,
        next=verdict.next,
    )
