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
    if text is None:
        return date.today()  # noqa: DTZ011  # the day in the user's own calendar
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text}”不是日期", "请写成 2022-11-10 这样") from None
