"""From outcomes to verdicts: conditions, exceptions, readings, findings, strength, stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.keys import normal_text
from societyctl.domain.selection import Record, Selection
from societyctl.domain.verdicts import DecidedBy, Lack, Shortfall, Status, Strength, Verdict
from societyctl.domain.wording import show_date
from societyctl.rules.judging.context import Context
from societyctl.rules.judging.evaluating import Evaluated, so_far
from societyctl.rules.language.outcome import Outcome
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.setting import LATER_STAGES

_FINDING_STATUS = {"符合": Status.MET, "不符合": Status.UNMET, "待补": Status.UNKNOWN}


Gaps = Mapping[Selection, tuple[tuple[str, str, str], ...]]
"""Sheet, header and (where it is one only) record of the empty fields that leave it open."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A requirement decided for one project: what the records say, and what follows from it."""

    requirement: Requirement
    context: Context
    """Its setting is that of the requirement."""
    evaluated: Evaluated
    outcome: Outcome
    """With findings, stage and strength taken into account."""
    is_found: bool
    """A finding speaks of it."""

    def verdict(self, gaps: Gaps) -> Verdict:
        """Return the verdict; ``gaps`` name the empty fields behind what is unknown."""
        requirement, outcome = self.requirement, self.outcome
        return Verdict(
            id=requirement.id,
            clauses=requirement.clauses,
            title=requirement.title,
            citation=requirement.place,
            decided_by=_decided_by(requirement),
            strength=Strength(requirement.strength),
            status=outcome.status,
            because=_both(_because(outcome, gaps), requirement.note),
            next=_next(requirement, outcome, gaps, self.context),
            measured=outcome.measured,
            needed=outcome.needed,
            missing=outcome.missing,
            unit=_unit(requirement, outcome),
            shortfall=outcome.shortfall,
            counts=outcome.counts,
            readings=self.evaluated.readings,
            proxies=self.evaluated.proxies,
            selections=outcome.selections,
            supply=outcome.supply,
            evidence_wanted=requirement.evidence,
            due=_due(outcome, self.context),
            stage=requirement.stage,
            part=self.evaluated.part,
            scores=outcome.scores,
            awaits_finding=bool(requirement.finding) and not self.is_found,
        )


def decide(requirement: Requirement, context: Context, evaluated: Evaluated) -> Decided:
    """Return a requirement decided for one project (and application)."""
    context = replace(context, setting=context.setting_of(requirement))
    finding = _finding_for(requirement, context)
    outcome = _with_finding(requirement, evaluated.outcome, finding)
    outcome = _with_stage(requirement, outcome, context)
    outcome = _with_strength(requirement, outcome)
    return Decided(requirement, context, evaluated, outcome, finding is not None)


def _unit(requirement: Requirement, outcome: Outcome) -> str:
    """Return the unit of what was measured; of tests put together it is the tests."""
    return outcome.unit if outcome.parts else requirement.unit or outcome.unit


def _decided_by(requirement: Requirement) -> DecidedBy:
    if requirement.finding:
        return DecidedBy.FINDING
    tests = requirement.test.singles() if requirement.test is not None else ()
    plain = all(test.states is not None and test.states.is_stated for test in tests)
    return DecidedBy.RECORD if plain else DecidedBy.MEASURE


def _finding_for(requirement: Requirement, context: Context) -> Record | None:
    """Return the newest valid finding for the requirement; one on the application goes before."""
    candidates = [
        record
        for record in context.setting.facts.findings
        if _speaks_of(record, requirement, context)
    ]
    return max(
        candidates,
        key=lambda r: (r.get("application") is not None, str(r.get("judged_on") or "")),
        default=None,
    )


def _speaks_of(record: Record, requirement: Requirement, context: Context) -> bool:
    until = record.get("valid_to")
    if isinstance(until, date) and until < context.setting.as_of:
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
    return named is None or _is_named(context.setting.application, named)


def _is_named(application: Record | None, name: Value | int) -> bool:
    """Tell whether an application bears a name, however it is spelled."""
    title = application.get("title") if application is not None else None
    return title is not None and normal_text(title) == normal_text(name)


