"""Suspected doubles: listed with what speaks for and against, merged, or told apart for good."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command_line import Ran

Run = Callable[..., Ran]
PERSON = ("姓名=李明", "联系电话=13800000001")
LINES = """\
像是同一条的1对（没有动任何记录）
1/1  会员  姓名和电话相同
     相同：姓名、联系电话
     不同：会员编号、入会日期
     member:1  李明  会员编号 31  入会日期 2019-05-01  工作单位 农科院
     member:2  李 明  会员编号 144  入会日期 2020-06-01  工作单位 没填
     是同一条    societyctl merge member:1 member:2
     不是同一条  societyctl merge --different member:1 member:2
"""
REFUSED = [
    "错误：两条说得不一样，要说明以哪条为准",
    "· 会员编号：A“31”，B“144”",
    "· 入会日期：A“2019-05-01”，B“2020-06-01”",
    (
        "下一步：如 societyctl merge member:1 member:2 --field 会员编号=A --field 入会日期=A"
        "（A 是前一条，B 是后一条）"
    ),
]


@pytest.fixture
def twice(empty_workspace: Path, run: Run) -> Path:
    """A workspace in which one person stands twice, with dues under either name."""
    run("add", "会员", "会员编号=31", *PERSON, "单位=农科院", "入会日期=2019-05-01")
    run("add", "会员", "会员编号=144", "姓名=李 明", PERSON[1], "入会日期=2020-06-01")
    run("add", "会费", "年份=2022", "会员=144", "实缴金额=100元")
    return empty_workspace


def lines_to_paste(ran: Ran) -> list[list[str]]:
    """Return the command lines that a list offers, in words."""
    found = [line.partition("societyctl ")[2] for line in ran.out.splitlines()]
    return [shlex.split(line) for line in found if line]


def test_doubles_are_listed_with_what_speaks_for_and_against(twice: Path, run: Run):
    assert run("duplicates", "会员") == Ran(1, LINES, "")
    assert run("duplicates", "活动") == Ran(0, "没有像是同一条的记录\n", "")
    found = json.loads(run("duplicates", "--json").out)
    assert found == {
        "schema": 1,
        "kind": "duplicates",
        "pairs": [
            {
                "kind": "member",
                "records": ["member:1", "member:2"],
                "titles": ["李明", "李 明"],
                "why": "姓名和电话相同",
                "same": ["姓名", "联系电话"],
                "different": [
                    {"field": "number", "header": "会员编号", "values": ["31", "144"]},
                    {
                        "field": "joined_on",
                        "header": "入会日期",
                        "values": ["2019-05-01", "2020-06-01"],
                    },
                    {"field": "employer", "header": "工作单位", "values": ["农科院", ""]},
                ],
            }
        ],
    }


def test_where_two_differ_nothing_is_merged_before_it_is_said_which_holds(twice: Path, run: Run):
    refused = run(*lines_to_paste(run("duplicates"))[0])

    assert (refused.code, refused.out) == (2, "")
    assert [line.strip() for line in refused.err.splitlines()] == REFUSED
    line = REFUSED[-1].partition("societyctl ")[2].partition("（")[0]
    assert run(*shlex.split(line)).out == (
        "已把 member:2 并入 member:1，第4批；撤销：societyctl undo 4\n"
    )
    assert run("duplicates").code == 0
    assert "会员：31" in run("show", "dues:1").out


def test_the_second_may_hold(twice: Path, run: Run):
    run("merge", "member:1", "member:2", "--field", "会员编号=B", "--field", "入会日期=a")

    shown = run("show", "member:1").out
    assert [line for line in shown.splitlines() if line[:4] in ("会员编号", "入会日期")] == [
        "会员编号：144",
        "入会日期：2019-05-01",
    ]


@pytest.mark.parametrize("words", ["姓名", "姓名=C", "姓名 =", "没有=A"])
def test_a_choice_that_is_none_is_refused(twice: Path, run: Run, words: str):
    refused = run("merge", "member:1", "member:2", "--field", words)

    assert (refused.code, f"--field 的写法不对：{words}" in refused.err) == (2, True)


def test_two_that_are_told_apart_are_never_asked_about_again(twice: Path, run: Run):
    run(*lines_to_paste(run("duplicates"))[1])

    assert run("duplicates").code == 0
    (remembered,) = json.loads(run("answers", "list", "--json").out)["answers"]
    assert remembered == {
        "number": 1,
        "place": "会员",
        "asked": "144 与 31",
        "answer": "不是同一条",
    }
    run("answers", "export", "-o", "said.json")
    run("answers", "forget", "1")
    assert run("duplicates").code == 1
    run("answers", "import", "said.json")
    assert run("duplicates").code == 0


def test_organizations_that_only_signs_tell_apart_are_suspected(empty_workspace: Path, run: Run):
    for name in ("甲公司（徐州）", "甲公司徐州", "乙公司"):
        run("add", "服务对象", f"单位名称={name}")

    (pair,) = json.loads(run("duplicates", "服务对象", "--json").out)["pairs"]

    assert (pair["records"], pair["why"]) == (["client:1", "client:2"], "名称只差标点")
    assert run("merge", "client:1", "client:2", "--field", "单位名称=B").code == 0
    assert [line.split()[-1] for line in run("list", "服务对象").out.splitlines()] == [
        "甲公司徐州",
        "乙公司",
    ]
