"""What every command needs first: the workspace, the store, the program, a console."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from societyctl.errors import UsageError
from societyctl.store.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from societyctl.cli.app import Globals
    from societyctl.rules.language.program import Program
    from societyctl.store import Store


def globals_of(ctx: typer.Context) -> Globals:
    """Return the global options."""
    found: Globals = ctx.obj
    return found


def workspace_of(ctx: typer.Context) -> Workspace:
    """Return the workspace; raises StoreError when there is none."""
    return find_workspace(globals_of(ctx).workspace)


@contextmanager
def open_store(ctx: typer.Context) -> Iterator[tuple[Workspace, Store]]:
    """Open the store of the workspace for one command."""
    from societyctl.store import Store

    workspace = workspace_of(ctx)
    with Store.open(workspace.database_url) as store:
        yield workspace, store


def own_programs(ctx: typer.Context) -> Path | None:
    """Return the folder of the user's own program files, if there is a workspace."""
    workspace = find_workspace(globals_of(ctx).workspace, required=False)
    return workspace.programs if workspace else None


def own_templates(ctx: typer.Context) -> Path | None:
    """Return the folder of the user's own Word templates, if there is a workspace."""
    workspace = find_workspace(globals_of(ctx).workspace, required=False)
    return workspace.templates if workspace else None


def program_of(ctx: typer.Context, name: str | None) -> Program:
    """Return the program named, else the one chosen, else ask; raises UsageError."""
    from societyctl.workflows.programs import list_programs, open_program

    workspace = workspace_of(ctx)
    own = workspace.programs
    wanted = name or workspace.chosen_program
    if wanted is None and globals_of(ctx).interactive:
        from societyctl.cli.prompts import choose

        wanted = choose("要对照哪一份通知？", [item.id for item in list_programs(own)])
    if wanted is None:
        raise UsageError(
            "还没有选用计划",
            "先运行 societyctl program use xuzhou-2022，或加上 --program xuzhou-2022；"
            "用 societyctl program list 查看全部",
        )
    return open_program(wanted, own)


def day_of(text: str | None) -> date:
    """Return the date of an ``--as-of`` option, today without one; raises UsageError."""
    if text is None:
        return date.today()  # noqa: DTZ011  # the day in the user's own calendar
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text}”不是日期", "请写成 2022-11-10 这样") from None


def show_page(page: Any) -> None:
    """Print a page on stdout: colours at a terminal, plain and 80 columns wide when piped."""
    from societyctl.reporting.pages.layout import console

    console(sys.stdout).print(page)


def write_json(view: Mapping[str, Any]) -> None:
    """Write a view to stdout as JSON in UTF-8, whatever the code page of the console."""
    from societyctl.reporting.view import dump

    sys.stdout.flush()
    data = (dump(view) + "\n").encode("utf-8")
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(data.decode("utf-8"))
        return
    binary.write(data)
    binary.flush()
