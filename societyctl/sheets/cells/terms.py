"""Columns of words that stand in a vocabulary, one in a cell or several."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from societyctl.domain.vocabularies import Vocabulary
from societyctl.sheets.cells.outcome import NONE_WORD, CellOutcome, Converter, Noted, Refused, shown
from societyctl.sheets.cells.spelling import normalise
from societyctl.sheets.cells.texts import clean_text, is_dash
from societyctl.sheets.files.grid import Cell

_SEPARATORS = re.compile(r"[、,;/，；／\n]+")
_LISTED = 15
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_WORD = re.compile(r"[^\s。！？；：，“”\"][^\n。！？；：，“”\"]{1,19}")
"""What may be a word of an open vocabulary: short, and no sentence."""


def term_converter(vocabulary: Vocabulary) -> Converter:
    """Return the converter of a TERM column."""
    return lambda cell: _term(_words(cell), vocabulary)


def terms_converter(vocabulary: Vocabulary | None) -> Converter:
    """Return the converter of a TERMS column; without a vocabulary any words will do."""
    return lambda cell: _terms(_words(cell), vocabulary)


def term_as_typed(word: str, vocabulary: Vocabulary) -> str:
    """Return a word as it is typed into a cell: one that looks like a slip stands in quotes."""
    meant = vocabulary.open and vocabulary.slip_in(word) is not None
    return f"“{word}”" if meant else word


def _words(cell: Cell) -> str:
    """Return what stands in a cell."""
    return clean_text(cell) if isinstance(cell, str) else shown(cell)


def _term(words: str, vocabulary: Vocabulary) -> CellOutcome:
    """Return the term, or why there is none."""
    term = _resolved(words, vocabulary)
    if term is not None:
        return term
    if not words:
        return None
    if is_dash(words) or words == NONE_WORD:
        return Noted(None, words)
    return _own_word(words, vocabulary) if vocabulary.open else _unknown_term(words, vocabulary)


def _terms(words: str, vocabulary: Vocabulary | None) -> CellOutcome:
    """Split a list of words and look each up; 无 and a dash are an empty list, the dash kept."""
    if not words:
        return None
    whole = _resolved(words, vocabulary) if vocabulary else None
    if whole:
        return (whole,)
    if words == NONE_WORD:
        return ()
    if is_dash(words):
        return Noted((), words)
    terms: list[str] = []
    for part in (part.strip() for part in _SEPARATORS.split(words)):
        outcome = _term(part, vocabulary) if vocabulary and part else part
        if isinstance(outcome, Refused):
            return outcome
        if isinstance(outcome, str) and outcome and outcome not in terms:
            terms.append(outcome)
    return tuple(terms) or None


def _resolved(words: str, vocabulary: Vocabulary) -> str | None:
    """Return the term that the words name, whatever their width, case and spaces."""
    direct = vocabulary.resolve(words)
    if direct is not None:
        return direct
    spelling = normalise(words).strip('"').replace(" ", "")
    terms = {normalise(term): term for term in vocabulary.terms}
    terms |= {normalise(alias): term for alias, term in vocabulary.aliases.items()}
    return terms.get(spelling) or terms.get(spelling.removesuffix("类"))


def _own_word(words: str, vocabulary: Vocabulary) -> CellOutcome:
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


def _unknown_term(words: str, vocabulary: Vocabulary) -> Refused:
    """Name the nearest valid word and the others."""
    near = max(
        vocabulary.terms, key=lambda term: SequenceMatcher(None, words, term).ratio(), default=""
    )
    has_near = SequenceMatcher(None, words, near).ratio() > 0
    others = "、".join(vocabulary.terms[:_LISTED])
    more = f" 等 {len(vocabulary.terms)} 种" if len(vocabulary.terms) > _LISTED else ""
    advice = f"最接近的是“{near}”；" if has_near else ""
    return Refused(f"“{shown(words)}”不在“{vocabulary.title}”之列", f"{advice}可填 {others}{more}")
