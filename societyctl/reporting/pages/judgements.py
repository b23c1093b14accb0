"""What waits for a person's judgement, one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from societyctl.reporting.pages.layout import STATUS_STYLES, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from societyctl.domain.judgements import Judgement

_INDENT = 2


def judgement_page(subject: Sequence[Judgement], place: str) -> RenderableType:
    """Return one question with what helps to answer it, for all projects that share it."""
    return Group(*_lines(subject, place))


def _lines(subject: Sequence[Judgement], place: str) -> Iterator[RenderableType]:
    first = subject[0]
    yield paragraph((f"{place} ", "dim"), (first.title, "bold"), f"  {first.requirement}")
    titles = "、".join(dict.fromkeys(item.project_title for item in subject))
    for label, words in (
        ("项目", titles),
        ("申报", first.application),
        ("原文", first.citation),
        ("问题", first.question),
        ("佐证", first.evidence_wanted),
    ):
        if words:
            yield paragraph(f"{label}：", words, indent=_INDENT, hanging=6)
    yield paragraph("现状：", (first.status.word, STATUS_STYLES[first.status]), indent=_INDENT)
    for figures in dict.fromkeys(item.figures for item in subject):
        if figures:
            yield paragraph("数据：", "；".join(figures), indent=_INDENT, hanging=6)
