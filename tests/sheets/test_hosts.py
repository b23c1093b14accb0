"""Activities whose sheet names those who held them: our role, and the others."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.sheets import Memory, read_files

OWN = "某市示例学会"
DAY = date(2022, 5, 3)
HEADERS = ["活动名称", "活动日期", "主办单位", "承办单位", "协办单位"]


def read(make_book, *hosts, own=(OWN,), headers=HEADERS, mapping=None):
    rows = [[f"活动{at}", DAY, *names] for at, names in enumerate(hosts)]
    path = make_book({"活动": [headers, *rows]})
    return read_files([path], mapping=mapping or {}, memory=Memory(own_names=own))


def told(reading):
    return [(one.values.get("role"), one.values.get("partners")) for one in reading.records]


@pytest.mark.parametrize(
    ("hosts", "role", "partners"),
    [
        ((OWN, "", ""), "主办", None),
        ((f"{OWN}、甲大学", "乙中学", ""), "联合主办", ("甲大学", "乙中学")),
        (("甲市科协", f"{OWN}，甲大学", ""), "承办", ("甲市科协", "甲大学")),
        (("甲市科协", "甲大学", f"{OWN}等12家学会"), "协办", ("甲市科协", "甲大学")),
        ((OWN, f"{OWN}青年工作委员会", "甲大学"), "主办", ("甲大学",)),
        (("本会", "", "甲 大学"), "主办", ("甲 大学",)),
        (("某市 示例学会", "", ""), "主办", None),
        (("", "", ""), None, None),
    ],
)
def test_the_column_that_names_the_society_says_its_role(make_book, hosts, role, partners):
    reading = read(make_book, hosts)

    assert (told(reading), reading.questions) == ([(role, partners)], ())


@pytest.mark.parametrize("own", [(OWN,), ()])
def test_where_only_others_are_named_our_role_is_asked(make_book, own):
    hosts = [("甲市科协", "", ""), ("甲市科协", "甲大学", "")]

    reading = read(make_book, *hosts, own=own)

    (question,) = reading.questions
    assert question.blocking
    assert question.choices == ("参加", "协办", "支持", "承办", "主办", "忽略")
    assert reading.records == ()
    answered = read(make_book, *hosts, own=own, mapping={question.key: "参加"})
    assert told(answered) == [("参加", ("甲市科协",)), ("参加", ("甲市科协", "甲大学"))]
    assert answered.notes == ()


def test_the_answer_is_not_said_of_rows_that_name_the_society(make_book):
    hosts = [("甲市科协", "", ""), (OWN, "", ""), ("", "", "")]

    reading = read(make_book, *hosts, mapping={"本会角色": "支持"})

    assert told(reading) == [("支持", ("甲市科协",)), ("主办", None), (None, None)]


def test_a_role_of_its_own_column_goes_before(make_book):
    headers = [*HEADERS[:3], "本会角色"]

    reading = read(make_book, ("甲市科协", "协办"), headers=headers, mapping={"主办单位": "忽略"})

    assert told(reading) == [("协办", None)]


def test_hosts_merged_over_rows_hold_for_each(make_book):
    rows = [HEADERS[:3], ["甲", DAY, OWN], ["乙", DAY, None]]
    path = make_book({"活动": rows}, touch=lambda sheet: sheet.merge_cells("C2:C3"))

    reading = read_files([path], memory=Memory(own_names=[OWN]))
    assert told(reading) == [("主办", None), ("主办", None)]


def test_nobody_is_a_partner_who_may_be_the_society_itself(make_book):
    hosts = [("某个学会", "", "甲大学")]

    reading = read(make_book, *hosts, own=(), mapping={"本会角色": "主办"})

    assert told(reading) == [("主办", ("甲大学",))]
