"""Which stored record a new one is about, when their first natural keys are not the same.

A kind may have several natural keys (number; title and date). The first that both records
have complete decides: equal, they are one; different, they are two. So an activity that
was first entered without its number is known again when the number comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Date, Text, cast, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.keys import Keys, natural_keys
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.store.codec import decode
from societyctl.store.row_codec import Layout, StoredRow, layout_of
from societyctl.store.saving.bulk import CHUNK


@dataclass(frozen=True, slots=True)
class Doubt:
    """A record that may be one already stored: only a person can say."""

    index: int
    """Of the record among those given."""
    refs: tuple[str, ...]
    """What it may be."""
    issue: Issue


def stored_rows(
    connection: Connection, layout: Layout, column: str, wanted: Iterable[object]
) -> Iterator[tuple[int, StoredRow]]:
    """Yield the rows of a kind in whose column one of the wanted values stands."""
    table, values = layout.table, list(dict.fromkeys(wanted))
    columns = [
        cast(column, Text) if isinstance(column.type, Date) else column
        for column in (table.c[name] for name in ("id", *layout.names))
    ]
    for start in range(0, len(values), CHUNK):
        chunk = values[start : start + CHUNK]
        query = select(*columns).where(table.c.record == layout.kind, table.c[column].in_(chunk))
        for id_, *row in connection.execute(query).all():
            yield int(id_), tuple(row)


@dataclass
class _Directory:
    """The natural keys of all stored records of one kind."""

    keys: dict[int, Keys] = field(default_factory=dict)
    holders: dict[tuple[int, str], list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: Connection, layout: Layout) -> _Directory:
        """Work out the keys of a kind's records."""
        directory = cls()
        columns = [layout.table.c[name] for name in ("id", *layout.key_fields)]
        query = select(*columns).where(layout.table.c.record == layout.kind)
        fields = [layout.fills[name].field for name in layout.key_fields]
        for id_, *row in connection.execute(query):
            values = {
                one.name: decode(one, stored) for one, stored in zip(fields, row, strict=True)
            }
            keys = directory.keys[id_] = natural_keys(layout.kind, values)
            for group, key in enumerate(keys):
                if key is not None:
                    directory.holders.setdefault((group, key), []).append(id_)
        return directory

    def alike(self, keys: Keys) -> list[int]:
        """Return the records that are one with a record of these keys."""
        near = [
            id_
            for group, key in enumerate(keys)
            if key is not None
            for id_ in self.holders.get((group, key), ())
        ]
        return [
            id_ for id_ in dict.fromkeys(near) if deciding_key(keys, self.keys[id_]) is not None
        ]


def deciding_key(mine: Keys, theirs: Keys) -> int | None:
    """Return which of the keys says that two records are one, None when they are two."""
    for group, (one, other) in enumerate(zip(mine, theirs, strict=True)):
        if one is not None and other is not None:
            return group if one == other else None
    return None


class Matcher:
    """Finds the records meant by other keys; lives for one comparison."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._directories: dict[str, _Directory] = {}

    def alike(self, kind: str, values: Mapping[str, Value | None]) -> list[int]:
        """Return the numbers of the stored records that one with these values may be."""
        directory = self._directory(kind)
        return directory.alike(natural_keys(kind, values)) if directory.keys else []

    def knows(self, kind: str) -> bool:
        """Tell whether any record of the kind could be meant by another key."""
        return bool(self._directory(kind).keys)

    def _directory(self, kind: str) -> _Directory:
        if kind not in self._directories:
            shape = RECORD_KINDS[kind]
            by_one_key = len(shape.key) == 1 or shape.scoped
            self._directories[kind] = (
                _Directory() if by_one_key else _Directory.of(self._connection, layout_of(kind))
            )
        return self._directories[kind]


def contradictions(layout: Layout, record: NewRecord, new: StoredRow, row: StoredRow) -> list[str]:
    """Return the headers of fields in which both say something, and not the same.

    ``new`` is the record made into a row. The fields of the key that makes the two one are equal
    but for their spelling.
    """
    values = {name: layout.value(row, name) for name in layout.key_fields}
    group = deciding_key(record.keys, natural_keys(layout.kind, values))
    same = () if group is None else RECORD_KINDS[layout.kind].key[group]
    return [
        field.header
        for field, at, _ in layout.fills.values()
        if field.name not in same
        and new[at] is not None
        and row[at] is not None
        and new[at] != row[at]
    ]


def doubt_about(
    layout: Layout, record: NewRecord, refs: Sequence[str], differing: Sequence[str]
) -> Issue:
    """Say what a record may be one with, and how to settle it."""
    kind = RECORD_KINDS[layout.kind]
    missing = "、".join(
        kind.field(name).header
        for name in dict.fromkeys(name for group in kind.key for name in group)
        if record.values.get(name) is None
    )
    where = record.source.replace("!", " ") or kind.title
    apart = f"写明{missing}" if missing else "写明不同之处"
    if len(refs) > 1:
        return Issue(where, f"可能是已登记的 {'、'.join(refs)}，分不清是哪一条", apart)
    return Issue(
        where,
        f"可能就是已登记的 {refs[0]}，但{'、'.join(differing)}不同",
        f"是同一条就先改得一致（societyctl edit {refs[0]}），不是就在两边{apart}",
    )
