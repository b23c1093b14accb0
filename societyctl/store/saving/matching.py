"""Which stored record a new one is about, when their first natural keys are not the same.

A kind may have several natural keys (number; title and date). The first that both records
have complete decides: equal, they are one; different, they are two. So an activity that
was first entered without its number is known again when the number comes.

Everything is found by indexed columns, for many records at once. Columns with few different
values would mislead SQLite, which does not know that: the kind of a row is looked at here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Date, Text, and_, cast, or_, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import ORDINAL
from societyctl.domain.keys import Keys, natural_keys, normal_text, plain_number
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.store.codec import decode
from societyctl.store.row_codec import NAME_KEY, OTHER_KEY, RECORD, RowLayout, StoredRow
from societyctl.store.schema.bulk import in_chunks

_Lookup = tuple[int, tuple[int, ...]]
"""Where the column stands by which records are sought, and which of their earlier keys are
complete, so that only records without these can be meant."""
_Holders = dict[tuple[int, str], dict[int, list[int]]]
"""Numbers of rows, by each of their keys and its place among them, and by which keys they have."""

_OWN_NAME = "name"
_SIGNS = (("birth_on",), ("phone", "joined_on"))
"""Fields of a person that, all of a group differing, speak for two people of one name."""


def stored_rows(
    connection: Connection, layout: RowLayout, column: str, values: Iterable[object]
) -> Iterator[tuple[int, StoredRow]]:
    """Yield the rows of a kind in whose column one of the values stands."""
    columns = [
        cast(column, Text) if isinstance(column.type, Date) else column
        for column in (layout.table.c[name] for name in ("id", *layout.names))
    ]
    for chunk in in_chunks(values):
        query = select(*columns).where(_holds(layout, column, chunk))
        for id_, *row in connection.execute(query).all():
            if row[RECORD] == layout.kind:
                yield int(id_), tuple(row)


def numbers_by(
    connection: Connection, layout: RowLayout, column: str, values: Iterable[object]
) -> Iterator[tuple[str, int]]:
    """Yield value and number of the rows of a kind in whose column one of the values stands."""
    table = layout.table
    for chunk in in_chunks(values):
        query = select(table.c.record, table.c[column], table.c.id)
        for kind, value, id_ in connection.execute(query.where(_holds(layout, column, chunk))):
            if kind == layout.kind:
                yield value, id_


def _holds(layout: RowLayout, column: str, values: Sequence[object]) -> ColumnElement[bool]:
    """Return a condition that an index answers: that of keys begins with the kind."""
    held = layout.table.c[column].in_(values)
    return and_(layout.table.c.record == layout.kind, held) if column == "key" else held


def is_empty(connection: Connection, layout: RowLayout) -> bool:
    """Tell whether no record of a kind is stored."""
    query = select(layout.table.c.id).where(layout.table.c.record == layout.kind).limit(1)
    return connection.execute(query).first() is None


def alike(
    connection: Connection, layout: RowLayout, sought: Mapping[int, tuple[Keys, StoredRow]]
) -> dict[int, list[int]]:
    """Return, for records by any number, the stored ones that each may be by a later key.

    Records without such are left out. Those filed under the same key are not sought.
    """
    shape = RECORD_KINDS[layout.kind]
    if len(shape.key) == 1 or shape.scoped:
        return {}
    lookups: dict[_Lookup, list[int]] = defaultdict(list)
    for index, (keys, _) in sought.items():
        for lookup in _lookups(layout, keys):
            lookups[lookup].append(index)
    near: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for (column, earlier), indexes in lookups.items():
        held = [sought[index][1][column] for index in indexes]
        holders = _holders(connection, layout, column, earlier, held)
        for index in indexes:
            near[index].update(_meant(holders, sought[index][0]))
    if shape.is_counted:  # what decides for one payment says nothing of another
        near = {at: _first_decided(meant) for at, meant in near.items()}
    return {index: [id_ for _, id_ in sorted(meant)] for index, meant in near.items() if meant}


def _first_decided(meant: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those of some rows for which the earliest key speaks."""
    return {one for one in meant if one[0] == min(meant)[0]}


def _meant(holders: _Holders, keys: Keys) -> Iterator[tuple[int, int]]:
    """Yield the rows that are one with a record of these keys, and which key says so."""
    mine = _complete(keys)
    for at, key in enumerate(keys):
        for theirs, ids in holders.get((at, key), {}).items() if key is not None else ():
            if not mine & theirs & ((1 << at) - 1):  # else an earlier key has decided
                yield from ((at, id_) for id_ in ids)


def _complete(keys: Keys) -> int:
    """Return which keys are there, a bit for each."""
    return sum(1 << at for at, key in enumerate(keys) if key is not None)


def _lookups(layout: RowLayout, keys: Keys) -> Iterator[_Lookup]:
    """Yield where one with these keys is sought, beside the column of the first key."""
    shape, columns = RECORD_KINDS[layout.kind], set[int]()
    for group, names in enumerate(shape.key[1:], 1):
        column = NAME_KEY if shape.label in names else OTHER_KEY
        if keys[group] is not None and column not in columns:
            columns.add(column)
            yield column, tuple(at for at in range(group) if keys[at] is not None)


