"""Printing the papers of a program: gather the answers, write the paper, put the file down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.layouts import PAPER_TITLES
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Record
from societyctl.domain.verdicts import CheckResult
from societyctl.errors import Issue, UsageError
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.registry import paper_form
from societyctl.reporting.papers.targets import promises
from societyctl.workflows.gathering import CheckedProgram, Subject, gather

if TYPE_CHECKING:
    from societyctl.reporting.word.form import Form
    from societyctl.reporting.word.printing import Printed
    from societyctl.reporting.word.templates import Template
    from societyctl.reporting.word.trace import Trace
    from societyctl.reporting.word.verify import Verified
    from societyctl.rules.language.program import Program
    from societyctl.store import Store


LONGEST_SUBJECT = 30
"""So much of a project's name goes into that of a file."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a paper is asked for."""

    output: Path
    as_of: date
    project: str = ""
    """Project id or title of an application; needed where none of several is applied for."""
    workspace: Path | None = None
    """The folder with the user's own ``templates`` and the files of the evidence."""
    final: bool = False
    """Write nothing as long as anything is missing."""
    public: bool = False
    """Write a second copy with personal data masked."""
    pdf: bool = False

    @property
    def subject(self) -> Subject:
        """What the paper is wanted of."""
        return Subject(self.as_of, self.project, self.workspace)


def default_name(paper: str, program: Program, project: str = "") -> str:
    """Return the file name of a paper when none is given; raises UsageError.

    It holds no date: printing again refreshes the file that people have written in. Of a
    long title it holds the beginning; systems take names of some 80 Chinese characters.
    """
    named = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in project if sign.isprintable())
    subject = named[:LONGEST_SUBJECT].strip(" .")
    tail = f"-{subject}" if subject else ""
    return f"{program.id}-{PAPER_TITLES[paper_form(paper).name]}{tail}.docx"


def render_report(paper: str, checked: CheckedProgram, options: ReportOptions) -> Printed:
    """Print a paper and return where it lies, what is missing and what was carried over.

    A final paper with gaps is not written; then the path is None and the gaps say why. The
    numbers of a final application become the commitments of the project. Raises UsageError
    for an unknown paper or project or a file that is no .docx, TemplateError for a template
    that does not fit, StoreError when the file cannot be written.
    """
    from societyctl.reporting.word.printing import Edition, print_paper
    from societyctl.reporting.word.rendering import open_template

    form = paper_form(paper)
    _require_word_name(options.output)
    if not options.project and any(project.id == paper for project in checked.program.projects):
        options = replace(options, project=paper)
    opened = open_template(template_of(form, checked.program, options), form.offer())
    dossier = gather(form, checked, options.subject, opened.names)
    promised = promises(dossier) if options.final and paper == "application" else ()
    dossier = replace(dossier, commitments=(*dossier.commitments, *promised))
    edition = Edition(final=options.final, public=options.public, pdf=options.pdf)
    written = form.write(dossier, opened.names)
    done = print_paper(opened, written, options.output, edition)
    others = () if options.project or not form.of_project else _others(checked.result, dossier)
    done = replace(done, others=others, rules=dossier.rules.sentence())
    return replace(done, promised=_keep(checked.store, promised)) if done.path else done


def _require_word_name(output: Path) -> None:
    """Raise UsageError for a name that Word would not open, or that is no plain file's."""
    if output.suffix.lower() != ".docx":
        raise UsageError(
            f"报告是 Word 文件，文件名要以 .docx 结尾：{output}",
            "例如 -o 报告.docx；要 PDF，再加上 --pdf",
        )


def _others(result: CheckResult, dossier: Dossier) -> tuple[str, ...]:
    """Return the other applications, by the name that asks for their paper."""
    mine = dossier.result
    about = (mine.id, mine.application) if mine is not None else ("", "")
    return tuple(
        project.application
        for project in result.projects
        if project.application and (project.id, project.application) != about
    )


def _keep(store: Store, promised: Sequence[Record]) -> int:
    """Store what a final application promises; returns how many commitments that made."""
    from societyctl.store import BatchInfo

    if not promised:
        return 0
    fields = RECORD_KINDS["commitment"].field_names
    records = [
        NewRecord("commitment", {name: record.get(name) for name in fields}, "申报书定稿")
        for record in promised
    ]
    store.save(records, batch=BatchInfo("申报"))
    return len(records)


def template_of(form: Form[Dossier], program: Program, options: ReportOptions) -> Template:
    """Return the template in use; raises TemplateError."""
    from societyctl.reporting.word.templates import find_template

    own = options.workspace / "templates" if options.workspace else None
    return find_template(form, program.id, program.layout, own)


def mistakes_of_template(path: Path, paper: str = "") -> tuple[Issue, ...]:
    """Return every mistake of a template; its paper is that of the file's name unless given.

    Raises TemplateError for a file that is no template, UsageError for a paper that does not
    exist.
    """
    from societyctl.reporting.word.rendering import lint_template

    return lint_template(path, paper_form(paper or path.stem).offer())


def verify_report(
    path: Path, trace: Trace, checked: CheckedProgram, options: ReportOptions
) -> Verified:
    """Compare a printed paper with what would be printed from the records of today.

    Raises TemplateError for a file that is no paper of ours.
    """
    from societyctl.reporting.word.rendering import open_template
    from societyctl.reporting.word.verify import verify_file

    form = paper_form(trace.paper)
    opened = open_template(template_of(form, checked.program, options), form.offer())
    paper = form.write(gather(form, checked, options.subject, opened.names), opened.names)
    return verify_file(path, trace, paper, opened.digest)
