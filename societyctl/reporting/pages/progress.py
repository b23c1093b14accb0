"""How far each target of a program has come: one line each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.text import Text

from societyctl.domain.verdicts import Status
from societyctl.domain.wording import project_name, show_date
from societyctl.reporting.pages.columns import NumberColumn, fitting, head_line, to_the_right
from societyctl.reporting.pages.layout import (
    MISSING_STYLE,
    STATUS_STYLES,
    pad,
    paragraph,
    show_number,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from societyctl.domain.verdicts import Number, Progress, Target

_WORD = 10
_BAR = 10
_COLUMNS = (
    NumberColumn("进度", _BAR + 1, 2),
    NumberColumn("完成/要求", 12, 0),
    NumberColumn("还差", 9, 1),
    NumberColumn("剩", 7, 1),
)
_WIDEST_NAME = 22
"""Names longer than this give way to the columns."""
_LEGEND = "完成＝可计入的（符合要求，要佐证的也有佐证）；缺证＝做到了，还没有附佐证。"


def progress_page(progress: Progress, titles: Mapping[str, str] | None = None) -> RenderableType:
    """Return the targets of each project; ``titles`` gives the projects' Chinese names."""
    parts: list[RenderableType] = [
        paragraph((progress.program_title, "bold"), f"（{progress.program_id}）"),
        paragraph(f"截至{show_date(progress.as_of)}"),
    ]
    if not progress.targets:
        nothing = "没有登记申报的项目，或申报的项目没有可以计数的目标。全部项目：加 --all"
        return Group(*parts, Text(), paragraph(nothing))
    of = groupby(progress.targets, key=lambda one: (one.project, one.application, one.state))
    for (project, application, state), targets in of:
        name = project_name((titles or {}).get(project, ""), application)
        heading = f"{name}〔{project}〕" if name else project
        parts += [
            Text(),
            paragraph("■ ", (heading, "bold"), f"：{state.word}" if state else ""),
            _Lines(tuple(targets)),
        ]
    return Group(*parts, Text(), paragraph(_LEGEND, hanging=5))


@dataclass(frozen=True, slots=True)
class _Lines:
    """The targets of one project, as wide as there is room."""

    targets: Sequence[Target]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield a line for each; a promise above what is asked stands below it."""
        longest = max(cell_len(target.title) for target in self.targets)
        width = options.max_width - _WORD
        columns, room = fitting(_COLUMNS, width, min(longest, _WIDEST_NAME))
        yield head_line("判定", _WORD, "指标", room, columns)
        for target in self.targets:
            line = Text(pad(target.status.word, _WORD), STATUS_STYLES[target.status])
            line.append(set_cell_size(target.title, room), "")
            for column in columns:
                words, style = _cell(target, column.header)
                line.append(to_the_right(words, column.width), style)
            yield line
            if target.promised is not None:
                yield paragraph(_promise(target), indent=_WORD)


def _cell(target: Target, header: str) -> tuple[str, str]:
    if header == "进度":
        return _bar(target), ""
    if header == "完成/要求":
        return f"{show_number(_done(target))}/{show_number(target.needed)}{target.unit}", ""
    if header == "还差":
        return _gap(target), MISSING_STYLE if target.missing else ""
    if target.days is None or (target.days < 0 and not target.missing):
        return "-", ""
    return "已过" if target.days < 0 else f"{target.days}天", ""


def _done(target: Target) -> Number:
    return target.measured if target.countable is None else target.countable


def _bar(target: Target) -> str:
    """Return so much of a bar as is done; whole only where nothing is missing."""
    whole = target.status is Status.MET and not target.missing
    needed = target.needed if isinstance(target.needed, int | Decimal) else 0
    part = Fraction(_done(target)) / Fraction(needed) if needed else Fraction(0)
    filled = _BAR if whole else max(0, min(_BAR - 1, int(part * _BAR)))
    return "#" * filled + "." * (_BAR - filled)


def _gap(target: Target) -> str:
    if target.short:
        return f"{show_number(target.short)}{target.unit}"
    return f"缺证{show_number(target.missing)}" if target.missing else "-"


def _promise(target: Target) -> str:
    """Return what the application promises above what is asked, and what it still lacks."""
    left = Decimal(target.promised or 0) - Decimal(_done(target))
    lacks = f"，还差{show_number(left)}{target.unit}" if left > 0 else "，已做到"
    return f"申报书承诺{show_number(target.promised)}{target.unit}{lacks}"
