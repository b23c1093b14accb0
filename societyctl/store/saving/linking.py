"""Evidence and what it proves: the links follow from the text in ``proves``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.store.codec import to_record
from societyctl.store.history.journal import Journal
from societyctl.store.row_codec import dump_row
from societyctl.store.saving.proofs import (
    Named,
    Numbered,
    count_of,
    names_in,
    parts_of,
    pieces_of,
    read_name,
    read_number,
    runs_of,
)
from societyctl.store.schema.bulk import in_chunks, insert_rows, new_numbers
from societyctl.store.schema.tables import LINKS, NAMES, TABLES, table_of

PROVEN = tuple(family for family in TABLES if family not in ("evidence", "finding", "commitment"))
"""The tables whose records evidence may name."""


def spelled_out(connection: Connection, records: Sequence[NewRecord]) -> Sequence[NewRecord]:
    """Return records; evidence among them names what it proves, where it gave numbers.

    A number means something in one store only; a name can be exported and imported again.
    """
    texts = [str(one.values.get("proves") or "") for one in records if one.kind == "evidence"]
    numbers = {read_number(piece.strip()) for text in texts for piece in pieces_of(text)[::2]}
    names = _names_of(connection, numbers - {None})
    return [_spelled_out(one, names) for one in records] if names else records


def _spelled_out(record: NewRecord, names: Mapping[Numbered | None, str]) -> NewRecord:
    proves = record.values.get("proves")
    if record.kind != "evidence" or not isinstance(proves, str):
        return record
    pieces = pieces_of(proves)
    text, named = "", {piece.strip() for piece in pieces}
    for piece, sign in zip(pieces[::2], ["", *pieces[1::2]], strict=True):
        name = names.get(read_number(piece.strip()))
        if name not in named or name is None:
            text += f"{sign if text else ''}{name or piece}"
            named.add(name or piece)
    values = {**record.values, "proves": text}
    return NewRecord(record.kind, values, record.source, record.entered)


def _names_of(
    connection: Connection, numbers: Iterable[Numbered | None]
) -> dict[Numbered | None, str]:
    """Return kind and title of records, or kind and key where the title is not their own."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, id_ in filter(None, numbers):
        by_kind[kind].append(id_)
    names: dict[Numbered | None, str] = {}
    for kind, ids in by_kind.items():
        table = table_of(kind)
        for chunk in in_chunks(ids):
            query = select(table).where(table.c.id.in_(chunk))
            rows = [
                row
                for row in connection.execute(query).mappings()
                if row["record"] == kind  # no condition of the query: see matching
            ]
            borne = _bearers(connection, kind, (row["name_key"] for row in rows))
            for row in rows:
                name = _name_of(kind, row, is_own=borne.get(row["name_key"]) == 1)
                if name is not None:
                    names[kind, row["id"]] = name
    return names


def _bearers(connection: Connection, kind: str, titles: Iterable[str | None]) -> dict[str, int]:
    """Return how many records of a kind bear each of some titles."""
    table = table_of(kind)
    query = select(table.c.record, table.c.name_key, func.count()).where(
        table.c.name_key.in_([*titles])
    )
    grouped = connection.execute(query.group_by(table.c.record, table.c.name_key))
    return {title: count for record, title, count in grouped if record == kind}


def _name_of(kind: str, row: Mapping[Any, Any], *, is_own: bool) -> str | None:
    shape, record = RECORD_KINDS[kind], to_record(kind, row)
    name = record[shape.label] if is_own else spelled_key(kind, record)
    return f"{shape.title}：{name}" if name is not None else None


def spelled_key(kind: str, values: Mapping[str, Value | int | None]) -> str | None:
    """Return the natural key of a record as a person may write it."""
    for group in RECORD_KINDS[kind].key:
        parts = [values.get(name) for name in group]
        if parts and all(part is not None for part in parts):
            return "|".join(str(part) for part in parts)
    return None


def name_evidence(connection: Connection, proves: Mapping[int, str]) -> None:
    """Keep what pieces of evidence, by number, may name by their texts."""
    for chunk in in_chunks(proves):
        connection.execute(delete(NAMES).where(NAMES.c.evidence_id.in_(chunk)))
        rows = [(id_, name) for id_ in chunk for name in sorted(names_in(proves[id_]))]
        insert_rows(connection, NAMES, ("evidence_id", "name"), rows)


