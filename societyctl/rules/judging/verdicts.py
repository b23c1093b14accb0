"""From outcomes to verdicts: conditions, exceptions, readings, findings, strength, stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.keys import normal_text
from societyctl.domain.selection import Record
from societyctl.domain.verdicts import DecidedBy, Part, Reading, Status, Strength, Verdict
from societyctl.domain.wording import show_date
from societyctl.rules.judging.context import LATER_STAGES, Context
from societyctl.rules.judging.outcome import Outcome
from societyctl.rules.judging.questions import Asking
from societyctl.rules.judging.testing import evaluate, leaves
from societyctl.rules.language.requirement import Proxy, Requirement

_FINDING_STATUS = {"符合": Status.MET, "不符合": Status.UNMET, "待补": Status.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What the records say of a requirement, before findings, stage and strength."""

    outcome: Outcome
    readings: tuple[Reading, ...]
    part: Part | None
    proxies: tuple[str, ...]


def gather(requirement: Requirement, context: Context, asking: Asking) -> None:
    """Ask the store all that judging the requirement takes."""
    _evaluated(requirement, context, asking)


def _for_requirement(requirement: Requirement, context: Context) -> Context:
    final = requirement.final or requirement.strength == "gate"
    return replace(context, stage=requirement.stage, final=final, unit=requirement.unit)


def _evaluated(requirement: Requirement, context: Context, asking: Asking) -> Evaluated:
    """Return what the records say; once for projects that share the requirement and the day."""
    about = (id(requirement), context.deadline, id(context.application))
    known: Evaluated | None = asking.evaluated.get(about)
    if known is not None:
        return known
    context, missed = _for_requirement(requirement, context), asking.missed
    outcome, readings = _outcome(requirement, context, asking)
    part = outcome.as_part() if requirement.test is not None else None
    proxies = tuple(_proxy(proxy, context, asking) for proxy in requirement.proxies)
    evaluated = Evaluated(outcome, readings, part, proxies)
    asking.evaluated[about] = evaluated
    if asking.missed == missed:
        asking.settled[about] = evaluated
    return evaluated


def judge(requirement: Requirement, context: Context, asking: Asking) -> Verdict:
    """Return the verdict on one requirement for one project (and application)."""
    evaluated = _evaluated(requirement, context, asking)
    context = _for_requirement(requirement, context)
    finding = _finding_for(requirement, context)
    outcome = _with_finding(requirement, evaluated.outcome, finding, context)
    outcome = _with_stage(requirement, outcome, context)
    outcome = _with_strength(requirement, outcome)
    return Verdict(
        id=requirement.id,
        clauses=requirement.clauses,
        title=requirement.title,
        citation=requirement.place,
        decided_by=_decided_by(requirement),
        strength=Strength(requirement.strength),
        status=outcome.status,
        because=_because(requirement, outcome, context),
        next=_next(requirement, outcome, asking, context),
        measured=outcome.measured,
        needed=outcome.needed,
        missing=outcome.missing,
        unit=_unit(requirement, outcome),
        counts=outcome.counts,
        readings=evaluated.readings,
        proxies=evaluated.proxies,
        selections=outcome.selections,
        evidence_wanted=requirement.evidence,
        due=_due(outcome, context),
        stage=requirement.stage,
        part=evaluated.part,
        scores=outcome.scores,
        awaits_finding=bool(requirement.finding) and finding is None,
    )


def _unit(requirement: Requirement, outcome: Outcome) -> str:
    """Return the unit of what was measured; of tests put together it is the tests."""
    return outcome.unit if outcome.parts else requirement.unit or outcome.unit


def _proxy(proxy: Proxy, context: Context, asking: Asking) -> str:
    """Return a figure for the person who must judge, as a short phrase."""
    outcome = evaluate(proxy.test, context, asking)
    if outcome.measured is None or outcome.status is Status.UNKNOWN:
        return f"{proxy.title}：{outcome.because}"
    return f"{proxy.title}{outcome.measured}{outcome.unit}"


def _decided_by(requirement: Requirement) -> DecidedBy:
    if requirement.finding:
        return DecidedBy.FINDING
    tests = list(leaves(requirement.test)) if requirement.test else []
    plain = all(test.value is not None for test in tests)
    return DecidedBy.RECORD if plain else DecidedBy.MEASURE


def _outcome(
    requirement: Requirement, context: Context, asking: Asking
) -> tuple[Outcome, tuple[Reading, ...]]:
    """Evaluate condition, test, readings and exception; all are always asked about."""
    condition = context.program.condition(requirement.when)
    when = evaluate(condition, context, asking) if condition is not None else None
    default = Outcome(Status.MET)
    if requirement.test is not None:
        default = evaluate(requirement.test, context, asking)
    outcome, readings = _read_both_ways(requirement, default, context, asking)
    if requirement.unless is not None:
        outcome = _excepted(outcome, evaluate(requirement.unless, context, asking))
    if when is not None and when.status is Status.UNMET:
        return Outcome(Status.NOT_APPLICABLE, f"条件未出现（{when.because}）"), ()
    if when is not None and when.status in (Status.UNKNOWN, Status.DISPUTED):
        return replace(when, because=f"不能确定是否适用：{when.because}"), ()
    return outcome, readings


