"""Blank workbooks to fill in, and records written back in the same form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Record
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.domain.wording import yes_or_no
from societyctl.sheets.cells.codes import CODE_EXAMPLES
from societyctl.sheets.cells.converters import converter
from societyctl.sheets.cells.numbers import from_float
from societyctl.sheets.cells.outcome import NONE_WORD, Noted
from societyctl.sheets.cells.terms import as_typed
from societyctl.sheets.tables.headers import kind_named
from societyctl.sheets.tables.own_marks import EXAMPLE
from societyctl.sheets.writing.own_sheets import add_guide, add_sheet, new_workbook, put, save

_EXAMPLES: dict[FieldType, object] = {
    FieldType.TEXT: "某某",
    FieldType.INTEGER: 1,
    FieldType.DECIMAL: 95,
    FieldType.MONEY: 10_000,
    FieldType.FLAG: "是",
    FieldType.DATE: date(2022, 6, 23),
    FieldType.REFERENCE: "某某",
}


def write_blank(kinds: Sequence[str], out: Path) -> None:
    """Write a workbook to be filled in: a sheet per kind, all kinds when none is named.

    Raises UsageError for an unknown kind, WorkbookError when the file cannot be written.
    """
    wanted = [kind_named(name) for name in kinds] or list(RECORD_KINDS.values())
    book = new_workbook()
    for kind in wanted:
        sheet = add_sheet(book, kind)
        _add_example(sheet, kind)
    add_guide(book, wanted)
    save(book, out)


def write_records(records_by_kind: Mapping[str, Iterable[NewRecord | Record]], out: Path) -> None:
    """Write records so that reading the workbook gives the same values again.

    A hedged number is written as it was typed, so that it stays hedged. Raises
    UsageError for an unknown kind, WorkbookError when the file cannot be written.
    """
    book = new_workbook()
    kinds = {kind_named(name): records for name, records in records_by_kind.items()}
    for kind, records in kinds.items():
        sheet = add_sheet(book, kind)
        for number, record in enumerate(records, 1):
            add_record(sheet, kind, _as_new(kind, record), number)
    add_guide(book, tuple(kinds))
    save(book, out)


def _add_example(sheet: Worksheet, kind: RecordKind) -> None:
    """Add a row that shows how to fill in, marked so that it is never read."""
    sheet.append([EXAMPLE, *(_example(field) for field in kind.fields)])
    for cell in sheet[2]:
        cell.font = Font(italic=True, color="808080")
        if isinstance(cell.value, date):
            cell.number_format = "yyyy-mm-dd"


def _example(field: Field) -> object:
    """Return a plausible value of a field."""
    if field.vocabulary:
        terms = VOCABULARIES[field.vocabulary].terms
        return "、".join(terms[:2]) if field.type is FieldType.TERMS else terms[0]
    if field.name == "year":
        return 2022
    if field.code:
        return CODE_EXAMPLES[field.code]
    if field.type is FieldType.TEXT and not field.personal:
        return f"某{field.header}"
    return _EXAMPLES.get(field.type, "甲单位、乙单位")


def _as_new(kind: RecordKind, record: NewRecord | Record) -> NewRecord:
    """Return a stored record as one to be entered, with what was typed for its values."""
    if isinstance(record, NewRecord):
        return record
    values = {name: record.get(name) for name in kind.field_names}
    entered = record.get("entered")
    return NewRecord(kind.name, values, entered=json.loads(str(entered)) if entered else {})


def add_record(sheet: Worksheet, kind: RecordKind, record: NewRecord, number: int) -> None:
    """Write one record below the others."""
    row = number + 1
    sheet.cell(row, 1, number)
    for column, field in enumerate(kind.fields, 2):
        content = _content(kind, field, record)
        if content is not None:
            put(sheet, row, column, content)


def _content(kind: RecordKind, field: Field, record: NewRecord) -> str | float | date | None:
    """Return what is written for a field: the typed text where it still says the same."""
    value = record.values.get(field.name)
    typed = record.entered.get(field.name)
    if typed is not None and _still_says(kind, field, record, typed):
        return typed
    return None if value is None else _shown(field, value)


def _still_says(kind: RecordKind, field: Field, record: NewRecord, typed: str) -> bool:
    """Tell whether the typed text, read again, gives what the record now holds."""
    convert = converter(kind, field, unit=field.unit, name=field.header)
    outcome = convert(typed)
    if not isinstance(outcome, Noted) or outcome.value != record.values.get(field.name):
        return False
    return all(record.values.get(name) == value for name, value in outcome.more.items())


def _shown(field: Field, value: Value) -> str | float | date:
    """Return a value as it is put into a cell."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if field.vocabulary and isinstance(value, str | tuple):
        words = (value,) if isinstance(value, str) else value
        value = tuple(as_typed(word, VOCABULARIES[field.vocabulary]) for word in words)
    if isinstance(value, tuple):
        return "、".join(value) or _none_of(field)
    if isinstance(value, date):
        return value
    if field.type is FieldType.MONEY and isinstance(value, int):
        return _number(Decimal(value) / 100)
    if isinstance(value, int | Decimal):
        percent = field.unit == "%" and 0 < value <= 1
        return f"{Decimal(value):f}%" if percent else _number(Decimal(value))
    return value


def _none_of(field: Field) -> str:
    """Return what stands for an empty list: 无, unless that is one of the words."""
    has_word = field.vocabulary and NONE_WORD in VOCABULARIES[field.vocabulary].terms
    return "-" if has_word else NONE_WORD


def _number(amount: Decimal) -> str | float:
    """Return a number for a cell; one that a spreadsheet cannot hold exactly becomes text."""
    number = float(amount)
    if from_float(number) != amount:
        return f"{amount:f}"
    return int(number) if number.is_integer() else number
