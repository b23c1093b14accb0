"""``report``: papers as Word documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.checks import AsOfOption, ProgramOption
from societyctl.cli.desk import day_of, open_store, own_templates, program_of
from societyctl.cli.groups import ChineseCommand, ChineseGroup
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
            output=output or workspace.reports / default_name(paper, opened),
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
        typer.echo(
            f"还有{len(done.gaps)}处缺漏，没有生成定稿；补齐后再试，或先生成草稿。", err=True
        )
        raise typer.Exit(ExitCode.FOUND)
    for path in (done.path, done.public, done.pdf):
        if path is not None:
            typer.echo(f"已生成 {path}")
    for note in _notes(done):
        typer.echo(note, err=True)


def _notes(done: Printed) -> Iterator[str]:
    """Yield what became of the earlier file, and what was masked."""
    if done.previous is not None:
        yield f"原来的文件另存为 {done.previous}"
    for difference in done.carried.typed_over:
        yield f"有人改过数字：{difference}"
    for place in done.carried.homeless:
        yield f"新报告里没有这一处，原来写的文字留在旧文件里：{place}"
    for item in done.masked:
        yield f"已隐去 {item}"


ReportFile = Annotated[Path, typer.Argument(metavar="报告文件", help="本工具生成的 Word 报告")]


@app.command("trace", cls=ChineseCommand, help="报告里每个数字来自哪些记录、有哪些佐证")
def trace(file: ReportFile) -> None:
    """List every figure of a paper with its records and evidence."""
    from societyctl.reporting.word_trace import trace_file

    found = trace_file(file)
    typer.echo(f"{found.paper}，数据指纹 {found.fingerprint[:12]}，共{len(found.figures)}个数字")
    for figure in found.figures:
        typer.echo(f"{figure.title}：{figure.text}")
        for record in figure.records:
            proofs = "、".join(record.evidence) or "没有佐证"
            typer.echo(f"  {record.ref}  {record.title}  {proofs}")


@app.command("verify", cls=ChineseCommand, help="核对报告里的数字与现在的记录是否一致")
def verify(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="报告文件…", help="本工具生成的 Word 报告")
    ],
    program: ProgramOption = None,
    project: Annotated[
        str | None, typer.Option("--project", metavar="项目", help="哪个项目的报告")
    ] = None,
    as_of: AsOfOption = None,
) -> None:
    """Say whether papers still match the store, and what moved."""
    from societyctl.workflows.checking import CheckOptions, check_society
    from societyctl.workflows.report import ReportOptions, verify_report

    opened, day, moved = program_of(ctx, program), day_of(as_of), 0
    with open_store(ctx) as (workspace, store):
        result = check_society(store, opened, CheckOptions(day))
        for file in files:
            options = ReportOptions(file, day, project or "", workspace=workspace.folder)
            found = verify_report(file, store=store, program=opened, result=result, options=options)
            moved += len(found)
            typer.echo(f"{file}：{f'有{len(found)}处不一致' if found else '与记录一致'}")
            for difference in found:
                typer.echo(f"  · {difference}")
    if moved:
        raise typer.Exit(ExitCode.FOUND)


template = typer.Typer(cls=ChineseGroup, help="报告模板：列出、导出、检查。", no_args_is_help=True)
app.add_typer(template, name="template")


@template.command("list", cls=ChineseCommand, help="列出各种报告用的模板")
def template_list(ctx: typer.Context) -> None:
    """List the templates, packaged and own."""
    from societyctl.reporting.word_templates import list_templates

    for entry in list_templates(own_templates(ctx)):
        typer.echo(f"{entry.paper:<14}{entry.program or '通用':<16}{entry.path}")


@template.command("export", cls=ChineseCommand, help="导出模板，用 Word 或 WPS 改好后放进工作区")
def template_export(
    ctx: typer.Context,
    paper: Annotated[str, typer.Argument(metavar="报告", help=_PAPERS)],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")
    ] = None,
    program: ProgramOption = None,
) -> None:
    """Write a template out for editing."""
    from societyctl.reporting.word_templates import export_template

    target = output or Path(f"{paper}.docx")
    path = export_template(paper, program or "", target, own_templates(ctx))
    typer.echo(f"已导出 {path}；改好后放进工作区的 templates 文件夹即生效")


@template.command("lint", cls=ChineseCommand, help="检查改过的模板：写错的名字、断开的标记")
def template_lint(
    files: Annotated[list[Path], typer.Argument(metavar="模板文件…", help="改过的 Word 模板")],
    paper: Annotated[
        str, typer.Option("--paper", metavar="报告", help="它是哪种报告的模板；不写则按文件名认")
    ] = "",
) -> None:
    """Check templates for names that no paper offers."""
    from societyctl.reporting.word_templates import lint_template

    issues = [issue for file in files for issue in lint_template(file, paper or file.stem)]
    for issue in issues:
        typer.echo(str(issue))
    if issues:
        raise typer.Exit(ExitCode.INPUT)
    typer.echo("没有发现错误")
