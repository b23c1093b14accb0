"""Progress, coverage, imports and history as pages of tables for the terminal."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.domain.verdicts import Status
from societyctl.domain.wording import show_date
from societyctl.reporting.pages.layout import STATUS_STYLES, paragraph, show_number, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from societyctl.domain.coverage import Coverage, Covered
    from societyctl.domain.history import HistoryEntry
    from societyctl.domain.intake import ImportSummary, SheetSummary
    from societyctl.domain.verdicts import Progress, Target

MISSING_STYLE = STATUS_STYLES[Status.UNMET]

HOW_WORDS = {
    "measured": "计量",
    "judged": "研判",
    "limited": "限项",
    "scheduled": "日程",
    "printed": "印载",
    "outside": "不涉及",
    "missing": "未覆盖",
}
"""How a clause is answered for."""


def progress_page(progress: Progress, titles: Mapping[str, str] | None = None) -> RenderableType:
    """Return the targets of each project; ``titles`` gives the projects' Chinese names."""
    parts: list[RenderableType] = [
        paragraph((progress.program_title, "bold"), f"（{progress.program_id}）"),
        paragraph(f"截至{show_date(progress.as_of)}"),
    ]
    if not progress.targets:
        return Group(*parts, Text(), paragraph("这份计划没有可以计数的目标。"))
    by_project = groupby(progress.targets, key=lambda target: target.project)
    for project, targets in by_project:
        title = (titles or {}).get(project, "")
        heading = f"{title}〔{project}〕" if title else project
        parts += [Text(), paragraph("■ ", (heading, "bold")), *_target_lines(list(targets))]
    return Group(*parts, Text(), paragraph(_LEGEND, hanging=2))


_LEGEND = "可计入＝符合要求而且有佐证；还差＝需要－可计入。判“符合”而还差的，是佐证没有备齐。"


def coverage_page(coverage: Coverage, title: str = "", *, every: bool = False) -> RenderableType:
    """Return how many clauses are answered for and how, and what becomes of the rest.

    ``every`` lists all clauses with what answers for each.
    """
    heading = f"{title}（{coverage.program_id}）" if title else coverage.program_id
    tally = Counter(covered.how for covered in coverage.clauses)
    parts: list[RenderableType] = [
        paragraph((heading, "bold"), f"：{coverage.covered}/{len(coverage.clauses)}条已落实"),
        paragraph("  ".join(f"{HOW_WORDS.get(how, how)}{n}" for how, n in tally.most_common())),
    ]
    rest = [covered for covered in coverage.clauses if covered.how in ("missing", "outside")]
    if every:
        parts += [Text(), _clauses(coverage.clauses)]
    elif rest:
        parts += [Text(), paragraph("不作判定的条款："), _clauses(rest)]
    if coverage.unknown:
        unknown = "、".join(coverage.unknown)
        parts += [Text(), paragraph(("清单里没有的条款号：", MISSING_STYLE), unknown, hanging=2)]
    return Group(*parts)


def import_page(summary: ImportSummary) -> RenderableType:
    """Return what became of each sheet, then every row to be mended."""
    numbers = ("读入", "新增", "修改", "未变", "退回")
    sheets = table("文件", "工作表", "类别", *numbers, numbers=numbers)
    for sheet in summary.sheets:
        sheets.add_row(*_sheet_cells(sheet))
    if len(summary.sheets) > 1:
        sheets.add_row("合计", "", "", *(str(figure) for figure in _totals(summary.sheets)))
    parts: list[RenderableType] = [sheets]
    if summary.issues:
        parts += [Text(), paragraph((f"需要修改的地方（{len(summary.issues)}处）：", "bold"))]
        parts += [paragraph(str(issue), indent=2, hanging=2) for issue in summary.issues]
    return Group(*parts, Text(), paragraph(_outcome(summary)))