def _with_finding(requirement: Requirement, outcome: Outcome, finding: Record | None) -> Outcome:
    if finding is not None and finding.get("verdict") == "豁免":
        return replace(outcome, status=Status.WAIVED, because=_told("豁免", finding))
    if not requirement.finding or outcome.status in (Status.UNMET, Status.NOT_APPLICABLE):
        return outcome
    if outcome.status is Status.UNKNOWN:
        return outcome
    if finding is not None and finding.get("verdict") in _FINDING_STATUS:
        status = _FINDING_STATUS[str(finding["verdict"])]
        text = _told(f"研判{finding['verdict']}", finding)
        return replace(outcome, status=status, because=_both(outcome.because, text))
    if outcome.status is Status.DISPUTED:
        return outcome
    text = f"需研判：{requirement.finding}"
    status = Status(requirement.unjudged)
    return replace(outcome, status=status, because=_both(outcome.because, text))


def _both(first: str, second: str) -> str:
    return "；".join(text for text in (first, second) if text)


def _told(word: str, finding: Record) -> str:
    day = finding.get("judged_on")
    day_text = show_date(day) if isinstance(day, date) else "日期未填"
    who = finding.get("judged_by") or "研判人未填"
    reason = finding.get("reason") or "未写理由"
    return f"{word}：{reason}（{who}，{day_text}）"


def _with_stage(requirement: Requirement, outcome: Outcome, context: Context) -> Outcome:
    """What is not yet due is pending, not unmet."""
    settled = (Status.MET, Status.NOT_APPLICABLE, Status.WAIVED)
    if outcome.status in settled:
        return outcome
    if requirement.stage == "application" and context.program.kind == "application":
        return outcome if context.setting.applied_on is not None else _not_applied(outcome, context)
    if requirement.stage in LATER_STAGES and not _stage_is_over(requirement, context):
        if outcome.status in (Status.UNMET, Status.UNKNOWN):
            return replace(
                outcome, status=Status.PENDING, because=_both(outcome.because, "尚未到这一阶段")
            )
        return outcome
    return so_far(outcome)


def _not_applied(outcome: Outcome, context: Context) -> Outcome:
    deadline = context.setting.deadline
    if context.setting.is_handed_in:
        because = "没有登记申报日期"
        supply = (Lack("application", "applied_on", context.ref),)
        return replace(outcome, status=Status.UNKNOWN, supply=supply, because=because)
    if deadline is not None and context.setting.as_of > deadline:
        return replace(
            outcome,
            status=Status.UNKNOWN,
            supply=(Lack("application", "applied_on"),),
            because=f"已过截止日{show_date(deadline)}，没有登记申报日期",
        )
    return replace(
        outcome, status=Status.PENDING, because=_both(outcome.because, "申报材料尚未提交")
    )


def _stage_is_over(requirement: Requirement, context: Context) -> bool:
    """Tell whether a later stage is past: reported, past its deadline, past the year's end."""
    if context.setting.reported_on is not None:
        return context.setting.reported_on <= context.setting.as_of
    program, stage = context.program, requirement.stage
    ends = [item.end for item in program.stages if item.id == stage and item.end is not None]
    last = context.stage_deadline(stage) or min(ends, default=date(context.setting.year, 12, 31))
    return context.setting.as_of > last


def _with_strength(requirement: Requirement, outcome: Outcome) -> Outcome:
    if requirement.strength == "advisory":
        counted_only = requirement.test is not None and not any(
            test.compares for test in requirement.test.singles()
        )
        if counted_only and outcome.status is Status.MET:
            return replace(outcome, status=Status.ADVISORY, needed=None)
    if requirement.strength in ("advisory", "soft") and outcome.status is Status.UNMET:
        return replace(outcome, status=Status.ADVISORY)
    return outcome


def _due(outcome: Outcome, context: Context) -> date | None:
    """Return the last day for the requirement: that of its stage, or of its window before it."""
    if outcome.open_until not in (None, date.max):
        return outcome.open_until
    due = (
        context.stage_deadline(context.setting.stage)
        if context.setting.stage in LATER_STAGES
        else context.setting.deadline
    )
    ends = [asked.period.end for asked in outcome.selections if asked.period and asked.period.end]
    return min(due, max(ends)) if due is not None and ends else due


_TO_JUDGE = "由负责人研判后登记：societyctl judge"


def _next(requirement: Requirement, outcome: Outcome, gaps: Gaps, context: Context) -> str:
    """Say what to do next; empty when nothing is left to do."""
    if outcome.status is Status.UNKNOWN:
        awaited = requirement.unjudged == "unknown" and requirement.test is None
        return _TO_JUDGE if awaited else _supply(outcome, gaps)
    if outcome.status is Status.DISPUTED:
        return requirement.next or "请向科协确认按哪种读法执行"
    if outcome.status is Status.JUDGEMENT:
        return _TO_JUDGE
    if outcome.status in (Status.UNMET, Status.PENDING, Status.ADVISORY):
        return requirement.next or _to_do(requirement, outcome, context)
    return _evidence_gap(requirement, outcome)


