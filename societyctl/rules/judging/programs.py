"""Judging a whole program: every project, every requirement, every limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.selection import DAY_OF, Explanation, RecordNote, Selection
from societyctl.domain.states import ApplicationState, StateOnDay, binding, contradictions
from societyctl.domain.verdicts import (
    CheckResult,
    Lack,
    ProjectResult,
    ProjectVerdict,
    Status,
    Strength,
    Verdict,
)
from societyctl.domain.wording import first_of, header_at, show_date
from societyctl.domain.workdays import on_estimates
from societyctl.rules.judging.asking import Answering, all_replies
from societyctl.rules.judging.context import Context
from societyctl.rules.judging.limits import judge_limits
from societyctl.rules.judging.reasons import note_on
from societyctl.rules.judging.sitting import Docket, Sitting
from societyctl.rules.judging.verdicts import Decided, Gaps
from societyctl.rules.language.program import Program, Project
from societyctl.rules.language.setting import Replies

Explain = Callable[[Iterable[Selection]], Mapping[Selection, Explanation]]


def check(sitting: Sitting, answering: Answering) -> CheckResult:
    """Return one program judged."""
    return check_all([sitting], answering)[0]


def check_all(
    sittings: Sequence[Sitting], answering: Answering, *, naming_gaps: bool = True
) -> tuple[CheckResult, ...]:
    """Return several programs judged together.

    First all that they take is asked, and the store answers it at once. Then every requirement
    is judged, once. Of what stays unknown the empty fields are named, unless only verdicts are
    wanted.
    """
    dockets = [Docket.of(sitting) for sitting in sittings]
    replies = all_replies([ask for docket in dockets for ask in docket.asking()], answering)
    decided = [docket.decided(replies) for docket in dockets]
    unclear = _unclear(decided, replies) if naming_gaps else ()
    gaps = _gaps(answering.gaps(unclear)) if unclear else {}
    return tuple(
        _result(docket.sitting, replies, projects, gaps)
        for docket, projects in zip(dockets, decided, strict=True)
    )


Projects = Sequence[tuple[Context, Sequence[Decided]]]
"""For each project (and application) its requirements, decided."""


def _result(sitting: Sitting, replies: Replies, projects: Projects, gaps: Gaps) -> CheckResult:
    program, society = sitting.program, sitting.facts.society
    return CheckResult(
        program_id=program.id,
        program_title=program.title,
        document=program.document,
        society=str(society.get("name") or "") if society else "",
        as_of=sitting.as_of,
        projects=tuple(_project(context, decided, gaps) for context, decided in projects),
        limits=judge_limits(program, sitting.setting(replies)),
        warnings=tuple(_warnings(program, sitting.projects)),
        remarks=(
            *_remarks(program, projects),
            *_changes(program, sitting.projects),
            *_guesses(projects),
        ),
    )


def with_records(
    result: CheckResult, explain: Explain, wanted: Callable[[Verdict], bool] = lambda _: True
) -> CheckResult:
    """Return the result with the records, counted or left out, behind the requirements wanted."""
    verdicts = (verdict for project in result.projects for verdict in project.requirements)
    selections = {asked for verdict in verdicts if wanted(verdict) for asked in verdict.selections}
    explained = explain(selections)
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
            earlier = notes.get(record.ref)
            if earlier is None or (record.counted and not earlier.counted):
                notes[record.ref] = note_on(selection, record)
    more = {one.question: explained[one].more for one in verdict.selections if one in explained}
    return replace(verdict, records=tuple(notes.values()), more_records=sum(more.values()))


def _project(context: Context, decided: Sequence[Decided], gaps: Gaps) -> ProjectResult:
    setting = context.setting
    verdicts = tuple(one.verdict(gaps) for one in decided)
    state = context.state
    verdict, because = project_verdict(verdicts, state=state.state if state else None)
    because = (_because_of(state, context) if state else "") or because
    title = context.record.get("title") if context.record else None
    return ProjectResult(
        id=context.project.id,
        title=context.project.title,
        verdict=verdict,
        requirements=verdicts,
        because=because,
        application=str(title or ""),
        deadline=setting.deadline,
        applied_on=setting.applied_on,
        is_applied_for=state is not None,
        state=state.state if state else None,
        due=state.due if state else None,
        days_left=state.days_left if state else None,
        is_recorded=context.record is not None,
    )


def _because_of(state: StateOnDay, context: Context) -> str:
    """Say why an application stands as it does, where conditions decide nothing any more."""
    days, deadline = context.stage_days, show_date(context.setting.deadline)
    match state.state:
        case ApplicationState.TOO_LATE:
            return f"纸质材料最迟{show_date(days.paper_by)}送到，已经过了；{deadline}截止"
        case ApplicationState.CLOSED:
            return f"申报截止日{deadline}已过，没有报出"
        case ApplicationState.WITHDRAWN | ApplicationState.DECLINED:
            return f"这份申报{state.state.word}，以下各项只供查看"
        case ApplicationState.RETURNED if state.due is None:
            return "退回修改；没有填修改截止日期，请补填"
        case ApplicationState.APPROVED:
            return f"正在实施，{show_date(state.due)}结束"
        case ApplicationState.ACCEPTED | ApplicationState.FAILED:
            return f"验收{'通过' if state.state is ApplicationState.ACCEPTED else '没有通过'}"
    return ""


def project_verdict(
    verdicts: Iterable[Verdict], *, state: ApplicationState | None
) -> tuple[ProjectVerdict, str]:
    """Return the verdict on a project and why.

    What a stage asks binds in that stage. Until it is handed in, and where nothing is applied
    for, the gates of qualification do; then those of the application too; once it is approved
    those of the mid-term while it is awaited, and of the acceptance while that is.
    """
    stages = binding(state)
    gates = [v for v in verdicts if v.strength is Strength.GATE and v.stage in stages]
    failed = [v for v in gates if v.status is Status.UNMET]
    if failed:
        return ProjectVerdict.INELIGIBLE, f"{len(failed)}项硬条件不符合：{_titles(failed)}"
    if gates and all(v.status is Status.NOT_APPLICABLE for v in gates):
        return ProjectVerdict.INELIGIBLE, f"不适用于本会：{gates[0].because}"
    settled = (Status.MET, Status.NOT_APPLICABLE, Status.WAIVED, Status.ADVISORY)
    open_ = [v for v in gates if v.status not in settled]
    if open_:
        return ProjectVerdict.UNDETERMINED, f"{len(open_)}项硬条件尚无结论：{_titles(open_)}"
    because = f"{len(gates)}项硬条件全部符合" if gates else "没有硬条件，逐项看完成情况"
    return ProjectVerdict.ELIGIBLE, because


def _titles(verdicts: list[Verdict]) -> str:
    return first_of([f"{v.title}（{v.status.word}）" for v in verdicts], most=3, tail=" 等")


def _unclear(judged: Iterable[Projects], replies: Replies) -> tuple[Selection, ...]:
    """Return the selections whose empty fields have to be named."""
    every = (one for projects in judged for _, decided in projects for one in decided)
    unknown = (one.outcome for one in every if one.outcome.status is Status.UNKNOWN)
    asked = (selection for outcome in unknown for selection in outcome.selections)
    return tuple(dict.fromkeys(one for one in asked if replies.is_recorded(one)))


def _gaps(
    empty: Mapping[Selection, tuple[Lack, ...]],
) -> dict[Selection, tuple[tuple[str, str, str], ...]]:
    """Return sheet, header and record of the fields whose emptiness leaves records open."""
    return {
        selection: tuple(
            (*_sheet_and_header(selection.kind, lack.field), _ref_of(lack)) for lack in lacks
        )
        for selection, lacks in empty.items()
    }


def _ref_of(lack: Lack) -> str:
    """Return the record in which a field is empty; of one that it refers to nothing is known."""
    return "" if "." in lack.field.removesuffix(DAY_OF) else lack.ref


def _sheet_and_header(kind: RecordKind, path: str) -> tuple[str, str]:
    first, _, rest = path.partition(".")
    if not kind.has(first):
        return kind.title, path
    field = kind.field(first)
    target = RECORD_KINDS.get(field.refers_to or "")
    if rest and target:
        return _sheet_and_header(target, rest)
    return kind.title, header_at(kind, path)


def _guesses(projects: Projects) -> Iterator[str]:
    """Yield that working days were reckoned in years of which the table is not out."""
    years = {
        year
        for context, decided in projects
        for setting in (context.setting, *(one.context.setting for one in decided))
        for year in setting.guessed
    }
    yield from filter(None, [on_estimates(years)])


def _warnings(program: Program, only: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong in the notice."""
    for defect in program.defects:
        if not only or not defect.projects or set(defect.projects) & set(only):
            yield defect.text


