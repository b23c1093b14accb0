"""A guard for .ods files: one cell there may stand for millions by a repetition count."""

from __future__ import annotations

import re
import zipfile

from societyctl.sheets.files.grid import is_too_large

_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=\"(\d+)\"")
_FILLED = re.compile(rb"office:(?:value|string-value|date-value|boolean-value)|<text:p")


def repeats_without_end(archive: zipfile.ZipFile) -> bool:
    """Tell whether the filled cells, as often as they are repeated, are more than can be held.

    Raises what reading a damaged archive raises.
    """
    content = archive.read("content.xml")
    rows = widest = 0
    for row, inner in (match.groups() for match in _ROW.finditer(content)):
        width = filled = 0
        for attributes, text in (match.groups() for match in _CELL.finditer(inner)):
            width += _times(attributes)
            if _FILLED.search(attributes) or (text and _FILLED.search(text)):
                filled = width
        rows, widest = rows + (_times(row) if filled else 0), max(widest, filled)
        if is_too_large(rows, widest):
            return True
    return False


def _times(attributes: bytes) -> int:
    """Return how often a row or a cell is repeated."""
    match = _REPEATED.search(attributes)
    return int(match[1]) if match else 1
