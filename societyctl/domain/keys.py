"""The natural keys that tell records apart, and how texts are compared in them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import kept_text
from societyctl.domain.fields import ORDINAL, Value

LONGEST_KEY = 200
"""Longer texts are cut and end in a digest, so that every database can index them."""
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")

Keys = tuple[str | None, ...]
"""The natural keys of a record, one for each alternative of its kind."""


def normal_text(value: Value) -> str:
    """Return ``value`` as it is compared in keys: one width, no blanks, no case.

    >>> normal_text("ＡＢ 学会（筹）")
    'ab学会(筹)'
    """
    text = as_read(value if type(value) is str else _plain(value))
    if len(text) <= LONGEST_KEY:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return text[: LONGEST_KEY - len(digest)] + digest


def as_read(text: str) -> str:
    """Return a text as people read it, however long: one width, no blanks, no case."""
    if not (text.isalnum() and unicodedata.is_normalized("NFKC", text)):
        text = "".join(unicodedata.normalize("NFKC", sound_text(text)).split()).replace("|", "¦")
    folded = text.casefold()
    return text if folded == text else folded  # one text in memory where one will do


def normal_texts(values: Sequence[Value | None]) -> list[str | None]:
    """Return many values as they are compared in keys; an empty one stays so.

    That all of them are words in one width and case is seen at one look.
    """
    texts = [value for value in values if type(value) is str]
    whole = "".join(texts)
    plain = whole.isalnum() and unicodedata.is_normalized("NFKC", whole)
    if plain and whole.casefold() == whole and max(map(len, texts)) <= LONGEST_KEY:
        return [
            value if value is None or type(value) is str else normal_text(value) for value in values
        ]
    return [None if value is None else normal_text(value) for value in values]


def plain_number(value: Value) -> str:
    """Return a number of a record as numbers are compared: without zeros in front.

    >>> plain_number("ｈ-0008"), plain_number("000")
    ('h-8', '0')
    """
    return _ZEROS.sub("", normal_text(value))


def sound_text(text: str) -> str:
    """Return a text that every database takes: no NUL, no half of a surrogate pair."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text


def natural_keys(kind: str, values: Mapping[str, Value | int | None]) -> Keys:
    """Return the key of each alternative of a kind, None where one of its fields is empty.

    An ordinal tells records apart that are filed alike, so it stands in the first key alone.

    >>> natural_keys("activity", {"title": "科普 讲座", "start_on": date(2022, 6, 5)})
    (None, None, '科普讲座|2022-06-05')
    """
    shape = RECORD_KINDS[kind]
    keys = tuple(_joined(group, values) for group in shape.key)
    if not shape.is_counted:
        return keys
    filed = next((at for at, key in enumerate(keys) if key is not None), None)
    return tuple(
        None if ORDINAL in group and at != filed else key
        for at, (group, key) in enumerate(zip(shape.key, keys, strict=True))
    )


def natural_key(kind: str, values: Mapping[str, Value | int | None]) -> str | None:
    """Return the key of the first complete alternative: that by which a record is filed.

    None when no alternative is complete: such a record cannot be told from others.
    """
    for group in RECORD_KINDS[kind].key:
        key = _joined(group, values)
        if key is not None:
            return key
    return None


def filed_keys(kind: str, columns: Mapping[str, Sequence[Value | None]]) -> list[str | None] | None:
    """Return the keys of many records by the first alternative, column by column.

    None stands where a field of it is empty; there are no keys at all when it has no columns.
    """
    group = RECORD_KINDS[kind].key[0]
    if not group or not columns.keys() >= {*group}:
        return None
    parts = [normal_texts(columns[name]) for name in group]
    if len(parts) == 1:
        return [part or None for part in parts[0]]
    return ["|".join(row) if all(row) else None for row in zip(*parts, strict=True)]


def _joined(group: tuple[str, ...], values: Mapping[str, Value | int | None]) -> str | None:
    """Return the parts of one alternative as a key."""
    parts = []
    for name in group:
        value = values.get(name)
        if value is None and name == ORDINAL:
            value = 1
        part = "" if value is None else normal_text(value)
        if not part:
            return None
        parts.append(part)
    return "|".join(parts)


def name_key(kind: str, values: Mapping[str, Value | int | None]) -> str | None:
    """Return the normalised title of a record, by which others may refer to it."""
    label = values.get(RECORD_KINDS[kind].label)
    return None if label is None or label == "" else normal_text(label)


@cache
def other_group(kind: str) -> tuple[str, ...] | None:
    """Return the alternative of a kind's key to which neither the first nor the title leads."""
    shape = RECORD_KINDS[kind]
    groups = () if shape.scoped else shape.key[1:]
    return next((group for group in groups if shape.label not in group), None)


def other_key(kind: str, values: Mapping[str, Value | int | None]) -> str | None:
    """Return the key of that alternative, None where a kind has none or a field of it is empty.

    >>> other_key("meeting", {"body_kind": "理事会", "start_on": date(2022, 6, 5)})
    '理事会|2022-06-05'
    """
    group = other_group(kind)
    return None if group is None else _joined(group, values)


def _plain(value: Value) -> str:
    """Return a value as text, the same however it was computed."""
    if isinstance(value, date):
        return kept_text(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return "、".join(value)
    return str(value)
