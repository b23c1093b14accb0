"""A verdict and every paper printed of the same store and day say the same number."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from societyctl.domain.records import NewRecord
from societyctl.domain.verdicts import CheckResult
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.registry import PAPERS
from societyctl.reporting.values import Paper
from societyctl.rules.language.program import Program
from societyctl.store import BatchInfo, Store
from societyctl.workflows.checking import CheckOptions, check_society
from societyctl.workflows.gathering import CheckedProgram, Subject, gather
from societyctl.workflows.programs import open_program
from tests.store.store_samples import fresh_store

DAY = date(2022, 10, 20)
PROGRAM = """
id: one-2022
title: 一个数
issuer: 某市科协
year: 2022
windows:
  this_year: {year: 2022}
sets:
  staff_now:
    record: staff
    where:
      left_on: {unended: as_of}
      any: [{hired_on: {at_most: as_of}}, {hired_on: {present: false}}]
  members_now:
    record: member
    where:
      left_on: {unended: as_of}
      any: [{joined_on: {at_most: as_of}}, {joined_on: {present: false}}]
  held:
    record: activity
    where: {any: [{role: [牵头, 主办, 联合主办, 承办]}, {role: {present: false}}]}
    during: this_year
projects:
  - id: p
    title: 项目
    requirements:
      - {id: staff, clauses: [a], title: 专职, place: 一, unit: 名, strength: target,
         stage: acceptance, test: {count: staff_now, of: {full_time: true}, at_least: 1}}
      - {id: members, clauses: [b], title: 会员, place: 一, unit: 名, strength: target,
         stage: acceptance, test: {count: members_now, at_least: 1}}
      - {id: events, clauses: [c], title: 活动, place: 一, unit: 场, strength: target,
         stage: acceptance, test: {count: held, at_least: 1}}
      - {id: people, clauses: [d], title: 人数, place: 一, unit: 人, strength: target,
         stage: acceptance, test: {sum: attend_onsite, over: held, at_least: 1}}
