"""Elements: what a program file is made of, and how one walks it.

An element is a frozen dataclass whose fields are the keys that may be written. They are kept
without slots: a program is read from a pickle much more often than from YAML, and that is twice
as fast for classes whose state is a plain dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, field, fields
from datetime import date
from typing import Annotated, Any

from societyctl.rules.language.names import Here, Mistake, Place, is_at_hand, listed


class OneOrMore:
    """Marks a list of which a single item may be written without brackets."""


class Pattern:
    """Marks a text that has to match a regular expression as a whole."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def matches(self, text: str) -> bool:
        """Tell whether a text does."""
        return re.fullmatch(self.pattern, text) is not None


Names = Annotated[tuple[str, ...], OneOrMore()]
Clauses = Names
"""Clause ids; a single one may be written without brackets."""

Where = dict[str, Any]
"""Field (or ``reference.field``) to what it must be; see ``docs/programs.md``."""

Scalar = bool | int | float | date | str


def keyed(key: str, default: Any = MISSING) -> Any:
    """Return a field that is written with a key which Python does not take for a name."""
    return field(default=default, metadata={"key": key})


class Element:
    """Part of a program file."""

    @classmethod
    def fits(cls, written: Mapping[str, Any]) -> bool:
        """Tell whether a mapping is meant to be this, where it may be one of several elements."""
        return True

    def parts(self) -> Iterator[tuple[Place, Element]]:
        """Yield the elements directly inside this one, each with the steps that lead to it."""
        for item in _fields(type(self)):
            yield from _elements_in((key_of(item),), getattr(self, item.name))

    def here_of(self, place: Place, here: Here) -> Here:
        """Return where a part stands, by the steps that lead to it."""
        return here.inside(*place)

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield what is wrong with this element, its parts left aside."""
        return iter(())

    def refers_to(self) -> Iterator[str]:
        """Yield the names of windows, sets and conditions that this element itself uses."""
        for item in _fields(type(self)):
            if item.name in ("during", "when"):
                value = getattr(self, item.name)
                yield from (value,) if isinstance(value, str) else ()

    def paths(self) -> Iterator[str]:
        """Yield the fields of records at hand that this element itself reads."""
        for item in _fields(type(self)):
            yield from filter(is_at_hand, _texts_in(getattr(self, item.name)))

    def describe(self) -> dict[str, Any]:
        """Return by key what is written and differs from what holds without it."""
        return {
            key_of(item): _plain(getattr(self, item.name))
            for item in _fields(type(self))
            if getattr(self, item.name) != _default(item)
        }


_FIELDS: dict[type[Element], tuple[Field[Any], ...]] = {}
"""Looked up at every step of every walk, and the same for every element of a class."""


def _fields(kind: type[Element]) -> tuple[Field[Any], ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = fields(kind)  # type: ignore[arg-type]  # elements are dataclasses
    return _FIELDS[kind]


def key_of(item: Field[Any]) -> str:
    """Return the key by which a field is written."""
    return str(item.metadata.get("key", item.name))


def keys_of(kind: type[Element]) -> tuple[str, ...]:
    """Return what may be written in an element of a kind."""
    return tuple(key_of(item) for item in _fields(kind))


def _default(item: Field[Any]) -> Any:
    return item.default if item.default_factory is MISSING else item.default_factory()


def _elements_in(place: Place, value: object) -> Iterator[tuple[Place, Element]]:
    if isinstance(value, Element):
        yield place, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _elements_in((*place, index), item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if isinstance(item, (Element, tuple)):
                yield from _elements_in((*place, name), item)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts_in(item)


def _plain(value: object) -> Any:
    if isinstance(value, Element):
        return value.describe()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in listed(value)]
    return value.isoformat() if isinstance(value, date) else value


def elements_of(element: Element, place: Place = ()) -> Iterator[tuple[Place, Element]]:
    """Yield an element and all inside it, each with its place."""
    yield place, element
    for steps, part in element.parts():
        yield from elements_of(part, (*place, *steps))


def mistakes_in(element: Element, here: Here) -> Iterator[Mistake]:
    """Yield what is wrong with an element and with all inside it."""
    yield from element.mistakes(here)
    for steps, part in element.parts():
        yield from mistakes_in(part, element.here_of(steps, here))
