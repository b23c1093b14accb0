"""Help pages in Chinese, measured in terminal cells rather than characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

_WIDTH = 80
_GAP = 2
_FIRST_COLUMN = 30


def cells(text: str) -> int:
    """Return how many terminal cells a text takes.

    >>> cells("导入 xlsx")
    9
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield lines of at most ``width`` cells; Latin words are kept whole."""
    line = ""
    for piece in _pieces(text):
        if line and cells(line) + cells(piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield what must not be broken: a Latin word with the blank after it, or one character."""
    word = ""
    for char in text:
        if cells(char) > 1:
            if word:
                yield word
                word = ""
            yield char
        elif char == " ":
            yield word + char
            word = ""
        else:
            word += char
    if word:
        yield word


def table(rows: Iterable[tuple[str, str]]) -> str:
    """Return two columns, the second wrapped under itself."""
    rows = list(rows)
    widths = [cells(first) for first, _ in rows if cells(first) <= _FIRST_COLUMN]
    first_width = max(widths, default=0)
    indent = " " * (2 + first_width + _GAP)
    lines: list[str] = []
    for first, second in rows:
        parts = list(wrap(second, _WIDTH - len(indent))) or [""]
        if cells(first) > first_width:
            lines.append(f"  {first}")
            lines.extend(indent + part for part in parts)
        else:
            padding = " " * (first_width - cells(first) + _GAP)
            lines.append(f"  {first}{padding}{parts[0]}".rstrip())
            lines.extend(indent + part for part in parts[1:])
    return "\n".join(lines)


def page(usage: str, about: str, sections: Iterable[tuple[str, list[tuple[str, str]]]]) -> str:
    """Return a help page: usage, what it does, then titled tables."""
    parts = [f"用法：{usage}"]
    if about:
        parts.append("\n".join("\n".join(wrap(line, _WIDTH)) for line in about.splitlines()))
    parts.extend(f"{title}：\n{table(rows)}" for title, rows in sections if rows)
    return "\n\n".join(parts) + "\n"


def parameter_rows(params: Iterable[Any]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the rows for arguments and for options of a command."""
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in params:
        if getattr(param, "hidden", False):
            continue
        about = getattr(param, "help", None) or ""
        if param.param_type_name == "argument":
            arguments.append((param.metavar or str(param.name).upper(), about))
        else:
            options.append((_option_names(param), about))
    return arguments, options


def _option_names(param: Any) -> str:
    names = ", ".join(sorted([*param.opts, *param.secondary_opts], key=len))
    if getattr(param, "is_flag", False) or getattr(param, "count", False):
        return names
    return f"{names} {param.metavar or '值'}"
