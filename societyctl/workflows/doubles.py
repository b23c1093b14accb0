"""Stored records that may be one: found, compared, made one, or said to be two for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, Value
from societyctl.domain.keys import normal_text
from societyctl.domain.likeness import LikelyDuplicate, compared_fields, likely_duplicates
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Record
from societyctl.domain.wording import as_typed, mask
from societyctl.errors import Issue, UsageError
from societyctl.workflows.memory import are_apart, keep_apart

if TYPE_CHECKING:
    from societyctl.store import Saved, Store
    from societyctl.store.workspace import Workspace

FIRST, SECOND = "A", "B"
"""Which of two records a field is taken from, as it is typed."""
EVENTS = tuple(one.name for one in RECORD_KINDS.values() if one.family == "activity")
_JOINED = ("evidence", "proves")
"""The field that holds the sum of both where two records are made one."""


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field of two records, as people read it; personal data is masked."""

    field: str
    header: str
    first: str
    second: str

    @property
    def is_conflict(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.first and self.second)


@dataclass(frozen=True, slots=True)
class Double:
    """Two stored records that may be one."""

    kind: str
    """The Chinese title."""
    refs: tuple[str, str]
    titles: tuple[str, str]
    why: str
    same: tuple[str, ...]
    """The headers of what is said alike of both."""
    different: tuple[FieldPair, ...]
    """What is said otherwise, or of one alone."""


def doubles(store: Store, workspace: Workspace, kind: str | None = None) -> tuple[Double, ...]:
    """Return the pairs of stored records that may be one, but for those said to be two.

    Of every kind, or of one called by name or title; raises UsageError for one that none is.
    """
    from societyctl.sheets import kind_named

    kinds = [kind_named(kind).name] if kind else RECORD_KINDS
    return tuple(
        compared(store, (pair.first, pair.second), pair.why)
        for pair in suspected(store, workspace, kinds)
    )


def suspected(
    store: Store, workspace: Workspace, kinds: Iterable[str] = EVENTS
) -> tuple[LikelyDuplicate, ...]:
    """Return the pairs of stored records of some kinds that may be one, not said to be two."""
    found = list[LikelyDuplicate]()
    for kind in kinds:
        records = stored_records(store, kind)
        keys = {record.source: str(record.key) for record in records}
        found += [
            pair
            for pair in likely_duplicates(records)
            if not are_apart(workspace, kind, keys[pair.first], keys[pair.second])
        ]
    return tuple(found)


def doubles_of(store: Store, workspace: Workspace, ref: str) -> tuple[LikelyDuplicate, ...]:
    """Return the pairs of a stored record with others that it may be one with."""
    pairs = suspected(store, workspace, [ref.partition(":")[0]])
    return tuple(pair for pair in pairs if ref in (pair.first, pair.second))


def stored_records(store: Store, kind: str) -> tuple[NewRecord, ...]:
    """Return the stored records of a kind with the fields that tell whether two are one.

    None of a kind of which nobody asks that.
    """
    fields = compared_fields(kind)
    if not fields:
        return ()
    keyed = {name for group in RECORD_KINDS[kind].key for name in group}
    records = store.records(kind, fields=sorted({*fields, *keyed}))
    return tuple(_as_new(kind, record) for record in records)


def _as_new(kind: str, record: Record) -> NewRecord:
    values = {name: value for name, value in record.items() if name != "id"}
    return NewRecord(kind, values, f"{kind}:{record['id']}")


def compared(store: Store, refs: tuple[str, str], why: str = "") -> Double:
    """Return two stored records field by field; raises UsageError where one is not there."""
    from societyctl.store import split_ref

    first, second = (store.record(ref) for ref in refs)
    name = split_ref(refs[0])[0]
    if name != split_ref(refs[1])[0] or refs[0] == refs[1]:
        raise UsageError(
            "只能合并同一类的两条不同的记录", "如 societyctl merge member:31 member:144"
        )
    kind, same, different = RECORD_KINDS[name], list[str](), list[FieldPair]()
    for field in kind.fields:
        mine, theirs = first.get(field.name) or None, second.get(field.name) or None
        if mine is not None and theirs is not None and normal_text(mine) == normal_text(theirs):
            same.append(field.header)
        elif mine is not None or theirs is not None:
            texts = (_shown(field, mine), _shown(field, theirs))
            different.append(FieldPair(field.name, field.header, *texts))
    titles = str(first.get(kind.label) or ""), str(second.get(kind.label) or "")
    return Double(kind.title, refs, titles, why, tuple(same), tuple(different))


