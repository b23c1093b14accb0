"""The smallest way to pass: what to do for each project, and by when at the latest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.plans import LeadTimes, Milestone, Plan, ProjectPlan, Step, StepKind, Timing
from societyctl.domain.selection import Criterion, Selection
from societyctl.domain.verdicts import (
    CheckResult,
    ProjectResult,
    ProjectVerdict,
    Status,
    Strength,
    Verdict,
)
from societyctl.domain.wording import show_date
from societyctl.domain.workdays import add_workdays, is_estimated, is_workday, on_estimates
from societyctl.rules.language.program import Program
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.words import Measure
from societyctl.rules.planning.needs import Need, bundled, needs_of

_SETTLED = (Status.MET, Status.NOT_APPLICABLE, Status.WAIVED, Status.ADVISORY)
_COUNCIL_TOPIC = "项目申报"
_VERBS = {
    "activity": "再办",
    "meeting": "再开",
    "agreement": "再签",
    "output": "再出",
    "member": "再发展",
    "staff": "再配备",
}
_FIELD_MILESTONES = {
    "sealed": "sealing",
    "bound": "handing_in",
    "paper_copies": "handing_in",
    "ep_identical": "handing_in",
    "applied_on": "handing_in",
    "e_submitted_on": "handing_in",
    "p_submitted_on": "handing_in",
}
"""By field of an application: the step on the way to the deadline that settles it."""


@dataclass(frozen=True, slots=True)
class _Way:
    """What stands around the steps of one project."""

    program: Program
    as_of: date
    days: dict[str, date]
    """By milestone, its last day; empty when no deadline is known."""
    closed: bool
    """Handed in, or past the deadline: only facts and findings can still be added."""
    is_missed: bool
    """Past the deadline, and no application is on record."""


def plan(program: Program, result: CheckResult, lead_times: LeadTimes) -> Plan:
    """Return what is left to do for every project, the least that is enough.

    Only gates up to handing in are looked at: what mid-term and acceptance ask comes later.
    In a yearly assessment, where nothing is applied for, all targets are.
    """
    projects = tuple(
        _project(program, project, result.as_of, lead_times) for project in result.projects
    )
    years = {day.on.year for project in projects for day in project.milestones}
    remark = on_estimates(year for year in years if is_estimated(year))
    return Plan(result.program_id, result.as_of, lead_times, projects, remark)


def milestones(
    deadline: date, lead_times: LeadTimes, *, council_done: bool = False
) -> tuple[Milestone, ...]:
    """Return the last day of every step, worked back in Chinese working days.

    >>> [str(m.on) for m in milestones(date(2022, 11, 10), LeadTimes())][:2]
    ['2022-10-09', '2022-10-14']
    """
    handing_in = deadline if is_workday(deadline) else add_workdays(deadline, -1)
    sealing = add_workdays(handing_in, -lead_times.binding)
    filling = add_workdays(sealing, -lead_times.sealing)
    council = add_workdays(filling, -lead_times.filling)
    evidence = council if council_done else add_workdays(council, -lead_times.council)
    activity = add_workdays(evidence, -lead_times.evidence)
    return (
        Milestone("activity", "活动办完", activity),
        Milestone("evidence", "佐证、协议齐备", evidence),
        Milestone("council", "理事会审议完", council),
        Milestone("filling", "填报完", filling),
        Milestone("sealing", "盖章完", sealing),
        Milestone("handing_in", "装订好并报送", handing_in),
    )


def _project(
    program: Program, project: ProjectResult, as_of: date, lead_times: LeadTimes
) -> ProjectPlan:
    last = _last_day(program, project)
    days: tuple[Milestone, ...] = ()
    if last is not None and project.applied_on is None:
        days = milestones(last, lead_times, council_done=_council_done(project))
    past = project.deadline is not None and as_of > project.deadline
    way = _Way(
        program,
        as_of,
        {} if past else {milestone.id: milestone.on for milestone in days},
        closed=past or project.applied_on is not None,
        is_missed=past and project.applied_on is None,
    )
    steps = tuple(sorted(_merged(_steps(program, project, way)), key=_order))
    late = [step for step in steps if step.timing is Timing.TOO_LATE]
    return ProjectPlan(
        project=project.id,
        title=project.title,
        application=project.application,
        verdict=project.verdict,
        feasible=not late and not (way.is_missed and steps),
        because=_because(program, project, steps, way),
        deadline=project.deadline,
        milestones=() if way.closed else days,
        steps=steps,
        is_applied_for=project.is_applied_for,
    )


def _last_day(program: Program, project: ProjectResult) -> date | None:
    """Return the last day to hand in: that for paper copies, where it is earlier."""
    deadline = program.deadline_of(program.project(project.id))
    days = [day for day in (project.deadline, deadline and deadline.paper_by) if day]
    return min(days, default=None)


def _council_done(project: ProjectResult) -> bool:
    """Tell whether a council meeting on the application is on record already."""
    return any(
        verdict.part is not None
        and verdict.part.status is Status.MET
        and any(_is_council(selection) for selection in verdict.selections)
        for verdict in project.requirements
    )


def _is_council(selection: Selection) -> bool:
    return selection.record == "meeting" and any(
        isinstance(condition, Criterion)
        and condition.field == "topics"
        and _COUNCIL_TOPIC in condition.values
        for condition in (*selection.scope, *selection.where)
    )


def _because(program: Program, project: ProjectResult, steps: Sequence[Step], way: _Way) -> str:
    if not steps:
        return "不用再做什么"
    if way.is_missed:
        return f"申报截止日{show_date(project.deadline)}已过，没有登记申报日期；没有报过的已来不及"
    late = [step for step in steps if step.timing is Timing.TOO_LATE]
    if late:
        blocked = sum(step.kind is StepKind.BLOCKED for step in late)
        reasons = [f"{blocked}项无法补救"] if blocked else []
        reasons += [f"{len(late) - blocked}项已来不及"] if len(late) > blocked else []
        return "、".join(reasons)
    if project.verdict is ProjectVerdict.ELIGIBLE and program.kind == "application":
        return f"资格已够，还有{len(steps)}件材料上的事"
    tight = sum(step.timing is Timing.TIGHT for step in steps)
    return f"还有{len(steps)}件事" + (f"，其中{tight}件按通常用时已经偏紧" if tight else "")


def _merged(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps; what is done once for several requirements is said once."""
    groups: dict[tuple[StepKind, str, date | None], list[Step]] = {}
    for number, step in enumerate(steps):
        text = step.text if step.amount is None else f"{step.text}#{number}"
        groups.setdefault((step.kind, text, step.last), []).append(step)
    for group in groups.values():
        yield replace(
            group[0],
            requirements=tuple(dict.fromkeys(id_ for s in group for id_ in s.requirements)),
            titles=tuple(dict.fromkeys(title for s in group for title in s.titles)),
            clauses=tuple(dict.fromkeys(clause for s in group for clause in s.clauses)),
        )


