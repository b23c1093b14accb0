"""Taking in workbooks: read, show what would change, save, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.results import ImportSummary, SheetSummary
from societyctl.errors import Issue, WorkbookError
from societyctl.importing import Question, Reading, SheetReading, read_files
from societyctl.workflows.layouts import answers_for, read_layouts, remember
from societyctl.workflows.records import show_value

if TYPE_CHECKING:
    from societyctl.store import Saved, Store
    from societyctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """How an import is asked for."""

    kind: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False
    """Take in the good rows even when some are rejected."""


@dataclass(frozen=True, slots=True)
class IntakeDesk:
    """Who is there to help: a workspace that remembers, a person who answers."""

    workspace: Workspace | None = None
    answer: Callable[[Question], str] | None = None
    on_progress: Callable[[str, int, int | None], None] | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """Workbooks read and compared with the store, not yet saved."""

    reading: Reading
    summary: ImportSummary
    preview: Saved
    options: IntakeOptions

    @property
    def rejected(self) -> int:
        """How many rows cannot be taken in."""
        return sum(sheet.rejected for sheet in self.summary.sheets)

    @property
    def may_save(self) -> bool:
        """Whether anything may be saved: rejected rows hold all back unless ``partial``."""
        return self.rejected == 0 or self.options.partial


def read_workbooks(
    store: Store, paths: Sequence[Path], options: IntakeOptions, desk: IntakeDesk | None = None
) -> Intake:
    """Read workbooks and compare them with the store; nothing is written.

    Questions about headers are answered by the options, by what the workspace remembers, or
    by the person at the desk. Raises WorkbookError for files that cannot be read, and for
    questions that stay open.
    """
    from societyctl.store import BatchInfo

    paths = [path if path.name else path.resolve() for path in paths]
    desk = desk or IntakeDesk()
    reading, questions, answers = _read(paths, options, desk)
    _require_answers(reading)
    if desk.workspace is not None and questions:
        remember(desk.workspace, reading, questions, answers)
    names = tuple(path.name for path in paths)
    preview = store.compare(reading.records).saved
    return Intake(reading, _summary(reading, preview, dry_run=True), preview, options)


def _read(
    paths: Sequence[Path], options: IntakeOptions, desk: IntakeDesk
) -> tuple[Reading, dict[str, Question], dict[str, str]]:
    """Read until no question is left that anyone here can answer."""
    layouts = read_layouts(desk.workspace) if desk.workspace is not None else {}
    answers, questions = dict(options.mapping), dict[str, Question]()
    while True:
        reading = read_files(
            paths, kind=options.kind, mapping=answers, on_progress=desk.on_progress
        )
        known = {**answers_for(reading, layouts), **answers}
        if known != answers:
            answers, layouts = known, {}
            continue
        asked = [one for one in reading.questions if one.blocking and one.key not in answers]
        questions.update((one.key, one) for one in reading.questions)
        if not asked or desk.answer is None:
            return reading, questions, answers
        answers.update((question.key, desk.answer(question)) for question in asked)


def annotate_intake(intake: Intake, out: Path) -> tuple[Path, ...]:
    """Write copies of the workbooks read, with what is wrong marked; returns them.

    Several workbooks get the file name given with their own name added to it.
    """
    from societyctl.importing import annotate

    files = list(intake.reading.sha256)
    paths = []
    for file in files:
        path = out if len(files) == 1 else out.with_name(f"{out.stem}-{Path(file).stem}.xlsx")
        annotate(intake.reading, file, path)
        paths.append(path)
    return tuple(paths)


def _require_answers(reading: Reading) -> None:
    if not reading.blocked:
        return
    issues = [
        Issue(f"{question.file} {question.sheet}", question.text, "、".join(question.choices))
        for question in reading.questions
    ]
    key = reading.questions[0].key
    choice = reading.questions[0].choices[0] if reading.questions[0].choices else "字段"
    raise WorkbookError(
        "有几处要由您说明才能导入", f'用 --map 回答，例如 --map "{key}={choice}"', issues
    )


def change_lines(intake: Intake) -> Iterator[str]:
    """Yield what would change in records that are known already: field, old, new."""
    for record, outcome in zip(intake.reading.records, intake.preview.records, strict=True):
        kind = RECORD_KINDS[record.kind]
        for change in outcome.changes:
            field_ = kind.field(change.field)
            old, new = (_shown(field_.type.value, value) for value in (change.old, change.new))
            yield f"{record.source.replace('!', ' ')}行 {field_.header}：{old} → {new}"


def _shown(type_: str, value: Value | None) -> str:
    return "（空）" if value is None else show_value(type_, value)


def remark_lines(intake: Intake) -> Iterator[str]:
    """Yield what was passed over while reading, and rows that may be about one thing."""
    yield from intake.reading.notes
    for sheet in intake.reading.sheets:
        place = f"{sheet.file} {sheet.sheet}".strip()
        yield from (f"{place}：{note}" for note in sheet.notes)
        for run in sheet.skipped:
            rows = f"第{run.row}行" if run.count == 1 else f"第{run.row}行起{run.count}行"
            yield f"{place} {rows}没有读：{run.reason}"
        if sheet.ignored_columns:
            yield f"{place}：没有用到的列：{'、'.join(sheet.ignored_columns)}"
    for pair in intake.reading.duplicates:
        first, second = (text.replace("!", " ") for text in (pair.first, pair.second))
        yield f"可能重复：{first} 与 {second}（{pair.why}），都按单独的记录读入"


def save_intake(store: Store, intake: Intake) -> ImportSummary:
    """Save what was read in one transaction and return what became of every row.

    Raises WorkbookError when rows were rejected and a partial import was not asked for.
    """
    from societyctl.store import BatchInfo

    if not intake.may_save:
        raise WorkbookError(
            f"{intake.rejected}行有问题，没有导入任何数据",
            "改好后再导入；加 --annotated 问题.xlsx 标出问题所在，加 --partial 先导入其余各行",
            intake.summary.issues,
        )
    names = tuple(intake.reading.sha256)
    batch = BatchInfo("导入", names, rejected=intake.rejected)
    saved = store.save(intake.reading.records, batch=batch)
    return _summary(intake.reading, saved, dry_run=False)


def _summary(reading: Reading, saved: Saved, *, dry_run: bool) -> ImportSummary:
    outcomes = iter(saved.records)
    sheets = []
    for sheet in reading.sheets:
        tally = {"added": 0, "changed": 0, "unchanged": 0}
        for _ in sheet.records:
            tally[next(outcomes).outcome] += 1
        sheets.append(_sheet_summary(sheet, tally))
    issues = (*reading.all_issues, *saved.issues)
    return ImportSummary(tuple(sheets), issues, batch=saved.batch, dry_run=dry_run)


def _sheet_summary(sheet: SheetReading, tally: Mapping[str, int]) -> SheetSummary:
    """Rows read as records: blank rows, totals and other rows passed over are not among them."""
    return SheetSummary(
        file=sheet.file,
        sheet=sheet.sheet,
        kind=RECORD_KINDS[sheet.kind].title,
        read=sheet.rows_read - sheet.rows_skipped,
        rejected=len(sheet.rejected),
        added=tally["added"],
        changed=tally["changed"],
        unchanged=tally["unchanged"],
    )
