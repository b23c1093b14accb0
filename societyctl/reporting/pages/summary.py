"""A check on one screen: where each project stands, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.segment import Segment
from rich.text import Text

from societyctl.domain.summaries import Standing
from societyctl.domain.verdicts import Status
from societyctl.domain.wording import show_date
from societyctl.reporting.pages.columns import NumberColumn, fitting, head_line, to_the_right
from societyctl.reporting.pages.layout import STATUS_STYLES, VERDICT_STYLES, pad, paragraph
from societyctl.reporting.pages.requirements import SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from societyctl.domain.summaries import Action, ProjectSummary, Summary
    from societyctl.domain.verdicts import CheckResult

MOST_ACTIONS = 10
_LONG_PAST = 100
"""So many days leave no room for the word behind them."""
_COLUMNS = (
    NumberColumn("硬条件", 7, 0),
    NumberColumn("不符合", 7, 1),
    NumberColumn("待补", 5, 2),
    NumberColumn("存疑", 5, 4),
    NumberColumn("研判", 5, 3),
    NumberColumn("缺证", 5, 5),
    NumberColumn("剩", 6, 1),
)
_LEGEND = "硬条件＝已符合/共几项  研判＝要负责人定  缺证＝符合但有记录没附佐证  剩＝几天"


def summary_page(result: CheckResult, summary: Summary) -> RenderableType:
    """Return the page: head, projects, what to do first, where to look for more."""
    parts: list[RenderableType] = [*_head(result, summary), _Standings(summary.projects)]
    parts += [paragraph(_LEGEND, hanging=2), *_limits(result)]
    parts += action_lines(summary.actions, MOST_ACTIONS, "先做这几件", summary.option)
    some = next((one.project for one in summary.projects), "")
    parts.append(_Unbroken(f"看一个项目：societyctl check --project {some}{summary.option}"))
    unclear = f"；通知没写清的{len(result.warnings)}处在末尾" if result.warnings else ""
    parts.append(
        paragraph(f"全部逐条：societyctl check --verbose{summary.option}{unclear}", hanging=4)
    )
    return Group(*parts)


def _head(result: CheckResult, summary: Summary) -> Iterator[RenderableType]:
    """Yield who is judged on which day, by which notice, and how much time is left."""
    society = result.society or "（学会档案尚未登记）"
    yield paragraph((society, "bold"), f"  {show_date(result.as_of)}")
    document = f"（{result.document}）" if result.document else ""
    yield paragraph(f"对照 {result.program_title}{document}", hanging=5)
    open_ones = {
        (one.deadline, one.days)
        for one in summary.projects
        if one.standing in (Standing.APPLYING, Standing.OPEN) and one.days is not None
    }
    for deadline, days in sorted(open_ones)[:1]:
        yield paragraph((f"{show_date(deadline)}截止，还有{days}天", "bold"))
    for remark in result.remarks:
        yield paragraph(("提示：", STATUS_STYLES[Status.ADVISORY]), remark, hanging=6)


@dataclass(frozen=True, slots=True)
class _Unbroken:
    """A command to be copied, on one line however long it is."""

    command: str
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line, moved in as far as there is room."""
        room = max(0, options.max_width - cell_len(self.command))
        yield Segment(f"{' ' * min(self.indent, room or self.indent)}{self.command}\n")


@dataclass(frozen=True, slots=True)
class _Standings:
    """One line per project under the heading of where it stands, as wide as there is room."""

    projects: Sequence[ProjectSummary]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines, without the columns for which there is no room."""
        names = self._names()
        longest = max((cell_len(name) for name in names), default=0)
        # A blank before the word and one behind it; few projects need the longest words.
        width = max((cell_len(one.word) for one in self.projects), default=0) + 2
        columns, room = fitting(_COLUMNS, options.max_width - width, longest)
        yield head_line("结论", width, "项目", room, columns)
        shown = zip(self.projects, names, strict=True)
        for standing, group in groupby(shown, key=lambda pair: pair[0].standing):
            yield Text(standing.word, "bold")
            for project, name in group:
                word = Text(pad(f" {project.word}", width), VERDICT_STYLES[project.verdict])
                yield word + set_cell_size(name, room) + _cells(project, columns)

    def _names(self) -> list[str]:
        """Return what tells the projects apart: the application's title where there are two."""
        ids = [project.project for project in self.projects]
        return [
            one.application if ids.count(one.project) > 1 and one.application else one.title
            for one in self.projects
        ]


def _cells(project: ProjectSummary, columns: Sequence[NumberColumn]) -> Text:
    """Return the numbers of a project; none of something is a dash."""
    days = project.days
    gates = f"{project.gates_met}/{project.gates}" if project.gates else ""
    values = {
        "硬条件": (gates, ""),
        "不符合": (str(project.unmet or ""), STATUS_STYLES[Status.UNMET]),
        "待补": (str(project.unknown or ""), STATUS_STYLES[Status.UNKNOWN]),
        "存疑": (str(project.disputed or ""), STATUS_STYLES[Status.DISPUTED]),
        "研判": (str(project.judgement or ""), STATUS_STYLES[Status.JUDGEMENT]),
        "缺证": (str(project.unproven or ""), ""),
        "剩": _left(days if project.standing is not Standing.OVER else None),
    }
    cells = Text()
    for header, width, _ in columns:
        words, style = values[header]
        cells.append(to_the_right(words or "-", width), style)
    return cells


def _left(days: int | None) -> tuple[str, str]:
    """Return how many days are left, or how long it is overdue, and how that is drawn."""
    if days is None:
        return "", ""
    unit = "天" if days > -_LONG_PAST else ""
    return (f"{days}天", "") if days >= 0 else (f"过{-days}{unit}", STATUS_STYLES[Status.UNMET])


def _limits(result: CheckResult) -> Iterator[RenderableType]:
    """Yield the rules over all applications that are broken or open."""
    for limit in result.limits:
        if limit.status not in SETTLED:
            word = (limit.status.word, STATUS_STYLES[limit.status])
            yield paragraph("限项", word, f"：{limit.title}：{limit.because}", hanging=6)


def action_lines(
    actions: Sequence[Action], most: int, heading: str, option: str = ""
) -> Iterator[RenderableType]:
    """Yield what to do first, with the day and the command."""
    if not actions:
        return
    yield paragraph((heading, "bold"))
    for number, action in enumerate(actions[:most], 1):
        late = action.days is not None and action.days < 0
        day = f"{action.last:%m-%d}{'已过' if late else ''} " if action.last is not None else ""
        day_style = STATUS_STYLES[Status.UNMET] if late else ""
        yield paragraph(f"{number:>2}  ", (day, day_style), action.text, hanging=4)
        if action.command:
            yield _Unbroken(action.command, 4)
    left = len(actions) - most
    if left > 0:
        yield paragraph(f"另有{left}件：societyctl check --how{option}")
