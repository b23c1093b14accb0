"""Sheets that no kind is made for: refused with what they are and what to do, never misread."""

from __future__ import annotations

from datetime import date, time

import pytest

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.errors import WorkbookError
from societyctl.sheets import read_files
from societyctl.sheets.files.grid import Grid
from societyctl.sheets.tables.finding import find_tables
from societyctl.sheets.tables.homeless import homeless

MONTHS = [["月份", "场次", "人数"], ["3月", 1, 10]]
GOOD = [["活动名称", "开始日期", "线下人数"], ["节水讲座", "2022-03-05", 10]]
PERSON = ["姓名", "单位", "电话", "签名"]
HOMELESS = {
    "dues": ("会费", [["姓名", "2021年会费", "2022年会费"], ["王一", 100, 100]]),
    "dues with titles": (
        "Sheet1",
        [["会费收缴情况"], ["序号", "姓名", "2021年", "2022年度"], [1, "王一", 100, "未缴"]],
    ),
    "dues of units": (
        "2022",
        [["单位名称", "联系人", "2021会费", "2022会费"], ["甲厂", "王", 1, 1]],
    ),
    "months": ("活动统计", [["月份", "场次", "人数"], ["1月", 3, 120], ["2月", 2, 80]]),
    "kinds": ("Sheet1", [["活动类别", "次数", "人次", "备注"], ["学术活动", 3, 120, ""]]),
    "names": ("活动", [["活动名称", "场次", "参加人数"], ["科普讲座", 12, 800]]),
    "crossed": ("活动", [["活动类别", "1月", "2月", "3月", "合计"], ["学术活动", 3, 1, 2, 6]]),
    "quarters": ("表", [["类别", "一季度", "二季度", "三季度", "四季度"], ["学术", 3, 1, 2, 6]]),
    "years": ("Sheet1", [["年度", "学术活动场次", "参加人次"], [2021, 3, 120], [2022, 5, 180]]),
    "sign-in": ("签到表", [["序号", "姓名", "单位", "电话"], [1, "王一", "甲大学", "1"]]),
    "sign-in of members": ("会员", [["会员大会签到表"], PERSON, ["王一", "甲大学", "1", ""]]),
    "signatures": ("Sheet1", [["序号", *PERSON[:3], "签到时间"], [1, "王一", "甲大学", "1", "√"]]),
    "attendance": (
        "Sheet1",
        [["年会参会人员名单"], ["姓名", "单位", "职称", "电话"], ["王一", "甲大学", "教授", "1"]],
    ),
    "course": (
        "培训班学员名单",
        [["姓名", "工作单位", "职称", "联系电话"], ["王一", "甲大学", "教授", "1"]],
    ),
    "replies": ("回执", [["姓名", "单位", "职务", "是否住宿"], ["王一", "甲大学", "主任", "是"]]),
    "volunteers": (
        "志愿者名单",
        [["姓名", "工作单位", "联系电话", "出生日期"], ["王一", "甲大学", "1", "1990-01-01"]],
    ),
    "hours": ("志愿", [["姓名", "服务时长", "日期"], ["王一", 3, "2022-05-10"]]),
    "hours of projects": (
        "Sheet1",
        [["姓名", "工作单位", "服务日期", "服务时长（小时）"], ["王一", "甲大学", "2022-05-10", 3]],
    ),
    "transposed": (
        "活动",
        [
            ["活动名称", "讲座一", "讲座二"],
            ["开始日期", "2022-03-05", "2022-04-05"],
            ["线下人数", 9, 8],
        ],
    ),
    "transposed people": (
        "会员",
        [["姓名", "王一", "李二"], ["工作单位", "甲大学", "乙厂"], ["职称级别", "正高", "副高"]],
    ),
    "contacts": ("通讯录", [["姓名", "单位", "职务", "手机"], ["王一", "甲大学", "理事", "1"]]),
    "schedule": ("Sheet1", [["时间", "活动名称", "地点"], ["8:30-9:00", "开幕式", "报告厅"]]),
    "schedule with days": (
        "会议日程",
        [["日期", "时间", "报告题目", "报告人"], ["5月10日", time(8, 30), "节水", "王一"]],
    ),
    "budget": ("预算表", [["项目", "预算金额", "说明"], ["场地费", 3000, ""]]),
    "budget of a year": ("2023年预算", [["科目", "预算金额（元）", "备注"], ["场地费", 3000, ""]]),
    "answers": (
        "问卷",
        [
            ["提交答卷时间", "1、您的姓名", "2、您的单位", "3、您是否满意"],
            ["2022/5/10", "王一", "甲", "是"],
        ],
    ),
    "survey": ("满意度", [["选项", "小计", "比例"], ["非常满意", 30, "60%"]]),
    "pivot": ("透视", [["行标签", "计数项:活动名称", "求和项:人数"], ["学术活动", 3, 120]]),
    "wide pivot": ("Sheet2", [["求和项:人数", "列标签"], ["行标签", 2021, 2022], ["学术", 1, 2]]),
}
SEEMS = {
    "dues": "每年一列的会费表（2021年会费、2022年会费）",
    "dues with titles": "每年一列的会费表（2021年、2022年度）",
    "dues of units": "每年一列的会费表（2021会费、2022会费）",
    **dict.fromkeys(
        ["months", "kinds", "names", "crossed", "quarters", "years"],
        "统计表：一行是一类或一段时间的数，不是一条记录",
    ),
    **dict.fromkeys(
        ["sign-in", "sign-in of members", "signatures", "attendance", "course", "replies"],
        "一场活动的签到表或参加人员名单（1人），不是名册",
    ),
    "volunteers": "志愿者名单，看不出是不是会员",
    **dict.fromkeys(["hours", "hours of projects"], "志愿服务时长表"),
    **dict.fromkeys(
        ["transposed", "transposed people"], "横着排的几条记录：各列名称在第一列，一列一条"
    ),
    "contacts": "通讯录，看不出是哪些人",
    **dict.fromkeys(["schedule", "schedule with days"], "一场活动的日程"),
    **dict.fromkeys(["budget", "budget of a year"], "经费预算表，缺“项目”或“支出科目”列"),
    **dict.fromkeys(["answers", "survey"], "问卷结果"),
    **dict.fromkeys(["pivot", "wide pivot"], "数据透视表，是从别的表算出来的"),
}


