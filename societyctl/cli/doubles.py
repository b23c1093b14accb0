"""``duplicates`` and ``merge``: records that may be one, made one or told apart for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from societyctl.cli.desk import session_of
from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import AsJson, Ref, globals_of
from societyctl.cli.output import write_json
from societyctl.errors import ExitCode

if TYPE_CHECKING:
    from societyctl.workflows.doubles import Double
    from societyctl.workflows.opening import Session

app = typer.Typer()

_MERGE, _APART, _LATER = "合并，空的互补", "不是同一条，以后不再问", "以后再说"


@app.command(
    "duplicates", cls=ChineseCommand, help="找出像是同一条的记录，逐对合并，或记住不是同一条"
)
def duplicates(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(metavar="类别", help="记录类别，如 会员；不写则各类都找")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List suspected doubles; at a terminal settle them one by one."""
    from societyctl.workflows.doubles import doubles

    with session_of(ctx) as session:
        found = doubles(session.store, session.workspace, kind)
        if as_json:
            write_json({"schema": 1, "kind": "duplicates", "pairs": [*map(_view, found)]})
        elif not found:
            typer.echo("没有像是同一条的记录")
        else:
            typer.echo(f"像是同一条的{len(found)}对（没有动任何记录）")
            open_ = _settle(ctx, session, found)
            if not open_:
                return
    if found:
        raise typer.Exit(ExitCode.FOUND)


def _settle(ctx: typer.Context, session: Session, found: tuple[Double, ...]) -> int:
    """Show every pair, and ask about it where somebody can answer; returns how many stay open."""
    asking, gone, left = globals_of(ctx).interactive, set[str](), 0
    for number, double in enumerate(found, 1):
        if not gone.isdisjoint(double.refs):
            typer.echo(f"{number}/{len(found)}  其中一条已并入别的，再运行 societyctl duplicates")
            left += 1
            continue
        typer.echo(f"{number}/{len(found)}  {double.kind}  {double.why}")
        _show(double)
        if not asking:
            left += 1
            typer.echo(f"     是同一条    societyctl merge {' '.join(double.refs)}")
            typer.echo(f"     不是同一条  societyctl merge --different {' '.join(double.refs)}")
            continue
        done = _asked(session, double)
        left += done is None
        gone.update((done,) if done else ())
    return left


def _asked(session: Session, double: Double) -> str | None:
    """Ask about a pair; returns the record that is gone, empty for none, None for later."""
    from societyctl.cli.prompts import choose
    from societyctl.workflows.doubles import FIRST, compared, conflicts, merge_two, tell_apart

    first, second = double.refs
    keep = {f"留 {first}，{second} 说的不要": (first, second)}
    keep[f"留 {second}，{first} 说的不要"] = (second, first)
    said = choose("这两条", [_LATER, _MERGE, *keep, _APART])
    if said == _LATER:
        return None
    if said == _APART:
        tell_apart(session.store, session.workspace, double)
        typer.echo("记住了，以后不再问；看、忘掉：societyctl answers")
        return ""
    if said == _MERGE:
        _say_merged(double.refs, _merged(session, double, {}, asking=True))
        return second
    kept = compared(session.store, keep[said])
    chosen = {one.field: FIRST for one in conflicts(kept)}
    _say_merged(kept.refs, merge_two(session.store, kept, chosen, filling=False).batch)
    return kept.refs[1]


def _merged(
    session: Session, double: Double, chosen: dict[str, str], *, asking: bool
) -> int | None:
    """Merge two records, asking which content holds where they differ; returns the batch."""
    from societyctl.cli.prompts import choose
    from societyctl.workflows.doubles import FIRST, SECOND, conflicts, merge_two

    for one in conflicts(double) if asking else ():
        if one.field not in chosen:
            sides = {f"{one.first}（{double.refs[0]}）": FIRST}
            sides[f"{one.second}（{double.refs[1]}）"] = SECOND
            chosen[one.field] = sides[choose(f"{one.header}以哪个为准？", [*sides])]
    return merge_two(session.store, double, chosen).batch


def _say_merged(refs: tuple[str, str], batch: int | None) -> None:
    typer.echo(f"已把 {refs[1]} 并入 {refs[0]}，第{batch}批；撤销：societyctl undo {batch}")


def _show(double: Double) -> None:
    """Show what speaks for one record, and what against it."""
    if double.same:
        typer.echo(f"     相同：{'、'.join(double.same)}")
    against = [one.header for one in double.different if one.is_conflict]
    if against:
        typer.echo(f"     不同：{'、'.join(against)}")
    for at, (ref, title) in enumerate(zip(double.refs, double.titles, strict=True)):
        texts = (
            f"{one.header} {(one.first, one.second)[at] or '没填'}" for one in double.different
        )
        typer.echo("     " + "  ".join([ref, title, *texts]))


def _view(double: Double) -> dict[str, object]:
    different = [
        {"field": one.field, "header": one.header, "values": [one.first, one.second]}
        for one in double.different
    ]
    return {
        "kind": double.refs[0].partition(":")[0],
        "records": list(double.refs),
        "titles": list(double.titles),
        "why": double.why,
        "same": list(double.same),
        "different": different,
    }


@app.command("merge", cls=ChineseCommand, help="把后一条并入前一条，空的互补；可用 undo 恢复")
def merge(
    ctx: typer.Context,
    first: Ref,
    second: Ref,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="字段=A|B", help="两条不一样时以哪条为准；可写多次"),
    ] = None,
    different: Annotated[
        bool, typer.Option("--different", help="不合并：记住不是同一条，以后不再问")
    ] = False,
) -> None:
    """Make one record of two, or remember that they are two."""
    from societyctl.workflows.doubles import chosen_fields, compared, tell_apart

    with session_of(ctx) as session:
        double = compared(session.store, (first, second))
        if different:
            tell_apart(session.store, session.workspace, double)
            typer.echo("记住了，以后不再问；看、忘掉：societyctl answers")
            return
        chosen = chosen_fields(first.partition(":")[0], fields or ())
        if globals_of(ctx).interactive:
            _show(double)
        batch = _merged(session, double, chosen, asking=globals_of(ctx).interactive)
    _say_merged((first, second), batch)
