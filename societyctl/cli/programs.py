"""``societyctl program …``: the program files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli import notices
from societyctl.cli.groups import ChineseCommand, ChineseGroup
from societyctl.cli.options import AsJson, day_of, globals_of
from societyctl.cli.output import show_page, write_json
from societyctl.errors import ExitCode, UsageError
from societyctl.workflows.opening import chosen_program, own_programs

if TYPE_CHECKING:
    from societyctl.workflows.programs import OpenedProgram

app = typer.Typer()
program = typer.Typer(
    cls=ChineseGroup, help="计划文件：列出、选用、检查、核对条款。", invoke_without_command=True
)
app.add_typer(program, name="program")
notices.add_to(program)

ProgramName = Annotated[str, typer.Argument(metavar="计划", help="计划代号，或计划文件的路径")]


@program.callback()
def _program(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@program.command("list", cls=ChineseCommand, help="列出可用的计划")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the built-in programs and the user's own."""
    from societyctl.workflows.programs import open_all

    folder = globals_of(ctx).workspace
    chosen = chosen_program(folder)
    rows = [_row(item, chosen) for item in open_all(own_programs(folder))]
    if as_json:
        write_json({"schema": 1, "kind": "programs", "programs": rows})
        return
    width = max(len(str(row["id"])) for row in rows) + 2
    for row in rows:
        mark = "＊" if row["chosen"] else "　"
        own = "（自编）" if row["own"] else ""
        wrong = f"（有{row['mistakes']}处要改，见 program lint）" if row["mistakes"] else ""
        typer.echo(f"{mark}{row['id']:<{width}}{row['title']}{own}{wrong}")
    if chosen:
        typer.echo(f"＊为当前选用的计划：{chosen}")


def _row(item: OpenedProgram, chosen: str | None) -> dict[str, object]:
    program = item.program
    return {
        "id": item.file.id,
        "title": program.title if program else item.file.path.name,
        "issuer": program.issuer if program else "",
        "document": program.document if program else "",
        "own": item.file.own,
        "chosen": item.file.id == chosen,
        "mistakes": item.mistakes,
    }


@program.command("show", cls=ChineseCommand, help="查看一份计划：项目、截止日期、联系方式")
def show(
    ctx: typer.Context,
    name: ProgramName,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="日期", help="按这一天有效的内容显示；默认今天")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a notice offers and when."""
    from societyctl.reporting.pages.program import program_page
    from societyctl.reporting.view import program_view
    from societyctl.workflows.programs import outline_program

    outline = outline_program(name, own_programs(globals_of(ctx).workspace), day_of(as_of))
    if as_json:
        write_json(program_view(outline))
    else:
        show_page(program_page(outline))


@program.command("use", cls=ChineseCommand, help="选用一份计划，以后不必再写 --program")
def use(ctx: typer.Context, name: ProgramName) -> None:
    """Choose the program that other commands use by default."""
    from societyctl.workflows.programs import use_program

    chosen = use_program(globals_of(ctx).workspace, name)
    typer.echo(f"已选用 {chosen.id}：{chosen.title}")
    typer.echo("接着可以：societyctl check")


@program.command("lint", cls=ChineseCommand, help="检查一份计划文件，列出全部错误及行号")
def lint(ctx: typer.Context, name: ProgramName) -> None:
    """Report every mistake in a program file at once."""
    from societyctl.workflows.programs import lint_program

    found = lint_program(name, own_programs(globals_of(ctx).workspace))
    for issue in found.mistakes:
        typer.echo(str(issue))
    for issue in found.remarks:
        typer.echo(f"提醒：{issue}")
    if found.mistakes:
        typer.echo(f"共{len(found.mistakes)}处要改", err=True)
        raise typer.Exit(ExitCode.INPUT)
    more = f"；有{len(found.remarks)}处请再看一眼" if found.remarks else ""
    typer.echo(f"没有发现错误{more}")


@program.command("words", cls=ChineseCommand, help="写计划文件时可用的记录类别、字段和词")
def words(
    kind: Annotated[
        str | None, typer.Argument(metavar="类别", help="看这一类的字段，如 活动；不写则列出各类")
    ] = None,
) -> None:
    """List what a program file may speak of."""
    from societyctl.reporting.pages.words import fields_page, kinds_page
    from societyctl.workflows.workbooks import kinds_named

    show_page(fields_page(kinds_named([kind])[0]) if kind else kinds_page())


@program.command("schema", cls=ChineseCommand, help="输出计划文件的 JSON Schema，供编辑器使用")
def schema() -> None:
    """Print the JSON Schema of program files."""
    from societyctl.workflows.programs import program_schema

    write_json(program_schema())


@program.command("coverage", cls=ChineseCommand, help="核对通知的每一条款落在何处")
def coverage(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="计划…", help="计划代号；不写则核对全部内置计划")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="逐条列出每个条款")] = False,
    notice: Annotated[
        Path | None,
        typer.Option(
            "--notice",
            metavar="文件",
            help="通知原文（txt 或 docx）：列出没有要求对应的带“须、不少于…”的句子",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prove that every clause of a notice is answered for."""
    from societyctl.reporting.pages.coverage import coverage_page
    from societyctl.reporting.view import coverage_view
    from societyctl.workflows.programs import list_programs, program_coverage

    own = own_programs(globals_of(ctx).workspace)
    if notice is not None:
        _check_notice(names or [], notice, own, every=every, as_json=as_json)
        return
    ids = names or [item.id for item in list_programs(None)]
    coverages = [program_coverage(name, own) for name in ids]
    if as_json:
        views = [coverage_view(item) for item in coverages]
        one = views[0] if len(views) == 1 else {"schema": 1, "kind": "coverages", "programs": views}
        write_json(one)
    else:
        for item in coverages:
            show_page(coverage_page(item, every=every))
        if len(coverages) > 1:
            total = sum(len(item.clauses) for item in coverages)
            typer.echo(f"合计：{sum(item.covered for item in coverages)}/{total}")
    if any(item.covered < len(item.clauses) or item.unknown for item in coverages):
        raise typer.Exit(ExitCode.FOUND)


def _check_notice(
    names: list[str], notice: Path, own: Path | None, *, every: bool, as_json: bool
) -> None:
    """Hold a notice's text against one program file."""
    from societyctl.reporting.pages.notice import notice_page
    from societyctl.reporting.view import notice_view
    from societyctl.workflows.notices import check_notice

    if len(names) != 1:
        raise UsageError(
            "要写明对照哪一份计划", "societyctl program coverage 计划 --notice 通知.docx"
        )
    check = check_notice(names[0], notice, own)
    if as_json:
        write_json(notice_view(check))
    else:
        show_page(notice_page(check, every=every))
    if check.uncited:
        raise typer.Exit(ExitCode.FOUND)
