"""The batches of changes a store went through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from societyctl.reporting.pages.layout import paragraph, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from societyctl.domain.history import HistoryEntry


def history_page(entries: Sequence[HistoryEntry]) -> RenderableType:
    """Return the batches of changes in the order given."""
    if not entries:
        return paragraph("还没有任何改动。")
    numbers = ("新增", "修改", "删除")
    batches = table("批次", "时间", "操作", "来源", *numbers, numbers=("批次", *numbers))
    for entry in entries:
        batches.add_row(
            str(entry.batch),
            f"{_local(entry.at):%Y-%m-%d %H:%M}",
            paragraph(f"{entry.action}（已撤销）" if entry.undone else entry.action),
            paragraph(entry.source),
            str(entry.added),
            str(entry.changed),
            str(entry.deleted),
        )
    return batches


def _local(moment: datetime) -> datetime:
    """Return a moment as the clock on the wall showed it; one without a zone already is."""
    return moment.astimezone() if moment.tzinfo else moment
