"""Shows the records behind a tally: counted, or left out and why, in plain Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from societyctl.domain.catalog import RECORD_KINDS, field_at
from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.selection import (
    AnyOf,
    Condition,
    Criterion,
    Evidenced,
    Explanation,
    FieldsCompared,
    Linked,
    Operator,
    RecordNote,
    Selection,
)
from societyctl.domain.wording import show_date, show_period, show_value
from societyctl.store.asking.conditions import Rows, claim, ranked_terms, rows_of
from societyctl.store.asking.selecting import (
    HELD,
    dating_field,
    follows_status,
    latest_first,
    parts_of,
)
from societyctl.store.codec import decode
from societyctl.store.schema.tables import LINKS, TABLES

_WORDS = {
    Operator.AT_LEAST: "不低于",
    Operator.AT_MOST: "不超过",
    Operator.ABOVE: "高于",
    Operator.BELOW: "低于",
}


def explain(
    connection: Connection, selections: Iterable[Selection]
) -> dict[Selection, Explanation]:
    """Return the records in scope of every selection, in date order."""
    return {
        selection: Explanation(selection, tuple(_notes(connection, selection)))
        for selection in dict.fromkeys(selections)
    }


@dataclass(frozen=True)
class _Check:
    """One thing a record must meet, as it stands in the query."""

    label: str
    condition: Condition | None
    """None for the place in time."""


def _notes(connection: Connection, selection: Selection) -> Iterator[RecordNote]:
    rows = rows_of(selection.record)
    parts = parts_of(rows, selection)
    checks = [_Check(f"w{i}", item) for i, item in enumerate(selection.where)]
    columns: list[ColumnElement[Any]] = [*rows.table.c]
    columns += [
        parts.scope.label("in_scope"),
        parts.placed.label("placed"),
        parts.held.label("held"),
        parts.counted.label("counted"),
    ]
    columns += [
        claim(rows, check.condition).label(check.label)
        for check in checks
        if check.condition is not None
    ]
    columns += _followed(rows, selection)
    query = (
        select(*columns)
        .where(rows.table.c.record == rows.kind.name, parts.scope.is_not(False))
        .order_by(*latest_first(rows, selection))
    )
    found = connection.execute(query).mappings().all()
    proofs = evidence_numbers(connection, selection.record, [row["id"] for row in found])
    for row in reversed(found):
        yield _note(rows, selection, row, checks, proofs)


def _followed(rows: Rows, selection: Selection) -> Iterator[ColumnElement[Any]]:
    """Yield the values behind references that conditions speak of, to name them in reasons."""
    names = dict.fromkeys(
        c.field for c in _criteria([*selection.scope, *selection.where]) if "." in c.field
    )
    for name in names:
        yield rows.resolve(name)[1].label(name)


def _criteria(conditions: Iterable[Condition]) -> Iterator[Criterion]:
    for condition in conditions:
        if isinstance(condition, Criterion):
            yield condition
        elif isinstance(condition, AnyOf):
            for option in condition.options:
                yield from _criteria(option)


def evidence_numbers(
    connection: Connection, record: str, ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return the numbers (or titles) of the evidence on file for records of one kind."""
    evidence = TABLES["evidence"]
    found: dict[int, list[str]] = {}
    for start in range(0, len(ids), 500):
        query = (
            select(LINKS.c.record_id, evidence.c.number, evidence.c.title)
            .join(evidence, evidence.c.id == LINKS.c.evidence_id)
            .where(LINKS.c.record == record, LINKS.c.record_id.in_(ids[start : start + 500]))
            .order_by(evidence.c.id)
        )
        for record_id, number, title in connection.execute(query):
            found.setdefault(record_id, []).append(number or title or "")
    return {record_id: tuple(numbers) for record_id, numbers in found.items()}


def _note(
    rows: Rows,
    selection: Selection,
    row: RowMapping,
    checks: Sequence[_Check],
    proofs: Mapping[int, tuple[str, ...]],
) -> RecordNote:
    kind = rows.kind
    reasons = list(_reasons(kind, selection, row, checks))
    missing = tuple(dict.fromkeys(_missing(kind, selection, row, checks)))
    if missing:
        reasons.append(f"缺“{'”“'.join(_header(kind, name) for name in missing)}”")
    day = row.get(kind.date) if kind.date else None
    return RecordNote(
        ref=f"{kind.name}:{row['id']}",
        title=_title(kind, row),
        counted=row["counted"] is not None and bool(row["counted"]),
        reason="" if row["counted"] else "；".join(dict.fromkeys(reasons)),
        evidence=proofs.get(row["id"], ()),
        missing=() if row["counted"] is not None else missing,
        on=day if isinstance(day, date) else None,
    )


def _title(kind: RecordKind, row: RowMapping) -> str:
    """Return what a record is called: its label, or the first of its key fields."""
    names = [kind.label, *(name for alternative in kind.key for name in alternative)]
    for name in names:
        value = row.get(name)
        if value not in (None, ""):
            return _shown(kind.field(name), value)
    return kind.title


def _reasons(
    kind: RecordKind, selection: Selection, row: RowMapping, checks: Sequence[_Check]
) -> Iterator[str]:
    """Yield why a record surely does not count."""
    if row["placed"] is not None and not row["placed"]:
        yield _out_of_place(kind, selection, row)
    elif row["held"] is not None and not row["held"]:
        yield _not_held(kind, selection, row)
    for check in checks:
        value = row[check.label]
        if value is None and check.condition is not None:
            yield from _left_open(check.condition)
        elif not value and check.condition is not None:
            yield reason(kind, check.condition, row)


