"""A new measure is added as docs/architecture.md says: one class, and its cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from societyctl.domain.periods import Period
from societyctl.domain.verdicts import Status
from societyctl.rules.authoring.differing import differ
from societyctl.rules.file.schema import program_schema
from societyctl.rules.language.lexicon import MEASURES
from societyctl.rules.language.measures import Count
from societyctl.rules.language.outcome import Figure
from societyctl.rules.language.setting import Setting
from societyctl.rules.language.shapes import elements_of
from societyctl.rules.language.words import Measure
from tests.rules.programs import (
    TEST_LINE,
    asked_in,
    event,
    examined,
    judged,
    planned,
    program_with,
    verdict_of,
)

LEAST = """\
least:
  - count: activity
    of: {kind: 学术}
  - count: member
    where: {name: {present: true}}
at_least: 2
"""
RECORDS = [event("甲"), event("乙"), ("member", {"name": "张三"})]


@pytest.fixture(autouse=True)
def least() -> Iterator[None]:
    """Define the word, and forget it again."""

    @dataclass(frozen=True, kw_only=True)
    class Least(Measure):
        """The smallest of several figures."""

        key: ClassVar[str] = "least"

        least: tuple[Measure, ...]

        def measured(self, setting: Setting, period: Period | None) -> Figure:
            """Return the smallest; what is unknown of one is unknown of all."""
            figures = [part.figure(setting, period) for part in self.least]
            unknown = next((figure.unknown for figure in figures if figure.unknown), "")
            lows = [figure.low or 0 for figure in figures]
            highs = [figure.high for figure in figures if figure.high is not None]
            selections = tuple(one for figure in figures for one in figure.selections)
            low, high = min(lows), min(highs, default=None)
            return Figure(low, high, unknown=unknown, selections=selections, unit="份")

    yield
    del MEASURES[Least.key]


def test_lint_finds_slips_inside_the_new_word_on_their_lines(tmp_path: Path) -> None:
    slips = LEAST.replace("count: member", "count: membr").replace("kind: 学术", "kinds: 学术")

    _, mistakes = examined(tmp_path, slips)

    assert [text.partition("；")[0] for text in mistakes] == [
        f"demo-2024.yaml:{TEST_LINE + 2}：没有叫“kinds”的“活动”的字段",
        f"demo-2024.yaml:{TEST_LINE + 3}：没有叫“membr”的记录类别或记录集",
    ]


def test_lint_finds_a_misspelling_of_the_new_word_itself(tmp_path: Path) -> None:
    _, mistakes = examined(tmp_path, LEAST.replace("least:", "leest:", 1))

    assert mistakes == [f"demo-2024.yaml:{TEST_LINE}：没有“leest”这一项；应为：最接近的是 least"]


def test_the_new_word_is_walked_and_judged(tmp_path: Path) -> None:
    program = program_with(tmp_path, LEAST)

    verdict = verdict_of(judged(program, RECORDS))

    parts = [element for _, element in elements_of(asked_in(program)) if isinstance(element, Count)]
    assert [part.count for part in parts] == ["activity", "member"]
    assert (verdict.status, verdict.measured, verdict.needed, verdict.missing, verdict.unit) == (
        Status.UNMET, 1, 2, 1, "份",
    )  # fmt: skip
    assert {selection.record for selection in verdict.selections} == {"activity", "member"}


def test_the_new_word_goes_into_the_others(tmp_path: Path) -> None:
    inner = "{least: [{count: activity}, {count: member}]}"

    program = program_with(tmp_path, f"{{total: [{inner}, {inner}], at_least: 2}}")

    assert verdict_of(judged(program, RECORDS)).status is Status.MET


def test_the_new_word_is_planned_compared_and_drawn_up_for_editors(tmp_path: Path) -> None:
    before = program_with(tmp_path, LEAST)
    after = program_with(tmp_path, LEAST.replace("at_least: 2", "at_least: 3"))
    further = program_with(tmp_path, LEAST.replace("count: member", "count: staff"))

    [step] = planned(before, judged(before, RECORDS)).steps
    [[raised], [counted]] = ([*differ(before, one).items] for one in (after, further))

    assert step.requirements == ("r1",)
    assert [(f.before, f.after) for f in raised.fields] == [("2", "3")]
    assert [(f.place, f.before, f.after) for f in counted.fields] == [
        ("test.least.2.count", "member", "staff")
    ]
    assert "least" in program_schema()["$defs"]["Measure"]["properties"]


def test_the_architecture_says_where_the_word_goes() -> None:
    text = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text("utf-8")
    section = text.partition("**A measure.**")[2].partition("\n\n")[0]

    for named in ("Measure", "`key`", "`measured`", "rules/language/", "tests/cases/"):
        assert named in section
