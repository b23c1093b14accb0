"""``program new`` and ``program diff``: for people who write program files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import AsJson, day_of, globals_of
from societyctl.cli.output import show_page, write_json
from societyctl.errors import ExitCode, UsageError
from societyctl.workflows.opening import own_programs

if TYPE_CHECKING:
    from societyctl.domain.outlines import Draft
    from societyctl.workflows.notices import NewProgram

NewId = Annotated[str, typer.Argument(metavar="代号", help="新计划的代号，如 suzhou-2024")]
SourceOption = Annotated[
    str | None, typer.Option("--from", metavar="计划", help="由这份计划改写成下一年的")
]
Year = Annotated[
    int | None, typer.Option("--year", metavar="年份", help="哪一年的；默认代号里的年份")
]
Title = Annotated[str, typer.Option("--title", metavar="标题", help="通知标题")]
Issuer = Annotated[str, typer.Option("--issuer", metavar="单位", help="印发单位")]
Document = Annotated[str, typer.Option("--document", metavar="文号", help="没有就不写")]
DeadlineDay = Annotated[
    str | None, typer.Option("--deadline", metavar="日期", help="申报截止日，如 2024-06-30")
]
ProjectTitles = Annotated[
    list[str] | None, typer.Option("--project", metavar="项目", help="能申报的项目；可写多次")
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="文件", help="默认放在工作区 programs/")
]


def add_to(program: typer.Typer) -> None:
    """Add the commands to the group of ``program``."""
    program.command("new", cls=ChineseCommand, help="新写一份计划文件，或由上一年的改写")(new)
    program.command("diff", cls=ChineseCommand, help="两份计划有什么不同，对本会有什么影响")(diff)


def new(
    ctx: typer.Context,
    id_: NewId,
    source: SourceOption = None,
    year: Year = None,
    title: Title = "",
    issuer: Issuer = "",
    document: Document = "",
    deadline: DeadlineDay = None,
    project: ProjectTitles = None,
    output: Output = None,
) -> None:
    """Start a program file."""
    from societyctl.domain.outlines import Draft
    from societyctl.workflows.notices import draft_program, renew_program, require_free

    own = own_programs(globals_of(ctx).workspace)
    out = output or (own / f"{id_}.yaml" if own is not None else None)
    if out is None:
        raise UsageError("没有工作区，不知道写到哪里", "加 -o 文件.yaml，或先 societyctl init")
    require_free(id_, out, own)
    if source is not None:
        _tell(id_, renew_program(source, id_, year or _year_in(id_), out, own))
        return
    given = Draft(
        id=id_,
        title=title,
        issuer=issuer,
        year=year or _year_in(id_) or day_of(None).year,
        document=document,
        deadline=day_of(deadline) if deadline else None,
        projects=tuple(project or ()),
    )
    draft = _asked(given) if globals_of(ctx).interactive else given
    if not (draft.title and draft.issuer):
        raise UsageError("还缺通知标题或印发单位", "加上 --title 标题 --issuer 单位")
    _tell(id_, draft_program(draft, out))


def _year_in(id_: str) -> int | None:
    tail = id_.rpartition("-")[2]
    return int(tail) if len(tail) == 4 and tail.isdigit() else None  # noqa: PLR2004  # a year


def _asked(given: Draft) -> Draft:
    """Ask for what was not given; an empty answer leaves a question in the file."""
    from dataclasses import replace

    from societyctl.cli.prompts import ask_text

    title = given.title or ask_text("通知标题：")
    issuer = given.issuer or ask_text("印发单位：")
    document = given.document or ask_text("文号（没有就直接回车）：")
    listed = "、".join(given.projects) or ask_text(
        "能申报哪些项目（用、隔开，没有分项就直接回车）："
    )
    return replace(
        given,
        title=title,
        issuer=issuer,
        document=document,
        projects=tuple(part.strip() for part in listed.split("、") if part.strip()),
        deadline=given.deadline or _asked_day("申报截止日（如 2024-06-30，不知道就直接回车）："),
    )


def _asked_day(question: str) -> date | None:
    from societyctl.cli.prompts import ask_text

    while text := ask_text(question):
        try:
            return day_of(text)
        except UsageError as error:
            typer.echo(f"{error.message}，{error.hint}", err=True)
    return None


def _tell(id_: str, done: NewProgram) -> None:
    typer.echo(f"已写好 {done.path}（{done.year}年）")
    if done.inventory is not None:
        typer.echo(f"条款清单沿用上一份：{done.inventory}")
    if done.marked:
        typer.echo(f"有{done.marked}行标了“核对”，请逐行对照新通知")
    if done.questions:
        typer.echo("还要填的：")
        for issue in done.questions:
            typer.echo(f"  · {issue.where}")
    typer.echo(f"填好后：societyctl program lint {id_}")


def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(metavar="原计划", help="代号或文件")],
    after: Annotated[str, typer.Argument(metavar="新计划", help="代号或文件")],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="日期", help="按这一天比较对本会的影响；默认今天"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare two programs; with a workspace, for the society in it."""
    from societyctl.reporting.pages.diff import diff_page
    from societyctl.reporting.view import diff_view
    from societyctl.workflows.notices import diff_programs

    differences = diff_programs(globals_of(ctx).workspace, (before, after), day_of(as_of))
    if as_json:
        write_json(diff_view(differences))
    else:
        show_page(diff_page(differences))
    if differences.items:
        raise typer.Exit(ExitCode.FOUND)
