"""Clauses that need a person: which are open, and findings taken in, one batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.judgements import Finding, FindingsSaved, Judgement
from societyctl.domain.keys import normal_text
from societyctl.domain.records import NewRecord
from societyctl.domain.verdicts import CheckResult, ProjectResult, Status, Verdict, must_not_be
from societyctl.domain.wording import show_date
from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.workflows.checking import CheckOptions, check_society

if TYPE_CHECKING:
    from societyctl.domain.fields import Value
    from societyctl.rules.language.program import Program
    from societyctl.rules.language.requirement import Requirement
    from societyctl.sheets import SheetsRead
    from societyctl.store import Store

WAIVER = "豁免"
_SUBJECT = ("project", "application", "requirement")
_ANSWERS = ("verdict", "reason", "judged_by", "judged_on", "valid_to", "evidence")


@dataclass(frozen=True, slots=True)
class JudgementScope:
    """Which judgements are meant."""

    program: Program
    as_of: date
    projects: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    """Ids of requirements to be judged whatever their verdict now; none for those that wait."""


def open_judgements(store: Store, scope: JudgementScope) -> tuple[Judgement, ...]:
    """Return what waits for a person, in the order of the notice, once per project.

    Requirements that are named are judged anew, or waived. Raises UsageError for an id that none
    of the projects has.
    """
    verdicts = list(_verdicts(_checked(store, scope)))
    if not scope.requirements:
        return tuple(
            _judgements(scope.program, [pair for pair in verdicts if _waits_for_finding(*pair)])
        )
    ids = {verdict.id for _, verdict in verdicts}
    unknown = [Issue(name, "没有这个要求代号") for name in scope.requirements if name not in ids]
    if unknown:
        raise UsageError(
            "有要求代号不认识", "代号见 societyctl check --verbose，写在要求标题后面", unknown
        )
    named = [pair for pair in verdicts if pair[1].id in scope.requirements]
    return tuple(_judgements(scope.program, named))


def _waits_for_finding(_: ProjectResult, verdict: Verdict) -> bool:
    return verdict.status is Status.JUDGEMENT


def write_open_judgements(
    store: Store, scope: JudgementScope, out: Path
) -> tuple[int, Path | None]:
    """Write what waits for a person as a sheet to fill in, no file for none.

    Returns how much waits, and the copy kept of a file that was there.
    """
    from societyctl.sheets.writing import write_judgements

    judgements = open_judgements(store, scope)
    previous = write_judgements(judgements, out) if judgements else None
    return len(judgements), previous


def save_filled_sheet(
    store: Store, scope: JudgementScope, path: Path, today: date
) -> FindingsSaved:
    """Save the findings of a filled sheet; raises WorkbookError listing every bad row.

    It may speak of every requirement: once for all applications, once for every single one.
    """
    verdicts = list(_verdicts(_checked(store, scope)))
    every = list(_judgements(scope.program, verdicts, of_all=True))
    singly = _judgements(scope.program, verdicts, of_all=False)
    judgements = (*every, *(one for one in singly if one.application))
    sheet = _read_filled_sheet(path, judgements, evidence_numbers(store), today)
    return save_findings(store, sheet.answered, file=sheet.file, blank=sheet.blank)


def _checked(store: Store, scope: JudgementScope) -> CheckResult:
    return check_society(store, scope.program, CheckOptions(scope.as_of, scope.projects))


def read_day(text: str) -> date | Issue | None:
    """Return a date as people write dates, what is wrong with it, or None for nothing typed."""
    from societyctl.sheets import read_typed

    typed = read_typed(RECORD_KINDS["finding"], [f"judged_on={text}"], "")
    value = typed[0] if isinstance(typed, list) else typed.values["judged_on"]
    return value if isinstance(value, (date, Issue)) else None


def _verdicts(result: CheckResult) -> Iterator[tuple[ProjectResult, Verdict]]:
    return ((project, verdict) for project in result.projects for verdict in project.requirements)


def _judgements(
    program: Program,
    verdicts: Iterable[tuple[ProjectResult, Verdict]],
    *,
    of_all: bool | None = None,
) -> Iterator[Judgement]:
    """Yield judgements; two applications for one project are judged together or one by one.

    Which of the two follows from the requirement, unless it is said.
    """
    seen: set[tuple[str, str, str]] = set()
    for project, verdict in verdicts:
        requirement = _requirement(program, project.id, verdict.id)
        together = not requirement.is_judged_by_application if of_all is None else of_all
        application = "" if together else project.application
        subject = (project.id, application, verdict.id)
        if subject in seen:
            continue
        seen.add(subject)
        yield Judgement(
            program=program.id,
            project=project.id,
            project_title=project.title,
            application=application,
            requirement=verdict.id,
            clauses=verdict.clauses,
            title=verdict.title,
            citation=verdict.citation,
            question=requirement.finding or verdict.title,
            figures=_figures(verdict),
            status=verdict.status,
            because=verdict.because,
            evidence_wanted=verdict.evidence_wanted,
        )


def _requirement(program: Program, project: str, id_: str) -> Requirement:
    requirements = program.requirements_of(program.project(project))
    return next(requirement for requirement in requirements if requirement.id == id_)


def _figures(verdict: Verdict) -> tuple[str, ...]:
    """Return the measured figure of the requirement itself, then those named to help."""
    own: tuple[str, ...] = ()
    if verdict.measured is not None:
        part = verdict.part
        asked = (
            "没有"
            if part is not None and must_not_be(part.manner, part.wording, verdict.needed)
            else f"{verdict.needed}{verdict.unit}"
        )
        needed = f"，要求{asked}" if verdict.needed is not None else ""
        own = (f"现有{verdict.measured}{verdict.unit}{needed}",)
    return own + verdict.proxies


def mistakes_in(finding: Finding, evidence: Iterable[str], today: date) -> tuple[str, ...]:
    """Return what is wrong with a finding, in Chinese; nothing is filled in for the person."""
    on_file = set(evidence)
    numbers = [number for number in finding.evidence.split("、") if number]
    unknown = [number for number in numbers if number not in on_file]
    until = finding.valid_to
    checks = (
        (not finding.reason.strip(), "没有写理由"),
        (not finding.judged_by.strip(), "没有写研判人"),
        (finding.judged_on > today, f"研判日期{show_date(finding.judged_on)}还没有到"),
        (finding.verdict == WAIVER and until is None, "豁免要写有效期至哪一天"),
        (until is not None and until < finding.judged_on, "有效期早于研判日期"),
        (bool(unknown), f"佐证编号{'、'.join(unknown)}没有登记（见 societyctl list 佐证材料）"),
    )
    return tuple(text for wrong, text in checks if wrong)


def evidence_numbers(store: Store) -> tuple[str, ...]:
    """Return the numbers of all evidence on file."""
    return tuple(str(r["number"]) for r in store.records("evidence") if r.get("number"))


def save_findings(
    store: Store, answered: Sequence[tuple[Judgement, Finding]], *, file: str = "", blank: int = 0
) -> FindingsSaved:
    """Save findings in one batch; one on the same requirement as before replaces it."""
    from societyctl.store import BatchInfo

    records = [_record(judgement, finding, file) for judgement, finding in answered]
    if not records:
        return FindingsSaved(0, 0, 0, blank)
    saved = store.save(records, batch=BatchInfo("研判", (file,) if file else ()))
    added, changed, same = (saved.count(word) for word in ("added", "changed", "unchanged"))
    return FindingsSaved(added, changed, same, blank, saved.batch)


def _record(judgement: Judgement, finding: Finding, file: str) -> NewRecord:
    """Return the record; what a finding leaves open empties what an earlier one said."""
    values = {
        "program": judgement.program,
        "project": judgement.project,
        "application": judgement.application or None,
        "requirement": judgement.requirement,
        "clause": judgement.clauses[0] if judgement.clauses else None,
        "verdict": finding.verdict,
        "reason": finding.reason.strip(),
        "judged_by": finding.judged_by.strip(),
        "judged_on": finding.judged_on,
        "valid_to": finding.valid_to,
        "evidence": finding.evidence or None,
    }
    return NewRecord("finding", values, file or "研判")


@dataclass(frozen=True, slots=True)
class _FilledSheet:
    """A sheet of judgements, read and found in order."""

    answered: tuple[tuple[Judgement, Finding], ...]
    blank: int
    file: str


def _read_filled_sheet(
    path: Path, judgements: Sequence[Judgement], evidence: Sequence[str], today: date
) -> _FilledSheet:
    """Return the findings of a filled sheet; raises WorkbookError listing every bad row.

    ``judgements`` are all that the sheet may speak of, settled ones too.
    """
    from societyctl.sheets import read_files

    reading = read_files([path], kind="finding")
    by_subject = {
        _subject(item.project, item.application, item.requirement): item for item in judgements
    }
    issues = [*reading.all_issues, *_open_questions(reading)]
    answered: list[tuple[Judgement, Finding]] = []
    blank = 0
    for record in (record for sheet in reading.tables for record in sheet.records):
        if not any(record.values.get(name) for name in _ANSWERS):
            blank += 1
            continue
        where = _place(record)
        judgement = by_subject.get(_subject(*map(record.values.get, _SUBJECT)))
        wrong = _row_mistakes(record.values, judgement, judgements)
        if judgement is None or wrong:
            issues += [Issue(where, text) for text in wrong]
            continue
        finding = _finding(record.values, today)
        issues += [Issue(where, text) for text in mistakes_in(finding, evidence, today)]
        answered.append((judgement, finding))
    if issues:
        raise WorkbookError(
            f"{path.name}有{len(issues)}处要改，什么都没有登记",
            "改好后再登记；没有把握的行留空即可，不影响其余各行",
            issues,
        )
    return _FilledSheet(tuple(answered), blank, path.name)


def _open_questions(reading: SheetsRead) -> Iterator[Issue]:
    """Yield what keeps a sheet from being read as it is."""
    for question in reading.questions:
        if question.blocking and not question.word:
            yield Issue(question.file, question.text, "删去这一列，或去掉里面的内容")


def _place(record: NewRecord) -> str:
    """Return sheet and row of a record as people name them."""
    file, _, rest = record.source.partition("!")
    sheet, _, row = rest.rpartition("!")
    return f"{file} {sheet} 第{row}行" if row else record.source


def _subject(*named: Value | None) -> tuple[str, ...]:
    """Return project, application and requirement as they are compared."""
    return tuple(normal_text(name or "") for name in named)


def _row_mistakes(
    values: Mapping[str, object], judgement: Judgement | None, judgements: Sequence[Judgement]
) -> list[str]:
    wrong = []
    programs = {item.program for item in judgements}
    if values.get("program") and values["program"] not in programs:
        wrong.append(f"是计划 {values['program']} 的，不是 {'、'.join(sorted(programs))} 的")
    elif judgement is None:
        wrong.append(_unknown_subject(values, judgements))
    if not values.get("verdict"):
        words = "、".join(_verdict_words())
        wrong.append(f"填了别的内容，却没有研判结论；可填：{words}")
    return wrong


def _unknown_subject(values: Mapping[str, object], judgements: Sequence[Judgement]) -> str:
    """Say which part of what a row is about names nothing."""
    project, application, requirement = (str(values.get(name) or "") for name in _SUBJECT)
    if any((item.project, item.requirement) == (project, requirement) for item in judgements):
        titles = {item.application for item in judgements if item.project == project} - {""}
        named = f"已登记的有“{'”“'.join(sorted(titles))}”" if titles else "还没有登记这个项目的申报"
        return f"项目“{project}”没有名为“{application}”的申报；{named}"
    return f"项目“{project or '（空）'}”里没有要求“{requirement or '（空）'}”"


def _verdict_words() -> tuple[str, ...]:
    from societyctl.domain.vocabularies import VOCABULARIES

    return VOCABULARIES[RECORD_KINDS["finding"].field("verdict").vocabulary or ""].terms


def _finding(values: Mapping[str, object], today: date) -> Finding:
    on, until = values.get("judged_on"), values.get("valid_to")
    return Finding(
        verdict=str(values["verdict"]),
        reason=str(values.get("reason") or ""),
        judged_by=str(values.get("judged_by") or ""),
        judged_on=on if isinstance(on, date) else today,
        valid_to=until if isinstance(until, date) else None,
        evidence=str(values.get("evidence") or ""),
    )
