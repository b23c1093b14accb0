"""Columns of words that stand in a vocabulary, one in a cell or several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from societyctl.domain.proposals import proposals
from societyctl.domain.vocabularies import Vocabulary
from societyctl.sheets.cells.outcome import (
    LEAVE_OUT,
    NONE_WORD,
    CellOutcome,
    Converter,
    Noted,
    Refused,
    shown,
)
from societyctl.sheets.cells.spelling import normalise, squeezed
from societyctl.sheets.cells.texts import clean_text, is_dash
from societyctl.sheets.files.grid import Cell

_SEPARATORS = re.compile(r"[、,;/，；／\n]+")
_LISTED = 15
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_WORD = re.compile(r"[^\s。！？；：，“”\"][^\n。！？；：，“”\"]{1,19}")
"""What may be a word of an open vocabulary: short, and no sentence."""
_NOTHING_SAID: Mapping[str, str] = {}


def term_converter(
    vocabulary: Vocabulary, meanings: Mapping[str, str] = _NOTHING_SAID
) -> Converter:
    """Return the converter of a TERM column; ``meanings`` of words go before all else."""
    return lambda cell: _term(_words(cell), vocabulary, meanings)


def terms_converter(
    vocabulary: Vocabulary | None, meanings: Mapping[str, str] = _NOTHING_SAID
) -> Converter:
    """Return the converter of a TERMS column; without a vocabulary any words will do."""
    return lambda cell: _terms(_words(cell), vocabulary, meanings)


def term_named(word: str, vocabulary: Vocabulary) -> str | None:
    """Return the term that a person names; an open vocabulary takes any word, however alike."""
    return _resolved(word, vocabulary) or (word if vocabulary.open and word else None)


def term_as_typed(word: str, vocabulary: Vocabulary) -> str:
    """Return a word as it is typed into a cell: one that looks like a slip stands in quotes."""
    meant = vocabulary.open and vocabulary.slip_in(word) is not None
    return f"“{word}”" if meant else word


def _words(cell: Cell) -> str:
    """Return what stands in a cell."""
    return clean_text(cell) if isinstance(cell, str) else shown(cell)


def _term(words: str, vocabulary: Vocabulary, meanings: Mapping[str, str]) -> CellOutcome:
    """Return the term, or why there is none."""
    if meanings and (meaning := meanings.get(squeezed(words))):
        return Noted(None if meaning == LEAVE_OUT else meaning, words)
    term = _resolved(words, vocabulary)
    if term is not None:
        return Noted(term, words) if _says_more(words, vocabulary) else term
    if not words:
        return None
    if is_dash(words) or words == NONE_WORD:
        return Noted(None, words)
    return _own_word(words, vocabulary) if vocabulary.open else _unknown_term(words, vocabulary)


def _terms(words: str, vocabulary: Vocabulary | None, meanings: Mapping[str, str]) -> CellOutcome:
    """Split a list of words and look each up; 无 and a dash are an empty list, the dash kept."""
    if not words:
        return None
    if vocabulary and (_resolved(words, vocabulary) or squeezed(words) in meanings):
        whole = _term(words, vocabulary, meanings)
        return _noted_terms([whole], words)
    if words == NONE_WORD:
        return ()
    if is_dash(words):
        return Noted((), words)
    parts = [part for part in map(str.strip, _SEPARATORS.split(words)) if part]
    return _noted_terms(
        [_term(part, vocabulary, meanings) if vocabulary else part for part in parts], words
    )


def _noted_terms(outcomes: Sequence[CellOutcome], words: str) -> CellOutcome:
    """Return what the words of a list came to; one that is refused has all of them refused."""
    refused = [one for one in outcomes if isinstance(one, Refused)]
    if refused:
        unknown = tuple(dict.fromkeys(word for one in refused for word in one.words))
        return replace(refused[0], words=unknown)
    values = [one.value if isinstance(one, Noted) else one for one in outcomes]
    terms = tuple(dict.fromkeys(value for value in values if isinstance(value, str) and value))
    kept = any(isinstance(one, Noted) and _is_word(one.entered) for one in outcomes)
    return Noted(terms or None, words) if kept else terms or None


def _is_word(words: str) -> bool:
    """Tell whether the words say more than that there is none."""
    return not is_dash(words) and words != NONE_WORD


def _says_more(words: str, vocabulary: Vocabulary) -> bool:
    """Tell whether the words are narrower than their term, and so worth keeping beside it."""
    if not vocabulary.narrower or words in vocabulary.terms or words in vocabulary.aliases:
        return False
    return squeezed(words) in {normalise(word) for word in vocabulary.narrower}


def _resolved(words: str, vocabulary: Vocabulary) -> str | None:
    """Return the term that the words name, whatever their width, case and spaces."""
    direct = vocabulary.resolve(words)
    if direct is not None:
        return direct
    spelling = normalise(words).strip('"').replace(" ", "")
    terms = {normalise(word): term for word, term in vocabulary.spellings.items()}
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
        f"“{word}”像是“{term}”的另一种写法",
        f"{term}；确实不同的，加上引号写成 “{word}”",
        words=(word,),
    )


def _unknown_term(words: str, vocabulary: Vocabulary) -> Refused:
    """Name the likeliest term and the others."""
    likely = proposals(words, vocabulary)
    others = "、".join(vocabulary.terms[:_LISTED])
    more = f" 等 {len(vocabulary.terms)} 种" if len(vocabulary.terms) > _LISTED else ""
    advice = f"最接近的是“{likely[0]}”；" if likely else ""
    return Refused(
        f"“{shown(words)}”不在“{vocabulary.title}”之列",
        f"{advice}可填 {others}{more}",
        words=(words,),
    )
