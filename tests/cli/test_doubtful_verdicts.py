"""Events that may be one: warned of wherever they come in, and no verdict rests on them unsaid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import Ran

Run = Callable[..., Ran]
PROGRAM = """\
id: two
title: 办两场的通知
issuer: 市科协
year: 2022
projects:
  - id: p
    title: 项目
    requirements:
      - {id: two, clauses: [], place: 一, title: 两场, test: {count: activity, at_least: 2}}
      - {id: one, clauses: [], place: 二, title: 一场, test: {count: activity, at_least: 1}}
      - {id: all, clauses: [], place: 三, title: 人数,
         test: {sum: attend_onsite, over: activity, at_least: 150}}
"""
DAY = "开始日期=2022-05-06"
CHECK = ("check", "--program", "two.yaml", "--as-of", "2022-12-31")
FIRST_PAIR = [
    (["活动名称=2022年年会（主会场）", DAY], ["活动名称=2022年年会（分会场）", DAY]),
    (["活动名称=2022年年会", DAY], ["活动名称=2022年年会第一分会场", DAY]),
    (["活动编号=K1", "活动名称=年会", DAY], ["活动编号=K2", "活动名称=年 会", DAY]),
    (["活动名称=年会", DAY], ["活动名称=年会", DAY, "活动编号=K2", "活动地点=甲校"]),
]


def verdicts(ran: Ran) -> dict[str, Any]:
    (project,) = ran.json["projects"]
    asked = {one["id"]: (one["status"], one["because"]) for one in project["requirements"]}
    return {**asked, "project": project["verdict"]}


@pytest.fixture
def society(empty_workspace: Path) -> Path:
    (empty_workspace / "two.yaml").write_text(PROGRAM, encoding="utf-8")
    return empty_workspace


@pytest.mark.parametrize(("first", "second"), FIRST_PAIR[:3])
def test_who_adds_what_may_be_there_already_is_told(society, run: Run, first, second):
    assert run("add", "活动", *first).err == ""

    said = run("add", "活动", *second).err.splitlines()

    assert said[1:] == [
        "  是一回事    societyctl merge activity:1 activity:2",
        "  是两回事    societyctl merge --different activity:1 activity:2",
    ]
    assert "可能是一回事（名称相近，日期相差 0 天）" in said[0]


@pytest.mark.parametrize(("first", "second"), FIRST_PAIR[:3])
def test_a_verdict_that_rests_on_both_of_a_pair_is_disputed(society, run: Run, first, second):
    for words in (first, second):
        run("add", "活动", *words, "状态=已举办", "线下人数=100")

    done = run(*CHECK, "--json")

    found = verdicts(done)
    assert {id_: found[id_][0] for id_ in ("two", "one", "all")} == {
        "two": "disputed",
        "one": "met",
        "all": "disputed",
    }
    assert found["two"][1].endswith("；activity:1与activity:2可能是一回事，只算一次就是不符合")
    assert found["project"] == "undetermined"
    assert "已登记的 activity:2“" in done.err
    assert "societyctl duplicates" in done.err


@pytest.mark.parametrize(
    ("settled", "two"),
    [
        (["merge", "--different", "activity:1", "activity:2"], "met"),
        (["merge", "activity:1", "activity:2", "--field", "活动名称=A"], "unmet"),
    ],
)
def test_it_is_decided_again_once_somebody_says_what_they_are(society, run: Run, settled, two):
    for words in FIRST_PAIR[0]:
        run("add", "活动", *words, "状态=已举办", "线下人数=100")

    assert run(*settled).code == 0

    done = run(*CHECK, "--json")
    assert (verdicts(done)["two"][0], done.err) == (two, "")


def test_a_venue_of_its_own_is_no_double(society, run: Run):
    for place in ("甲校", "乙校"):
        assert (
            run("add", "活动", "活动名称=讲座", DAY, "状态=已举办", f"活动地点={place}").err == ""
        )

    assert verdicts(run(*CHECK, "--json"))["two"][0] == "met"


@pytest.mark.slow
def test_every_check_says_so(society, run: Run):
    (society / "programs").mkdir(exist_ok=True)
    (society / "two.yaml").rename(society / "programs" / "two.yaml")
    for words in FIRST_PAIR[0]:
        run("add", "活动", *words, "状态=已举办", "线下人数=100")

    every = run("check", "--all", "--as-of", "2022-12-31", "--json").json

    (mine,) = [one for one in every["programs"] if one["program"]["id"] == "two"]
    (project,) = mine["projects"]
    assert [one["status"] for one in project["requirements"]] == ["disputed", "met", "disputed"]
