"""Words that look like a slip of other words: a letter off, a piece left out or put on."""

from __future__ import annotations

_WHOLE = 3
"""A word this long inside another is no accident; two characters often are."""
_LONG = 8
"""From here on two letters may be off."""


def is_slip(words: str, term: str) -> bool:
    """Tell whether ``words`` look like ``term`` written wrongly.

    >>> [is_slip(words, "高端装备") for words in ("高瑞装备", "高端装备产业", "装备", "新材料")]
    [True, True, True, False]
    """
    if words == term or words in term or (len(term) >= _WHOLE and term in words):
        return True
    longest = max(len(words), len(term))
    allowed = 0 if longest < _WHOLE else 1 if longest < _LONG else 2
    return abs(len(words) - len(term)) <= allowed and letters_off(words, term) <= allowed


def letters_off(one: str, other: str) -> int:
    """Return how many letters have to be changed, put in or taken out."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, row[0] = row[0], number
        for at, sign in enumerate(other, 1):
            above, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, above + (letter != sign))
    return row[-1]
