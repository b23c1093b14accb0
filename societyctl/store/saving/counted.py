"""Records each of which is one by itself, also where several say the same: payments.

A stored one is meant by one new record alone. So a list that says the same three times finds
three, and adds what the store has too few of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from societyctl.domain.fields import ORDINAL
from societyctl.domain.keys import Keys
from societyctl.domain.records import NewRecord
from societyctl.store.row_codec import RowLayout, StoredRow
from societyctl.store.saving.matching import keys_of


def left_to_mean(
    layout: RowLayout, record: NewRecord, new: StoredRow, near: Mapping[int, StoredRow]
) -> Sequence[int]:
    """Return which of some stored rows that nobody means yet a new one may mean.

    One where it is certain or does not matter: it adds nothing to it, or all of them are alike.
    Several where only a person can say. A planned item stands by itself beside several payments.
    """
    told = [id_ for id_, row in near.items() if _adds_nothing(layout, new, row)]
    if told:
        return told[:1]
    fields = [name for name in layout.key_fields if name != ORDINAL]
    unlike = {tuple(layout.value(row, name) for name in fields) for row in near.values()}
    if len(unlike) == 1:
        return [*near][:1]
    return () if is_bare(record) else (*near,)


def _adds_nothing(layout: RowLayout, new: StoredRow, row: StoredRow) -> bool:
    """Tell whether a stored row says all that a new one does."""
    places = (fill.at for name, fill in layout.fills.items() if name != ORDINAL)
    return all(new[at] is None or new[at] == row[at] for at in places)


def numbered(layout: RowLayout, record: NewRecord, row: StoredRow) -> NewRecord:
    """Return a new record with the ordinal under which it and the stored one are filed as one.

    It is that of the one that says more: which of several a thing is, is said of things like it.
    """
    mine, theirs = (_filed_at(keys) for keys in (record.keys, keys_of(layout, row)))
    nth = record.values.get(ORDINAL) if mine < theirs else layout.value(row, ORDINAL)
    return replace(record, values={**record.values, ORDINAL: nth}, known_key=None)


def is_bare(record: NewRecord) -> bool:
    """Tell whether a record names nothing but what it is for: a planned item."""
    keys = record.keys
    return _filed_at(keys) >= len(keys) - 2


def _filed_at(keys: Keys) -> int:
    """Return the place of the key under which a record is filed."""
    return next((at for at, key in enumerate(keys) if key is not None), len(keys))
