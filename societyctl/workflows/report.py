"""Printing the papers of a program: gather the records, write the paper, put the file down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.layouts import PAPER_TITLES
from societyctl.domain.periods import Period, year_period
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Record
from societyctl.domain.verdicts import CheckResult, ProjectResult
from societyctl.domain.wording import show_date
from societyctl.errors import Issue, UsageError
from societyctl.reporting.papers.dossier import Dossier, ProgramFacts, ref_of
from societyctl.reporting.papers.listings import held_activities
from societyctl.reporting.papers.registry import paper_form
from societyctl.reporting.papers.targets import promises
from societyctl.reporting.values import Photo
from societyctl.rules.judging.programs import with_records

if TYPE_CHECKING:
    from societyctl.reporting.word.form import Form
    from societyctl.reporting.word.printing import Printed
    from societyctl.reporting.word.templates import Template
    from societyctl.reporting.word.trace import Trace
    from societyctl.reporting.word.verify import Verified
    from societyctl.rules.language.program import Program
    from societyctl.store import Store


PICTURES = frozenset(".jpg .jpeg .png .bmp .gif .webp .tif .tiff .heic .heif".split())
"""Names of pictures; one that cannot be read, such as HEIC of a phone, leaves a gap."""

LONGEST_SUBJECT = 30
"""So much of a project's name goes into that of a file."""

Proofs = Mapping[str, tuple[Record, ...]]
"""The evidence on file, by the reference of the record it proves."""


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


@dataclass(frozen=True, slots=True)
class Judged:
    """A program with its verdicts, in a store: what papers are written from."""

    store: Store
    program: Program
    result: CheckResult


def default_name(paper: str, program: Program, project: str = "") -> str:
    """Return the file name of a paper when none is given; raises UsageError.

    It holds no date: printing again refreshes the file that people have written in. Of a
    long title it holds the beginning; systems take names of some 80 Chinese characters.
    """
    named = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in project if sign.isprintable())
    subject = named[:LONGEST_SUBJECT].strip(" .")
    tail = f"-{subject}" if subject else ""
    return f"{program.id}-{PAPER_TITLES[paper_form(paper).name]}{tail}.docx"


def render_report(paper: str, judged: Judged, options: ReportOptions) -> Printed:
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
    if not options.project and any(project.id == paper for project in judged.program.projects):
        options = replace(options, project=paper)
    dossier = gather(form, judged, options)
    promised = promises(dossier) if options.final and paper == "application" else ()
    if promised:
        kept = dossier.records.get("commitment", ())
        dossier = replace(dossier, records={**dossier.records, "commitment": (*kept, *promised)})
    edition = Edition(final=options.final, public=options.public, pdf=options.pdf)
    opened = open_template(template_of(form, judged.program, options), form.offer())
    written = form.write(dossier, opened.names)
    done = print_paper(opened, written, options.output, edition)
    others = () if options.project or not form.of_project else _others(judged.result, dossier)
    done = replace(done, others=others, rules=dossier.rules.told())
    return replace(done, promised=_keep(judged.store, promised)) if done.path else done


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


def verify_report(path: Path, trace: Trace, judged: Judged, options: ReportOptions) -> Verified:
    """Compare a printed paper with what would be printed from the records of today.

    Raises TemplateError for a file that is no paper of ours.
    """
    from societyctl.reporting.word.rendering import open_template
    from societyctl.reporting.word.verify import verify_file

    form = paper_form(trace.paper)
    opened = open_template(template_of(form, judged.program, options), form.offer())
    paper = form.write(gather(form, judged, options), opened.names)
    return verify_file(path, trace, paper, opened.digest)


def gather(form: Form[Dossier], judged: Judged, options: ReportOptions) -> Dossier:
    """Return everything a paper is written from."""
    store, program = judged.store, judged.program
    society = store.records("society")
    applications = [record for record in store.records("application") if _is_of(record, program)]
    project = _project(judged.result, applications, options) if form.of_project else None
    if form.judged and project and not any(verdict.records for verdict in project.requirements):
        project = _with_records(judged, project)
    application = _application(applications, project)
    records = {name: _of_project(name, store.records(name), application) for name in form.kinds}
    proofs = _proofs(store, records)
    dossier = Dossier(
        program=_facts(program, project),
        society=society[0] if society else {"record": "society"},
        as_of=options.as_of,
        result=project,
        application=application,
        records=records,
        evidence={
            ref: tuple(_number(item) for item in found) for ref, found in proofs.items() if found
        },
        recorded=store.counts(),
        period=_period(program, application if form.of_project else {}),
        rules=program.layout.rules(form.name),
    )
    shown = held_activities(dossier) if options.workspace else ()
    return replace(dossier, photos=_photos(shown, proofs, options.workspace or Path()))


