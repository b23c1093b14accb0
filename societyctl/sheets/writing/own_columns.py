"""How a field stands in our own sheets: its header, its check, and what is written for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from openpyxl.worksheet.datavalidation import DataValidation

from societyctl.domain.dates import PartialDate
from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.records import NewRecord
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.domain.wording import show_date, yes_or_no
from societyctl.sheets.cells.codes import CODE_EXAMPLES
from societyctl.sheets.cells.converters import converter
from societyctl.sheets.cells.numbers import from_float
from societyctl.sheets.cells.outcome import NONE_WORD, Noted
from societyctl.sheets.cells.terms import term_as_typed

DATE_FORMAT = "yyyy-mm-dd"
LONGEST_CHECK = 255
"""Characters that a list of choices or a message of a check may have."""
_FIRST_DATE = "7306"
"""1 January 1920 as a spreadsheet counts days."""


@dataclass(frozen=True, slots=True)
class _TypeForm:
    """How fields of one type are filled in."""

    words: str
    example: str | float | date
    number_format: str = ""
    check: Callable[[], DataValidation] | None = None
    """None where anything may stand."""


def _choices(words: str) -> DataValidation:
    """Return a drop-down."""
    return DataValidation(type="list", formula1=words)


_not_negative = partial(DataValidation, operator="greaterThanOrEqual", formula1="0")
_FORMS = {
    FieldType.TEXT: _TypeForm("文字", "某某", "@"),
    FieldType.INTEGER: _TypeForm(
        "整数；约数照写，例如 约200", 1, check=partial(_not_negative, type="whole")
    ),
    FieldType.DECIMAL: _TypeForm("数字", 95),
    FieldType.MONEY: _TypeForm(
        "金额，按表头写的单位", 10_000, check=partial(_not_negative, type="decimal")
    ),
    FieldType.FLAG: _TypeForm("是 或 否", "是", check=partial(_choices, '"是,否"')),
    FieldType.DATE: _TypeForm(
        "日期，例如 2022-06-23；连续几天可写 2022年6月23日-25日",
        date(2022, 6, 23),
        DATE_FORMAT,
        partial(DataValidation, type="date", operator="greaterThan", formula1=_FIRST_DATE),
    ),
    FieldType.TERM: _TypeForm("从下拉选项中选一个", "甲单位、乙单位"),
    FieldType.TERMS: _TypeForm("可填多个，用顿号隔开", "甲单位、乙单位"),
    FieldType.REFERENCE: _TypeForm("填另一张表中那一条的名称或编号", "某某", "@"),
}


def header_of(field: Field) -> str:
    """Return the header of a field with its unit.

    >>> from societyctl.domain.catalog import RECORD_KINDS
    >>> header_of(RECORD_KINDS["agreement"].field("amount"))
    '金额（元）'
    """
    return f"{field.header}（{field.unit}）" if field.unit else field.header


def how_to_fill(field: Field) -> str:
    """Return how a field is filled in, with the words it may hold."""
    words = _FORMS[field.type].words
    if field.code:
        return f"代码，例如 {CODE_EXAMPLES[field.code]}；末位是校验码，会核对"
    if not field.vocabulary:
        return words
    vocabulary = VOCABULARIES[field.vocabulary]
    others = "；没有合适的可另写" if vocabulary.open else ""
    return f"{words}：{'、'.join(vocabulary.terms)}{others}"


def number_format_of(field: Field) -> str:
    """Return the number format of a field's column, empty for the usual one."""
    return _FORMS[field.type].number_format


def check_of(field: Field) -> DataValidation | None:
    """Return the check of a field's column, None when anything may stand there."""
    if field.type is FieldType.TERM and field.vocabulary:
        words = f'"{",".join(VOCABULARIES[field.vocabulary].terms)}"'
        return _choices(words) if len(words) <= LONGEST_CHECK else None
    check = _FORMS[field.type].check
    return check() if check else None


def example_of(field: Field) -> str | float | date:
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
    return _FORMS[field.type].example


def content_of(kind: RecordKind, field: Field, record: NewRecord) -> str | float | date:
    """Return what is written for a field: the typed text where it still says the same."""
    value = record.values.get(field.name)
    typed = record.entered.get(field.name)
    if typed is not None and _still_says(kind, field, record, typed):
        return typed
    return "" if value is None else _written(field, value)


def _still_says(kind: RecordKind, field: Field, record: NewRecord, typed: str) -> bool:
    """Tell whether the typed text, read again, gives what the record now holds."""
    outcome = converter(kind, field, unit=field.unit, name=field.header)(typed)
    if not isinstance(outcome, Noted) or outcome.value != record.values.get(field.name):
        return False
    return all(record.values.get(name) == value for name, value in outcome.more.items())


def _written(field: Field, value: Value) -> str | float | date:
    """Return a value as it is put into a cell."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if field.vocabulary and isinstance(value, str | tuple):
        words = (value,) if isinstance(value, str) else value
        value = tuple(term_as_typed(word, VOCABULARIES[field.vocabulary]) for word in words)
    if isinstance(value, tuple):
        return "、".join(value) or _none_of(field)
    if field.type is FieldType.MONEY and isinstance(value, int):
        return _number(Decimal(value) / 100)
    if isinstance(value, int | Decimal):
        percent = field.unit == "%" and 0 < value <= 1
        return f"{Decimal(value):f}%" if percent else _number(Decimal(value))
    return show_date(value) if isinstance(value, PartialDate) else value


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
