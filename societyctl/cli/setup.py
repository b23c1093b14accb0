"""``init``, ``demo`` and ``status``: beginning, and where things stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from societyctl.cli.desk import globals_of, open_store
from societyctl.cli.groups import ChineseCommand

app = typer.Typer()


@app.command("init", cls=ChineseCommand, help="新建工作区（一个普通文件夹，可整个复制）")
def init(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="文件夹", help="建在哪里；不写则建在当前文件夹")
    ] = None,
) -> None:
    """Make a workspace."""
    from societyctl.store import Store
    from societyctl.store.workspace import create_workspace

    workspace = create_workspace(folder or globals_of(ctx).workspace or Path.cwd())
    with Store.open(workspace.database_url):
        pass
    typer.echo(f"工作区已建好：{workspace.folder}")
    typer.echo("接着可以：societyctl import 表格.xlsx，或先生成空白表：societyctl blank")


@app.command("status", cls=ChineseCommand, help="工作区里有什么、接着做什么")
def status(ctx: typer.Context) -> None:
    """Tell what the workspace holds and what to do next."""
    from societyctl.domain.catalog import RECORD_KINDS

    with open_store(ctx) as (workspace, store):
        counts = {name: count for name, count in store.counts().items() if count}
        history = store.history()
    typer.echo(f"工作区：{workspace.folder}")
    chosen = workspace.chosen_program
    typer.echo(f"选用的计划：{chosen or '还没有（societyctl program use 计划）'}")
    told = "、".join(f"{RECORD_KINDS[name].title}{count}条" for name, count in counts.items())
    typer.echo(f"记录：{told or '还没有'}")
    if history:
        typer.echo(f"最近一次改动：{history[0].at:%Y-%m-%d %H:%M} {history[0].command}")
    if not counts:
        typer.echo("接着做：societyctl import 表格.xlsx；没有表格就先 societyctl blank")
    else:
        typer.echo(f"接着做：{'societyctl check' if chosen else 'societyctl program list'}")


@app.command("demo", cls=ChineseCommand, help="用随附的样例数据走一遍全过程")
def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="在哪个新文件夹里演示")] = Path(
        "society-demo"
    ),
) -> None:
    """Run the whole chain on the packaged sample data, command by command."""
    from societyctl.cli.demo import run_demo

    run_demo(folder, debug=globals_of(ctx).debug)
