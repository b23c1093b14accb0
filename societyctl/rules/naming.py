"""Checking the names inside conditions: fields, operators, terms and dates."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.rules.language import Measure

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


def vet_where(kind: RecordKind, where: Mapping[str, Any], place: Place) -> Iterator[Mistake]:
    """Yield what a ``where`` gets wrong: fields, operators, terms, dates."""
    for key, wanted in where.items():
        inner = (*place, key)
        if key == "any":
            for index, option in enumerate(wanted):
                yield from vet_where(kind, option, (*inner, index))
        elif key in ("linked", "not_linked"):
            yield from _vet_linked(wanted, inner)
        elif key == "evidenced":
            yield from _vet_evidence(wanted, inner)
        elif key != "this":
            yield from _vet_field(kind, key, wanted, inner)


def _vet_linked(wanted: Any, place: Place) -> Iterator[Mistake]:
    linked = RECORD_KINDS.get(str(wanted.get("record"))) if isinstance(wanted, Mapping) else None
    if linked is None:
        yield Mistake(place, "linked 要写 record、through", "已知的记录类别")
        return
    if not linked.has(str(wanted.get("through"))):
        yield unknown_word(
            place, f"“{linked.title}”的字段", str(wanted.get("through")), linked.field_names
        )
    yield from vet_where(linked, wanted.get("where", {}), (*place, "where"))


def _vet_evidence(wanted: Any, place: Place) -> Iterator[Mistake]:
    vocabulary = VOCABULARIES["evidence_kind"]
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
        return
    if isinstance(wanted, Mapping):
        for operator, value in wanted.items():
            if operator not in OPERATORS:
                yield unknown_word(place, "比较方式", str(operator), OPERATORS)
            elif operator not in ("present", "unended") and not isinstance(value, Mapping):
                yield from vet_terms(field, listed(value), (*place, operator))
    else:
        yield from vet_terms(field, listed(wanted), place)


def listed(value: Any) -> Sequence[Any]:
    """Return one value or several as several."""
    return value if isinstance(value, (list, tuple)) else (value,)


def vet_terms(field: Field, values: Iterable[Any], place: Place) -> Iterator[Mistake]:
    """Yield the values that the field cannot hold."""
    if field.vocabulary is None:
        yield from _vet_days(field, values, place)
        return
    vocabulary = VOCABULARIES[field.vocabulary]
    for value in values:
        if isinstance(value, str) and value.startswith(CONTEXT_WORDS):
            continue
        if not isinstance(value, Measure) and value not in vocabulary.terms:
            yield unknown_word(place, f"“{field.header}”的词", str(value), vocabulary.terms)


def _vet_days(field: Field, values: Iterable[Any], place: Place) -> Iterator[Mistake]:
    if field.type is not FieldType.DATE:
        return
    for value in values:
        known = not isinstance(value, str) or value in DAY_WORDS or value.startswith(CONTEXT_WORDS)
        if not known:
            yield unknown_word(place, "日期", str(value), DAY_WORDS)


_SHOWN_WORDS = 12


def unknown_word(place: Place, what: str, word: str, known: Iterable[str]) -> Mistake:
    """Return the mistake of a word that names nothing, with the nearest that does."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.4)
    shown = "、".join(words[:_SHOWN_WORDS]) + ("…" if len(words) > _SHOWN_WORDS else "")
    hint = f"最接近的是“{near[0]}”；可用：{shown}" if near else f"可用：{shown}"
    return Mistake(place, f"没有叫“{word}”的{what}", hint)
