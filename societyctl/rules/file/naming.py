"""Checking the names inside conditions: fields, operators, terms and dates."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from societyctl.domain.catalog import RECORD_KINDS, field_at
from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.rules.language.words import DAY_WORDS, Measure, Moment

Place = tuple[str | int, ...]

CONTEXT_WORDS = ("application.", "society.", "this.")
OPERATORS = (
    "at_least",
    "at_most",
    "above",
    "below",
    "not",
    "all_of",
    "present",
    "unended",
    "equals",
    "one_of",
    "contains",
)
SPECIAL_KEYS = ("any", "evidenced", "linked", "not_linked", "this")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a program file that names nothing known."""

    place: Place
    found: str
    expected: str = ""


def vet_where(
    kind: RecordKind, where: Any, place: Place, this: RecordKind | None = None
) -> Iterator[Mistake]:
    """Yield what a ``where`` gets wrong: fields, operators, terms, dates, forms.

    ``this`` is the kind of the record at hand, inside ``each_record``.
    """
    if not isinstance(where, Mapping):
        yield Mistake(place, "这里应是若干“字段: 条件”")
        return
    for key, wanted in where.items():
        inner = (*place, key)
        if key == "any":
            yield from _vet_options(kind, wanted, inner, this)
        elif key in ("linked", "not_linked"):
            yield from _vet_linked(wanted, inner, this)
        elif key == "evidenced":
            yield from _vet_evidence(wanted, inner)
        elif key == "this":
            yield from _vet_this(kind, wanted, inner, this)
        else:
            yield from _vet_field(kind, str(key), wanted, inner, this)


def _vet_this(
    kind: RecordKind, wanted: Any, place: Place, this: RecordKind | None
) -> Iterator[Mistake]:
    if wanted is not True:
        yield Mistake(place, "this 只能写 true")
    elif kind not in (this, RECORD_KINDS["application"]):
        yield _no_this(place)


def _no_this(place: Place) -> Mistake:
    return Mistake(place, "这里没有 this 所指的记录", "只用于 each_record 的 then 里")


def _vet_options(
    kind: RecordKind, wanted: Any, place: Place, this: RecordKind | None
) -> Iterator[Mistake]:
    if not isinstance(wanted, list) or not wanted:
        yield Mistake(place, "any 后应是列表，每项是若干“字段: 条件”")
        return
    for index, option in enumerate(wanted):
        yield from vet_where(kind, option, (*place, index), this)


def vet_path(kind: RecordKind, path: str, place: Place) -> Iterator[Mistake]:
    """Yield what is wrong with ``field`` or ``reference.field`` of a kind."""
    first, _, rest = path.partition(".")
    if not kind.has(first):
        yield unknown_word(place, f"“{kind.title}”的字段", first, kind.field_names)
        return
    target = RECORD_KINDS.get(kind.field(first).refers_to or "")
    if rest and target is None:
        yield Mistake(place, f"“{kind.field(first).header}”不指向别的记录，后面不能再写“.{rest}”")
    elif rest and target is not None:
        yield from vet_path(target, rest, place)


_LINKED_KEYS = ("record", "through", "where")


def _vet_linked(wanted: Any, place: Place, this: RecordKind | None) -> Iterator[Mistake]:
    linked = RECORD_KINDS.get(str(wanted.get("record"))) if isinstance(wanted, Mapping) else None
    if linked is None:
        yield Mistake(place, "linked 要写 record、through", "已知的记录类别")
        return
    for key in wanted:
        if key not in _LINKED_KEYS:
            yield unknown_word((*place, key), "项", str(key), _LINKED_KEYS)
    if not linked.has(str(wanted.get("through"))):
        through = str(wanted.get("through"))
        yield unknown_word(place, f"“{linked.title}”的字段", through, linked.field_names)
    yield from vet_where(linked, wanted.get("where", {}), (*place, "where"), this)


