"""Long tables: one row is rendered with marks in it, then written out for every item.

The template engine spends most of its time on long tables; filling a rendered row is several
times faster and looks the same, because only loops that do nothing but place fields take part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn

from societyctl.reporting.word.controls import elements

LONG = 200
"""From so many rows on a table is written row by row."""

_START, _END = "\ue0f1", "\ue0f2"
_MARK = re.compile(f"{_START}(.+?)#(.+?){_END}")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'

RowTexts = Sequence[SimpleNamespace]


def set_aside(context: dict[str, Any], lists: Mapping[str, bool]) -> dict[str, RowTexts]:
    """Put a marked row in the place of every long list and return the lists taken out."""
    taken: dict[str, RowTexts] = {}
    for name, plain in lists.items():
        rows = context.get(name)
        if plain and isinstance(rows, tuple) and len(rows) >= LONG:
            taken[name] = rows
            context[name] = (_marked(name, rows[0]),)
    return taken


def _marked(name: str, row: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(**{field: f"{_START}{name}#{field}{_END}" for field in vars(row)})


def write_out(root: Any, taken: Mapping[str, RowTexts]) -> None:
    """Replace every marked row below ``root`` by the rows of its list."""
    if not taken:
        return
    for row in [row for row in root.iter(qn("w:tr")) if _list_of(row)]:
        rows = taken[_list_of(row)]
        table, position = row.getparent(), row.getparent().index(row)
        table.remove(row)
        table[position:position] = list(_written(row, rows))


def _list_of(row: Any) -> str:
    for text in row.iter(qn("w:t")):
        mark = _MARK.search(text.text or "")
        if mark:
            return mark.group(1)
    return ""


def _written(row: Any, rows: RowTexts) -> Iterator[Any]:
    source = serialize_part_xml(row).decode().split("?>", 1)[1].strip()
    pieces = _MARK.split(source)
    literals, fields = pieces[::3], pieces[2::3]
    lines: list[str] = []
    for item in rows:
        values = vars(item)
        for literal, field in zip(literals, fields, strict=False):
            lines += (literal, _value(values[field]))
        lines.append(literals[-1])
    yield from elements("".join(lines))


def _value(text: str) -> str:
    return escape(text, {'"': "&quot;"}).replace("\n", _BREAK)