def _is_of(application: Record, program: Program) -> bool:
    return application.get("program") in {program.id, program.title, *program.aliases}


def _project(
    result: CheckResult, applications: Sequence[Record], options: ReportOptions
) -> ProjectResult:
    """Return the project the paper is about; raises UsageError when that is not clear."""
    known = list(dict.fromkeys(project.id for project in result.projects))
    applied = {str(record.get("project")) for record in applications}
    wanted = options.project or next((id_ for id_ in known if id_ in applied), "")
    if not wanted and len(known) == 1:
        wanted = known[0]
    for project in result.projects:
        if wanted in {project.id, project.application}:
            return project
    titles = [project.application for project in result.projects if project.application]
    raise UsageError(
        f"没有项目“{wanted}”" if wanted else "这份通知有几个项目，请说明是哪一个",
        f"加上 --project，可用的有：{'、'.join([*known, *titles])}",
    )


def _with_records(judged: Judged, project: ProjectResult) -> ProjectResult:
    store = judged.store
    shown = with_records(judged.result, store.explain)
    return shown.projects[judged.result.projects.index(project)]


def _application(applications: Iterable[Record], judged: ProjectResult | None) -> Record:
    for record in applications:
        named = judged is not None and record.get("project") in {judged.id, judged.title}
        same = judged is not None and record.get("title") == judged.application
        if named and (same or not judged or not judged.application):
            return record
    return {"record": "application"}


def _period(program: Program, application: Record) -> Period:
    start, end = application.get("from_on"), application.get("to_on")
    if isinstance(start, date):
        return Period(start, end if isinstance(end, date) else None)
    return year_period(program.year)


def _of_project(kind: str, records: Sequence[Record], application: Record) -> tuple[Record, ...]:
    """Leave out what belongs to another project; keep to this one where records name it.

    A commitment names its application in a field of its own.
    """
    title = application.get("title")
    if title is None or kind == "commitment":
        return tuple(records)
    named = tuple(record for record in records if record.get("project") == title)
    return named or tuple(record for record in records if not record.get("project"))


def _facts(program: Program, judged: ProjectResult | None) -> ProgramFacts:
    project = program.project(judged.id) if judged else None
    places = {
        clause: requirement.place
        for known in program.projects
        for requirement in program.requirements_of(known)
        for clause in requirement.clauses
    }
    return ProgramFacts(
        id=program.id,
        title=program.title,
        issuer=program.issuer,
        document=program.document,
        year=program.year,
        project=project.id if project else "",
        project_title=project.title if project else "",
        category=project.category if project else "",
        places=places,
    )


def _proofs(store: Store, records: Mapping[str, Sequence[Record]]) -> Proofs:
    refs = [
        ref_of(record) for kind, found in records.items() if kind != "evidence" for record in found
    ]
    return store.evidence_for(refs)


def _photos(shown: Sequence[Record], proofs: Proofs, workspace: Path) -> tuple[Photo, ...]:
    """Return the pictures among the evidence of activities, as far as their files are there."""
    found = []
    for activity in shown:
        day = activity.get("start_on")
        when = f"（{show_date(day)}）" if isinstance(day, date) else ""
        for item in proofs.get(ref_of(activity), ()):
            path = workspace / str(item.get("path") or "")
            if path.suffix.lower() in PICTURES and path.is_file():
                caption, digest = f"{activity.get('title')}{when}", str(item.get("sha256") or "")
                found.append(Photo(str(path), caption, digest, _called(item)))
    return tuple(found)


def _called(evidence: Record) -> str:
    """Return number and title of evidence, as far as it has them."""
    label = RECORD_KINDS["evidence"].label
    return " ".join(str(evidence[name]) for name in ("number", label) if evidence.get(name))


def _number(evidence: Record) -> str:
    """Return how evidence is called in papers: its number, else its title."""
    return str(evidence.get("number") or evidence.get(RECORD_KINDS["evidence"].label))