def _read_both_ways(
    requirement: Requirement, default: Outcome, context: Context, asking: Asking
) -> tuple[Outcome, tuple[Reading, ...]]:
    if not requirement.readings:
        return default, ()
    others = [(r.title, _so_far(evaluate(r.test, context, asking))) for r in requirement.readings]
    told = _so_far(default)
    readings = (
        Reading(requirement.reading_title, told.status, told.because, default=True),
        *(Reading(title, outcome.status, outcome.because) for title, outcome in others),
    )
    statuses = {reading.status for reading in readings} - {Status.UNKNOWN, Status.NOT_APPLICABLE}
    if told.status not in _DECIDED or len(statuses) == 1:
        return default, readings
    because = f"读法不同结论不同，默认按“{requirement.reading_title}”：{default.because}"
    return replace(default, status=Status.DISPUTED, because=because), readings


_DECIDED = (Status.MET, Status.UNMET, Status.PENDING)


def _so_far(outcome: Outcome) -> Outcome:
    """Return an outcome as it stands today: what may still be reached is pending."""
    if outcome.status is Status.UNMET and outcome.open_until is not None:
        return replace(outcome, status=Status.PENDING)
    return outcome


def _excepted(outcome: Outcome, exception: Outcome) -> Outcome:
    if outcome.status is not Status.MET and exception.status is Status.MET:
        return replace(
            outcome,
            status=Status.MET,
            missing=0,
            because=f"属例外情形（{exception.because}）；{outcome.because}",
        )
    return outcome


def _finding_for(requirement: Requirement, context: Context) -> Record | None:
    """Return the newest valid finding for the requirement; one on the application goes before."""
    candidates = [
        record for record in context.facts.findings if _speaks_of(record, requirement, context)
    ]
    return max(
        candidates,
        key=lambda r: (r.get("application") is not None, str(r.get("judged_on") or "")),
        default=None,
    )


def _speaks_of(record: Record, requirement: Requirement, context: Context) -> bool:
    until = record.get("valid_to")
    if isinstance(until, date) and until < context.as_of:
        return False
    if record.get("program") not in (None, context.program.id):
        return False
    if record.get("project") not in (None, context.project.id, context.project.title):
        return False
    if record.get("requirement") != requirement.id and (
        record.get("clause") not in requirement.clauses
    ):
        return False
    named = record.get("application")
    return named is None or _is_named(context.application, named)


def _is_named(application: Record | None, name: Value | int) -> bool:
    """Tell whether an application bears a name, however it is spelled."""
    title = application.get("title") if application is not None else None
    return title is not None and normal_text(title) == normal_text(name)


def _with_finding(
    requirement: Requirement, outcome: Outcome, finding: Record | None, context: Context
) -> Outcome:
    if finding is not None and finding.get("verdict") == "豁免":
        return replace(outcome, status=Status.WAIVED, because=_told("豁免", finding))
    if not requirement.finding or outcome.status in (Status.UNMET, Status.NOT_APPLICABLE):
        return outcome
    if outcome.status is Status.UNKNOWN:
        return outcome
    if finding is not None and finding.get("verdict") in _FINDING_STATUS:
        status = _FINDING_STATUS[str(finding["verdict"])]
        told = _told(f"研判{finding['verdict']}", finding)
        return replace(outcome, status=status, because=_both(outcome.because, told))
    if outcome.status is Status.DISPUTED:
        return outcome
    told = f"需研判：{requirement.finding}"
    status = Status(requirement.unjudged)
    return replace(outcome, status=status, because=_both(outcome.because, told))


def _both(first: str, second: str) -> str:
    return f"{first}；{second}" if first else second


def _told(word: str, finding: Record) -> str:
    day = finding.get("judged_on")
    shown = show_date(day) if isinstance(day, date) else "日期未填"
    who = finding.get("judged_by") or "研判人未填"
    reason = finding.get("reason") or "未写理由"
    return f"{word}：{reason}（{who}，{shown}）"


def _with_stage(requirement: Requirement, outcome: Outcome, context: Context) -> Outcome:
    """What is not yet due is pending, not unmet."""
    settled = (Status.MET, Status.NOT_APPLICABLE, Status.WAIVED)
    if outcome.status in settled:
        return outcome
    if requirement.stage == "application" and context.program.kind == "application":
        return outcome if context.applied_on is not None else _not_applied(outcome, context)
    if requirement.stage in LATER_STAGES and not _stage_is_over(requirement, context):
        if outcome.status in (Status.UNMET, Status.UNKNOWN):
            return replace(
                outcome, status=Status.PENDING, because=_both(outcome.because, "尚未到这一阶段")
            )
        return outcome
    return _so_far(outcome)


