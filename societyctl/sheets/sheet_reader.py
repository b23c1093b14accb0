"""One sheet after another into tables that were read: the chain of this room, step by step.

A grid is searched for tables (or taken for a form), each table is told its kind, its columns are
mapped to fields, its rows are converted, and rows that came before are set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from societyctl.domain.fields import RecordKind
from societyctl.domain.intake import SheetQuestion, ToldKind
from societyctl.errors import Issue
from societyctl.sheets.files.grid import Grid, Workbook, column_letters
from societyctl.sheets.identity import Seen
from societyctl.sheets.results import OnProgress, TableRead
from societyctl.sheets.rows import ReadRows, RowReader
from societyctl.sheets.tables.answers import IGNORE, KIND_KEY, Answers
from societyctl.sheets.tables.finding import find_tables
from societyctl.sheets.tables.forms import as_table, form_entries, is_form, labels_of
from societyctl.sheets.tables.headers import kind_named
from societyctl.sheets.tables.homeless import homeless, homeless_sheet
from societyctl.sheets.tables.hosts import hosts_told_apart
from societyctl.sheets.tables.kinds import (
    kind_of_unknown,
    kind_said,
    tell_kind,
    whether_to_leave,
    whether_to_leave_part,
    why_taken,
)
from societyctl.sheets.tables.mapping import ColumnMap, map_columns
from societyctl.sheets.tables.own_marks import GUIDE_SHEET, LACK_HEADER
from societyctl.sheets.tables.parties import Parties, other_parties
from societyctl.sheets.tables.recognition import candidates
from societyctl.sheets.tables.remembered import layout_signature
from societyctl.sheets.tables.table import Table
from societyctl.sheets.tables.unknown_words import UnknownWords
from societyctl.sheets.tables.uses import column_uses
from societyctl.sheets.tables.years import which_year

_BY_PARTY = {"agreement": other_parties, "activity": hosts_told_apart}
"""By kind: what tells apart whose part in it a column names."""


@dataclass(slots=True)
class SheetReader:
    """Reads sheets and gathers what they yield; rows of all of them are compared."""

    forced: RecordKind | None
    """The kind of every sheet, where the person has named one."""
    answers: Answers
    on_progress: OnProgress | None
    is_attended: bool = False
    """Somebody is there to answer, so that even a file without any known table is asked about."""
    unasked: list[SheetQuestion] = field(default_factory=list)
    """What might be asked about files in which nothing was recognised."""
    tables: list[TableRead] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    """What keeps a sheet from being read, where its file holds others that can be."""
    questions: list[SheetQuestion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    may_be_empty: bool = False
    """One of the files is to be filled in as far as somebody knows."""
    _unknown: list[SheetQuestion] = field(default_factory=list)
    """What to ask about sheets of the file at hand whose kind was not recognised."""
    unknown_words: UnknownWords = field(default_factory=UnknownWords)

    def read(self, workbook: Workbook, file: str) -> list[Issue]:
        """Read all visible sheets of a workbook; returns what is wrong when none can be read."""
        self.notes += workbook.notes
        before = len(self.issues)
        self._unknown.clear()
        grids = [grid for grid in workbook.grids if grid.sheet != GUIDE_SHEET]
        self.may_be_empty = self.may_be_empty or any(map(_says_what_is_missing, workbook.grids))
        for grid in grids:
            if grid.is_hidden and grid.rows:
                self.notes.append(f"{file} {grid.sheet}：隐藏的工作表，没有读")
        has_table = [self._read_grid(grid) for grid in grids if not grid.is_hidden]
        is_asked = any(question.file == file for question in self.questions)
        if any(has_table) or is_asked or (self.is_attended and self._unknown):
            self._ask(*self._unknown)
            return []
        self.unasked += self._unknown
        issues = self.issues[before:]
        del self.issues[before:]
        return issues or [Issue(file, "没有内容")]

    def _read_grid(self, grid: Grid) -> bool:
        """Read one sheet; tells whether a table was found in it, or left out as the person said."""
        if not grid.rows:
            self.notes.append(f"{grid.title}：空表，没有读")
            return False
        before = len(self.tables)
        kind = self.answers.find(grid, KIND_KEY)
        is_told = self.forced is not None or kind not in (None, IGNORE)
        tables = find_tables(grid, self.answers.headers_said(grid), is_told=is_told)
        if self._read_form(grid, tables):
            return True
        seems = None if self._is_said(grid) else homeless_sheet(grid, tables)
        if seems:
            self.issues.append(seems)
            self._unknown.append(whether_to_leave(grid, seems.found))
            return False
        is_alone = len(tables) == 1
        was_left = [self._read_table(table, is_alone=is_alone) for table in tables]
        if not tables:
            expected = "一行写明各列名称，例如 活动名称、活动日期"
            if kind == IGNORE:
                self.notes.append(f"{grid.title}：照您说的，这张表没有读")
                return True
            self.issues.append(Issue(grid.title, "找不到表头", expected))
            self._unknown.append(whether_to_leave(grid))
        return len(self.tables) > before or any(was_left)

    def _is_said(self, grid: Grid) -> bool:
        """Tell whether the person has said what a sheet holds, or that it is to be left out."""
        return self.forced is not None or self.answers.find(grid, KIND_KEY) is not None

    def _read_form(self, grid: Grid, tables: Sequence[Table]) -> bool:
        """Read a sheet as a form if it is one."""
        entries = form_entries(grid)
        ranked = candidates(labels_of(entries), grid.sheet, grid.file)
        best = next((one for one in ranked if one.is_identified), None)
        said = self.answers.find(grid, KIND_KEY)
        kind = self.forced or (best.kind if best else None)
        if said and said != IGNORE:
            kind = kind_named(said)
        if kind is None or not is_form(entries, tables[0] if tables else None, kind):
            return False
        table = as_table(grid, entries)
        if said == IGNORE:
            self.notes.append(f"{grid.title}：照您说的，这张表没有读")
            return True
        if self.forced or said or best is None:
            told = ToldKind(kind.title, "您说的" if said else "用 --kind 指明的")
        else:
            told = why_taken(table, [one for one in ranked if one.is_identified])
        self._read_rows(table, kind, told)
        return True

    def _read_table(self, table: Table, *, is_alone: bool) -> bool:
        """Tell the kind of a table and read it; tells whether it is left out as the person said."""
        is_said = self.forced is not None or kind_said(table, self.answers) is not None
        seems = None if is_said else homeless(table)
        if seems:
            self.issues.append(seems)
            self._unknown.append(whether_to_leave_part(table, seems.found))
            return False
        kind = tell_kind(table, self.forced, self.answers)
        if isinstance(kind, tuple):
            self._read_rows(table, *kind)
        elif isinstance(kind, SheetQuestion):
            self._ask(kind)
        elif kind is None:
            self.notes.append(f"{table.place_of()}：照您说的，这张表没有读")
        else:
            self.issues.append(kind)
            self._unknown.append(kind_of_unknown(table, is_alone=is_alone))
        return kind is None

    def _read_rows(self, table: Table, kind: RecordKind, told: ToldKind) -> None:
        """Map the columns of a table and read its rows."""
        whole, parties = table, Parties(table)
        if kind.name in _BY_PARTY:
            parties = _BY_PARTY[kind.name](table, self._own_names(), self.answers)
            table = parties.table
        columns = map_columns(table, kind, self.answers)
        columns.unread += parties.unread
        if parties.question is not None:
            columns.questions[:] = [parties.question]
        self._ask(*columns.questions)
        waiting = "表头有待确认的问题，整张表暂时没有读" if columns.blocked else ""
        reader = RowReader(table, kind, columns)
        rows = reader.read(only_skip=waiting, on_progress=self.on_progress)
        self.seen.set_aside(rows, table, kind, columns)
        for one in columns.mapped:
            for (index, word), numbers in rows.unknown.items():
                if index == one.column.index:
                    self.unknown_words.add(table.grid, one.column, kind, one.field, word, numbers)
        self._account_for_year(table, columns, rows)
        columns.notes += rows.notes
        uses = column_uses(whole, kind, columns, self.answers)
        done = replace(_table_read(table, kind, columns, rows), uses=uses, told=told)
        if self.tables and _carries_on(self.tables[-1], done):
            done = self.tables.pop().joined(done)
        self.tables.append(done)

    def _account_for_year(self, table: Table, columns: ColumnMap, rows: ReadRows) -> None:
        """Say where the year of dates without one is from, or ask for it."""
        if rows.takes_year and columns.year.note:
            columns.notes.append(columns.year.note)
        if rows.lacks_year and columns.year.year is None:
            self._ask(which_year(table.grid, columns.year))

    def _own_names(self) -> set[str]:
        """Return what the society is called, as stored and as read so far."""
        own = [one.records for one in self.tables if one.kind == "society"]
        read = {str(record.values["name"]) for records in own for record in records}
        return read.union(self.answers.memory.own_names)

    def _ask(self, *questions: SheetQuestion) -> None:
        """Add questions; what concerns both halves of a list is asked once."""
        keys = {question.key for question in self.questions}
        self.questions += [question for question in questions if question.key not in keys]


def _carries_on(earlier: TableRead, later: TableRead) -> bool:
    """Tell whether a table is the next part of a list that goes on to the right."""
    return bool(later.header_rows) and all(
        getattr(earlier, name) == getattr(later, name)
        for name in ("file", "sheet", "header_rows", "kind", "layout")
    )


def _table_read(table: Table, kind: RecordKind, columns: ColumnMap, rows: ReadRows) -> TableRead:
    """Put together what one table yielded."""
    grid, notes = table.grid, list(columns.notes)
    hidden = [row for row, _ in table.body if row in grid.hidden_rows]
    if hidden:
        notes.append(f"{grid.place(hidden[0])}起有 {len(hidden)} 行被隐藏或筛掉，也读入了")
    unseen = [one.column for one in columns.mapped if one.column.index in grid.hidden_columns]
    if unseen:
        names = "、".join(f"{column_letters(one.index)}列“{one.names[0]}”" for one in unseen)
        notes.append(f"{grid.title}：{names}被隐藏，也读入了")
    return TableRead(
        grid.file,
        grid.sheet,
        kind.name,
        tuple(record for _, _, record in rows.records),
        tuple(sorted(rows.rejected, key=lambda row: row.row)),
        tuple(sorted(rows.skipped, key=lambda run: run.row)),
        {one.column.header: one.field.name for one in columns.mapped},
        tuple(columns.unread),
        tuple(notes),
        layout_signature(kind.name, table.headers),
        columns.answered,
        {one.field.vocabulary: one.meanings for one in columns.mapped if one.field.vocabulary},
        table.header_rows,
    )


def _says_what_is_missing(grid: Grid) -> bool:
    """Tell whether a sheet is our guide to a workbook in which not everything need be filled in."""
    return grid.sheet == GUIDE_SHEET and bool(grid.rows) and LACK_HEADER in grid.rows[0][1]
