"""No column with data in it goes unread without a word: it is taken, or it is asked about."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.sheets import IGNORE, read_files

DAY = date(2022, 5, 3)
END = date(2022, 5, 5)


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("讲座时间", "2022年5月3日", {"start_on": DAY}),
        ("报告时间", DAY, {"start_on": DAY}),
        ("实施时间", DAY, {"start_on": DAY}),
        ("会期", "2022年5月3日-5日", {"start_on": DAY, "end_on": END}),
        ("起止时间", "2022.5.3-2022.5.5", {"start_on": DAY, "end_on": END}),
        ("讲座地点", "二楼", {"place": "二楼"}),
        ("参与人数", 30, {"attend_onsite": 30}),
        ("受益人次", 30, {"audience_total": 30}),
    ],
)
def test_headers_of_one_meaning_are_taken(read_rows, header, cell, expected):
    reading = read_rows([["活动编号", "活动名称", header], ["1", "甲", cell]])

    assert reading.questions == ()
    assert reading.records[0].values == {"number": "1", "title": "甲", **expected}


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("起止时间", "2022.5.3-2022.5.5", {"from_on": DAY, "to_on": END}),
        ("合作期限", "2022.5.3-2022.5.5", {"from_on": DAY, "to_on": END}),
        ("到期时间", END, {"to_on": END}),
    ],
)
def test_the_time_an_agreement_runs_is_taken(make_book, header, cell, expected):
    rows = [["协议名称", "对方单位", header], ["甲", "某厂", cell]]
    (record,) = read_files([make_book({"协议": rows})]).records

    assert record.values == {"title": "甲", "client": "某厂", **expected}


@pytest.mark.parametrize(
    ("sheet", "rows", "expected"),
    [
        (
            "会议",
            [["会议名称", "开会时间", "出席人数"], ["甲", "2022-05-03", 27]],
            {"title": "甲", "start_on": DAY, "present_n": 27},
        ),
        (
            "会费",
            [["年度", "会员", "应缴（元）", "实缴（元）"], [2022, "甲", 200, 100]],
            {"year": 2022, "member": "甲", "due": 20_000, "paid": 10_000},
        ),
        (
            "荣誉",
            [["奖项", "颁奖单位", "获奖时间"], ["甲奖", "某科协", "2022-05-03"]],
            {"name": "甲奖", "authority": "某科协", "dated_on": DAY},
        ),
        (
            "会员",
            [["姓名", "供职单位", "加入日期", "手机号码"], ["甲", "某厂", DAY, "13800001111"]],
            {"name": "甲", "employer": "某厂", "joined_on": DAY, "phone": "13800001111"},
        ),
    ],
)
def test_usual_headers_of_other_kinds_are_taken(make_book, sheet, rows, expected):
    reading = read_files([make_book({sheet: rows})])

    assert reading.questions == ()
    assert [one.values for one in reading.records] == [expected]


def test_a_name_alike_of_what_the_cells_cannot_be_is_not_offered_first(make_book):
    rows = [["会议名称", "会议日期", "出席人员数"], ["甲", "2022-05-03", 27]]

    (question,) = read_files([make_book({"会议": rows})]).questions

    assert question.choices == ("实到人数", "应到人数", "参会人员", IGNORE)


HEADS = ("线下人数", "线上人数", "受众人次", IGNORE)
DAYS = (IGNORE, "结束日期", "报备日期", "发布日期")
"""The first choice is the one that people copy: that a cell holds a date says not which."""


@pytest.mark.parametrize(
    ("header", "cell", "choices"),
    [
        ("听众人数", 30, ("受众人次", "线下人数", "线上人数", IGNORE)),
        ("覆盖人数", 30, HEADS),
        ("服务人数", "约30人", HEADS),
        ("规模（人）", 30, HEADS),
        ("实到人数", 30, HEADS),
        ("到场情况", "30人", HEADS),
        ("出席情况", "应到45人，实到38人", HEADS),
        ("规模", "线下120人，线上3500人次", HEADS),
        ("惠及群众", 5000, HEADS),
        ("参加学生数", 40, HEADS),
        ("实到党员", 12, HEADS),
        ("委员数", 12, HEADS),
        ("进展怎样", "筹备中", ("状态", IGNORE)),
        ("是否完成", "×", ("状态", IGNORE)),
        ("办理情况", "拟举办", ("状态", IGNORE)),
        ("在哪种地方", "校园", ("活动场所", IGNORE)),
        ("志愿者人数", 30, (IGNORE, *HEADS[:-1])),
        ("计划时间", DAY, DAYS),
        ("办的那天", "2022-05-03", DAYS),
        ("时间地点", "2022年5月3日 二楼", DAYS),
        ("会务费", 3000, (IGNORE,)),
        ("花了", "3000元", (IGNORE,)),
        ("供货的", "某某公司", (IGNORE, "合作单位")),
        ("合作的单位", "某某公司", ("合作单位", IGNORE)),
        ("发布时间", DAY, ("发布日期", "结束日期", "报备日期", IGNORE)),
        ("主讲", "张三丰", (IGNORE,)),
        ("多久", "三年", (IGNORE,)),
    ],
)
def test_a_column_that_looks_like_data_blocks_until_it_is_answered(
    read_rows, header, cell, choices
):
    rows = [["活动名称", "活动日期", header], ["甲", DAY, cell]]
    reading = read_rows(rows)

    (question,) = reading.questions
    assert (question.header, question.blocking) == (header, True)
    assert question.choices == choices
    assert reading.records == ()
    answered = read_rows(rows, mapping={header: IGNORE})
    assert [one.values for one in answered.records] == [{"title": "甲", "start_on": DAY}]


@pytest.mark.parametrize(
    ("header", "cell"),
    [("备注", "下雨改期"), ("学校", "一小"), ("志愿服务小时", 12), ("满意", "好"), ("序号", 1)],
)
def test_a_column_of_other_words_is_only_listed(read_rows, header, cell):
    reading = read_rows([["活动名称", "活动日期", header], ["甲", DAY, cell]])

    assert reading.questions == ()
    assert reading.tables[0].ignored_columns == (header,)
    assert len(reading.records) == 1


def group(name, *leaves):
    """Return rows with a group of columns, and counts from 1 in them."""
    blanks = [""] * (len(leaves) - 1)
    head = ["活动名称", "活动日期", name, *blanks]
    return [head, ["", "", *leaves], ["甲", DAY, *range(1, len(leaves) + 1)]]


def merged(width):
    """Return a touch that merges the headers of ``group``."""

    def touch(sheet):
        for cells in ("A1:A2", "B1:B2"):
            sheet.merge_cells(cells)
        sheet.merge_cells(start_row=1, end_row=1, start_column=3, end_column=2 + width)

    return touch


@pytest.mark.parametrize("name", ["志愿者", "嘉宾", "工作人员", "计划"])
def test_the_count_of_other_people_is_never_that_of_those_who_came(make_book, name):
    path = make_book({"活动": group(name, "人数", "小时")}, touch=merged(2))
    reading = read_files([path])

    (question,) = reading.questions
    assert (question.header, question.choices[0]) == (f"{name}/人数", IGNORE)
    assert question.blocking


@pytest.mark.parametrize("total", ["总合计", "合计", "实际"])
def test_the_total_of_a_group_is_proposed_and_its_parts_are_not(make_book, total):
    path = make_book({"活动": group("参加人数", "成人", "儿童", total)}, touch=merged(3))

    (question,) = read_files([path]).questions
    assert (question.header, question.choices[0]) == (f"参加人数/{total}", "线下人数")
    assert question.blocking
    answered = read_files([path], mapping={question.key: "线下人数"})
    assert answered.records[0].values == {"title": "甲", "start_on": DAY, "attend_onsite": 3}


def test_one_field_is_answered_once(make_book):
    path = make_book({"活动": group("参加人数", "成人", "儿童")}, touch=merged(2))
    both = {"参加人数/成人": "线下人数", "参加人数/儿童": "线下人数"}

    reading = read_files([path], mapping=both)

    assert reading.blocked
    assert reading.records == ()


@pytest.mark.parametrize(
    ("unit", "number"), [("人", 3), ("十人", 30), ("百人", 300), ("千人", 3000), ("万人", 30_000)]
)
def test_a_scale_in_the_header_counts(read_rows, unit, number):
    rows = [["活动名称", "活动日期", f"参加人数（{unit}）"], ["甲", DAY, 3]]
    (record,) = read_rows(rows).records

    assert record.values["attend_onsite"] == number


@pytest.mark.parametrize(
    ("header", "cells", "choices"),
    [
        ("Attendees", (30, 40), HEADS),
        ("应到", (30, 40), (IGNORE, *HEADS[:-1])),
        ("审批结果", ("拒绝", "同意"), ("状态", IGNORE)),
        ("是否已举办", (True, False), ("状态", IGNORE)),
        ("哪一级", ("省级", "市级"), ("级别", IGNORE)),
    ],
)
def test_a_column_is_asked_about_whatever_its_cells_are_made_of(read_rows, header, cells, choices):
    rows = [["活动名称", "活动日期", header], *(["甲", DAY, cell] for cell in cells)]

    (question,) = read_rows(rows).questions
    assert (question.choices, question.blocking) == (choices, True)


def test_what_was_not_held_is_never_offered_to_be_left_out(read_rows):
    rows = [["活动名称", "活动日期", "状态"], ["甲", DAY, "×"], ["乙", DAY, "√"]]

    asked = {one.word: one.choices for one in read_rows(rows).questions}
    assert asked == {"×": ("取消", "计划", "已举办"), "√": ("已举办", "计划", "取消")}
