"""What is remembered of imports, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.reporting.pages.layout import paragraph, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType


def answers_page(rows: Sequence[tuple[int, str, str, str]]) -> RenderableType:
    """Return number, place, what was asked and what was answered, then what can be done."""
    if not rows:
        return paragraph("还没有记住什么。")
    page = table("编号", "哪里", "表里写的", "记作", numbers=("编号",))
    for number, *words in rows:
        page.add_row(str(number), *map(paragraph, words))
    advice = "改一条：societyctl answers change 编号 答案；忘掉：societyctl answers forget 编号"
    return Group(page, Text(), paragraph(advice))
