"""A checked program as a page for the terminal.

Head and remarks, one line per project, then each project with its requirements grouped by
verdict (what needs work first), then the limits. Renderables are returned, never printed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.domain.verdicts import ProjectVerdict, Status, Strength
from societyctl.domain.wording import project_name, show_date
from societyctl.reporting.pages.layout import STATUS_STYLES, VERDICT_STYLES, paragraph, table
from societyctl.reporting.pages.requirements import (
    MOST_PRESSING_FIRST,
    SETTLED,
    WORD_COLUMNS,
    detail,
    requirement_lines,
    status_word,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from societyctl.domain.verdicts import CheckResult, LimitVerdict, ProjectResult, Verdict


def check_page(result: CheckResult, *, detailed: bool = False) -> RenderableType:
    """Return the page, what decides told in full; ``detailed`` tells everything in full."""
    parts: list[RenderableType] = [*_head(result)]
    if len(result.projects) > 1:
        parts += [_overview(result.projects), Text()]
    common = _common(result.projects)
    if common:
        parts += [*_common_lines(common, detailed=detailed), Text()]
    for project in result.projects:
        parts += [*_project_lines(project, common, detailed=detailed), Text()]
        if sum(one.status is Status.UNKNOWN for one in project.requirements) > 1:
            of = f"--for {project.id} --program {result.program_id} --as-of {result.as_of}"
            line = f"还缺的收在一张表里填：societyctl blank {of}"
            parts += [paragraph(line, indent=2), Text()]
    limits = [one for one in result.limits if detailed or one.status not in SETTLED]
    if limits:
        parts += [*_limit_lines(limits), Text()]
    if result.warnings:
        parts += [*_unclear_lines(result.warnings), Text()]
    return Group(*parts[:-1])


def checks_page(results: Sequence[CheckResult]) -> RenderableType:
    """Return the page of several programs: one line per project, no details."""
    parts: list[RenderableType] = []
    for result in results:
        head = ("■ ", (f"{result.program_title}（{result.program_id}）", "bold"))
        broken = [limit.title for limit in result.limits if limit.status is Status.UNMET]
        parts += [paragraph(*head, hanging=2), _overview(result.projects)]
        parts += [paragraph(f"限项不符合：{title}", indent=2) for title in broken]
        parts.append(Text())
    parts.append(paragraph("看某一份的详情：societyctl check --program 计划"))
    return Group(*parts)


def _head(result: CheckResult) -> Iterator[RenderableType]:
    """Yield who is judged, by which notice, on which day."""
    yield paragraph((result.society or "（学会档案尚未登记）", "bold"))
    yield paragraph("计划：", f"{result.program_title}（{result.program_id}）", hanging=6)
    if result.document:
        yield paragraph("文号：", result.document, hanging=6)
    yield paragraph("判定日期：", show_date(result.as_of))
    for remark in result.remarks:
        yield paragraph(("提示：", STATUS_STYLES[Status.ADVISORY]), remark, hanging=6)
    yield Text()


def _unclear_lines(warnings: Sequence[str]) -> Iterator[RenderableType]:
    """Yield where the notice contradicts itself or leaves something open."""
    yield paragraph("■ ", ("通知没写清或自相矛盾的地方", "bold"))
    for warning in warnings:
        yield paragraph(("提示：", STATUS_STYLES[Status.ADVISORY]), warning, indent=2, hanging=6)


def _overview(projects: Sequence[ProjectResult]) -> RenderableType:
    """Return the table that answers the question before the details."""
    numbers = ("要求", "符合", "不符合", "未定", "不适用")
    overview = table("状态", "项目", "期限", *numbers, numbers=numbers)
    for project in projects:
        statuses = Counter(verdict.status for verdict in project.requirements)
        met = statuses[Status.MET] + statuses[Status.WAIVED]
        unmet, beside = statuses[Status.UNMET], statuses[Status.NOT_APPLICABLE]
        open_ = statuses.total() - met - unmet - beside
        overview.add_row(
            Text(project.brief, headline_style(project)),
            paragraph(project_name(project.title, project.application)),
            _due(project),
            *(str(n) for n in (statuses.total(), met, unmet, open_, beside)),
        )
    return overview


def headline_style(project: ProjectResult) -> str:
    """Return how a headline is drawn: by the verdict while that is the question, else by state."""
    if project.state is None or project.state.can_be_handed_in:
        return VERDICT_STYLES[project.verdict]
    good, bad = ProjectVerdict.ELIGIBLE, ProjectVerdict.INELIGIBLE
    return VERDICT_STYLES[good if project.stands_well else bad]


def _due(project: ProjectResult) -> str:
    due = project.due or project.deadline
    return due.isoformat() if due else "-"


VerdictWords = tuple[str, Status, str, str]
"""What tells one verdict from another on this page: id, status, reason, next step."""


def _words_of(verdict: Verdict) -> VerdictWords:
    return verdict.id, verdict.status, verdict.because, verdict.next


def _common(projects: Sequence[ProjectResult]) -> dict[VerdictWords, Verdict]:
    """Return the verdicts that two or more projects share to the letter, to be told once."""
    times: Counter[VerdictWords] = Counter()
    first: dict[VerdictWords, Verdict] = {}
    for project in projects:
        for verdict in project.requirements:
            words = _words_of(verdict)
            times[words] += 1
            first.setdefault(words, verdict)
    return {words: first[words] for words, count in times.items() if count > 1}


def _common_lines(
    common: Mapping[VerdictWords, Verdict], *, detailed: bool
) -> Iterator[RenderableType]:
    yield paragraph("■ ", ("几个项目共同的要求", "bold"), "（只列一次）", hanging=2)
    yield paragraph(*_count_parts(common.values()), indent=2)
    yield from _by_status(list(common.values()), detailed=detailed)


def _project_lines(
    project: ProjectResult, common: Container[VerdictWords], *, detailed: bool
) -> Iterator[RenderableType]:
    """Yield the project's verdict and why, its counts, and its own requirements by verdict."""
    yield paragraph(
        "■ ",
        (project_name(project.title, project.application), "bold"),
        f"〔{project.id}〕：",
        (project.headline, headline_style(project)),
        hanging=2,
    )
    because = project.because or _why(project)
    if because:
        yield paragraph(because, indent=2)
    if project.due and project.due != project.deadline:
        yield paragraph(f"期限：{show_date(project.due)}", indent=2)
    if project.deadline:
        yield paragraph(f"申报截止：{show_date(project.deadline)}", indent=2)
    yield paragraph(*_count_parts(project.requirements), indent=2)
    own = [verdict for verdict in project.requirements if _words_of(verdict) not in common]
    if len(own) < len(project.requirements):
        yield paragraph(f"其中{len(project.requirements) - len(own)}项见“共同的要求”", indent=2)
    yield from _by_status(own, detailed=detailed)


