"""Workbook files into a reading: opened, their sheets read one by one, their problems told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from societyctl.domain.fields import RecordKind
from societyctl.domain.intake import SheetQuestion
from societyctl.errors import Issue, WorkbookError
from societyctl.sheets.files.grid import Workbook
from societyctl.sheets.files.opening import open_workbook
from societyctl.sheets.results import OnProgress, SheetsRead, TableRead
from societyctl.sheets.sheet_reader import SheetReader
from societyctl.sheets.tables.answers import IGNORE, Answers, Memory
from societyctl.sheets.tables.headers import kind_named
from societyctl.sheets.tables.homeless import SEEMS

_ADVICE = "请用 societyctl blank 生成空白表对照表头，或用 --kind 指明记录类别"
_ADVICE_HOMELESS = "照上面说的登记；确是某类记录的，用 --kind 指明类别"
_FILL_IN = "请在表头下面逐行填上数据再导入；“示例”行不算"

Opened = dict[Path, Workbook]
"""Workbooks that were opened already, so that reading again with more answers opens none twice."""


def read_files(  # noqa: PLR0913  # what is said now and what was said before stay apart
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    meanings: Mapping[str, str] | None = None,
    memory: Memory | None = None,
    on_progress: OnProgress | None = None,
    opened: Opened | None = None,
    is_attended: bool = False,
) -> SheetsRead:
    """Read workbook files into records, issues and questions; the store is not touched.

    ``kind`` forces the kind of every sheet; ``mapping`` answers questions, header to field, and
    ``meanings`` those about words, ``column:word`` to term; both go before the ``memory``.
    ``is_attended``: somebody is there to answer questions. Raises WorkbookError, with an issue for
    every file, when files cannot be read at all or when there is nothing in any of them;
    UsageError when ``kind`` or an answer makes no sense.
    """
    answers = Answers(mapping or {}, meanings or {}, memory or Memory())
    reader = SheetReader(kind_named(kind) if kind else None, answers, on_progress, is_attended)
    opened, names = {} if opened is None else opened, _names(paths)
    errors, problems = dict[str, WorkbookError](), list[Issue]()
    for path, file in names.items():
        try:
            opened[path] = opened.get(path) or _open(path, file, on_progress)
        except WorkbookError as err:
            errors[file] = err
            problems += err.issues or [Issue(file, err.message.removeprefix(f"{file}："))]
        else:
            problems += reader.read(opened[path], file)
    _raise_problems(problems, list(errors.values()), reader)
    return SheetsRead(
        tuple(reader.tables),
        tuple(reader.issues),
        (*reader.questions, *(one.question for one in reader.unknown_words)),
        tuple(reader.unknown_words),
        (*reader.notes, *answers.unused()),
        {file: path for path, file in names.items() if file not in errors},
    )


def _open(path: Path, file: str, on_progress: OnProgress | None) -> Workbook:
    """Open a workbook and say so; raises WorkbookError."""
    if on_progress:
        on_progress(file, 0, None)
    return open_workbook(path, file)


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """Return the paths with the short names used in messages; equal names keep their folder."""
    unique = list(dict.fromkeys(paths))
    short = [path.name for path in unique]
    return {path: path.name if short.count(path.name) == 1 else str(path) for path in unique}


def _raise_problems(
    problems: list[Issue], errors: list[WorkbookError], reader: SheetReader
) -> None:
    """Raise when a file could not be read, or when there was nothing to read at all."""
    fruitful = reader.questions or any(one.records or one.rejected for one in reader.tables)
    advice = _ADVICE
    if not problems and not fruitful and not reader.may_be_empty:
        problems = reader.issues + [_nothing_in(table) for table in reader.tables]
        advice = _ADVICE if reader.issues else _FILL_IN
    if not problems:
        return
    if reader.unasked and not errors:
        homeless = all(one.found.startswith(SEEMS) for one in problems)
        first = _ADVICE_HOMELESS if homeless else _ADVICE
        advice = _ways_on(reader.unasked, reader.forced, first)
    hint = next((error.hint for error in errors if error.hint), advice)
    message = str(problems[0]) if len(problems) == 1 else f"有 {len(problems)} 处读不了"
    raise WorkbookError(message, hint, problems)


def _ways_on(unasked: Sequence[SheetQuestion], forced: RecordKind | None, first: str) -> str:
    """Say how to go on with sheets of no known kind, or of another than was named for all."""
    answer = forced.title if forced else IGNORE
    lines = " ".join(one.option(answer) for one in unasked)
    if forced:
        return f"不写 --kind，由程序认；确是“{answer}”就加 {lines}"
    return f"{first}；不用导入的就加 {lines}"


def _nothing_in(table: TableRead) -> Issue:
    """Say that a table holds no rows that could become records."""
    reasons = "、".join(dict.fromkeys(run.reason for run in table.skipped))
    where = f"{table.file} {table.sheet}".strip()
    return Issue(where, f"没有一行数据{f'（跳过了：{reasons}）' if reasons else ''}")
