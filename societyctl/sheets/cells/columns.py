"""One column of a table at a time: what its cells turn out to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from societyctl.domain.fields import Field, FieldType, Value
from societyctl.sheets.cells.outcome import CellOutcome, Converter
from societyctl.sheets.files.grid import Cell

_FEW = 0.5
"""The share of different texts in a column from which each is better read as it comes."""


class Memo(dict[str, CellOutcome]):
    """What the texts of a column turned out to be: most columns of words repeat a few."""

    def __init__(self, convert: Converter) -> None:
        self._convert = convert
        self[""] = None

    def __missing__(self, cell: str) -> CellOutcome:
        outcome = self[cell] = self._convert(cell)
        return outcome


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """What reads one column."""

    offset: int
    index: int
    field: Field
    convert: Converter
    is_special: bool
    """Some cell of it shows an error, stands in a merge, or has a format that matters."""
    known: Memo

    def read(self, cells: Sequence[Cell]) -> list[CellOutcome]:
        """Return what the cells of a column are; the usual ones cost next to nothing."""
        if {*map(type, cells)} == {str} and len({*cells}) < len(cells) * _FEW:
            return [self.known[cell] for cell in cast("Sequence[str]", cells)]
        convert = self.convert
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
