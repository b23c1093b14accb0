"""Printing the papers of a program: gather the records, write the paper, put the file down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.periods import Period, show_date, year_period
from societyctl.domain.results import CheckResult, ProjectResult
from societyctl.domain.selection import Record
from societyctl.errors import UsageError
from societyctl.reporting.papers.dossier import Dossier, ProgramFacts, ref_of
from societyctl.reporting.papers.registry import PaperKind, paper_kind
from societyctl.reporting.papers.values import Photo
from societyctl.rules.checking import Answering, with_records

if TYPE_CHECKING:
    from societyctl.reporting.word_reports import Printed
    from societyctl.reporting.word_trace import Difference
    from societyctl.rules.program import Program
    from societyctl.store import Store


PAPER_TITLES = {
    "application": "申报书",
    "midterm": "中期评估报告",
    "acceptance": "验收报告书",
    "summary": "年度工作总结",
    "upgrade": "升类申请表",
    "case": "典型案例",
    "activities": "活动一览表",
    "members": "会员名册",
    "agreements": "协议台账",
    "evidence": "佐证材料目录",
}

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff"})

Proofs = Mapping[str, tuple[Record, ...]]
"""The evidence on file, by the reference of the record it proves."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a paper is asked for."""

    output: Path
    as_of: date
    project: str = ""
    """Project id; needed where the program has several and none is applied for."""
    template: Path | None = None
    workspace: Path | None = None
    """The folder with the user's own ``templates`` and the files of the evidence."""
    final: bool = False
    """Write nothing as long as anything is missing."""
    public: bool = False
    """Write a second copy with personal data masked."""
    pdf: bool = False


def default_name(paper: str, program: Program) -> str:
    """Return the file name of a paper when none is given; raises UsageError.

    It holds no date: printing again refreshes the file that people have written in.
    """
    paper_kind(paper)
    return f"{program.id}-{PAPER_TITLES[paper]}.docx"


def render_report(
    paper: str, *, store: Store, program: Program, result: CheckResult, options: ReportOptions
) -> Printed:
    """Print a paper and return where it lies, what is missing and what was carried over.

    A final paper with gaps is not written; then the path is None and the gaps say why.
    Raises UsageError for an unknown paper or project, TemplateError for a template that does
    not fit, StoreError when the file cannot be written.
    """
    from societyctl.reporting.word_reports import Edition, print_paper
    from societyctl.reporting.word_templates import find_template

    kind = paper_kind(paper)
    if not options.project and any(project.id == paper for project in program.projects):
        options = replace(options, project=paper)
    dossier = gather(kind, store, program, result, options)
    own = options.workspace / "templates" if options.workspace else None
    template = options.template or find_template(paper, program.id, own)
    edition = Edition(final=options.final, public=options.public, pdf=options.pdf)
    return print_paper(kind.write(dossier), template, options.output, edition)


def verify_report(
    path: Path, *, store: Store, program: Program, result: CheckResult, options: ReportOptions
) -> tuple[Difference, ...]:
    """Return the numbers of a printed paper that differ from the records of today.

    Raises TemplateError for a file that is no paper of ours.
    """
    from societyctl.reporting.word_trace import trace_file, verify_file

    kind = paper_kind(trace_file(path).paper)
    dossier = gather(kind, store, program, result, options)
    return verify_file(path, kind.write(dossier))


def gather(
    kind: PaperKind, store: Store, program: Program, result: CheckResult, options: ReportOptions
) -> Dossier:
    """Return everything a paper is written from."""
    society = store.records("society")
    applications = [record for record in store.records("application") if _is_of(record, program)]
    judged = _judged(result, applications, options) if kind.of_project else None
    if kind.judged and judged and not any(verdict.records for verdict in judged.requirements):
        judged = _with_records(store, result, judged)
    application = _application(applications, judged)
    period = _period(program, application if kind.of_project else {})
    records = {name: _of_project(store.records(name), application) for name in kind.kinds}
    proofs = _proofs(store, records)
    return Dossier(
        program=_facts(program, judged),
        society=society[0] if society else {"record": "society"},
        as_of=options.as_of,
        result=judged,
        application=application,
        records=records,
        evidence={
            ref: tuple(_number(item) for item in found) for ref, found in proofs.items() if found
        },
        photos=_photos(records, proofs, options.workspace),
        recorded=store.counts(),
        period=period,
    )


def _is_of(application: Record, program: Program) -> bool:
    return application.get("program") in {program.id, program.title, *program.aliases}


def _judged(
    result: CheckResult, applications: Sequence[Record], options: ReportOptions
) -> ProjectResult:
    """Return the project the paper is about; raises UsageError when that is not clear."""
    known = list(dict.fromkeys(project.id for project in result.projects))
    applied = {str(record.get("project")) for record in applications}
    wanted = options.project or next((id_ for id_ in known if id_ in applied), "")
    if not wanted and len(known) == 1:
        wanted = known[0]
    for project in result.projects:
        if project.id == wanted:
            return project
    raise UsageError(
        f"没有项目“{wanted}”" if wanted else "这份通知有几个项目，请说明是哪一个",
        f"加上 --project，可用的有：{'、'.join(known)}",
    )


def _with_records(store: Store, result: CheckResult, judged: ProjectResult) -> ProjectResult:
    shown = with_records(result, Answering(store.answer, store.listed, store.explain))
    return shown.projects[result.projects.index(judged)]


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


def _of_project(records: Sequence[Record], application: Record) -> tuple[Record, ...]:
    """Leave out what belongs to another project; keep to this one where records name it."""
    title = application.get("title")
    if title is None:
        return tuple(records)
    named = tuple(record for record in records if record.get("project") == title)
    return named or tuple(record for record in records if not record.get("project"))


def _facts(program: Program, judged: ProjectResult | None) -> ProgramFacts:
    project = program.project(judged.id) if judged else None
    return ProgramFacts(
        id=program.id,
        title=program.title,
        issuer=program.issuer,
        document=program.document,
        year=program.year,
        project=project.id if project else "",
        project_title=project.title if project else "",
        category=project.category if project else "",
    )


def _proofs(store: Store, records: Mapping[str, Sequence[Record]]) -> Proofs:
    refs = [
        ref_of(record) for kind, found in records.items() if kind != "evidence" for record in found
    ]
    return store.evidence_for(refs)


def _photos(
    records: Mapping[str, Sequence[Record]], proofs: Proofs, workspace: Path | None
) -> tuple[Photo, ...]:
    """Return the pictures among the evidence of activities, as far as their files are there."""
    if workspace is None:
        return ()
    found = []
    for activity in records.get("activity", ()):
        day = activity.get("start_on")
        when = f"（{show_date(day)}）" if isinstance(day, date) else ""
        for item in proofs.get(ref_of(activity), ()):
            path = workspace / str(item.get("path") or "")
            if path.suffix.lower() in PICTURES and path.is_file():
                found.append(Photo(str(path), f"{activity.get('title')}{when}"))
    return tuple(found)


def _number(evidence: Record) -> str:
    """Return how evidence is called in papers: its number, else its title."""
    return str(evidence.get("number") or evidence.get(RECORD_KINDS["evidence"].label))