def relink(
    connection: Connection, evidence_ids: Iterable[int], journal: Journal | None
) -> list[Issue]:
    """Make the links of evidence agree with its text; returns what names nothing.

    Without a journal nothing is written and only the issues are returned.
    """
    evidence = TABLES["evidence"]
    columns = [evidence.c[name] for name in ("id", "number", "title", "source", "proves")]
    issues: list[Issue] = []
    for chunk in in_chunks(evidence_ids):
        query = select(*columns).where(evidence.c.id.in_(chunk)).order_by(evidence.c.id)
        rows = connection.execute(query).mappings().all()
        texts = [row["proves"] or "" for row in rows]
        runs = (run for text in texts for _, _, run in runs_of(pieces_of(text)))
        directory = _Directory.of(connection, set(map(read_name, runs)))
        targets: dict[int, set[Numbered]] = {}
        for row, text in zip(rows, texts, strict=True):
            targets[row["id"]] = set()
            for named, meant in directory.named_in(text):
                if len(meant) == 1:
                    targets[row["id"]].add(meant[0])
                else:
                    issues.append(_issue(row, named, meant))
        if journal is not None:
            _set_links(connection, targets, journal)
    return issues


def link_loose(
    connection: Connection, journal: Journal, names: Iterable[str], done: Collection[int] = ()
) -> None:
    """Link evidence whose text names more than it is linked to, and may name one of the names.

    What was ``done`` just now is left alone.
    """
    if connection.execute(select(NAMES.c.id).limit(1)).first() is None:
        return
    ids: set[int] = set()
    for chunk in in_chunks(names):
        query = select(NAMES.c.evidence_id).where(NAMES.c.name.in_(chunk)).distinct()
        ids.update(connection.execute(query).scalars())
    relink(connection, sorted(_loose(connection, ids.difference(done))), journal)


def _loose(connection: Connection, ids: Iterable[int]) -> Iterator[int]:
    """Yield the evidence whose text names more than it is linked to."""
    evidence = TABLES["evidence"]
    for chunk in in_chunks(ids):
        query = select(LINKS.c.evidence_id, func.count()).where(LINKS.c.evidence_id.in_(chunk))
        linked: dict[int, int] = dict(iter(connection.execute(query.group_by(LINKS.c.evidence_id))))
        texts = select(evidence.c.id, evidence.c.proves).where(evidence.c.id.in_(chunk))
        for id_, proves in connection.execute(texts):
            if proves is not None and count_of(proves) > linked.get(id_, 0):
                yield id_


def names_of(row: Mapping[Any, Any]) -> Iterator[str]:
    """Yield the names by which a row of a record may be meant."""
    yield f"{row['record']}:{row['id']}"
    yield from forms_of(row["key"]) if row.get("key") is not None else ()
    if row.get("name_key") is not None:
        yield row["name_key"]


def forms_of(key: str) -> Iterator[str]:
    """Yield a key as it may be written: of several parts behind the title, the last may be left.

    >>> list(forms_of("讲座|2022-06-01|甲校"))
    ['讲座|2022-06-01|甲校', '讲座|2022-06-01']
    """
    yield key
    if key.count("|") > 1:
        yield key.rpartition("|")[0]


