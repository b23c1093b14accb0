"""What changed since an earlier check, as a page and as a versioned view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group

from societyctl.domain.verdicts import ProjectVerdict, Status, verdict_word
from societyctl.domain.wording import show_date
from societyctl.reporting.pages.layout import STATUS_STYLES, VERDICT_STYLES, paragraph
from societyctl.reporting.view import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from societyctl.domain.differences import CheckComparison, Flip, KeptCheck

_SUBJECTS = {"project": "项目", "requirement": "要求", "limit": "限项"}


def changes_page(comparison: CheckComparison) -> RenderableType:
    """Return the flips, projects before the requirements that moved them."""
    return Group(*_lines(comparison))


def _lines(comparison: CheckComparison) -> Iterator[RenderableType]:
    since, now = comparison.since, comparison.now
    span = f"{_told(since)} → {show_date(now.as_of)}"
    yield paragraph(("结论有什么变化", "bold"), f"：{span}")
    if not comparison.flips:
        yield paragraph("没有一项结论改变。")
    for flip in sorted(comparison.flips, key=lambda flip: list(_SUBJECTS).index(flip.subject)):
        yield from _flip_lines(flip)


def _told(check: KeptCheck) -> str:
    return f"{show_date(check.as_of)}（{check.at:%Y-%m-%d %H:%M} 所查）"


def _flip_lines(flip: Flip) -> Iterator[RenderableType]:
    place = flip.project if flip.subject == "requirement" else ""
    named = f"（{flip.application}）" if flip.application else ""
    yield paragraph(
        f"{_SUBJECTS[flip.subject]}  ",
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


def _word(flip: Flip, value: str | None, absent: str) -> tuple[str, str]:
    if value is None:
        return absent, "dim"
    if flip.subject == "project":
        verdict = ProjectVerdict(value)
        return verdict_word(verdict), VERDICT_STYLES[verdict]
    return Status(value).word, STATUS_STYLES[Status(value)]


def changes_view(comparison: CheckComparison) -> dict[str, Any]:
    """Return the value of the key ``since`` of a checked program."""
    since = comparison.since
    return {
        "at": plain(since.at),
        "as_of": plain(since.as_of),
        "batch": since.batch,
        "flips": plain(comparison.flips),
    }
