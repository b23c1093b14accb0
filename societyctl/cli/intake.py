"""``import``, ``blank``, ``export``, ``history`` and ``undo``: sheets in and out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.desk import globals_of, open_store, show_page, write_json
from societyctl.cli.groups import ChineseCommand
from societyctl.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from societyctl.domain.results import ImportSummary
    from societyctl.importing import Question
    from societyctl.store import Store
    from societyctl.workflows.intake import Intake

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


@app.command("import", cls=ChineseCommand, help="从 Excel 表导入记录；表头对得上就能认出是哪类记录")
def import_(  # options are parameters
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
    from societyctl.workflows.intake import IntakeDesk, IntakeOptions, read_workbooks

    options = IntakeOptions(kind, _mapping(maps or ()), partial, afresh=annotated is not None)
    asking = globals_of(ctx).interactive and not yes and not as_json
    with _uncollected(), open_store(ctx) as (workspace, store):
        with _progress(files) as on_progress:
            desk = IntakeDesk(workspace, _answer if asking else None, on_progress)
            intake = read_workbooks(store, files, options, desk)
        for line in intake.remarks:
            typer.echo(line, err=True)
        if annotated is not None or (asking and intake.rejected):
            _annotate(intake, annotated or _offered(intake, files[0]))
        if dry_run:
            _preview(intake, as_json=as_json)
        else:
            _save(store, intake, asking=asking, as_json=as_json)
    if intake.rejected:
        raise typer.Exit(ExitCode.FOUND)


def _preview(intake: Intake, *, as_json: bool) -> None:
    """Show what an import would do."""
    _print_summary(intake.summary, as_json=as_json)
    _show_changes(intake)


def _save(store: Store, intake: Intake, *, asking: bool, as_json: bool) -> None:
    """Save what was read, after asking where there is someone to ask."""
    from societyctl.workflows.intake import save_intake

    if asking and intake.may_save and intake.would_change:
        _preview(intake, as_json=False)
        _confirm()
    _print_summary(save_intake(store, intake), as_json=as_json)


def _mapping(maps: tuple[str, ...] | list[str]) -> dict[str, str]:
    pairs = {}
    for text in maps:
        column, sign, field = text.partition("=")
        if not (column and sign and field):
            raise UsageError(f"--map 的写法不对：{text}", "应写成 --map 列名=字段名")
        pairs[column.strip()] = field.strip()
    return pairs


_SHOWN_CHANGES = 40
_LARGE = 1_000_000
"""Bytes of a file that takes long enough to read for somebody to wonder."""


def _answer(question: Question) -> str:
    """Ask the person what only they can know about a sheet."""
    from societyctl.cli.prompts import ask_text, choose

    return choose(question.text, question.choices) if question.choices else ask_text(question.text)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do not look for rings of values: a sheet makes millions of values and no ring."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _progress(files: list[Path]) -> Iterator[Callable[[str, int, int | None], None] | None]:
    """Show how far large files are read, at a terminal only; the bar goes when it is done."""
    large = any(path.is_file() and path.stat().st_size > _LARGE for path in files)
    if not (large and sys.stderr.isatty()):
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    from societyctl.reporting.layout import console

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]}"))
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None, rows="")

        def tell(what: str, done: int, total: int | None) -> None:
            rows = f"{done}/{total}行" if total else ""
            bar.update(task, description=what, completed=done, total=total, rows=rows)

        yield tell


def _offered(intake: Intake, file: Path) -> Path | None:
    """Offer a marked copy when rows were rejected; returns where it is to go."""
    from societyctl.cli.prompts import confirm

    out = Path(f"{file.stem}-问题.xlsx")
    wanted = confirm(f"有{intake.rejected}行读不懂。生成一份标出问题的副本 {out}？")
    return out if wanted else None


def _show_changes(intake: Intake) -> None:
    """List what would change field by field, the first ones in full."""
    from societyctl.workflows.intake import change_lines

    lines = list(change_lines(intake))
    for line in lines[:_SHOWN_CHANGES]:
        typer.echo(f"  {line}", err=True)
    if len(lines) > _SHOWN_CHANGES:
        typer.echo(f"  另有{len(lines) - _SHOWN_CHANGES}处修改", err=True)


def _annotate(intake: Intake, out: Path | None) -> None:
    """Write copies of the workbooks that say what to mend."""
    if out is None:
        return
    from societyctl.workflows.intake import annotate_intake

    for path in annotate_intake(intake, out):
        typer.echo(f"已标出问题：{path}", err=True)


def _print_summary(summary: ImportSummary, *, as_json: bool) -> None:
    if as_json:
        from societyctl.reporting.view import import_view

        write_json(import_view(summary))
        return
    from societyctl.reporting.tables import import_page

    show_page(import_page(summary))


def _confirm() -> None:
    from societyctl.cli.prompts import confirm

    if not confirm("导入以上变化？"):
        typer.echo("没有导入，数据没有改动。", err=True)
        raise typer.Exit(ExitCode.OK)


@app.command("blank", cls=ChineseCommand, help="生成空白表格：表头、下拉选项、填写说明都已备好")
def blank(
    kinds: Annotated[
        list[str] | None,
        typer.Argument(metavar="类别…", help="要哪几类记录，如 活动 会员；不写则全部"),
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")
    ] = Path("空白表.xlsx"),
) -> None:
    """Write a workbook to fill in."""
    from societyctl.workflows.sheets import blank_workbook

    chosen = blank_workbook(kinds or [], output)
    typer.echo(f"已生成 {output}，共{len(chosen)}张表：{'、'.join(chosen)}")


@app.command("export", cls=ChineseCommand, help="把已登记的记录导出成同样的表格")
def export(
    ctx: typer.Context,
    kinds: Annotated[
        list[str] | None, typer.Argument(metavar="类别…", help="哪几类记录；不写则全部")
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件")
    ] = Path("导出.xlsx"),
) -> None:
    """Write what the store holds in the form that import takes."""
    from societyctl.workflows.sheets import export_workbook

    with open_store(ctx) as (_, store):
        counts = export_workbook(store, kinds or [], output)
    told = "、".join(f"{title}{count}条" for title, count in counts.items())
    typer.echo(f"已导出 {output}：{told or '没有记录'}")


@app.command("history", cls=ChineseCommand, help="查看每次导入和改动")
def history(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List all batches of changes."""
    from societyctl.workflows.sheets import batches

    with open_store(ctx) as (_, store):
        entries = batches(store)
    if as_json:
        from societyctl.reporting.view import history_view

        write_json(history_view(entries))
        return
    from societyctl.reporting.tables import history_page

    show_page(history_page(entries))


@app.command("undo", cls=ChineseCommand, help="撤销一次导入或改动；撤销本身也能再撤销")
def undo(
    ctx: typer.Context,
    batch: Annotated[
        int | None, typer.Argument(metavar="批次", help="批次号，见 history；不写则撤销最近一次")
    ] = None,
) -> None:
    """Take a batch back."""
    with open_store(ctx) as (_, store):
        done = store.undo(batch)
    typer.echo(f"已撤销批次 {done.undoes}（本次为批次 {done.batch}，可用 undo {done.batch} 恢复）")