def history_page(entries: Sequence[HistoryEntry]) -> RenderableType:
    """Return the batches of changes in the order given."""
    if not entries:
        return paragraph("还没有任何改动。")
    numbers = ("新增", "修改", "删除")
    batches = table("批次", "时间", "操作", "来源", *numbers, numbers=("批次", *numbers))
    for entry in entries:
        batches.add_row(
            str(entry.batch),
            f"{_local(entry.at):%Y-%m-%d %H:%M}",
            paragraph(f"{entry.action}（已撤销）" if entry.undone else entry.action),
            paragraph(entry.source),
            str(entry.added),
            str(entry.changed),
            str(entry.deleted),
        )
    return batches


def _local(moment: datetime) -> datetime:
    """Return a moment as the clock on the wall showed it; one without a zone already is."""
    return moment.astimezone() if moment.tzinfo else moment


def _target_lines(targets: Sequence[Target]) -> Iterator[RenderableType]:
    """Yield the table of one project, then what to do about each target not reached."""
    numbers = ("需要", "已开展", "有佐证", "可计入", "还差")
    rows = table("判定", "目标", *numbers, "期限", numbers=numbers)
    for target in targets:
        rows.add_row(
            Text(target.status.word, STATUS_STYLES[target.status]),
            paragraph(f"{target.title}〔{target.citation}〕" if target.citation else target.title),
            _needed(target),
            show_number(target.held),
            show_number(target.evidenced),
            show_number(target.countable),
            Text(show_number(target.missing), MISSING_STYLE if target.missing else ""),
            target.due.isoformat() if target.due else "-",
        )
    yield rows
    for target in targets:
        if target.next:
            words = (f"{target.title}：", (target.next, "bold"))
            yield paragraph("下一步：", *words, indent=2, hanging=2)


def _needed(target: Target) -> str:
    unit = "" if isinstance(target.needed, str) or target.needed is None else target.unit
    return f"{show_number(target.needed)}{unit}"


def _clauses(clauses: Sequence[Covered]) -> RenderableType:
    """Return the clauses, those without an answer first, each with where or why not."""
    rows = table("条款", "原文位置", "内容", "落实")
    for covered in sorted(clauses, key=lambda covered: covered.how != "missing"):
        word = HOW_WORDS.get(covered.how, covered.how)
        where = covered.reason or "、".join(covered.by)
        rows.add_row(
            paragraph(covered.clause.id),
            paragraph(covered.clause.place),
            paragraph(covered.clause.title),
            paragraph(
                (word, MISSING_STYLE if covered.how == "missing" else ""), where and f"：{where}"
            ),
        )
    return rows


def _sheet_cells(sheet: SheetSummary) -> Iterator[RenderableType]:
    """Yield the cells of one sheet; a sheet that was not recognised says so."""
    yield paragraph(sheet.file)
    yield paragraph(sheet.sheet)
    yield paragraph(sheet.kind or "未识别")
    for figure in (sheet.read, sheet.added, sheet.changed, sheet.unchanged):
        yield str(figure)
    yield Text(str(sheet.rejected), MISSING_STYLE if sheet.rejected else "")


def _totals(sheets: Iterable[SheetSummary]) -> list[int]:
    """Return the sums of the five figures over all sheets."""
    figures = [
        (sheet.read, sheet.added, sheet.changed, sheet.unchanged, sheet.rejected)
        for sheet in sheets
    ]
    return [sum(column) for column in zip(*figures, strict=True)]


def _outcome(summary: ImportSummary) -> str:
    """Return whether anything was saved, what was left out, and how to take it back."""
    if summary.dry_run:
        return "以上尚未保存。"
    rejected = sum(sheet.rejected for sheet in summary.sheets)
    left = f"退回的{rejected}行没有导入；" if rejected else ""
    if summary.batch is None:
        return f"{left}没有需要保存的改动。"
    rest = "其余" if left else ""
    return f"{left}{rest}已保存为第{summary.batch}批；撤销：societyctl undo {summary.batch}"
