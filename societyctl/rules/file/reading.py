"""From plain data to the elements of a program: every slip is told, and what has a shape is kept.

A notice copied by hand has several slips, and one misspelt key must not hide the others. So what
has no shape is put aside and reading goes on; what is left is looked through all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from societyctl.rules.file.wording import misplaced, no_such_word, out_of_bounds
from societyctl.rules.language.compared import Compared
from societyctl.rules.language.lexicon import COMPARISONS, MEASURES, MODIFIERS, TESTS
from societyctl.rules.language.names import Mistake, Place
from societyctl.rules.language.shapes import Element, OneOrMore, Pattern, key_of, keys_of
from societyctl.rules.language.words import ComparisonWord, Measure, Test

LOST: Any = object()
"""Stands for what has no shape."""
Shaping = Callable[["Reader", Any, Place], Any]

_HARMLESS = ("if_none", "late")
"""Keys that may stand where they mean nothing."""


class Reader:
    """Reads one file; remembers what is wrong in it and what was put aside."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.broken: set[Place] = set()
        """What was put aside."""
        self.kept: dict[Place, list[int]] = {}
        """By place of a list: the numbers of the items that are left."""

    @cached_property
    def _test_keys(self) -> tuple[str, ...]:
        """All that may be written in a test."""
        beside = [*COMPARISONS, *(key for one in MODIFIERS.values() for key in one.own_keys())]
        return tuple(dict.fromkeys([*_keys_of_all({**MEASURES, **TESTS}), *beside]))

    def read(self, hint: Any, value: Any, place: Place) -> Any:
        """Return the value that a type hint asks for; LOST, and a mistake told, if it is none."""
        return _reading_of(hint)(self, value, place)

    def lose(self, place: Place, *mistakes: Mistake) -> Any:
        """Put aside what stands at a place."""
        self.mistakes += mistakes
        self.broken.add(place)
        return LOST

    def refuse(self, place: Place, slip: str, expected: str = "") -> Any:
        """Put aside a value that is not what its key asks for."""
        name = place[-1] if place else ""
        text = f"{name}：{slip}" if isinstance(name, str) and name else slip
        return self.lose(place, Mistake(place, text, expected))

    def shape(self, kind: type, data: Any, place: Place) -> Any:
        """Return an element of a kind."""
        if not isinstance(data, dict):
            return self.refuse(place, "这里应是若干“项: 值”")
        keys = tuple(hints_of(kind))
        element = self.made(kind, data, place, is_whole=data.keys() <= set(keys))
        self._refuse_unknown(data, keys, place)
        return element

    def made(
        self, kind: type, data: dict[str, Any], place: Place, *, is_whole: bool, **given: Any
    ) -> Any:
        """Return an element whose fields are read from data, or given; LOST if it lacks some.

        Of data that is not whole, what the element has against it may only be what is missing.
        """
        values, lost, lacking = given, not is_whole, False
        for key, (name, hint, required) in hints_of(kind).items():
            if name in values:
                continue
            read = self.read(hint, data[key], (*place, key)) if key in data else MISSING
            if read is MISSING and required:
                inner = (*place, key)
                self.mistakes.append(Mistake(inner, f"{key}：缺少这一项", "必须填写"))
            if read is LOST or read is MISSING:
                lost = lost or read is LOST
                lacking = lacking or required
            else:
                values[name] = read
        if lacking:
            return self.lose(place)
        try:
            return kind(**values)
        except ValueError as error:
            return self.lose(place, *([] if lost else [Mistake(place, str(error))]))

    def _refuse_unknown(self, data: dict[str, Any], keys: tuple[str, ...], place: Place) -> bool:
        """Tell whether there are keys that mean nothing here."""
        unknown = [key for key in data if key not in keys]
        for key in unknown:
            inner = (*place, key)
            self.lose(inner, no_such_word(inner, str(key), keys))
        return bool(unknown)

    def measure(self, data: Any, place: Place) -> Any:
        """Return a measure, chosen by its key."""
        if not isinstance(data, dict):
            return self.refuse(place, "这里应是若干“项: 值”")
        kinds = {key: kind for key, kind in MEASURES.items() if not kind.stands_alone}
        keys = _keys_of_all(kinds)
        unknown = self._refuse_unknown(data, keys, place)
        words = [key for key in kinds if data.get(key) is not None]
        if len(words) != 1:
            slip = f"这里要写一种度量（现在：{'、'.join(words) or '没有'}）"
            return self.lose(place, *([] if unknown else [Mistake(place, slip)]))
        kind = kinds[words[0]]
        self._refuse_misplaced(data, kind, keys_of(kind), place)
        return self.made(kind, data, place, is_whole=not unknown)

    def test(self, data: Any, place: Place) -> Any:
        """Return a test, chosen by the key of its measure or of what puts it together."""
        if not isinstance(data, dict):
            return self.refuse(place, "这里应是若干“项: 值”")
        unknown = self._refuse_unknown(data, self._test_keys, place)
        words = [key for key in (*MEASURES, *TESTS) if data.get(key) is not None]
        if len(words) != 1:
            slip = f"一项测试只能有一种度量或组合（现在：{'、'.join(words) or '没有'}）"
            return self.lose(place, *([] if unknown else [Mistake(place, slip)]))
        measure = MEASURES.get(words[0])
        kind = measure or TESTS[words[0]]
        modifiers = [one for one in MODIFIERS.values() if one.goes_with(kind)]
        fitting = [*keys_of(kind), *(key for one in modifiers for key in one.own_keys())]
        if measure is not None:
            fitting += ["title", "unit", *COMPARISONS]
        self._refuse_misplaced(data, kind, fitting, place)
        if measure is not None:
            test = self._compared(measure, data, place, is_whole=not unknown)
        else:
            test = self.made(kind, data, place, is_whole=not unknown)
        for one in reversed(modifiers):
            if test is not LOST and data.get(one.key) is not None:
                given = {"test": test, "title": test.title, "unit": test.unit}
                test = self.made(one, data, place, is_whole=not unknown, **given)
        return test

    def _compared(
        self, kind: type[Measure], data: dict[str, Any], place: Place, *, is_whole: bool
    ) -> Any:
        measure = self.made(kind, data, place, is_whole=is_whole)
        keys = [key for key in COMPARISONS if data.get(key) is not None]
        read = [self._comparison(COMPARISONS[key], data[key], (*place, key)) for key in keys]
        if measure is LOST:
            return LOST
        comparisons = tuple(one for one in read if one is not LOST)
        given = {"measure": measure, "comparisons": comparisons}
        return self.made(Compared, data, place, is_whole=is_whole, **given)

    def _comparison(self, kind: type[ComparisonWord], value: Any, place: Place) -> Any:
        """Return a comparison, whose only field is what stands behind its key."""
        [(name, hint, _)] = hints_of(kind).values()
        threshold = self.read(hint, value, place)
        if threshold is LOST:
            return LOST
        try:
            return kind(**{name: threshold})
        except ValueError as error:
            return self.lose(place, Mistake(place, str(error)))

    def _refuse_misplaced(
        self, data: dict[str, Any], kind: type[Measure | Test], fitting: Any, place: Place
    ) -> None:
        for key, value in data.items():
            if value and key in self._test_keys and key not in (*fitting, *_HARMLESS):
                self.mistakes.append(misplaced(key, kind, place))