def _to_do(requirement: Requirement, outcome: Outcome, context: Context) -> str:
    least = _least(requirement, outcome)
    if not least:
        return f"备好{requirement.evidence}" if requirement.evidence else ""
    as_of, due = context.setting.as_of, _due(outcome, context)
    if outcome.status is Status.UNMET and _is_past(outcome, as_of):
        return f"已来不及：{least}，所要求的时间已过"
    by = f"，{show_date(due)}前" if due and due >= as_of else ""
    return f"{least}{by}"


def _is_past(outcome: Outcome, as_of: date) -> bool:
    """Tell whether the time in which more could have come about is over."""
    ends = [asked.period.end for asked in outcome.selections[:1] if asked.period is not None]
    return any(end is not None and end < as_of for end in ends)


def _least(requirement: Requirement, outcome: Outcome) -> str:
    """Return the least that would meet it; empty where no number would."""
    if outcome.shortfall is not None:
        own = outcome.unit != "%" and _unit(requirement, outcome)
        return _said(outcome.shortfall, own or outcome.shortfall.unit)
    if not outcome.missing:
        return ""
    whole = f"还差{outcome.missing}{_unit(requirement, outcome)}"
    if outcome.needed != len(outcome.parts):
        return whole
    open_parts = [one for one in outcome.parts if one.status is Status.UNMET and one.shortfall]
    each = [
        f"{one.because.rpartition('：')[0]}{_said(one.shortfall, one.shortfall.unit)}"
        for one in open_parts
        if one.shortfall is not None
    ]
    return f"{whole}（{'；'.join(each)}）" if each else whole


def _said(least: Shortfall, unit: str) -> str:
    return f"还差{least.amount}{unit}：须{least.needed}{unit}，现{least.held}{unit}"


def _evidence_gap(requirement: Requirement, outcome: Outcome) -> str:
    counts = outcome.counts
    if outcome.status is not Status.MET or counts is None or not requirement.evidence:
        return ""
    if not isinstance(outcome.measured, int) or not isinstance(counts.countable, int):
        return ""
    lacking = outcome.measured - counts.countable
    unit = requirement.unit or outcome.unit
    return f"其中{lacking}{unit}还没有佐证，请补：{requirement.evidence}" if lacking > 0 else ""


def _to_fill(ref: str, headers: list[str]) -> str:
    """Return what to fill in of one record, with the line that does it."""
    said = " ".join(f"{header.partition('（')[0]}=…" for header in headers)
    return f"补填 {ref} 的“{'”“'.join(headers)}”：societyctl edit {ref} {said}"


def _because(outcome: Outcome, gaps: Gaps) -> str:
    """Return why; of a value that was not found, in which record it is empty."""
    because = outcome.because
    for selection in outcome.selections:
        for sheet, header, ref in gaps.get(selection, ()):
            if ref:
                missed = f"没有查到符合条件的“{sheet}”的“{header}”"
                because = because.replace(missed, f"{ref} 的“{header}”还没有填")
    return because


def _supply(outcome: Outcome, gaps: Gaps) -> str:
    """Name the field or the sheet that is missing, and the command that supplies it."""
    empty: dict[tuple[str, str], dict[str, None]] = {}
    for selection in outcome.selections:
        for sheet, header, ref in gaps.get(selection, ()):
            empty.setdefault((sheet, ref), {})[header] = None
    sheets = [
        f"在“{sheet}”表里补填“{'”“'.join(headers)}”"
        for (sheet, ref), headers in empty.items()
        if not ref
    ]
    lines = [_to_fill(ref, [*headers]) for (_, ref), headers in empty.items() if ref]
    if empty:
        return "；".join([*lines, *([f"{'，'.join(sheets)}后重新导入"] if sheets else [])])
    kinds = [RECORD_KINDS[name] for name in dict.fromkeys(lack.kind for lack in outcome.supply)]
    if not kinds:
        return "补齐资料后重新检查"
    names = " ".join(kind.name for kind in kinds)
    titles = "、".join(f"“{kind.title}”" for kind in kinds)
    # Named after its sheets: what is filled in for one requirement is not another's blank sheet.
    file = "-".join(["补充", *(kind.title for kind in kinds)])
    return f"填写{titles}表后导入：societyctl blank {names} -o {file}.xlsx"
