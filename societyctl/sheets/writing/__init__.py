"""Workbooks handed to people: blank, filled, annotated. Loads openpyxl, so import it late."""

from __future__ import annotations

from societyctl.sheets.writing.annotating import annotate
from societyctl.sheets.writing.judgement_sheet import write_judgements
from societyctl.sheets.writing.supplements import SupplementSheet, write_supplement
from societyctl.sheets.writing.workbooks import write_blank, write_records

__all__ = [
    "SupplementSheet",
    "annotate",
    "write_blank",
    "write_judgements",
    "write_records",
    "write_supplement",
]
