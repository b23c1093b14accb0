"""``report`` and what belongs to it: ``trace``, ``verify``, ``template``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.checks import AsOfOption, ProgramOption
from societyctl.cli.desk import day_of, globals_of, open_store, own_templates, program_of
from societyctl.cli.groups import ChineseCommand, ChineseGroup
from societyctl.domain.layouts import PAPER_TITLES
from societyctl.errors import ExitCode

if TYPE_CHECKING:
    from societyctl.reporting.word.copies import Copy
    from societyctl.reporting.word.merge import Carried
    from societyctl.reporting.word.printing import Printed
    from societyctl.reporting.word.trace import Trace
    from societyctl.reporting.word.verify import Verified
    from societyctl.rules.language.program import Program
    from societyctl.store import Store

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
    from societyctl.workflows.checking import CheckOptions, check_society
    from societyctl.workflows.report import Judged, ReportOptions, default_name, render_report

    opened, day = program_of(ctx, program), day_of(as_of)
    with open_store(ctx) as (workspace, store):
        target = output or workspace.reports / default_name(paper, opened, project or "")
        _take_edits(store, target, take, interactive=globals_of(ctx).interactive)
        judged = Judged(store, opened, check_society(store, opened, CheckOptions(day)))
        options = ReportOptions(
            target, day, project or "", workspace.folder, final=final, public=public, pdf=pdf
        )
        done = render_report(paper, judged, options)
    _tell(done)


def _take_edits(store: Store, target: Path, take: bool | None, *, interactive: bool) -> None:
    """Offer to write into the records what someone typed over in the earlier file."""
    from societyctl.cli.prompts import confirm
    from societyctl.workflows.edits import edits_in, take_back

    edits = edits_in(target)
    if not edits or take is False or (take is None and not interactive):
        return
    chosen = [
        edit for edit in edits if take or confirm(f"{edit}。把文件里的写回记录吗？", default=False)
    ]
    changed = take_back(store, chosen)
    if changed:
        typer.echo(f"已写回{changed}条记录，每条一批；要撤销，运行 societyctl undo", err=True)


def _tell(done: Printed) -> None:
    """Say what was written, and everything that is still missing."""
    for gap in done.gaps:
        typer.echo(f"  · {gap}", err=True)
    if done.path is None:
        typer.echo(f"还有{done.missing}处缺漏，没有生成定稿；补齐后再试，或先生成草稿。", err=True)
        raise typer.Exit(ExitCode.FOUND)
    for path in (done.path, done.public, done.pdf):
        if path is not None:
            typer.echo(f"已生成 {path}")
    for note in _notes(done):
        typer.echo(note, err=True)


def _notes(done: Printed) -> Iterator[str]:
    """Yield what this is not about, what became of the earlier file, and what to heed."""
    if done.others:
        yield f"还申报了“{'”“'.join(done.others)}”，其报告另用 --project 名称 生成"
    if done.previous is not None:
        yield f"原来的文件另存为 {done.previous}"
        if done.carried.is_other:
            yield "原来的文件是另一份报告，或另一个项目的，其中的文字没有接过来"
        yield from _carried(done.carried)
    for item in done.masked:
        yield f"已隐去 {item}"
    if done.promised:
        yield f"已把{done.promised}项绩效目标存为承诺指标，中期和验收时逐项对照"
    if done.fonts:
        yield f"本机没有这些字体，打印前请装上，或换一台电脑打印：{'、'.join(done.fonts)}"
    if done.rules:
        yield done.rules


def _carried(carried: Carried) -> Iterator[str]:
    for edit in carried.typed_over:
        hint = "；要写回记录，加 --take-edits" if edit.stored else ""
        yield f"有人改过数字：{edit}{hint}"
    for place in carried.homeless:
        yield f"新报告里没有“{place}”这一处，原来写的文字留在旧文件里"
    for place in carried.lost:
        yield f"旧文件里“{place}”的填写框被删掉了，其中的文字没有接过来，请从旧文件里抄"
    if carried.reshaped:
        yield "旧文件里填写框以外也有改动，没有接过来；要长期保留，请改模板或记录"


def _subject(trace: Trace) -> str:
    """Return what a printed paper is about, as ``--project`` takes it."""
    return trace.about.get("application") or trace.about["project"]


@app.command("trace", cls=ChineseCommand, help="报告里每个数字来自哪些记录、有哪些佐证")
def trace(
    file: Annotated[Path, typer.Argument(metavar="报告文件", help="本工具生成的 Word 报告")],
) -> None:
    """List every figure of a paper with its records and evidence."""
    from societyctl.reporting.word.trace import SHORT, trace_file

    found = trace_file(file)
    title = PAPER_TITLES.get(found.paper, found.paper)
    typer.echo(f"{title}，数据指纹 {found.fingerprint[:SHORT]}，共{len(found.figures)}处")
    for figure in found.figures:
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
    from societyctl.reporting.word.copies import copy_of, twin_of

    agree = [_verify_one(ctx, file, program, as_of) for file in files]
    twins = [twin for file in files if (twin := twin_of(file)) and twin not in files]
    copies = [copy_of(file) for file in dict.fromkeys([*files, *twins])]
    agree += [
        _compare(one, other)
        for one, other in combinations(copies, 2)
        if one.fingerprint == other.fingerprint
    ]
    if not all(agree):
        raise typer.Exit(ExitCode.FOUND)


def _verify_one(ctx: typer.Context, file: Path, program: str | None, as_of: str | None) -> bool:
    """Compare a Word file with the records; a PDF or a public copy only with other files."""
    from societyctl.reporting.word.copies import copy_of
    from societyctl.reporting.word.trace import SHORT, trace_file

    copy = copy_of(file)
    if copy.public or file.suffix.lower() == ".pdf":
        whose = "公开稿，" if copy.public else ""
        typer.echo(f"{file}：{whose}数据指纹 {copy.fingerprint[:SHORT]}")
        return True
    trace = trace_file(file)
    opened = program_of(ctx, program or trace.about["program"])
    found = _against_store(ctx, file, trace, opened, as_of)
    typer.echo(f"{file}：{'与记录一致' if found.same else '与记录不一致'}")
    for item in found.moved:
        typer.echo(f"  · {item}")
    if found.changed:
        typer.echo(f"  · 内容有变：{'、'.join(found.changed)}")
    if found.template_changed:
        typer.echo("  · 模板换过了")
    return found.same


def _against_store(
    ctx: typer.Context, file: Path, trace: Trace, program: Program, as_of: str | None
) -> Verified:
    from societyctl.workflows.checking import CheckOptions, check_society
    from societyctl.workflows.report import Judged, ReportOptions, verify_report

    day = day_of(as_of or trace.about["as_of"])
    with open_store(ctx) as (workspace, store):
        judged = Judged(store, program, check_society(store, program, CheckOptions(day)))
        options = ReportOptions(file, day, _subject(trace), workspace.folder)
        return verify_report(file, trace, judged, options)


def _compare(copy: Copy, other: Copy) -> bool:
    from societyctl.reporting.word.copies import Likeness

    said = {
        Likeness.SAME: "是同一份材料：数据指纹相同，正文一字不差",
        Likeness.MASKED: "是同一份材料：公开稿隐去了个人信息，其余一字不差",
        Likeness.EDITED: "出自同一份数据，但其中一份后来改过正文，不能当作同一份材料",
        Likeness.UNKNOWN: "数据指纹相同；正文后来改过没有，从 PDF 看不出来，请自行核对",
    }
    likeness = copy.likeness(other)
    typer.echo(f"{copy.path} 与 {other.path}：{said[likeness]}")
    return likeness is not Likeness.EDITED


template = typer.Typer(cls=ChineseGroup, help="报告模板：列出、导出、检查。", no_args_is_help=True)
app.add_typer(template, name="template")


@template.command("list", cls=ChineseCommand, help="列出各种报告用的模板")
def template_list(ctx: typer.Context) -> None:
    """List the templates, packaged and own."""
    from societyctl.reporting.pages.layout import pad
    from societyctl.reporting.word.templates import list_templates

    for entry in list_templates(own_templates(ctx)):
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
    from societyctl.reporting.papers.registry import paper_form
    from societyctl.reporting.word.templates import export_template, find_template

    layout = program_of(ctx, program).layout if program else None
    found = find_template(paper_form(paper), program or "", layout, own_templates(ctx))
    path = export_template(found, output or Path(f"{paper}.docx"))
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
