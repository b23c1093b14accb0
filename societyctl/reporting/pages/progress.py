"""How far each target of a program has come, and what to do next."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.domain.wording import show_date
from societyctl.reporting.pages.layout import (
    MISSING_STYLE,
    STATUS_STYLES,
    paragraph,
    show_number,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from societyctl.domain.verdicts import Progress, Target

_LEGEND = "可计入＝符合要求而且有佐证；还差＝需要－可计入。判“符合”而还差的，是佐证没有备齐。"


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
