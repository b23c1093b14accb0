"""``explain``: what a word means here, where it comes from, what to do."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from societyctl.cli.desk import session_of
from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import AsJson, AsOfOption, ProgramOption, day_of, globals_of
from societyctl.cli.output import show_page, write_json
from societyctl.workflows.opening import has_workspace

app = typer.Typer()


@app.command("explain", cls=ChineseCommand, help="一个词是什么意思：结论、要求、记录类别、栏目")
def explain(
    ctx: typer.Context,
    word: Annotated[
        str | None, typer.Argument(metavar="词", help="如 待补、牵头科普、活动；不写则列出")
    ] = None,
    program: ProgramOption = None,
    as_of: AsOfOption = None,
    as_json: AsJson = False,
) -> None:
    """Explain a word."""
    from societyctl.workflows.explaining import explained, words_known

    if word is None:
        typer.echo(f"可以问：{'、'.join(words_known())}")
        typer.echo("还可以问记录类别、栏目、要求和条款：societyctl explain 活动")
        return
    at_home = has_workspace(globals_of(ctx).workspace)
    with session_of(ctx) if at_home else nullcontext() as session:
        found = explained(session, program, word, day_of(as_of))
    if as_json:
        listed = [{"title": one.title, "lines": list(one.lines)} for one in found]
        write_json({"schema": 1, "kind": "explain", "word": word, "explained": listed})
        return
    from societyctl.reporting.pages.explaining import explained_page

    show_page(explained_page([(one.title, one.lines) for one in found]))
