"""Months in rules are counted as the Civil Code counts them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.rules.programs import judged, program_with, verdict_of

FOUNDED = "{value: society.founded_on, at_most: {from: deadline, months: -6}}"
TWO_YEARS = (
    "{count: agreement, where: {to_on: {at_least: {field: from_on, months: 24}}}, at_least: 1}"
)


@pytest.mark.parametrize(
    ("founded", "status"), [(date(2023, 12, 31), "met"), (date(2024, 1, 1), "unmet")]
)
def test_six_months_from_the_last_of_december_end_with_june(
    tmp_path: Path, founded: date, status: str
) -> None:
    """The deadline is 2024-06-30."""
    records = [("society", {"name": "某学会", "founded_on": founded})]

    assert verdict_of(judged(program_with(tmp_path, FOUNDED), records)).status.value == status


@pytest.mark.parametrize(("ends", "met"), [(date(2022, 2, 28), 1), (date(2022, 2, 27), 0)])
def test_two_years_from_a_leap_day_end_with_february(tmp_path: Path, ends: date, met: int) -> None:
    agreement = {"title": "协议", "from_on": date(2020, 2, 29), "to_on": ends}

    verdict = verdict_of(judged(program_with(tmp_path, TWO_YEARS), [("agreement", agreement)]))

    assert verdict.measured == met
