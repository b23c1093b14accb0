"""The least that is enough: needs, how one record serves several, and dates worked back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from societyctl.domain.fields import Value
from societyctl.domain.periods import Period, year_period
from societyctl.domain.plans import LeadTimes, StepKind, Timing
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Criterion, Operator, Selection
from societyctl.domain.verdicts import Part, Status
from societyctl.domain.workdays import is_workday
from societyctl.rules.file.loading import examine, read_source
from societyctl.rules.planning.needs import bundled, needs_of
from societyctl.rules.planning.plans import milestones, plan
from societyctl.store import BatchInfo, Store
from societyctl.workflows.checking import CheckOptions, check_society

DAY = date(2024, 3, 1)
PROGRAM = """
id: town-2024
title: 某县通知
issuer: 县科协
year: 2024
windows:
  this_year: {year: 2024}
requirements: {}
deadlines:
  - {id: apply, title: 申报截止, date: 2024-06-30}
projects:
  - id: p
    title: 项目
    deadline: apply
    requirements:
"""


def planned(tmp_path, requirements: str, records: Sequence[tuple[str, dict[str, Value]]] = (),
            as_of: date = DAY, lead_times: LeadTimes | None = None):  # fmt: skip
    """The plan of the only project of a program with these requirements."""
    path = tmp_path / "town-2024.yaml"
    lines = "".join(f"      {line}\n" for line in requirements.strip().splitlines())
    path.write_text(PROGRAM + lines, "utf-8")
    program, issues = examine(read_source(path))
    assert program is not None, issues
    assert issues == ()
    with Store.open("sqlite://") as store:
        store.save([NewRecord(*record) for record in records], batch=BatchInfo("导入"))
        result = check_society(store, program, CheckOptions(as_of))
    return plan(program, result, lead_times or LeadTimes()).projects[0]


def event(title: str, **values: Value) -> tuple[str, dict[str, Value]]:
    day = date(2024, 1, 10)
    base: dict[str, Value] = {"title": title, "kind": "科普", "start_on": day, "status": "已举办"}
    return "activity", {**base, **values}


def told(project) -> list[tuple[str, int | None, tuple[str, ...]]]:
    return [(step.kind.value, step.amount, step.requirements) for step in project.steps]


EVENTS = """
- id: outreach
  clauses: []
  title: 科普活动8场
  place: 一
  test: {count: activity, of: {kind: 科普}, during: this_year, at_least: 8}
- id: villages
  clauses: []
  title: 进乡村4场
  place: 一
  test:
    count: activity
    of: {kind: 科普}
    where: {theme_tags: [乡村振兴]}
    during: this_year
    at_least: 4
- id: seminar
  clauses: []
  title: 学术活动1场
  place: 一
  test: {count: activity, of: {kind: 学术}, during: this_year, at_least: 1}
"""


def test_one_event_serves_every_requirement_that_it_can(tmp_path):
    records = [event(f"科普{n}", theme_tags=("青少年",)) for n in range(5)]
    records += [event("下乡", theme_tags=("乡村振兴",))]

    project = planned(tmp_path, EVENTS, records)

    # Two of the three village events make up the eight; nothing serves the seminar but itself.
    assert set(told(project)) == {
        ("activity", 1, ("seminar",)),
        ("activity", 1, ("villages",)),
        ("activity", 2, ("villages", "outreach")),
    }
    assert sum(step.amount or 0 for step in project.steps) == 4


def test_nothing_is_left_to_do_when_all_is_met(tmp_path):
    records = [event(f"科普{n}", theme_tags=("乡村振兴",)) for n in range(8)]
    records += [event("论坛", kind="学术")]

    project = planned(tmp_path, EVENTS, records)

    assert (project.steps, project.feasible) == ((), True)


def test_of_several_ways_the_shortest_is_taken_and_the_others_are_named(tmp_path):
    requirement = """
- id: either
  clauses: []
  title: 学术5场或科普2场
  place: 一
  test:
    any:
      - {count: activity, of: {kind: 学术}, during: this_year, at_least: 5}
      - {count: activity, of: {kind: 科普}, during: this_year, at_least: 2}
"""

    project = planned(tmp_path, requirement, [event("科普")])

    assert told(project) == [("activity", 1, ("either",))]
    assert "或者：0场，要求不少于5场" in project.steps[0].text


def test_k_of_n_takes_only_as_many_as_are_missing(tmp_path):
    requirement = """
- id: two
  clauses: []
  title: 三选二
  place: 一
  test:
    k_of:
      k: 2
      of:
        - {count: activity, of: {kind: 科普}, during: this_year, at_least: 1}
        - {count: activity, of: {kind: 学术}, during: this_year, at_least: 3}
        - {count: activity, of: {kind: 培训}, during: this_year, at_least: 1}
