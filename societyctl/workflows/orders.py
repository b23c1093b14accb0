"""Papers as commands ask for them: printed, with all there is to heed, and their templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.workflows.checking import CheckOptions, check_here
from societyctl.workflows.gathering import CheckedProgram
from societyctl.workflows.opening import own_programs, own_templates
from societyctl.workflows.programs import open_program
from societyctl.workflows.report import ReportOptions, default_name, render_report

if TYPE_CHECKING:
    from societyctl.reporting.word.merge import Carried
    from societyctl.reporting.word.printing import Printed
    from societyctl.reporting.word.templates import TemplateEntry
    from societyctl.rules.language.program import Program
    from societyctl.workflows.opening import Session


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """A paper as it is asked for."""

    paper: str
    program: Program
    as_of: date
    project: str = ""
    output: Path | None = None
    """Where to; None for a name of its own among the reports of the workspace."""
    final: bool = False
    public: bool = False
    pdf: bool = False

    def target(self, session: Session) -> Path:
        """Return the file to be written; raises UsageError for a paper that there is not."""
        name = default_name(self.paper, self.program, self.project)
        return self.output or session.workspace.reports / name


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of an order."""

    files: tuple[Path, ...]
    """The paper, its public copy and its PDF; none where a final edition was refused."""
    gaps: tuple[str, ...]
    missing: int
    """In how many places something is missing: one gap may stand for several."""
    remarks: tuple[str, ...]
    """What this is not about, what became of the earlier file, and what to heed."""


def print_report(session: Session, order: PrintOrder) -> Delivered:
    """Print a paper from the records of today; see :func:`render_report` for the errors."""
    result = check_here(session, order.program, CheckOptions(order.as_of))[0]
    options = ReportOptions(
        order.target(session),
        order.as_of,
        order.project,
        session.workspace.folder,
        final=order.final,
        public=order.public,
        pdf=order.pdf,
    )
    done = render_report(order.paper, CheckedProgram(session.store, order.program, result), options)
    files = (done.path, done.public, done.pdf) if done.path else ()
    return Delivered(
        files=tuple(path for path in files if path is not None),
        gaps=tuple(map(str, done.gaps)),
        missing=done.missing,
        remarks=tuple(_remarks(done)),
    )


def _remarks(done: Printed) -> Iterator[str]:
    if done.others:
        yield f"还申报了“{'”“'.join(done.others)}”，其报告另用 --project 名称 生成"
    for path in filter(None, (done.previous, *done.replaced)):
        yield f"原来的文件另存为 {path}"
    if done.carried.is_other:
        yield "原来的文件是另一份报告，或另一个项目的，其中的文字没有接过来"
    yield from _not_carried(done.carried)
    for item in done.masked:
        yield f"已隐去 {item}"
    if done.promised:
        yield f"已把{done.promised}项绩效目标存为承诺指标，中期和验收时逐项对照"
    if done.fonts:
        yield f"本机没有这些字体，打印前请装上，或换一台电脑打印：{'、'.join(done.fonts)}"
    if done.rules:
        yield done.rules


def _not_carried(carried: Carried) -> Iterator[str]:
    for edit in carried.typed_over:
        hint = "；要写回记录，加 --take-edits" if edit.stored else ""
        yield f"有人改过数字：{edit}{hint}"
    for place in carried.homeless:
        yield f"新报告里没有“{place}”这一处，原来写的文字留在旧文件里"
    for place in carried.lost:
        yield f"旧文件里“{place}”的填写框被删掉了，其中的文字没有接过来，请从旧文件里抄"
    if carried.reshaped:
        yield "旧文件里填写框以外也有改动，没有接过来；要长期保留，请改模板或记录"


def templates_on_hand(folder: Path | None) -> tuple[TemplateEntry, ...]:
    """Return every template that papers in a workspace may be made from, its own first."""
    from societyctl.reporting.word.templates import list_templates

    return list_templates(own_templates(folder))


def export_template(folder: Path | None, paper: str, program: str | None, output: Path) -> Path:
    """Write a copy of the template in use, to be edited; returns its path.

    It is the one for a program if that is named. Raises UsageError rather than write over a file.
    """
    from societyctl.reporting.papers.registry import paper_form
    from societyctl.reporting.word.templates import export_template, find_template

    layout = open_program(program, own_programs(folder)).layout if program else None
    template = find_template(paper_form(paper), program or "", layout, own_templates(folder))
    return export_template(template, output)
