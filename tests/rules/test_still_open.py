"""While a year runs, what is short may still come; what an application says was said once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from societyctl.rules.file.loading import load_program
from societyctl.store import BatchInfo, Store
from societyctl.workflows.checking import CheckOptions, check_society
from tests.written_records import records_of

PROGRAM = """
id: running-2024
title: 年度考核
issuer: 市科协
year: 2024
kind: assessment
projects:
  - id: p
    title: 项目
    requirements:
      - id: said
        clauses: []
        title: said
        place: 一
        strength: target
        test: {value: application.granted, at_least: 5}
      - id: stated
        clauses: []
        title: stated
        place: 一
        strength: target
        test: {value: rating.grade, at_least: 4A}
      - id: figure
        clauses: []
        title: figure
        place: 一
        strength: target
        test: {figure: 满意度, at_least: 90}
      - id: counted
        clauses: []
        title: counted
        place: 一
        strength: target
        test: {count: activity, at_least: 2}
"""
RECORDS = {
    "application": [{"program": "running-2024", "project": "p", "title": "甲", "granted": 3}],
    "rating": [{"grade": "3A", "dated_on": date(2023, 1, 1)}],
    "figure": [{"name": "满意度", "year": 2024, "amount": 80}],
    "activity": [{"title": "讲座", "start_on": date(2024, 1, 5), "status": "已举办"}],
}


@pytest.mark.parametrize(
    ("as_of", "said", "others"),
    [(date(2024, 6, 1), "unmet", "pending"), (date(2025, 1, 2), "unmet", "unmet")],
)
def test_only_what_may_still_change_is_pending(tmp_path: Path, as_of: date, said: str, others: str):
    path = tmp_path / "running-2024.yaml"
    path.write_text(PROGRAM, encoding="utf-8")
    with Store.open("sqlite://") as store:
        store.save(records_of(RECORDS), batch=BatchInfo("test"))
        (project,) = check_society(store, load_program(path), CheckOptions(as_of)).projects

    statuses = {verdict.id: verdict.status.value for verdict in project.requirements}
    assert statuses == {"said": said, "stated": others, "figure": others, "counted": others}
