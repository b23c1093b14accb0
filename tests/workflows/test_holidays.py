"""Working days of years whose official table is not out, or is written down in a workspace."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from societyctl.domain.plans import LeadTimes
from societyctl.domain.workdays import (
    OWN_DAYS,
    add_workdays,
    is_estimated,
    is_workday,
    on_estimates,
    statutory_days,
)
from societyctl.errors import SettingsError
from societyctl.rules.file.loading import load_program
from societyctl.rules.planning.plans import plan
from societyctl.store import Store
from societyctl.store.workspace import Workspace, find_workspace
from societyctl.workflows.checking import CheckOptions, check_society
from societyctl.workflows.holidays import own_days_of
from societyctl.workflows.opening import make_workspace, open_session

FAR = (
    "2035年的放假安排还没有公布，工作日按周末和法定节假日估算；"
    "放假通知公布后可写进 settings.json 的 holidays"
)
PROGRAM = """\
id: far-2035
title: 示例计划
issuer: 示例科协
year: 2035
deadlines: [{id: apply, title: 申报截止, date: 2035-10-12}]
projects:
  - id: a
    title: 甲
    deadline: apply
    requirements:
      - id: r1
        clauses: x.1
        title: 会议须在截止前10个工作日召开
        place: 一
        test:
          count: meeting
          where: {start_on: {at_most: {from: deadline, workdays: -10}}}
          at_least: 1
"""


def workspace_with(folder: Path, holidays: object) -> Workspace:
    make_workspace(folder)
    workspace = find_workspace(folder)
    (folder / "settings.json").write_text(json.dumps({"holidays": holidays}), "utf-8")
    return workspace


def test_days_off_by_law_are_no_working_days_before_the_table_is_out() -> None:
    off = {"0101", "0207", "0208", "0209", "0210", "0405", "0501", "0502", "0610", "0916"}
    off |= {"1001", "1002", "1003"}

    assert {f"{day:%m%d}" for day in statutory_days(2035)} == off
    assert not is_workday(date(2035, 10, 1))
    assert is_workday(date(2035, 10, 4))
    assert not is_workday(date(2035, 10, 6))
    assert add_workdays(date(2035, 10, 12), -10) == date(2035, 9, 25)


@pytest.mark.parametrize("year", [2027, 2029, 2030, 2033, 2040])
def test_a_year_has_thirteen_days_off_by_law(year: int) -> None:
    assert len(statutory_days(year)) == 13


def test_the_official_table_goes_before_everything() -> None:
    assert not is_estimated(2025)
    assert is_workday(date(2025, 10, 11))  # a Saturday made up for
    assert not is_workday(date(2025, 10, 8))


def test_days_written_down_are_taken_for_a_year_without_a_table(tmp_path: Path) -> None:
    given = {"off": ["2035-10-01至2035-10-08", "2025-03-03"], "work": ["2035-09-29"]}
    workspace = workspace_with(tmp_path, given)

    with open_session(workspace.folder):
        assert not is_estimated(2035)
        assert not is_workday(date(2035, 10, 8))
        assert is_workday(date(2035, 9, 29))
        assert is_workday(date(2035, 2, 8))  # the whole year is as written down
        assert is_workday(date(2025, 3, 3))  # that year has its table
        assert is_estimated(2036)

    assert is_estimated(2035)


@pytest.mark.parametrize(
    ("given", "where", "found"),
    [
        ({"off": ["国庆"]}, "settings.json 的 holidays.off", "“国庆”不是日期"),
        ({"off": ["2035-02-30"]}, "settings.json 的 holidays.off", "“2035-02-30”不是日期"),
        (
            {"off": ["2035-10-08至2035-10-01"]},
            "settings.json 的 holidays.off",
            "“2035-10-08至2035-10-01”不是日期",
        ),
        ({"rest": []}, "settings.json 的 holidays.rest", "没有这一项"),
        (
            {"off": ["2035-10-01"], "work": ["2035-10-01"]},
            "settings.json 的 holidays",
            "2035-10-01既放假又上班",
        ),
    ],
)
def test_a_wrong_list_is_told_where(tmp_path: Path, given: object, where: str, found: str) -> None:
    with pytest.raises(SettingsError) as refused:
        own_days_of(workspace_with(tmp_path, given))

    assert [(issue.where, issue.found) for issue in refused.value.issues] == [(where, found)]


def test_a_list_of_another_shape_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"settings\.json 的 holidays 写法不对"):
        own_days_of(workspace_with(tmp_path, ["2035-10-01"]))


def test_a_wrong_list_stops_nothing_that_needs_no_working_day(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {"off": ["国庆"]})

    with open_session(workspace.folder) as session:
        assert session.store.records("society") == ()
        assert is_workday(date(2025, 3, 3))
        with pytest.raises(SettingsError):
            is_workday(date(2035, 3, 3))


def test_a_check_and_a_plan_say_that_working_days_are_an_estimate(tmp_path: Path) -> None:
    path = tmp_path / "far-2035.yaml"
    path.write_text(PROGRAM, "utf-8")
    program = load_program(path)

    with Store.open("sqlite://") as store:
        result = check_society(store, program, CheckOptions(date(2035, 9, 1)))

    assert result.remarks == (FAR,)
    assert plan(program, result, LeadTimes()).remark == FAR


def test_nothing_is_said_of_years_that_are_known() -> None:
    assert on_estimates([]) == ""
    assert OWN_DAYS.get()().off == frozenset()
