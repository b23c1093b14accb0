"""What a slip in the shape of a program file is told: the key, what it should be, what is near."""

from __future__ import annotations

import difflib
import operator
from collections.abc import Callable, Sequence
from typing import Any

from societyctl.domain.bounds import Within
from societyctl.rules.file.schema import all_keys
from societyctl.rules.language.lexicon import COMPARISONS, MEASURES, MODIFIERS, TESTS
from societyctl.rules.language.names import Mistake, Place
from societyctl.rules.language.records import OfRecords
from societyctl.rules.language.shapes import keys_of
from societyctl.rules.language.words import Measure, Test

_SHOWN_WORDS = 16
_BOUNDS: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "gt": (operator.gt, "大于"),
    "ge": (operator.ge, "不小于"),
    "le": (operator.le, "不大于"),
}


def no_such_word(place: Place, name: str, keys: Sequence[str]) -> Mistake:
    """Return the mistake of a key that means nothing here, with the nearest that does."""
    near = difflib.get_close_matches(name, keys, n=1, cutoff=0.6)
    if near:
        return Mistake(place, f"没有“{name}”这一项", f"最接近的是 {near[0]}")
    examples = "、".join(keys[:_SHOWN_WORDS]) + ("…" if len(keys) > _SHOWN_WORDS else "")
    slip = f"“{name}”不能写在这里" if name in all_keys() else f"没有“{name}”这一项"
    return Mistake(place, slip, f"这里可写：{examples}")


def misplaced(key: str, kind: type[Measure | Test], place: Place) -> Mistake:
    """Return the mistake of a key that means something in a test, but not beside this word."""
    if key in COMPARISONS and issubclass(kind, Test):
        if not kind.comparisons_go:
            return Mistake(place, f"{kind.key} 里的比较应写在各项测试中")
        slip = f"{key} 在 {kind.key} 旁边不起作用"
        return Mistake((*place, key), slip, kind.comparisons_go)
    beside = kind.key if issubclass(kind, (Measure, OfRecords)) else "组合"
    words: dict[str, type[Measure | Test]] = {**MEASURES, **TESTS}
    modifier = next((one for one in MODIFIERS.values() if key in one.own_keys()), None)
    fitting = [
        word
        for word, one in words.items()
        if (key in keys_of(one) if modifier is None else modifier.goes_with(one))
    ]
    slip = f"{key} 在 {beside} 旁边不起作用"
    return Mistake((*place, key), slip, f"用于：{'、'.join(fitting)}")


def out_of_bounds(mark: Any, number: Any) -> str:
    """Return the bound that a number lies beyond, in words; empty when it does not."""
    if not isinstance(mark, Within) or number is None:
        return ""
    for name, (keeps, word) in _BOUNDS.items():
        bound = getattr(mark, name)
        if bound is not None and not keeps(number, bound):
            return f"{word}{bound:g}"
    return ""