@pytest.mark.parametrize("name", HOMELESS)
def test_a_sheet_without_a_home_says_what_it_seems_to_be(make_book, name):
    sheet, rows = HOMELESS[name]

    with pytest.raises(WorkbookError) as refused:
        read_files([make_book({sheet: rows})])

    (issue,) = refused.value.issues
    assert issue.found == f"像是{SEEMS[name]}"
    assert issue.where.startswith(f"events.xlsx {sheet}")
    assert issue.expected
    assert refused.value.hint == (
        "照上面说的登记；确是某类记录的，用 --kind 指明类别；"
        f'不用导入的就加 --map "events.xlsx!{sheet}!记录类别=忽略"'
    )


@pytest.mark.parametrize("name", HOMELESS)
def test_other_sheets_of_its_file_go_in_and_it_can_be_left_out(make_book, name):
    sheet, rows = HOMELESS[name]
    path = make_book({"活动一": GOOD, sheet: rows})

    read = read_files([path])

    assert [record.values["title"] for record in read.records] == ["节水讲座"]
    assert [issue.found for issue in read.issues] == [f"像是{SEEMS[name]}"]
    (question,) = read.questions
    assert (question.key, question.choices) == (f"events.xlsx!{sheet}!记录类别", ("忽略",))
    left = read_files([path], mapping={question.key: "忽略"})
    assert (len(left.records), left.issues, left.questions) == (1, (), ())


def test_who_says_what_it_holds_is_believed(make_book):
    sheet, rows = HOMELESS["sign-in"]

    (record,) = read_files([make_book({sheet: rows})], mapping={"记录类别": "会员"}).records

    assert record.kind == "member"


@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=RECORD_KINDS)
def test_no_kind_is_without_a_home(kind):
    everything = [one.header for one in kind.fields]
    least = [[kind.field(name).header for name in key] for key in kind.key if key]
    for headers in (everything, *least):
        rows = ((1, [*headers]), (2, ["甲"] * len(headers)))
        for table in find_tables(Grid("表.xlsx", kind.title, rows)):
            assert homeless(table) is None


