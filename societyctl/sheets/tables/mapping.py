"""Columns to fields: exact headers and synonyms are taken, anything doubtful is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.intake import SheetQuestion
from societyctl.errors import UsageError
from societyctl.sheets.cells.money import MONEY_UNITS, bare_unit
from societyctl.sheets.files.grid import Cell, column_letters
from societyctl.sheets.tables.finding import Column, Table
from societyctl.sheets.tables.headers import (
    NUMBER_HEADERS,
    clean_header,
    field_named,
    like,
    names_of,
    related,
)
from societyctl.sheets.tables.questions import IGNORE, YEAR_KEY, Answers

_TITLE_UNIT = re.compile(r"(?:金额)?单位[:：]?\s*(万元|千元|元)")
_YEAR_HEADERS = frozenset({"年份", "年度", "年"})
_MONTH_HEADERS = frozenset({"月份", "月"})
_PERSONS, _VISITS = "人", "人次"
_SYNONYM, _CANONICAL, _ANSWERED = 1, 2, 3
"""How surely a column holds a field."""


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column whose field is known."""

    column: Column
    field: Field
    unit: str = ""


@dataclass(slots=True)
class ColumnMap:
    """The outcome of mapping the headers of one table."""

    mapped: list[MappedColumn] = field(default_factory=list)
    ignored: list[Column] = field(default_factory=list)
    questions: list[SheetQuestion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    year_column: int | None = None
    month_column: int | None = None
    """With the year's column, where no column holds the date."""
    year: int | None = None
    answered: dict[str, str] = field(default_factory=dict)
    """What a person said about columns, by header."""


@dataclass(slots=True)
class _Mapper:
    """Maps the columns of one table; lives for one call of ``map_columns``."""

    table: Table
    kind: RecordKind
    answers: Answers
    result: ColumnMap = field(default_factory=ColumnMap)

    def run(self) -> ColumnMap:
        """Map every column."""
        claims: dict[str, list[tuple[Column, int]]] = {}
        unknown: list[Column] = []
        for column in self.table.columns:
            claim = self._claim(column)
            if claim is None:
                unknown.append(column)
            elif claim[0] is not None:
                claims.setdefault(claim[0].name, []).append((column, claim[1]))
        for name, columns in claims.items():
            self._settle(self.kind.field(name), columns)
        self.result.mapped.sort(key=lambda one: one.column.index)
        for column in unknown:
            self._leave_out(column)
        self._read_year()
        return self.result

    def _claim(self, column: Column) -> tuple[Field | None, int] | None:
        """Return the field a column claims and how surely; (None, 0) when it is to be ignored."""
        letters = column_letters(column.index)
        lettered = self._answer(f"{column.header}@{letters}")
        answer = self._answer(column.header) if lettered is None else lettered
        if answer is not None:
            if lettered is None:  # letters change when a column is added
                self.result.answered[column.header] = answer
            if answer == IGNORE or not answer:
                self.result.ignored.append(column)
                return None, 0
            return self._answered(answer, column), _ANSWERED
        known = names_of(self.kind.name)
        found = next((known[name] for name in column.names if name in known), None)
        return (found[0], _CANONICAL if found[1] else _SYNONYM) if found else None

    def _answer(self, *headers: str) -> str | None:
        """Return what the person said about one of the headers."""
        grid = self.table.grid
        return self.answers.find(grid.file, grid.sheet, *headers)

    def _answered(self, answer: str, column: Column) -> Field:
        """Return the field named in an answer."""
        found = field_named(self.kind, answer)
        if found is None:
            raise UsageError(
                f"“{column.header}={answer}”：“{self.kind.title}”没有叫“{answer}”的项目",
                f"可用的项目：{'、'.join(one.header for one in self.kind.fields)}",
            )
        return found

    def _settle(self, wanted: Field, columns: Sequence[tuple[Column, int]]) -> None:
        """Give a field its column; several equal claims are asked about."""
        ranked = sorted(columns, key=lambda claim: -claim[1])
        winner, sureness = ranked[0]
        answered = sureness == _ANSWERED
        if not answered and self._is_pick_list(wanted, winner):
            self.result.ignored.append(winner)
            self._ask_parked(wanted, winner)
        else:
            self._take(wanted, winner, answered=answered)
        for column, _ in ranked[1:]:
            self.result.ignored.append(column)
            if answered:
                continue
            if self._is_parked(column):
                self.result.notes.append(
                    f"{self._where(column)}：“{column.header}”在表格右侧单独一列，当作下拉选项，没有读"
                )
                continue
            self._ask_twice(wanted, winner, column)

    def _ask_parked(self, wanted: Field, column: Column) -> None:
        """Ask whether a column set apart on the right belongs to the rows."""
        self._ask(
            column.header,
            f"{self._where(column)}：“{column.header}”在表格右侧单独一列，像下拉选项，没有读；"
            "它是各行自己的内容吗？",
            (wanted.header, IGNORE),
        )

    def _ask_twice(self, wanted: Field, winner: Column, column: Column) -> None:
        """Ask which of two columns holds a field."""
        taken = {one.field.name for one in self.result.mapped}
        others = [
            one.header
            for one in related(self.kind, column.names[0])
            if one.name not in taken and one.name != wanted.name
        ]
        same = column.names[0] == winner.names[0]
        header = f"{column.header}@{column_letters(column.index)}" if same else column.header
        self._ask(
            header,
            f"{self._where(column)}：“{column.header}”和“{winner.header}”"
            f"都对应“{wanted.header}”，以哪一列为准？",
            (wanted.header, *others, IGNORE),
            blocking=True,
        )

    def _is_parked(self, column: Column) -> bool:
        """Tell whether a column stands apart on the right, as pick-lists do."""
        block = self._block_of(column)
        return block[0].index > self.table.columns[0].index

    def _block_of(self, column: Column) -> list[Column]:
        """Return the columns that stand together with a column, without an empty one between."""
        block: list[Column] = []
        for one in self.table.columns:
            if block and one.index != block[-1].index + 1:
                if column in block:
                    break
                block = []
            block.append(one)
        return block

    def _is_pick_list(self, wanted: Field, column: Column) -> bool:
        """Tell whether a column set apart holds a list of choices and not the rows' own words."""
        if wanted.vocabulary is None or not self._is_parked(column):
            return False
        offset = column.index - self.table.grid.left
        words = [row[offset] for _, row in self.table.body if offset < len(row) and row[offset]]
        return len(words) > 1 and len(set(words)) == len(words)

    def _take(self, wanted: Field, column: Column, *, answered: bool) -> None:
        """Map a column after its unit has been checked."""
        unit = column.unit
        if answered:
            said = clean_header(
                self._answer(f"{column.header}@{column_letters(column.index)}", column.header) or ""
            ).unit
            unit = said or unit
        if wanted.type is FieldType.MONEY:
            unit = self._money_unit(wanted, column, unit)
        elif not answered and self._mixes_people(wanted, unit):
            self._ask_people(wanted, column)
            self.result.ignored.append(column)
            return
        self.result.mapped.append(MappedColumn(column, wanted, unit))

    def _money_unit(self, wanted: Field, column: Column, unit: str) -> str:
        """Return the unit of a column of money: said, printed above the table, or evident."""
        if unit in MONEY_UNITS:
            return unit
        printed = _TITLE_UNIT.search(self.table.title)
        if printed:
            return printed[1]
        offset = column.index - self.table.grid.left
        cells: list[Cell] = [row[offset] for _, row in self.table.body if offset < len(row)]
        evident = bare_unit(cells)
        if not evident:
            self._ask(
                column.header,
                f"{self._where(column)}：“{column.header}”的数字是元还是万元？",
                (f"{wanted.header}（元）", f"{wanted.header}（万元）"),
            )
        return evident

    def _mixes_people(self, wanted: Field, unit: str) -> bool:
        """Tell whether the header's unit contradicts what the field counts."""
        bare = unit.removeprefix("万")
        return {bare, wanted.unit} == {_PERSONS, _VISITS}

    def _ask_people(self, wanted: Field, column: Column) -> None:
        """Ask whether a column counts persons or visits."""
        bare = column.unit.removeprefix("万")
        fitting = [one.header for one in self.kind.fields if one.unit == bare]
        self._ask(
            column.header,
            f"{self._where(column)}：“{column.header}”写的是{bare}，"
            f"而“{wanted.header}”按{wanted.unit}计，应读作哪一项？",
            (*fitting, wanted.header, IGNORE),
            blocking=True,
        )

    def _leave_out(self, column: Column) -> None:
        """Ignore a column, asking first when it is nearly the header of a free field."""
        self.result.ignored.append(column)
        name = column.names[0]
        if name in NUMBER_HEADERS:
            return
        taken = {one.field.name for one in self.result.mapped}
        near = [one for one in like(self.kind, name, column.hint) if one.name not in taken]
        if near:
            choices = (*(one.header for one in near), IGNORE)
            self._ask(
                column.header,
                f"{self._where(column)}：“{column.header}”没有读，它是“{near[0].header}”吗？",
                choices,
                blocking=self._is_needed(near),
            )

    def _is_needed(self, near: Sequence[Field]) -> bool:
        """Tell whether rows cannot be told apart without one of the fields."""
        mapped = {one.field.name for one in self.result.mapped}
        if any(mapped.issuperset(key) for key in self.kind.key):
            return False
        keys = {name for key in self.kind.key for name in key}
        return any(one.name in keys for one in near)

    def _read_year(self) -> None:
        """Find the year of dates typed without one: a column of years, or an answer."""
        said = self._answer(YEAR_KEY)
        if said is not None and said.isdigit():
            self.result.year = int(said)
        for column in self.result.ignored:
            offset = column.index - self.table.grid.left
            if column.names[0] in _YEAR_HEADERS:
                self.result.year_column = offset
            elif column.names[0] in _MONTH_HEADERS:
                self.result.month_column = offset

    def _where(self, column: Column) -> str:
        """Return where the header stands."""
        row = self.table.header_rows[-1] if self.table.header_rows else 1
        return self.table.grid.place(row, column.index)

    def _ask(
        self, header: str, text: str, choices: Sequence[str], *, blocking: bool = False
    ) -> None:
        """Add a question about a column."""
        grid = self.table.grid
        self.result.questions.append(
            SheetQuestion(grid.file, grid.sheet, header, text, tuple(choices), blocking)
        )


def map_columns(table: Table, kind: RecordKind, answers: Answers) -> ColumnMap:
    """Return which column of a table holds which field of the kind.

    Raises UsageError when an answer names a field that the kind does not have.
    """
    return _Mapper(table, kind, answers).run()