"""

EDGES = (
    date(2021, 12, 31), date(2022, 1, 1), date(2022, 2, 28), date(2022, 3, 1), DAY - timedelta(1),
    DAY, DAY + timedelta(1), date(2022, 12, 31), date(2023, 1, 1),
)  # fmt: skip
"""First and last days of the year and of a project, the day itself, and their neighbours."""

days = st.none() | st.sampled_from(EDGES)
people = st.lists(st.tuples(days, days, st.sampled_from([True, False, None])), max_size=5)
events = st.lists(
    st.tuples(
        days,
        st.sampled_from(["主办", "承办", "协办", "参加", None]),
        st.none() | st.integers(1, 300),
        st.sampled_from(["已举办", "取消", "计划", None]),
    ),
    max_size=6,
)
projects = st.tuples(days, days)

BOUNDED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.generate],
)
"""Each example writes ten papers; making a failing one smaller would take minutes."""


def in_order(first: date | None, last: date | None) -> bool:
    return first is None or last is None or first <= last


def filled(store: Store, staff, members, activities, project) -> None:
    application = {"program": "one-2022", "project": "p", "title": "示例项目"}
    records = [
        NewRecord("society", {"name": "某市示例学会"}),
        NewRecord("application", {**application, "from_on": project[0], "to_on": project[1]}),
        *(
            NewRecord(
                "staff",
                {
                    "name": f"职员{n}",
                    "role": "其他",
                    "hired_on": a,
                    "left_on": b,
                    "full_time": full,
                },
            )
            for n, (a, b, full) in enumerate(staff)
            if in_order(a, b)
        ),
        *(
            NewRecord("member", {"name": f"会员{n}", "kind": "个人", "joined_on": a, "left_on": b})
            for n, (a, b, _) in enumerate(members)
            if in_order(a, b)
        ),
        *(
            NewRecord(
                "activity",
                {
                    "number": f"H{n}",
                    "title": f"活动{n}",
                    "start_on": day,
                    "role": role,
                    "attend_onsite": people_,
                    "status": status,
                    "kind": "学术",
                },
            )
            for n, (day, role, people_, status) in enumerate(activities)
        ),
    ]
    store.save(records, batch=BatchInfo("测试"))


def written(name: str, checked: CheckedProgram) -> Paper:
    form = PAPERS[name]
    names = form.offer().fields
    used = {*names, *(f"{n}.{f}" for n, o in names.items() if o.item for f in o.item.fields)}
    dossier: Dossier = gather(form, checked, Subject(DAY), used)
    return form.write(dossier, used)


def number(text: str) -> int:
    """Return the number a text begins with; there is none where nothing is told."""
    found = re.match(r"\d+", text)
    return int(found.group()) if found else 0


def figure(paper: Paper, id_: str) -> int:
    return next((number(one.text) for one in paper.figures if one.id == id_), 0)


def measured(result: CheckResult, id_: str) -> int:
    [project] = result.projects
    return next(int(one.measured or 0) for one in project.requirements if one.id == id_)


def program(folder: Path) -> Program:
    path = folder / "one-2022.yaml"
    path.write_text(PROGRAM, encoding="utf-8")
    return open_program(str(path), None)


@settings(BOUNDED)
@given(people, people, events, projects)
def test_a_verdict_and_all_papers_say_one_number(
    tmp_path_factory, staff, members, activities, project
):
    notice = program(tmp_path_factory.mktemp("notice"))
    with fresh_store() as store:
        filled(store, staff, members, activities, project if in_order(*project) else (None, None))
        result = check_society(store, notice, CheckOptions(DAY))
        checked = CheckedProgram(store, notice, result)
        papers = {name: written(name, checked) for name in PAPERS if name != "upgrade"}

    verdicts = {id_: measured(result, id_) for id_ in ("staff", "members", "events", "people")}
    application, summary, listed = (papers[n] for n in ("application", "summary", "activities"))
    assert figure(application, "staff_count") == verdicts["staff"]
    for name, id_ in (("summary", "total:members"), ("members", "total:members")):
        assert figure(papers[name], id_) == verdicts["members"]
    assert len(papers["members"].values["members"]) == verdicts["members"]
    [persons] = [one for one in application.figures if one.id == "member_count"]
    assert len(persons.records) == verdicts["members"]
    for paper in (summary, listed):
        assert figure(paper, "total:activities") == verdicts["events"]
        assert figure(paper, "total:activities:attend_onsite") == verdicts["people"]
    assert figure(summary, "total:academic") == verdicts["events"]
    for name in ("application", "midterm", "acceptance"):
        for id_, value in verdicts.items():
            assert figure(papers[name], id_) == value


@pytest.mark.slow
@settings(BOUNDED)
@given(events, projects)
def test_totals_lists_charts_and_marks_of_one_paper_agree(tmp_path_factory, activities, project):
    notice = program(tmp_path_factory.mktemp("notice"))
    with fresh_store() as store:
        filled(store, [], [], activities, project if in_order(*project) else (None, None))
        result = check_society(store, notice, CheckOptions(DAY))
        paper = written("acceptance", CheckedProgram(store, notice, result))

    held = figure(paper, "total:activities")
    undated = sum(activity[0] is None for activity in activities)
    rows = paper.values["activities"]
    assert held <= len(rows) <= held + undated
    assert {row.role for row in rows} <= {"主办", "承办", "【待补】"}
    assert {row.role for row in paper.values["joined_activities"]} <= {"协办", "参加"}
    assert sum(number(bar.text) for bar in paper.bars["months"]) == held
    [note] = [row.note for row in paper.values["targets"] if row.title == "活动"]
    marked = re.search(r"其中(\d+)场在", note)
    outside = int(marked.group(1)) if marked else 0
    start, end = project if in_order(*project) else (None, None)
    if start is not None and start.year == 2022 and (end is None or end.year == 2022):
        assert measured(result, "events") == held + outside
