"""One column of a table at a time: what its cells turn out to be."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from societyctl.domain.fields import Field, FieldType, Value
from societyctl.sheets.cells.outcome import CellOutcome, Converter
from societyctl.sheets.files.grid import Cell

_FEW = 0.5
"""The share of different texts in a column from which each is better read as it comes."""


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """What reads one column."""

    offset: int
    index: int
    field: Field
    convert: Converter
    is_special: bool
    """Some cell of it shows an error, stands in a merge, or has a format that matters."""
    _outcomes: dict[str, CellOutcome] = dataclasses.field(default_factory=lambda: {"": None})
    """Of the texts met so far: most columns of words repeat a few."""

    def read(self, cells: Sequence[Cell]) -> list[CellOutcome]:
        """Return what the cells of a column are; the usual ones cost next to nothing."""
        convert, outcomes = self.convert, self._outcomes
        if {*map(type, cells)} == {str} and len(texts := {*cells}) < len(cells) * _FEW:
            for text in cast("set[str]", texts) - outcomes.keys():
                outcomes[text] = convert(text)
            return [outcomes[cell] for cell in cast("Sequence[str]", cells)]
        if self.field.type is FieldType.TEXT and self.field.code is None:
            return [
                cell
                if cell.__class__ is str and cell.isalnum()
                else None
                if cell == ""
                else convert(cell)
                for cell in cells
            ]
        return [None if cell == "" else convert(cell) for cell in cells]


def rows_given(columns: Mapping[str, Sequence[Value | None]], count: int) -> list[dict[str, Value]]:
    """Return columns as rows that hold only what is given."""
    rows: list[dict[str, Value]] = [{} for _ in range(count)]
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            if value is not None:
                row[name] = value
    return rows
