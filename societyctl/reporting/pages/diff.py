"""What one program changes against another, and what that changes for the society."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.domain.verdicts import Status
from societyctl.reporting.pages.flips import SUBJECT_WORDS, verdict_of
from societyctl.reporting.pages.layout import STATUS_STYLES, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from societyctl.domain.differences import Flip, ItemDiff, ProgramDiff

_CHANGES = {
    "added": ("新增", STATUS_STYLES[Status.PENDING]),
    "removed": ("取消", STATUS_STYLES[Status.UNMET]),
    "changed": ("改动", STATUS_STYLES[Status.UNKNOWN]),
}


def diff_page(diff: ProgramDiff) -> RenderableType:
    """Return what changed, and below it what that changes for the society."""
    return Group(*_diff_lines(diff))


def _diff_lines(diff: ProgramDiff) -> Iterator[RenderableType]:
    yield paragraph((f"{diff.before} → {diff.after}", "bold"))
    if not diff.items:
        yield paragraph("两份计划的要求没有差别。")
    for item in diff.items:
        if not item.moved:
            yield from _item_lines(item)
    moved = sum(item.moved for item in diff.items)
    if moved:
        yield paragraph(f"另有{moved}处只是年份顺移，不列。", indent=2)
    if not diff.society:
        return
    yield Text()
    yield paragraph((f"对{diff.society}来说", "bold"))
    if not diff.verdicts:
        yield paragraph("没有一项结论因此改变。", indent=2)
    for verdict in diff.verdicts:
        yield _verdict_line(verdict)


def _item_lines(item: ItemDiff) -> Iterator[RenderableType]:
    place = f"〔{'、'.join(item.projects)}〕" if item.projects else ""
    word = _CHANGES[item.change]
    named = ((item.title, "bold"), f"  {item.id}{place}")
    yield paragraph(word, f" {SUBJECT_WORDS[item.subject]}  ", *named, indent=2, hanging=11)
    for field in (field for field in item.fields if not field.moved):
        yield paragraph(f"{field.title}：{field.before} → {field.after}", indent=13, hanging=2)


def _verdict_line(verdict: Flip) -> RenderableType:
    place = f"〔{verdict.project}〕" if verdict.subject == "requirement" else ""
    return paragraph(
        f"{SUBJECT_WORDS[verdict.subject]}  ",
        (verdict.title, "bold"),
        f"{place}：",
        _word(verdict, verdict.before),
        " → ",
        _word(verdict, verdict.after),
        f"（{verdict.because}）" if verdict.because else "",
        indent=2,
        hanging=6,
    )


def _word(flip: Flip, status: str | None) -> str:
    return "没有这一项" if status is None else verdict_of(flip, status)[0]
