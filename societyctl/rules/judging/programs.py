"""Judging a whole program: every project, every requirement, every limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.selection import Explanation, Listed, RecordNote, Selection, Tally
from societyctl.domain.verdicts import (
    CheckResult,
    LimitVerdict,
    ProjectResult,
    ProjectVerdict,
    Status,
    Strength,
    Verdict,
)
from societyctl.domain.wording import first_of
from societyctl.rules.judging.context import Context, Facts, applications_for
from societyctl.rules.judging.limits import judge_limits
from societyctl.rules.judging.questions import Asking
from societyctl.rules.judging.reasons import note_on
from societyctl.rules.judging.verdicts import gather, judge
from societyctl.rules.language.program import Program

Ask = Callable[[Iterable[Selection]], Mapping[Selection, Tally]]
Lists = Callable[[Iterable[Selection]], Mapping[Selection, tuple[Listed, ...]]]
Explain = Callable[[Iterable[Selection]], Mapping[Selection, Explanation]]
Gaps = Callable[[Iterable[Selection]], Mapping[Selection, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Answering:
    """What a store does for rules: tally selections, list their records, say what they lack."""

    ask: Ask
    lists: Lists
    gaps: Gaps
    """The empty fields that leave records open."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One program about to be judged for the society on one day."""

    program: Program
    facts: Facts
    as_of: date
    projects: tuple[str, ...] = ()
    """Only these projects; all of them when none is named."""

    def contexts(self) -> Iterator[Context]:
        """Yield one context for each project, or for each application where there are some."""
        for project in self.program.projects:
            if self.projects and project.id not in self.projects:
                continue
            applications = applications_for(self.program, project, self.facts)
            for application in applications or (None,):
                yield Context(self.program, project, self.as_of, self.facts, application)

    def limits(self, asking: Asking) -> tuple[LimitVerdict, ...]:
        """Return the verdicts on the limits."""
        return judge_limits(self.program, self.facts, self.as_of, asking)


def check(sitting: Sitting, answering: Answering) -> CheckResult:
    """Return one program judged."""
    return check_all([sitting], answering)[0]


def check_all(
    sittings: Sequence[Sitting], answering: Answering, *, naming_gaps: bool = True
) -> tuple[CheckResult, ...]:
    """Return several programs judged together.

    All questions of all programs are gathered first, and the store answers them at once; what
    stays unknown is judged again to name the empty fields, unless only verdicts are wanted.
    """
    judged = [(sitting, list(sitting.contexts())) for sitting in sittings]
    asking = _all_answered(judged, answering)
    results = [[_project(context, asking) for context in contexts] for _, contexts in judged]
    unclear = _unclear((project for found in results for project in found), asking)
    if unclear and naming_gaps:
        asking.gaps = _gaps(answering.gaps(unclear))
    return tuple(
        _result(sitting, asking, map(partial(_told, asking=asking), contexts, found))
        for (sitting, contexts), found in zip(judged, results, strict=True)
    )


Judged = Sequence[tuple[Sitting, Sequence[Context]]]


def _all_answered(judged: Judged, answering: Answering) -> Asking:
    """Return the answers to all that judging takes; some questions follow from answers."""
    asking = Asking()
    while True:
        for sitting, contexts in judged:
            for context in contexts:
                for requirement in sitting.program.requirements_of(context.project):
                    gather(requirement, context, asking)
            sitting.limits(asking)
        if not asking.is_gathering:
            return asking
        asking = Asking(
            {**asking.answers, **answering.ask(tuple(asking.open))},
            {**asking.lists, **answering.lists(tuple(asking.open_lists))},
            evaluated=dict(asking.settled),
            settled=asking.settled,
        )


def _result(sitting: Sitting, asking: Asking, projects: Iterable[ProjectResult]) -> CheckResult:
    program, society = sitting.program, sitting.facts.society
    return CheckResult(
        program_id=program.id,
        program_title=program.title,
        document=program.document,
        society=str(society.get("name") or "") if society else "",
        as_of=sitting.as_of,
        projects=tuple(projects),
        limits=sitting.limits(asking),
        warnings=tuple(_warnings(program, sitting.projects)),
    )


def with_records(result: CheckResult, explain: Explain) -> CheckResult:
    """Return the result with the records behind every requirement, counted or left out."""
    wanted = {s for p in result.projects for v in p.requirements for s in v.selections}
    explained = explain(wanted)
    projects = tuple(
        replace(
            project,
            requirements=tuple(_shown(verdict, explained) for verdict in project.requirements),
        )
        for project in result.projects
    )
    return replace(result, projects=projects)


