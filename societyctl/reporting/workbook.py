"""A checked program as an Excel workbook: verdicts, requirements, records, limits.

For the meeting where it is settled who sees to what: every line can be filtered and ticked off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from societyctl.domain.plans import Timing
from societyctl.domain.verdicts import Status
from societyctl.domain.wording import project_name, show_date, yes_or_no
from societyctl.files import replace_keeping

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from societyctl.domain.plans import Plan
    from societyctl.domain.verdicts import CheckResult, ProjectResult, Verdict

SheetRow = Sequence[object]

_HEAD = PatternFill("solid", fgColor="D9E1F2")
_SHADES = {
    Status.UNMET: "F8CBAD",
    Status.UNKNOWN: "FFE699",
    Status.DISPUTED: "E4CCF2",
    Status.JUDGEMENT: "DDEBF7",
    Status.MET: "E2EFDA",
}
"""By verdict; the word beside it says the same without colour."""
_SHADED_WORDS = {status.word: PatternFill("solid", fgColor=rgb) for status, rgb in _SHADES.items()}
_WIDTHS = {
    "做什么": 50,
    "用于": 40,
    "说明": 50,
    "下一步": 40,
    "要求": 36,
    "记录": 36,
    "原因": 40,
    "项目": 24,
    "限项": 40,
}
_WIDTHS |= {"做什么": 50, "用于": 40}
_WIDTHS |= dict.fromkeys("现有 需要 还差 单位 已开展 有佐证 可计入 计入 判定".split(), 9)
_NARROW = 14


_PROJECT = ("项目", "判定", "说明", "申报截止")
_REQUIREMENT = tuple(
    "项目 要求 判定 现有 需要 还差 单位 已开展 有佐证 可计入 说明 下一步 期限 佐证材料"
    " 原文位置 条款号".split()
)
_RECORD = ("项目", "要求", "编号", "记录", "日期", "计入", "原因", "佐证")
_SCORE = ("项目", "要求", "计分项", "最少得分", "最多得分", "满分", "依据", "原文位置", "条款号")
_STEP = ("项目", "类别", "最迟", "来得及", "做什么", "用于", "条款号")
_LIMIT = ("限项", "判定", "原文位置", "说明", "下一步")


def write_check(result: CheckResult, path: Path, plan: Plan | None = None) -> Path | None:
    """Write a judged program, with its records and its plan when there are; raises StoreError.

    Returns the copy kept of a file that was there.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, "结论", _PROJECT, _projects(result))
    _sheet(book, "要求", _REQUIREMENT, _requirements(result))
    _sheet(book, "记录", _RECORD, _records(result))
    scores = list(_scores(result))
    if scores:
        _sheet(book, "计分", _SCORE, scores)
    _sheet(book, "限项", _LIMIT, _limits(result))
    if plan is not None:
        _sheet(book, "要做的", _STEP, _steps(plan))
    book.properties.title = f"{result.program_title} 自查（{show_date(result.as_of)}）"
    book.properties.creator = result.society or "societyctl"
    content = BytesIO()
    book.save(content)
    return replace_keeping(content.getvalue(), path)


def _sheet(book: Workbook, title: str, headers: Sequence[str], rows: Iterable[SheetRow]) -> None:
    """Add a sheet that can be filtered, with its header in sight."""
    sheet = book.create_sheet(title)
    sheet.append(list(headers))
    for row in rows:
        sheet.append([_plain(value) for value in row])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for number, header in enumerate(headers, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(header, _NARROW)
    _dress(sheet)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _dress(sheet: Worksheet) -> None:
    """Wrap long texts, shade the verdicts, and keep texts that look like formulas texts."""
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(cell.value, str):
                cell.data_type = "s"
                if cell.value in _SHADED_WORDS:
                    cell.fill = _SHADED_WORDS[cell.value]


def _plain(value: object) -> object:
    return show_date(value) if isinstance(value, date) else value


def _name(project: ProjectResult) -> str:
    return project_name(project.title, project.application)


def _projects(result: CheckResult) -> Iterator[SheetRow]:
    for project in result.projects:
        yield _name(project), project.headline, project.because, project.deadline


def _requirements(result: CheckResult) -> Iterator[SheetRow]:
    for project in result.projects:
        for verdict in project.requirements:
            yield (_name(project), *_requirement(verdict))


def _requirement(verdict: Verdict) -> SheetRow:
    counts = verdict.counts
    proven = counts if verdict.evidence_wanted else None
    held = (
        counts.held if counts else None,
        proven.evidenced if proven else None,
        proven.countable if proven else None,
    )
    return (
        verdict.title,
        verdict.status.word,
        _shown(verdict.measured),
        _shown(verdict.needed),
        verdict.missing,
        verdict.unit,
        *held,
        verdict.because,
        verdict.next,
        verdict.due,
        verdict.evidence_wanted,
        verdict.citation,
        "、".join(verdict.clauses),
    )


def _shown(value: object) -> object:
    return yes_or_no(value) if isinstance(value, bool) else value


def _records(result: CheckResult) -> Iterator[SheetRow]:
    for project in result.projects:
        for verdict in project.requirements:
            for note in verdict.records:
                counted = "计入" if note.counted else "未计入"
                about = (_name(project), verdict.title, note.ref, note.title, note.on)
                yield (*about, counted, note.reason, "、".join(note.evidence))
            if verdict.more_records:
                more = f"另有{verdict.more_records}条没有列出"
                yield (
                    _name(project),
                    verdict.title,
                    "",
                    more,
                    None,
                    "",
                    "加 --records all 再存",
                    "",
                )


def _scores(result: CheckResult) -> Iterator[SheetRow]:
    for project in result.projects:
        for verdict in project.requirements:
            for line in verdict.scores:
                about = (_name(project), verdict.title, "　" * line.depth + line.title)
                points = (line.fewest, line.most, line.full)
                yield (*about, *points, line.basis, line.place, "、".join(line.clauses))


def _limits(result: CheckResult) -> Iterator[SheetRow]:
    for limit in result.limits:
        yield limit.title, limit.status.word, limit.citation, limit.because, limit.next


_IN_TIME = {Timing.IN_TIME: "是", Timing.TIGHT: "偏紧", Timing.TOO_LATE: "来不及了"}


def _steps(plan: Plan) -> Iterator[SheetRow]:
    for project in plan.projects:
        name = project_name(project.title, project.application)
        for step in project.steps:
            when = (step.last, _IN_TIME[step.timing])
            served = ("；".join(step.titles), "、".join(step.clauses))
            yield (name, step.kind.word, *when, step.text, *served)
