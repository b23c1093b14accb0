"""The shape of a program file: the program in it, and whatever has none and was put aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from societyctl.rules.file.reading import LOST, Reader
from societyctl.rules.language.names import Mistake, Place
from societyctl.rules.language.program import Program

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
    kept: Mapping[Place, list[int]]
    """By place of a list from which something was put aside: the numbers of what is left."""
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
        own: Place = ()
        for step in place:
            numbers = self.kept.get(own)
            own = (*own, numbers[step] if numbers and isinstance(step, int) else step)
        return own


def shape(data: Any) -> Shaped:
    """Return the program in plain data, and whatever in it has no shape."""
    reader = Reader()
    program = reader.read(Program, data, ())
    if program is LOST and isinstance(data, dict):
        # Mistakes are told already; what stands in for what is lost lets the rest be looked at.
        sound = {key: value for key, value in data.items() if (key,) not in reader.broken}
        program = Reader().read(Program, {**_STAND_INS, **sound}, ())
    return Shaped(
        None if program is LOST else program,
        tuple(dict.fromkeys(reader.mistakes)),
        frozenset(reader.broken),
        reader.kept,
        frozenset(_names(data)),
    )


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
