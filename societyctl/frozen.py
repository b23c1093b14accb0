"""``dataclass`` for frozen values, built in a quarter of the time.

The one of the standard library writes and compiles six functions for every class, 0.6 ms; a check
imports some 140 classes, a fifth of all it takes. Here only ``__init__`` is written and compiled,
the other methods are shared. What comes out is a dataclass to everybody who asks: ``fields``,
``replace``, pickling, pattern matching. A subclass of a class made here is made here too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

__all__ = ["dataclass"]


def _dataclass(
    *, frozen: bool, slots: bool = False, kw_only: bool = False, eq: bool = True
) -> Callable[[type], type]:
    """Return the decorator; the options mean what they mean in the standard library."""
    if not frozen:
        raise TypeError("for frozen classes only")

    def build(cls: type) -> type:
        made: Any = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )(cls)
        fields = dataclasses.fields(made)
        made.__init__ = _initializer(made, fields)
        made.__setattr__ = _refuse_setting
        made.__delattr__ = _refuse_deleting
        if "__repr__" not in cls.__dict__:
            made.__repr__ = _representation
        if eq:
            made.__eq__, made.__hash__ = _comparison(fields)
        if slots:
            made.__getstate__, made.__setstate__ = _state, _take_state
        return cast("type", made)

    return build


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


def _initializer(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    """Return ``__init__``: the fields in their order, those by keyword alone behind the others."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_unset": dataclasses.MISSING}
    lines, positional = list[str](), ["self"]
    by_keyword = list[str]()
    for field in fields:
        name, value = field.name, field.name
        default = ""
        if field.default is not dataclasses.MISSING:
            names[f"_default_{name}"] = field.default
            default = f"=_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_make_{name}"] = field.default_factory
            default, value = "=_unset", f"_make_{name}() if {name} is _unset else {name}"
        if field.init:
            (by_keyword if field.kw_only else positional).append(name + default)
            lines.append(f"_set(self, {name!r}, {value})")
        elif default:
            value = f"_make_{name}()" if default == "=_unset" else f"_default_{name}"
            lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join([*positional, *(["*", *by_keyword] if by_keyword else [])])
    body = "\n ".join(lines or ["pass"])
    exec(f"def __init__({parameters}):\n {body}", names)  # noqa: S102  # names of our own fields
    initializer = names["__init__"]
    initializer.__qualname__ = f"{cls.__qualname__}.__init__"
    return initializer


def _comparison(fields: tuple[dataclasses.Field[Any], ...]) -> tuple[Any, Any]:
    """Return ``__eq__`` and ``__hash__`` over the fields that are compared."""
    compared = [field.name for field in fields if field.compare]
    key = attrgetter(*compared) if compared else lambda _: ()

    def equals(self: object, other: object) -> bool:
        return (
            bool(key(self) == key(other)) if other.__class__ is self.__class__ else NotImplemented
        )

    return equals, lambda self: hash(key(self))


def _representation(self: Any) -> str:
    shown = [field.name for field in dataclasses.fields(self) if field.repr]
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{self.__class__.__qualname__}({values})"


def _refuse_setting(_: object, name: str, __: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _take_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
