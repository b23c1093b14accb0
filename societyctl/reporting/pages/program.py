"""A program at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.domain.verdicts import Status
from societyctl.reporting.pages.layout import STATUS_STYLES, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from societyctl.domain.outlines import DatedItem, ProgramOutline


def program_page(outline: ProgramOutline) -> RenderableType:
    """Return what the notice offers, until when, and whom to ask."""
    return Group(*_lines(outline))


def _lines(outline: ProgramOutline) -> Iterator[RenderableType]:
    yield paragraph((outline.title, "bold"), f"（{outline.id}）")
    issued = f"{outline.issued_on}印发" if outline.issued_on else "原文没有印发日期"
    head = (outline.issuer, outline.document, issued, outline.kind)
    yield paragraph("，".join(part for part in head if part))
    for defect in outline.defects:
        yield paragraph(("提示：", STATUS_STYLES[Status.ADVISORY]), defect, hanging=6)
    yield Text()
    yield _projects(outline)
    for project in outline.projects:
        if project.note:
            yield paragraph(f"{project.title}：{project.note}", indent=2, hanging=2)
    yield from _listed("补充通知所改", outline.amendments)
    yield from _dated("截止日期", outline.deadlines)
    yield from _dated("阶段", outline.stages)
    yield from _dated("日历", outline.calendar)
    for heading, texts in (
        ("限项与兼报", outline.limits),
        ("原文合计", outline.totals),
        ("其他说明", outline.statements),
        ("联系方式", outline.contacts),
    ):
        yield from _listed(heading, texts)


def _projects(outline: ProgramOutline) -> RenderableType:
    numbers = ("要求", "硬条件", "需研判")
    rows = table("代号", "项目", "名额", "经费", "申报截止", *numbers, numbers=numbers)
    rows.columns[0].no_wrap = True
    for item in outline.projects:
        counts = (str(n) for n in (item.requirements, item.gates, item.judged))
        texts = (item.id, item.title, item.slots, item.funding, item.deadline)
        rows.add_row(*(paragraph(text) for text in texts), *counts)
    return rows


def _dated(heading: str, items: Sequence[DatedItem]) -> Iterator[RenderableType]:
    texts = [
        f"{item.title}：{item.when}" + (f"（{item.note.rstrip('。')}）" if item.note else "")
        for item in items
    ]
    yield from _listed(heading, texts)


def _listed(heading: str, texts: Sequence[str]) -> Iterator[RenderableType]:
    if not texts:
        return
    yield Text()
    yield paragraph((heading, "bold"))
    for text in texts:
        yield paragraph(text, indent=2, hanging=2)