@pytest.mark.parametrize(
    ("sheet", "headers", "row"),
    [
        ("会员", ["会员编号", "姓名", "入会日期", "服务时长"], ["1", "王一", "2020-01-01", 3]),
        ("志愿者", ["姓名", "工作单位", "志愿者注册日期"], ["王一", "甲大学", "2021-01-01"]),
        ("会员通讯录", ["姓名", "工作单位", "手机"], ["王一", "甲大学", "13800000001"]),
        ("活动", ["活动名称", "活动日期", "开始时刻"], ["讲座", "2022-03-05", "8:30"]),
        ("活动", ["年", "月", "日", "活动名称", "时刻"], [2022, 3, 5, "讲座", "8:30"]),
        ("活动", ["活动名称", "活动日期", "场次", "人数"], ["讲座", "2022-03-05", 3, 90]),
        ("项目预算", ["项目", "支出科目", "预算金额（元）"], ["年会", "场地费", 3000]),
    ],
)
def test_what_has_a_home_is_not_turned_away(read_rows, sheet, headers, row):
    read = read_rows([headers, row], sheet, mapping={"服务时长": "忽略"})

    assert (len(read.records), read.issues) == (1, ())


@pytest.mark.parametrize("gap", [[], [[]]])
def test_statistics_below_a_table_are_kept_out_of_it(read_rows, gap):
    read = read_rows([*GOOD, *gap, *MONTHS])

    assert [table.rows_read for table in read.tables] == [1]
    assert [issue.found for issue in read.issues] == [f"像是{SEEMS['months']}"]
    (question,) = read.questions
    assert question.choices == ("忽略",)
    left = read_rows([*GOOD, *gap, *MONTHS], mapping={question.key: "忽略"})
    assert (len(left.records), left.issues, left.questions) == (1, (), ())


def test_statistics_beside_a_table_are_kept_out_of_it(read_rows):
    read = read_rows(
        [[*GOOD[0], None, "月份", "场次"], [*GOOD[1], None, "3月", 4], [None] * 4 + ["4月", 5]]
    )

    (record,) = read.records
    assert record.values == {"title": "节水讲座", "start_on": date(2022, 3, 5), "attend_onsite": 10}
    assert [str(issue.where) for issue in read.issues] == ["events.xlsx 活动!第1行"]


def test_a_birthday_of_an_expert_is_no_term_of_office(read_rows):
    rows = [["姓名", "出生日期", "工作单位", "研究方向"], ["王一", "1965-03-01", "甲院", "节水"]]

    (question,) = read_rows(rows, "专家").questions

    assert question.text.endswith("“出生日期”没有读，里面像是出生日期；它是哪一项？")
    assert question.choices == ("忽略",)


@pytest.mark.parametrize(
    "below",
    [
        [["物品", "存放"], ["帐篷", "库房"]],
        [["开支项目", "金额"], ["场地", "300"]],
        [["联系人", "电话", "备注"], ["王一", "1", "无"]],
        [["制表人", "审核人"], ["甲某", "乙某"]],
    ],
)
def test_another_table_below_a_gap_is_no_part_of_the_first(read_rows, below):
    rows = [["姓名", "工作单位", "入会日期"], ["王一", "甲大学", "2020-01-01"], [], *below]

    read = read_rows(rows, "会员")

    assert [record.values["name"] for record in read.records] == ["王一"]
    assert [issue.where for issue in read.issues] == ["events.xlsx 会员!第4行"]
    (question,) = read.questions
    left = read_rows(rows, "会员", mapping={question.key: "忽略"})
    assert (len(left.records), left.issues, left.questions) == (1, (), ())
    assert left.notes == ("events.xlsx 会员!第4行：照您说的，这张表没有读",)


def test_records_below_a_gap_go_on(read_rows):
    rows = [
        ["姓名", "工作单位"],
        ["王一", "甲大学"],
        [],
        ["李二", "乙大学"],
        [],
        ["赵三", "丙公司"],
    ]

    assert len(read_rows(rows, "会员").records) == 3