def evidence_of(
    connection: Connection, kind: str, record_ids: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Yield the numbers of evidence linked to records of a kind, each with that of the record."""
    for chunk in in_chunks(record_ids):
        query = (
            select(LINKS.c.evidence_id, LINKS.c.record_id)
            .where(LINKS.c.record == kind, LINKS.c.record_id.in_(chunk))
            .order_by(LINKS.c.id)
        )
        yield from map(tuple, connection.execute(query))


def _issue(row: Mapping[Any, Any], named: Named, meant: Sequence[Numbered]) -> Issue:
    where = str(row["source"]).replace("!", " ") or f"佐证材料 {row['number'] or row['title']}"
    if not meant:
        return Issue(
            where,
            f"证明对象“{named.text}”没有对应的记录，材料已登记但未关联",
            "写成“类别：名称”，如“活动：科普进乡村”",
        )
    refs = "、".join(f"{kind}:{number}" for kind, number in meant)
    return Issue(
        where,
        f"证明对象“{named.text}”可能是 {refs}，分不清，材料已登记但未关联",
        f"写明类别，或用编号，如 {meant[0][0]}:{meant[0][1]}",
    )


@dataclass
class _Directory:
    """The stored records that some names may mean."""

    bearers: dict[str, list[tuple[Numbered, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """By text as compared: who bears it as title or key, and whether it is the full key."""
    numbers: set[Numbered] = field(default_factory=set)
    """Of those named by number, the ones that are there."""

    @classmethod
    def of(cls, connection: Connection, names: Collection[Named]) -> _Directory:
        """Look names up, a table at a time."""
        directory = cls()
        for family in TABLES:
            own = {kind.name for kind in RECORD_KINDS.values() if kind.family == family}
            here = [one for one in names if not one.kinds or not own.isdisjoint(one.kinds)]
            directory.look_up_numbers(connection, family, [one.number for one in here])
            if family in PROVEN:
                keys = {key for one in here for key in one.keys if key}
                directory.look_up_keys(connection, family, own, keys)
        return directory

    def look_up_numbers(
        self, connection: Connection, family: str, numbers: Iterable[Numbered | None]
    ) -> None:
        """Take note of the records that are there."""
        table = TABLES[family]
        for chunk in in_chunks(id_ for _, id_ in filter(None, numbers)):
            query = select(table.c.record, table.c.id).where(table.c.id.in_(chunk))
            self.numbers.update((kind, id_) for kind, id_ in connection.execute(query))

    def look_up_keys(
        self, connection: Connection, family: str, kinds: Collection[str], keys: Collection[str]
    ) -> None:
        """Take note of the records of a table with these titles or keys."""
        table = TABLES[family]
        columns = (table.c.record, table.c.id, table.c.key, table.c.name_key)
        rows: set[tuple[str, int, str, str | None]] = set()
        titles = {key.partition("|")[0] for key in keys}
        for chunk in in_chunks(sorted({*keys, *titles})):
            filed = and_(table.c.record.in_(kinds), table.c.key.in_(chunk))
            for condition in (filed, table.c.name_key.in_(chunk)):
                rows.update(map(tuple, connection.execute(select(*columns).where(condition))))
        for kind, id_, key, title in sorted(rows, key=lambda row: row[1]):
            for text in dict.fromkeys((*forms_of(key), title)):
                if text is not None:
                    self.bearers[text].append(((kind, id_), text == key))

    def named_in(self, proves: str) -> Iterator[tuple[Named, list[Numbered]]]:
        """Yield the names in a text, each with the records that it may mean."""
        for part in parts_of(proves, lambda named: bool(self.meant(named))):
            if not isinstance(part, str):
                yield part, self.meant(part)

    def meant(self, named: Named) -> list[Numbered]:
        """Return the records that a name may mean; one whose full key it is, alone."""
        if named.number is not None:
            return [named.number] if named.number in self.numbers else []
        entries = [
            entry
            for key in named.keys
            for entry in self.bearers.get(key, ())
            if not named.kinds or entry[0][0] in named.kinds
        ]
        exact = list(dict.fromkeys(target for target, is_key in entries if is_key))
        return exact if len(exact) == 1 else list(dict.fromkeys(target for target, _ in entries))


def _set_links(
    connection: Connection, targets: Mapping[int, set[Numbered]], journal: Journal
) -> None:
    """Let pieces of evidence, by number, be linked to their targets and nothing else."""
    query = select(LINKS).where(LINKS.c.evidence_id.in_(targets))
    standing = {
        (row["evidence_id"], row["record"], row["record_id"]): row
        for row in connection.execute(query).mappings()
    }
    due = {(evidence_id, *target) for evidence_id, all_ in targets.items() for target in all_}
    gone = [row for place, row in standing.items() if place not in due]
    remove_links(connection, gone, journal)
    add_links(connection, sorted(due - standing.keys()), journal)


def add_links(
    connection: Connection, new: Sequence[tuple[int, str, int]], journal: Journal
) -> None:
    """Link evidence, by number, to records."""
    if new:
        names = ("id", "evidence_id", "record", "record_id")
        numbers = new_numbers(connection, LINKS, len(new))
        rows = [(number, *place) for number, place in zip(numbers, new, strict=True)]
        insert_rows(connection, LINKS, names, rows)
        journal.keep([(LINKS.name, row[0], "added", dump_row(names, row)) for row in rows])


def remove_links(
    connection: Connection, links: Sequence[Mapping[Any, Any]], journal: Journal
) -> None:
    """Remove links, given as rows."""
    for chunk in in_chunks(link["id"] for link in links):
        connection.execute(delete(LINKS).where(LINKS.c.id.in_(chunk)))
    journal.keep_deleted(LINKS, links)
