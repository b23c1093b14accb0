"""``answers``: what was said at imports and is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from societyctl.cli.desk import session_of
from societyctl.cli.groups import ChineseCommand, ChineseGroup
from societyctl.cli.options import AsJson
from societyctl.cli.output import say_kept, show_page, write_json

app = typer.Typer()
answers = typer.Typer(
    cls=ChineseGroup,
    help="导入时说过、以后照办的：列出、改、忘掉、带到别的电脑。",
    invoke_without_command=True,
)
app.add_typer(answers, name="answers")


@answers.callback()
def _listed(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        answers_list(ctx)


@answers.command("list", cls=ChineseCommand, help="列出记住的列名、类别和词")
def answers_list(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List all that is remembered."""
    from societyctl.workflows.answers import answers_remembered

    with session_of(ctx) as session:
        remembered = answers_remembered(session.workspace)
    rows = [(one.number, one.place, one.asked, one.answer) for one in remembered]
    if as_json:
        names = ("number", "place", "asked", "answer")
        listed = [dict(zip(names, row, strict=True)) for row in rows]
        write_json({"schema": 1, "kind": "answers", "answers": listed})
        return
    from societyctl.reporting.pages.answers import answers_page

    show_page(answers_page(rows))


@answers.command("change", cls=ChineseCommand, help="改一条，如 answers change 2 科普")
def answers_change(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="编号", help="见 answers list")],
    answer: Annotated[str, typer.Argument(metavar="答案", help="字段、类别、选项，或 忽略")],
) -> None:
    """Answer anew what is remembered."""
    from societyctl.workflows.answers import change_answer

    with session_of(ctx) as session:
        before = change_answer(session.workspace, number, answer)
    typer.echo(f"{before.place}“{before.asked}”：{before.answer} → {answer}")


@answers.command("forget", cls=ChineseCommand, help="忘掉几条，下次再问")
def answers_forget(
    ctx: typer.Context,
    numbers: Annotated[list[int], typer.Argument(metavar="编号…", help="见 answers list")],
) -> None:
    """Forget what is remembered."""
    from societyctl.workflows.answers import forget_answers

    with session_of(ctx) as session:
        forgotten = forget_answers(session.workspace, numbers)
    for one in forgotten:
        typer.echo(f"已忘掉：{one.place}“{one.asked}” → {one.answer}")


@answers.command("export", cls=ChineseCommand, help="存成文件，带到别的电脑")
def answers_export(
    ctx: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")
    ] = Path("说过的.json"),
) -> None:
    """Write all that is remembered into a file."""
    from societyctl.workflows.answers import export_answers

    with session_of(ctx) as session:
        count, previous = export_answers(session.workspace, output)
    say_kept(previous)
    typer.echo(f"已导出 {output}，共{count}条")


@answers.command("import", cls=ChineseCommand, help="读入别的电脑导出的文件")
def answers_import(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="answers export 导出的文件")],
) -> None:
    """Remember what a file from another workspace says."""
    from societyctl.workflows.answers import import_answers

    with session_of(ctx) as session:
        taken, left = import_answers(session.workspace, file)
    typer.echo(f"已记住{taken}条" + (f"；{left}条这里用不上，没有记" if left else ""))
