"""Taking in workbooks: read, show what would change, save, all in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl import __version__
from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.intake import (
    OPEN,
    ImportSummary,
    MissingRecord,
    SheetQuestion,
    SheetSummary,
    bare_key,
)
from societyctl.errors import Issue, WorkbookError
from societyctl.sheets import Memory, Opened, SheetsRead, TableRead, read_files
from societyctl.workflows.completing import WholeList, completed
from societyctl.workflows.doubles import pair_in_words, shown_place
from societyctl.workflows.editing import carried_changes, changes_of
from societyctl.workflows.headers import (
    answers_for,
    read_layouts,
    read_words,
    recalled_words,
    remember,
    words_recalled_in,
)
from societyctl.workflows.settling import Settling, settle

if TYPE_CHECKING:
    from societyctl.store import BatchInfo, Comparison, Saved, Store
    from societyctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """How an import is asked for."""

    kind: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    """What words outside a vocabulary mean, by ``column:word``."""
    dry_run: bool = False
    """Nothing is to be kept, not even what is said."""
    partial: bool = False
    """Take in the good rows even when some are rejected."""
    afresh: bool = False
    """Read files even when nothing has changed since they were imported."""
    whole: WholeList | None = None
    """Of which kind the files hold everybody."""


@dataclass(frozen=True, slots=True)
class IntakeDesk:
    """Who is there to help: a workspace that remembers, a person who answers."""

    workspace: Workspace | None = None
    answer: Callable[[SheetQuestion], str] | None = None
    on_progress: Callable[[str, int, int | None], None] | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """Workbooks read and compared with the store, not yet saved."""

    reading: SheetsRead
    summary: ImportSummary
    comparison: Comparison
    options: IntakeOptions
    digests: Mapping[str, str] = field(default_factory=dict)
    """By file: what its content and the way it was read come to."""
    remarks: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """How many rows cannot be taken in."""
        return sum(sheet.rejected for sheet in self.summary.sheets)

    @property
    def has_leftovers(self) -> bool:
        """Whether rows or whole sheets are not taken in that may hold data."""
        return self.rejected > 0 or bool(self.reading.issues) or bool(self.summary.missing)

    @property
    def would_change(self) -> bool:
        """Whether anything would be added or changed."""
        sheets = self.summary.sheets
        return self.summary.left > 0 or any(one.added or one.changed for one in sheets)

    @property
    def may_save(self) -> bool:
        """Whether anything may be saved: rejected rows hold all back unless ``partial``."""
        return self.rejected == 0 or self.options.partial


def read_workbooks(
    store: Store, paths: Sequence[Path], options: IntakeOptions, desk: IntakeDesk | None = None
) -> Intake:
    """Read workbooks and compare them with the store; nothing is written.

    Questions about headers are answered by the options, by what the workspace remembers, or
    by the person at the desk. Files that an earlier import took in are not read again as long as
    nothing has changed since. Raises WorkbookError for files that cannot be read, and for
    questions that stay open.
    """
    paths = [path if path.name else path.resolve() for path in paths]
    desk = desk or IntakeDesk()
    unchanged = None if options.afresh or options.whole else _unchanged(store, paths, options, desk)
    if unchanged is not None:
        return unchanged
    before = recalled_words(desk.workspace) if desk.workspace is not None else {}
    reading, recalled = _read(store, paths, options, desk)
    _require_answers(reading, paths, options)
    if desk.workspace is not None and not options.dry_run:
        remember(desk.workspace, reading)
    if desk.on_progress:
        desk.on_progress("与已登记的记录比较", 0, None)
    settled = settle(store, reading, desk.answer, desk.workspace, is_trial=options.dry_run)
    missing: tuple[MissingRecord, ...] = ()
    if options.whole is not None:
        settled, missing = completed(store, settled, options.whole, desk.answer)
    summary = _summary(settled.reading, settled.comparison.saved, dry_run=True, missing=missing)
    digests = {file: _digest(path, options, desk) for file, path in reading.paths.items()}
    if desk.workspace is not None:
        recalled += words_recalled_in(reading, before, options.meanings)
    remarks = (*recalled, *_remarks(settled))
    return Intake(settled.reading, summary, settled.comparison, options, digests, remarks)


def _digest(path: Path, options: IntakeOptions, desk: IntakeDesk) -> str:
    """Return what a file holds and how it is read, as one short text."""
    layouts = read_layouts(desk.workspace) if desk.workspace is not None else {}
    words = read_words(desk.workspace) if desk.workspace is not None else {}
    with path.open("rb") as stream:
        content = hashlib.file_digest(stream, "sha256").hexdigest()
    said = [sorted(options.mapping.items()), sorted(options.meanings.items())]
    how = [__version__, content, options.kind, *said, layouts, words]
    return hashlib.sha256(json.dumps(how, sort_keys=True).encode()).hexdigest()


def _unchanged(
    store: Store, paths: Sequence[Path], options: IntakeOptions, desk: IntakeDesk
) -> Intake | None:
    """Return an intake that changes nothing if all files were taken in before."""
    if not all(path.is_file() for path in paths):
        return None
    digests = {path.name: _digest(path, options, desk) for path in paths}
    imported = store.imported(frozenset(digests.values()))
    if len(imported) < len({*digests.values()}):
        return None
    summaries, remarks = [], []
    for file, digest in digests.items():
        batch, sheets = imported[digest]
        remarks.append(f"{file}：与第{batch}批导入的文件一字不差，此后这些记录没有改动，不用再读")
        summaries += [
            SheetSummary(
                file, one.sheet, RECORD_KINDS[one.kind].title, one.rows, unchanged=one.rows
            )
            for one in sheets
        ]
    summary = ImportSummary(tuple(summaries), dry_run=True)
    return Intake(SheetsRead(()), summary, store.compare(()), options, digests, tuple(remarks))


def _read(
    store: Store, paths: Sequence[Path], options: IntakeOptions, desk: IntakeDesk
) -> tuple[SheetsRead, list[str]]:
    """Read until no question is left that anyone here can answer; returns what was recalled too."""
    layouts = read_layouts(desk.workspace) if desk.workspace is not None else {}
    answers, meanings, opened = dict(options.mapping), dict(options.meanings), Opened()
    words = recalled_words(desk.workspace) if desk.workspace is not None else {}
    societies = store.records("society", fields=("name",))
    own_names = [str(one["name"]) for one in societies if one.get("name")]
    memory = Memory({}, words, layouts, own_names)
    while True:
        reading = read_files(
            paths,
            kind=options.kind,
            mapping=answers,
            meanings=meanings,
            memory=memory,
            on_progress=desk.on_progress,
            opened=opened,
            is_attended=desk.answer is not None,
        )
        remembered = {**answers_for(reading, layouts), **memory.mapping}
        if remembered != memory.mapping:
            memory = replace(memory, mapping=remembered)
            continue
        asked = [one for one in reading.questions if one.key not in {*answers, *meanings}]
        if not asked or desk.answer is None:
            return reading, _recalled(memory.mapping, answers)
        for question in asked:
            said = meanings if question.word else answers
            key, answer = question.answer(desk.answer(question))
            said[key] = answer


def _recalled(remembered: Mapping[str, str], answers: Mapping[str, str]) -> list[str]:
    """Return a remark on everything that was answered from memory, and not anew."""
    said = {key.rpartition("!")[2] for key in answers}
    return [
        f"{key.replace('!', ' ')}：照以前说的，是“{answer}”"
        for key, answer in sorted(remembered.items())
        if key.rpartition("!")[2] not in said
    ]


def annotate_intake(intake: Intake, out: Path) -> dict[Path, Path | None]:
    """Write copies of the workbooks read, with what is wrong marked.

    Several workbooks get the file name given with their own name added to it. Returns the
    copies, each with the dated copy kept of a file that was there.
    """
    from societyctl.sheets.writing import annotate

    files = list(intake.reading.paths)
    written: dict[Path, Path | None] = {}
    for file in files:
        path = out if len(files) == 1 else out.with_name(f"{out.stem}-{Path(file).stem}.xlsx")
        if path in written:  # 活动.xls beside 活动.xlsx
            path = out.with_name(f"{out.stem}-{Path(file).name}.xlsx")
        written[path] = annotate(intake.reading, file, path)
    return written


def _require_answers(reading: SheetsRead, paths: Sequence[Path], options: IntakeOptions) -> None:
    """Raise WorkbookError with the questions that hold rows back; none is answered twice."""
    if not reading.blocked:
        return
    asked = [question for question in reading.questions if not question.word]
    issues = [_open_question(question) for question in asked]
    raise WorkbookError(
        "有几处要由您说明才能导入",
        f"用 --map 回答，例如 {_command_so_far(paths, options)}{_hint(asked[0])}"
        f"{'（“？”换成您的回答）' if asked[0].is_guess else ''}",
        issues,
    )


def _command_so_far(paths: Sequence[Path], options: IntakeOptions) -> str:
    """Return the command with all that was said in it, to be carried on; nothing when nothing was.

    An example that was pasted as it stood has said nothing.
    """
    if not (options.mapping or options.meanings or options.kind):
        return ""
    given = {bare_key(key): answer for key, answer in options.mapping.items()}
    words = {key.replace('"', r"\""): answer for key, answer in options.meanings.items()}
    switches = (
        *(f'"{path}"' for path in paths),
        *(["--dry-run"] if options.dry_run else []),
        *(["--partial"] if options.partial else []),
        *([f"--complete {options.whole.kind}"] if options.whole else []),
        *([f"--kind {options.kind}"] if options.kind else []),
        *(f'--map "{key}={said}"' for key, said in given.items() if OPEN not in f"{key}={said}"),
        *(f'--value "{key}={said}"' for key, said in words.items()),
    )
    return f"societyctl import {' '.join(switches)} "


def _open_question(question: SheetQuestion) -> Issue:
    """Return a question that nobody was there to answer."""
    place = f"{question.file} {question.sheet}".strip()
    where, _, asked = question.text.partition("：")
    if not where.startswith(place):
        where, asked = place, question.text
    return Issue(where, asked.rstrip("？"), "、".join(question.choices))


def _hint(question: SheetQuestion) -> str:
    return question.option(question.choices[0] if question.choices else "四位数的年份")


def change_lines(intake: Intake) -> Iterator[str]:
    """Yield what would change in records that are known already: field, old, new."""
    if not any(sheet.changed for sheet in intake.summary.sheets):
        return  # most imports only add: there is no need to go through all they add
    saved = intake.comparison.saved
    for record, outcome in zip(intake.comparison.records, saved.records, strict=True):
        for line in changes_of(record.kind, outcome.changes):
            yield f"{shown_place(record.source)} {line}"
    yield from carried_changes(saved)


def _remarks(settled: Settling) -> Iterator[str]:
    """Yield what was passed over while reading, and rows that may be about one thing."""
    reading = settled.reading
    yield from reading.notes
    for sheet in reading.tables:
        yield from _sheet_remarks(sheet)
    for question in (one for one in reading.questions if not one.word):
        yield f"{question.text}（用 {_hint(question)} 回答）"
    for pair in settled.duplicates:
        yield f"{pair_in_words(pair)}，都按单独的记录读入；导入后用 societyctl duplicates 定"


def _sheet_remarks(sheet: TableRead) -> Iterator[str]:
    """Yield what was passed over in one sheet."""
    place = f"{sheet.file} {sheet.sheet}".strip()
    yield from (f"{place}：{note}" for note in sheet.notes)
    for run in sheet.skipped:
        rows = f"第{run.row}行" if run.count == 1 else f"第{run.row}行起{run.count}行"
        yield f"{place} {rows}没有读：{run.reason}"
    for use in sheet.uses:
        if use.use == "explained":
            yield f"{place}：“{use.header}”列：{use.why}"
    left = [f"{use.header}（{use.why}）" for use in sheet.uses if use.use == "left"]
    if left:
        yield f"{place}：没有用到的列：{'、'.join(left)}"


def save_intake(store: Store, intake: Intake) -> ImportSummary:
    """Save what was read in one transaction and return what became of every row.

    Raises WorkbookError when rows were rejected and a partial import was not asked for.
    """
    if not intake.may_save:
        raise WorkbookError(
            f"{intake.rejected}行有问题，没有导入任何数据",
            "改好后再导入；加 --annotated 问题.xlsx 标出问题所在，加 --partial 先导入其余各行",
            intake.summary.issues,
        )
    if not intake.comparison.records:
        return replace(intake.summary, dry_run=False)
    saved = store.save_compared(intake.comparison, _batch(intake))
    return _summary(intake.reading, saved, dry_run=False, missing=intake.summary.missing)


def _batch(intake: Intake) -> BatchInfo:
    """Return what history keeps of an import."""
    from societyctl.store import BatchInfo, ImportedSheet

    sheets = tuple(
        ImportedSheet(intake.digests[one.file], one.file, one.sheet, one.kind, _rows_of(one))
        for one in intake.reading.tables
    )
    if intake.reading.issues:  # a sheet was left over: the file is to be read again
        sheets = ()
    names = tuple(intake.reading.paths)
    return BatchInfo("导入", names, rejected=intake.rejected, sheets=sheets)


def _rows_of(sheet: TableRead) -> int:
    """Return how many rows became records, or say again what one of them says."""
    return len(sheet.records) + sheet.rows_repeated


def _summary(
    reading: SheetsRead, saved: Saved, *, dry_run: bool, missing: tuple[MissingRecord, ...] = ()
) -> ImportSummary:
    sheets, first = [], 0
    for sheet in reading.tables:
        last = first + len(sheet.records)
        tally = Counter(one.outcome for one in saved.records[first:last])
        sheets.append(_sheet_summary(sheet, tally))
        first = last
    issues = (*reading.issues_told_once, *saved.issues)
    left = len(saved.records) - first  # those that left stand behind the rows
    return ImportSummary(tuple(sheets), issues, saved.batch, dry_run, left, missing)


def _sheet_summary(sheet: TableRead, tally: Mapping[str, int]) -> SheetSummary:
    """Rows read as records: blank rows, totals and other rows passed over are not among them.

    A row that says the same again changes nothing.
    """
    return SheetSummary(
        file=sheet.file,
        sheet=sheet.sheet,
        kind=RECORD_KINDS[sheet.kind].title,
        read=_rows_of(sheet) + len(sheet.rejected),
        rejected=len(sheet.rejected),
        added=tally["added"],
        changed=tally["changed"],
        unchanged=tally["unchanged"] + sheet.rows_repeated,
    )
