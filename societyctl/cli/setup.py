"""``init``, ``demo`` and ``status``: beginning, and where things stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import AsOfOption, day_of, globals_of
from societyctl.cli.output import show_page
from societyctl.errors import SocietyError

if TYPE_CHECKING:
    from societyctl.domain.summaries import Agenda
    from societyctl.workflows.opening import Session

app = typer.Typer()


@app.command("init", cls=ChineseCommand, help="新建工作区（一个普通文件夹，可整个复制）")
def init(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="文件夹", help="建在哪里；不写则建在当前文件夹")
    ] = None,
) -> None:
    """Make a workspace."""
    from societyctl.workflows.opening import make_workspace

    made = make_workspace(folder or globals_of(ctx).workspace or Path.cwd())
    typer.echo(f"工作区已建好：{made}")
    typer.echo("接着可以：societyctl import 表格.xlsx，或先生成空白表：societyctl blank")


@app.command("status", cls=ChineseCommand, help="")
def status(ctx: typer.Context, as_of: AsOfOption = None) -> None:
    """Tell what the workspace holds and what to do next."""
    from societyctl.cli.desk import session_of
    from societyctl.workflows.opening import overview

    with session_of(ctx) as session:
        held = overview(session)
        applications = _applications(session, day_of(as_of)) if held.program else []
        ahead = _ahead(session, day_of(as_of)) if held.counts else None
    typer.echo(f"工作区：{held.folder}")
    typer.echo(f"选用的计划：{held.program or '还没有（societyctl program use 计划）'}")
    counts = "、".join(f"{title}{count}条" for title, count in held.counts.items())
    kinds, records = held.rest
    more = f"，其余{kinds}类{records}条" if kinds else ""
    typer.echo(f"记录：{counts or '还没有'}{more}")
    for line in applications:
        typer.echo(line)
    if ahead is not None:
        from societyctl.reporting.pages.agenda import agenda_page

        show_page(agenda_page(ahead))
    if held.changed_at is not None:
        typer.echo(f"最近一次改动：{held.changed_at:%Y-%m-%d %H:%M} {held.change}")
    if not held.counts:
        typer.echo("接着做：societyctl import 表格.xlsx；没有表格就先 societyctl blank")
    else:
        typer.echo(f"接着做：{'societyctl check' if held.program else 'societyctl program list'}")


def _applications(session: Session, day: date) -> list[str]:
    """Return a line for each project: its state, and the day that comes next."""
    from societyctl.domain.wording import show_date
    from societyctl.workflows.checking import applications_today

    try:
        states = applications_today(session, day)
    except SocietyError as error:
        return [f"申报：判断不了，{error}"]
    lines = []
    for name, stands in states:
        left = stands.days_left
        when = f"已过{-left}天" if left is not None and left < 0 else f"还有{left}天"
        due = f"（{show_date(stands.due)}，{when}）" if stands.due is not None else ""
        lines.append(f"  {stands.state.word}  {name}{due}")
    return [f"申报（{show_date(day)}）：", *lines] if lines else []


def _ahead(session: Session, day: date) -> Agenda | None:
    """Return what lies ahead; nothing where it cannot be judged, which is said elsewhere."""
    from societyctl.workflows.agenda import agenda

    try:
        return agenda(session, day)
    except SocietyError:
        return None


@app.command("demo", cls=ChineseCommand, help="")
def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="在哪个新文件夹里演示")] = Path(
        "society-demo"
    ),
) -> None:
    """Run the whole chain on the packaged sample data, command by command."""
    from societyctl.cli.demo import run_demo

    run_demo(folder, ctx.find_root().command, debug=globals_of(ctx).debug)
