"""One converter per column, chosen by the type of its field: where a new type of cell is added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.sheets.cells.codes import code_converter
from societyctl.sheets.cells.counts import ONLINE, ONSITE, CountColumn, count_converter
from societyctl.sheets.cells.dates import DateColumn, date_converter
from societyctl.sheets.cells.flags import flag_converter
from societyctl.sheets.cells.money import (
    MoneyColumn,
    clearly_yuan,
    may_be_negative,
    money_converter,
)
from societyctl.sheets.cells.outcome import Converter
from societyctl.sheets.cells.terms import term_converter, terms_converter
from societyctl.sheets.cells.texts import read_reference, read_text

_ENDS = (("_from", "_to"), ("from_on", "to_on"), ("start_on", "end_on"))


def end_field(kind: RecordKind, name: str) -> str:
    """Return the field that takes the end of a range entered in ``name``, empty when none."""
    for start, end in _ENDS:
        if name.endswith(start):
            other = name.removesuffix(start) + end
            if kind.has(other):
                return other
    return ""


def _is_end(kind: RecordKind, field: Field) -> bool:
    """Tell whether a field takes the end of what another one begins."""
    return any(end_field(kind, one.name) == field.name for one in kind.fields)


def converter(
    kind: RecordKind,
    field: Field,
    *,
    unit: str = "",
    name: str = "",
    year: int | None = None,
    meanings: Mapping[str, str] | None = None,
) -> Converter:
    """Return the converter of a column.

    ``unit`` is that of its header and ``name`` what the header names without it; ``year``
    completes dates typed without one; ``meanings`` are what a person said words mean.
    """
    meanings = meanings or {}
    days = DateColumn(end_field(kind, field.name), year, _is_end(kind, field), field.grain)
    count = CountColumn(field, unit, name, splits=kind.has(ONSITE) and kind.has(ONLINE))
    vocabulary = VOCABULARIES[field.vocabulary] if field.vocabulary else None
    makers: dict[FieldType, Callable[[], Converter]] = {
        FieldType.TEXT: lambda: code_converter(field.code) if field.code else read_text,
        FieldType.REFERENCE: lambda: read_reference,
        FieldType.INTEGER: partial(count_converter, count),
        FieldType.DECIMAL: partial(count_converter, count),
        FieldType.MONEY: partial(
            money_converter,
            MoneyColumn(unit, may_be_negative(kind.name, field.name), clearly_yuan(kind.name)),
        ),
        FieldType.FLAG: partial(flag_converter, field.header),
        FieldType.DATE: partial(date_converter, days),
        FieldType.TERM: lambda: term_converter(vocabulary, meanings) if vocabulary else read_text,
        FieldType.TERMS: partial(terms_converter, vocabulary, meanings),
    }
    return makers[field.type]()
