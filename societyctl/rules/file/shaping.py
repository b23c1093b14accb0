"""The shape of a program file: what is wrong with it, and what is left with that put aside.

A notice copied by hand has several slips. One misspelt key must not hide the others, so each part
without a shape is taken out and the rest is read again, until what remains is a program.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from societyctl.rules.file.naming import Mistake, Place
from societyctl.rules.language.program import Program
from societyctl.rules.language.words import COMPARISONS

_ROUNDS = 50
_UNKNOWN = "没有叫“"
_STAND_INS: dict[str, Any] = {"id": "x", "title": "", "issuer": "", "year": 2000, "projects": []}
"""What a program must have, for one that lacks it."""
_NAMED_SECTIONS = ("windows", "sets", "conditions", "requirements")
_LISTED_SECTIONS = ("projects", "deadlines")


@dataclass(frozen=True)
class Shaped:
    """A program file read as far as it has a shape."""

    program: Program | None
    """Of what has one; None when the file holds no mapping at all."""
    mistakes: tuple[Mistake, ...]
    broken: frozenset[Place]
    """What was put aside."""
    origin: Mapping[Place, Place]
    """By place in what is left: its place in the file; empty when nothing was put aside."""
    names: frozenset[str]
    """All that the file gives a name to, put aside or not."""

    def own(self, mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
        """Yield mistakes of what is left by their places in the file.

        Those that only follow from something put aside are left out: the key next to it, a
        name that is defined but badly, a sum over projects of which one is missing.
        """
        beside = {place[:-1] for place in self.broken if len(place) > 1}
        projects = any(place[:1] == ("projects",) for place in self.broken)
        for one in mistakes:
            place = self._place(one.place)
            if one.found.startswith(_UNKNOWN):
                follows = one.found.removeprefix(_UNKNOWN).partition("”")[0] in self.names
            else:
                sums = projects and place[:1] == ("totals",)
                follows = sums or bool({place, place[:-1]} & beside)
            if not (self.broken and follows):
                yield Mistake(place, one.found, one.expected)

    def _place(self, place: Place) -> Place:
        """Return the place in the file of a place in what is left."""
        known = len(place)
        while known and place[:known] not in self.origin:
            known -= 1
        return (*self.origin.get(place[:known], ()), *place[known:])


def shape(data: Any) -> Shaped:
    """Return the program in plain data, and whatever in it has no shape."""
    mistakes: dict[tuple[Place, str], Mistake] = {}
    broken: set[Place] = set()
    program: Program | None = None
    origin: dict[Place, Place] = {}
    for _ in range(_ROUNDS):
        origin = {}
        left = _without(data, broken, origin) if broken else data
        if broken and isinstance(left, dict):
            left = _STAND_INS | left
        try:
            program = Program.model_validate(left)
            break
        except ValidationError as error:
            beside = {place[:-1] for place in broken}
            for place, mistake in _told(error, left, origin):
                if not (mistake.place in beside and place == mistake.place):
                    mistakes.setdefault((mistake.place, mistake.found), mistake)
                broken.add(place)
        if not isinstance(data, dict):
            break
    names = frozenset(_names(data))
    return Shaped(program, tuple(mistakes.values()), frozenset(broken), origin, names)


def _names(data: Any) -> Iterator[str]:
    """Yield what a file gives names to."""
    sections = data if isinstance(data, dict) else {}
    for section in _NAMED_SECTIONS:
        named = sections.get(section)
        yield from (str(name) for name in named) if isinstance(named, dict) else ()
    for section in _LISTED_SECTIONS:
        listed = sections.get(section)
        for item in listed if isinstance(listed, list) else ():
            if isinstance(item, dict):
                yield str(item.get("id"))


def _without(
    data: Any, broken: set[Place], origin: dict[Place, Place], old: Place = (), new: Place = ()
) -> Any:
    """Return data without the broken places, and note where what is left comes from."""
    origin[new] = old
    if isinstance(data, dict):
        kept = [key for key in data if (*old, key) not in broken]
        return {key: _without(data[key], broken, origin, (*old, key), (*new, key)) for key in kept}
    if isinstance(data, list):
        places = [index for index in range(len(data)) if (*old, index) not in broken]
        return [
            _without(data[index], broken, origin, (*old, index), (*new, number))
            for number, index in enumerate(places)
        ]
    return data


def _told(
    error: ValidationError, data: Any, origin: Mapping[Place, Place]
) -> Iterator[tuple[Place, Mistake]]:
    """Yield for each problem the place to put aside and the mistake, as they stand in the file."""
    problems = [(problem, *_walk(data, problem["loc"])) for problem in error.errors()]
    places = [place for _, place, _ in problems]
    for problem, place, found in problems:
        deeper = any(len(other) > len(place) and other[: len(place)] == place for other in places)
        if deeper and isinstance(found, dict) and problem["type"] in _SCALARS:
            continue
        own = origin.get(place, place)
        lacking = (problem["loc"][-1],) if problem["type"] == "missing" else ()
        yield own, _mistake((*own, *lacking), problem)


_SCALARS = {"string_type", "date_type", "date_from_datetime_parsing", "date_parsing", "int_type"}
"""What is said of a mapping where a plain value would have been right too."""


def _walk(data: Any, steps: Sequence[Any]) -> tuple[Place, Any]:
    """Return the place that steps lead to, and what stands there.

    Steps that only name a kind of value lead nowhere.
    """
    place: Place = ()
    for step in steps:
        in_list = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if in_list or (isinstance(data, dict) and step in data):
            place, data = (*place, step), data[step]
    return place, data


_BOUNDS = {
    "greater_than": "大于",
    "greater_than_equal": "不小于",
    "less_than": "小于",
    "less_than_equal": "不大于",
}
_SHAPE_WORDS = {
    "missing": ("缺少这一项", "必须填写"),
    "literal_error": ("这个词不在可选范围内", ""),
    "string_type": ("这里应是文字", "必要时加引号"),
    "int_type": ("这里应是整数", ""),
    "int_parsing": ("这里应是整数", ""),
    "float_parsing": ("这里应是数字", ""),
    "float_type": ("这里应是数字", ""),
    "bool_type": ("这里应是 true 或 false", ""),
    "date_type": ("这里应是日期", "如 2022-11-10"),
    "date_parsing": ("这里应是日期", "如 2022-11-10"),
    "date_from_datetime_parsing": ("这里应是日期", "如 2022-11-10"),
    "tuple_type": ("这里应是列表", "如 [甲, 乙]"),
    "dict_type": ("这里应是若干“项: 值”", ""),
    "model_type": ("这里应是若干“项: 值”", ""),
    "dataclass_type": ("这里应是若干“项: 值”", ""),
    "string_pattern_mismatch": ("代号不合规则", "小写字母、数字、连字符"),
}


def _mistake(place: Place, problem: Mapping[str, Any]) -> Mistake:
    """Return what to say of a problem with the value at a place."""
    name = place[-1] if place else ""
    kind = problem["type"]
    if kind == "extra_forbidden":
        return _no_such_word(place, str(name))
    if kind in _BOUNDS:
        bound = f"{_BOUNDS[kind]}{next(iter(problem['ctx'].values())):g}"
        return Mistake(place, f"{name}：不能是{problem['input']}", bound)
    if kind == "value_error":
        return Mistake(place, str(problem["ctx"]["error"]))
    found, expected = _SHAPE_WORDS.get(kind, (f"写法不对：{problem['input']!r}", ""))
    if kind == "literal_error":
        found = f"“{problem['input']}”不在可选范围内"
        expected = str(problem["ctx"]["expected"]).replace("'", "").replace(" or ", "、")
    named = isinstance(name, str) and name != ""
    return Mistake(place, f"{name}：{found}" if named else found, expected)


_SHOWN_WORDS = 16


def _no_such_word(place: Place, name: str) -> Mistake:
    """Return the mistake of a key that means nothing here, with the nearest that does."""
    words = _words_at(place[:-1])
    near = difflib.get_close_matches(name, words, n=1, cutoff=0.6)
    if near:
        return Mistake(place, f"没有“{name}”这一项", f"最接近的是 {near[0]}")
    shown = "、".join(words[:_SHOWN_WORDS]) + ("…" if len(words) > _SHOWN_WORDS else "")
    found = f"“{name}”不能写在这里" if name in _all_words() else f"没有“{name}”这一项"
    return Mistake(place, found, f"这里可写：{shown}")


@cache
def _schema() -> dict[str, Any]:
    return Program.model_json_schema()


def _all_words() -> set[str]:
    shapes = [_schema(), *_schema()["$defs"].values()]
    return {word for one in shapes for word in one.get("properties", ())}


def _words_at(place: Place) -> list[str]:
    """Return the keys that may stand at a place, in the order of their declaration."""
    shapes = [*_plain(_schema())]
    for step in place:
        threshold = step in COMPARISONS and shapes and "count" in shapes[0].get("properties", ())
        inner = [part for one in shapes for part in _inside(one, step)]
        shapes = [*_plain(_schema()["$defs"]["Measure"])] if threshold else inner
    return list(dict.fromkeys(word for one in shapes for word in one.get("properties", ())))


def _plain(one: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a shape, or those it may be."""
    if "$ref" in one:
        yield from _plain(_schema()["$defs"][one["$ref"].rpartition("/")[2]])
    elif "anyOf" in one:
        for option in one["anyOf"]:
            yield from _plain(option)
    else:
        yield one


def _inside(one: Mapping[str, Any], step: str | int) -> Iterator[Mapping[str, Any]]:
    """Yield the shapes of what stands at a step inside a shape."""
    if isinstance(step, int):
        listed = [*one.get("prefixItems", ()), one.get("items")]
        found = listed[min(step, len(listed) - 1)]
    else:
        found = one.get("properties", {}).get(step, one.get("additionalProperties"))
    if isinstance(found, dict):
        yield from _plain(found)
