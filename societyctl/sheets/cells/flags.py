"""Columns of yes or no: words, ticks, and boxes of which one is ticked."""

from __future__ import annotations

import re

from societyctl.sheets.cells.outcome import (
    NOT_APPLICABLE,
    CellOutcome,
    Converter,
    Noted,
    Refused,
    shown,
)
from societyctl.sheets.cells.spelling import normalise
from societyctl.sheets.files.grid import Cell

_YES = frozenset("是 有 对 真 已 √ ✓ ✔ ☑ ■ ● y yes true t 1 ok".split())
_NO = frozenset("否 无 没有 不 不是 非 未 假 × ✗ ✘ ☐ □ ○ x n no false f 0".split())
_DENIALS = ("不是", "没有", "不", "非", "未", "没", "无")
_OPPOSITES = {"兼职": "不专职"}
"""Words of opposite meaning, as denials."""
_TICKED = "■☑√✓✔●☒"
_UNTICKED = "□☐○"
_TICKS = re.compile(rf"([{_TICKED}{_UNTICKED}])([^{_TICKED}{_UNTICKED}]+)")


def flag_converter(header: str) -> Converter:
    """Return the converter of a FLAG column; ``header`` is its canonical one."""
    claim = normalise(header).removeprefix("是否")

    def convert(cell: Cell) -> CellOutcome:
        if isinstance(cell, bool):
            return cell
        words = normalise(shown(cell))
        if not words:
            return None
        if words in NOT_APPLICABLE:
            return Noted(None, words)
        flag = _yes_or_no(_ticked(words), claim)
        return Refused(f"“{shown(cell)}”不是“是”或“否”", "是 或 否") if flag is None else flag

    return convert


def _ticked(words: str) -> str:
    """Return the chosen option of a row of boxes such as ``■是 □否``."""
    options = _TICKS.findall(words)
    chosen = [option for mark, option in options if mark in _TICKED]
    if len(options) == 1 and not chosen:
        return f"不{options[0][1].strip()}"
    return chosen[0].strip() if len(chosen) == 1 else words


def _yes_or_no(words: str, claim: str) -> bool | None:
    """Return what the words say about the claim of the column, None when they say nothing."""
    words = _OPPOSITES.get(words, words)
    if words in _YES or words in _NO:
        return words in _YES
    if len(words) > 1 and claim.endswith(words):
        return True
    for denial in _DENIALS:
        rest = words.removeprefix(denial)
        if rest != words and (rest in _YES or (len(rest) > 1 and claim.endswith(rest))):
            return False
    return None
