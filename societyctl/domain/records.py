"""Records on their way into the store, and the natural keys that tell them apart."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value

LONGEST_KEY = 200
"""Longer texts are cut and end in a digest, so that every database can index them."""


@dataclass(frozen=True, slots=True)
class NewRecord:
    """One record to be saved: only the fields named in ``values`` are touched."""

    kind: str
    values: Mapping[str, Value | None]
    """None empties a field; a field that is not named stays as it is."""
    source: str = ""
    """Where it came from: ``file!sheet!row``."""
    entered: Mapping[str, str] = field(default_factory=dict)
    """By field: the text as typed, for hedged or converted numbers (约200人)."""


def normal_text(value: Value) -> str:
    """Return ``value`` as it is compared in keys: one width, no blanks, no case.

    >>> normal_text("ＡＢ 学会（筹）")
    'ab学会(筹)'
    """
    text = "".join(unicodedata.normalize("NFKC", _plain(value)).split()).casefold()
    text = text.replace("|", "¦")
    if len(text) <= LONGEST_KEY:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    return text[: LONGEST_KEY - len(digest)] + digest


def natural_key(kind: str, values: Mapping[str, Value | int | None]) -> str | None:
    """Return the key built from the first alternative whose fields are all present.

    None when no alternative is complete: such a record cannot be told from others.

    >>> natural_key("activity", {"title": "科普 讲座", "start_on": date(2022, 6, 5)})
    '科普讲座|2022-06-05'
    """
    for alternative in RECORD_KINDS[kind].key:
        parts = [values.get(name) for name in alternative]
        if all(part is not None and part not in ("", ()) for part in parts):
            return "|".join(normal_text(part) for part in parts if part is not None)
    return None


def name_key(kind: str, values: Mapping[str, Value | int | None]) -> str | None:
    """Return the normalised title of a record, by which others may refer to it."""
    label = values.get(RECORD_KINDS[kind].label)
    return None if label is None or label == "" else normal_text(label)


def _plain(value: Value) -> str:
    """Return a value as text, the same however it was computed."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return "、".join(value)
    return str(value)