def _not_applied(outcome: Outcome, context: Context) -> Outcome:
    deadline = context.deadline
    if deadline is not None and context.as_of > deadline:
        return replace(
            outcome,
            status=Status.UNKNOWN,
            supply=("application",),
            because=f"已过截止日{show_date(deadline)}，没有登记申报日期",
        )
    return replace(
        outcome, status=Status.PENDING, because=_both(outcome.because, "申报材料尚未提交")
    )


def _stage_is_over(requirement: Requirement, context: Context) -> bool:
    """Tell whether a later stage is past: reported, past its deadline, past the year's end."""
    if context.reported_on is not None:
        return context.reported_on <= context.as_of
    program, stage = context.program, requirement.stage
    ends = [item.end for item in program.stages if item.id == stage and item.end is not None]
    last = _stage_deadline(context) or min(ends, default=date(program.year, 12, 31))
    return context.as_of > last


def _with_strength(requirement: Requirement, outcome: Outcome) -> Outcome:
    if requirement.strength == "advisory":
        counted_only = requirement.test is not None and not any(
            test.comparison_words() or test.every for test in leaves(requirement.test)
        )
        if counted_only and outcome.status is Status.MET:
            return replace(outcome, status=Status.ADVISORY, needed=None)
    if requirement.strength in ("advisory", "soft") and outcome.status is Status.UNMET:
        return replace(outcome, status=Status.ADVISORY)
    return outcome


def _because(requirement: Requirement, outcome: Outcome, context: Context) -> str:
    return _both(outcome.because, requirement.note) if requirement.note else outcome.because


def _due(outcome: Outcome, context: Context) -> date | None:
    """Return the last day for the requirement: that of its stage, or of its window before it."""
    if outcome.open_until not in (None, date.max):
        return outcome.open_until
    due = _stage_deadline(context) if context.stage in LATER_STAGES else context.deadline
    ends = [asked.period.end for asked in outcome.selections if asked.period and asked.period.end]
    return min(due, max(ends)) if due is not None and ends else due


def _stage_deadline(context: Context) -> date | None:
    days = [
        item.day
        for item in context.program.deadlines
        if item.stage == context.stage and isinstance(item.day, date) and not item.recurs
    ]
    return min(days, default=None)


_TO_JUDGE = "由负责人研判后登记：societyctl judge"


def _next(requirement: Requirement, outcome: Outcome, asking: Asking, context: Context) -> str:
    """Say what to do next; empty when nothing is left to do."""
    if outcome.status is Status.UNKNOWN:
        awaited = requirement.unjudged == "unknown" and requirement.test is None
        return _TO_JUDGE if awaited else _supply(outcome, asking)
    if outcome.status is Status.DISPUTED:
        return "请向科协确认按哪种读法执行"
    if outcome.status is Status.JUDGEMENT:
        return _TO_JUDGE
    if outcome.status in (Status.UNMET, Status.PENDING, Status.ADVISORY):
        return requirement.next or _to_do(requirement, outcome, context)
    return _evidence_gap(requirement, outcome)


def _to_do(requirement: Requirement, outcome: Outcome, context: Context) -> str:
    if not outcome.missing:
        return f"备好{requirement.evidence}" if requirement.evidence else ""
    unit = _unit(requirement, outcome)
    due = _due(outcome, context)
    by = f"，{show_date(due)}前" if due and due >= context.as_of else ""
    return f"还差{outcome.missing}{unit}{by}"


def _evidence_gap(requirement: Requirement, outcome: Outcome) -> str:
    counts = outcome.counts
    if outcome.status is not Status.MET or counts is None or not requirement.evidence:
        return ""
    if not isinstance(outcome.measured, int) or not isinstance(counts.countable, int):
        return ""
    lacking = outcome.measured - counts.countable
    unit = requirement.unit or outcome.unit
    return f"其中{lacking}{unit}还没有佐证，请补：{requirement.evidence}" if lacking > 0 else ""


def _supply(outcome: Outcome, asking: Asking) -> str:
    """Name the field or the sheet that is missing, and the command that supplies it."""
    gaps: dict[str, dict[str, None]] = {}
    for selection in outcome.selections:
        for sheet, header in asking.gaps.get(selection, ()):
            gaps.setdefault(sheet, {})[header] = None
    if gaps:
        told = "，".join(
            f"在“{sheet}”表里补填“{'”“'.join(headers)}”" for sheet, headers in gaps.items()
        )
        return f"{told}后重新导入"
    kinds = [RECORD_KINDS[name] for name in dict.fromkeys(outcome.supply)]
    if not kinds:
        return "补齐资料后重新检查"
    names = " ".join(kind.name for kind in kinds)
    titles = "、".join(f"“{kind.title}”" for kind in kinds)
    return f"填写{titles}表后导入：societyctl blank {names} -o 补充.xlsx"
