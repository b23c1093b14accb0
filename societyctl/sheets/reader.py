"""Workbook files into a reading: open, find tables, tell kinds, map columns, read rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from societyctl.domain.fields import RecordKind
from societyctl.domain.intake import SheetQuestion
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue, WorkbookError
from societyctl.sheets.files.grid import Grid, Workbook
from societyctl.sheets.files.opening import open_workbook
from societyctl.sheets.identity import Seen, differing
from societyctl.sheets.results import OnProgress, RejectedRow, SheetsRead, SkippedRow, TableRead
from societyctl.sheets.rows import ReadRows, RowReader
from societyctl.sheets.tables.answers import KIND_KEY, Answers, which_year
from societyctl.sheets.tables.finding import Table, find_tables
from societyctl.sheets.tables.forms import as_table, form_entries, is_form, labels_of
from societyctl.sheets.tables.headers import kind_named
from societyctl.sheets.tables.kinds import tell_kind
from societyctl.sheets.tables.mapping import ColumnMap, map_columns
from societyctl.sheets.tables.own_marks import GUIDE_SHEET
from societyctl.sheets.tables.recognition import candidates
from societyctl.sheets.tables.remembered import layout_signature

_ADVICE = "请用 societyctl blank 生成空白表对照表头，或用 --kind 指明记录类别"
_FILL_IN = "请在表头下面逐行填上数据再导入；“示例”行不算"


@dataclass(slots=True)
class _Gathering:
    """What one call of ``read_files`` has gathered."""

    kind: RecordKind | None
    answers: Answers
    on_progress: OnProgress | None
    tables: list[TableRead] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    problems: list[Issue] = field(default_factory=list)
    """What kept whole files from being read."""
    questions: list[SheetQuestion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    hints: list[str] = field(default_factory=list)


Opened = dict[Path, Workbook]
"""Workbooks that were opened already, so that reading again with more answers opens none twice."""


def read_files(
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
    opened: Opened | None = None,
) -> SheetsRead:
    """Read workbook files into records, issues and questions; the store is not touched.

    ``kind`` forces the kind of every sheet; ``mapping`` answers questions, header to field.
    Raises WorkbookError, with an issue for every file, when files cannot be read at all or when
    there is nothing in any of them; UsageError when ``kind`` or an answer makes no sense.
    """
    forced = kind_named(kind) if kind else None
    gathering = _Gathering(forced, Answers(mapping or {}), on_progress)
    names = _names(paths)
    hashes: dict[str, str] = {}
    opened = {} if opened is None else opened
    for path, file in names.items():
        if path in opened or _open(gathering, path, file, opened):
            hashes[file] = sha256_of(path)
            _read_workbook(gathering, opened[path], file)
    _raise_problems(gathering)
    gathering.notes += gathering.answers.unused()
    return SheetsRead(
        tuple(gathering.tables),
        tuple(gathering.issues),
        tuple(gathering.questions),
        tuple(gathering.notes),
        hashes,
        {file: path for path, file in names.items() if file in hashes},
    )


def _open(gathering: _Gathering, path: Path, file: str, opened: Opened) -> bool:
    """Open a workbook; tells whether that was possible, and notes why when it was not."""
    if gathering.on_progress:
        gathering.on_progress(file, 0, None)
    try:
        opened[path] = open_workbook(path, file)
    except WorkbookError as err:
        gathering.problems += err.issues or [Issue(file, _without_place(err.message, file))]
        gathering.hints.append(err.hint)
        return False
    return True


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """Return the paths with the short names used in messages; equal names keep their folder."""
    unique = list(dict.fromkeys(paths))
    short = [path.name for path in unique]
    return {path: path.name if short.count(path.name) == 1 else str(path) for path in unique}


def sha256_of(path: Path) -> str:
    """Return the hash of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _without_place(message: str, file: str) -> str:
    """Return a message without the file name it begins with."""
    return message.removeprefix(f"{file}：")


def _raise_problems(gathering: _Gathering) -> None:
    """Raise when a file could not be read, or when there was nothing to read at all."""
    problems = gathering.problems
    fruitful = gathering.questions or any(one.records or one.rejected for one in gathering.tables)
    advice = _ADVICE
    if not problems and not fruitful:
        problems = gathering.issues + [_nothing_in(table) for table in gathering.tables]
        advice = _ADVICE if gathering.issues else _FILL_IN
    if not problems:
        return
    hint = next((one for one in gathering.hints if one), advice)
    message = str(problems[0]) if len(problems) == 1 else f"有 {len(problems)} 处读不了"
    raise WorkbookError(message, hint, problems)


def _nothing_in(table: TableRead) -> Issue:
    """Say that a table holds no rows that could become records."""
    reasons = "、".join(dict.fromkeys(run.reason for run in table.skipped))
    where = f"{table.file} {table.sheet}".strip()
    return Issue(where, f"没有一行数据{f'（跳过了：{reasons}）' if reasons else ''}")


def _read_workbook(gathering: _Gathering, workbook: Workbook, file: str) -> None:
    """Read all visible sheets of a workbook."""
    gathering.notes += workbook.notes
    grids = [grid for grid in workbook.grids if grid.sheet != GUIDE_SHEET]
    visible = [grid for grid in grids if not grid.is_hidden]
    for grid in grids:
        if grid.is_hidden and grid.rows:
            gathering.notes.append(f"{file} {grid.sheet}：隐藏的工作表，没有读")
    has_table = [_read_grid(gathering, grid) for grid in visible]
    if any(has_table) or any(question.file == file for question in gathering.questions):
        return
    missing = [issue for issue in gathering.issues if issue.where.startswith(file)]
    gathering.problems += missing or [Issue(file, "没有内容")]
    gathering.issues = [issue for issue in gathering.issues if issue not in missing]


