"""A program file damaged at random is refused with a message or still means something."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from societyctl.domain.selection import Tally
from societyctl.resources import resource_folder
from societyctl.rules.file.loading import Source, examine, read_source
from societyctl.rules.judging.asking import Answering
from societyctl.rules.judging.programs import check
from societyctl.rules.judging.sitting import Sitting
from societyctl.rules.language.setting import Facts
from tests.effort import share

PROGRAMS = sorted(resource_folder("programs").glob("*.yaml"))
MUTATIONS = share(200)
CHECKED_EVERY = 8
"""Judging costs more than loading; every eighth accepted file is judged too."""
UNKNOWN_KEY = "at_laest"
ODD_VALUES: tuple[Any, ...] = (None, "", "不存在的词", -1, 3.5, True, [], {}, ["甲"], {"a": 1})


NOTHING_RECORDED = Answering(
    lambda selections: {one: Tally(measured=0, possible=0) for one in selections},
    lambda selections: dict.fromkeys(selections, ()),
    lambda selections: dict.fromkeys(selections, ()),
)
"""The answers of an empty store."""


@lru_cache
def _source(path: Path) -> Source:
    return read_source(path)


def _places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*place, index))


def _at(data: Any, place: tuple[str | int, ...]) -> Any:
    for part in place:
        data = data[part]
    return data


def _mutated(source: Source, chance: random.Random) -> tuple[Source, tuple[str | int, ...] | None]:
    """Return a damaged copy, and the place of the unknown key if one was put in."""
    data = copy.deepcopy(source.data)
    places = [place for place in _places(data) if place]
    place = chance.choice(places)
    parent, last = _at(data, place[:-1]), place[-1]
    match chance.choice(["delete", "odd", "unknown", "swap"]):
        case "delete":
            del parent[last]
        case "odd":
            parent[last] = chance.choice(ODD_VALUES)
        case "unknown":
            mappings = [p for p in places if isinstance(_at(data, p), dict)]
            chosen = chance.choice(mappings)
            _at(data, chosen)[UNKNOWN_KEY] = 2
            return Source(source.path, data, source.lines), chosen
        case _:
            parent[last] = _at(data, chance.choice(places))
    return Source(source.path, data, source.lines), None


@pytest.mark.slow
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_damaged_program_is_refused_or_accepted_but_never_a_traceback(path: Path) -> None:
    chance = random.Random(20220429)  # noqa: S311  # a repeatable choice, nothing secret
    source = _source(path)
    silent = []
    for number in range(MUTATIONS):
        damaged, unknown = _mutated(source, chance)
        program, issues = examine(damaged)
        assert program is not None or issues
        assert all(issue.where.startswith(path.name) for issue in issues)
        if unknown is not None and not issues:
            silent.append(unknown)
        if program is not None and not issues and number % CHECKED_EVERY == 0:
            check(Sitting(program, Facts(), date(2022, 10, 20)), NOTHING_RECORDED)

    assert silent == []
