"""All words there are: importing this module defines them, in the order they are listed in."""

from __future__ import annotations

from societyctl.rules.language import (  # noqa: F401  # each module defines its words
    compared,
    comparisons,
    compositions,
    derived,
    measures,
    record_tests,
    scores,
)
from societyctl.rules.language.words import COMPARISONS, MEASURES, MODIFIERS, TESTS, Word

__all__ = ["COMPARISONS", "MEASURES", "MODIFIERS", "TESTS", "word_of"]


def word_of(key: str) -> type[Word]:
    """Return the class of a word, by which parts of a judged requirement remember it.

    Of one that speaks for itself (a condition that does not apply), the class of all words.
    """
    return MEASURES.get(key) or TESTS.get(key) or MODIFIERS.get(key) or Word
