"""Why a record counts or not, in words: what the store found out, as a verdict shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS, field_at
from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.selection import (
    CANCELLED,
    HELD,
    ID,
    AnyOf,
    Condition,
    Criterion,
    Evidenced,
    Examined,
    FieldsCompared,
    Linked,
    Operator,
    RecordNote,
    Selection,
    empty_fields,
    fields_named,
    ranked_terms,
)
from societyctl.domain.wording import header_at, show_date, show_period, show_value

_WORDS = {
    Operator.AT_LEAST: "不低于",
    Operator.AT_MOST: "不超过",
    Operator.ABOVE: "高于",
    Operator.BELOW: "低于",
}
_DATE_WORDS = {
    Operator.AT_LEAST: "不早于",
    Operator.AT_MOST: "不晚于",
    Operator.ABOVE: "晚于",
    Operator.BELOW: "早于",
}


def note_on(selection: Selection, record: Examined) -> RecordNote:
    """Return a record behind a selection as a verdict shows it."""
    kind, counted = selection.kind, record.counted
    missing = empty_fields(selection, record) if counted is None else ()
    day = record.values.get(kind.date) if kind.date else None
    return RecordNote(
        ref=record.ref,
        title=_title(kind, record),
        counted=bool(counted),
        reason="" if counted else "；".join(dict.fromkeys(_reasons(selection, record))),
        evidence=record.evidence,
        missing=missing,
        on=day if isinstance(day, date) else None,
    )


def _title(kind: RecordKind, record: Examined) -> str:
    """Return what a record is called: its label, or the first of its key fields."""
    for name in (kind.label, *(name for alternative in kind.key for name in alternative)):
        value = record.values[name]
        if value not in (None, ""):
            return _shown(kind.field(name), value)
    return kind.title


def _reasons(selection: Selection, record: Examined) -> Iterator[str]:
    """Yield why a record does not count, and the empty fields that leave it open."""
    kind = selection.kind
    if record.placed is False:
        yield _out_of_place(selection, record)
    elif record.held is False:
        yield _not_held(selection, record)
    for condition, is_met in zip(selection.where, record.met, strict=True):
        if is_met is None:
            yield from _left_open(condition)
        elif not is_met:
            yield _unmet(kind, condition, record.values)
    empty = empty_fields(selection, record)
    if empty:
        yield f"缺“{'”“'.join(_header(kind, name) for name in empty)}”"


def _left_open(condition: Condition) -> Iterator[str]:
    """Yield the records pointing here in which something is empty."""
    if isinstance(condition, Linked):
        other = RECORD_KINDS[condition.record]
        names = dict.fromkeys(_header(other, name) for name in fields_named(condition.criteria))
        yield f"对应的“{other.title}”没有填全：{'、'.join(names)}"
    elif isinstance(condition, AnyOf):
        for option in condition.options:
            for item in option:
                yield from _left_open(item)


def _out_of_place(selection: Selection, record: Examined) -> str:
    header, day = _dated(selection, record)
    period = show_period(selection.period) if selection.period else ""
    end = record.values[selection.ended_by] if selection.ended_by else None
    begun = record.values[selection.dated_by] if selection.dated_by else None
    span = f"{day}至{show_date(end)}" if isinstance(end, date) and end != begun else day
    return f"{header}{span}不在{period}内"


def _not_held(selection: Selection, record: Examined) -> str:
    status = record.values["status"] if selection.kind.follows_status else None
    if status not in (None, HELD):
        return "已取消" if status == CANCELLED else f"状态为{status}，尚未举办"
    header, day = _dated(selection, record)
    return f"{header}{day}晚于{show_date(selection.held_by)}，只算计划"


def _dated(selection: Selection, record: Examined) -> tuple[str, str]:
    """Return the header of the field that places a record in time, and what it says."""
    name = selection.dated_by or ""
    field = selection.kind.field(name)
    return field.header, _shown(field, record.values[name])


def _unmet(kind: RecordKind, condition: Condition, values: Mapping[str, Value | None]) -> str:
    """Say why a record fails a condition."""
    match condition:
        case Criterion():
            return _unmet_criterion(kind, condition, values[condition.field])
        case AnyOf(options=options):
            each = (_unmet(kind, item, values) for option in options for item in option)
            return "；".join(dict.fromkeys(each)) + "（满足其一即可）"
        case FieldsCompared(left=left, operator=operator, right=right):
            word = _WORDS.get(operator, "等于")
            return f"{_header(kind, left)}应{word}{_header(kind, right)}"
        case Evidenced(kinds=kinds, others=others):
            beyond = "以外的" if others else ""
            return f"没有{'或'.join(kinds)}{beyond}佐证" if kinds else "没有佐证"
        case Linked(record=record, absent=absent):
            title = RECORD_KINDS[record].title
            return f"已有对应的“{title}”" if absent else f"没有对应的“{title}”"


def _unmet_criterion(kind: RecordKind, criterion: Criterion, value: Value | None) -> str:
    field = ID if criterion.field == ID.name else field_at(kind, criterion.field)
    header = _header(kind, criterion.field)
    if criterion.operator is Operator.PRESENT:
        return f"没有填写{header}" if value is None else f"{header}填的是“无”"
    if criterion.operator is Operator.ABSENT:
        return f"{header}已填写（{_shown(field, value)}）"
    actual = f"{header}为{_shown(field, value)}" if value is not None else f"{header}未填"
    return f"{actual}，{_needed(field, criterion)}"


def asked_for(kind: RecordKind, condition: Condition) -> str:
    """Return what a condition asks of a record; empty for one that picks a single record."""
    match condition:
        case Criterion():
            return _asked_of_field(kind, condition)
        case AnyOf(options=options):
            ways = ("、".join(asked_for(kind, item) for item in option) for option in options)
            return "，或者".join(ways)
        case Evidenced(kinds=kinds, others=others):
            return f"有{'或'.join(kinds)}{'以外的' if others else ''}佐证"
        case Linked(record=record, absent=absent):
            return f"{'没有' if absent else '有'}对应的“{RECORD_KINDS[record].title}”"
        case FieldsCompared():
            return _unmet(kind, condition, {})


def _asked_of_field(kind: RecordKind, criterion: Criterion) -> str:
    if criterion.field == ID.name:
        return ""
    header = _header(kind, criterion.field)
    match criterion.operator:
        case Operator.PRESENT:
            return f"填写{header}"
        case Operator.ABSENT:
            return f"{header}不填"
        case Operator.UNENDED:
            return f"{header}不早于{show_value(criterion.values[0])}，或不填"
        case Operator.CONTAINS:
            return f"{header}提到{'、'.join(map(str, criterion.values))}"
        case _:
            field = field_at(kind, criterion.field)
            if field.type is FieldType.DATE and criterion.operator in _DATE_WORDS:
                return f"{header}{_DATE_WORDS[criterion.operator]}{show_value(criterion.values[0])}"
            return f"{header}{_needed(field, criterion).removeprefix('须')}"


def _needed(field: Field, criterion: Criterion) -> str:
    """Say what a criterion asks for."""
    operator, values = criterion.operator, [_shown(field, value) for value in criterion.values]
    if operator in _WORDS:
        if field.vocabulary is not None:
            return f"须为{'或'.join(ranked_terms(field, operator, criterion.values[0]))}"
        return f"须{_WORDS[operator]}{values[0]}"
    if operator is Operator.UNENDED:
        return f"到{values[0]}已失效"
    if operator is Operator.CONTAINS:
        return f"没有提到{'、'.join(values)}"
    if operator is Operator.NOT_IN:
        return f"不计{'、'.join(values)}"
    if operator is Operator.ALL_IN:
        return f"须同时有{'、'.join(values)}"
    return f"须为{'或'.join(values)}"


def _header(kind: RecordKind, path: str) -> str:
    return ID.header if path == ID.name else header_at(kind, path)


def _shown(field: Field, value: Value | None) -> str:
    return show_value(value, field.type) or "无"