def _keys_of_all(words: Mapping[str, type[Element]]) -> tuple[str, ...]:
    """Return all that may be written with some words, the words themselves first."""
    return tuple(dict.fromkeys([*words, *(key for one in words.values() for key in keys_of(one))]))


@cache
def hints_of(kind: type) -> dict[str, tuple[str, Any, bool]]:
    """Return by key the name of a field, its type hint, and whether it has to be written."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        key_of(item): (
            item.name,
            hints[item.name],
            item.default is MISSING and item.default_factory is MISSING,
        )
        for item in fields(kind)
    }


@cache
def _reading_of(hint: Any) -> Shaping:
    """Return how a value of a type is read."""
    origin = get_origin(hint)
    if hint is Any:
        return lambda reader, value, place: value
    if hint is Measure:
        return Reader.measure
    if hint is Test:
        return Reader.test
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda reader, value, place: reader.shape(hint, value, place)
    if origin in _GENERIC:
        return _GENERIC[origin](*get_args(hint))
    return _SCALARS[hint]


def _annotated(hint: Any, *marks: Any) -> Shaping:
    read, listed = _reading_of(hint), any(isinstance(mark, OneOrMore) for mark in marks)

    def reading(reader: Reader, value: Any, place: Place) -> Any:
        if listed and isinstance(value, str):
            value = [value]
        result = read(reader, value, place)
        if result is LOST:
            return LOST
        for mark in marks:
            if isinstance(mark, Pattern) and not mark.matches(result):
                return reader.refuse(place, "代号不合规则", "小写字母、数字、连字符")
            bound = out_of_bounds(mark, result)
            if bound:
                return reader.refuse(place, f"不能是{value}", bound)
        return result

    return reading


def _one_of(*options: Any) -> Shaping:
    """Read a value as the option that it is, else as the first that it can be taken for."""
    shapes = [one for one in options if _is_shape(one)]
    lists = [one for one in options if get_origin(one) is tuple]
    scalars = [one for one in options if one not in (*shapes, *lists, NoneType)]

    def reading(reader: Reader, value: Any, place: Place) -> Any:
        if value is None and NoneType in options:
            return None
        if isinstance(value, dict) and shapes:
            chosen = next((one for one in shapes if _fits(one, value)), shapes[-1])
            return reader.read(chosen, value, place)
        if isinstance(value, list) and lists:
            return reader.read(lists[0], value, place)
        if type(value) in scalars:
            return value
        for one in scalars:
            attempt = Reader()
            result = attempt.read(one, value, place)
            if result is not LOST:
                return result
        nearest = str if str in scalars else next(iter((*scalars, *lists, *shapes)))
        return reader.read(nearest, value, place)

    return reading


def _is_shape(hint: Any) -> bool:
    return hint in (Measure, Test) or is_dataclass(hint) or get_origin(hint) is dict


def _fits(hint: Any, value: dict[str, Any]) -> bool:
    return not (isinstance(hint, type) and issubclass(hint, Element)) or hint.fits(value)


def _literal(*words: Any) -> Shaping:
    *most, last = (str(word) for word in words)
    expected = f"{', '.join(most)}、{last}" if most else last

    def reading(reader: Reader, value: Any, place: Place) -> Any:
        if isinstance(value, str) and value in words:
            return value
        return reader.refuse(place, f"“{value}”不在可选范围内", expected)

    return reading


def _tuple(*hints: Any) -> Shaping:
    repeated = hints[-1] is Ellipsis

    def reading(reader: Reader, value: Any, place: Place) -> Any:
        if not isinstance(value, list) or not (repeated or len(value) == len(hints)):
            expected = "如 [甲, 乙]" if repeated else f"{len(hints)}项"
            return reader.refuse(place, "这里应是列表", expected)
        kinds = [hints[0]] * len(value) if repeated else hints
        items = [
            reader.read(kind, item, (*place, index))
            for index, (kind, item) in enumerate(zip(kinds, value, strict=True))
        ]
        kept = [index for index, item in enumerate(items) if item is not LOST]
        if len(kept) < len(items):
            reader.kept[place] = kept
            if not repeated:
                return reader.lose(place)
        return tuple(items[index] for index in kept)

    return reading


def _dict(key_hint: Any, hint: Any) -> Shaping:
    def reading(reader: Reader, value: Any, place: Place) -> Any:
        if not isinstance(value, dict):
            return reader.refuse(place, "这里应是若干“项: 值”")
        items = {
            reader.read(key_hint, key, (*place, key)): reader.read(hint, item, (*place, key))
            for key, item in value.items()
        }
        return {key: item for key, item in items.items() if LOST not in (key, item)}

    return reading


def _text(reader: Reader, value: Any, place: Place) -> Any:
    return value if isinstance(value, str) else reader.refuse(place, "这里应是文字", "必要时加引号")


def _whole(reader: Reader, value: Any, place: Place) -> Any:
    number = _float(value)
    if number is None or number != int(number):
        return reader.refuse(place, "这里应是整数")
    return int(number)


def _number(reader: Reader, value: Any, place: Place) -> Any:
    number = _float(value)
    return reader.refuse(place, "这里应是数字") if number is None else number


def _float(value: Any) -> float | None:
    """Return what can be taken for a finite number, also one between quotation marks."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < _ENDLESS else None


_ENDLESS = float("inf")
_YES_OR_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _yes_or_no(reader: Reader, value: Any, place: Place) -> Any:
    answer = value if isinstance(value, bool) else _YES_OR_NO.get(str(value).lower())
    return reader.refuse(place, "这里应是 true 或 false") if answer is None else answer


def _day(reader: Reader, value: Any, place: Place) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return reader.refuse(place, "这里应是日期", "如 2022-11-10")


_SCALARS: dict[Any, Shaping] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _yes_or_no,
    date: _day,
}
_GENERIC: dict[Any, Callable[..., Shaping]] = {
    Annotated: _annotated,
    Union: _one_of,
    UnionType: _one_of,
    Literal: _literal,
    tuple: _tuple,
    dict: _dict,
}