def _shown(verdict: Verdict, explained: Mapping[Selection, Explanation]) -> Verdict:
    notes: dict[str, RecordNote] = {}
    for selection in verdict.selections:
        for record in explained[selection].records if selection in explained else ():
            known = notes.get(record.ref)
            if known is None or (record.counted and not known.counted):
                notes[record.ref] = note_on(selection, record)
    return replace(verdict, records=tuple(notes.values()))


def _project(context: Context, asking: Asking) -> ProjectResult:
    verdicts = tuple(
        judge(requirement, context, asking)
        for requirement in context.program.requirements_of(context.project)
    )
    verdict, because = project_verdict(verdicts, applied=context.applied_on is not None)
    title = context.application.get("title") if context.application else None
    return ProjectResult(
        id=context.project.id,
        title=context.project.title,
        verdict=verdict,
        requirements=verdicts,
        because=because,
        application=str(title or ""),
        deadline=context.deadline,
        applied_on=context.applied_on,
        is_applied_for=context.program.is_applied_for(context.project),
    )


def _told(context: Context, result: ProjectResult, *, asking: Asking) -> ProjectResult:
    """Return a result whose unknown verdicts name the empty fields; the others stand."""
    if not asking.gaps:
        return result
    verdicts = tuple(
        judge(requirement, context, asking) if verdict.status is Status.UNKNOWN else verdict
        for requirement, verdict in zip(
            context.program.requirements_of(context.project), result.requirements, strict=True
        )
    )
    return replace(result, requirements=verdicts)


def project_verdict(verdicts: Iterable[Verdict], *, applied: bool) -> tuple[ProjectVerdict, str]:
    """Return the verdict on a project and why.

    Gates of qualification bind always; those of the application once it was handed in; what
    is asked at mid-term or acceptance does not decide whether one may apply.
    """
    binding = ("qualification", "application") if applied else ("qualification",)
    gates = [v for v in verdicts if v.strength is Strength.GATE and v.stage in binding]
    failed = [v for v in gates if v.status is Status.UNMET]
    if failed:
        return ProjectVerdict.INELIGIBLE, f"{len(failed)}项硬条件不符合：{_titles(failed)}"
    if gates and all(v.status is Status.NOT_APPLICABLE for v in gates):
        return ProjectVerdict.INELIGIBLE, f"不适用于本会：{gates[0].because}"
    settled = (Status.MET, Status.NOT_APPLICABLE, Status.WAIVED, Status.ADVISORY)
    open_ = [v for v in gates if v.status not in settled]
    if open_:
        return ProjectVerdict.UNDETERMINED, f"{len(open_)}项硬条件尚无结论：{_titles(open_)}"
    told = f"{len(gates)}项硬条件全部符合" if gates else "没有硬条件，逐项看完成情况"
    return ProjectVerdict.ELIGIBLE, told


def _titles(verdicts: list[Verdict]) -> str:
    return first_of([f"{v.title}（{v.status.word}）" for v in verdicts], most=3, tail=" 等")


def _unclear(results: Iterable[ProjectResult], asking: Asking) -> tuple[Selection, ...]:
    """Return the selections whose empty fields have to be named."""
    verdicts = (v for result in results for v in result.requirements)
    asked = (s for v in verdicts if v.status is Status.UNKNOWN for s in v.selections)
    return tuple(dict.fromkeys(s for s in asked if asking.is_recorded(s)))


def _gaps(
    empty: Mapping[Selection, tuple[str, ...]],
) -> dict[Selection, tuple[tuple[str, str], ...]]:
    """Return sheet and header of the fields whose emptiness leaves records open."""
    return {
        selection: tuple(_sheet_and_header(selection.kind, name) for name in names)
        for selection, names in empty.items()
    }


def _sheet_and_header(kind: RecordKind, path: str) -> tuple[str, str]:
    first, _, rest = path.partition(".")
    if not kind.has(first):
        return kind.title, path
    field = kind.field(first)
    target = RECORD_KINDS.get(field.refers_to or "")
    return _sheet_and_header(target, rest) if rest and target else (kind.title, field.header)


def _warnings(program: Program, only: tuple[str, ...]) -> Iterator[str]:
    for defect in program.defects:
        if not only or not defect.projects or set(defect.projects) & set(only):
            yield defect.text