def _vet_evidence(wanted: Any, place: Place) -> Iterator[Mistake]:
    vocabulary = VOCABULARIES["evidence_kind"]
    if isinstance(wanted, Mapping) and list(wanted) == ["not"]:
        wanted = wanted["not"]
    if wanted is not True and not isinstance(wanted, list):
        yield Mistake(place, "evidenced 后应是 true、佐证类别的列表，或 {not: [类别]}")
        return
    for word in wanted if isinstance(wanted, list) else ():
        if word not in vocabulary.terms:
            yield unknown_word(place, "佐证类别", str(word), vocabulary.terms)


def _vet_field(
    kind: RecordKind, path: str, wanted: Any, place: Place, this: RecordKind | None
) -> Iterator[Mistake]:
    mistakes = list(vet_path(kind, path, place))
    if mistakes:
        yield from mistakes
        return
    field = field_at(kind, path)
    if not isinstance(wanted, Mapping):
        yield from vet_terms(field, listed(wanted), place, this)
        return
    for operator, value in wanted.items():
        inner = (*place, operator)
        if isinstance(value, Mapping) and "field" in value:
            yield from _vet_other_field(kind, field, str(operator), value, inner)
        else:
            yield from _vet_operator(field, str(operator), value, inner, this)


def _vet_operator(
    field: Field, operator: str, value: Any, place: Place, this: RecordKind | None
) -> Iterator[Mistake]:
    if operator not in OPERATORS:
        yield unknown_word(place, "比较方式", operator, OPERATORS)
    elif not _suits(operator, field):
        yield Mistake(place, f"“{field.header}”不能用 {operator}", _SUITABLE[operator])
    elif operator == "present":
        if not isinstance(value, bool):
            yield Mistake(place, "present 后应是 true 或 false")
    elif operator == "contains":
        if not all(isinstance(word, str) for word in listed(value)):
            yield Mistake(place, "contains 后应是文字")
    else:
        yield from vet_terms(field, listed(value), place, this)


_OTHER_FIELD_KEYS = ("field", "months", "days")


def _vet_other_field(
    kind: RecordKind, field: Field, operator: str, value: Mapping[str, Any], place: Place
) -> Iterator[Mistake]:
    """Yield what is wrong with a comparison of two fields of one record."""
    for key, wanted in value.items():
        if key not in _OTHER_FIELD_KEYS:
            yield unknown_word((*place, key), "项", str(key), _OTHER_FIELD_KEYS)
        elif key != "field" and not isinstance(wanted, int):
            yield Mistake((*place, key), f"{key} 后应是整数")
    path = str(value["field"])
    mistakes = list(vet_path(kind, path, place))
    yield from mistakes
    if operator not in _TWO_FIELDS:
        yield unknown_word(place, "两个字段的比较方式", operator, _TWO_FIELDS)
    elif not mistakes and field_at(kind, path).type is not field.type:
        other = field_at(kind, path).header
        yield Mistake(place, f"“{field.header}”与“{other}”不是一类，不能相比")
    elif not _suits(operator, field):
        yield Mistake(place, f"“{field.header}”不能用 {operator}", _SUITABLE[operator])


_TWO_FIELDS = ("at_least", "at_most", "above", "below", "equals", "not")
_ORDERING = ("at_least", "at_most", "above", "below")
_SUITABLE = {
    **dict.fromkeys(_ORDERING, "有大小先后的字段：数、日期、有高低的词"),
    "contains": "文字字段",
    "unended": "日期字段",
    "all_of": "可选几个的字段",
}


def _suits(operator: str, field: Field) -> bool:
    """Tell whether an operator can be asked of a field."""
    if operator in _ORDERING:
        return is_ordered(field)
    if operator == "contains":
        return field.type in (FieldType.TEXT, FieldType.REFERENCE) and field.vocabulary is None
    if operator == "unended":
        return field.type is FieldType.DATE
    return operator != "all_of" or field.type is FieldType.TERMS


def is_ordered(field: Field) -> bool:
    """Tell whether values of a field are more or less, earlier or later, higher or lower."""
    if field.vocabulary is not None:
        return VOCABULARIES[field.vocabulary].ordered
    return field.type in (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.DATE)


def listed(value: Any) -> Sequence[Any]:
    """Return one value or several as several."""
    return value if isinstance(value, (list, tuple)) else (value,)


