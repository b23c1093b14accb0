"""Gathering what a paper is written from: its subject first, then the answers to what it asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from societyctl.domain import standing
from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import first_day, last_day
from societyctl.domain.naming import one_meant
from societyctl.domain.periods import Period, year_period
from societyctl.domain.selection import Listed, Record, Selection, Tally
from societyctl.domain.verdicts import CheckResult, ProjectResult
from societyctl.domain.wording import show_date
from societyctl.errors import UsageError
from societyctl.reporting.papers.dossier import Answer, Dossier, ProgramFacts, in_date_order, ref_of
from societyctl.reporting.papers.selections import joined, ours, promised
from societyctl.reporting.values import Photo
from societyctl.rules.judging.programs import with_records

if TYPE_CHECKING:
    from societyctl.reporting.word.form import Form
    from societyctl.rules.language.program import Program
    from societyctl.store import Store

PICTURES = frozenset(".jpg .jpeg .png .bmp .gif .webp .tif .tiff .heic .heif".split())
"""Names of pictures; one that cannot be read, such as HEIC of a phone, leaves a gap."""

OF_PROJECTS = tuple(
    kind.name for kind in RECORD_KINDS.values() if kind.has("project") and kind.date
)
"""The kinds whose records may belong to a project."""


@dataclass(frozen=True, slots=True)
class CheckedProgram:
    """A program with its verdicts, in a store: what papers are written from."""

    store: Store
    program: Program
    result: CheckResult


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is wanted of."""

    as_of: date
    project: str = ""
    """Project id or title of an application."""
    workspace: Path | None = None
    """The folder with the files of the evidence; without it there are no photos."""


class Asked(Protocol):
    """Whoever answers selections."""

    def answer(self, selections: Iterable[Selection]) -> Mapping[Selection, Tally]:
        """Return the numbers."""
        ...

    def listed(self, selections: Iterable[Selection]) -> Mapping[Selection, tuple[Listed, ...]]:
        """Return the records behind them."""
        ...


def gather(
    form: Form[Dossier], checked: CheckedProgram, subject: Subject, used: Collection[str]
) -> Dossier:
    """Return everything that a paper is written from, as far as its template uses it.

    Raises UsageError when it is not clear which project it is about.
    """
    store, program = checked.store, checked.program
    year = program.year or subject.as_of.year
    society = store.records("society")
    applications = [record for record in store.records("application") if _is_of(record, program)]
    project = _project(checked.result, applications, subject.project) if form.of_project else None
    if form.judged and project and not any(verdict.records for verdict in project.requirements):
        project = _with_records(checked, project)
    application = _application(applications, project)
    dossier = Dossier(
        program=_facts(program, year, project),
        society=society[0] if society else {"record": "society"},
        as_of=subject.as_of,
        result=project,
        application=application,
        recorded=store.counts(),
        period=_period(year, application if form.of_project else {}),
        rules=program.layout.rules(form.name),
    )
    dossier = answered(form, dossier, used, store)
    return _with_evidence(dossier, store, subject.workspace)


def answered(form: Form[Dossier], dossier: Dossier, used: Collection[str], store: Asked) -> Dossier:
    """Return the dossier with an answer to all that the paper asks.

    Some questions follow from answers, such as one for each month with an activity; so the
    paper is asked again until it has no more. Each time the store answers everything at once.
    """
    promises = promised(dossier)
    kept = tuple(one.record for one in store.listed([promises])[promises])
    dossier = replace(dossier, commitments=kept, named=_named(dossier, store))
    while questions := {*form.asks(dossier, used)} - dossier.answers.keys():
        tallies, listed = store.answer(questions), store.listed(questions)
        answers = {one: Answer(tallies[one], tuple(listed[one])) for one in questions}
        dossier = replace(dossier, answers={**dossier.answers, **answers})
    return dossier


def _named(dossier: Dossier, store: Asked) -> frozenset[str]:
    """Return the kinds of which some record names the project."""
    title = dossier.application.get("title")
    if title is None:
        return frozenset()
    naming = {Selection(kind, where=standing.of_project(str(title))): kind for kind in OF_PROJECTS}
    tallies = store.answer(naming)
    return frozenset(kind for selection, kind in naming.items() if tallies[selection].measured)


