"""``import``, ``blank``, ``export``, ``history`` and ``undo``: sheets in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.desk import globals_of, open_store, show_page, write_json
from societyctl.cli.groups import ChineseCommand
from societyctl.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from societyctl.workflows.intake import Intake, IntakeOptions

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


@app.command("import", cls=ChineseCommand, help="从 Excel 表导入记录；表头对得上就能认出是哪类记录")
def import_(  # noqa: PLR0913  # options are parameters
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="一个或多个表格文件")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会有什么变化，不写入")] = False,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="类别", help="表里是哪类记录，如 活动")
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="列=字段", help="说明某列对应哪个字段；可写多次"),
    ] = None,
    annotated: Annotated[
        Path | None,
        typer.Option("--annotated", metavar="文件", help="把有问题的单元格标在表格副本里"),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="有问题的行留下，其余照常导入")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问，直接导入")] = False,
    as_json: AsJson = False,
) -> None:
    """Take in workbooks."""
    from societyctl.workflows.intake import IntakeOptions, read_workbooks, save_intake

    options = IntakeOptions(kind, _mapping(maps or ()), partial)
    with open_store(ctx) as (_, store):
        intake = read_workbooks(store, files, options)
        if annotated is not None:
            _annotate(intake, annotated)
        if dry_run:
            _show(intake, as_json=as_json)
            raise typer.Exit(ExitCode.FOUND if intake.rejected else ExitCode.OK)
        if globals_of(ctx).interactive and not yes and not as_json and intake.may_save:
            _show(intake, as_json=False)
            _confirm()
        summary = save_intake(store, intake)
    _print_summary(summary, as_json=as_json)
    if intake.rejected:
        raise typer.Exit(ExitCode.FOUND)


def _mapping(maps: tuple[str, ...] | list[str]) -> dict[str, str]:
    pairs = {}
    for text in maps:
        column, sign, field = text.partition("=")
        if not (column and sign and field):
            raise UsageError(f"--map 的写法不对：{text}", "应写成 --map 列名=字段名")
        pairs[column.strip()] = field.strip()
    return pairs
