"""Progress: what every target of a program has reached, for one society on one day."""

from __future__ import annotations

from collections.abc import Iterator

from societyctl.domain.results import CheckResult, Progress, Strength, Target, Verdict


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
            if verdict.counts is not None and _is_target(verdict):
                yield _target(project.id, verdict)


def _is_target(verdict: Verdict) -> bool:
    return isinstance(verdict.needed, int) and verdict.strength is not Strength.ADVISORY


def _target(project: str, verdict: Verdict) -> Target:
    counts = verdict.counts
    needed = verdict.needed if isinstance(verdict.needed, int) else 0
    countable = counts.countable if counts else 0
    return Target(
        project=project,
        id=verdict.id,
        title=verdict.title,
        citation=verdict.citation,
        unit=verdict.unit,
        needed=needed,
        held=counts.held if counts else 0,
        evidenced=counts.evidenced if counts else 0,
        countable=countable,
        missing=max(0, needed - int(countable)),
        status=verdict.status,
        due=verdict.due,
        next=verdict.next,
    )
