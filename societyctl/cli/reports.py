"""``report``: papers as Word documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.checks import AsOfOption, ProgramOption
from societyctl.cli.desk import day_of, open_store, program_of
from societyctl.cli.groups import ChineseCommand
from societyctl.errors import ExitCode

if TYPE_CHECKING:
    from societyctl.reporting.word_reports import Printed

app = typer.Typer()

_PAPERS = (
    "application 申报书、midterm 中期评估、acceptance 验收报告书、summary 年度工作总结、"
    "upgrade 升类申请表、case 典型案例；activities、members、agreements、evidence 为各类清单"
)


@app.command(
    "report", cls=ChineseCommand, help="生成 Word 报告，如 report acceptance（验收报告书）"
)
def report(  # options are parameters
    ctx: typer.Context,
    paper: Annotated[str, typer.Argument(metavar="报告", help=_PAPERS)],
    program: ProgramOption = None,
    project: Annotated[
        str | None, typer.Option("--project", metavar="项目", help="哪个项目的报告")
    ] = None,
    as_of: AsOfOption = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")
    ] = None,
    final: Annotated[
        bool, typer.Option("--final/--draft", help="定稿：有一处缺漏就不生成；默认草稿，标出缺漏")
    ] = False,
    public: Annotated[
        bool, typer.Option("--public", help="另存一份隐去电话、邮箱、账号、证件号的公开稿")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="同时转成 PDF（需装有 LibreOffice）")] = False,
) -> None:
    """Print a paper."""
    from societyctl.workflows.checking import CheckOptions, check_society
    from societyctl.workflows.report import ReportOptions, default_name, render_report

    opened = program_of(ctx, program)
    day = day_of(as_of)
    with open_store(ctx) as (workspace, store):
        result = check_society(store, opened, CheckOptions(day))
        options = ReportOptions(
            output=output or workspace.reports / default_name(paper, opened, day),
            as_of=day,
            project=project or "",
            workspace=workspace.folder,
            final=final,
            public=public,
            pdf=pdf,
        )
        done = render_report(paper, store=store, program=opened, result=result, options=options)
    _tell(done)


def _tell(done: Printed) -> None:
    """Say what was written, and everything that is still missing."""
    for gap in done.gaps:
        typer.echo(f"  · {gap}", err=True)
    if done.path is None:
        typer.echo(f"还有{len(done.gaps)}处缺漏，没有生成定稿；补齐后再试，或先生成草稿。", err=True)
        raise typer.Exit(ExitCode.FOUND)
    typer.echo(f"已生成 {done.path}")
    if done.pdf is not None:
        typer.echo(f"已生成 {done.pdf}")
    if done.previous is not None:
        typer.echo(f"原来的文件另存为 {done.previous}", err=True)
    for item in done.masked:
        typer.echo(f"已隐去 {item}", err=True)
