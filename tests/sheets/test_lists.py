"""Lists as people lay them out: in two halves, with equal rows, sums and lines to sign on."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.sheets import IGNORE, Memory, read_files

DAY = date(2022, 5, 1)


def names(reading):
    """Return the names of the people read, in their order."""
    return [record.values["name"] for record in reading.records]


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "单位", "", "姓名", "单位"], ["甲", "一厂", "", "丙", "二厂"], ["乙", "一厂"]],
        [["姓名", "单位", "姓名", "单位"], ["甲", "一厂", "丙", "二厂"], ["乙", "一厂"]],
        [
            ["序号", "姓名", "单位", "姓名", "单位"],
            [1, "甲", "一厂", "丙", "二厂"],
            [2, "乙", "一厂"],
        ],
        [
            ["序号", "姓名", "单位", "", "序号", "姓名", "单位"],
            [1, "甲", "一厂", "", 3, "丙", "二厂"],
            [2, "乙", "一厂"],
        ],
    ],
)
def test_a_list_in_two_halves_is_one_list(make_book, rows):
    (sheet,) = read_files([make_book({"会员": rows})]).tables

    people = [(one.values["name"], one.values["employer"]) for one in sheet.records]
    assert people == [("甲", "一厂"), ("乙", "一厂"), ("丙", "二厂")]
    assert {one.reason for one in sheet.unread} <= {"只是编号"}


def test_what_is_asked_about_both_halves_is_asked_once(make_book):
    head = ["姓名", "单位", "入伙的那天"]
    path = make_book({"会员": [head + head, ["甲", "一厂", DAY, "乙", "二厂", DAY]]})

    (question,) = read_files([path]).questions
    assert question.blocking
    assert names(read_files([path], mapping={question.key: "入会日期"})) == ["甲", "乙"]


def test_a_column_apart_is_no_pick_list_when_its_field_has_no_list_of_words(make_book):
    path = make_book(
        {"会员": [["姓名", "单位", "手机", "", "单位"], ["甲", "一厂", "138", "", "二厂"]]}
    )

    (question,) = read_files([path]).questions
    assert (question.header, question.blocking) == ("单位@E", True)


def test_rows_that_differ_in_an_unread_column_are_not_the_same(read_rows):
    rows = [["活动名称", "活动日期", "学校"], ["甲", DAY, "一小"], ["甲", DAY, "二小"]]
    reading = read_rows(rows, mapping={"学校": IGNORE})

    (sheet,) = reading.tables
    assert (len(sheet.records), sheet.rows_skipped) == (1, 0)
    assert "但学校不同" in str(reading.all_issues[0])


def test_rows_are_the_same_when_every_cell_is_but_their_numbers(read_rows):
    rows = [
        ["序号", "活动名称", "活动日期", "学校"],
        [1, "甲", DAY, "一小"],
        [2, "甲", DAY, "一小"],
    ]
    (sheet,) = read_rows(rows).tables

    assert (len(sheet.records), sheet.rejected, sheet.rows_repeated) == (1, (), 1)


@pytest.mark.parametrize("sheet", ["2022年学术会议", "学术会议", "学术会议一览表"])
def test_a_conference_is_an_activity(make_book, sheet):
    head = ["会议名称", "会议时间", "会议地点", "参会人数"]
    rows = [head, ["学术年会", "2022-05-01 至 2022-05-03", "某厅", 120]]
    (record,) = read_files([make_book({sheet: rows})]).records

    assert record.kind == "activity"
    assert record.values == {
        "title": "学术年会",
        "kind": "学术",
        "start_on": DAY,
        "end_on": date(2022, 5, 3),
        "place": "某厅",
        "attend_onsite": 120,
    }


def test_meetings_of_bodies_are_still_known_by_their_sheet(make_book):
    rows = [["会议名称", "会议时间", "会议地点"], ["三届二次理事会", DAY, "某厅"]]
    (record,) = read_files([make_book({"理事会会议记录": rows})]).records

    assert record.kind == "meeting"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("一季度小计", "合计行"),
        ("第三季度合计", "合计行"),
        ("上半年合计", "合计行"),
        ("2022年1月小计", "合计行"),
        ("1-6月累计", "合计行"),
        ("总计：1场", "合计行"),
        ("合计1场", "合计行"),
        ("单位负责人（签字）", "表下的说明"),
        ("单位负责人（签字）：", "表下的说明"),
        ("经办人：", "表下的说明"),
    ],
)
def test_sums_and_lines_to_sign_on_are_no_records(read_rows, words, reason):
    beside = "" if reason == "合计行" else "年  月  日"
    rows = [["活动名称", "活动日期", "参加人数"], ["甲", DAY, 30], [words, beside, ""]]
    (sheet,) = read_rows(rows).tables

    assert [(run.row, run.reason) for run in sheet.skipped] == [(3, reason)]
    assert len(sheet.records) == 1
    assert sheet.rejected == ()


@pytest.mark.parametrize(
    "title", ["上半年学术报告会", "一季度总结会", "共计划了", "合计算法研讨会"]
)
def test_titles_that_begin_like_sums_are_records(read_rows, title):
    (record,) = read_rows([["活动名称", "活动日期"], [title, DAY]]).records

    assert record.values["title"] == title


@pytest.mark.parametrize(
    ("title", "note"),
    [("讲座（取消）", ""), ("讲座(已取消)", ""), ("讲座", "取消"), ("讲座", "停办")],
)
def test_a_row_marked_as_cancelled_is_not_taken_in_as_it_is(read_rows, title, note):
    rows = [["活动名称", "活动日期", "备注"], ["甲", DAY, ""], [title, DAY, note]]
    reading = read_rows(rows)

    assert [record.values["title"] for record in reading.records] == ["甲"]
    assert [issue.where for issue in reading.all_issues] == [
        f"events.xlsx 活动!{'C' if note else 'A'}3"
    ]


@pytest.mark.parametrize("note", ["延期至7月2日", "因故取消", "（推迟）", "改期到8月举办", "流会"])
def test_what_was_put_off_is_not_taken_in_with_its_first_day(read_rows, note):
    rows = [["活动名称", "活动日期", "备注"], ["甲", DAY, "人很多"], ["乙", DAY, note]]
    reading = read_rows(rows)

    assert [record.values["title"] for record in reading.records] == ["甲"]
    assert [issue.where for issue in reading.all_issues] == ["events.xlsx 活动!C3"]


@pytest.mark.parametrize(
    "title", ["取消农业税二十年研讨", "延期交付的合同纠纷讲座", "未办证件怎么补"]
)
def test_a_title_about_such_words_is_a_title(read_rows, title):
    rows = [["活动名称", "活动日期"], [title, DAY]]

    assert [one.values["title"] for one in read_rows(rows).records] == [title]


@pytest.mark.parametrize(
    "note", ["已故（2021年）", "2022-05-01退会", "转出至省学会", "去世", "2020年已离职"]
)
def test_who_has_left_is_not_taken_in_as_being_there(make_book, note):
    rows = [["姓名", "单位", "备注"], ["甲", "一厂", "老会员"], ["乙", "二厂", note]]
    reading = read_files([make_book({"会员": rows})])

    assert names(reading) == ["甲"]
    (issue,) = reading.all_issues
    assert issue.found == f"“{note}”像是已经不在了"
    assert issue.expected == "不在了就填上“退会日期”；还在就去掉这个标记"


def test_who_has_left_on_a_day_that_is_written_down_may_have_a_remark(make_book):
    rows = [["姓名", "单位", "退会日期", "备注"], ["乙", "二厂", DAY, "自愿退会"]]

    (record,) = read_files([make_book({"会员": rows})]).records
    assert record.values["left_on"] == DAY


def test_the_same_headers_in_another_order_are_read_in_that_order(make_book):
    first = ["序号", "时间", "活动名称", "地点", "人数"]
    second = ["序号", "时间", "地点", "活动名称", "人数"]
    rows = [first, [1, DAY, "讲座", "甲村", 30], [], second, [1, DAY, "展厅", "开放日", 200]]

    reading = read_files([make_book({"活动": rows})])

    told = [(one.values["title"], one.values["place"]) for one in reading.records]
    assert told == [("讲座", "甲村"), ("开放日", "展厅")]
    assert [len(table.records) for table in reading.tables] == [1, 1]


@pytest.mark.parametrize(
    "words", ["（以下空白）", "以下空白", "——以下无正文——", "（此页无正文）", "* 以下为空白 *"]
)
def test_the_mark_that_a_list_ends_is_nobody(make_book, words):
    rows = [["序号", "姓名", "单位"], [1, "甲", "一厂"], ["", words, ""], [words, "", ""]]

    assert names(read_files([make_book({"会员": rows})])) == ["甲"]


@pytest.mark.parametrize("words", ["例：科普日活动", "示例：科普日活动", "例如:科普日"])
def test_a_title_that_is_called_an_example_is_one(read_rows, words):
    rows = [["活动名称", "活动日期"], [words, DAY], ["甲", DAY]]

    assert [one.values["title"] for one in read_rows(rows).records] == ["甲"]


def test_a_state_of_its_own_column_is_no_such_mark(read_rows):
    rows = [["活动名称", "活动日期", "状态"], ["取消农业税二十年研讨", DAY, "已取消"]]
    reading = read_rows(rows)

    assert "像是没有办成" not in "".join(map(str, reading.all_issues))


def test_numbered_section_names_are_no_records(read_rows):
    read = read_rows(
        [
            ["序号", "协议名称", "对方单位"],
            ["一", "技术合作", None],
            [1, "甲协议", "甲公司"],
            ["（二）", "人才培养", None],
            [1, "乙协议", "乙公司"],
        ],
        "协议",
    )

    assert [record.values["title"] for record in read.records] == ["甲协议", "乙协议"]
    assert [(run.row, run.reason) for run in read.tables[0].skipped] == [
        (2, "小标题"),
        (4, "小标题"),
    ]


def test_a_list_numbered_in_words_is_a_list(read_rows):
    rows = [["序号", "协议名称", "对方单位"], ["一", "甲协议", None], ["二", "乙协议", None]]

    assert len(read_rows(rows, "协议").records) == 2


def kinds_of(reading):
    return [(one.values["name"], one.values.get("kind")) for one in reading.records]


def test_a_heading_says_the_term_of_the_rows_below_it(make_book):
    rows = [
        ["姓名", "入会日期"],
        ["一、个人会员（2人）"], ["甲", DAY], ["乙", DAY],
        ["二、单位会员（1家）"], ["丙公司", DAY],
        ["三、另外的"], ["丁", DAY],
    ]  # fmt: skip
    reading = read_files([make_book({"会员": rows})])

    assert kinds_of(reading) == [("甲", "个人"), ("乙", "个人"), ("丙公司", "单位"), ("丁", None)]
    assert reading.tables[0].notes == (
        "没有“会员类别”一列，照小标题或表名记作“个人”",
        "没有“会员类别”一列，照小标题或表名记作“单位”",
    )


@pytest.mark.parametrize("sheet", ["单位会员", "单位会员名录", "单位会员一览表"])
def test_the_name_of_the_sheet_says_the_term_of_all_rows(make_book, sheet):
    rows = [["单位名称", "入会日期", "会员编号"], ["丙公司", DAY, "1"]]

    assert kinds_of(read_files([make_book({sheet: rows})], kind="会员")) == [("丙公司", "单位")]


def test_a_column_of_its_own_goes_before_headings(make_book):
    rows = [["姓名", "入会日期", "会员类别"], ["二、单位会员"], ["甲", DAY, "个人会员"]]

    assert kinds_of(read_files([make_book({"会员": rows})])) == [("甲", "个人")]


@pytest.mark.parametrize(
    ("sheet", "header"),
    [("2023年度学术活动计划表", "活动日期"), ("活动安排", "活动日期"), ("活动", "计划时间")],
)
def test_a_plan_is_no_account_of_what_was_held(make_book, sheet, header):
    path = make_book({sheet: [["活动名称", header], ["甲", DAY]]})
    dated = {header: "开始日期"}

    (question,) = read_files([path], kind="活动", mapping=dated).questions
    assert (question.header, question.choices[0], question.blocking) == ("状态", "计划", True)
    for said, status in (("计划", "计划"), ("已举办", "已举办"), (IGNORE, None)):
        (record,) = read_files([path], kind="活动", mapping={**dated, question.key: said}).records
        assert record.values.get("status") == status


@pytest.mark.parametrize("sheet", ["2022年工作计划完成情况", "活动", "活动台账"])
def test_an_account_is_no_plan(make_book, sheet):
    path = make_book({sheet: [["活动名称", "活动日期"], ["甲", DAY]]})

    assert len(read_files([path], kind="活动").records) == 1


def test_several_events_in_one_cell_are_not_one(read_rows):
    rows = [
        ["活动名称", "活动日期"],
        ["1. 3月5日 讲座\n2. 3月12日 参观", DAY],
        ["节水\n进校园", DAY],
    ]
    reading = read_rows(rows)

    assert len(reading.records) == 1
    assert [(one.where, one.found) for one in reading.all_issues] == [
        ("events.xlsx 活动!A2", "一格里写了好几条")
    ]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("兄弟学会——海州市水利学会会员名单", True),
        ("某市示例学会会员名单", False),
        ("市学会会员名单", False),
        ("会员名单", False),
    ],
)
def test_the_members_of_another_society_are_not_ours_unasked(make_book, title, asked):
    path = make_book({"会员": [[title], ["姓名", "会员编号", "单位"], ["甲", "1", "一厂"]]})
    reading = read_files([path], memory=Memory(own_names=["某市示例学会"]))

    assert [one.choices for one in reading.questions] == ([("会员", IGNORE)] if asked else [])
    assert len(reading.records) == (0 if asked else 1)


@pytest.mark.parametrize("note", ["作废重开", "因疫情取消", "因台风推迟"])
def test_why_a_row_is_void_may_be_said_too(read_rows, note):
    rows = [["活动名称", "活动日期", "备注"], ["甲", DAY, note]]

    assert read_rows(rows).records == ()
