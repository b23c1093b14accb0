"""``report``: papers as Word documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from societyctl.cli.checks import AsOfOption, ProgramOption
from societyctl.cli.desk import day_of, open_store, program_of
from societyctl.cli.groups import ChineseCommand

app = typer.Typer()

_PAPERS = (
    "application 申报书、midterm 中期评估、acceptance 验收报告书、summary 年度工作总结、"
    "upgrade 升类申请表、case 典型案例；activities、members、agreements、evidence 为各类清单"
)


@app.command("report", cls=ChineseCommand, help="生成 Word 报告，如 report acceptance（验收报告书）")
def report(  # noqa: PLR0913  # options are parameters
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
) -> None:
    """Print a paper."""
    from societyctl.workflows.checking import CheckOptions, check_society
    from societyctl.workflows.report import ReportOptions, default_name, render_report

    opened = program_of(ctx, program)
    day = day_of(as_of)
    with open_store(ctx) as (workspace, store):
        result = check_society(store, opened, CheckOptions(day))
        target = output or workspace.reports / default_name(paper, opened, day)
        options = ReportOptions(target, day, project or "", own_templates=workspace.templates)
        done = render_report(paper, store=store, program=opened, result=result, options=options)
    typer.echo(f"已生成 {done.path}")
