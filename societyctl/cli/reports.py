"""``report`` and what belongs to it: ``trace``, ``verify``, ``template``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.desk import program_name, session_of
from societyctl.cli.groups import ChineseCommand, ChineseGroup
from societyctl.cli.options import AsOfOption, ProgramOption, day_of, globals_of
from societyctl.domain.layouts import PAPER_TITLES
from societyctl.errors import ExitCode

if TYPE_CHECKING:
    from societyctl.workflows.opening import Session
    from societyctl.workflows.orders import Delivered

app = typer.Typer()

_PAPERS = "、".join(f"{name} {title}" for name, title in PAPER_TITLES.items())
ReportProject = Annotated[
    str | None, typer.Option("--project", metavar="项目", help="哪个项目：代号，或申报的项目名称")
]
PdfOption = Annotated[
    bool,
    typer.Option("--pdf", help="同时转成 PDF（需装有 LibreOffice）；与 --public 同用时转公开稿"),
]


@app.command(
    "report", cls=ChineseCommand, help="生成 Word 报告，如 report acceptance（验收报告书）"
)
def report(  # options are parameters
    ctx: typer.Context,
    paper: Annotated[str, typer.Argument(metavar="报告", help=_PAPERS)],
    program: ProgramOption = None,
    project: ReportProject = None,
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
    pdf: PdfOption = False,
    take: Annotated[
        bool | None,
        typer.Option(
            "--take-edits/--leave-edits",
            help="旧报告里有人改过的数：写回记录，或不写回；都不写则逐处询问",
        ),
    ] = None,
) -> None:
    """Print a paper."""
    from societyctl.workflows.orders import PrintOrder, print_report

    editions = {"final": final, "public": public, "pdf": pdf}
    with session_of(ctx) as session:
        notice = session.program(program_name(ctx, session, program), day_of(as_of))
        order = PrintOrder(paper, notice, day_of(as_of), project or "", output, **editions)
        interactive = globals_of(ctx).interactive
        _take_edits(session, order.target(session), take, interactive=interactive)
        delivered = print_report(session, order)
    _say_delivered(delivered)


def _take_edits(session: Session, target: Path, take: bool | None, *, interactive: bool) -> None:
    """Offer to write into the records what someone typed over in the earlier file."""
    from societyctl.cli.prompts import confirm
    from societyctl.workflows.edits import edits_in, take_back

    edits = edits_in(target)
    if not edits or take is False or (take is None and not interactive):
        return
    chosen = [
        edit for edit in edits if take or confirm(f"{edit}。把文件里的写回记录吗？", default=False)
    ]
    changed = take_back(session.store, chosen)
    if changed:
        typer.echo(f"已写回{changed}条记录，每条一批；要撤销，运行 societyctl undo", err=True)


def _say_delivered(delivered: Delivered) -> None:
    """Say what was written, and everything that is still missing."""
    for gap in delivered.gaps:
        typer.echo(f"  · {gap}", err=True)
    if not delivered.files:
        typer.echo(
            f"还有{delivered.missing}处缺漏，没有生成定稿；补齐后再试，或先生成草稿。", err=True
        )
        raise typer.Exit(ExitCode.FOUND)
    for path in delivered.files:
        typer.echo(f"已生成 {path}")
    for remark in delivered.remarks:
        typer.echo(remark, err=True)


@app.command("trace", cls=ChineseCommand, help="报告里每个数字来自哪些记录、有哪些佐证")
def trace(
    file: Annotated[Path, typer.Argument(metavar="报告文件", help="本工具生成的 Word 报告")],
) -> None:
    """List every figure of a paper with its records and evidence."""
    from societyctl.workflows.verifying import trace_paper

    traced = trace_paper(file)
    typer.echo(f"{traced.title}，数据指纹 {traced.fingerprint}，共{len(traced.figures)}处")
    for figure in traced.figures:
        typer.echo(f"{figure.title}：{figure.text}")
        for record in figure.records:
            proofs = "、".join(record.evidence) or "没有佐证"
            typer.echo(f"  {record.ref}  {record.title}  {proofs}")
        if not figure.records:
            for ref in dict.fromkeys(stored.ref for stored in figure.stored):
                typer.echo(f"  {ref}")


@app.command("verify", cls=ChineseCommand, help="核对报告与现在的记录、PDF 与 Word 是否一致")
def verify(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="报告文件…", help="本工具生成的 Word 报告，或由它转成的 PDF"),
    ],
    program: ProgramOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Say whether papers still match the store, what moved, and which are the same paper."""
    from societyctl.workflows.verifying import compare_files

    agree = [_verify_one(ctx, file, program, as_of) for file in files]
    for pair in compare_files(files):
        typer.echo(f"{pair.one} 与 {pair.other}：{pair.text}")
        agree.append(pair.is_same)
    if not all(agree):
        raise typer.Exit(ExitCode.FOUND)


def _verify_one(ctx: typer.Context, file: Path, program: str | None, as_of: str | None) -> bool:
    """Compare a Word file with the records; a PDF or a public copy only with other files."""
    from societyctl.workflows.verifying import differences_of, paper_file

    paper = paper_file(file)
    if paper.program is None:
        whose = "公开稿，" if paper.public else ""
        typer.echo(f"{file}：{whose}数据指纹 {paper.fingerprint}")
        return True
    with session_of(ctx) as session:
        name = program_name(ctx, session, program or paper.program)
        day = day_of(as_of) if as_of else None
        differences = differences_of(session, file, name, day)
    typer.echo(f"{file}：{'与记录不一致' if differences else '与记录一致'}")
    for difference in differences:
        typer.echo(f"  · {difference}")
    return not differences


template = typer.Typer(cls=ChineseGroup, help="报告模板：列出、导出、检查。", no_args_is_help=True)
app.add_typer(template, name="template")


@template.command("list", cls=ChineseCommand, help="列出各种报告用的模板")
def template_list(ctx: typer.Context) -> None:
    """List the templates, packaged and own."""
    from societyctl.reporting.pages.layout import pad
    from societyctl.workflows.orders import templates_on_hand

    for entry in templates_on_hand(globals_of(ctx).workspace):
        title = PAPER_TITLES.get(entry.paper, "")
        typer.echo(
            f"{entry.paper:<13}{pad(title, 18)}{pad(entry.program or '通用', 16)}{entry.path}"
        )


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
    from societyctl.workflows.orders import export_template

    folder = globals_of(ctx).workspace
    path = export_template(folder, paper, program, output or Path(f"{paper}.docx"))
    typer.echo(f"已导出 {path}；改好后放进工作区的 templates 文件夹即生效")


@template.command("lint", cls=ChineseCommand, help="检查改过的模板：写错的名字、断开的标记")
def template_lint(
    files: Annotated[list[Path], typer.Argument(metavar="模板文件…", help="改过的 Word 模板")],
    paper: Annotated[
        str, typer.Option("--paper", metavar="报告", help="它是哪种报告的模板；不写则按文件名认")
    ] = "",
) -> None:
    """Check templates for names that no paper offers."""
    from societyctl.workflows.report import mistakes_of_template

    issues = [issue for file in files for issue in mistakes_of_template(file, paper)]
    for issue in issues:
        typer.echo(str(issue))
    if issues:
        raise typer.Exit(ExitCode.INPUT)
    typer.echo("没有发现错误")
