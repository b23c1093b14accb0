"""Records as the YAML of tests writes them: values by field, ``times`` for many of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import read_kept
from societyctl.domain.fields import FieldType
from societyctl.domain.records import NewRecord


def records_of(written: Mapping[str, list[dict[str, Any]]]) -> list[NewRecord]:
    """Return the records written below the names of their kinds."""
    return [record_of(kind, values) for kind, listed in written.items() for values in _rows(listed)]


def _rows(listed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows written: ``times: 28`` makes so many, ``{n}`` is the number of each."""
    for row in listed:
        first, times = row.get("start", 1), row.get("times", 1)
        plain = {name: value for name, value in row.items() if name not in ("times", "start")}
        for number in range(first, first + times):
            yield {name: _numbered(value, number) for name, value in plain.items()}


def _numbered(value: Any, number: int) -> Any:
    return value.replace("{n}", f"{number:02}") if isinstance(value, str) else value


def record_of(kind: str, values: dict[str, Any]) -> NewRecord:
    """Return a record with values as a person writes them: money in 元."""
    fields = RECORD_KINDS[kind]
    unknown = [name for name in values if not fields.has(name)]
    assert not unknown, f"{kind} has no field {unknown}"
    return NewRecord(kind, {n: _value(fields.field(n).type, v) for n, v in values.items()})


def _value(type_: FieldType, value: Any) -> Any:
    if value is None:
        return None
    if type_ is FieldType.MONEY:
        return int(Decimal(str(value)) * 100)
    if type_ is FieldType.DECIMAL:
        return Decimal(str(value))
    if type_ is FieldType.TERMS:
        return tuple(value if isinstance(value, list) else [value])
    if type_ in (FieldType.TEXT, FieldType.TERM, FieldType.REFERENCE):
        return str(value)
    if type_ is FieldType.DATE and not isinstance(value, date):  # a month, or a year
        return read_kept(str(value) if isinstance(value, str) else f"{value}-00")
    return value
