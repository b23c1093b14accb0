"""One spelling for words that people type in many ways, before they are looked up or parsed."""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES = {ord(mark): '"' for mark in "“”„‟″"} | {ord(mark): "'" for mark in "‘’‚‛′"}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_FOLDED = _DASHES | _QUOTES | _INVISIBLE
_SPACES_AT_HAN = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")


def normalise(text: str) -> str:
    """Return ``text`` so that spellings of one word compare equal.

    Width, case, dashes and quotes are unified; spaces are folded, and dropped beside Chinese
    characters, where sheets use them to align names.

    >>> normalise(" 王  五（ＡＢ Ｃ）")
    '王五(ab c)'
    """
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text.casefold()
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_FOLDED)
    return _SPACES_AT_HAN.sub("", " ".join(folded.split())).casefold()


def squeezed(text: str) -> str:
    """Return ``text`` in one spelling and without any spaces."""
    return normalise(text).replace(" ", "")
