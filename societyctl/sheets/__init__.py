"""Spreadsheets into records or located issues, and workbooks handed back to people.

A cell on its way to a record: ``files`` give grids of cells, ``tables`` find the table in a grid,
its kind and the field of each column, ``cells`` make a value of a cell, ``rows`` make a record of
a row, ``identity`` sets aside what came before. ``writing`` goes the other way. Reading never
touches the store: it returns values, and questions where only a person knows.
"""

from __future__ import annotations

from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.cells.terms import term_named
from societyctl.sheets.reader import Opened, read_files
from societyctl.sheets.results import (
    RejectedRow,
    SheetsRead,
    SkippedRow,
    TableRead,
    place_of,
    row_of,
)
from societyctl.sheets.tables.answers import IGNORE, KIND_KEY, Memory
from societyctl.sheets.tables.headers import field_named, kind_named
from societyctl.sheets.tables.remembered import Layouts, layout_signature, remembered_answers
from societyctl.sheets.typed import read_typed, typed_day

__all__ = [
    "IGNORE",
    "KIND_KEY",
    "Layouts",
    "Memory",
    "Opened",
    "RejectedRow",
    "SheetsRead",
    "SkippedRow",
    "TableRead",
    "field_named",
    "kind_named",
    "layout_signature",
    "place_of",
    "read_files",
    "read_typed",
    "remembered_answers",
    "row_of",
    "squeezed",
    "term_named",
    "typed_day",
]
