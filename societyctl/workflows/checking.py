"""Judging the society against a program, and what follows: progress and coverage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from societyctl.domain.naming import one_meant
from societyctl.domain.states import ApplicationState, StateOnDay
from societyctl.domain.verdicts import CheckResult, Progress, Status
from societyctl.domain.wording import first_of, project_name
from societyctl.rules.judging.asking import Answering
from societyctl.rules.judging.doubtful import disputed, without
from societyctl.rules.judging.programs import check, check_all, with_records
from societyctl.rules.judging.progress import applied_for, track
from societyctl.rules.judging.sitting import Sitting
from societyctl.rules.language.setting import Facts
from societyctl.rules.planning.actions import is_unproven
from societyctl.rules.planning.summaries import summary
from societyctl.workflows.doubles import pair_in_words, suspected

if TYPE_CHECKING:
    from societyctl.domain.differences import CheckComparison
    from societyctl.domain.likeness import LikelyDuplicate
    from societyctl.domain.plans import Plan
    from societyctl.domain.summaries import Summary
    from societyctl.rules.language.program import Program
    from societyctl.store import Store
    from societyctl.store.workspace import Workspace
    from societyctl.workflows.opening import Session


_NAMED = 5
"""So many pairs of events that may be one are named at the end of a check."""
RECORDS_LISTED = 200
"""So many records that count, and so many that do not, show well enough what a verdict rests on;
a hundred thousand for every requirement show nothing and cost minutes."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How a check is asked for."""

    as_of: date
    projects: tuple[str, ...] = ()
    records: bool = False
    """Fetch the records counted and left out."""
    every_record: bool = False
    """Fetch all of them, however many there are."""
    how: bool = False
    """Plan what is left to do."""
    since: str | None = None
    """Compare with the check of this day or before, or with the last one (``last``)."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that was kept, with what was asked beside it."""

    result: CheckResult
    plan: Plan | None
    comparison: CheckComparison | None
    remarks: tuple[str, ...]
    """What the person ought to know about the keeping."""
    summary: Summary


def check_and_keep(session: Session, program_name: str, options: CheckOptions) -> Checked:
    """Judge the society, keep the check, and tell what flipped since an earlier one."""
    from societyctl.workflows.keeping import keep_and_compare

    program = session.program(program_name, options.as_of)
    result, suspects = check_here(session, program, options)
    plan = plan_society(session.workspace, program, result)
    comparison, remarks = keep_and_compare(session, program, result, options.since)
    doubts = [f"提示：{pair_in_words(pair)}" for pair in suspects[:_NAMED]]
    if suspects:
        doubts.append("　　　逐对看、合并，或说明是两回事：societyctl duplicates")
    shown = result if options.records else _with_telling_records(session.store, result)
    chosen = session.workspace.chosen_program in (program_name, program.id)
    brief = summary(shown, plan, "" if chosen else f" -p {program_name}")
    return Checked(result, plan if options.how else None, comparison, (*remarks, *doubts), brief)


def in_brief(session: Session, program_name: str, as_of: date) -> Summary:
    """Return the check by the chosen program in brief, without keeping it."""
    program = session.program(program_name, as_of)
    result, _ = check_here(session, program, CheckOptions(as_of))
    plan = plan_society(session.workspace, program, result)
    return summary(_with_telling_records(session.store, result), plan)


def _with_telling_records(store: Store, result: CheckResult) -> CheckResult:
    """Return the result with the records in which something is wanting."""
    return with_records(
        result,
        partial(store.explain, most=RECORDS_LISTED),
        lambda verdict: verdict.status is Status.UNKNOWN or is_unproven(verdict),
    )


def check_here(
    session: Session, program: Program, options: CheckOptions
) -> tuple[CheckResult, tuple[LikelyDuplicate, ...]]:
    """Return the program judged, and the events that may be one.

    A verdict that would be another if they were is disputed until that is settled.
    """
    suspects = suspected(session.store, session.workspace)
    return check_society(session.store, program, options, suspects), suspects


def check_society(
    store: Store, program: Program, options: CheckOptions, suspects: Sequence[LikelyDuplicate] = ()
) -> CheckResult:
    """Return the program judged for the society in the store; ``suspects`` may be one each.

    Raises UsageError for a project that the program does not have.
    """
    names = {project.id: (project.title,) for project in program.projects}
    wanted = tuple(one_meant(project, names, "项目") for project in options.projects)
    answering = Answering(store.answer, store.listed, store.lacking)
    sitting = Sitting(program, facts_of(store), options.as_of, wanted)
    result = check(sitting, answering)
    if suspects:
        seconds, words = _of_kinds(suspects)
        result = disputed(result, check(sitting, without(answering, seconds)), words)
    if not options.records:
        return result
    return with_records(
        result, partial(store.explain, most=None if options.every_record else RECORDS_LISTED)
    )


