"""Checking the names inside conditions: fields, operators, terms and dates."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.rules.language import Measure, Moment

Place = tuple[str | int, ...]

CONTEXT_WORDS = ("application.", "society.")
DAY_WORDS = ("deadline", "decision", "as_of")
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


def vet_where(kind: RecordKind, where: Any, place: Place) -> Iterator[Mistake]:
    """Yield what a ``where`` gets wrong: fields, operators, terms, dates, forms."""
    if not isinstance(where, Mapping):
        yield Mistake(place, "这里应是若干“字段: 条件”")
        return
    for key, wanted in where.items():
        inner = (*place, key)
        if key == "any":
            yield from _vet_options(kind, wanted, inner)
        elif key in ("linked", "not_linked"):
            yield from _vet_linked(wanted, inner)
        elif key == "evidenced":
            yield from _vet_evidence(wanted, inner)
        elif key == "this":
            if wanted is not True:
                yield Mistake(inner, "this 只能写 true")
        else:
            yield from _vet_field(kind, str(key), wanted, inner)


def _vet_options(kind: RecordKind, wanted: Any, place: Place) -> Iterator[Mistake]:
    if not isinstance(wanted, list) or not wanted:
        yield Mistake(place, "any 后应是列表，每项是若干“字段: 条件”")
        return
    for index, option in enumerate(wanted):
        yield from vet_where(kind, option, (*place, index))


_LINKED_KEYS = ("record", "through", "where")


def _vet_linked(wanted: Any, place: Place) -> Iterator[Mistake]:
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
    yield from vet_where(linked, wanted.get("where", {}), (*place, "where"))


def _vet_evidence(wanted: Any, place: Place) -> Iterator[Mistake]:
    vocabulary = VOCABULARIES["evidence_kind"]
    if wanted is not True and not isinstance(wanted, list):
        yield Mistake(place, "evidenced 后应是 true，或佐证类别的列表")
        return
    for word in wanted if isinstance(wanted, list) else ():
        if word not in vocabulary.terms:
            yield unknown_word(place, "佐证类别", str(word), vocabulary.terms)


def _vet_field(kind: RecordKind, path: str, wanted: Any, place: Place) -> Iterator[Mistake]:
    first, _, rest = path.partition(".")
    if not kind.has(first):
        yield unknown_word(place, f"“{kind.title}”的字段", first, kind.field_names)
        return
    field = kind.field(first)
    if rest:
        target = RECORD_KINDS.get(field.refers_to or "")
        if target is None:
            yield Mistake(place, f"“{field.header}”不指向别的记录，后面不能再写“.{rest}”")
        else:
            yield from _vet_field(target, rest, wanted, place)
    elif isinstance(wanted, Mapping):
        for operator, value in wanted.items():
            yield from _vet_operator(kind, field, str(operator), value, (*place, operator))
    else:
        yield from vet_terms(field, listed(wanted), place)


def _vet_operator(
    kind: RecordKind, field: Field, operator: str, value: Any, place: Place
) -> Iterator[Mistake]:
    if operator not in OPERATORS:
        yield unknown_word(place, "比较方式", operator, OPERATORS)
    elif operator == "present":
        if not isinstance(value, bool):
            yield Mistake(place, "present 后应是 true 或 false")
    elif isinstance(value, Mapping) and "field" in value:
        yield from _vet_other_field(kind, value, place)
    elif operator == "contains":
        if not all(isinstance(word, str) for word in listed(value)):
            yield Mistake(place, "contains 后应是文字")
    else:
        yield from vet_terms(field, listed(value), place)


_OTHER_FIELD_KEYS = ("field", "months", "days")


def _vet_other_field(kind: RecordKind, value: Mapping[str, Any], place: Place) -> Iterator[Mistake]:
    for key, wanted in value.items():
        if key not in _OTHER_FIELD_KEYS:
            yield unknown_word((*place, key), "项", str(key), _OTHER_FIELD_KEYS)
        elif key != "field" and not isinstance(wanted, int):
            yield Mistake((*place, key), f"{key} 后应是整数")
    if not kind.has(str(value["field"])):
        name = str(value["field"])
        yield unknown_word(place, f"“{kind.title}”的字段", name, kind.field_names)


def listed(value: Any) -> Sequence[Any]:
    """Return one value or several as several."""
    return value if isinstance(value, (list, tuple)) else (value,)


def vet_terms(field: Field, values: Iterable[Any], place: Place) -> Iterator[Mistake]:
    """Yield the values that the field cannot hold."""
    if field.vocabulary is None:
        yield from _vet_plain(field, values, place)
        return
    vocabulary = VOCABULARIES[field.vocabulary]
    for value in values:
        if isinstance(value, str) and value.startswith(CONTEXT_WORDS):
            continue
        if not isinstance(value, Measure) and value not in vocabulary.terms:
            yield unknown_word(place, f"“{field.header}”的词", str(value), vocabulary.terms)


_PLAIN_TYPES: dict[FieldType, tuple[tuple[type, ...], str]] = {
    FieldType.INTEGER: ((int,), "整数"),
    FieldType.DECIMAL: ((int, float), "数字"),
    FieldType.MONEY: ((int, float), "金额（元）"),
    FieldType.FLAG: ((bool,), "true 或 false"),
    FieldType.TEXT: ((str, int), "文字"),
    FieldType.REFERENCE: ((str, int), "文字"),
    FieldType.TERMS: ((str, int), "文字"),
}


def _vet_plain(field: Field, values: Iterable[Any], place: Place) -> Iterator[Mistake]:
    """Yield the values of the wrong type for a field without a vocabulary."""
    if field.type is FieldType.DATE:
        yield from _vet_days(values, place)
        return
    types, words = _PLAIN_TYPES.get(field.type, ((str,), "文字"))
    for value in values:
        named = isinstance(value, str) and value.startswith(CONTEXT_WORDS)
        misled = isinstance(value, bool) and bool not in types
        if (
            not isinstance(value, (Measure, Moment))
            and not named
            and (misled or not isinstance(value, types))
        ):
            yield Mistake(place, f"“{field.header}”不能是 {value!r}", words)


def _vet_days(values: Iterable[Any], place: Place) -> Iterator[Mistake]:
    for value in values:
        if isinstance(value, Mapping):
            try:
                Moment.model_validate(value)
            except ValidationError:
                yield Mistake(place, "日期的推算写法不对", "如 {from: deadline, months: -6}")
        elif isinstance(value, str):
            if value not in DAY_WORDS and not value.startswith(CONTEXT_WORDS):
                yield unknown_word(place, "日期", value, DAY_WORDS)
        elif not isinstance(value, (date, Measure, Moment)):
            yield Mistake(place, f"日期不能是 {value!r}", "如 2022-11-10，或 deadline")


_SHOWN_WORDS = 12


def unknown_word(place: Place, what: str, word: str, known: Iterable[str]) -> Mistake:
    """Return the mistake of a word that names nothing, with the nearest that does."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.4)
    shown = "、".join(words[:_SHOWN_WORDS]) + ("…" if len(words) > _SHOWN_WORDS else "")
    hint = f"最接近的是“{near[0]}”；可用：{shown}" if near else f"可用：{shown}"
    return Mistake(place, f"没有叫“{word}”的{what}", hint)