def _read_grid(gathering: _Gathering, grid: Grid) -> bool:
    """Read one sheet; tells whether a table was found in it."""
    if not grid.rows:
        gathering.notes.append(f"{grid.title}：空表，没有读")
        return False
    before = len(gathering.tables)
    tables = find_tables(grid)
    if _read_form(gathering, grid, tables):
        return True
    for table in tables:
        _read_table(gathering, table)
    if len(gathering.tables) == before and not any(
        q.sheet == grid.sheet for q in gathering.questions
    ):
        if not tables:
            gathering.issues.append(
                Issue(grid.title, "找不到表头", "一行写明各列名称，例如 活动名称、活动日期")
            )
        return False
    return True


def _read_form(gathering: _Gathering, grid: Grid, tables: Sequence[Table]) -> bool:
    """Read a sheet as a form if it is one."""
    entries = form_entries(grid)
    ranked = candidates(labels_of(entries), grid.sheet, grid.file)
    chosen = gathering.kind or next((one.kind for one in ranked if one.is_identified), None)
    if chosen is None or not is_form(entries, tables[0] if tables else None, chosen):
        return False
    _read_rows(gathering, as_table(grid, entries), chosen)
    return True


def _read_table(gathering: _Gathering, table: Table) -> None:
    """Tell the kind of a table and read it."""
    kind = tell_kind(table, gathering.kind, gathering.answers)
    if isinstance(kind, RecordKind):
        _read_rows(gathering, table, kind)
    elif isinstance(kind, SheetQuestion):
        gathering.questions.append(kind)
    elif kind is None:
        gathering.notes.append(f"{table.place_of()}：照您说的，这张表没有读")
    else:
        gathering.issues.append(kind)


def _read_rows(gathering: _Gathering, table: Table, kind: RecordKind) -> None:
    """Map the columns of a table and read its rows."""
    columns = map_columns(table, kind, gathering.answers)
    answer = gathering.answers.find(table.grid, KIND_KEY)
    if answer:
        columns.answered[KIND_KEY] = answer
    gathering.questions += columns.questions
    reader = RowReader(table, kind, columns)
    waiting = "表头有待确认的问题，整张表暂时没有读" if columns.blocked else ""
    rows = reader.read(only_skip=waiting, on_progress=gathering.on_progress)
    _settle_duplicates(gathering.seen, table, kind, rows)
    if rows.lacks_year and columns.year is None:
        gathering.questions.append(which_year(table.grid, table.title))
    gathering.tables.append(_table_read(table, kind, columns, rows))


def _settle_duplicates(seen: Seen, table: Table, kind: RecordKind, rows: ReadRows) -> None:
    """Move rows whose key came before out of the records: the same is skipped, others rejected."""
    kept: list[tuple[int, str, NewRecord]] = []
    for number, key, record in rows.records:
        earlier = seen.earlier(record, key)
        if earlier is None:
            kept.append((number, key, record))
        elif earlier.values == record.values:
            rows.skipped.append(SkippedRow(number, f"与 {_spoken(earlier, table)} 内容相同"))
        else:
            rows.rejected.append(
                RejectedRow(number, (_clash(table, kind, number, earlier, record),))
            )
    rows.records = kept


def _spoken(earlier: NewRecord, table: Table) -> str:
    """Return where an earlier row stands, in short when it is in the same sheet."""
    place, _, row = earlier.source.rpartition("!")
    own = "!".join(part for part in (table.grid.file, table.grid.sheet) if part)
    return f"第{row}行" if place == own else earlier.source


def _clash(
    table: Table, kind: RecordKind, number: int, earlier: NewRecord, record: NewRecord
) -> Issue:
    """Say that a row repeats the key of an earlier one with other content."""
    headers = "、".join(differing(kind, earlier, record))
    return Issue(
        table.grid.place(number),
        f"与{_spoken(earlier, table)}是同一条{kind.title}，但{headers}不同",
        "每条只写一行；若是两件事，请改名称、日期或加编号以便区分",
    )


def _table_read(table: Table, kind: RecordKind, columns: ColumnMap, rows: ReadRows) -> TableRead:
    """Put together what one table yielded."""
    grid = table.grid
    rows_shown = (row for row, _ in table.body) if grid.hidden_rows else ()
    hidden = sorted(row for row in rows_shown if row in grid.hidden_rows)
    notes = list(columns.notes)
    if hidden:
        notes.append(f"{grid.place(hidden[0])}起有 {len(hidden)} 行被隐藏或筛掉，也读入了")
    read = len(rows.records) + len(rows.rejected) + sum(run.count for run in rows.skipped)
    return TableRead(
        grid.file,
        grid.sheet,
        kind.name,
        read,
        tuple(record for _, _, record in rows.records),
        tuple(sorted(rows.rejected, key=lambda row: row.row)),
        tuple(sorted(rows.skipped, key=lambda run: run.row)),
        {one.column.header: one.field.name for one in columns.mapped},
        tuple(columns.unread),
        tuple(notes),
        layout_signature(kind.name, table.headers),
        columns.answered,
        table.header_rows,
    )