def _of_kinds(
    suspects: Sequence[LikelyDuplicate],
) -> tuple[dict[str, tuple[int, ...]], dict[str, str]]:
    """Return by kind the second record of each pair, and which pairs there are in words."""
    seconds, named = defaultdict[str, list[int]](list), defaultdict[str, list[str]](list)
    for pair in suspects:
        seconds[pair.kind].append(int(pair.second.rpartition(":")[2]))
        named[pair.kind].append(f"{pair.first}与{pair.second}")
    words = {kind: f"{first_of(pairs, most=3)}可能是一回事" for kind, pairs in named.items()}
    return {kind: tuple(ids) for kind, ids in seconds.items()}, words


def check_programs(
    store: Store,
    programs: Sequence[Program],
    as_of: date,
    *,
    verdicts_only: bool = False,
    suspects: Sequence[LikelyDuplicate] = (),
) -> tuple[CheckResult, ...]:
    """Return several programs judged for the society in the store, asking all at once.

    With ``verdicts_only`` the empty fields behind unknown verdicts are not named. Each pair of
    ``suspects`` may be one record.
    """
    facts = facts_of(store)
    sittings = [Sitting(program, facts, as_of) for program in programs]
    answering = Answering(store.answer, store.listed, store.lacking)
    results = check_all(sittings, answering, naming_gaps=not verdicts_only)
    if not suspects:
        return results
    seconds, words = _of_kinds(suspects)
    fewer = check_all(sittings, without(answering, seconds), naming_gaps=False)
    return tuple(disputed(one, other, words) for one, other in zip(results, fewer, strict=True))


def check_all_programs(
    session: Session, as_of: date, *, verdicts_only: bool
) -> tuple[tuple[CheckResult, ...], tuple[str, ...]]:
    """Judge by every program there is; returns also the ids of those that cannot be used."""
    from societyctl.workflows.programs import open_all

    opened = open_all(session.workspace.programs)
    programs = [item.program for item in opened if item.program is not None]
    unusable = tuple(item.file.id for item in opened if item.program is None)
    results = check_programs(
        session.store,
        programs,
        as_of,
        verdicts_only=verdicts_only,
        suspects=suspected(session.store, session.workspace),
    )
    return results, unusable


def applications_today(session: Session, as_of: date) -> tuple[tuple[str, StateOnDay], ...]:
    """Return where each project of the chosen program stands, by name, without judging it.

    Projects that were never applied for and no longer can be are left out. Raises ProgramError.
    """
    name = session.workspace.chosen_program
    if name is None:
        return ()
    found = Sitting(session.program(name, as_of), facts_of(session.store), as_of).contexts()
    states = ((one, one.state) for one in found)
    return tuple(
        (project_name(one.project.title, str((one.record or {}).get("title") or "")), state)
        for one, state in states
        if state is not None and not (one.record is None and state.is_overdue)
    )


def facts_of(store: Store) -> Facts:
    """Return the records that judging needs whole."""
    society = store.records("society")
    return Facts(
        society=society[0] if society else None,
        applications=tuple(store.records("application")),
        findings=tuple(store.records("finding")),
        prior_awards=tuple(store.records("prior_award")),
        commitments=tuple(store.records("commitment")),
    )


def is_fine(result: CheckResult) -> bool:
    """Tell whether a check found nothing: what the society applies for stands well.

    Where applications are recorded only those projects matter; otherwise all shown.
    """
    recorded = (project for project in result.projects if project.is_recorded)
    applied = [one for one in recorded if one.state is not ApplicationState.WITHDRAWN]
    projects = applied or list(result.projects)
    return all(project.stands_well for project in projects) and not any(
        limit.status is Status.UNMET for limit in result.limits
    )


def progress_towards(
    session: Session, program_name: str, options: CheckOptions, *, every: bool = True
) -> tuple[Progress, dict[str, str]]:
    """Return how far the targets of a program have come, and the titles of its projects by id.

    Without ``every`` only those of what is applied for, unless projects are named.
    """
    program = session.program(program_name, options.as_of)
    titles = {project.id: project.title for project in program.projects}
    result = check_here(session, program, options)[0]
    if not every and not options.projects:
        result = applied_for(result)
    return track(result, facts_of(session.store).commitments), titles


def plan_society(workspace: Workspace, program: Program, result: CheckResult) -> Plan:
    """Return what is left to do for every project of a checked program."""
    from societyctl.rules.planning.plans import plan
    from societyctl.workflows.lead_times import lead_times_of

    return plan(program, result, lead_times_of(workspace))