def vet_terms(
    field: Field, values: Iterable[Any], place: Place, this: RecordKind | None = None
) -> Iterator[Mistake]:
    """Yield the values that the field cannot hold."""
    vocabulary = VOCABULARIES[field.vocabulary] if field.vocabulary is not None else None
    for value in values:
        if isinstance(value, str) and value.startswith(CONTEXT_WORDS):
            yield from _vet_at_hand(value, place, this)
        elif field.type is FieldType.DATE:
            yield from vet_days([value], place, this)
        elif field.type is FieldType.REFERENCE and value == "this":
            if this is None:
                yield _no_this(place)
        elif vocabulary is None:
            yield from _vet_plain(field, value, place)
        elif not isinstance(value, Measure) and value not in vocabulary.terms:
            yield unknown_word(place, f"“{field.header}”的词", str(value), vocabulary.terms)


def _vet_at_hand(path: str, place: Place, this: RecordKind | None) -> Iterator[Mistake]:
    """Yield what is wrong with a field of the society, the application, the record at hand."""
    word, _, name = path.partition(".")
    kind = this if word == "this" else RECORD_KINDS[word]
    if kind is None:
        yield _no_this(place)
    elif not kind.has(name):
        yield unknown_word(place, f"“{kind.title}”的字段", name, kind.field_names)


_PLAIN_TYPES: dict[FieldType, tuple[tuple[type, ...], str]] = {
    FieldType.INTEGER: ((int,), "整数"),
    FieldType.DECIMAL: ((int, float), "数字"),
    FieldType.MONEY: ((int, float), "金额（元）"),
    FieldType.FLAG: ((bool,), "true 或 false"),
    FieldType.TEXT: ((str, int), "文字"),
    FieldType.REFERENCE: ((str, int), "文字"),
    FieldType.TERMS: ((str, int), "文字"),
}


def _vet_plain(field: Field, value: Any, place: Place) -> Iterator[Mistake]:
    """Yield a mistake for a value of the wrong type for a field without a vocabulary."""
    types, words = _PLAIN_TYPES.get(field.type, ((str,), "文字"))
    misled = isinstance(value, bool) and bool not in types
    if not isinstance(value, Measure | Moment) and (misled or not isinstance(value, types)):
        yield Mistake(place, f"“{field.header}”不能是 {value!r}", words)


def vet_days(
    values: Iterable[Any], place: Place, this: RecordKind | None = None
) -> Iterator[Mistake]:
    """Yield the days that name nothing, also those that others are reckoned from."""
    for value in values:
        moment = _moment(value)
        if isinstance(moment, Moment):
            starts = [moment.start] if isinstance(moment.start, str) else []
            yield from vet_days([*starts, *moment.earliest, *moment.latest], place, this)
        elif isinstance(moment, str) and moment.startswith(CONTEXT_WORDS):
            yield from _vet_at_hand(moment, place, this)
        elif isinstance(moment, str):
            if moment not in DAY_WORDS:
                yield unknown_word(place, "日期", moment, DAY_WORDS)
        elif isinstance(moment, Mapping):
            yield Mistake(place, "日期的推算写法不对", "如 {from: deadline, months: -6}")
        elif not isinstance(moment, date | Measure):
            yield Mistake(place, f"日期不能是 {moment!r}", "如 2022-11-10，或 deadline")


def _moment(value: Any) -> Any:
    """Return the moment that a mapping describes, else the value itself."""
    if not isinstance(value, Mapping):
        return value
    try:
        return Moment.model_validate(value)
    except ValidationError:
        return value


_SHOWN_WORDS = 12


def unknown_word(place: Place, what: str, word: str, known: Iterable[str]) -> Mistake:
    """Return the mistake of a word that names nothing, with the nearest that does."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.4)
    shown = "、".join(words[:_SHOWN_WORDS]) + ("…" if len(words) > _SHOWN_WORDS else "")
    if not words:
        return Mistake(place, f"没有叫“{word}”的{what}", "这里还一个也没有定义")
    hint = f"最接近的是“{near[0]}”；可用：{shown}" if near else f"可用：{shown}"
    return Mistake(place, f"没有叫“{word}”的{what}", hint)