def _shown(field: Field, value: Value | None) -> str:
    text = "" if value is None else as_typed(value, field.type)
    return mask(text) if field.personal else text


def conflicts(double: Double) -> Iterator[FieldPair]:
    """Yield the fields of which a person must say whose content stays."""
    name = double.refs[0].partition(":")[0]
    yield from (one for one in double.different if one.is_conflict and (name, one.field) != _JOINED)


def chosen_fields(kind: str, texts: Collection[str]) -> dict[str, str]:
    """Read ``header=A`` or ``header=B``; returns the choice by field. Raises UsageError."""
    from societyctl.sheets import field_named

    chosen = {}
    for text in texts:
        header, _, side = text.partition("=")
        field = field_named(RECORD_KINDS[kind], header.strip())
        if field is None or side.strip().upper() not in (FIRST, SECOND):
            raise UsageError(
                f"--field 的写法不对：{text}", "应写成 --field 姓名=A 或 --field 姓名=B"
            )
        chosen[field.name] = side.strip().upper()
    return chosen


def merge_two(
    store: Store, double: Double, chosen: Mapping[str, str], *, filling: bool = True
) -> Saved:
    """Make the second of two records one with the first, in one batch.

    Blank fields of the first are filled from the second where ``filling``; of fields of which
    both say something, ``chosen`` says which holds. Raises UsageError naming those it leaves open.
    """
    from societyctl.store import BatchInfo

    left = [one for one in conflicts(double) if one.field not in chosen]
    if left:
        issues = [Issue(one.header, f"A“{one.first}”，B“{one.second}”") for one in left]
        options = " ".join(f"--field {one.header}=A" for one in left)
        line = f"societyctl merge {' '.join(double.refs)} {options}"
        raise UsageError(
            "两条说得不一样，要说明以哪条为准", f"如 {line}（A 是前一条，B 是后一条）", issues
        )
    first, second = (store.record(ref) for ref in double.refs)
    name, values, typed = double.refs[0].partition(":")[0], dict[str, Value | None](), {}
    entered = json.loads(str(second.get("entered") or "{}"))
    for one in double.different:
        mine, theirs = first.get(one.field), second.get(one.field)
        if (name, one.field) == _JOINED and one.is_conflict:
            values[one.field] = f"{mine}、{theirs}"
        elif chosen.get(one.field) == SECOND or (filling and not one.first):
            values[one.field] = theirs
            if one.field in entered:
                typed[one.field] = entered[one.field]
    record = NewRecord(name, values, str(first.get("source") or ""), typed)
    return store.merge(double.refs, record, BatchInfo("合并"))


def tell_apart(store: Store, workspace: Workspace, double: Double) -> None:
    """Remember that two records are two, so that nobody is asked again."""
    name = double.refs[0].partition(":")[0]
    one, other = (str(_as_new(name, _filed(store, ref)).key) for ref in double.refs)
    keep_apart(workspace, name, one, other)


def _filed(store: Store, ref: str) -> Record:
    """Return the fields of a stored record, without what the store keeps beside them."""
    record, kind = store.record(ref), RECORD_KINDS[ref.partition(":")[0]]
    return {"id": record["id"], **{name: record.get(name) for name in kind.field_names}}


def pair_in_words(pair: LikelyDuplicate) -> str:
    """Say which two may be one thing, and why."""
    first, second = map(shown_place, (pair.first, pair.second))
    return f"{second}“{pair.second_title}”与 {first}“{pair.first_title}”可能是一回事（{pair.why}）"


def shown_place(source: str) -> str:
    """Return the place of a row as people name it; a stored record by its number.

    >>> shown_place("a.xlsx!活动!3"), shown_place("activity:3")
    ('a.xlsx 活动第3行', '已登记的 activity:3')
    """
    *place, row = source.split("!")
    return f"{' '.join(place)}第{row}行" if place else f"已登记的 {source}"
