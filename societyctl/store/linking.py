"""Evidence and what it proves: the links follow from the text in ``proves``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Value
from societyctl.domain.records import normal_text
from societyctl.errors import Issue
from societyctl.store.journal import Journal
from societyctl.store.tables import LINKS, TABLES

_SEPARATORS = re.compile(r"[、；;\n]+")
_REFERENCE = re.compile(r"^([a-z_]+)[:：](\d+)$")

Found = tuple[str, int]
"""Record kind and number."""


@dataclass(frozen=True, slots=True)
class _Named:
    """One thing that a piece of evidence is said to prove."""

    text: str
    kinds: tuple[str, ...]
    """The kinds it may be; empty for any."""
    key: str
    ref: Found | None = None


def parts_of(proves: str) -> tuple[str, ...]:
    """Return the single things named in ``proves``."""
    return tuple(part.strip() for part in _SEPARATORS.split(proves) if part.strip())


def renamed(proves: str, kind: str, names: Mapping[str, Value]) -> str:
    """Return the text with a record of the kind called by its new name, by normalised old one."""
    if _read(proves.strip()).key in names:
        return _renamed_part(proves, kind, names)
    pieces = re.split(f"({_SEPARATORS.pattern})", proves)
    return "".join(_renamed_part(piece, kind, names) for piece in pieces)


def _renamed_part(part: str, kind: str, names: Mapping[str, Value]) -> str:
    named = _read(part.strip())
    if named.key not in names or (named.kinds and kind not in named.kinds):
        return part
    head, _, _ = part.partition("：" if "：" in part else ":")
    new = str(names[named.key])
    return f"{head.strip()}：{new}" if named.kinds else new


def _kinds_called(word: str) -> tuple[str, ...]:
    return tuple(
        kind.name
        for kind in RECORD_KINDS.values()
        if word in (kind.name, kind.title, *kind.synonyms)
    )


def _read(part: str) -> _Named:
    match = _REFERENCE.match(part)
    if match and match[1] in RECORD_KINDS:
        return _Named(part, (match[1],), "", (match[1], int(match[2])))
    head, sign, tail = part.replace(":", "：").partition("：")
    kinds = _kinds_called(head.strip()) if sign else ()
    if kinds:
        return _Named(part, kinds, normal_text(tail))
    return _Named(part, (), normal_text(part))


def relink(
    connection: Connection, evidence_ids: Sequence[int], journal: Journal | None
) -> list[Issue]:
    """Make the links of evidence agree with its text; returns what names nothing.

    Without a journal nothing is written and only the issues are returned.
    """
    evidence = TABLES["evidence"]
    rows: list[Mapping[Any, Any]] = []
    for start in range(0, len(evidence_ids), 500):
        chunk = evidence_ids[start : start + 500]
        query = select(evidence).where(evidence.c.id.in_(chunk))
        rows += connection.execute(query).mappings().all()
    whole = {row["id"]: _read((row["proves"] or "").strip()) for row in rows}
    parts = {row["id"]: [_read(part) for part in parts_of(row["proves"] or "")] for row in rows}
    everything = [*whole.values(), *(one for group in parts.values() for one in group)]
    index = _index(connection, {one.key for one in everything if one.key})
    issues: list[Issue] = []
    for row in rows:
        targets: set[Found] = set()
        entire = whole[row["id"]]
        # A title may itself hold one of the signs that separate titles.
        one_title = entire.key and _resolve(connection, entire, index)
        for one in [entire] if one_title else parts[row["id"]]:
            found = _resolve(connection, one, index)
            targets.update(found[:1])
            if len(found) != 1:
                issues.append(_issue(row, one, len(found)))
        if journal is not None:
            _set_links(connection, row["id"], targets, journal)
    return issues


def evidence_of(connection: Connection, kind: str, record_id: int) -> list[int]:
    """Return the numbers of the evidence that is linked to a record."""
    query = select(LINKS.c.evidence_id).where(
        LINKS.c.record == kind, LINKS.c.record_id == record_id
    )
    return list(connection.execute(query).scalars())


def _issue(row: Mapping[Any, Any], named: _Named, count: int) -> Issue:
    where = str(row["source"]).replace("!", " ") or f"佐证材料 {row['number'] or row['title']}"
    if count == 0:
        return Issue(
            where,
            f"证明对象“{named.text}”没有对应的记录，材料已登记但未关联",
            "写成“类别：名称”，如“活动：科普进乡村”",
        )
    return Issue(
        where,
        f"证明对象“{named.text}”对应{count}条记录，已关联第一条",
        "写明类别，或用编号（如 activity:12）",
    )


def _index(connection: Connection, keys: Iterable[str]) -> dict[str, list[tuple[Found, bool]]]:
    """Return, by normalised text, the records so named and whether it is their full key."""
    wanted = sorted(keys)
    index: dict[str, list[tuple[Found, bool]]] = {}
    for name, table in TABLES.items():
        if name in ("evidence", "finding", "commitment"):
            continue
        for start in range(0, len(wanted), 400):
            chunk = wanted[start : start + 400]
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
        entry for entry in index.get(named.key, ()) if not named.kinds or entry[0][0] in named.kinds
    ]
    exact = [target for target, is_key in found if is_key]
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
        if len(parts_of(proves)) > linked.get(id_, 0):
            yield id_
