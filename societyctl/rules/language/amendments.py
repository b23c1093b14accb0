"""Later notices that change a notice: what they change, from which day on, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from societyctl.domain.wording import show_date
from societyctl.rules.language.days import Day, Moment
from societyctl.rules.language.names import Here, Mistake
from societyctl.rules.language.offers import Funding, Slots
from societyctl.rules.language.schedule import vet_due
from societyctl.rules.language.shapes import Clauses, Element, keyed
from societyctl.rules.language.shown import show_day, show_funding, show_slots
from societyctl.rules.language.words import COMPARISONS, Test

CHANGED: Mapping[str, tuple[str, ...]] = {
    "deadline": ("day", "paper_by", "title"),
    "stage": ("start", "end", "title"),
    "project": ("slots", "funding", "title"),
    "requirement": ("test", "title", "finding", "evidence", "unit"),
    "limit": ("at_most", "title"),
}
"""What may be changed, and what of it."""
_KEYS = {"day": "date", "start": "from", "end": "to"}
_WORDS = {
    "day": "", "paper_by": "纸质件", "start": "起", "end": "止", "slots": "名额",
    "funding": "经费", "finding": "研判问题", "evidence": "佐证",
    "unit": "单位", "at_most": "上限", "test": "",
}  # fmt: skip
_Changeable = TypeVar("_Changeable")


@dataclass(frozen=True, kw_only=True)
class AmendedPart(Element):
    """One thing of the notice that is otherwise now."""

    deadline: str | None = None
    stage: str | None = None
    project: str | None = None
    requirement: str | None = None
    limit: str | None = None
    of: str = ""
    """The project or the group in which the requirement stands, where several have its id."""
    clauses: Clauses = ()
    place: str = ""
    day: Day | None = keyed("date", None)
    paper_by: date | None = None
    start: date | None = keyed("from", None)
    end: date | None = keyed("to", None)
    slots: Slots | None = None
    funding: Funding | None = None
    title: str | None = None
    test: Test | None = None
    finding: str | None = None
    evidence: str | None = None
    unit: str | None = None
    at_most: int | None = None

    @property
    def target(self) -> tuple[str, str]:
        """What kind of thing is changed, and its id."""
        return next((kind, id_) for kind in CHANGED if (id_ := getattr(self, kind)) is not None)

    @property
    def values(self) -> dict[str, Any]:
        """What it has now, by field."""
        names = dict.fromkeys(name for fields in CHANGED.values() for name in fields)
        written = {name: getattr(self, name) for name in names}
        return {name: value for name, value in written.items() if value is not None}

    def __post_init__(self) -> None:
        named = [kind for kind in CHANGED if getattr(self, kind) is not None]
        if len(named) != 1:
            one_of = "、".join(CHANGED)
            raise ValueError(f"一处改动写明改的是哪一项（{one_of} 之一），现在写了{len(named)}项")

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield that nothing is changed, and what the changed thing does not have."""
        kind, _ = self.target
        if not self.values:
            yield Mistake(here.place, "没有写改成什么", _shown_keys(kind))
        for name in self.values:
            if name not in CHANGED[kind]:
                key = _KEYS.get(name, name)
                yield Mistake(here.at(key), f"{kind} 没有 {key} 可改", _shown_keys(kind))
        if self.day is not None:
            yield from vet_due(self.day, here.inside("date"))

    def parts(self) -> Iterator[tuple[tuple[str | int, ...], Element]]:
        """Yield the parts; the day is looked at as a whole."""
        yield from (part for part in super().parts() if part[0] != ("date",))

    def applied_to(self, thing: _Changeable, cited: str) -> tuple[_Changeable, str]:
        """Return a thing as it is now, and what changed, in words; empty when nothing did."""
        old: Any = thing
        values = {name: one for name, one in self.values.items() if one != getattr(old, name)}
        if not values:
            return thing, ""
        if "day" in values and self.paper_by is None and old.paper_by is not None:
            values["paper_by"] = None  # fitted the day before
        told = [_told(name, old, one) for name, one in values.items() if name != "title"]
        text = "，".join(told) or f"改称“{self.title}”"
        values["clauses"] = tuple(dict.fromkeys([*old.clauses, *self.clauses]))
        values["note"] = "；".join(part for part in (old.note, f"{text}（{cited}）") if part)
        if hasattr(old, "place"):
            values["place"] = "；".join(
                part for part in (old.place, f"{cited}{self.place}") if part
            )
        return replace(old, **values), f"“{old.title}”{text}"


def _shown_keys(kind: str) -> str:
    return "、".join(_KEYS.get(name, name) for name in CHANGED[kind])


def _told(name: str, thing: Any, new: Any) -> str:
    """Say how a value changed: 由2022年6月5日延至2022年6月20日."""
    old = getattr(thing, name)
    if isinstance(new, Test):
        return _told_of_test(old, new, thing.unit)
    if new is None:
        return f"{_WORDS[name]}日期未定"
    shown = _show(name, old)
    verb = _verb(old, new)
    return f"{_WORDS[name]}{f'由{shown}' if shown else ''}{verb}{_show(name, new)}"


def _show(name: str, value: Any) -> str:
    if isinstance(value, Slots):
        return show_slots(value)
    if isinstance(value, Funding):
        return show_funding(value)
    if isinstance(value, date | Moment) or name == "day":
        return show_day(value)
    return f"“{value}”" if isinstance(value, str) and value else str(value or "")


def _verb(old: Any, new: Any) -> str:
    before, after = _size(old), _size(new)
    if isinstance(before, date) and isinstance(after, date):
        return "延至" if after > before else "提前到"
    if isinstance(before, int) and isinstance(after, int):
        return "增至" if after > before else "减至"
    return "改为"


def _size(value: Any) -> date | int | None:
    if isinstance(value, Slots):
        return value.max if value.max is not None else value.min
    return value if isinstance(value, date | int) else None


def _told_of_test(old: Test | None, new: Test, unit: str) -> str:
    """Say how thresholds changed; where more did, only that it is another test."""
    before = dict(_leaves(old.describe())) if old is not None else {}
    after = dict(_leaves(new.describe()))
    others = [place for place in {*before, *after} if before.get(place) != after.get(place)]
    thresholds = [place for place in others if place[-1] in COMPARISONS]
    if len(others) != 1 or len(thresholds) != 1 or before.keys() != after.keys():
        return "的要求改了"
    [place] = thresholds
    word = _SAID.get(place[-1], "")
    return f"由{word}{before[place]}{unit}改为{word}{after[place]}{unit}"


_SAID = {
    "at_least": "不少于",
    "at_most": "不超过",
    "above": "大于",
    "below": "小于",
    "equals": "",
    "one_of": "",
}


def _leaves(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*place, str(number)))
    else:
        yield place, str(value)


@dataclass(frozen=True, kw_only=True)
class Amendment(Element):
    """A later notice that changes this one, from the day it was issued."""

    id: str
    title: str
    document: str = ""
    issued_on: date
    clauses: Clauses = ()
    place: str = ""
    changes: tuple[AmendedPart, ...]
    note: str = ""

    @property
    def cited(self) -> str:
        """How it is referred to: by number, else by title, and by its day."""
        return f"{self.document or f'《{self.title}》'}，{show_date(self.issued_on)}"

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield that it changes nothing."""
        if not self.changes:
            found = f"“{self.title}”没有改动任何一处"
            yield Mistake(here.at("changes"), found, "不改什么的写进 statements")


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One thing that is otherwise now, as it is told."""

    on: date
    """From this day on."""
    target: tuple[str, str]
    text: str
    cited: str
