"""Evidence and what it proves: the links follow from the text in ``proves``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.keys import normal_text
from societyctl.errors import Issue
from societyctl.store.codec import to_record
from societyctl.store.history.journal import Journal
from societyctl.store.saving.bulk import CHUNK
from societyctl.store.schema.tables import LINKS, TABLES, table_of

_SEPARATORS = re.compile(r"[、；;\n]+")
_REFERENCE = re.compile(r"^([a-z_]+)[:：](\d+)$")

_LONGEST_RUN = 4
"""So many pieces between separators may be one title."""

Found = tuple[str, int]
"""Record kind and number."""


@dataclass(frozen=True, slots=True)
class _Named:
    """One thing that a piece of evidence is said to prove."""

    text: str
    head: str
    """The word before the colon, if it says the kind."""
    kinds: tuple[str, ...]
    """The kinds it may be; empty for any."""
    keys: tuple[str, ...]
    """What it may be in keys: a title, or all parts of a key with a bar between."""
    ref: Found | None = None


def _kinds_called(word: str) -> tuple[str, ...]:
    return tuple(
        kind.name
        for kind in RECORD_KINDS.values()
        if word in (kind.name, kind.title, *kind.synonyms)
    )


def _read(part: str) -> _Named:
    match = _REFERENCE.match(part)
    if match and match[1] in RECORD_KINDS:
        return _Named(part, "", (match[1],), (), (match[1], int(match[2])))
    head, sign, tail = part.replace(":", "：", 1).partition("：")
    kinds = _kinds_called(head.strip()) if sign else ()
    name = tail if kinds else part
    joined = "|".join(normal_text(piece) for piece in name.split("|"))
    keys = tuple(dict.fromkeys((normal_text(name), joined)))
    return _Named(part, head.strip() if kinds else "", kinds, keys)


def _runs(proves: str) -> Iterator[tuple[int, int, str]]:
    """Yield what may be one name, from which piece to which: a title may hold separators."""
    pieces = re.split(f"({_SEPARATORS.pattern})", proves)
    for start in range(0, len(pieces), 2):
        for stop in range(min(len(pieces), start + 2 * _LONGEST_RUN - 1), start, -2):
            yield start, stop, "".join(pieces[start:stop])


def _parts(proves: str, is_known: Callable[[_Named], bool]) -> list[_Named | str]:
    """Return the names in a text, the longest known ones, and the signs between them."""
    parts: list[_Named | str] = []
    pieces, at = re.split(f"({_SEPARATORS.pattern})", proves), 0
    for start, stop, text in _runs(proves):
        named = _read(text.strip())
        if start < at or not (stop == start + 1 or is_known(named)):
            continue
        parts += [*pieces[at:start], named] if named.text else pieces[at:stop]
        at = stop
    return parts


def renamed(proves: str, kind: str, names: Mapping[str, str]) -> str:
    """Return the text with a record of the kind called by its new name, by its old one in keys."""

    def new_name(named: _Named) -> str | None:
        if named.kinds and kind not in named.kinds:
            return None
        return next((names[key] for key in named.keys if key in names), None)

    def spelled(part: _Named | str) -> str:
        new = None if isinstance(part, str) else new_name(part)
        if isinstance(part, str) or new is None:
            return part if isinstance(part, str) else part.text
        return f"{part.head}：{new}" if part.head else new

    return "".join(map(spelled, _parts(proves, lambda named: new_name(named) is not None)))


def spelled_out(connection: Connection, proves: str) -> str:
    """Return the text with records called by name where it has their numbers.

    A number means something in one store only; a name can be exported and imported again.
    """
    pieces = re.split(f"({_SEPARATORS.pattern})", proves)
    text, said = "", {piece.strip() for piece in pieces}
    for piece, sign in zip(pieces[::2], ["", *pieces[1::2]], strict=True):
        name = _REFERENCE.match(piece.strip()) and _name_of(connection, piece.strip())
        if name not in said or name is None:
            text += f"{sign if text else ''}{name or piece}"
            said.add(name or piece)
    return text


def _name_of(connection: Connection, ref: str) -> str | None:
    """Return kind and title of a record, or kind and key when the title is not its own."""
    kind, number = re.split("[:：]", ref)
    if kind not in RECORD_KINDS:
        return None
    shape, table = RECORD_KINDS[kind], table_of(kind)
    query = select(table).where(table.c.record == kind, table.c.id == int(number))
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    record = to_record(kind, row)
    query = select(func.count()).where(table.c.record == kind, table.c.name_key == row["name_key"])
    if row["name_key"] and connection.execute(query).scalar() == 1:
        return f"{shape.title}：{record[shape.label]}"
    key = spelled_key(kind, record)
    return key and f"{shape.title}：{key}"


def spelled_key(kind: str, values: Mapping[str, Value | int | None]) -> str | None:
    """Return the natural key of a record as a person may write it."""
    for group in RECORD_KINDS[kind].key:
        parts = [values.get(name) for name in group]
        if parts and all(part is not None for part in parts):
            return "|".join(str(part) for part in parts)
    return None


def relink(
    connection: Connection, evidence_ids: Sequence[int], journal: Journal | None
) -> list[Issue]:
    """Make the links of evidence agree with its text; returns what names nothing.

    Without a journal nothing is written and only the issues are returned.
    """
    evidence = TABLES["evidence"]
    rows: list[Mapping[Any, Any]] = []
    for start in range(0, len(evidence_ids), CHUNK):
        query = select(evidence).where(evidence.c.id.in_(evidence_ids[start : start + CHUNK]))
        rows += connection.execute(query).mappings().all()
    texts = [row["proves"] or "" for row in rows]
    candidates = (_read(run.strip()) for text in texts for _, _, run in _runs(text))
    index = _index(connection, {key for one in candidates for key in one.keys if key})
    issues: list[Issue] = []
    for row, text in zip(rows, texts, strict=True):
        targets: set[Found] = set()
        for part in _parts(text, lambda one: bool(_resolve(connection, one, index))):
            if isinstance(part, str):
                continue
            found = _resolve(connection, part, index)
            if len(found) == 1:
                targets.add(found[0])
            else:
                issues.append(_issue(row, part, found))
        if journal is not None:
            _set_links(connection, row["id"], targets, journal)
    return issues


def evidence_of(connection: Connection, kind: str, record_id: int) -> list[int]:
    """Return the numbers of the evidence that is linked to a record."""
    query = select(LINKS.c.evidence_id).where(
        LINKS.c.record == kind, LINKS.c.record_id == record_id
    )
    return list(connection.execute(query).scalars())


def _issue(row: Mapping[Any, Any], named: _Named, found: Sequence[Found]) -> Issue:
    where = str(row["source"]).replace("!", " ") or f"佐证材料 {row['number'] or row['title']}"
    if not found:
        return Issue(
            where,
            f"证明对象“{named.text}”没有对应的记录，材料已登记但未关联",
            "写成“类别：名称”，如“活动：科普进乡村”",
        )
    refs = "、".join(f"{kind}:{number}" for kind, number in found)
    return Issue(
        where,
        f"证明对象“{named.text}”可能是 {refs}，分不清，材料已登记但未关联",
        f"写明类别，或用编号，如 {found[0][0]}:{found[0][1]}",
    )


def _index(connection: Connection, keys: Iterable[str]) -> dict[str, list[tuple[Found, bool]]]:
    """Return, by normalised text, the records so named and whether it is their full key."""
    wanted = sorted(keys)
    index: dict[str, list[tuple[Found, bool]]] = {}
    for name, table in TABLES.items():
        if name in ("evidence", "finding", "commitment"):
            continue
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            query = select(table.c.id, table.c.record, table.c.key, table.c.name_key).where(
                or_(table.c.key.in_(chunk), table.c.name_key.in_(chunk))
            )
            for id_, record, key, label in connection.execute(query):
                for text in dict.fromkeys((key, label)):
                    if text is not None:
                        index.setdefault(text, []).append(((record, id_), text == key))
    return index


def _resolve(
    connection: Connection, named: _Named, index: Mapping[str, list[tuple[Found, bool]]]
) -> list[Found]:
    if named.ref is not None:
        table = TABLES[RECORD_KINDS[named.ref[0]].family]
        query = select(table.c.id).where(table.c.id == named.ref[1], table.c.record == named.ref[0])
        return [named.ref] if connection.execute(query).first() else []
    found = [
        entry
        for key in named.keys
        for entry in index.get(key, ())
        if not named.kinds or entry[0][0] in named.kinds
    ]
    exact = list(dict.fromkeys(target for target, is_key in found if is_key))
    return exact if len(exact) == 1 else list(dict.fromkeys(target for target, _ in found))


def _set_links(
    connection: Connection, evidence_id: int, targets: set[Found], journal: Journal
) -> None:
    query = select(LINKS).where(LINKS.c.evidence_id == evidence_id)
    known = {(row["record"], row["record_id"]): row for row in connection.execute(query).mappings()}
    for place in known.keys() - targets:
        connection.execute(delete(LINKS).where(LINKS.c.id == known[place]["id"]))
        journal.note(LINKS, "deleted", known[place])
    for record, record_id in sorted(targets - known.keys()):
        row = {"evidence_id": evidence_id, "record": record, "record_id": record_id}
        key = connection.execute(insert(LINKS).values(row)).inserted_primary_key
        journal.note(LINKS, "added", {"id": int(key[0]) if key else 0, **row})


def loose_evidence(connection: Connection) -> Iterator[int]:
    """Yield the evidence whose text names more than it is linked to."""
    evidence = TABLES["evidence"]
    linked: dict[int, int] = {}
    for (evidence_id,) in connection.execute(select(LINKS.c.evidence_id)):
        linked[evidence_id] = linked.get(evidence_id, 0) + 1
    query = select(evidence.c.id, evidence.c.proves).where(evidence.c.proves.is_not(None))
    for id_, proves in connection.execute(query):
        if len(_SEPARATORS.split(proves)) > linked.get(id_, 0):
            yield id_
