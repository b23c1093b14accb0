"""What one sentence asks, one record has to meet: the word ``among``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.programs import event, examined, judged, program_with, verdict_of

HALF = (
    "{count: activity, where: {attend_onsite: {at_least: 100}}, among: {role: 主办}, at_least: 1}"
)
HOSTED = event("沙龙", role="主办", attend_onsite=50)


@pytest.mark.parametrize(
    ("records", "status"),
    [
        ([event("年会", role="主办", attend_onsite=120)], "met"),
        ([HOSTED, event("大会", role="协办", attend_onsite=500)], "unmet"),
        ([HOSTED, event("大会", attend_onsite=500)], "unknown"),
        ([event("沙龙", role="主办"), event("大会", role="协办", attend_onsite=500)], "unknown"),
        # That nothing is hosted is said by the requirement that asks for it.
        ([event("大会", role="协办", attend_onsite=500)], "met"),
        ([event("大会", attend_onsite=500)], "met"),
    ],
)
def test_both_halves_of_a_sentence_are_met_by_one_record(
    tmp_path: Path, records, status: str
) -> None:
    program = program_with(tmp_path, HALF)

    assert verdict_of(judged(program, records)).status.value == status


def test_a_record_of_another_time_settles_which_record_is_meant(tmp_path: Path) -> None:
    landed = (
        "{count: contest_entry, where: {landed_on: {present: true}}, among: {stage: 决赛},"
        " during: this_year, on: landed_on, at_least: 1}"
    )
    entries = [
        ("contest_entry", {"title": "项目甲", "stage": "决赛"}),
        (
            "contest_entry",
            {"title": "项目乙", "stage": "初赛", "landed_on": event("")[1]["start_on"]},
        ),
    ]

    assert verdict_of(judged(program_with(tmp_path, landed), entries)).measured == 0


def test_the_same_sentence_asks_nothing_of_a_single_value(tmp_path: Path) -> None:
    _, said = examined(tmp_path, "{value: activity.title, among: {role: 主办}, equals: 甲}")

    assert len(said) == 1
    assert "among" in said[0]
