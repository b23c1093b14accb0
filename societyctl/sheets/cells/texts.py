"""Columns of text and of references to other records."""

from __future__ import annotations

import re
from datetime import date, datetime

from societyctl.domain.wording import yes_or_no
from societyctl.sheets.cells.numbers import from_float
from societyctl.sheets.cells.outcome import NONE_WORD, NOT_APPLICABLE, CellOutcome, Noted, Refused
from societyctl.sheets.cells.spelling import normalise
from societyctl.sheets.files.grid import Cell

_INVISIBLE = re.compile(
    r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile(r"[ \t\u00a0\u3000]*(?:\r\n|\r|\n)[ \t\u00a0\u3000]*")
_GUARD = re.compile(r"^'+(?=[=+\-@\d])")
"""The apostrophe that keeps a spreadsheet from taking a text for a formula or a number."""
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d\d")
_AS_TEXT = "先把单元格格式设为“文本”，再重新输入"
_SURE_DIGITS = 1e15


def clean_text(cell: str) -> str:
    """Return a text without control characters, outer spaces and a spreadsheet's own marks."""
    if cell.isalnum():
        return cell
    return _GUARD.sub("", _LINE_ENDS.sub("\n", _INVISIBLE.sub("", cell)).strip())


def is_dash(words: str) -> bool:
    """Tell whether the text says "does not apply"."""
    return len(words) <= len("---") and normalise(words) in NOT_APPLICABLE


def read_text(cell: Cell) -> CellOutcome:
    """Read a cell of a TEXT column."""
    if not isinstance(cell, str):
        return _as_text(cell)
    words = clean_text(cell)
    if words[-3:-2] == "+" and _SCIENTIFIC.fullmatch(words):
        return Refused(f"“{words}”是科学计数法，后面的数字已经丢失", _AS_TEXT)
    return Noted(None, words) if is_dash(words) else words or None


def read_reference(cell: Cell) -> CellOutcome:
    """Read a cell of a REFERENCE column: 无 and a dash point to nothing."""
    words = clean_text(cell) if isinstance(cell, str) else _as_text(cell)
    if isinstance(words, str) and (is_dash(words) or words == NONE_WORD):
        return Noted(None, words)
    return words or None


def _as_text(cell: Cell) -> str | Refused:
    """Return a number, date or truth value as the text a person would type."""
    if isinstance(cell, bool):
        return yes_or_no(cell)
    if isinstance(cell, int | float):
        if abs(cell) >= _SURE_DIGITS:
            return Refused(f"“{cell:.0f}”位数太多，末尾几位已被表格软件改掉", _AS_TEXT)
        return f"{from_float(float(cell)):f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
