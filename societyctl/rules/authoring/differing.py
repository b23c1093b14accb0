"""Two programs compared: what came, what went, what is asked differently now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from societyctl.domain.differences import FieldDiff, Flip, ItemDiff, ProgramDiff
from societyctl.domain.verdicts import CheckResult, ProjectResult, Verdict
from societyctl.domain.wording import show_value
from societyctl.rules.language.program import Program, Project
from societyctl.rules.language.shapes import Element

_YEAR = re.compile(r"(?:19|20)\d{2}")
_IGNORED = ("id", "clauses", "place")
"""Differ from notice to notice without anything being asked differently."""
_WORDS = {
    "title": "标题", "strength": "约束力", "stage": "阶段", "test": "测试", "finding": "研判问题",
    "evidence": "佐证", "unit": "单位", "note": "说明", "when": "适用条件", "unless": "例外",
    "readings": "读法", "proxies": "参考数据", "next": "下一步", "at_least": "不少于",
    "at_most": "不超过", "above": "大于", "below": "小于", "equals": "等于", "one_of": "之一",
    "where": "条件", "of": "范围", "during": "时间窗", "date": "日期", "paper_by": "纸质件",
    "from": "起", "to": "止", "year": "年度", "slots": "名额", "funding": "经费", "min": "最少",
    "max": "最多", "fixed": "定额", "projects": "项目", "document": "文号", "issued_on": "印发日期",
    "windows": "时间窗", "sets": "记录集", "all": "都要", "any": "任一", "none": "都不能",
    "k": "几项", "kind": "类型", "deadline": "截止", "issuer": "印发单位",
    "months": "月数", "until": "截至",
    "changes": "改动", "requirement": "要求", "limit": "限项",
    "exclusive": "互斥", "not_again": "不重复", "one_per": "每个一项", "category": "类别",
    "sub_item": "子项", "each_application": "逐项申报研判", "reading_title": "默认读法",
    "over": "对象", "growth": "增幅", "among": "同一条记录",
    "share": "占比", "now": "现在", "before": "原来", "part": "部分", "whole": "全部",
}  # fmt: skip
_Thing = TypeVar("_Thing")


def differ(before: Program, after: Program) -> ProgramDiff:
    """Return what changed; ids that differ only by a year are the same thing."""
    years = after.year - before.year if after.year and before.year else 0
    items = tuple(_marked(item, years) for item in _shared(_items(before, after)))
    return ProgramDiff(before.id, after.id, items)


def _shared(items: Iterable[ItemDiff]) -> Iterator[ItemDiff]:
    """Yield the items; one that several projects share comes once."""
    groups: dict[ItemDiff, list[str]] = {}
    for item in items:
        groups.setdefault(replace(item, projects=()), []).extend(item.projects)
    for item, projects in groups.items():
        yield replace(item, projects=tuple(projects))


def _marked(item: ItemDiff, years: int) -> ItemDiff:
    """Return the item with the values marked in which only years moved on."""
    fields = tuple(
        replace(field, moved=years != 0 and _moved(field.before, years) == field.after)
        for field in item.fields
    )
    return replace(item, fields=fields)


def _moved(text: str, years: int) -> str:
    return _YEAR.sub(lambda match: str(int(match[0]) + years), text)


def _items(before: Program, after: Program) -> Iterator[ItemDiff]:
    heads = ("title", "issuer", "document", "issued_on", "year", "kind", "windows", "sets")
    fields = _fields(_plain(before, heads), _plain(after, heads))
    if fields:
        yield ItemDiff("program", "changed", (), after.id, after.title, fields=fields)
    yield from _deadlines(before, after)
    for old, new in _paired(before.projects, after.projects):
        yield from _project(before, after, old, new)
    for one, other in _paired(before.limits, after.limits):
        yield from _item("limit", "", one, other)
    for earlier, later in _paired(before.amendments, after.amendments):
        yield from _item("amendment", "", earlier, later)


def _deadlines(before: Program, after: Program) -> Iterator[ItemDiff]:
    for old, new in _paired(before.deadlines, after.deadlines):
        yield from _item("deadline", "", old, new)


def _project(
    before: Program, after: Program, old: Project | None, new: Project | None
) -> Iterator[ItemDiff]:
    names = ("title", "category", "sub_item", "slots", "funding", "deadline", "note")
    yield from _item("project", "", old, new, names)
    either = new or old
    olds = tuple(before.requirements_of(old)) if old else ()
    news = tuple(after.requirements_of(new)) if new else ()
    if either is not None and old is not None and new is not None:
        for one, other in _paired(olds, news):
            yield from _item("requirement", either.id, one, other)


def _item(
    subject: str, project: str, old: Any, new: Any, names: Sequence[str] = ()
) -> Iterator[ItemDiff]:
    """Yield what became of one thing; nothing when it is asked as before."""
    either = new if new is not None else old
    fields: tuple[FieldDiff, ...] = ()
    if old is None or new is None:
        change = "added" if old is None else "removed"
    else:
        change = "changed"
        fields = _fields(_plain(old, names), _plain(new, names))
        if not fields:
            return
    projects = (project,) if project else ()
    yield ItemDiff(subject, change, projects, either.id, either.title, either.place, fields)


def _plain(thing: Element, names: Sequence[str] = ()) -> dict[str, Any]:
    described = thing.describe()
    return {key: described[key] for key in described if not names or key in names}


def _paired(
    olds: Iterable[_Thing], news: Iterable[_Thing]
) -> Iterator[tuple[_Thing | None, _Thing | None]]:
    """Yield what belongs together: the same id, or one that differs only by its year."""
    left = {_id(item): item for item in olds}
    rest = []
    for item in news:
        if _id(item) in left:
            yield left.pop(_id(item)), item
        else:
            rest.append(item)
    ageless = {_ageless(id_): id_ for id_ in left}
    for item in rest:
        old = ageless.get(_ageless(_id(item)))
        yield (left.pop(old) if old in left else None), item
    for item in left.values():
        yield item, None


def _id(thing: Any) -> str:
    return str(thing.id)


def _ageless(id_: str) -> str:
    return _YEAR.sub("*", id_)


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldDiff, ...]:
    """Return the values that differ, place by place."""
    before, after = dict(_flat(old)), dict(_flat(new))
    places = [*after, *(place for place in before if place not in after)]
    return tuple(
        FieldDiff(place, _titled(place), before.get(place, "（无）"), after.get(place, "（无）"))
        for place in places
        if before.get(place) != after.get(place)
    )


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield the single values of nested data with their places."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _IGNORED:
                yield from _flat(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list) and any(isinstance(item, (Mapping, list)) for item in value):
        for number, item in enumerate(value, 1):
            yield from _flat(item, f"{place}.{number}")
    elif isinstance(value, list):
        yield place, "、".join(show_value(item) for item in value)
    else:
        yield place, show_value(value)


def _titled(place: str) -> str:
    """Return a place in Chinese: 测试·不少于."""
    words = [
        f"第{part}项" if part.isdigit() else _WORDS.get(part, part) for part in place.split(".")
    ]
    return "·".join(words)


def differ_in_verdict(before: CheckResult, after: CheckResult) -> tuple[Flip, ...]:
    """Return what two programs say differently about the same society."""
    olds, news = _by_project(before), _by_project(after)
    flips = [
        verdict
        for old, new in _paired(olds, news)
        for verdict in _verdicts(old, new)
        if verdict.before != verdict.after
    ]
    return tuple(flips)


def _by_project(result: CheckResult) -> list[ProjectResult]:
    """Return one result for each project, that of the first application."""
    return list({project.id: project for project in reversed(result.projects)}.values())[::-1]


def _verdicts(old: ProjectResult | None, new: ProjectResult | None) -> Iterator[Flip]:
    either = new or old
    if either is None:
        return
    words = (old.verdict.value if old else None, new.verdict.value if new else None)
    yield _flip("project", either, either, *words)
    if old is None or new is None:
        return
    for one, other in _paired(old.requirements, new.requirements):
        item = other if other is not None else one
        if item is not None:
            words = (one.status.value if one else None, other.status.value if other else None)
            yield _flip("requirement", either, item, *words)


def _flip(
    subject: str,
    project: ProjectResult,
    item: ProjectResult | Verdict,
    before: str | None,
    after: str | None,
) -> Flip:
    return Flip(
        subject=subject,
        project=project.id,
        application="",
        id=item.id,
        title=item.title,
        citation=item.citation if isinstance(item, Verdict) else "",
        before=before,
        after=after,
        because=item.because,
    )
