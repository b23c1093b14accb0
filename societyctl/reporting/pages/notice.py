"""Which sentences of a notice no requirement seems to cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from societyctl.reporting.pages.layout import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from societyctl.domain.coverage import NoticeCheck, NoticeSentence


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
