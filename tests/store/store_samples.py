"""Records to save, and what a store holds, for the tests of the store."""

from __future__ import annotations

import string
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, Value
from societyctl.domain.records import NewRecord
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.store import BatchInfo, Store
from societyctl.store.schema.tables import LINKS, TABLES


@cache
def _empty() -> bytes:
    """Return the file of an empty store; making the schema costs more than most examples."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "society.db"
        Store.open(f"sqlite:///{file.as_posix()}").close()
        return file.read_bytes()


@contextmanager
def fresh_store() -> Iterator[Store]:
    """Open an empty store, fast enough for one per example."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "society.db"
        file.write_bytes(_empty())
        with Store.open(f"sqlite:///{file.as_posix()}") as store:
            yield store


IMPORT = BatchInfo("导入", ("台账.xlsx",))
EDIT = BatchInfo("修改")


def new(kind: str, /, **values: Value | None) -> NewRecord:
    """Return a record to be saved."""
    return NewRecord(kind, values)


def activity(title: str = "科普讲座", month: int = 6, **values: Any) -> NewRecord:
    """Return an activity of 2022 with what most tests ask about."""
    return new("activity", **{"title": title, "start_on": date(2022, month, 1), **values})


def fill(store: Store, *records: NewRecord) -> list[str]:
    """Save records; returns their refs."""
    return [str(saved.ref) for saved in store.save(records, batch=IMPORT).records]


def contents(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Return every row of records and links, for comparing whole stores."""
    with store._engine.connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(select(table).order_by(table.c.id)).mappings()
            ]
            for table in (*TABLES.values(), LINKS)
        }


def links(store: Store) -> set[tuple[int, str]]:
    """Return which evidence is linked to which record."""
    return {
        (row["evidence_id"], f"{row['record']}:{row['record_id']}")
        for row in contents(store)["evidence_link"]
    }


_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs",))
_WORDS = st.text(
    st.sampled_from("科普讲座甲乙 丙（）Ａa|、:" + string.digits), min_size=1, max_size=8
)
_TEXT = st.one_of(_WORDS, st.text(_LETTERS, max_size=12))
_VALUES: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: _TEXT,
    FieldType.REFERENCE: _TEXT,
    FieldType.INTEGER: st.integers(0, 10**6),
    FieldType.MONEY: st.integers(-(10**12), 10**12),
    FieldType.DECIMAL: st.decimals(-(10**6), 10**6, places=4, allow_nan=False),
    FieldType.FLAG: st.booleans(),
    FieldType.DATE: st.dates(date(1950, 1, 1), date(2050, 12, 31)),
}


def field_values(field: Field) -> st.SearchStrategy[Any]:
    """Return values that a cell of the field may come to."""
    if field.type is FieldType.TERM:
        return st.sampled_from(VOCABULARIES[field.vocabulary or ""].terms)
    if field.type is FieldType.TERMS:
        if field.vocabulary is None:
            return st.lists(_WORDS, max_size=3).map(tuple)
        return st.lists(st.sampled_from(VOCABULARIES[field.vocabulary].terms), max_size=3).map(
            tuple
        )
    return _VALUES[field.type]


def an_example(field: Field) -> Value:
    """Return one value of the field's type."""
    examples: dict[FieldType, Value] = {
        FieldType.INTEGER: 2022,
        FieldType.MONEY: 1_234_567,
        FieldType.DECIMAL: Decimal("12.5"),
        FieldType.FLAG: False,
        FieldType.DATE: date(2022, 2, 28),
        FieldType.TERMS: ("甲", "乙"),
    }
    if field.vocabulary is not None:
        term = VOCABULARIES[field.vocabulary].terms[0]
        return (term,) if field.type is FieldType.TERMS else term
    return examples.get(field.type, f"某{field.header}")


@st.composite
def new_records(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(RECORD_KINDS)) -> NewRecord:
    """Draw a record of any kind with any of its fields."""
    kind = RECORD_KINDS[draw(st.sampled_from(kinds))]
    fields = draw(st.lists(st.sampled_from(kind.fields), unique_by=lambda f: f.name, max_size=8))
    values = {field.name: draw(st.none() | field_values(field)) for field in fields}
    entered = {name: "约" for name in values if draw(st.booleans())}
    return NewRecord(kind.name, values, draw(st.sampled_from(["", "a.xlsx!表!3"])), entered)
