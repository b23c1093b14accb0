"""``check``, ``progress`` and ``judge``: the society against a notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from societyctl.cli.desk import day_of, open_store, own_programs, program_of, show_page, write_json
from societyctl.cli.groups import ChineseCommand
from societyctl.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from societyctl.domain.differences import CheckComparison
    from societyctl.domain.plans import Plan
    from societyctl.domain.verdicts import CheckResult
    from societyctl.rules.language.program import Program
    from societyctl.store import Store
    from societyctl.store.workspace import Workspace

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
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="列出每项要求计入和未计入的记录")]
How = Annotated[
    bool, typer.Option("--how", help="每个项目最少还要做什么、各自最迟哪天（从截止日倒排）")
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="日期",
        help="与那天（或更早）的检查相比，哪些结论变了；不写日期则比上一次",
    ),
]
Every = Annotated[bool, typer.Option("--all", help="对照全部计划（内置的和自己的），只列结论")]
OutputWorkbook = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="文件.xlsx", help="另存成 Excel 表，便于分工"),
]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


class SinceCommand(ChineseCommand):
    """A command whose ``--since`` may stand alone: then it means the last check."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments."""
        full: list[str] = []
        for argument, following in zip(args, [*args[1:], ""], strict=False):
            full.append(argument)
            if argument == "--since" and (not following or following.startswith("-")):
                full.append("last")
        return super().parse_args(ctx, full)


@app.command("check", cls=SinceCommand, help="对照通知逐条检查：符合不符合、为什么、还缺什么")
def check(  # options are parameters
    ctx: typer.Context,
    program: ProgramOption = None,
    project: ProjectOption = None,
    as_of: AsOfOption = None,
    verbose: Verbose = False,
    how: How = False,
    since: Since = None,
    every: Every = False,
    output: OutputWorkbook = None,
    as_json: AsJson = False,
) -> None:
    """Judge the society against a notice."""
    from societyctl.workflows.checking import CheckOptions, check_society, is_fine

    if every:
        beside = {"--program": program, "--project": project, "-o": output}
        _refuse_beside_all({**beside, "--how": how, "--since": since})
        _check_all(ctx, day_of(as_of), as_json=as_json)
        return
    _require_workbook(output)
    opened = program_of(ctx, program)
    detailed = verbose or bool(project)
    records = detailed or as_json or output is not None
    with open_store(ctx) as (workspace, store):
        options = CheckOptions(day_of(as_of), tuple(project or ()), records)
        result = check_society(store, opened, options)
        plan = _plan(workspace, opened, result) if how else None
        comparison = _keep_and_compare(workspace, store, (opened, result), since)
    if as_json:
        _write_json(result, plan, comparison)
    elif how or since is not None:
        _show_parts(plan, comparison)
    else:
        _show_check(result, detailed=detailed)
    if output is not None:
        _save_workbook(result, output)
    if not is_fine(result):
        raise typer.Exit(ExitCode.FOUND)


def _write_json(result: CheckResult, plan: Plan | None, comparison: CheckComparison | None) -> None:
    from societyctl.reporting.view import check_view

    write_json({**check_view(result), **_more_views(plan, comparison)})


def _show_check(result: CheckResult, *, detailed: bool) -> None:
    from societyctl.reporting.pages.check import check_page

    show_page(check_page(result, how=detailed))


def _require_workbook(output: Path | None) -> None:
    if output is not None and output.suffix.lower() != ".xlsx":
        raise UsageError(f"-o 只写 Excel 文件：{output}", "文件名以 .xlsx 结尾")


def _save_workbook(result: CheckResult, output: Path) -> None:
    from societyctl.reporting.workbook import write_check

    typer.echo(f"已存成表格：{write_check(result, output)}", err=True)


def _refuse_beside_all(given: Mapping[str, object]) -> None:
    named = [name for name, value in given.items() if value]
    if named:
        raise UsageError(f"--all 不能与 {'、'.join(named)} 并用", "二者写一个")


def _check_all(ctx: typer.Context, as_of: date, *, as_json: bool) -> None:
    """Judge the society against every program there is, and show the verdicts alone."""
    from societyctl.workflows.checking import check_programs, is_fine
    from societyctl.workflows.programs import open_all

    opened = open_all(own_programs(ctx))
    programs = [item.program for item in opened if item.program is not None]
    unusable = [item.listed.id for item in opened if item.program is None]
    for name in unusable:
        typer.echo(f"没有对照 {name}：文件有错误，见 societyctl program lint {name}", err=True)
    with open_store(ctx) as (_, store):
        results = check_programs(store, programs, as_of, verdicts_only=not as_json)
    if as_json:
        from societyctl.reporting.view import checks_view

        write_json(checks_view(results))
    else:
        from societyctl.reporting.pages.check import checks_page

        show_page(checks_page(results))
    if unusable or not all(is_fine(result) for result in results):
        raise typer.Exit(ExitCode.FOUND)


def _plan(workspace: Workspace, program: Program, result: CheckResult) -> Plan:
    from societyctl.workflows.planning import plan_society

    return plan_society(workspace, program, result)


def _keep_and_compare(
    workspace: Workspace, store: Store, checked: tuple[Program, CheckResult], since: str | None
) -> CheckComparison | None:
    """Keep this check and, when asked, return what flipped since an earlier one."""
    from societyctl.workflows.keeping import as_kept, compare, earlier_check, keep_check

    program, result = checked
    now = as_kept(program, result, store, datetime.now().astimezone())
    if not keep_check(workspace, now):
        typer.echo("提示：工作区不能写入，这次检查没有留存。", err=True)
    earlier = earlier_check(workspace, now, since) if since is not None else None
    if earlier is None:
        if since is not None:
            typer.echo("这是第一次这样检查，还没有可比的；已经留存，下次可比。", err=True)
        return None
    return compare(store, program, result, earlier, now)


def _more_views(plan: Plan | None, comparison: CheckComparison | None) -> dict[str, Any]:
    from societyctl.reporting.view import changes_view, plan_view

    views: dict[str, Any] = {}
    if plan is not None:
        views["how"] = plan_view(plan)
    if comparison is not None:
        views["since"] = changes_view(comparison)
    return views


def _show_parts(plan: Plan | None, comparison: CheckComparison | None) -> None:
    from societyctl.reporting.pages.changes import changes_page
    from societyctl.reporting.pages.plans import plan_page

    if comparison is not None:
        show_page(changes_page(comparison))
    if plan is not None:
        show_page(plan_page(plan))


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
    from societyctl.reporting.pages.progress import progress_page

    titles = {item.id: item.title for item in opened.projects}
    show_page(progress_page(found, titles))