def _by_status(verdicts: Sequence[Verdict], *, detailed: bool) -> Iterator[RenderableType]:
    """Yield requirements grouped by verdict, what needs work first."""
    for status in MOST_PRESSING_FIRST:
        group = [verdict for verdict in verdicts if verdict.status is status]
        if group:
            yield Text()
            yield from _group_lines(group, detailed=detailed)


def _group_lines(group: Sequence[Verdict], *, detailed: bool) -> Iterator[RenderableType]:
    """Yield the requirements of one verdict; a next step common to all is said once."""
    steps = {verdict.next for verdict in group}
    common = steps.pop() if len(group) > 1 and len(steps) == 1 else ""
    for verdict in group:
        yield from requirement_lines(
            replace(verdict, next="") if common else verdict, detailed=detailed
        )
    if common:
        yield from detail("以上各项下一步", common, style="bold")


def _why(project: ProjectResult) -> str:
    """Return what decided, for results that do not say it themselves."""
    if project.verdict is ProjectVerdict.ELIGIBLE:
        return "硬条件全部符合"
    wanted = {Status.UNMET} if project.verdict is ProjectVerdict.INELIGIBLE else set(Status)
    gates = [
        verdict.title
        for verdict in project.requirements
        if verdict.strength is Strength.GATE and verdict.status in wanted - SETTLED
    ]
    verb = "硬条件不符合" if project.verdict is ProjectVerdict.INELIGIBLE else "硬条件未定"
    return f"{verb}{len(gates)}项：{'；'.join(gates)}" if gates else ""


def _count_parts(verdicts: Iterable[Verdict]) -> Iterator[str | tuple[str, str]]:
    """Yield how many requirements have which verdict."""
    counts = Counter(verdict.status for verdict in verdicts)
    yield f"共{counts.total()}项要求"
    for status in MOST_PRESSING_FIRST:
        if counts[status]:
            yield "  "
            yield (f"{status.word}{counts[status]}", STATUS_STYLES[status])


def _limit_lines(limits: Sequence[LimitVerdict]) -> Iterator[RenderableType]:
    """Yield the rules over all applications: those broken or open with their reasons."""
    yield paragraph("■ ", ("限项与兼报", "bold"))
    for limit in sorted(limits, key=lambda limit: MOST_PRESSING_FIRST.index(limit.status)):
        place = f" 〔{limit.citation}〕" if limit.citation else ""
        line = (*status_word(limit.status), limit.title, place)
        yield paragraph(*line, indent=2, hanging=WORD_COLUMNS)
        if limit.status not in SETTLED:
            yield from detail("说明", limit.because)
            yield from detail("下一步", limit.next, style="bold")
