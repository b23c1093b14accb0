"""Agreements whose sheet names the parties: the one that is not the society is the other."""

from __future__ import annotations

import pytest

from societyctl.errors import ExitCode
from societyctl.sheets import Memory, read_files
from tests.cli.command_line import state_of

OWN = "某市示例学会"
HEADERS = ["协议名称", "甲方", "乙方", "签订日期"]


def agreements(*parties, headers=HEADERS):
    rows = [[f"协议{at}", *names, "2022-05-06"] for at, names in enumerate(parties)]
    return {"协议": [headers, *rows]}


def clients(reading):
    return [record.values.get("client") for record in reading.records]


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        (("甲农场", OWN), "甲农场"),
        ((OWN, "甲农场"), "甲农场"),
        (("甲农场", f"{OWN}（盖章）"), "甲农场"),
        (("甲农场", "某市 示例学会"), "甲农场"),
        (("本会", "甲农场"), "甲农场"),
        (("甲农场", ""), "甲农场"),
        (("", "甲农场"), "甲农场"),
        (("", OWN), None),
        ((OWN, ""), None),
    ],
)
def test_the_other_party_is_the_one_that_is_not_the_society(make_workbook, parties, expected):
    reading = read_files([make_workbook(agreements(parties))], memory=Memory(own_names=[OWN]))

    assert (clients(reading), reading.questions) == ([expected], ())
    assert [one.column.header for one in reading.tables[0].unread] == ["乙方"]


def test_rows_of_one_sheet_may_name_the_society_on_either_side(make_workbook):
    book = make_workbook(agreements(("甲农场", OWN), (OWN, "乙学院")))

    assert clients(read_files([book], memory=Memory(own_names=[OWN]))) == ["甲农场", "乙学院"]


def test_a_profile_in_the_same_workbook_tells_the_own_name(make_workbook):
    profile = {"学会档案": [["学会名称", "所在城市"], [OWN, "某市"]]}

    reading = read_files([make_workbook({**profile, **agreements(("甲农场", OWN))})])

    assert reading.records[-1].values["client"] == "甲农场"


@pytest.mark.parametrize("own", [[OWN], []])
def test_where_nobody_is_known_to_be_the_society_it_is_asked(make_workbook, own):
    book = make_workbook(agreements(("甲农场", "乙学院")))
    (question,) = (asked := read_files([book], memory=Memory(own_names=own))).questions

    assert (question.header, question.choices) == ("甲方", ("对方单位", "忽略"))
    assert (asked.blocked, asked.records) == (True, ())
    answered = [
        read_files([book], memory=Memory(own_names=own), mapping={question.key: choice})
        for choice in question.choices
    ]
    assert list(map(clients, answered)) == [["甲农场"], ["乙学院"]]


@pytest.mark.parametrize("answer", ["对方单位", "忽略"])
def test_an_answer_never_makes_the_society_its_own_partner(make_workbook, answer):
    headers = ["协议名称", "甲方", "乙方", "丙方", "签订日期"]
    book = make_workbook(
        agreements(("甲农场", OWN, "丙公司"), (OWN, "乙学院", ""), headers=headers)
    )

    reading = read_files([book], memory=Memory(own_names=[OWN]), mapping={"甲方": answer})

    assert OWN not in clients(reading)
    assert clients(reading)[1] == "乙学院"


def test_the_store_tells_the_own_name_and_the_offered_line_works(
    run, empty_workspace, make_workbook
):
    profile = {"学会档案": [["学会名称", "所在城市"], [OWN, "某市"]]}
    run("import", str(make_workbook(profile, "档案.xlsx")), "--yes")
    book = str(make_workbook(agreements(("甲农场", OWN), ("乙厂", "丙厂")), "协议.xlsx"))

    asked = run("import", book, "--yes")

    assert asked.code == ExitCode.INPUT
    assert '--map "协议.xlsx!协议!甲方=对方单位"' in asked.err
    assert state_of(empty_workspace)[0] == {"society": 1}
    done = run("import", book, "--yes", "--map", "协议.xlsx!协议!甲方=对方单位")
    assert done.code == ExitCode.OK
    assert "对方单位：甲农场\n" in run("show", "agreement:1").out
    assert "对方单位：乙厂\n" in run("show", "agreement:2").out
