"""``judge``: findings of a named person on the clauses that no figure can decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from societyctl.cli.desk import program_name, session_of
from societyctl.cli.groups import ChineseCommand
from societyctl.cli.options import AsOfOption, ProgramOption, ProjectsOption, day_of, globals_of
from societyctl.cli.output import say_kept, show_page, write_json
from societyctl.cli.prompts import ask_text, choose
from societyctl.domain.judgements import Finding, Judgement
from societyctl.errors import ExitCode, Issue, UsageError

if TYPE_CHECKING:
    from societyctl.domain.judgements import FindingsSaved
    from societyctl.workflows.findings import JudgementScope
    from societyctl.workflows.opening import Session

app = typer.Typer()

_SKIP = "跳过这一条"
_STOP = "到此为止，保存已确认的"
_VERDICTS = ("符合", "不符合", "待补", "豁免")
Answered = list[tuple[Judgement, Finding]]
_Typed = TypeVar("_Typed")


FilledArgument = Annotated[
    Path | None, typer.Argument(metavar="表格", help="填好的研判表，同 --import")
]
RequirementOption = Annotated[
    list[str] | None,
    typer.Option(
        "--requirement", metavar="要求", help="指定要求代号：改判，或豁免任何一项；可写多次"
    ),
]
ExportOption = Annotated[
    Path | None, typer.Option("--export", metavar="文件", help="把待研判的各条导出成表格")
]
ImportOption = Annotated[
    Path | None, typer.Option("--import", metavar="文件", help="登记填好的研判表")
]
NoInput = Annotated[bool, typer.Option("--no-input", help="从不提问，缺什么就报什么")]
ListAsJson = Annotated[bool, typer.Option("--json", help="以 JSON 列出待研判的各条")]


@app.command("judge", cls=ChineseCommand, help="登记需要人判断的结论：逐条询问，或填表后一次登记")
def judge(
    ctx: typer.Context,
    file: FilledArgument = None,
    program: ProgramOption = None,
    project: ProjectsOption = None,
    as_of: AsOfOption = None,
    requirement: RequirementOption = None,
    export: ExportOption = None,
    import_: ImportOption = None,
    no_input: NoInput = False,
    as_json: ListAsJson = False,
) -> None:
    """Take findings, or list what waits for them."""
    from societyctl.workflows.findings import JudgementScope, open_judgements

    filled = import_ or file
    if sum(option is not None for option in (filled, export)) > 1:
        raise UsageError("导出和登记不能同时进行", "先 --export，填好后再 --import")
    with session_of(ctx) as session:
        scope = JudgementScope(
            session.program(program_name(ctx, session, program), day_of(as_of)),
            day_of(as_of),
            tuple(project or ()),
            tuple(requirement or ()),
        )
        if filled is not None:
            _take_sheet(session, scope, filled)
        elif export is not None:
            _write_sheet(session, scope, export)
        elif as_json:
            from societyctl.reporting.view import judgements_view

            write_json(judgements_view(open_judgements(session.store, scope)))
        elif no_input or not globals_of(ctx).interactive:
            raise UsageError(
                "这里不能逐条询问（不在终端里，或用了 --no-input）",
                "先 societyctl judge --export 研判.xlsx，填好后 societyctl judge 研判.xlsx",
            )
        else:
            _walk(session, open_judgements(session.store, scope))


def _take_sheet(session: Session, scope: JudgementScope, path: Path) -> None:
    from societyctl.workflows.findings import save_filled_sheet

    _say_saved(save_filled_sheet(session.store, scope, path, day_of(None)))


def _write_sheet(session: Session, scope: JudgementScope, out: Path) -> None:
    from societyctl.workflows.findings import write_open_judgements

    count, previous = write_open_judgements(session.store, scope, out)
    say_kept(previous)
    if not count:
        typer.echo("没有需要研判的条款，没有生成表格。")
        return
    typer.echo(f"已导出 {out}：{count}条待研判")
    typer.echo(f"填好“研判结论”“理由”“研判人”后：societyctl judge {out}")


def _say_saved(saved: FindingsSaved) -> None:
    blank = f"，{saved.blank}条还没有填" if saved.blank else ""
    if saved.batch is None:
        typer.echo(f"没有新的结论（{saved.unchanged}条与已登记的相同{blank}），数据没有改动。")
        return
    again = f"，改判{saved.changed}条" if saved.changed else ""
    typer.echo(
        f"已登记{saved.added}条结论{again}{blank}"
        f"（批次 {saved.batch}，可用 societyctl undo {saved.batch} 撤销）"
    )


def _walk(session: Session, judgements: Sequence[Judgement]) -> None:
    """Ask about every judgement; Ctrl-C keeps what was confirmed, in the same single batch."""
    from societyctl.workflows.findings import evidence_numbers, save_findings

    if not judgements:
        typer.echo("没有需要研判的条款。")
        return
    answered: Answered = []
    try:
        _ask_all(judgements, answered, evidence_numbers(session.store))
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("", err=True)
        if not answered:
            typer.echo("已中断，没有登记任何结论，数据没有改动。", err=True)
        else:
            typer.echo(f"已中断：此前确认的{len(answered)}条照常登记，其余没有登记。", err=True)
            _say_saved(save_findings(session.store, answered))
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    _say_saved(save_findings(session.store, answered))


def _ask_all(judgements: Sequence[Judgement], answered: Answered, evidence: Sequence[str]) -> None:
    subjects = _subjects(judgements)
    typer.echo(f"共{len(subjects)}个问题。随时可按 Ctrl-C 停下，已确认的会保存。")
    judged_by = ""
    for number, subject in enumerate(subjects, 1):
        from societyctl.reporting.pages.judgements import judgement_page

        typer.echo("")
        show_page(judgement_page(subject, f"[{number}/{len(subjects)}]"))
        answer = choose("结论？", [_SKIP, *_VERDICTS, _STOP])
        if answer == _STOP:
            return
        if answer == _SKIP:
            continue
        finding = _ask_finding(answer, judged_by, evidence)
        judged_by = finding.judged_by
        answered += [(judgement, finding) for judgement in subject]


def _subjects(judgements: Sequence[Judgement]) -> list[list[Judgement]]:
    """Put together what several projects ask in the same words, in order of appearance."""
    order = {item.subject: number for number, item in reversed(list(enumerate(judgements)))}
    ordered = sorted(judgements, key=lambda item: order[item.subject])
    return [list(group) for _, group in groupby(ordered, key=lambda item: item.subject)]


def _ask_finding(verdict: str, judged_by: str, evidence: Sequence[str]) -> Finding:
    """Ask for the rest of a finding until it holds together."""
    from societyctl.workflows.findings import WAIVER, mistakes_in

    today = day_of(None)
    while True:
        finding = Finding(
            verdict=verdict,
            reason=_ask_required("理由："),
            judged_by=_ask_required("研判人：", judged_by),
            judged_on=_ask_day("研判日期：", today) or today,
            valid_to=_ask_day("有效期至（如 2022-12-31）：") if verdict == WAIVER else None,
            evidence=ask_text("佐证编号（没有就直接回车）："),
        )
        wrong = mistakes_in(finding, evidence, today)
        if not wrong:
            return finding
        typer.echo(f"请重新填写：{'；'.join(wrong)}", err=True)
        judged_by = finding.judged_by


def _ask_required(question: str, default: str = "") -> str:
    return _ask_until(question, default, lambda text: text or Issue("", "不能空着"))


def _ask_day(question: str, default: date | None = None) -> date | None:
    """Ask for a date as people write dates; empty for none."""
    from societyctl.workflows.findings import read_day

    return _ask_until(question, default.isoformat() if default else "", read_day)


def _ask_until(question: str, default: str, read: Callable[[str], _Typed | Issue]) -> _Typed:
    while True:
        answer = read(ask_text(question, default))
        if not isinstance(answer, Issue):
            return answer
        typer.echo(answer.found, err=True)