def _order(step: Step) -> tuple[bool, date, str]:
    """What cannot be helped first, then by date."""
    return step.kind is not StepKind.BLOCKED, step.last or date.max, step.text


def _steps(program: Program, project: ProjectResult, way: _Way) -> Iterator[Step]:
    requirements = {item.id: item for item in program.requirements_of(program.project(project.id))}
    counted: list[tuple[Need, Verdict]] = []
    for verdict in project.requirements:
        if not _binds(program, verdict) or verdict.status in _SETTLED:
            continue
        for need in _needs(verdict, requirements[verdict.id], way):
            if need.selection is not None:
                counted.append((need, verdict))
            else:
                yield _single(need, verdict, requirements[verdict.id], way)
        if verdict.awaits_finding:
            yield _finding(verdict, requirements[verdict.id], way)
    yield from _counted(counted, way)


def _binds(program: Program, verdict: Verdict) -> bool:
    """Tell whether a requirement is to be met: in an assessment, every target is."""
    if program.kind == "assessment":
        return verdict.strength in (Strength.GATE, Strength.TARGET)
    stages = ("qualification", "application")
    return verdict.strength is Strength.GATE and verdict.stage in stages


def _needs(verdict: Verdict, requirement: Requirement, way: _Way) -> tuple[Need, ...]:
    """Return what a requirement lacks apart from a finding."""
    if verdict.status is Status.JUDGEMENT:
        return ()
    if verdict.status is Status.DISPUTED:
        return (Need(StepKind.CONFIRM, verdict.because),)
    if verdict.status is Status.UNKNOWN:
        return (Need(StepKind.DATA, verdict.because),)
    needs = needs_of(verdict.part, way.as_of) if verdict.part is not None else ()
    on_paper = requirement.stage == "application" and _is_about_papers(requirement, way.program)
    if on_paper and needs and all(need.kind is not StepKind.BLOCKED for need in needs):
        return (Need(StepKind.PAPER, verdict.because),)
    return needs


def _is_about_papers(requirement: Requirement, program: Program) -> bool:
    """Tell whether a requirement asks for the papers of the application itself."""
    return any(measure.is_on_paper(program.kinds_of_sets) for measure in _measures(requirement))


