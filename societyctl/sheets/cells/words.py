"""Converters of text, yes-or-no marks and words of a vocabulary."""

from __future__ import annotations

import re
from datetime import date, datetime
from difflib import SequenceMatcher

from societyctl.domain.vocabularies import Vocabulary
from societyctl.domain.wording import yes_or_no
from societyctl.sheets.cells.numbers import from_float
from societyctl.sheets.cells.outcome import (
    NONE_WORD,
    NOT_APPLICABLE,
    Converter,
    Noted,
    Outcome,
    Refused,
    shown,
)
from societyctl.sheets.cells.spelling import normalise
from societyctl.sheets.reading import Cell

_INVISIBLE = re.compile(
    r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile(r"[ \t\u00a0\u3000]*(?:\r\n|\r|\n)[ \t\u00a0\u3000]*")
_GUARD = re.compile(r"^'+(?=[=+\-@\d])")
"""The apostrophe that keeps a spreadsheet from taking a text for a formula or a number."""
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d\d")
_AS_TEXT = "先把单元格格式设为“文本”，再重新输入"
_SURE_DIGITS = 1e15
_SEPARATORS = re.compile(r"[、,;/\n]+")

_YES = frozenset("是 有 对 真 已 √ ✓ ✔ ☑ ■ ● y yes true t 1 ok".split())
_NO = frozenset("否 无 没有 不 不是 非 未 假 × ✗ ✘ ☐ □ ○ x n no false f 0".split())
_DENIALS = ("不是", "没有", "不", "非", "未", "没", "无")
_OPPOSITES = {"兼职": "专职"}
_TICKED = "■☑√✓✔●☒"
_UNTICKED = "□☐○"
_TICKS = re.compile(rf"([{_TICKED}{_UNTICKED}])([^{_TICKED}{_UNTICKED}]+)")
_LISTED = 15
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_WORD = re.compile(r"[^\s。！？；：，“”\"][^\n。！？；：，“”\"]{1,19}")
"""What may be a word of an open vocabulary: short, and no sentence."""


def clean_text(cell: str) -> str:
    """Return a text without control characters, outer spaces and a spreadsheet's own marks."""
    if cell.isalnum():
        return cell
    return _GUARD.sub("", _LINE_ENDS.sub("\n", _INVISIBLE.sub("", cell)).strip())


def text_converter(width: int = 0) -> Converter:
    """Return the converter of a TEXT column.

    ``width`` is the number of digits a number format pads with zeros.
    """

    def convert(cell: Cell) -> Outcome:
        if isinstance(cell, str):
            if cell.isalnum():
                return cell
            words = clean_text(cell)
            if words[-3:-2] == "+" and _SCIENTIFIC.fullmatch(words):
                return Refused(f"“{words}”是科学计数法，后面的数字已经丢失", _AS_TEXT)
            return Noted(None, words) if _is_dash(words) else words or None
        return _as_text(cell, width)

    return convert


def reference_converter() -> Converter:
    """Return the converter of a REFERENCE column: 无 and a dash point to nothing."""

    def convert(cell: Cell) -> Outcome:
        words = clean_text(cell) if isinstance(cell, str) else _as_text(cell, 0)
        if isinstance(words, str) and (_is_dash(words) or words == NONE_WORD):
            return Noted(None, words)
        return words or None

    return convert


def _is_dash(words: str) -> bool:
    """Tell whether the text says "does not apply"."""
    return len(words) <= len("---") and normalise(words) in NOT_APPLICABLE


def _as_text(cell: Cell, width: int) -> Outcome:
    """Return a number, date or truth value as the text a person would type."""
    if isinstance(cell, bool):
        return yes_or_no(cell)
    if isinstance(cell, int | float):
        if abs(cell) >= _SURE_DIGITS:
            return Refused(f"“{cell:.0f}”位数太多，末尾几位已被表格软件改掉", _AS_TEXT)
        return f"{from_float(float(cell)):f}".zfill(width)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def flag_converter(header: str) -> Converter:
    """Return the converter of a FLAG column; ``header`` is its canonical one."""
    claim = normalise(header).removeprefix("是否")

    def convert(cell: Cell) -> Outcome:
        if isinstance(cell, bool):
            return cell
        words = normalise(shown(cell))
        if not words:
            return None
        if words in NOT_APPLICABLE:
            return Noted(None, words)
        said = _yes_or_no(_ticked(words), claim)
        if said is None:
            return Refused(f"“{shown(cell)}”不是“是”或“否”", "是 或 否")
        return said

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
    words = _denied(words)
    if words in _YES or words in _NO:
        return words in _YES
    if len(words) > 1 and claim.endswith(words):
        return True
    for denial in _DENIALS:
        rest = words.removeprefix(denial)
        if rest != words and (rest in _YES or (len(rest) > 1 and claim.endswith(rest))):
            return False
    return None


def _denied(words: str) -> str:
    """Return a word of opposite meaning as a denial: 兼职 as 不专职."""
    return f"不{_OPPOSITES[words]}" if words in _OPPOSITES else words


def term_converter(vocabulary: Vocabulary) -> Converter:
    """Return the converter of a TERM column."""
    read: dict[str, Outcome] = {}

    def convert(cell: Cell) -> Outcome:
        words = clean_text(cell) if isinstance(cell, str) else shown(cell)
        if words not in read:
            read[words] = _one_term(words, vocabulary)
        return read[words]

    return convert


def _one_term(words: str, vocabulary: Vocabulary) -> Outcome:
    """Return the term, or why there is none."""
    term = resolve(words, vocabulary)
    if term is not None:
        return term
    if not words:
        return None
    if _is_dash(words) or words == NONE_WORD:
        return Noted(None, words)
    return _own_word(words, vocabulary) if vocabulary.open else _unknown_term(words, vocabulary)


def _own_word(words: str, vocabulary: Vocabulary) -> Outcome:
    """Return a word that the vocabulary lacks, or why it is none; quotes say that it is meant."""
    quoted = _QUOTED.fullmatch(words)
    word = quoted[1].strip() if quoted else words
    if not _WORD.fullmatch(word):
        return _unknown_term(words, vocabulary)
    term = None if quoted else vocabulary.slip_in(word)
    if term is None:
        return word
    return Refused(
        f"“{word}”像是“{term}”的另一种写法", f"{term}；确实不同的，加上引号写成 “{word}”"
    )


def as_typed(word: str, vocabulary: Vocabulary) -> str:
    """Return a word as it is typed into a cell: one that looks like a slip stands in quotes."""
    meant = vocabulary.open and vocabulary.slip_in(word) is not None
    return f"“{word}”" if meant else word


def resolve(words: str, vocabulary: Vocabulary) -> str | None:
    """Return the term that the words name, whatever their width, case and spaces."""
    direct = vocabulary.resolve(words)
    if direct is not None:
        return direct
    wanted = normalise(words).strip('"').replace(" ", "")
    known = {normalise(term): term for term in vocabulary.terms}
    known |= {normalise(alias): term for alias, term in vocabulary.aliases.items()}
    return known.get(wanted) or known.get(wanted.removesuffix("类"))


def _unknown_term(words: str, vocabulary: Vocabulary) -> Refused:
    """Name the nearest valid word and the others."""
    near = nearest(words, vocabulary)
    others = "、".join(vocabulary.terms[:_LISTED])
    more = f" 等 {len(vocabulary.terms)} 种" if len(vocabulary.terms) > _LISTED else ""
    advice = f"最接近的是“{near}”；" if near else ""
    return Refused(f"“{shown(words)}”不在“{vocabulary.title}”之列", f"{advice}可填 {others}{more}")


def nearest(words: str, vocabulary: Vocabulary) -> str:
    """Return the valid word most like the given one, empty when none is."""
    best, score = "", 0.0
    for term in vocabulary.terms:
        likeness = SequenceMatcher(None, words, term).ratio()
        if likeness > score:
            best, score = term, likeness
    return best


def terms_converter(vocabulary: Vocabulary | None) -> Converter:
    """Return the converter of a TERMS column; without a vocabulary any words will do."""
    read: dict[str, Outcome] = {}

    def convert(cell: Cell) -> Outcome:
        words = clean_text(cell) if isinstance(cell, str) else shown(cell)
        if words not in read:
            read[words] = _several_terms(words, vocabulary)
        return read[words]

    return convert


def _several_terms(words: str, vocabulary: Vocabulary | None) -> Outcome:
    """Split a list of words and look each up; 无 and a dash are an empty list, the dash kept."""
    if not words:
        return None
    whole = resolve(words, vocabulary) if vocabulary else None
    if whole:
        return (whole,)
    if words == NONE_WORD:
        return ()
    if _is_dash(words):
        return Noted((), words)
    parts = _SEPARATORS.split(words.translate({ord("，"): ",", ord("；"): ";", ord("／"): "/"}))
    found: list[str] = []
    for part in (part.strip() for part in parts):
        outcome = _one_term(part, vocabulary) if vocabulary and part else part
        if isinstance(outcome, Refused):
            return outcome
        if isinstance(outcome, str) and outcome and outcome not in found:
            found.append(outcome)
    return tuple(found) or None