"""

    project = planned(tmp_path, requirement, [event("科普")])

    assert [(step.amount, step.kind) for step in project.steps] == [(1, StepKind.ACTIVITY)]


def test_a_veto_and_a_window_that_is_over_cannot_be_helped(tmp_path):
    requirements = """
- id: honest
  clauses: []
  title: 没有失信
  place: 一
  test: {none: [{count: conduct, of: {kind: 弄虚作假}, at_least: 1}]}
- id: last-year
  clauses: []
  title: 上年活动3场
  place: 一
  test: {count: activity, during: {year: 2023}, at_least: 3}
"""
    records = [event("科普"), ("conduct", {"kind": "弄虚作假", "dated_on": date(2022, 5, 1)})]

    project = planned(tmp_path, requirements, records)

    assert {(s.kind, s.timing, s.requirements) for s in project.steps} == {
        (StepKind.BLOCKED, Timing.TOO_LATE, ("honest",)),
        (StepKind.BLOCKED, Timing.TOO_LATE, ("last-year",)),
    }
    assert (project.feasible, project.because) == (False, "2项无法补救")


def test_a_finding_and_missing_data_are_steps_of_their_own(tmp_path):
    requirements = """
- id: famous
  clauses: []
  title: 有影响
  place: 一
  finding: 是否有影响？
- id: rated
  clauses: []
  title: 4A以上
  place: 一
  test: {value: rating.grade, at_least: 4A}
"""

    project = planned(tmp_path, requirements)

    assert told(project) == [("data", None, ("rated",)), ("finding", None, ("famous",))]


def test_dates_go_back_over_holidays_and_make_up_days():
    found = milestones(date(2022, 6, 5), LeadTimes(evidence=1, council=1, binding=1))

    # 3 to 5 June 2022 were the Dragon Boat holiday; so the last day is a Thursday.
    assert [(m.id, m.on) for m in found] == [
        ("activity", date(2022, 5, 19)),
        ("evidence", date(2022, 5, 20)),
        ("council", date(2022, 5, 23)),
        ("filling", date(2022, 5, 30)),
        ("sealing", date(2022, 6, 1)),
        ("handing_in", date(2022, 6, 2)),
    ]
    assert all(is_workday(m.on) for m in found)


@pytest.mark.parametrize("lead", ["evidence", "council", "filling", "sealing", "binding"])
def test_more_time_for_a_step_never_moves_a_date_later(lead):
    usual = [m.on for m in milestones(date(2024, 6, 28), LeadTimes())]
    longer = LeadTimes(**{lead: 30})

    slower = [m.on for m in milestones(date(2024, 6, 28), longer)]

    assert all(later >= earlier for later, earlier in zip(usual, slower, strict=True))
    assert slower != usual


def test_steps_become_tight_and_then_too_late(tmp_path):
    early = planned(tmp_path, EVENTS, [event("甲")], as_of=DAY)
    tight = planned(tmp_path, EVENTS, [event("甲")], as_of=date(2024, 6, 20))
    late = planned(tmp_path, EVENTS, [event("甲")], as_of=date(2024, 7, 1))

    timings = [{step.timing for step in project.steps} for project in (early, tight, late)]
    assert timings == [{Timing.IN_TIME}, {Timing.TIGHT}, {Timing.TOO_LATE}]
    assert [project.feasible for project in (early, tight, late)] == [True, True, False]


def selection(record: str = "activity", year: int = 2024, **wanted: tuple[str, ...]) -> Selection:
    conditions = tuple(Criterion(name, Operator.IN, values) for name, values in wanted.items())
    return Selection(record, scope=conditions, period=year_period(year))


def lacking(missing: int, asked: Selection) -> Part:
    return Part(
        "count", Status.UNMET, "", 0, missing, missing, "场", (asked,), date(2024, 6, 30)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "records"),
    [
        (selection(kind=("科普",)), selection(kind=("科普",)), 3),
        (selection(kind=("科普",)), selection(), 3),
        (selection(kind=("科普",)), selection(kind=("学术",)), 5),
        (selection(theme_tags=("乡村振兴",)), selection(theme_tags=("青少年",)), 3),
        (selection(), selection("meeting"), 5),
        (selection(), selection(year=2025), 5),
        (selection(), Selection("activity", period=Period(None, date(2023, 12, 31))), 5),
    ],
)
def test_so_few_records_serve_two_needs(first, second, records):
    needs = [
        need for part in (lacking(3, first), lacking(2, second)) for need in needs_of(part, DAY)
    ]

    counted = [need for need in needs if need.kind is not StepKind.BLOCKED]
    total = sum(bundle.amount for bundle in bundled(counted))

    assert total == (3 if len(counted) == 1 else records)
