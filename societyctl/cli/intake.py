"""``import``, ``history`` and ``undo``: sheets in, and back out again."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from societyctl.cli.desk import session_of
from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import AsJson, day_of, globals_of
from societyctl.cli.output import say_kept, show_page, write_json
from societyctl.domain.intake import SheetQuestion
from societyctl.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress

    from societyctl.domain.intake import ImportSummary, SheetPreview
    from societyctl.workflows.completing import WholeList
    from societyctl.workflows.intake import Intake, IntakeOptions
    from societyctl.workflows.opening import Session

app = typer.Typer()

MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="列=字段", help="说明某列对应哪个字段；可写多次"),
]
ValueOption = Annotated[
    list[str] | None,
    typer.Option("--value", metavar="列:词=词", help="说明某列里的词记作哪个选项；可写多次"),
]

AnnotatedOption = Annotated[
    Path | None, typer.Option("--annotated", metavar="文件", help="把有问题的单元格标在表格副本里")
]
CompleteOption = Annotated[
    str | None,
    typer.Option("--complete", metavar="类别", help="这份名单是全的：没列出的逐个问，如 会员"),
]

EverythingOption = Annotated[
    bool, typer.Option("--all", help="要改的内容和要存的各行全部列出，不只列前几条")
]


@app.command("import", cls=ChineseCommand, help="从 Excel 表导入记录；表头对得上就能认出是哪类记录")
def import_(  # options are parameters
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="一个或多个表格文件")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会有什么变化，不写入")] = False,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="类别", help="表里是哪类记录，如 活动")
    ] = None,
    maps: MapOption = None,
    values: ValueOption = None,
    annotated: AnnotatedOption = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="有问题的行留下，其余照常导入")
    ] = False,
    complete: CompleteOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问，直接导入")] = False,
    everything: EverythingOption = False,
    as_json: AsJson = False,
) -> None:
    """Take in workbooks."""
    from societyctl.workflows.intake import IntakeOptions

    mapping, meanings, whole = _mapping(maps or ()), _meanings(values or ()), _whole(complete)
    afresh = annotated is not None
    options = IntakeOptions(kind, mapping, meanings, dry_run, partial, afresh, whole)
    asking = globals_of(ctx).interactive and not yes and not as_json
    with _uncollected(), session_of(ctx) as session:
        intake = _read(files, options, session, asking=asking)
        if annotated is not None:
            _annotate(intake, annotated)
        if dry_run:
            _preview(intake, as_json=as_json, everything=everything)
        elif asking:
            _talk_over_and_save(session, intake, offer=annotated is None, everything=everything)
        else:
            if not as_json:
                _show_changes(intake, everything=everything)
            _save(session, intake, as_json=as_json)
    if intake.has_leftovers:
        raise typer.Exit(ExitCode.FOUND)


def _whole(kind: str | None) -> WholeList | None:
    """Return what ``--complete`` says."""
    from societyctl.workflows.completing import WholeList

    return None if kind is None else WholeList(kind, day_of(None))


def _read(files: list[Path], options: IntakeOptions, session: Session, *, asking: bool) -> Intake:
    """Read workbooks and say what was passed over in them."""
    from societyctl.workflows.intake import IntakeDesk, read_workbooks

    with _Bar(files) as bar:
        desk = IntakeDesk(session.workspace, bar.answer if asking else None, bar.tell)
        intake = read_workbooks(session.store, files, options, desk)
    for line in intake.remarks:
        typer.echo(line, err=True)
    return intake


def _preview(intake: Intake, *, as_json: bool = False, everything: bool = False) -> None:
    """Show what an import would do: how each sheet is taken, how many rows, what changes."""
    from societyctl.workflows.previewing import FIRST_ROWS, sheet_previews

    previews = sheet_previews(intake, rows=None if everything else FIRST_ROWS)
    if as_json:
        _print_json(intake, intake.summary, previews)
        return
    if previews:
        from societyctl.reporting.pages.previews import preview_page

        show_page(preview_page(previews))
    _print_summary(intake.summary)
    _show_changes(intake, everything=everything)


def _talk_over_and_save(session: Session, intake: Intake, *, offer: bool, everything: bool) -> None:
    """Show what would change, ask what there is to ask, and save."""
    if not intake.would_change and not intake.rejected:
        _save(session, intake)
        return
    _preview(intake, everything=everything)
    if offer and intake.rejected:
        _offer_annotated(intake)
    if not _confirmed(intake):
        typer.echo("没有导入，数据没有改动。", err=True)
        raise typer.Exit(ExitCode.INPUT if intake.rejected else ExitCode.OK)
    options = replace(intake.options, partial=True)
    _save(session, replace(intake, options=options), with_issues=False)


def _save(
    session: Session, intake: Intake, *, as_json: bool = False, with_issues: bool = True
) -> None:
    """Save what was read and show what became of it."""
    from societyctl.workflows.intake import save_intake

    with _Bar(list(intake.reading.paths.values())) as bar:
        bar.tell("保存", 0, None)
        done = save_intake(session.store, intake)
    if as_json:
        _print_json(intake, done)
    else:
        _print_summary(done if with_issues else replace(done, issues=()))


def _confirmed(intake: Intake) -> bool:
    """Ask whether to import what was shown: all of it, or what is left without the bad rows."""
    from societyctl.cli.prompts import pick
    from societyctl.workflows.previewing import reasons_to_hesitate

    whole = not intake.rejected or intake.options.partial
    if not whole and not intake.would_change:
        return False
    doubts = [*reasons_to_hesitate(intake)]
    for doubt in doubts:
        typer.echo(f"请看清楚：{doubt}", err=True)
    rest = f"{intake.rejected}行要改。其余各行先导入？（不导入就等改好后一起）"
    choices = {"y": "导入", "n": "不导入", "v": "看全部明细"}
    default = "y" if whole and not doubts else "n"
    while (answer := pick("导入以上变化？" if whole else rest, choices, default)) == "v":
        _preview(intake, everything=True)
    return answer == "y"


def _offer_annotated(intake: Intake) -> None:
    """Offer a marked copy of the workbooks."""
    from societyctl.cli.prompts import confirm

    first = Path(next(iter(intake.reading.paths.values())).name)
    out = Path(f"{first.stem}-问题.xlsx")
    if confirm(f"生成一份标出问题的副本（{out}），照着改？"):
        _annotate(intake, out)


def _mapping(maps: tuple[str, ...] | list[str]) -> dict[str, str]:
    pairs = {}
    for text in maps:
        column, sign, field = text.rpartition("=")
        if not (column and sign and field):
            raise UsageError(f"--map 的写法不对：{text}", "应写成 --map 列名=字段名")
        pairs[column.strip()] = field.strip()
    return pairs


def _meanings(values: Sequence[str]) -> dict[str, str]:
    """Return what words were said to mean, by column and word; raises UsageError."""
    pairs = {}
    for text in values:
        place, sign, term = text.rpartition("=")
        column, _, word = place.replace("：", ":").rpartition(":")
        if not (sign and column.strip() and word.strip() and term.strip()):
            raise UsageError(f"--value 的写法不对：{text}", "应写成 --value 列名:词=选项")
        pairs[place.strip()] = term.strip()
    return pairs


_SHOWN_CHANGES = 40
_LARGE = 1_000_000
"""Bytes of a file that takes long enough to read for somebody to wonder."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do not look for rings of values: a sheet makes millions of values and no ring."""
    gc.disable()
    try:
        yield
    finally:
        # What was made goes as soon as nothing holds it; to look it all over first takes long.
        gc.freeze()
        gc.enable()


