"""What a ``where`` may hold: fields, operators, terms and dates, checked against the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS, field_at
from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.vocabularies import VOCABULARIES, Vocabulary
from societyctl.domain.wording import show_value
from societyctl.rules.language.amounts import is_number
from societyctl.rules.language.days import vet_day
from societyctl.rules.language.names import (
    Mistake,
    Place,
    is_at_hand,
    listed,
    no_this,
    unknown_word,
    vet_at_hand,
    vet_path,
)

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


def vet_where(
    kind: RecordKind, where: Any, place: Place, this: RecordKind | None = None
) -> Iterator[Mistake]:
    """Yield what a ``where`` gets wrong: fields, operators, terms, dates, forms.

    ``this`` is the kind of the record at hand, inside ``each_record``.
    """
    if not isinstance(where, Mapping):
        yield Mistake(place, "这里应是若干“字段: 条件”")
        return
    for key, written in where.items():
        inner = (*place, key)
        if key == "any":
            yield from _vet_options(kind, written, inner, this)
        elif key in ("linked", "not_linked"):
            yield from _vet_linked(written, inner, this)
        elif key == "evidenced":
            yield from _vet_evidence(written, inner)
        elif key == "this":
            yield from _vet_this(kind, written, inner, this)
        else:
            yield from _vet_field(kind, str(key), written, inner, this)


def _vet_this(
    kind: RecordKind, written: Any, place: Place, this: RecordKind | None
) -> Iterator[Mistake]:
    if written is not True:
        yield Mistake(place, "this 只能写 true")
    elif kind not in (this, RECORD_KINDS["application"]):
        yield no_this(place)


def _vet_options(
    kind: RecordKind, written: Any, place: Place, this: RecordKind | None
) -> Iterator[Mistake]:
    if not isinstance(written, list) or not written:
        yield Mistake(place, "any 后应是列表，每项是若干“字段: 条件”")
        return
    for index, option in enumerate(written):
        yield from vet_where(kind, option, (*place, index), this)


_LINKED_KEYS = ("record", "through", "where")


def _vet_linked(written: Any, place: Place, this: RecordKind | None) -> Iterator[Mistake]:
    linked = RECORD_KINDS.get(str(written.get("record"))) if isinstance(written, Mapping) else None
    if linked is None:
        yield Mistake(place, "linked 要写 record、through", "已知的记录类别")
        return
    for key in written:
        if key not in _LINKED_KEYS:
            yield unknown_word((*place, key), "项", str(key), _LINKED_KEYS)
    if not linked.has(str(written.get("through"))):
        through = str(written.get("through"))
        yield unknown_word(place, f"“{linked.title}”的字段", through, linked.field_names)
    yield from vet_where(linked, written.get("where", {}), (*place, "where"), this)


def _vet_evidence(written: Any, place: Place) -> Iterator[Mistake]:
    vocabulary = VOCABULARIES["evidence_kind"]
    if isinstance(written, Mapping) and list(written) == ["not"]:
        written = written["not"]
    if written is not True and not isinstance(written, list):
        yield Mistake(place, "evidenced 后应是 true、佐证类别的列表，或 {not: [类别]}")
        return
    for word in written if isinstance(written, list) else ():
        yield from _vet_word(str(word), "佐证类别", vocabulary, place)


def _vet_word(word: str, what: str, vocabulary: Vocabulary, place: Place) -> Iterator[Mistake]:
    """Yield a word that no record can hold; of an open vocabulary, one that looks like a slip."""
    if word in vocabulary.terms or (vocabulary.open and bare(word) != word):
        return
    if not vocabulary.open:
        yield unknown_word(place, what, word, vocabulary.terms)
    elif (term := vocabulary.resolve(word)) is not None:
        yield Mistake(place, f"“{word}”登记时记作“{term}”", term)
    elif (near := vocabulary.slip_in(word)) is not None:
        slip = f"“{word}”像是把“{near}”写错了"
        yield Mistake(place, slip, f"“{near}”；确是另一个词的，连引号写成“{word}”")


def bare(word: str) -> str:
    """Return a word without the quotation marks that say it is meant as it stands.

    >>> bare("“科技下乡”"), bare("科普")
    ('科技下乡', '科普')
    """
    return word[1:-1] if word[:1] == "“" and word[-1:] == "”" else word


def _vet_field(
    kind: RecordKind, path: str, written: Any, place: Place, this: RecordKind | None
) -> Iterator[Mistake]:
    mistakes = list(vet_path(kind, path, place))
    if mistakes:
        yield from mistakes
        return
    field = field_at(kind, path)
    if not isinstance(written, Mapping):
        yield from vet_terms(field, listed(written), place, this)
        return
    for operator, value in written.items():
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
    for key, written in value.items():
        if key not in _OTHER_FIELD_KEYS:
            yield unknown_word((*place, key), "项", str(key), _OTHER_FIELD_KEYS)
        elif key != "field" and not isinstance(written, int):
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


def vet_terms(
    field: Field, values: Iterable[Any], place: Place, this: RecordKind | None = None
) -> Iterator[Mistake]:
    """Yield the values that the field cannot hold."""
    vocabulary = VOCABULARIES[field.vocabulary] if field.vocabulary is not None else None
    for value in values:
        if is_at_hand(value):
            yield from vet_at_hand(value, place, this)
        elif field.type is FieldType.DATE:
            yield from vet_day(value, place, this)
        elif field.type is FieldType.REFERENCE and value == "this":
            if this is None:
                yield no_this(place)
        elif vocabulary is None:
            yield from _vet_plain(field, value, place)
        else:
            yield from _vet_word(str(value), f"“{field.header}”的词", vocabulary, place)


_PLAIN_TYPES: dict[FieldType, tuple[tuple[type, ...], str]] = {
    FieldType.INTEGER: ((int,), "整数"),
    FieldType.DECIMAL: ((int, float), "数字"),
    FieldType.MONEY: ((int, float), "金额（元）"),
    FieldType.FLAG: ((bool,), "true 或 false"),
    FieldType.TEXT: ((str, int, float), "文字，必要时加引号"),
    FieldType.REFERENCE: ((str, int), "文字"),
    FieldType.TERMS: ((str, int), "文字"),
}


def _vet_plain(field: Field, value: Any, place: Place) -> Iterator[Mistake]:
    """Yield a mistake for a value of the wrong type for a field without a vocabulary."""
    types, words = _PLAIN_TYPES.get(field.type, ((str,), "文字"))
    if field.unit == "%" and isinstance(value, str) and is_number(value.removesuffix("%")):
        return
    misled = isinstance(value, bool) and bool not in types
    if misled or not isinstance(value, types):
        yield Mistake(place, f"“{field.header}”不能是{show_value(value)}", words)
    elif field.unit == "%" and 0 < float(str(value)) < 1:
        yield percent_in_doubt(str(value), place)


def percent_in_doubt(number: str, place: Place) -> Mistake:
    """Return the mistake of a bare number where a part is meant: 0.3 may be 30 % or 0.3 %."""
    hundredfold = f"{float(Fraction(number) * 100):g}"
    return Mistake(place, f"看不出是 {hundredfold}% 还是 {number}%：{number}", "带上 % 写明")
