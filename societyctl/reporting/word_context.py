"""What a template may use: the values of a paper, cleaned, and the shape of what it offers."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import types
import typing
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from societyctl.reporting.papers.values import Paper
from societyctl.reporting.word_text import clean


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """The shape of a value: its named parts, or what a list of it holds, or neither (text)."""

    fields: Mapping[str, Offer] = dataclasses.field(default_factory=dict)
    item: Offer | None = None


TEXT = Offer()
LOOP = Offer(
    {
        "index": TEXT,
        "index0": TEXT,
        "first": TEXT,
        "last": TEXT,
        "length": TEXT,
        "revindex": TEXT,
        "revindex0": TEXT,
    }
)
EXTRAS = {"stamp": TEXT, "draft": TEXT}
"""Names that every template may use beside the fields of its paper."""


def offer_of(paper: type[Paper]) -> Offer:
    """Return what a paper offers to its template."""
    return Offer({**_fields(paper), **EXTRAS})


def _fields(shape: type) -> dict[str, Offer]:
    hints = typing.get_type_hints(shape)
    fields = {
        name: _offer(hint)
        for name, hint in hints.items()
        if typing.get_origin(hint) is not typing.ClassVar
    }
    for name, value in inspect.getmembers(shape, lambda part: isinstance(part, property)):
        fields[name] = _offer(typing.get_type_hints(value.fget)["return"])
    return fields


def _offer(hint: Any) -> Offer:
    if typing.get_origin(hint) is tuple:
        return Offer(item=_offer(typing.get_args(hint)[0]))
    if isinstance(hint, types.UnionType):
        known = [part for part in typing.get_args(hint) if part is not types.NoneType]
        return _offer(known[0])
    is_shape = isinstance(hint, type) and dataclasses.is_dataclass(hint)
    return Offer(_fields(hint)) if is_shape else TEXT


def context_of(paper: Paper, stamp: str, *, draft: bool) -> dict[str, Any]:
    """Return the values for a template: no methods to call, every text safe for Word."""
    values = dict(vars(_plain(paper)))
    return {**values, "stamp": clean(stamp), "draft": draft}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return SimpleNamespace(
            **{name: _plain(getattr(value, name)) for name in _names_of(type(value))}
        )
    return value


@functools.cache
def _names_of(shape: type[object]) -> tuple[str, ...]:
    return tuple(_fields(shape))
