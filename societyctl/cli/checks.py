"""``check`` and ``progress``: the society against a notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from societyctl.cli.desk import program_name, session_of
from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import AsJson, AsOfOption, ProgramOption, ProjectsOption, day_of
from societyctl.cli.output import say_kept, show_page, write_json
from societyctl.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from societyctl.domain.differences import CheckComparison
    from societyctl.domain.plans import Plan
    from societyctl.workflows.checking import Checked

app = typer.Typer()

ProjectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--project", metavar="项目", help="只看这个项目：缺什么、哪些记录算不算；可写多次"
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="全部逐条，连同计入和未计入的记录")]
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
AllOption = Annotated[bool, typer.Option("--all", help="对照全部计划（内置的和自己的），只列结论")]
EveryTarget = Annotated[bool, typer.Option("--all", help="没有登记申报的项目也列出")]
OutputWorkbook = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="文件.xlsx", help="另存成 Excel 表，便于分工"),
]
Records = Annotated[
    str | None,
    typer.Option(
        "--records",
        metavar="all",
        help="all：记录再多也全部列出；不写则计入和未计入的各列200条，其余只计数",
    ),
]


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
    every: AllOption = False,
    output: OutputWorkbook = None,
    records: Records = None,
    as_json: AsJson = False,
) -> None:
    """Judge the society against a notice."""
    from societyctl.workflows.checking import CheckOptions, check_and_keep, is_fine

    if every:
        beside = {"--program": program, "--project": project, "-o": output}
        _refuse_beside_all({**beside, "--how": how, "--since": since})
        _check_all(ctx, day_of(as_of), as_json=as_json)
        return
    _require_workbook(output)
    detailed = verbose or bool(project)
    listing = detailed or as_json or output is not None
    whole = _is_every_one(records)
    options = CheckOptions(day_of(as_of), tuple(project or ()), listing, whole, how, since)
    with session_of(ctx) as session:
        checked = check_and_keep(session, program_name(ctx, session, program), options)
    for remark in checked.remarks:
        typer.echo(remark, err=True)
    if as_json:
        _write_json(checked)
    elif how or since is not None:
        _show_parts(checked.plan, checked.comparison)
    else:
        _show_check(checked, options.projects, verbose=verbose)
    if output is not None:
        _save_workbook(checked, output)
    if not is_fine(checked.result):
        raise typer.Exit(ExitCode.FOUND)


def _is_every_one(records: str | None) -> bool:
    """Tell whether all records are wanted, however many there are."""
    if records not in (None, "all"):
        raise UsageError(f"--records 只能写 all，不是 {records}")
    return records == "all"


def _write_json(checked: Checked) -> None:
    from societyctl.reporting.view import changes_view, check_view, plan_view, summary_view

    view = {**check_view(checked.result), "summary": summary_view(checked.summary)}
    if checked.plan is not None:
        view = {**view, "how": plan_view(checked.plan)}
    if checked.comparison is not None:
        view = {**view, "since": changes_view(checked.comparison)}
    write_json(view)


def _show_check(checked: Checked, projects: tuple[str, ...], *, verbose: bool) -> None:
    """Show one screen; the projects named, or everything, where that is wanted."""
    from societyctl.reporting.pages.check import check_page
    from societyctl.reporting.pages.summary import summary_page

    if projects or verbose:
        show_page(check_page(checked.result, detailed=verbose))
    else:
        show_page(summary_page(checked.result, checked.summary))


def _require_workbook(output: Path | None) -> None:
    if output is not None and output.suffix.lower() != ".xlsx":
        raise UsageError(f"-o 只写 Excel 文件：{output}", "文件名以 .xlsx 结尾")


def _save_workbook(checked: Checked, output: Path) -> None:
    from societyctl.reporting.workbook import write_check

    say_kept(write_check(checked.result, output, checked.plan))
    typer.echo(f"已存成表格：{output}", err=True)


def _refuse_beside_all(given: Mapping[str, object]) -> None:
    named = [name for name, value in given.items() if value]
    if named:
        raise UsageError(f"--all 不能与 {'、'.join(named)} 并用", "二者写一个")


def _check_all(ctx: typer.Context, as_of: date, *, as_json: bool) -> None:
    """Judge the society against every program there is, and show the verdicts alone."""
    from societyctl.workflows.checking import check_all_programs, is_fine

    with session_of(ctx) as session:
        results, unusable = check_all_programs(session, as_of, verdicts_only=not as_json)
    for name in unusable:
        typer.echo(f"没有对照 {name}：文件有错误，见 societyctl program lint {name}", err=True)
    if as_json:
        from societyctl.reporting.view import checks_view

        write_json(checks_view(results))
    else:
        from societyctl.reporting.pages.check import checks_page

        show_page(checks_page(results))
    if unusable or not all(is_fine(result) for result in results):
        raise typer.Exit(ExitCode.FOUND)


def _show_parts(plan: Plan | None, comparison: CheckComparison | None) -> None:
    from societyctl.reporting.pages.changes import changes_page
    from societyctl.reporting.pages.plans import plan_page

    if comparison is not None:
        show_page(changes_page(comparison))
    if plan is not None:
        show_page(plan_page(plan))


@app.command("progress", cls=ChineseCommand, help="各项指标完成多少、还差多少、剩几天，一项一行")
def progress(  # options are parameters
    ctx: typer.Context,
    program: ProgramOption = None,
    project: ProjectsOption = None,
    as_of: AsOfOption = None,
    every: EveryTarget = False,
    as_json: AsJson = False,
) -> None:
    """Show how far every target has come."""
    from societyctl.workflows.checking import CheckOptions, progress_towards

    options = CheckOptions(day_of(as_of), tuple(project or ()))
    with session_of(ctx) as session:
        name = program_name(ctx, session, program)
        reached, titles = progress_towards(session, name, options, every=every or as_json)
    if as_json:
        from societyctl.reporting.view import progress_view

        write_json(progress_view(reached))
        return
    from societyctl.reporting.pages.progress import progress_page

    show_page(progress_page(reached, titles))
