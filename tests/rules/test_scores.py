"""What a score is called, and what a rule may say of it and of parts in per cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.rules.programs import judged, program_with, verdict_of

GRADES = """\
points:
  - {title: 总分, of: {figure: 总分, where: {year: 2024}}, per: 1}
grades:
  - {title: 不合格, below: 600}
  - {title: 合格, at_least: 600}
  - {title: 良好, at_least: 800}
  - {title: 优秀, at_least: 900, at_most: 950}
  - {title: 示范, above: 950}
at_least: 600
"""


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("599.5", "不合格"),
        ("600", "合格"),
        ("799.99", "合格"),
        ("800", "良好"),
        ("950", "优秀"),
        ("950.5", "示范"),
        ("1000", "示范"),
    ],
)
def test_a_grade_may_be_open_above_or_below(tmp_path: Path, score: str, grade: str) -> None:
    figure = ("figure", {"name": "总分", "year": 2024, "amount": Decimal(score)})

    verdict = verdict_of(judged(program_with(tmp_path, GRADES), [figure]))

    assert verdict.because.endswith(f"（{grade}）")


@pytest.mark.parametrize(("asked", "status"), [("90%", "met"), ("95%", "unmet"), ("95", "unmet")])
def test_a_field_in_per_cent_may_be_asked_for_in_per_cent(
    tmp_path: Path, asked: str, status: str
) -> None:
    test = f"count: member_service\nwhere: {{satisfaction: {{at_least: {asked}}}}}\nat_least: 1"
    service = {"title": "座谈", "start_on": date(2024, 1, 5), "satisfaction": Decimal(90)}

    verdict = verdict_of(judged(program_with(tmp_path, test), [("member_service", service)]))

    assert verdict.status.value == status
