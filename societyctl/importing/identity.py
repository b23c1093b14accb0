"""The same thing twice: equal keys within one reading, and rows that merely look alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind, Value
from societyctl.domain.records import NewRecord
from societyctl.importing.reading import LikelyDuplicate
from societyctl.importing.spelling import normalise

_DAYS_APART = 7
_PERSONS = "person"
_COMPARED = frozenset({_PERSONS, "activity"})
_VENUE = re.compile(r"主会场|分会场|第?[一二三四五六七八九十\d]+分会场|线上|线下|直播|专场")
_MARKS = re.compile(r"[^\w\u4e00-\u9fff]+")


@dataclass(slots=True)
class Seen:
    """The keys met so far, with the record that first bore each."""

    _first: dict[tuple[str, str], NewRecord] = field(default_factory=dict)

    def earlier(self, record: NewRecord, key: str) -> NewRecord | None:
        """Return the earlier record of the same key; remember this one when there is none."""
        known = self._first.setdefault((record.kind, key), record)
        return None if known is record else known


def differing(kind: RecordKind, one: NewRecord, other: NewRecord) -> tuple[str, ...]:
    """Return the headers of the fields in which two records differ."""
    names = [name for name in kind.field_names if one.values.get(name) != other.values.get(name)]
    return tuple(kind.field(name).header for name in names)


def likely_duplicates(records: Iterable[NewRecord]) -> tuple[LikelyDuplicate, ...]:
    """Return pairs of records that may be one: like titles within a few days, like names."""
    groups: dict[tuple[str, str], list[NewRecord]] = defaultdict(list)
    for record in records:
        kind = RECORD_KINDS[record.kind]
        stem = _stem(record.values.get(kind.label))
        if stem and kind.family in _COMPARED:
            groups[record.kind, stem].append(record)
    pairs: list[LikelyDuplicate] = []
    for (kind_name, _), group in groups.items():
        for first, second in pairwise(group):
            why = _why(RECORD_KINDS[kind_name], first, second)
            if why:
                pairs.append(LikelyDuplicate(kind_name, first.source, second.source, why))
    return tuple(pairs)


def _stem(value: Value | None) -> str:
    """Return a title without venues, brackets and punctuation."""
    return _MARKS.sub("", _VENUE.sub("", normalise(value))) if isinstance(value, str) else ""


def _why(kind: RecordKind, first: NewRecord, second: NewRecord) -> str:
    """Return why two records with like titles may be the same, empty when they are not."""
    if kind.family == _PERSONS:
        return _same_person(first.values, second.values)
    days = first.values.get(kind.date or ""), second.values.get(kind.date or "")
    if not isinstance(days[0], date) or not isinstance(days[1], date):
        return ""
    apart = abs((days[0] - days[1]).days)
    return f"名称相近，日期相差 {apart} 天" if apart <= _DAYS_APART else ""


def _same_person(first: Mapping[str, Value | None], second: Mapping[str, Value | None]) -> str:
    """Return why two people of one name may be the same."""
    for name, words in (
        ("phone", "电话"),
        ("birth_on", "出生日期"),
        ("employer", "单位"),
        ("unit", "单位"),
    ):
        if first.get(name) is not None and first.get(name) == second.get(name):
            return f"姓名和{words}相同"
    return ""
