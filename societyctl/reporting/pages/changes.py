"""Which verdicts flipped since an earlier check, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from societyctl.domain.wording import show_date
from societyctl.reporting.pages.flips import SUBJECT_WORDS, verdict_of
from societyctl.reporting.pages.layout import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from societyctl.domain.differences import CheckComparison, Flip, KeptCheck


def changes_page(comparison: CheckComparison) -> RenderableType:
    """Return the flips, projects before the requirements that moved them."""
    return Group(*_lines(comparison))


def _lines(comparison: CheckComparison) -> Iterator[RenderableType]:
    since, now = comparison.since, comparison.now
    span = f"{_earlier(since)} → {show_date(now.as_of)}"
    yield paragraph(("结论有什么变化", "bold"), f"：{span}")
    if not comparison.flips:
        yield paragraph("没有一项结论改变。")
    for flip in sorted(comparison.flips, key=lambda flip: list(SUBJECT_WORDS).index(flip.subject)):
        yield from _flip_lines(flip)


def _earlier(check: KeptCheck) -> str:
    return f"{show_date(check.as_of)}（{check.at:%Y-%m-%d %H:%M} 所查）"


def _flip_lines(flip: Flip) -> Iterator[RenderableType]:
    place = flip.project if flip.subject == "requirement" else ""
    named = f"（{flip.application}）" if flip.application else ""
    yield paragraph(
        f"{SUBJECT_WORDS[flip.subject]}  ",
        (flip.title, "bold"),
        f"〔{place}{named}〕" if place else named,
        "：",
        _word(flip, flip.before, "原来没有"),
        " → ",
        _word(flip, flip.after, "不再要求"),
        indent=2,
        hanging=6,
    )
    yield paragraph("现在：", flip.because, indent=8, hanging=6)
    for cause in flip.causes:
        yield paragraph("起因：", cause.text, indent=8, hanging=6)


def _word(flip: Flip, status: str | None, absent: str) -> tuple[str, str]:
    return (absent, "dim") if status is None else verdict_of(flip, status)