def _with_evidence(dossier: Dossier, store: Store, workspace: Path | None) -> Dossier:
    """Return the dossier with the evidence for every record in its answers."""
    records = [record for answer in dossier.answers.values() for record in answer.records]
    refs = dict.fromkeys(ref_of(one) for one in records if one["record"] != "evidence")
    proofs = {ref: items for ref, items in store.evidence_for(refs).items() if items}
    numbers = {ref: tuple(_number(item) for item in items) for ref, items in proofs.items()}
    photos = tuple(_photos(_shown(dossier), proofs, workspace)) if workspace else ()
    return replace(dossier, evidence=numbers, photos=photos)


def _shown(dossier: Dossier) -> Sequence[Record]:
    """Return the activities that the paper lists, in date order."""
    both = (dossier.answers.get(choose(dossier)) for choose in (ours, joined))
    return in_date_order(record for answer in both if answer for record in answer.records)


def _is_of(application: Record, program: Program) -> bool:
    return application.get("program") in {program.id, program.title, *program.aliases}


def _project(result: CheckResult, applications: Sequence[Record], named: str) -> ProjectResult:
    """Return the project the paper is about; raises UsageError when that is not clear."""
    ids = list(dict.fromkeys(project.id for project in result.projects))
    applied = {str(record.get("project")) for record in applications}
    name = named or next((id_ for id_ in ids if id_ in applied), "")
    if not name and len(ids) == 1:
        name = ids[0]
    for project in result.projects:
        if name in {project.id, project.application}:
            return project
    names = {
        project.application or project.id: (project.title, project.id)
        for project in result.projects
    }
    if not name:
        listed = "、".join(dict.fromkeys([*ids, *(one for one in names if one not in ids)]))
        raise UsageError(
            "这份通知有几个项目，请说明是哪一个", f"加上 --project，可用的有：{listed}"
        )
    meant = one_meant(name, names, "项目")
    return next(one for one in result.projects if (one.application or one.id) == meant)


def _with_records(checked: CheckedProgram, project: ProjectResult) -> ProjectResult:
    result = with_records(checked.result, checked.store.explain)
    return result.projects[checked.result.projects.index(project)]


def _application(applications: Iterable[Record], judged: ProjectResult | None) -> Record:
    for record in applications:
        named = judged is not None and record.get("project") in {judged.id, judged.title}
        same = judged is not None and record.get("title") == judged.application
        if named and (same or not judged or not judged.application):
            return record
    return {"record": "application"}


def _period(year: int, application: Record) -> Period:
    start, end = application.get("from_on"), application.get("to_on")
    if isinstance(start, date):
        return Period(first_day(start), last_day(end) if isinstance(end, date) else None)
    return year_period(year)


def _facts(program: Program, year: int, judged: ProjectResult | None) -> ProgramFacts:
    project = program.project(judged.id) if judged else None
    places = {
        clause: requirement.place
        for each in program.projects
        for requirement in program.requirements_of(each)
        for clause in requirement.clauses
    }
    return ProgramFacts(
        id=program.id,
        title=program.title,
        issuer=program.issuer,
        document=program.document,
        year=year,
        project=project.id if project else "",
        project_title=project.title if project else "",
        category=project.category if project else "",
        places=places,
    )


def _photos(
    activities: Sequence[Record], proofs: Mapping[str, Sequence[Record]], workspace: Path
) -> Iterator[Photo]:
    """Yield the pictures among the evidence of activities, as far as their files are there."""
    for activity in activities:
        day = activity.get("start_on")
        when = f"（{show_date(day)}）" if isinstance(day, date) else ""
        for item in proofs.get(ref_of(activity), ()):
            path = workspace / str(item.get("path") or "")
            if path.suffix.lower() in PICTURES and path.is_file():
                caption, digest = f"{activity.get('title')}{when}", str(item.get("sha256") or "")
                yield Photo(str(path), caption, digest, _called(item))


def _called(evidence: Record) -> str:
    """Return number and title of evidence, as far as it has them."""
    label = RECORD_KINDS["evidence"].label
    return " ".join(str(evidence[name]) for name in ("number", label) if evidence.get(name))


def _number(evidence: Record) -> str:
    """Return how evidence is called in papers: its number, else its title."""
    return str(evidence.get("number") or evidence.get(RECORD_KINDS["evidence"].label))