class _Bar:
    """How far large files are read, at a terminal only; gone once they are."""

    def __init__(self, files: list[Path]) -> None:
        large = any(path.is_file() and path.stat().st_size > _LARGE for path in files)
        self._bar = self._made() if large and sys.stderr.isatty() else None

    def _made(self) -> Progress:
        from rich.progress import BarColumn, Progress, TextColumn

        from societyctl.reporting.pages.layout import console

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]}"))
        bar = Progress(*columns, console=console(sys.stderr), transient=True)
        bar.add_task("", total=None, rows="")
        return bar

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, what: str, done: int, total: int | None) -> None:
        """Show how many rows of what are done."""
        if self._bar is not None:
            rows = f"{done}/{total}行" if total else ""
            task = self._bar.task_ids[0]
            self._bar.update(task, description=what, completed=done, total=total, rows=rows)

    def answer(self, question: SheetQuestion) -> str:
        """Ask the person what only they can know; the bar stands aside."""
        from societyctl.cli.questions import answer_to

        self.__exit__()
        answer = answer_to(question)
        self.__enter__()
        return answer


def _show_changes(intake: Intake, *, everything: bool) -> None:
    """List what changes in stored records field by field, old and new; the first ones, or all."""
    from societyctl.workflows.intake import change_lines

    lines = list(change_lines(intake))
    shown = len(lines) if everything else _SHOWN_CHANGES
    for line in lines[:shown]:
        typer.echo(f"  {line}", err=True)
    if len(lines) > shown:
        typer.echo(f"  另有{len(lines) - shown}处修改，加 --all 全部列出", err=True)


def _annotate(intake: Intake, out: Path) -> None:
    """Write copies of the workbooks that say what to mend."""
    from societyctl.workflows.intake import annotate_intake

    for path, previous in annotate_intake(intake, out).items():
        say_kept(previous)
        typer.echo(f"已标出问题：{path}", err=True)


def _print_json(
    intake: Intake, summary: ImportSummary, previews: Sequence[SheetPreview] = ()
) -> None:
    from societyctl.reporting.view import import_view
    from societyctl.workflows.intake import change_lines

    write_json(import_view(summary, previews, [*change_lines(intake)]))


def _print_summary(summary: ImportSummary) -> None:
    from societyctl.reporting.pages.intake import import_page

    show_page(import_page(summary))


@app.command("history", cls=ChineseCommand, help="")
def history(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List all batches of changes."""
    from societyctl.workflows.workbooks import batches

    with session_of(ctx) as session:
        entries = batches(session.store)
    if as_json:
        from societyctl.reporting.view import history_view

        write_json(history_view(entries))
        return
    from societyctl.reporting.pages.history import history_page

    show_page(history_page(entries))


@app.command("undo", cls=ChineseCommand, help="撤销一次导入或改动；撤销本身也能再撤销")
def undo(
    ctx: typer.Context,
    batch: Annotated[
        int | None, typer.Argument(metavar="批次", help="批次号，见 history；不写则撤销最近一次")
    ] = None,
) -> None:
    """Take a batch back."""
    from societyctl.workflows.answers import answers_remembered
    from societyctl.workflows.workbooks import batches

    with session_of(ctx) as session:
        done = session.store.undo(batch)
        imports = {entry.batch for entry in batches(session.store) if entry.action == "导入"}
        remembers = done.undoes in imports and answers_remembered(session.workspace)
    typer.echo(f"已撤销批次 {done.undoes}（本次为批次 {done.batch}，可用 undo {done.batch} 恢复）")
    if remembers:
        typer.echo("导入时说过的仍然记着，要改：societyctl answers", err=True)
