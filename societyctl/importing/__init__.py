"""Spreadsheets into records or located issues, and workbooks handed back to people.

Reading never touches the store: it returns values, and questions where only a person knows.
"""

from __future__ import annotations

from societyctl.importing.annotating import annotate
from societyctl.importing.converters import read_value
from societyctl.importing.judgements import write_judgements
from societyctl.importing.kinds import kind_named
from societyctl.importing.layouts import layout_signature, nearest_layout, remembered_answers
from societyctl.importing.reader import read_files
from societyctl.importing.reading import (
    IGNORE,
    LikelyDuplicate,
    Question,
    Reading,
    RejectedRow,
    SheetReading,
    SkippedRow,
)
from societyctl.importing.writing import write_blank, write_records

__all__ = [
    "IGNORE",
    "LikelyDuplicate",
    "Question",
    "Reading",
    "RejectedRow",
    "SheetReading",
    "SkippedRow",
    "annotate",
    "kind_named",
    "layout_signature",
    "nearest_layout",
    "read_files",
    "read_value",
    "remembered_answers",
    "write_blank",
    "write_judgements",
    "write_records",
]
