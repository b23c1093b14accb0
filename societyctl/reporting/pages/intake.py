"""What became of imported workbooks, sheet by sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.reporting.pages.layout import MISSING_STYLE, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from societyctl.domain.intake import ImportSummary, MissingRecord, SheetSummary


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
    if summary.missing:
        parts += [Text(), paragraph((f"不在这份名单里的（{len(summary.missing)}条）：", "bold"))]
        parts += [paragraph(_missing(one), indent=2, hanging=2) for one in summary.missing]
    return Group(*parts, Text(), paragraph(_outcome(summary)))


def _missing(one: MissingRecord) -> str:
    """Return a record that a whole list does not have, and what may be done about it."""
    like = f"；{one.like}可能就是（{one.why}）" if one.like else ""
    if not one.until:
        return f"{one.ref} {one.title}{like}；记错了就 societyctl delete {one.ref}"
    return f"{one.ref} {one.title}{like}；已离开就 societyctl edit {one.ref} {one.until}=日期"


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
    gone = f"{summary.left}条不在名单里的填了离开的日期；" if summary.left else ""
    return f"{left}{gone}{rest}已保存为第{summary.batch}批；撤销：societyctl undo {summary.batch}"
