"""The options that several commands share, and the global ones."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from societyctl.errors import UsageError

ProgramOption = Annotated[
    str | None,
    typer.Option("--program", "-p", metavar="计划", help="对照哪份计划；不写则用已选用的"),
]
ProjectsOption = Annotated[
    list[str] | None, typer.Option("--project", metavar="项目", help="只看这个项目；可写多次")
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日期", help="按这一天的情况判断，如 2022-11-10；默认今天"),
]
Ref = Annotated[str, typer.Argument(metavar="记录", help="记录编号，如 activity:12，见 list")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


class Globals(NamedTuple):
    """The global options, as every command finds them in ``ctx.obj``."""

    workspace: Path | None = None
    no_input: bool = False
    debug: bool = False

    @property
    def interactive(self) -> bool:
        """Whether questions may be asked: a terminal on both ends and not forbidden."""
        return not self.no_input and sys.stdin.isatty() and sys.stdout.isatty()


def globals_of(ctx: typer.Context) -> Globals:
    """Return the global options."""
    options: Globals = ctx.obj
    return options


def day_of(text: str | None) -> date:
    """Return the date of an ``--as-of`` option, today without one; raises UsageError."""
    today = date.today()  # noqa: DTZ011  # the day in the user's own calendar
    if text is None:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _day_in_words(text, today)


def _day_in_words(text: str, today: date) -> date:
    """Return the day that is said as people say days: 上周五, 2022年10月20日; raises UsageError."""
    from societyctl.workflows.editing import day_typed

    day = day_typed(text, today)
    if day is None:
        raise UsageError(f"“{text}”不是日期", "请写成 2022-11-10 或 2022年11月10日 这样")
    return day
