"""Which column is which field: taken when certain, asked when not, answered by a mapping."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.domain.intake import SheetQuestion
from societyctl.errors import UsageError
from societyctl.sheets import IGNORE, read_files, remembered_answers
from societyctl.sheets.tables.remembered import nearest_layout

DAY = date(2022, 5, 1)


def test_two_columns_for_one_field_are_asked_about_and_nothing_is_read_before(read_rows):
    rows = [["活动名称", "主题", "活动日期"], ["甲", "双碳", DAY]]
    reading = read_rows(rows)

    (question,) = reading.questions
    assert question == SheetQuestion(
        "events.xlsx",
        "活动",
        "主题",
        "events.xlsx 活动!B1：“主题”和“活动名称”都对应“活动名称”，以哪一列为准？",
        ("活动名称", "主题说明", "主题标签", IGNORE),
        blocking=True,
    )
    assert reading.blocked
    assert reading.records == ()
    assert [run.reason for run in reading.tables[0].skipped] == [
        "表头有待确认的问题，整张表暂时没有读"
    ]

    def values(answer):
        return read_rows(rows, mapping={question.key: answer}).records[0].values

    assert values(IGNORE) == {"title": "甲", "start_on": DAY}
    assert values("主题说明") == {"title": "甲", "theme": "双碳", "start_on": DAY}
    assert values("theme") == {"title": "甲", "theme": "双碳", "start_on": DAY}
    assert values("活动名称") == {"title": "双碳", "start_on": DAY}


def test_columns_of_one_header_are_told_apart_by_their_letters(read_rows):
    rows = [["活动名称", "活动日期", "地点", "地点"], ["甲", DAY, "某市", "某厅"]]
    (question,) = read_rows(rows).questions

    assert question.header == "地点@D"
    answered = read_rows(rows, mapping={"地点@C": IGNORE, "地点@D": "活动地点"})
    assert answered.records[0].values["place"] == "某厅"


def test_a_nearly_known_header_is_not_read_until_confirmed(read_rows):
    rows = [["活动名称", "活动日期", "活动地占"], ["甲", DAY, "某厅"]]
    reading = read_rows(rows)

    (question,) = reading.questions
    assert (question.header, question.choices, question.blocking) == (
        "活动地占",
        ("活动地点", IGNORE),
        False,
    )
    assert reading.records[0].values == {"title": "甲", "start_on": DAY}
    assert reading.tables[0].ignored_columns == ("活动地占",)
    assert read_rows(rows, mapping={"活动地占": "活动地点"}).records[0].values["place"] == "某厅"


def test_a_bare_name_may_be_that_of_the_kind_the_person_named(make_book):
    path = make_book({"清单": [["名称", "日期", "数量"], ["甲", DAY, 3]]}, "清单.xlsx")

    (question,) = read_files([path], kind="活动").questions

    assert (question.text, question.choices) == (
        "清单.xlsx 清单!A1：“名称”没有读，它是“活动名称”吗？",
        ("活动名称", IGNORE),
    )
    (record,) = read_files([path], kind="活动", mapping={"名称": "活动名称"}).records
    assert record.values == {"title": "甲", "start_on": DAY}


def test_a_nearly_known_header_that_rows_need_blocks_the_sheet(read_rows):
    reading = read_rows([["活动名秤", "活动日期", "地点"], ["甲", DAY, "某厅"]])

    assert [(q.header, q.blocking) for q in reading.questions] == [("活动名秤", True)]
    assert reading.records == ()


def test_an_answer_helps_to_recognise_the_table(read_rows):
    rows = [["干了什么", "活动日期", "参会人数"], ["甲", DAY, 10]]
    (question,) = read_rows(rows).questions
    assert (question.header, question.columns) == ("活动名称", ("干了什么",))

    reading = read_rows(rows, mapping=dict([question.answer("干了什么")]))
    assert reading.records[0].values == {"title": "甲", "start_on": DAY, "attend_onsite": 10}


def test_one_column_for_two_facts_is_a_question(make_book):
    path = make_book({"会员": [["姓名", "工作单位及联系电话"], ["张某", "某厂 138"]]})

    (question,) = read_files([path]).questions
    assert question.choices == ("工作单位", "联系电话", IGNORE)


def test_visits_in_a_column_of_persons_are_a_question(read_rows):
    rows = [["活动名称", "活动日期", "参会人数（人次）"], ["甲", DAY, 50]]
    (question,) = read_rows(rows).questions

    assert question.choices == ("受众人次", "线下人数", IGNORE)
    assert question.blocking
    assert read_rows(rows, mapping={"参会人数（人次）": "受众人次"}).records[0].values == {
        "title": "甲",
        "start_on": DAY,
        "audience_total": 50,
    }


def agreements(make_book, *amounts, header="合同金额", title=None):
    """Return a workbook of agreements with these amounts."""
    rows = [["协议名称", "对方单位", header]]
    rows += [[f"合同{n}", "某公司", amount] for n, amount in enumerate(amounts)]
    return make_book({"协议": [[title], *rows] if title else rows}, "协议.xlsx")


def amounts_of(reading):
    """Return the amounts read, in 分."""
    return [record.values.get("amount") for record in reading.records]


def test_money_without_a_unit_is_refused_and_asked_about(make_book):
    path = agreements(make_book, 5, "3万元", "200元", 0)
    reading = read_files([path])

    assert [str(issue) for issue in reading.all_issues] == [
        "协议.xlsx 协议!C2：“5”看不出是元还是万元；应为：金额并写明单位，例如 5000元 或 0.5万元"
    ]
    assert amounts_of(reading) == [3_000_000, 20_000, 0]
    (question,) = reading.questions
    assert question.choices == ("金额（元）", "金额（万元）")
    answered = read_files([path], mapping={question.key: "金额（万元）"})
    assert amounts_of(answered) == [5_000_000, 3_000_000, 20_000, 0]


def test_sums_that_can_hardly_be_in_one_unit_are_asked_about_and_not_read_before(make_book):
    path = agreements(make_book, 10_000, 3.5)
    reading = read_files([path])

    assert not reading.records
    (question,) = reading.questions
    assert question.blocking
    assert question.text.endswith(
        "“合同金额”的数字大小悬殊（3.5 和 10000），单位是元还是万元？"
        "两种都有的，选 忽略，先在表格里逐个写明单位"
    )
    assert question.choices == (IGNORE, "金额（元）", "金额（万元）")
    answered = read_files([path], mapping={question.key: "金额（元）"})
    assert amounts_of(answered) == [1_000_000, 350]
    assert amounts_of(read_files([agreements(make_book, "10000元", "3.5万")])) == [
        1_000_000,
        3_500_000,
    ]


@pytest.mark.parametrize(
    ("header", "title", "amounts", "expected"),
    [
        ("合同金额（万元）", None, [5], [5_000_000]),
        ("合同金额/元", None, [5], [500]),
        ("合同金额", "单位：万元", [5], [5_000_000]),
        ("合同金额", None, [50_000, 800], [5_000_000, 80_000]),
        ("合同金额", None, [0, None], [0, None]),
    ],
)
def test_the_unit_of_money_is_taken_where_it_is_said_or_evident(
    make_book, header, title, amounts, expected
):
    reading = read_files([agreements(make_book, *amounts, header=header, title=title)])

    assert amounts_of(reading) == expected
    assert reading.questions == ()


def test_a_large_sum_does_not_make_a_column_with_wan_clear(make_book):
    reading = read_files([agreements(make_book, 50_000, "3万元")])

    assert [issue.where for issue in reading.all_issues] == ["协议.xlsx 协议!C2"]


def test_two_headers_are_enough_when_both_are_those_of_a_kind(tmp_path):
    path = tmp_path / "清单.csv"
    path.write_text("活动名称,开始日期\n甲,2022-05-01\n", encoding="utf-8")

    (record,) = read_files([path]).records

    assert (record.kind, record.values) == ("activity", {"title": "甲", "start_on": DAY})


def test_a_short_list_that_several_kinds_share_is_asked_about(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("姓名,工作单位\n某某,某厂\n", encoding="utf-8")

    (question,) = read_files([path]).questions

    assert question.header == "记录类别"
    assert question.choices == ("专家", "会员", "学会负责人", IGNORE)


def test_a_table_like_two_kinds_is_asked_about(make_book):
    path = make_book({"Sheet1": [["姓名", "工作单位", "职称"], ["张某", "某厂", "教授"]]}, "a.xlsx")
    reading = read_files([path])

    (question,) = reading.questions
    assert question.choices == ("专家", "会员", IGNORE)
    assert question.blocking
    assert read_files([path], mapping={question.key: "专家"}).tables[0].kind == "expert"
    assert read_files([path], kind="会员").tables[0].kind == "member"
    assert read_files([path.rename(path.with_name("专家库.xlsx"))]).tables[0].kind == "expert"


def test_an_answer_that_names_no_field_is_a_usage_error(read_rows):
    with pytest.raises(UsageError) as caught:
        read_rows([["活动名称", "活动日期", "备注"], ["甲", DAY, "x"]], mapping={"备注": "颜色"})

    assert caught.value.message == "“备注=颜色”：“活动”没有叫“颜色”的项目"


def test_an_answer_for_a_column_that_is_not_there_is_said(read_rows):
    reading = read_rows([["活动名称", "活动日期"], ["甲", DAY]], mapping={"备柱": "主题说明"})

    assert reading.notes == ("“备柱=主题说明”没有用上：没有这一列",)


def test_answers_may_concern_one_sheet_alone(make_book):
    rows = [["活动名称", "活动日期", "备注"], ["甲", DAY, "x"]]
    other = [["活动名称", "活动日期", "备注"], ["乙", DAY, "y"]]
    path = make_book({"一": rows, "二": other})

    reading = read_files([path], mapping={"二!备注": "主题说明"})
    assert [record.values.get("theme") for record in reading.records] == [None, "y"]


def test_remembered_answers_survive_an_added_column(read_rows):
    rows = [["活动名称", "主题", "活动日期"], ["甲", "双碳", DAY]]
    first = read_rows(rows).tables[0]
    remembered = {first.layout: {"主题": "主题说明", "不在了": "活动地点"}}

    wider = [["序号", "活动名称", "主题", "新列", "活动日期"], [1, "甲", "双碳", "x", DAY]]
    answers = remembered_answers(read_rows(wider).tables[0].layout, remembered)

    assert answers == {"主题": "主题说明"}
    assert read_rows(wider, mapping=answers).records[0].values["theme"] == "双碳"


def test_another_layout_is_not_taken_for_a_remembered_one(read_rows):
    layout = read_rows([["活动名称", "主题", "活动日期"], ["甲", "双碳", DAY]]).tables[0].layout

    assert layout == "activity|主题|活动名称|活动日期"
    assert nearest_layout(layout, ["member|主题|活动名称|活动日期"]) is None
    assert nearest_layout(layout, ["activity|主题|地点|级别|状态"]) is None
    assert remembered_answers(layout, {}) == {}


def test_what_a_person_said_is_kept_with_the_sheet_but_not_by_letters(read_rows):
    rows = [["活动名称", "活动日期", "地点", "地点", "搞法"], ["甲", DAY, "某市", "某厅", "线上"]]
    said = {"地点@C": IGNORE, "地点@D": "活动地点", "搞法": "举办方式"}

    assert read_rows(rows, mapping=said).tables[0].answered == {"搞法": "举办方式"}


def test_a_table_of_doubtful_kind_may_be_left_out(make_book):
    path = make_book(
        {
            "Sheet1": [["姓名", "工作单位", "职称"], ["张某", "某厂", "教授"]],
            "活动": [["活动名称", "活动日期"], ["甲", DAY]],
        },
        "a.xlsx",
    )
    (question,) = read_files([path]).questions

    reading = read_files([path], mapping={question.key: IGNORE})
    assert [sheet.kind for sheet in reading.tables] == ["activity"]
    assert reading.notes == ("a.xlsx Sheet1!第1行：照您说的，这张表没有读",)
    assert question.layout == "|姓名|工作单位|职称"
