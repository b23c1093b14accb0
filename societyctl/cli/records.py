"""``list``, ``show``, ``add``, ``edit``, ``delete``, ``attach``: single records by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.desk import session_of
from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import Ref, globals_of
from societyctl.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from societyctl.workflows.editing import Choice, Stored

app = typer.Typer()

Kind = Annotated[str, typer.Argument(metavar="类别", help="记录类别，如 活动 或 activity")]
Pairs = Annotated[list[str], typer.Argument(metavar="表头=内容…", help="如 活动名称=科普进校园")]
Reveal = Annotated[bool, typer.Option("--reveal", help="显示完整的电话、邮箱、账号")]


@app.command("list", cls=ChineseCommand, help="列出某类记录；不写类别则列出各类有多少条")
def list_(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(metavar="类别", help="记录类别，如 活动 或 activity")
    ] = None,
) -> None:
    """List the records of a kind."""
    from societyctl.domain.catalog import RECORD_KINDS
    from societyctl.workflows.editing import list_records

    with session_of(ctx) as session:
        if kind is None:
            for name, count in session.store.counts().items():
                if count:
                    typer.echo(f"{name:<18}{RECORD_KINDS[name].title}  {count}条")
            return
        chosen, records = list_records(session.store, kind)
    for record in records:
        day = str(record.get(chosen.date) or "") if chosen.date else ""
        typer.echo(f"{chosen.name}:{record['id']:<6}{day:<12}{record.get(chosen.label) or ''}")
    typer.echo(f"共{len(records)}条“{chosen.title}”", err=True)


@app.command("show", cls=ChineseCommand, help="查看一条记录及其佐证")
def show(ctx: typer.Context, ref: Ref, reveal: Reveal = False) -> None:
    """Show one record."""
    from societyctl.workflows.editing import shown_values

    with session_of(ctx) as session:
        record = session.store.record(ref)
        evidence = session.store.evidence_for([ref])[ref]
    for header, text in shown_values(record, reveal=reveal):
        typer.echo(f"{header}：{text}")
    if record.get("source"):
        typer.echo(f"来源：{str(record['source']).replace('!', ' ')}")
    for item in evidence:
        typer.echo(f"佐证：{item.get('number') or ''} {item.get('title') or ''}".rstrip())


@app.command("add", cls=ChineseCommand, help="")
def add(
    ctx: typer.Context,
    kind: Kind,
    pairs: Pairs,
    another: Annotated[
        bool, typer.Option("--another", help="与已登记的不是一条，另外登记")
    ] = False,
) -> None:
    """Add one record typed by hand."""
    from societyctl.workflows.doubles import doubles_of, pair_in_words
    from societyctl.workflows.editing import add_record, another_command

    with session_of(ctx) as session:
        decide = _decide if globals_of(ctx).interactive else None
        saved = add_record(session.store, kind, pairs, decide, is_another=another)
        alike = doubles_of(session.store, session.workspace, str(saved.ref))
    words = {"added": "已登记", "changed": "已修改", "left": "没有改动"}
    typer.echo(f"{words.get(saved.outcome, '已有同样的记录，没有变化')}：{saved.ref}")
    if saved.outcome == "unchanged" and (line := another_command(kind, pairs)):
        typer.echo(f"  是另外一笔    {line}", err=True)
    for pair in alike:
        typer.echo(f"{pair_in_words(pair)}", err=True)
        typer.echo(f"  是一回事    societyctl merge {pair.first} {pair.second}", err=True)
        typer.echo(
            f"  是两回事    societyctl merge --different {pair.first} {pair.second}", err=True
        )


def _decide(stored: Stored) -> Choice:
    """Ask what to do with a record that is there already; leaving it is the way out."""
    from societyctl.cli.prompts import pick

    typer.echo(f"已经登记过这一条（{stored.ref}）" + ("，与您写的不同：" if stored.changes else ""))
    for line in stored.changes:
        typer.echo(f"  {line}")
    choices = {"n": "不动它"}
    if stored.changes:
        choices["y"] = "改成您写的"
    if stored.another:
        choices["a"] = "是另外一笔，另外登记"
    answers: dict[str, Choice] = {"n": "leave", "y": "change", "a": "another"}
    return answers[pick("怎么办？", choices, default="n")]


@app.command("edit", cls=ChineseCommand, help="修改一条记录；“表头=”留空表示清空")
def edit(ctx: typer.Context, ref: Ref, pairs: Pairs) -> None:
    """Change fields of one record."""
    from societyctl.workflows.editing import edit_record

    with session_of(ctx) as session:
        changes = edit_record(session.store, ref, pairs)
    for line in changes or ("没有变化",):
        typer.echo(line)


@app.command("delete", cls=ChineseCommand, help="删除记录；可用 undo 恢复")
def delete(
    ctx: typer.Context,
    refs: Annotated[list[str], typer.Argument(metavar="记录…", help="记录编号，如 activity:12")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问")] = False,
) -> None:
    """Remove records."""
    from societyctl.workflows.editing import delete_records

    with session_of(ctx) as session:
        for ref in refs:
            session.store.record(ref)
        if not yes:
            _confirm_delete(ctx, refs)
        batch = delete_records(session.store, refs)
    typer.echo(f"已删除{len(refs)}条（批次 {batch}，可用 societyctl undo {batch} 恢复）")


def _confirm_delete(ctx: typer.Context, refs: list[str]) -> None:
    if not globals_of(ctx).interactive:
        raise UsageError("删除前要确认", "加上 --yes 直接删除")
    from societyctl.cli.prompts import confirm

    if not confirm(f"删除 {'、'.join(refs)}？", default=False):
        raise typer.Exit(ExitCode.OK)


@app.command("attach", cls=ChineseCommand, help="给一条记录附上佐证文件（复制进工作区）")
def attach(
    ctx: typer.Context,
    ref: Ref,
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="照片、扫描件、文档等")],
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="类别", help="佐证类别，如 合作协议、活动佐证")
    ] = None,
) -> None:
    """Attach evidence files to a record."""
    from societyctl.workflows.editing import attach_files

    with session_of(ctx) as session:
        done = attach_files(session.workspace, session.store, ref, files, kind)
    for item in done:
        typer.echo(f"{item.number} {item.title} → {item.file}")