def _measures(requirement: Requirement) -> Iterator[Measure]:
    for test in requirement.test.singles() if requirement.test is not None else ():
        if test.states is not None:
            yield test.states


def _single(need: Need, verdict: Verdict, requirement: Requirement, way: _Way) -> Step:
    last = None if need.kind is StepKind.BLOCKED else way.days.get(_milestone(need, requirement))
    step = Step(
        kind=need.kind,
        text=_text(need, verdict),
        requirements=(verdict.id,),
        titles=(verdict.title,),
        clauses=verdict.clauses,
        last=last,
    )
    return replace(step, timing=_timing(step, way))


def _milestone(need: Need, requirement: Requirement) -> str:
    """Return the milestone by which something other than new records has to be settled."""
    if need.kind is not StepKind.PAPER:
        return "council"
    fields = (measure.stated_field for measure in _measures(requirement))
    return next(
        (_FIELD_MILESTONES[name] for name in fields if name in _FIELD_MILESTONES), "filling"
    )


def _text(need: Need, verdict: Verdict) -> str:
    either = f"（或者：{'；或者：'.join(need.alternatives)}）" if need.alternatives else ""
    if need.kind is StepKind.PAPER:
        papers = verdict.evidence_wanted
        return f"{verdict.title}：备好{papers}" if papers else verdict.title
    if verdict.status in (Status.UNKNOWN, Status.DISPUTED) and verdict.next:
        return verdict.next
    return f"{verdict.title}：{need.because}{either}"


def _finding(verdict: Verdict, requirement: Requirement, way: _Way) -> Step:
    step = Step(
        kind=StepKind.FINDING,
        text=f"由负责人研判：{requirement.finding}",
        requirements=(verdict.id,),
        titles=(verdict.title,),
        clauses=verdict.clauses,
        last=way.days.get("council"),
    )
    return replace(step, timing=_timing(step, way))


def _counted(counted: Sequence[tuple[Need, Verdict]], way: _Way) -> Iterator[Step]:
    """Yield one step for so many records that serve the same requirements."""
    needs = [need for need, _ in counted]
    for bundle in bundled(needs):
        served = [counted[index] for index in bundle.needs]
        first = served[0][0]
        verdicts = list({verdict.id: verdict for _, verdict in served}.values())
        alternatives = [text for need, _ in served for text in need.alternatives]
        either = f"（或者：{'；或者：'.join(alternatives)}）" if alternatives else ""
        step = Step(
            kind=first.kind,
            text=f"{_wanted(first, bundle.amount)}{_labels(served)}{either}",
            requirements=tuple(verdict.id for verdict in verdicts),
            titles=tuple(verdict.title for verdict in verdicts),
            clauses=tuple(dict.fromkeys(c for verdict in verdicts for c in verdict.clauses)),
            amount=bundle.amount,
            unit=first.unit,
            last=_last_of([need for need, _ in served], way),
        )
        yield replace(step, timing=_timing(step, way))


def _labels(served: Sequence[tuple[Need, Verdict]]) -> str:
    """Return what the parts of a test are called, so that two of them can be told apart."""
    named = [need.because.partition("：") for need, _ in served]
    first = served[0][0].selection
    kind = RECORD_KINDS[first.record].title if first else ""
    labels = dict.fromkeys(label for label, colon, _ in named if colon and label != kind)
    return f"（{'、'.join(labels)}）" if labels else ""


def _wanted(need: Need, amount: int) -> str:
    record = need.selection.record if need.selection else ""
    title = RECORD_KINDS[record].title if record else ""
    return f"{_VERBS.get(record, '再有')}{amount}{need.unit}“{title}”"


def _last_of(needs: Sequence[Need], way: _Way) -> date | None:
    """Return the last day for records that serve all these needs."""
    days = [need.until for need in needs if need.until is not None]
    for need in needs:
        council = need.selection is not None and _is_council(need.selection)
        activity = need.kind is StepKind.ACTIVITY
        name = "council" if council else "activity" if activity else "evidence"
        days += [way.days[name]] if name in way.days else []
    return min(days, default=None)


def _timing(step: Step, way: _Way) -> Timing:
    if step.kind is StepKind.BLOCKED:
        return Timing.TOO_LATE
    if step.kind in (StepKind.DATA, StepKind.FINDING, StepKind.CONFIRM) and way.closed:
        return Timing.IN_TIME
    if way.closed:
        return Timing.TOO_LATE
    if step.last is None or step.last >= way.as_of:
        return Timing.IN_TIME
    return Timing.TIGHT
