"""What lint points out in a program that can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from societyctl.resources import resource_folder
from societyctl.rules.file.loading import examine, read_source, remarks_in

HEAD = """\
id: demo-2024
title: 示例办法
issuer: 示例科协
issued_on: 2024-03-01
year: 2024
kind: assessment
"""
TEST = "{count: activity, at_least: 2}"
PROJECT = """\
projects:
  - id: a
    title: 甲
    requirements:
      - {id: r1, clauses: x.1, title: 办两场活动, place: 一, test: TEST}
"""
REMARK = "没做到就算“不在考核范围”；应为：考核的指标写 strength: target；确是入围条件的不用改"


def remarks(folder: Path, text: str) -> list[str]:
    path = folder / "demo-2024.yaml"
    path.write_text(text, "utf-8")
    source = read_source(path)
    program, mistakes = examine(source)
    assert mistakes == ()
    assert program is not None
    return [str(issue) for issue in remarks_in(source, program)]


@pytest.mark.parametrize(
    "test",
    [
        TEST,
        "{sum: attend_onsite, over: activity, above: 100}",
        "{k_of: {k: 1, of: [{count: output, at_least: 1}, {count: duty, at_most: 0}]}}",
        "{points: [{of: {count: activity}, per: 2}], at_least: 60}",
    ],
)
def test_a_gate_of_an_assessment_that_asks_for_work_is_pointed_out(
    tmp_path: Path, test: str
) -> None:
    [remark] = remarks(tmp_path, HEAD + PROJECT.replace("TEST", test))

    assert remark == f"demo-2024.yaml:11：“办两场活动”{REMARK}"


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("test: TEST", "strength: target, test: TEST"),
        ("TEST", "{none: [{count: activity, of: {kind: 党建}, at_least: 1}]}"),
        ("TEST", "{value: society.level, equals: 市级}"),
        ("TEST", "{count: conduct, at_most: 0}"),
        ("TEST", "{count: member, at_least: 30}"),
    ],
)
def test_what_says_who_is_assessed_may_be_a_gate(
    tmp_path: Path, written: str, instead: str
) -> None:
    text = HEAD + PROJECT.replace(written, instead).replace("TEST", TEST)

    assert remarks(tmp_path, text) == []


def test_what_one_applies_for_may_ask_for_work(tmp_path: Path) -> None:
    text = HEAD + PROJECT.replace("TEST", TEST)

    assert remarks(tmp_path, text.replace("kind: assessment\n", "")) == []
    assert remarks(tmp_path, text.replace("title: 甲", "title: 甲\n    kind: application")) == []


@pytest.mark.parametrize(
    ("item", "remark"),
    [
        ("date: 2024-02-28", "“截止”的2024年2月28日早于印发日2024年3月1日"),
        ("date: 2023-06-30", "“截止”的2023年6月30日早于印发日2024年3月1日"),
        ("date: 2025-06-30", "“截止”的2025年6月30日不在2024年"),
        ("date: 2026-06-30, stage: acceptance", "“截止”的2026年6月30日不在2024年"),
        ("date: 2024-06-30, paper_by: 2042-06-28", "“截止”的2042年6月28日不在2024年"),
    ],
)
def test_a_day_before_the_notice_or_outside_its_year_is_pointed_out(
    tmp_path: Path, item: str, remark: str
) -> None:
    line = f"deadlines: [{{id: d, title: 截止, clauses: x.9, {item}}}]\n"
    text = HEAD + line + PROJECT.replace("TEST", "{count: member, at_least: 1}")

    [found] = remarks(tmp_path, text)

    assert found.startswith(f"demo-2024.yaml:7：{remark}；应为：请核对")


@pytest.mark.parametrize(
    ("item", "remark"),
    [
        ("remind_on: 2024-02-01", "“验收”的2024年2月1日早于印发日2024年3月1日；应为：请核对原文"),
        ("remind_on: 2042-12-01", "“验收”的2042年12月1日不在2024年；应为：请核对年份"),
        (
            "from: 2024-12-20, to: 2024-12-02",
            "“验收”的结束日2024年12月2日早于开始日；应为：请核对原文",
        ),
    ],
)
def test_a_stage_is_looked_at_as_deadlines_are(tmp_path: Path, item: str, remark: str) -> None:
    line = f"stages: [{{id: acceptance, title: 验收, {item}}}]\n"
    text = HEAD + line + PROJECT.replace("TEST", "{count: member, at_least: 1}")

    assert remarks(tmp_path, text) == [f"demo-2024.yaml:7：{remark}"]


@pytest.mark.parametrize(
    "item",
    [
        "date: 2024-03-01",
        "date: 2024-12-31",
        "date: 2025-06-30, stage: acceptance",
        "date: {from: application.approved_on, months: 2}",
    ],
)
def test_a_day_after_the_notice_is_in_order(tmp_path: Path, item: str) -> None:
    line = f"deadlines: [{{id: d, title: 截止, clauses: x.9, {item}}}]\n"
    text = HEAD + line + PROJECT.replace("TEST", "{count: member, at_least: 1}")

    assert remarks(tmp_path, text) == []


def test_a_known_defect_of_the_notice_is_not_pointed_out_again(tmp_path: Path) -> None:
    lines = (
        "deadlines: [{id: d, title: 截止, clauses: x.9, date: 2024-02-28}]\n"
        "defects: [{clauses: x.9, text: 截止日早于印发日，请向科协核实}]\n"
    )
    text = HEAD + lines + PROJECT.replace("TEST", "{count: member, at_least: 1}")

    assert remarks(tmp_path, text) == []


@pytest.mark.parametrize(
    "path", sorted(resource_folder("programs").glob("*.yaml")), ids=lambda path: path.stem
)
def test_nothing_is_pointed_out_in_what_ships(path: Path) -> None:
    source = read_source(path)
    program, _ = examine(source)

    assert program is not None
    assert remarks_in(source, program) == ()
