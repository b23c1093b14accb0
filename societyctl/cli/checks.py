"""``check``, ``progress`` and ``judge``: the society against a notice."""

from __future__ import annotations

from typing import Annotated

import typer

from societyctl.cli.desk import day_of, open_store, program_of, show_page, write_json
from societyctl.cli.groups import ChineseCommand
from societyctl.errors import ExitCode

app = typer.Typer()

ProgramOption = Annotated[
    str | None,
    typer.Option("--program", "-p", metavar="计划", help="对照哪份计划；不写则用已选用的"),
]
ProjectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--project", metavar="项目", help="只看这个项目，并列出计入与未计入的记录；可写多次"
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日期", help="按这一天的情况判断，如 2022-11-10；默认今天"),
]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


@app.command("check", cls=ChineseCommand, help="对照通知逐条检查：符合不符合、为什么、还缺什么")
def check(  # options are parameters
    ctx: typer.Context,
    program: ProgramOption = None,
    project: ProjectOption = None,
    as_of: AsOfOption = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="列出每项要求计入和未计入的记录")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Judge the society against a notice."""
    from societyctl.workflows.checking import CheckOptions, check_society, is_fine

    opened = program_of(ctx, program)
    records = verbose or bool(project) or as_json
    options = CheckOptions(day_of(as_of), tuple(project or ()), records)
    with open_store(ctx) as (_, store):
        result = check_society(store, opened, options)
    if as_json:
        from societyctl.reporting.view import check_view

        write_json(check_view(result))
    else:
        from societyctl.reporting.terminal import check_page

        show_page(check_page(result, how=verbose or bool(project)))
    if not is_fine(result):
        raise typer.Exit(ExitCode.FOUND)


@app.command(
    "progress", cls=ChineseCommand, help="各项指标：目标、已开展、有佐证、可计入、还差、截止"
)
def progress(  # options are parameters
    ctx: typer.Context,
    program: ProgramOption = None,
    project: Annotated[
        list[str] | None, typer.Option("--project", metavar="项目", help="只看这个项目；可写多次")
    ] = None,
    as_of: AsOfOption = None,
    as_json: AsJson = False,
) -> None:
    """Show how far every target has come."""
    from societyctl.workflows.checking import CheckOptions, check_society, progress_of

    opened = program_of(ctx, program)
    options = CheckOptions(day_of(as_of), tuple(project or ()))
    with open_store(ctx) as (_, store):
        found = progress_of(check_society(store, opened, options))
    if as_json:
        from societyctl.reporting.view import progress_view

        write_json(progress_view(found))
        return
    from societyctl.reporting.tables import progress_page

    titles = {item.id: item.title for item in opened.projects}
    show_page(progress_page(found, titles))
