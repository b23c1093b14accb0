"""A guard for .ods files: one cell there may stand for millions by a repetition count."""

from __future__ import annotations

import re
import zipfile
from xml.parsers import expat

from societyctl.sheets.files.grid import is_too_large

ROW = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=\"(\d+)\"")
FILLED = re.compile(rb"office:(?:value|string-value|date-value|boolean-value)|<text:p")


def repeats_without_end(archive: zipfile.ZipFile) -> bool:
    """Tell whether the filled cells, as often as they are repeated, are more than can be held.

    Raises what reading a damaged archive raises.
    """
    content = archive.read("content.xml")
    rows = widest = 0
    for row, inner in (match.groups() for match in ROW.finditer(content)):
        width = filled = 0
        for attributes, text in (match.groups() for match in CELL.finditer(inner or b"")):
            width += times(attributes)
            if FILLED.search(attributes) or (text and FILLED.search(text)):
                filled = width
        rows, widest = rows + (times(row) if filled else 0), max(widest, filled)
        if is_too_large(rows, widest):
            return True
    return False


def is_whole(archive: zipfile.ZipFile) -> bool:
    """Tell whether all tags are closed: on those that are not, the reader waits for ever.

    Raises what reading a damaged archive raises.
    """
    try:
        expat.ParserCreate().Parse(archive.read("content.xml"), True)
    except expat.ExpatError:
        return False
    return True


def times(attributes: bytes) -> int:
    """Return how often a row or a cell is repeated."""
    match = _REPEATED.search(attributes)
    return int(match[1]) if match else 1
