"""The days ahead and what is to be done, for who asks where things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from societyctl.reporting.pages.layout import MISSING_STYLE, pad, paragraph, show_number
from societyctl.reporting.pages.summary import action_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from societyctl.domain.summaries import Agenda

_MOST_DAYS = 5
_MOST_ACTIONS = 4


def agenda_page(agenda: Agenda) -> RenderableType:
    """Return the nearest days and the first few things to do."""
    return Group(*_days(agenda), *action_lines(agenda.actions, _MOST_ACTIONS, "要办的："))


def _days(agenda: Agenda) -> Iterator[RenderableType]:
    if agenda.days:
        yield paragraph("眼前的日子：")
    for day in agenda.days[:_MOST_DAYS]:
        late = day.days < 0
        when = f"过{-day.days}天" if late else f"{show_number(day.days)}天"
        words = (pad(f"{day.on:%m-%d}", 7), (pad(when, 8), MISSING_STYLE if late else ""), day.text)
        yield paragraph(*words, indent=2, hanging=15)
    left = len(agenda.days) - _MOST_DAYS
    if left > 0:
        yield paragraph(f"另有{left}件：societyctl list 交办任务、societyctl list 活动", indent=2)
