"""Single records by hand: list, show, add, edit, delete, attach evidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import ORDINAL, RecordKind, Value
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Record
from societyctl.domain.wording import as_typed, mask
from societyctl.errors import Issue, UsageError

if TYPE_CHECKING:
    from societyctl.store import Comparison, FieldChange, Saved, SavedRecord, Store
    from societyctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Attached:
    """One file on record as evidence."""

    ref: str
    number: str
    title: str
    file: str
    """Where the copy lies in the workspace."""
    proves: str


def read_record(kind: RecordKind, pairs: Sequence[str]) -> NewRecord:
    """Return ``header=content`` pairs as a record; raises UsageError listing every mistake."""
    from societyctl.sheets import read_typed

    typed = read_typed(kind, pairs, "手工登记")
    if isinstance(typed, NewRecord):
        return typed
    raise UsageError("有几项填写得不对", "写成 表头=内容，如 活动名称=科普进校园", typed)


def day_typed(words: str, today: date) -> date | None:
    """Return the day that somebody typed: a whole date in any form, or 昨天, 上周五; else None."""
    from societyctl.sheets import typed_day

    return typed_day(words, today)


def list_records(store: Store, kind_words: str) -> tuple[RecordKind, tuple[Record, ...]]:
    """Return a kind called by name or title, and its records; raises UsageError."""
    from societyctl.sheets import kind_named

    kind = kind_named(kind_words)
    return kind, tuple(store.records(kind.name))


@dataclass(frozen=True, slots=True)
class Stored:
    """A record that is there already, of which one just typed says something."""

    ref: str
    changes: tuple[str, ...]
    """What would become of it, old and new; nothing where the two say the same."""
    edit: str
    """The command that makes the changes, empty without any."""
    another: str
    """The command that keeps what was typed as another record, empty where that cannot be."""
    apart: str
    """What would have to be told for it to be another, for people."""


Choice = Literal["leave", "change", "another"]
Decide = Callable[[Stored], Choice]


def add_record(
    store: Store,
    kind_words: str,
    pairs: Sequence[str],
    decide: Decide | None = None,
    *,
    is_another: bool = False,
) -> SavedRecord:
    """Save one record typed by hand.

    ``is_another``: it is not one of those stored, however like them. Of one that is there already
    a person decides (``left`` when it stays as it is); else nothing is written over. Raises
    UsageError listing every mistake, and where nobody decides.
    """
    from societyctl.sheets import kind_named
    from societyctl.store import BatchInfo

    kind = kind_named(kind_words)
    comparison = _compared(store, kind, read_record(kind, pairs), is_another=is_another)
    (outcome,) = comparison.outcomes
    if comparison.doubts or outcome.outcome == "added":
        return store.save_compared(comparison, BatchInfo("登记")).records[0]
    stored = _stored(kind, outcome, pairs)
    if not stored.changes and (is_another or not kind.is_counted):
        return outcome
    choice = decide(stored) if decide else "leave"
    if choice == "change":
        return store.save_compared(comparison, BatchInfo("修改")).records[0]
    if choice == "another":
        return add_record(store, kind_words, pairs, is_another=True)
    if decide is None and stored.changes:
        other = f"就 {stored.another}" if stored.another else f"就写明{stored.apart}"
        raise UsageError(
            f"已经登记过这一条（{stored.ref}），没有改动它",
            f"要改就 {stored.edit}；是另一{kind.measure_word}{other}",
            [Issue(stored.ref, line) for line in stored.changes],
        )
    return replace(outcome, outcome="left") if stored.changes else outcome


def another_command(kind_words: str, pairs: Sequence[str]) -> str:
    """Return the command that keeps what was typed as a record of its own; none for other kinds."""
    from societyctl.sheets import kind_named

    if not kind_named(kind_words).is_counted:
        return ""
    typed = " ".join(f'"{pair}"' for pair in pairs)
    return f"societyctl add {kind_named(kind_words).title} {typed} --another"


def _compared(store: Store, kind: RecordKind, record: NewRecord, *, is_another: bool) -> Comparison:
    """Compare a record with the store; another of its like takes the next ordinal."""
    if not is_another:
        return store.compare([record])
    comparison = store.compare([record], {0: None})
    for nth in count(2) if kind.is_counted and record.values.get(ORDINAL) is None else ():
        if comparison.outcomes[0].outcome == "added":
            break
        again = replace(record, values={**record.values, ORDINAL: nth}, known_key=None)
        comparison = store.compare([again], {0: None})
    return comparison


def _stored(kind: RecordKind, outcome: SavedRecord, pairs: Sequence[str]) -> Stored:
    """Say what is there already and what can be done about it."""
    fields = [kind.field(one.field) for one in outcome.changes]
    typed = {_field_of(kind, pair): pair for pair in pairs}
    said = " ".join(
        f'"{one.header}=…"' if one.personal else f'"{typed.get(one.name, one.header)}"'
        for one in fields
    )
    return Stored(
        str(outcome.ref),
        tuple(changes_of(kind.name, outcome.changes)),
        f"societyctl edit {outcome.ref} {said}" if said else "",
        another_command(kind.name, pairs),
        "、".join(f"“{kind.field(name).header}”" for name in _telling(kind)),
    )


def _field_of(kind: RecordKind, pair: str) -> str | None:
    """Return the field that a pair of header and content is about."""
    from societyctl.sheets import field_named

    field = field_named(kind, pair.partition("=")[0])
    return field.name if field is not None else None


def _telling(kind: RecordKind) -> tuple[str, ...]:
    """Return the fields that tell records of a kind apart, beside what they are called."""
    names = dict.fromkeys(name for group in kind.key for name in group if name != kind.label)
    return tuple(names) or (kind.label,)


def edit_record(store: Store, ref: str, pairs: Sequence[str]) -> tuple[str, ...]:
    """Change the fields of one record that were typed by hand; returns what changed, in Chinese.

    Raises UsageError listing every mistake.
    """
    from societyctl.store import BatchInfo, split_ref

    kind = RECORD_KINDS[split_ref(ref)[0]]
    saved = store.update(ref, read_record(kind, pairs), BatchInfo("修改"))
    own = changes_of(kind.name, saved.records[0].changes)
    return (*own, *carried_changes(saved))


def delete_records(store: Store, refs: Sequence[str]) -> int:
    """Remove records in one batch; returns its number."""
    from societyctl.store import BatchInfo

    return store.delete(refs, BatchInfo("删除"))


def carried_changes(saved: Saved) -> Iterator[str]:
    """Yield what changed in records that name a changed one: record, field, old, new."""
    for other in saved.carried:
        for line in changes_of(str(other.ref).partition(":")[0], other.changes):
            yield f"{other.ref} 也跟着改：{line}"


def changes_of(kind: str, changes: Iterable[FieldChange]) -> Iterator[str]:
    """Yield what changed in a record of a kind: field, old, new."""
    for change in changes:
        field = RECORD_KINDS[kind].field(change.field)
        texts = (
            "（空）" if value is None else as_typed(value, field.type)
            for value in (change.old, change.new)
        )
        old, new = (mask(text) if field.personal else text for text in texts)
        yield f"{field.header}：{old} → {new}"


def _kind_of_evidence(words: str) -> str:
    """Return the kind of evidence that words mean; raises UsageError for a slip of one."""
    from societyctl.sheets import read_typed

    typed = read_typed(RECORD_KINDS["evidence"], [f"kind={words}"], "")
    if isinstance(typed, NewRecord):
        return str(typed.values["kind"] or "")
    raise UsageError(f"没有叫“{words}”的佐证类别", f"{typed[0].found}；{typed[0].expected}")


def attach_files(
    workspace: Workspace, store: Store, ref: str, files: Sequence[Path], evidence_kind: str | None
) -> tuple[Attached, ...]:
    """Copy files into the workspace and record each as evidence for one record.

    The same file again gains the further record that it proves. Raises UsageError for a
    record that is not there, a file that is missing or a kind of evidence that none is.
    """
    from societyctl.store import BatchInfo

    evidence_kind = _kind_of_evidence(evidence_kind) if evidence_kind else None
    store.record(ref)
    missing = [Issue(str(path), "没有这个文件") for path in files if not path.is_file()]
    if missing:
        raise UsageError("有文件找不到，什么都没有附上", "请核对路径", missing)
    records = _as_evidence(workspace, store, ref, files)
    if evidence_kind:
        kind = {"kind": evidence_kind}
        records = [NewRecord(r.kind, {**r.values, **kind}, r.source) for r in records]
    names = tuple(path.name for path in files)
    apart = dict.fromkeys(range(len(records)))  # a like title makes no other file of them
    saved = store.save(records, batch=BatchInfo("附件", names), settled=apart)
    return tuple(
        Attached(
            outcome.ref or "",
            str(record.values["number"]),
            str(record.values["title"]),
            str(record.values["path"]),
            str(record.values["proves"]),
        )
        for outcome, record in zip(saved.records, records, strict=True)
    )


def _as_evidence(
    workspace: Workspace, store: Store, ref: str, files: Sequence[Path]
) -> list[NewRecord]:
    """Keep the files and return a record of evidence for each different one."""
    held = store.records("evidence", fields=("number", "sha256"))
    kept_as = {str(record["sha256"]): f"evidence:{record['id']}" for record in held}
    numbers = _free_numbers(held)
    records: dict[str, NewRecord] = {}
    for path in files:
        kept, digest = workspace.keep_file(path)
        if digest in records:
            continue
        earlier = store.record(kept_as[digest]) if digest in kept_as else None
        number = str((earlier or {}).get("number") or next(numbers))
        made = _evidence(path, kept, ref, earlier, number)
        records[digest] = NewRecord("evidence", {**made.values, "sha256": digest}, made.source)
    return list(records.values())


def _free_numbers(held: Sequence[Record]) -> Iterator[str]:
    """Yield numbers of evidence that nothing on file carries."""
    taken = {str(record.get("number")) for record in held}
    return (name for name in (f"附{number:03d}" for number in count(1)) if name not in taken)


def _evidence(path: Path, kept: str, ref: str, earlier: Record | None, number: str) -> NewRecord:
    proves = [ref]
    if earlier is not None:
        listed = [part for part in str(earlier.get("proves") or "").split("、") if part]
        proves = listed if ref in listed else [*listed, ref]
    values: dict[str, Value | None] = {
        "number": number,
        "title": str(earlier.get("title")) if earlier else path.stem,
        "path": kept,
        "proves": "、".join(proves),
        "medium": "电子",
    }
    if earlier is None:
        values["dated_on"] = datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
    return NewRecord("evidence", values, f"附件!{path.name}")


def shown_values(record: Record, *, reveal: bool) -> list[tuple[str, str]]:
    """Return header and text of every filled field, with what was typed where that was another.

    Personal data is masked unless asked for.
    """
    kind = RECORD_KINDS[str(record["record"])]
    entered = json.loads(str(record.get("entered") or "{}"))
    rows = []
    for field in kind.fields:
        value, typed = record.get(field.name), entered.get(field.name)
        if value is None or value == ():
            text = typed
        else:
            read = as_typed(value, field.type)
            text = f"{read}（原文：{typed}）" if typed and typed != read else read
        if text:
            rows.append((field.header, text if reveal or not field.personal else mask(text)))
    return rows
