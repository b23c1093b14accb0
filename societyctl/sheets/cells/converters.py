"""One converter per column, chosen by the type of its field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.sheets.cells.codes import code_converter
from societyctl.sheets.cells.counts import ONLINE, ONSITE, CountColumn, count_converter
from societyctl.sheets.cells.dates import DateColumn, date_converter
from societyctl.sheets.cells.money import money_converter
from societyctl.sheets.cells.outcome import Converter
from societyctl.sheets.cells.words import (
    flag_converter,
    reference_converter,
    term_converter,
    terms_converter,
    text_converter,
)
from societyctl.sheets.tables.headers import clean_header

_ENDS = (("_from", "_to"), ("from_on", "to_on"), ("start_on", "end_on"))


def end_field(kind: RecordKind, name: str) -> str:
    """Return the field that takes the end of a range entered in ``name``, empty when none."""
    for start, end in _ENDS:
        if name.endswith(start):
            other = name.removesuffix(start) + end
            if kind.has(other):
                return other
    return ""


def converter(
    kind: RecordKind, field: Field, *, unit: str = "", header: str = "", year: int | None = None
) -> Converter:
    """Return the converter of a column.

    ``unit`` is that of its header; ``year`` completes dates typed without one.
    """
    splits = kind.has(ONSITE) and kind.has(ONLINE)
    count = CountColumn(field, unit, clean_header(header).name, splits)
    dates = DateColumn(end_field(kind, field.name), year)
    vocabulary = VOCABULARIES[field.vocabulary] if field.vocabulary else None
    makers: dict[FieldType, Callable[[], Converter]] = {
        FieldType.TEXT: partial(code_converter, field.code) if field.code else text_converter,
        FieldType.REFERENCE: reference_converter,
        FieldType.INTEGER: partial(count_converter, count),
        FieldType.DECIMAL: partial(count_converter, count),
        FieldType.MONEY: partial(money_converter, count.unit),
        FieldType.FLAG: partial(flag_converter, field.header),
        FieldType.DATE: partial(date_converter, dates),
        FieldType.TERMS: partial(terms_converter, vocabulary),
    }
    if field.type is FieldType.TERM and vocabulary is not None:
        return term_converter(vocabulary)
    return makers[field.type]()
