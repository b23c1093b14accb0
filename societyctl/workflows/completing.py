"""Whole lists: who stands in the store and not in a list that is said to hold everybody.

Nothing is deleted. Somebody can say of each of them that they left, and when, or that a new row
is them under another name or employer; whoever is not asked about stays and is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from societyctl.domain.dates import last_day
from societyctl.domain.fields import RecordKind, Value
from societyctl.domain.intake import MissingRecord, SheetQuestion
from societyctl.domain.keys import normal_text
from societyctl.domain.likeness import compared_fields
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Record
from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.sheets import SheetsRead, kind_named, place_of, read_typed
from societyctl.workflows.doubles import shown_place
from societyctl.workflows.settling import AskPerson, Settling, again

if TYPE_CHECKING:
    from societyctl.store import Comparison, Store

KEPT, ALL_KEPT = "还在，留着不动", "都还在，余下的不再问"


@dataclass(frozen=True, slots=True)
class WholeList:
    """What is said of a list: that it holds all records of a kind there are today."""

    kind: str
    """As people call it."""
    today: date


@dataclass(frozen=True, slots=True)
class _Gone:
    """A stored record that the list does not have."""

    record: Record
    like: int | None
    """The new record that may be the same, by its index."""
    why: str = ""


def completed(
    store: Store, settled: Settling, whole: WholeList, answer: AskPerson | None
) -> tuple[Settling, tuple[MissingRecord, ...]]:
    """Compare a whole list of one kind with the store.

    Returns the reading with what was answered, and the records that nothing was said about.
    Raises UsageError for a kind that no sheet holds, and WorkbookError when rows of it were sent
    back: then the list is not whole.
    """
    kind = kind_named(whole.kind)
    _require_whole(settled.reading, kind)
    inquiry = _RollCall(kind, whole.today, answer)
    comparison, missing, doubtful = settled.comparison, list[MissingRecord](), dict[int, Issue]()
    for one in _gone(store, comparison, kind, whole.today):
        unsaid = inquiry.ask(one, comparison)
        if unsaid is None:
            continue
        missing.append(unsaid)
        if answer is None and one.like is not None:
            doubtful[one.like] = _doubt(comparison.records[one.like], unsaid)
    if doubtful:
        reading, comparison = again(store, settled.reading, doubtful, comparison.settled)
        settled = replace(settled, reading=reading)
    if inquiry.same or inquiry.left:
        rows = comparison.records
        leaving = {len(rows) + at: one.source for at, one in enumerate(inquiry.left)}
        told = {**comparison.settled, **inquiry.same, **leaving}
        comparison = store.compare((*rows, *inquiry.left), told)
    return replace(settled, comparison=comparison), tuple(missing)


def _require_whole(reading: SheetsRead, kind: RecordKind) -> None:
    """Raise what is in the way of calling a list of this kind whole."""
    tables = [table for table in reading.tables if table.kind == kind.name]
    if not tables:
        raise UsageError(f"这些文件里没有{kind.title}，对不了全", "换成含有这类记录的文件再导入")
    if any(table.rejected for table in tables):
        raise WorkbookError(
            f"{kind.title}有几行没有读进来，这份名单还不全，没有导入任何数据",
            "改好这些行再导入；只导入其余各行，去掉 --complete，加 --partial",
            reading.issues_told_once,
        )


def _doubt(record: NewRecord, missing: MissingRecord) -> Issue:
    """Return why a new row is not read while nobody says whether it is somebody missing."""
    found = f"“{missing.title}”可能就是这份名单里没有的 {missing.ref}（{missing.why}）"
    return Issue(place_of(record), found, "在终端里导入时选，或先用 edit 把登记的那一条改过来")


def _gone(store: Store, comparison: Comparison, kind: RecordKind, today: date) -> Iterator[_Gone]:
    """Yield the records of today that no row is about, each with the new row most like it."""
    refs = {saved.ref for saved in comparison.outcomes}
    of_keys = (name for group in kind.key for name in group)
    fields = {kind.label, *compared_fields(kind.name), *of_keys, *filter(None, [kind.until])}
    new = [
        (at, one)
        for at, (one, saved) in enumerate(zip(comparison.records, comparison.outcomes, strict=True))
        if one.kind == kind.name and saved.outcome == "added"
    ]
    by_name: defaultdict[str, list[tuple[int, NewRecord]]] = defaultdict(list)
    for at, one in new:
        by_name[normal_text(str(one.values.get(kind.label)))].append((at, one))
    for record in store.records(kind.name, fields=tuple(fields)):
        end = record.get(kind.until or "")
        if f"{kind.name}:{record['id']}" in refs or (
            isinstance(end, date) and last_day(end) <= today
        ):
            continue
        named = by_name.get(normal_text(str(record.get(kind.label))), [])
        if len(named) == 1:
            at, other = named[0]
            yield _Gone(record, at, _differing(kind, record, other))
        else:
            yield _Gone(record, *_by_signs(kind, record, new))


def _by_signs(
    kind: RecordKind, record: Record, new: Sequence[tuple[int, NewRecord]]
) -> tuple[int | None, str]:
    """Return the one new record with the same phone or day of birth, if there is just one."""
    for name in ("phone", "birth_on"):
        value = record.get(name)
        like = [at for at, one in new if value is not None and one.values.get(name) == value]
        if len(like) == 1:
            return like[0], f"{kind.field(name).header}相同，名字不同"
    return None, ""


def _differing(kind: RecordKind, record: Record, other: NewRecord) -> str:
    """Return in which of the fields that tell records apart two of one name differ."""
    differing = [
        kind.field(name).header
        for name in other.values
        if name in record and record[name] != other.values[name]
    ]
    return f"同名，{'、'.join(differing)}不同" if differing else "同名"


class _RollCall:
    """What somebody says of the missing, one after the other."""

    def __init__(self, kind: RecordKind, today: date, answer: AskPerson | None) -> None:
        self._kind, self._today, self._answer = kind, today, answer
        self._day: date | None = None
        """When everybody else left, once that was said."""
        self.same: dict[int, str] = {}
        """New records, by index, with the stored ones that they are."""
        self.left: list[NewRecord] = []
        """Those who left, with the day; each has its number for a source."""

    def ask(self, gone: _Gone, comparison: Comparison) -> MissingRecord | None:
        """Ask about one; returns it when nothing was said that changes it."""
        kind, ref = self._kind, f"{self._kind.name}:{gone.record['id']}"
        title = str(gone.record.get(kind.label))
        like = gone.like if gone.like not in self.same else None
        place = shown_place(comparison.records[like].source) if like is not None else ""
        missing = MissingRecord(ref, title, place, gone.why if place else "", _end(kind))
        if self._day is not None:
            self._leave(ref, self._day)
            return None
        if self._answer is None:
            return missing
        same, left = f"就是{place}那一条", f"已离开，填{_end(kind)}"
        all_left = "余下的都在同一天离开"
        leaving = (left, all_left) if kind.until else ()
        choices = (*((same,) if place else ()), *leaving, KEPT, ALL_KEPT)
        like_it = f"；{place}{gone.why}" if place else ""
        text = f"{kind.title} {ref}“{title}”不在这份名单里{like_it}"
        choice = self._answer(SheetQuestion("", "", "", text, choices))
        if choice == same and like is not None:
            self.same[like] = ref
        elif choice in leaving:
            day = self._asked_day(title)
            self._leave(ref, day)
            self._day = day if choice == all_left else None
        elif choice == ALL_KEPT:
            self._answer = None
            return missing
        else:
            return missing
        return None

    def _leave(self, ref: str, day: date) -> None:
        values: dict[str, Value | None] = {self._kind.until or "": day}
        self.left.append(NewRecord(self._kind.name, values, ref))

    def _asked_day(self, title: str) -> date:
        """Ask for a day until one is said; nothing said means today."""
        text, field = f"“{title}”的{_end(self._kind)}（直接回车是今天）：", self._kind.until
        while self._answer is not None:
            typed = self._answer(SheetQuestion("", "", "", text, ()))
            if not typed.strip():
                break
            record = read_typed(self._kind, [f"{field}={typed}"], "")
            day = record.values.get(field or "") if isinstance(record, NewRecord) else None
            if isinstance(day, date):
                return day
            text = f"看不懂“{typed}”，请写成 2022-06-23 这样的日期（直接回车是今天）："
        return self._today


def _end(kind: RecordKind) -> str:
    """Return what the last day of a record of the kind is called."""
    return kind.field(kind.until).header if kind.until else ""
