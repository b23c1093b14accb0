"""Pages and views for people who write program files: differences, sentences not cited."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from societyctl.domain.verdicts import ProjectVerdict, Status, verdict_word
from societyctl.reporting.pages.layout import STATUS_STYLES, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from societyctl.domain.coverage import NoticeCheck, NoticeSentence
    from societyctl.domain.differences import Flip, ItemDiff, ProgramDiff

_CHANGES = {
    "added": ("新增", STATUS_STYLES[Status.PENDING]),
    "removed": ("取消", STATUS_STYLES[Status.UNMET]),
    "changed": ("改动", STATUS_STYLES[Status.UNKNOWN]),
}
_SUBJECTS = {
    "program": "计划",
    "project": "项目",
    "requirement": "要求",
    "deadline": "截止",
    "limit": "限项",
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
    yield paragraph(word, f" {_SUBJECTS[item.subject]}  ", *named, indent=2, hanging=11)
    for field in (field for field in item.fields if not field.moved):
        yield paragraph(f"{field.title}：{field.before} → {field.after}", indent=13, hanging=2)


def _verdict_line(verdict: Flip) -> RenderableType:
    place = f"〔{verdict.project}〕" if verdict.subject == "requirement" else ""
    return paragraph(
        f"{_SUBJECTS[verdict.subject]}  ",
        (verdict.title, "bold"),
        f"{place}：",
        _word(verdict.subject, verdict.before),
        " → ",
        _word(verdict.subject, verdict.after),
        f"（{verdict.because}）" if verdict.because else "",
        indent=2,
        hanging=6,
    )


def _word(subject: str, value: str | None) -> str:
    if value is None:
        return "没有这一项"
    return verdict_word(ProjectVerdict(value)) if subject == "project" else Status(value).word


def diff_view(diff: ProgramDiff) -> dict[str, Any]:
    """Return the differences as plain values."""
    return {"schema": 1, "kind": "program-diff", **asdict(diff)}


def notice_page(check: NoticeCheck, *, every: bool = False) -> RenderableType:
    """Return the sentences that oblige and that no requirement seems to cite; or all of them."""
    return Group(*_notice_lines(check, every=every))


def _notice_lines(check: NoticeCheck, *, every: bool) -> Iterator[RenderableType]:
    done = len(check.sentences) - len(check.uncited)
    yield paragraph(
        (f"{check.file} 对照 {check.program_id}", "bold"),
        f"：带有要求的句子{len(check.sentences)}句，{done}句看来已有对应",
    )
    if check.uncited:
        yield paragraph(
            "以下各句没有找到对应的要求，或有数字对不上，请逐句核对（按用词相近判断，只供查漏）："
        )
    for sentence in check.uncited:
        yield from _sentence_lines(sentence)
    if every:
        yield paragraph("以下各句看来已有对应：")
        for sentence in check.sentences:
            if sentence.is_cited:
                yield from _sentence_lines(sentence)


def _sentence_lines(sentence: NoticeSentence) -> Iterator[RenderableType]:
    place = f"〔{sentence.place}〕" if sentence.place else ""
    words = f"（{'、'.join(sentence.words)}）"
    yield paragraph(f"第{sentence.line}行{place} ", sentence.text, words, indent=2, hanging=4)
    if sentence.cited_by:
        yield paragraph(f"对应：{'、'.join(sentence.cited_by)}", indent=6, hanging=6)
    if sentence.numbers:
        numbers = "、".join(str(number) for number in sentence.numbers)
        yield paragraph(("其中没有的数：", "bold"), numbers, indent=6, hanging=6)


def notice_view(check: NoticeCheck) -> dict[str, Any]:
    """Return the same as plain values."""
    uncited = [asdict(sentence) for sentence in check.uncited]
    return {"schema": 1, "kind": "notice", **asdict(check), "uncited": uncited}