def _changes(program: Program, only: tuple[str, ...]) -> Iterator[str]:
    """Yield what amendments changed, and which days are to come."""
    shown = [project for project in program.projects if not only or project.id in only]
    for told in program.told:
        if not only or told.target in {one for each in shown for one in _things_of(program, each)}:
            yield f"{told.text}（{told.cited}）"
    due = {project.deadline for project in shown}
    for deadline in program.deadlines:
        if not deadline.is_announced and (not only or deadline.id in due):
            yield f"“{deadline.title}”的日期原文说另行通知；公布后写进计划文件的 amendments"


def _things_of(program: Program, project: Project) -> Iterator[tuple[str, str]]:
    """Yield what of a program a project depends on, as changes name it."""
    yield "project", project.id
    yield "deadline", project.deadline or ""
    yield from (("requirement", one.id) for one in program.requirements_of(project))
    yield from (("stage", one.id) for one in program.stages)
    yield from (("limit", one.id) for one in program.limits)


def _remarks(program: Program, projects: Projects) -> Iterator[str]:
    """Yield what cannot be true of the applications, and those that are there twice."""
    filed = defaultdict[str, list[Context]](list)
    for context, _ in projects:
        if context.record is not None and context.state is not None:
            as_of = context.setting.as_of
            yield from contradictions(context.record, context.stage_days, as_of)
            if context.state.state not in (ApplicationState.WITHDRAWN, ApplicationState.DECLINED):
                filed[context.project.id].append(context)
    told_apart = [limit.projects for limit in program.limits if limit.one_per is not None]
    for id_, contexts in filed.items():
        if contexts[1:] and not any(not named or id_ in named for named in told_apart):
            refs = "、".join(f"application:{one.record['id']}" for one in contexts if one.record)
            yield (
                f"{contexts[0].project.title}登记了不止一份申报（{refs}），各判各的；"
                "多报的请登记撤回，记重了的请删去：societyctl list application"
            )
