"""``blank`` and ``export``: workbooks to fill in, and what is recorded in the same form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from societyctl.cli.desk import program_name, session_of
from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import AsOfOption, ProgramOption, day_of
from societyctl.cli.output import say_kept
from societyctl.errors import UsageError

app = typer.Typer()


@app.command("blank", cls=ChineseCommand, help="生成空白表格：表头、下拉选项、填写说明都已备好")
def blank(
    ctx: typer.Context,
    kinds: Annotated[
        list[str] | None,
        typer.Argument(metavar="类别…", help="要哪几类记录，如 活动 会员；不写则全部"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")
    ] = None,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="项目", help="只要这个项目还缺的：已有的填好，缺的格子标黄"),
    ] = None,
    program: ProgramOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write a workbook to fill in."""
    from societyctl.workflows.workbooks import blank_workbook

    if for_ is not None:
        if kinds:
            raise UsageError("--for 自己知道要哪几类，不能再写类别", "去掉类别，或去掉 --for")
        _supplement(ctx, for_, program, as_of, output)
        return
    for option, given in {"--program": program, "--as-of": as_of}.items():
        if given is not None:
            raise UsageError(f"{option} 要和 --for 一起用", "加上 --for 项目")
    output = output or Path("空白表.xlsx")
    chosen, previous = blank_workbook(kinds or [], output)
    say_kept(previous)
    typer.echo(f"已生成 {output}，共{len(chosen)}张表：{'、'.join(chosen)}")


def _supplement(
    ctx: typer.Context, project: str, program: str | None, as_of: str | None, output: Path | None
) -> None:
    """Write what a project still lacks."""
    from societyctl.workflows.checking import CheckOptions
    from societyctl.workflows.supplementing import write_supplement_for

    options = CheckOptions(day_of(as_of), (project,))
    with session_of(ctx) as session:
        notice = session.program(program_name(ctx, session, program), options.as_of)
        written = write_supplement_for(session.store, notice, options, output)
    say_kept(written.previous)
    if not written.titles:
        typer.echo("没有缺什么要填的，没有生成表格。")
        return
    out, titles = written.path, "、".join(written.titles)
    typer.echo(f"已生成 {out}，共{len(written.titles)}张表：{titles}")
    typer.echo(f"还缺什么见“填写说明”；填好后：societyctl import {out}")


@app.command("export", cls=ChineseCommand, help="把已登记的记录导出成同样的表格")
def export(
    ctx: typer.Context,
    kinds: Annotated[
        list[str] | None, typer.Argument(metavar="类别…", help="哪几类记录；不写则全部")
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")
    ] = Path("导出.xlsx"),
) -> None:
    """Write what the store holds in the form that import takes."""
    from societyctl.workflows.workbooks import export_workbook

    with session_of(ctx) as session:
        counts, previous = export_workbook(session.store, kinds or [], output)
    say_kept(previous)
    exported = "、".join(f"{title}{count}条" for title, count in counts.items())
    typer.echo(f"已导出 {output}：{exported or '没有记录'}")
