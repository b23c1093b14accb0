"""What rows of a kind cannot do without and no column is known to give: it is asked.

Either some column gives it under another name, or it is the same for the whole sheet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.intake import OPEN, SheetQuestion
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.errors import UsageError
from societyctl.sheets.cells.converters import converter
from societyctl.sheets.cells.outcome import Noted, Refused
from societyctl.sheets.cells.terms import term_named
from societyctl.sheets.files.grid import Cell
from societyctl.sheets.tables.answers import IGNORE, Answers
from societyctl.sheets.tables.headers import NUMBER_HEADERS, akin, is_foreign, is_known
from societyctl.sheets.tables.table import Column, Table
from societyctl.sheets.tables.telltale import telltale
from societyctl.sheets.tables.years import ANY_YEAR

_PLANNED = re.compile(r"计划|预告|安排|排期|拟[办开举]")
_AFTERWARDS = re.compile(r"总结|完成|执行|落实|已[办开举]|台账")
_MOST_COLUMNS = 5
_ENOUGH = 0.5
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_TEXTS = (FieldType.TEXT, FieldType.REFERENCE)


def values_for_all(
    table: Table, kind: RecordKind, taken: Collection[str], answers: Answers
) -> dict[str, Value]:
    """Return what the person said of the whole sheet, by the name of the field.

    It is said like an answer about a column, the field standing where its header would.
    Raises UsageError when it is no value of that field.
    """
    headers = {column.header for column in table.columns}
    said: dict[str, Value] = {}
    for field in kind.fields if answers.mapping else ():
        if field.name in taken or field.header in headers:
            continue
        words = answers.find(table.grid, field.header, recall=False)
        if words is None or words in (IGNORE, OPEN) or not _is_value(words, field):
            continue
        outcome = converter(kind, field)(words)
        if isinstance(outcome, Refused):
            raise UsageError(f"“{field.header}={words}”：{outcome.found}", outcome.expected)
        value = outcome.value if isinstance(outcome, Noted) else outcome
        if value is not None:
            said[field.name] = value
    return said


def _is_value(words: str, field: Field) -> bool:
    """Tell whether an answer is a value of a field, and not the field of a column elsewhere."""
    if field.vocabulary:
        return term_named(words, VOCABULARIES[field.vocabulary]) is not None or not is_known(words)
    return not is_known(words)


def whether_planned(
    table: Table, kind: RecordKind, dated: Sequence[Column], answers: Answers
) -> SheetQuestion | None:
    """Ask whether the events of a sheet took place, where it or its dates are called a plan."""
    status = kind.field("status") if kind.follows_status else None
    grid = table.grid
    if status is None or answers.find(grid, status.header) is not None:
        return None
    names = f"{table.title} {grid.sheet} {grid.file}"
    is_plan = _PLANNED.search(names) is not None and not _AFTERWARDS.search(names)
    if not is_plan and not any(is_foreign(one.header) for one in dated):
        return None
    text = f"{table.place_of()}：像是一份计划，里面的活动办过了吗？（各行不一样的，加一列“状态”）"
    choices = ("计划", "已举办", IGNORE)
    return SheetQuestion(grid.file, grid.sheet, status.header, text, choices, blocking=True)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What one table lacks to tell its rows apart."""

    table: Table
    kind: RecordKind
    years: Sequence[int]
    """Those that the title and the names of sheet and file hold."""
    answers: Answers

    def questions(self, given: Collection[str], free: Sequence[Column]) -> list[SheetQuestion]:
        """Ask for every field that rows need and that is not ``given``.

        The ``free`` columns may hold it. One that the person said nothing gives is not asked for.
        """
        lacking = [self.kind.field(name) for name in _lacking(self.kind, given)]
        grid = self.table.grid
        open_ = [one for one in lacking if self.answers.find(grid, one.header) != IGNORE]
        return [self._question(field, free) for field in open_]

    def _question(self, field: Field, free: Sequence[Column]) -> SheetQuestion:
        """Ask which column gives a field, or what it is for the whole sheet."""
        columns = self._likely(field, free)
        values = self._printed(field)
        where = f"{self.table.place_of()}：“{self.kind.title}”要有“{field.header}”，没有这一列"
        asked = "是表里的哪一列" if columns else "是什么"
        is_own = field.name in (self.kind.label, self.kind.date)
        for_all = "" if is_own else "（各行都一样就直接写它）"
        headers = tuple(column.header for column in columns)
        return SheetQuestion(
            self.table.grid.file,
            self.table.grid.sheet,
            field.header,
            f"{where}，{asked}{for_all}？",
            (*values, *headers, IGNORE) if values or headers else (),
            blocking=True,
            columns=headers,
            is_guess=not (values or (columns and self._is_sure(columns, field))),
            others=tuple(one for one in self._known(field) if one not in values),
        )

    def _printed(self, field: Field) -> tuple[str, ...]:
        """Return values of a field that the title or the names of sheet and file hold."""
        if field.name == "year":
            return tuple(map(str, self.years))
        if not field.vocabulary:
            return ()
        grid = self.table.grid
        around = f"{self.table.title} {grid.sheet} {grid.file}"
        return tuple(one for one in VOCABULARIES[field.vocabulary].terms if one in around)[:1]

    @staticmethod
    def _known(field: Field) -> Sequence[str]:
        """Return all values that a field may have, where they can be counted."""
        if field.name == "year":
            return ANY_YEAR
        return VOCABULARIES[field.vocabulary].terms if field.vocabulary else ()

    def _likely(self, field: Field, free: Sequence[Column]) -> list[Column]:
        """Return the columns that may hold a field: those that mean it first."""
        numbered = [one for one in free if one.names[0] not in NUMBER_HEADERS]
        fitting = [one for one in numbered if self._fits(one, field)]
        return sorted(fitting, key=lambda one: not self._is_akin(one, field))[:_MOST_COLUMNS]

    def _fits(self, column: Column, field: Field) -> bool:
        """Tell whether most cells of a column look like values of a field."""
        filled = [cell for cell in self.table.cells_of(column) if cell != ""]
        tale = telltale(column, filled, self.kind)
        if field.type is FieldType.DATE:
            return tale is not None and FieldType.DATE in tale.types
        is_words = field.vocabulary or field.type in _TEXTS
        if is_words and tale is not None and not (tale.named or tale.types & {*_TEXTS}):
            return False
        return sum(_may_be(cell, field) for cell in filled) > len(filled) * _ENOUGH

    def _is_akin(self, column: Column, field: Field) -> bool:
        """Tell whether a header says what a field means."""
        is_label = field.name == self.kind.label
        return not is_foreign(column.header) and akin(column.names[0], field, is_label=is_label)

    def _is_sure(self, columns: Sequence[Column], field: Field) -> bool:
        """Tell whether the first of the likely columns may be offered as the answer."""
        only_date = field.type is FieldType.DATE and len(columns) == 1
        first = columns[0]
        return self._is_akin(first, field) or (only_date and not is_foreign(first.header))


def _lacking(kind: RecordKind, given: Collection[str]) -> list[str]:
    """Return the fields that would complete the nearest key: that of the label, if possible."""
    if any(set(given).issuperset(key) for key in kind.key):
        return []
    lacking = [[name for name in key if name not in given] for key in kind.key]
    ranked = [
        (kind.label not in key, len(names)) for key, names in zip(kind.key, lacking, strict=True)
    ]
    return lacking[ranked.index(min(ranked))]


def _may_be(cell: Cell, field: Field) -> bool:
    """Tell whether a cell may be a value of a field."""
    if field.vocabulary:
        return isinstance(cell, str) and bool(term_named(cell, VOCABULARIES[field.vocabulary]))
    if field.type in _TEXTS:
        return isinstance(cell, str) and not cell.replace(".", "").isdecimal()
    words = str(cell).removesuffix(".0").rstrip("年度")
    if field.name == "year":
        return words.isdecimal() and _FIRST_YEAR <= int(words) <= _LAST_YEAR
    return not isinstance(cell, date) and words.isdecimal()
