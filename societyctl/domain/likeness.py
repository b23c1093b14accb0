"""Records that merely look alike: events of like title within a few days, people of one name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind, Value
from societyctl.domain.keys import normal_text, plain_number
from societyctl.domain.records import NewRecord

_DAYS_APART = 7
_NEAREST = 20
"""So many records of like title, the nearest in time, are compared with each."""
_PERSONS = "person"
_EASILY_TWICE = frozenset({_PERSONS, "activity", "organization"})
"""The families whose records are easily entered twice."""
_SIGNS = {"phone": "电话", "birth_on": "出生日期", "employer": "单位", "unit": "单位"}
"""The fields that tell people of one name apart, as they are called in a question."""
_PLACE = "place"
_VENUE = re.compile(r"主会场|分会场|第?[一二三四五六七八九十\d]+分会场|线上|线下|直播|专场")
_MARKS = re.compile(r"[^\w\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two rows that may describe one and the same thing; both were read."""

    kind: str
    first: str
    """The source of the earlier record."""
    second: str
    why: str
    first_index: int | None
    """Of the record among all that were read; None for a record of the store."""
    second_index: int
    first_title: str = ""
    second_title: str = ""


_Placed = tuple[int | None, NewRecord]
"""A record with its place among those read; None for one of the store."""


def compared_value(field: str, record: NewRecord) -> Value | None:
    """Return a value as it is compared: width, case, blanks and zeros in front say nothing."""
    value = record.values.get(field)
    if not isinstance(value, str):
        return value
    return plain_number(value) if field == "number" else normal_text(value)


def likely_duplicates(
    records: Sequence[NewRecord], stored: Sequence[NewRecord] = ()
) -> tuple[LikelyDuplicate, ...]:
    """Return pairs of records that may be one: like titles within a few days, like names.

    ``stored`` are records of the store, among which no pairs are sought.
    """
    placed: list[_Placed] = [*((None, one) for one in stored), *enumerate(records)]
    stems = [_stem_of(record) for _, record in placed]
    several = {stem for stem, count in Counter(stems).items() if count > 1 and stem[1]}
    groups: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    for stem, one in zip(stems, placed, strict=True) if several else ():
        if stem in several:
            groups[stem].append(one)
    pairs: list[LikelyDuplicate] = []
    for (kind_name, _), group in groups.items():
        kind = RECORD_KINDS[kind_name]
        group.sort(key=lambda one: str(one[1].values.get(kind.date or "") or ""))
        for at in range(1, len(group)):
            pairs += _pair_with(kind, group[max(0, at - _NEAREST) : at], group[at])
    return tuple(pairs)


def _pair_with(kind: RecordKind, earlier: Sequence[_Placed], one: _Placed) -> list[LikelyDuplicate]:
    """Return the pair of a record with the nearest earlier one that it is like, if there is any."""
    for other in reversed(earlier):
        why = "" if one[0] is other[0] is None else _why(kind, other[1], one[1])
        if why:
            first, second = (one, other) if one[0] is None else (other, one)
            places = (first[1].source, second[1].source)
            titles = (str(one[1].values.get(kind.label)) for one in (first, second))
            return [LikelyDuplicate(kind.name, *places, why, first[0], second[0] or 0, *titles)]
    return []


def _stem_of(record: NewRecord) -> tuple[str, str]:
    """Return the kind and the title of a record without venues, brackets and punctuation."""
    kind = RECORD_KINDS[record.kind]
    title = record.values.get(kind.label)
    if kind.family not in _EASILY_TWICE or not isinstance(title, str):
        return record.kind, ""
    words = unicodedata.normalize("NFKC", title).casefold()
    if kind.family != _PERSONS:
        words = _VENUE.sub("", words)
    return record.kind, words if words.isalnum() else _MARKS.sub("", words)


def _why(kind: RecordKind, first: NewRecord, second: NewRecord) -> str:
    """Return why two records with like titles may be the same, empty when they are not."""
    if kind.family == _PERSONS:
        return _same_person(first.values, second.values)
    if kind.date is None:
        return "名称只差标点"
    if _are_apart(kind, first, second):
        return ""
    days = first.values.get(kind.date or ""), second.values.get(kind.date or "")
    if not isinstance(days[0], date) or not isinstance(days[1], date):
        return ""
    apart = abs((days[0] - days[1]).days)
    return f"名称相近，日期相差 {apart} 天" if apart <= _DAYS_APART else ""


def _are_apart(kind: RecordKind, first: NewRecord, second: NewRecord) -> bool:
    """Tell whether two events of one title took place in different places."""
    (mine, here), (theirs, there) = (
        tuple(compared_value(name, one) for name in (kind.label, _PLACE)) for one in (first, second)
    )
    return mine == theirs and bool(here and there) and here != there


def compared_fields(kind_name: str) -> tuple[str, ...]:
    """Return the fields by which records of a kind may be one thing; none where it is not asked."""
    kind = RECORD_KINDS[kind_name]
    if kind.family not in _EASILY_TWICE:
        return ()
    return tuple(
        name for name in kind.field_names if name in (kind.label, kind.date, _PLACE, *_SIGNS)
    )


def _same_person(first: Mapping[str, Value | None], second: Mapping[str, Value | None]) -> str:
    """Return why two people of one name may be the same."""
    for name, words in _SIGNS.items():
        mine, theirs = first.get(name), second.get(name)
        if mine and theirs and normal_text(mine) == normal_text(theirs):
            return f"姓名和{words}相同"
    return ""
