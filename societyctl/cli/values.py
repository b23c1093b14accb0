"""How the words of a command line become values, without the library that Typer reads them by.

Typer 0.29 builds a pydantic adapter for each parameter that is given: 0.07 s at every start, a
third of all that a check may take. Ours are flags, texts, paths, whole numbers and lists of those.
A Typer that asks in another way finds its own road again; then starting only takes longer.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

_READ: dict[Any, type] = {str: str, Path: Path, int: int, bool: bool}


class _Plain:
    """Reads the values of one parameter."""

    def __init__(self, annotation: Any) -> None:
        self._read = _READ[(typing.get_args(annotation) or (annotation,))[0]]

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return what was typed as a value; raises BadParameter."""
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        try:
            return [self._read(item) for item in value] if several else self._read(value)
        except ValueError:
            raise typer.BadParameter(
                f"{value!r} is not a valid integer.", ctx=ctx, param=param
            ) from None


def read_plainly(params: Iterable[Any]) -> None:
    """Let the parameters of a command be read here, as far as they are of a type known here."""
    for param in params:
        annotation = getattr(getattr(param, "type_descriptor", None), "annotation", None)
        if (typing.get_args(annotation) or (annotation,))[0] in _READ:
            plain = _Plain(annotation)
            param.get_runtime_param = lambda plain=plain: plain
