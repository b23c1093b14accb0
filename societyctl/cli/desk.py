"""What most commands need first: the session they work in, the program they are about."""

from __future__ import annotations

from contextlib import AbstractContextManager

import typer

from societyctl.cli.options import globals_of
from societyctl.errors import UsageError
from societyctl.workflows.opening import Session, open_session


def session_of(ctx: typer.Context) -> AbstractContextManager[Session]:
    """Open the workspace named or found, and its store, for one command."""
    return open_session(globals_of(ctx).workspace)


def program_name(ctx: typer.Context, session: Session, name: str | None) -> str:
    """Return the program named, else the one chosen, else ask; raises UsageError."""
    chosen = name or session.workspace.chosen_program
    if chosen is None and globals_of(ctx).interactive:
        from societyctl.cli.prompts import choose
        from societyctl.workflows.programs import list_programs

        programs = list_programs(session.workspace.programs)
        chosen = choose("要对照哪一份通知？", [item.id for item in programs])
    if chosen is None:
        raise UsageError(
            "还没有选用计划",
            "先运行 societyctl program use xuzhou-2022，或加上 --program xuzhou-2022；"
            "用 societyctl program list 查看全部",
        )
    return chosen
