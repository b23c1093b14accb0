"""What a name in a program file may mean, and the mistake of one that means nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind

Place = tuple[str | int, ...]
"""The keys and numbers that lead to a value in a program file."""

RECORDS_AT_HAND = ("society", "application", "this")
"""What a path may start with: the society, the application, the record of ``each_record``."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a program file that names nothing known, or cannot mean anything."""

    place: Place
    found: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """Where in a program something stands, and what the names there mean."""

    sets: Mapping[str, str] = field(default_factory=dict)
    """By name of a set: the kind of its records."""
    windows: Mapping[str, object] = field(default_factory=dict)
    conditions: Collection[str] = ()
    place: Place = ()
    this: RecordKind | None = None
    """The kind of the record at hand, inside ``each_record``."""

    def at(self, *steps: str | int) -> Place:
        """Return a place inside this one."""
        return (*self.place, *steps)

    def inside(self, *steps: str | int) -> Here:
        """Return the same names at a place inside this one."""
        return replace(self, place=self.at(*steps))

    def kind_of(self, name: str) -> RecordKind | None:
        """Return the kind behind a name: its own, that of a set, that of the record at hand."""
        return self.this if name == "this" else RECORD_KINDS.get(self.sets.get(name, name))

    def mistakes_of_condition(self, when: object) -> Iterator[Mistake]:
        """Yield what is wrong with a ``when`` that names a condition; a test says it itself."""
        if not isinstance(when, str):
            return
        if when not in self.conditions:
            yield unknown_word(self.at("when"), "条件", when, self.conditions)
        elif self.place[:1] == ("conditions",):
            yield Mistake(self.at("when"), "条件里不能再用条件的名字", "写出测试本身")


def is_at_hand(value: object) -> bool:
    """Tell whether a value is a path into a record at hand: ``application.applied_on``.

    >>> is_at_hand("application.applied_on"), is_at_hand("deadline")
    (True, False)
    """
    if not isinstance(value, str):
        return False
    word, dot, _ = value.partition(".")
    return bool(dot) and word in RECORDS_AT_HAND


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


def vet_at_hand(path: str, place: Place, this: RecordKind | None) -> Iterator[Mistake]:
    """Yield what is wrong with a field of the society, the application, the record at hand."""
    word, _, name = path.partition(".")
    kind = this if word == "this" else RECORD_KINDS[word]
    if kind is None:
        yield no_this(place)
    elif not kind.has(name):
        yield unknown_word(place, f"“{kind.title}”的字段", name, kind.field_names)


def no_this(place: Place) -> Mistake:
    """Return the mistake of a ``this`` where no record is at hand."""
    return Mistake(place, "这里没有 this 所指的记录", "只用于 each_record 的 then 里")


def listed(value: Any) -> Sequence[Any]:
    """Return one value or several as several."""
    return value if isinstance(value, (list, tuple)) else (value,)


_SHOWN_WORDS = 12


def unknown_word(place: Place, what: str, word: str, known: Iterable[str]) -> Mistake:
    """Return the mistake of a word that names nothing, with the nearest that does."""
    import difflib

    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.4)
    examples = "、".join(words[:_SHOWN_WORDS]) + ("…" if len(words) > _SHOWN_WORDS else "")
    if not words:
        return Mistake(place, f"没有叫“{word}”的{what}", "这里还一个也没有定义")
    hint = f"最接近的是“{near[0]}”；可用：{examples}" if near else f"可用：{examples}"
    return Mistake(place, f"没有叫“{word}”的{what}", hint)