def _holders(
    connection: Connection,
    layout: RowLayout,
    column: int,
    earlier: Sequence[int],
    values: Iterable[object],
) -> _Holders:
    """Return the rows with a value in a column that lack the earlier keys, by their keys."""
    table, groups = layout.table, RECORD_KINDS[layout.kind].key
    lacking = [
        or_(*(table.c[name].is_(None) for name in groups[at] if name != ORDINAL)) for at in earlier
    ]
    fields = [layout.fills[name].field for name in layout.key_fields]
    columns = (table.c.id, table.c.record, *(table.c[one.name] for one in fields))
    holders: _Holders = defaultdict(lambda: defaultdict(list))
    for chunk in in_chunks(values):
        query = select(*columns).where(table.c[layout.names[column]].in_(chunk), *lacking)
        for id_, kind, *row in connection.execute(query):
            if kind != layout.kind:
                continue
            decoded = map(decode, fields, row)
            keys = natural_keys(kind, dict(zip(layout.key_fields, decoded, strict=True)))
            for at, key in enumerate(keys):
                if key is not None:
                    holders[at, key][_complete(keys)].append(id_)
    return holders


def deciding_key(mine: Keys, theirs: Keys) -> int | None:
    """Return which of the keys says that two records are one, None when they are two."""
    for group, (one, other) in enumerate(zip(mine, theirs, strict=True)):
        if one is not None and other is not None:
            return group if one == other else None
    return None


def keys_of(layout: RowLayout, row: StoredRow) -> Keys:
    """Return the natural keys of what a row says."""
    return natural_keys(layout.kind, {name: layout.value(row, name) for name in layout.key_fields})


def contradictions(
    layout: RowLayout, record: NewRecord, new: StoredRow, row: StoredRow
) -> list[str]:
    """Return the headers of fields in which both say something, and not the same.

    ``new`` is the record made into a row. The fields of the key that makes the two one are equal
    but for their spelling.
    """
    group = deciding_key(record.keys, keys_of(layout, row))
    same = () if group is None else RECORD_KINDS[layout.kind].key[group]
    return [
        field.header
        for field in RECORD_KINDS[layout.kind].fields
        if field.name not in same and _differ(layout, field.name, new, row)
    ]


def doubt_about(
    layout: RowLayout, record: NewRecord, refs: Sequence[str], differing: Sequence[str]
) -> Issue:
    """Say what a record may be one with, and how to settle it."""
    kind = RECORD_KINDS[layout.kind]
    missing = "、".join(
        kind.field(name).header
        for name in dict.fromkeys(name for group in kind.key for name in group)
        if record.values.get(name) is None
    )
    where = record.source.replace("!", " ") or kind.title
    if kind.family == "society":
        return _another_society(where, record, refs[0])
    apart = f"写明{missing}" if missing else "写明不同之处"
    if len(refs) > 1:
        return Issue(where, f"可能是已登记的 {'、'.join(refs)}，分不清是哪一条", apart)
    return Issue(
        where,
        f"可能就是已登记的 {refs[0]}，但{'、'.join(differing)}不同",
        f"是同一条就先改得一致（societyctl edit {refs[0]}），不是就在两边{apart}",
    )


def _another_society(where: str, record: NewRecord, ref: str) -> Issue:
    """Say that a sheet would give the society's own record another name."""
    name = record.values.get(_OWN_NAME)
    return Issue(
        where,
        f"单位名称“{name}”不是本会登记的名称，不能写进学会档案",
        "别的单位的名单加 --kind 会员 或 --kind 服务对象 导入；"
        f"本会真的改了名，先运行 societyctl edit {ref} 学会名称={name}",
    )


def others_signs(layout: RowLayout, new: StoredRow, row: StoredRow) -> list[str]:
    """Return the headers of fields that make it doubtful whether a key means the same.

    The society has no key, so its name alone says whose record a sheet holds. People of one name
    and employer are told apart by what does not change with a person.
    """
    shape = RECORD_KINDS[layout.kind]
    if shape.family == "society":
        return [shape.field(_OWN_NAME).header] if _differ(layout, _OWN_NAME, new, row) else []
    if shape.family != "person" or _has_same_number(layout, new, row):
        return []
    groups = [group for group in _SIGNS if set(group) <= layout.fills.keys()]
    told = [group for group in groups if all(_differ(layout, name, new, row) for name in group)]
    return [shape.field(name).header for group in told for name in group]


def _differ(layout: RowLayout, name: str, new: StoredRow, row: StoredRow) -> bool:
    """Tell whether two rows both say something in a field, and not the same."""
    at = layout.fills[name].at
    mine, theirs = new[at], row[at]
    if mine is None or theirs is None or mine == theirs:
        return False
    return normal_text(str(mine)) != normal_text(str(theirs))


def _has_same_number(layout: RowLayout, new: StoredRow, row: StoredRow) -> bool:
    fill = layout.fills.get("number")
    return fill is not None and new[fill.at] is not None and row[fill.at] is not None


def padded(
    connection: Connection, layout: RowLayout, sought: Mapping[int, StoredRow]
) -> dict[int, int]:
    """Return, for rows by any number, the stored one of like name and number.

    Zeros in front of a number say nothing: 0008 and 8 are one number.
    """
    fill = layout.fills.get("number")
    if fill is None or RECORD_KINDS[layout.kind].key[0] != ("number",):
        return {}
    numbered = {at: row for at, row in sought.items() if row[fill.at] and row[NAME_KEY]}
    table, holders = layout.table, defaultdict[tuple[object, str], list[int]](list)
    for chunk in in_chunks(row[NAME_KEY] for row in numbered.values()):
        query = select(table.c.record, table.c.id, table.c.name_key, table.c.number)
        query = query.where(table.c.name_key.in_(chunk), table.c.number.is_not(None))
        for kind, id_, name, number in connection.execute(query):
            if kind == layout.kind:
                holders[name, plain_number(number)].append(id_)
    meant = {
        at: holders.get((row[NAME_KEY], plain_number(str(row[fill.at]))), [])
        for at, row in numbered.items()
    }
    return {at: ids[0] for at, ids in meant.items() if len(ids) == 1}
