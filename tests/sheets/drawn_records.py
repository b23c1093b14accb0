"""Records as an import may yield them, drawn at random."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from societyctl.domain.dates import PartialDate
from societyctl.domain.fields import Field, FieldType, Grain, RecordKind, Value
from societyctl.domain.records import NewRecord
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.sheets.cells.codes import CODE_EXAMPLES

LETTERS = "甲乙丙丁戊会议讲座ABxyz019=+@#（《。"
STARTS = [*LETTERS, "'甲", "-乙"]
RESTS = [*LETTERS, *"'）》，…-", " 甲", "\n乙"]
"""Built so that every text survives tidying: none is drawn only to be thrown away."""
RAW_TEXTS = st.builds(
    lambda start, rest: start + "".join(rest),
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(RESTS), max_size=8),
)
TEXTS = RAW_TEXTS.map(lambda words: f"某{words}")
DATES = st.dates(date(1901, 1, 1), date(2099, 12, 31))
PARTIAL_DATES = st.builds(PartialDate, st.integers(1901, 2099), st.integers(0, 12))
WORDS = st.text("甲乙丙丁戊", min_size=1, max_size=4)


def values_of(field: Field) -> st.SearchStrategy[Value]:
    """Return the values that a field may hold after an import."""
    if field.type in (FieldType.TERM, FieldType.TERMS):
        word = st.sampled_from(VOCABULARIES[field.vocabulary].terms) if field.vocabulary else WORDS
        several = st.lists(word, unique=True, max_size=4).map(tuple)
        return word if field.type is FieldType.TERM else several
    if field.type is FieldType.INTEGER:
        return st.integers(1949, 2100) if field.name == "year" else st.integers(0, 10**9)
    if field.code:
        return st.sampled_from(["无", CODE_EXAMPLES[field.code]])
    return {
        FieldType.TEXT: RAW_TEXTS,
        FieldType.REFERENCE: TEXTS,
        FieldType.DECIMAL: st.decimals(0, 10**6, places=4).map(Decimal.normalize).map(Decimal),
        FieldType.MONEY: st.integers(0, 10**13),
        FieldType.FLAG: st.booleans(),
        FieldType.DATE: DATES if field.grain is Grain.DAY else DATES | PARTIAL_DATES,
    }[field.type]


@st.composite
def records(draw: st.DrawFn, kind: RecordKind) -> NewRecord:
    """Return a record of a kind with some of its fields and a natural key."""
    names = draw(st.sets(st.sampled_from(kind.field_names), max_size=10))
    names |= set(draw(st.sampled_from(kind.key))) or {kind.label}
    values = {
        field.name: draw(
            TEXTS
            if field.name in sum(kind.key, ()) and field.type is FieldType.TEXT
            else values_of(field)
        )
        for field in kind.fields
        if field.name in names
    }
    for start, end in (
        ("start_on", "end_on"),
        ("from_on", "to_on"),
        (kind.date, kind.until),
        ("thinktank_from", "thinktank_to"),
        ("publicity_from", "publicity_to"),
    ):
        if start in values and end in values:
            values[start], values[end] = sorted((values[start], values[end]))
    return NewRecord(kind.name, values)
