"""Checking that a program means something where every name in it is right.

A notice is copied by hand, and a slip that reads well is the worst kind: a text compared by
size, a percentage of a count, a window that ends before it begins. All of these are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from societyctl.domain.catalog import field_at
from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.rules.file.naming import CONTEXT_WORDS, Mistake, Place, is_ordered, vet_days
from societyctl.rules.file.walking import Node, items_of, requirements_of
from societyctl.rules.language.program import Limit, Program
from societyctl.rules.language.words import Measure, Moment, PointItem, Test, Window

_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)
_ORDERING = ("at_least", "at_most", "above", "below")
_PERCENT = ("share", "growth")
_KEYS = {
    "over": ("sum", "distinct"),
    "meets": ("every",),
    "of": ("count", "sum", "distinct", "value", "figure", "every", "each_record"),
    "where": ("count", "sum", "distinct", "value", "figure", "every", "each_record"),
    "on": ("count", "sum", "distinct", "value", "figure", "every", "each_record"),
    "during": ("count", "sum", "distinct", "value", "figure", "every", "each_record"),
    "each": ("count", "sum", "distinct", "value", "figure", "every"),
    "each_period": ("count", "sum", "distinct"),
    "must": ("each_record",),
    "grades": ("points",),
}
"""Keys that mean something beside these measures alone."""


def vet_sense(program: Program, nodes: Iterable[Node]) -> Iterator[Mistake]:
    """Yield everything in a program and its nodes that has the right names and no meaning."""
    for name, window in program.windows.items():
        yield from vet_window(window, ("windows", name))
    for number, limit in enumerate(program.limits):
        yield from _vet_limit(limit, ("limits", number))
    for place, requirement in requirements_of(program):
        if requirement.test is not None and requirement.strength in ("gate", "target"):
            yield from _vet_decides(requirement.test, (*place, "test"), bool(requirement.finding))
    for node in nodes:
        yield from _vet_node(node)


def vet_window(window: Window, place: Place, this: RecordKind | None = None) -> Iterator[Mistake]:
    """Yield what is wrong with the days of a window; ``this`` is the kind of record at hand."""
    for key, day in (("from", window.start), ("to", window.end), ("until", window.until)):
        if day is not None:
            yield from vet_days([day], (*place, key), this)
    start, end = window.start, window.end
    if isinstance(start, date) and isinstance(end, date) and end < start:
        yield Mistake(place, f"结束日{end}早于开始日{start}")


_LIMIT_WORDS = ("exclusive", "at_most", "one_per", "not_again", "only", "needs_one_of")


def _vet_limit(limit: Limit, place: Place) -> Iterator[Mistake]:
    words = [word for word in _LIMIT_WORDS if getattr(limit, word) is not None]
    if len(words) != 1:
        found = "、".join(words) or "没有"
        yield Mistake(place, f"一条限项写一种规则（现在：{found}）", "、".join(_LIMIT_WORDS))
    elif words[0] == "needs_one_of" and not limit.projects:
        yield Mistake(place, "needs_one_of 要用 projects 写明哪些项目有所依附")


def _vet_decides(test: Test, place: Place, judged: bool) -> Iterator[Mistake]:
    """A test that has to decide must compare: a bare figure would always be met."""
    bare = test.measure_words() and not test.comparison_words() and not test.every
    if bare and not judged and test.value is None:
        yield Mistake(
            place,
            "没有写要达到多少，永远算“符合”",
            "at_least 等比较；只统计不判的写 strength: advisory",
        )


def _vet_node(node: Node) -> Iterator[Mistake]:
    measure = node.measure
    yield from _vet_keys(node)
    yield from _vet_fields(node)
    yield from _vet_parts(node)
    if not isinstance(measure, Test):
        return
    for word in ("all", "any", "none"):
        if getattr(measure, word) == ():
            yield Mistake(node.at(word), "里面一项测试也没有")
    if measure.each_period is not None:
        yield from _vet_split(node, measure.during)
    yield from _vet_thresholds(node, measure)
    for place, item in items_of(measure):
        yield from _vet_item(item, node.at(*place))


def _vet_parts(node: Node) -> Iterator[Mistake]:
    """Yield parts of a measure that are no numbers, or not of one unit."""
    for place, part in _numbers_in(node.measure):
        field = _compared_field(node, part)
        if field is not None and field.type not in _NUMBERS:
            yield Mistake(node.at(*place, "value"), f"“{field.header}”不是数", "这里要一个数")
    if node.measure.total is not None:
        yield from _vet_units(node, node.measure.total)


def _numbers_in(measure: Measure) -> Iterator[tuple[Place, Measure]]:
    """Yield the measures inside another that have to be numbers, with their places."""
    for name in ("increase", "ratio", "share", "growth"):
        pair = getattr(measure, name)
        for part in type(pair).model_fields if pair is not None else ():
            yield (name, part), getattr(pair, part)
    yield from ((("total", index), part) for index, part in enumerate(measure.total or ()))
    if isinstance(measure, Test):
        for place, item in items_of(measure):
            if item.of is not None:
                yield (*place, "of"), item.of


def _vet_split(node: Node, during: str | Window | None) -> Iterator[Mistake]:
    """Yield what keeps a window from being cut into parts."""
    window = node.program.windows.get(during) if isinstance(during, str) else during
    if during is None:
        yield Mistake(node.at("each_period"), "要与 during 并用，才知道分哪一段时间")
    elif window is not None and not (window.year or window.months or (window.start and window.end)):
        expected = "from 和 to 都写；到检查日为止写 to: as_of"
        yield Mistake(node.at("each_period"), "这个时间窗没有起或没有止，分不出段", expected)


def _vet_keys(node: Node) -> Iterator[Mistake]:
    """Yield keys that have no effect beside the measure they stand by."""
    measure = node.measure
    words = measure.measure_words()
    if isinstance(measure, Test) and measure.each_record is not None:
        words = ["each_record"]
    for key, fitting in _KEYS.items():
        given = key in measure.model_fields_set and getattr(measure, key)
        if given and not set(words) & set(fitting):
            beside = words[0] if words else "组合"
            yield Mistake(
                node.at(key), f"{key} 在 {beside} 旁边不起作用", f"用于：{'、'.join(fitting)}"
            )
    if isinstance(measure, Test) and measure.every is not None:
        for word in measure.comparison_words():
            yield Mistake(node.at(word), f"{word} 在 every 旁边不起作用", "把条件写进 meets")


def _vet_fields(node: Node) -> Iterator[Mistake]:
    """Yield fields that cannot be added up, or that place nothing in time."""
    measure = node.measure
    kind = node.kind_of(measure.over or measure.count or measure.every or "")
    if kind is None:
        return
    summed = _field(kind, measure.sum)
    if measure.sum is not None and summed is not None and summed.type not in _NUMBERS:
        yield Mistake(node.at("sum"), f"“{summed.header}”不是数，不能相加")
    elif measure.sum is not None and "." in measure.sum:
        yield Mistake(node.at("sum"), f"只能加“{kind.title}”自己的字段", "用 over 换成那类记录")
    dated = _field(kind, measure.on)
    if dated is not None and dated.type is not FieldType.DATE and dated.name != "year":
        yield Mistake(node.at("on"), f"“{dated.header}”不是日期")


def _field(kind: RecordKind, path: str | None) -> Field | None:
    try:
        return field_at(kind, path) if path else None
    except KeyError:
        return None


def _vet_units(node: Node, parts: tuple[Measure, ...]) -> Iterator[Mistake]:
    units = [_unit(node, part) for part in parts]
    known = list(dict.fromkeys(unit for unit in units if unit))
    people = {"人", "人次"}
    if len(known) > 1 and (people & set(known)):
        yield Mistake(node.at("total"), f"单位不同，不能相加：{'、'.join(known)}")


def _unit(node: Node, part: Measure) -> str:
    kind = node.kind_of(part.over or part.count or "")
    if kind is None or part.distinct:
        return ""
    field = _field(kind, part.sum)
    return field.unit if field is not None else kind.measure_word


def _vet_thresholds(node: Node, test: Test) -> Iterator[Mistake]:
    field = _compared_field(node, test)
    for word in test.comparison_words():
        threshold = getattr(test, word)
        if field is not None and word in _ORDERING and not is_ordered(field):
            yield Mistake(node.at(word), f"“{field.header}”没有大小先后", "用 equals 或 one_of")
        elif field is None or field.type in _NUMBERS:
            yield from _vet_number(node, test, word, threshold)
    low, high = test.at_least, test.at_most
    if _is_number(low) and _is_number(high) and Fraction(str(low)) > Fraction(str(high)):
        yield Mistake(node.at("at_least"), f"at_least {low} 大于 at_most {high}，不可能满足")


def _compared_field(node: Node, test: Measure) -> Field | None:
    word, _, name = (test.value or "").partition(".")
    kind = node.kind_of(word) if word else None
    return _field(kind, name) if kind is not None else None


def _vet_number(node: Node, test: Test, word: str, threshold: Any) -> Iterator[Mistake]:
    """Yield a threshold that is no number, or a percentage of something that has none."""
    if test.measure_words() and not isinstance(threshold, Measure):
        for one in threshold if word == "one_of" else (threshold,):
            yield from _vet_one_number(node, test, word, one)


def _vet_one_number(node: Node, test: Test, word: str, threshold: Any) -> Iterator[Mistake]:
    if isinstance(threshold, str) and threshold.startswith(CONTEXT_WORDS):
        yield Mistake(node.at(word), f"应是数：{threshold}", f"写成 {{value: {threshold}}}")
        return
    percent = isinstance(threshold, str) and _is_part(threshold)
    if isinstance(threshold, Moment) or not _is_number(str(threshold).removesuffix("%")):
        threshold = "日期" if isinstance(threshold, Moment) else threshold
        expected = "只写数字，如 50000；单位写在 unit 里"
        yield Mistake(node.at(word), f"应是数：{threshold}", expected)
    elif percent and not any(getattr(test, name) is not None for name in _PERCENT):
        yield Mistake(
            node.at(word), f"这里量到的不是占比：{threshold}", "占比用 share，增幅用 growth"
        )


def _is_number(value: object) -> bool:
    if isinstance(value, bool):
        return False
    try:
        Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return False
    return True


def _is_part(text: str) -> bool:
    """Tell whether a number is written as a part of something: ``90%``, ``2/3``."""
    return text.endswith("%") or "/" in text


def _vet_item(item: PointItem, place: Place) -> Iterator[Mistake]:
    """Yield what is wrong with an item of a score: sums, scales."""
    full = [part.full for part in item.items if part.full is not None]
    conditional = any(part.when is not None for part in item.items)
    complete = bool(full) and len(full) == len(item.items) and not conditional
    if item.full is not None and complete and sum(full) != item.full:
        yield Mistake(place, f"分项满分之和为{sum(full):g}", f"{item.full:g}")
    percent = item.of is not None and any(getattr(item.of, name) is not None for name in _PERCENT)
    for name in ("above", "below"):
        if getattr(item, name):
            yield from _vet_bound(getattr(item, name), percent, (*place, name))
    for index, band in enumerate(item.bands):
        bound = band.at_least if band.at_least is not None else band.above
        yield from _vet_bound(bound, percent, (*place, "bands", index))


def _vet_bound(bound: Any, percent: bool, place: Place) -> Iterator[Mistake]:
    """Yield a bound that is no number, or one of parts beside a figure that is no share."""
    if not _is_number(str(bound).removesuffix("%")):
        yield Mistake(place, f"应是数：{bound}", "如 60 或 90%")
    elif _is_part(str(bound)) != percent:
        expected = "百分比，如 90%" if percent else "不带 % 的数"
        yield Mistake(place, f"这里的写法与所量的不合：{bound}", expected)