def _left_open(condition: Condition) -> Iterator[str]:
    """Yield the records pointing here in which something is empty."""
    if isinstance(condition, Linked):
        other = RECORD_KINDS[condition.record]
        named = dict.fromkeys(
            _header(other, criterion.field) for criterion in _criteria(condition.criteria)
        )
        yield f"对应的“{other.title}”没有填全：{'、'.join(named)}"
    elif isinstance(condition, AnyOf):
        for option in condition.options:
            for item in option:
                yield from _left_open(item)


def _out_of_place(kind: RecordKind, selection: Selection, row: RowMapping) -> str:
    name = dating_field(kind, selection) or ""
    shown = _shown(kind.field(name), row[name])
    period = show_period(selection.period) if selection.period else ""
    end = row.get("end_on") if selection.whole else None
    span = f"{shown}至{show_date(end)}" if isinstance(end, date) and end != row[name] else shown
    return f"{kind.field(name).header}{span}不在{period}内"


def _not_held(kind: RecordKind, selection: Selection, row: RowMapping) -> str:
    if follows_status(kind) and row["status"] not in (None, HELD):
        return f"状态为{row['status']}，尚未举办" if row["status"] != "取消" else "已取消"
    name = dating_field(kind, selection) or ""
    shown = _shown(kind.field(name), row[name])
    return f"{kind.field(name).header}{shown}晚于{show_date(selection.held_by)}，只算计划"


def _missing(
    kind: RecordKind, selection: Selection, row: RowMapping, checks: Sequence[_Check]
) -> Iterator[str]:
    """Yield the empty fields that leave it open whether a record counts."""
    if row["placed"] is None or row["held"] is None:
        yield dating_field(kind, selection) or ""
    if row["in_scope"] is None:
        for condition in selection.scope:
            yield from _empty(condition, row)
    for check in checks:
        if row[check.label] is None and check.condition is not None:
            yield from _empty(check.condition, row)
    summed = selection.field
    if summed and row["counted"] and row.get(summed) is None:
        yield summed


def _empty(condition: Condition, row: RowMapping) -> Iterator[str]:
    match condition:
        case Criterion(field=name):
            if row.get(name) is None:
                yield name
        case FieldsCompared(left=left, right=right):
            yield from (name for name in (left, right) if row.get(name) is None)
        case AnyOf(options=options):
            for option in options:
                for item in option:
                    yield from _empty(item, row)
        case _:
            # What is empty is not a field of this record; see :func:`_left_open`.
            return


def reason(kind: RecordKind, condition: Condition, row: Mapping[Any, Any]) -> str:
    """Say in Chinese why a record fails a condition."""
    match condition:
        case Criterion():
            return _criterion_reason(kind, condition, row)
        case AnyOf(options=options):
            told = [reason(kind, item, row) for option in options for item in option]
            return "；".join(dict.fromkeys(told)) + "（满足其一即可）"
        case FieldsCompared(left=left, operator=operator, right=right):
            word = _WORDS.get(operator, "等于")
            return f"{_header(kind, left)}应{word}{_header(kind, right)}"
        case Evidenced(kinds=kinds, others=others):
            beyond = "以外的" if others else ""
            return f"没有{'或'.join(kinds)}{beyond}佐证" if kinds else "没有佐证"
        case Linked(record=record, absent=absent):
            title = RECORD_KINDS[record].title
            return f"已有对应的“{title}”" if absent else f"没有对应的“{title}”"


def _criterion_reason(kind: RecordKind, criterion: Criterion, row: Mapping[Any, Any]) -> str:
    field = _field_at(kind, criterion.field)
    header = _header(kind, criterion.field)
    value = row.get(criterion.field)
    if criterion.operator is Operator.PRESENT:
        return f"没有填写{header}" if value is None else f"{header}填的是“无”"
    if criterion.operator is Operator.ABSENT:
        return f"{header}已填写（{_shown(field, value)}）"
    actual = f"{header}为{_shown(field, value)}" if value is not None else f"{header}未填"
    return f"{actual}，{_wanted(field, criterion)}"


def _wanted(field: Field, criterion: Criterion) -> str:
    values = criterion.values
    if criterion.operator in _WORDS:
        if field.vocabulary is not None:
            return f"须为{'或'.join(ranked_terms(field, criterion.operator, values[0]))}"
        return f"须{_WORDS[criterion.operator]}{_shown(field, values[0])}"
    if criterion.operator is Operator.UNENDED:
        return f"到{_shown(field, values[0])}已失效"
    listed = "、".join(_shown(field, value) for value in values)
    if criterion.operator is Operator.CONTAINS:
        return f"没有提到{listed}"
    if criterion.operator is Operator.NOT_IN:
        return f"不计{listed}"
    if criterion.operator is Operator.ALL_IN:
        return f"须同时有{listed}"
    return f"须为{'或'.join(_shown(field, value) for value in values)}"


def _field_at(kind: RecordKind, path: str) -> Field:
    return Field("id", "序号", FieldType.INTEGER) if path == "id" else field_at(kind, path)


def _header(kind: RecordKind, path: str) -> str:
    first, _, rest = path.partition(".")
    if not rest:
        return _field_at(kind, first).header if kind.has(first) or first == "id" else first
    return f"{kind.field(first).header}的{_field_at(kind, path).header}"


def _shown(field: Field, value: Any) -> str:
    """Return a value for a sentence."""
    plain: Value | None = decode(field, value)
    return show_value(plain, field.type) or "无"
