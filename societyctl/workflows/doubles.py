"""Stored records that may be one: found, compared, made one, or said to be two for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, Value
from societyctl.domain.keys import normal_text
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Record
from societyctl.domain.wording import as_typed, mask
from societyctl.errors import Issue, UsageError
from societyctl.sheets import compared_fields, field_named, kind_named, likely_duplicates
from societyctl.workflows.headers import are_apart, keep_apart

if TYPE_CHECKING:
    from societyctl.store import Saved, Store
    from societyctl.store.workspace import Workspace

FIRST, SECOND = "A", "B"
"""Which of two records a field is taken from, as it is typed."""
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
    found = []
    for name in [kind_named(kind).name] if kind else RECORD_KINDS:
        fields = compared_fields(name)
        if not fields:
            continue
        keyed = {one for group in RECORD_KINDS[name].key for one in group}
        records = [
            _as_new(name, record)
            for record in store.records(name, fields=sorted({*fields, *keyed}))
        ]
        for pair in likely_duplicates(records):
            keys = tuple(str(records[at or 0].key) for at in (pair.first_index, pair.second_index))
            if not are_apart(workspace, name, keys[0], keys[1]):
                found.append(compared(store, (pair.first, pair.second), pair.why))
    return tuple(found)


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
