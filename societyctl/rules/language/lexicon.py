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
from societyctl.rules.language.words import COMPARISONS, MEASURES, MODIFIERS, TESTS

__all__ = ["COMPARISONS", "MEASURES", "MODIFIERS", "TESTS"]
