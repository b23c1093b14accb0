"""Layouts as secretariats leave them: each trap with its exact outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from societyctl.importing import (
    LikelyDuplicate,
    Reading,
    SheetReading,
    likely_duplicates,
    read_files,
)

HEADERS = ["活动名称", "活动类别", "开始日期", "线下人数"]
DAY = date(2022, 5, 1)


def titles(reading: Reading | SheetReading) -> list[Any]:
    """Return the titles or names of all records."""
    return [r.values.get("title", r.values.get("name")) for r in reading.records]


def skipped(sheet: SheetReading) -> dict[int, str]:
    """Return the skipped rows with their reasons."""
    return {run.row: run.reason for run in sheet.skipped}


def spots(reading: Reading) -> list[str]:
    """Return the cells of all issues."""
    return [issue.where.rpartition("!")[2] for issue in reading.all_issues]


def merge(*ranges: str):
    """Return a last touch that merges cells."""

    def touch(sheet):
        for cells in ranges:
            sheet.merge_cells(cells)

    return touch


def data(*names: str) -> list[list[Any]]:
    """Return plausible rows of activities."""
    return [[name, "科普", DAY, 10] for name in names]


def accounted(reading: Reading, rows: Sequence[Sequence[Any]], headers: int = 1) -> bool:
    """Tell whether every filled row but the headers is a record, rejected or skipped."""
    filled = sum(any(cell is not None for cell in row) for row in rows)
    found = sum(
        len(sheet.records)
        + len(sheet.rejected)
        + sum(run.count for run in sheet.skipped if run.reason != "空行")
        for sheet in reading.sheets
    )
    return found == filled - headers


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        ([["某学会2022年活动台账"]], [], {1: "表头以上的标题或说明"}),
        ([["台账"], ["填报单位：某学会"], []], [],
         {1: "表头以上的标题或说明", 2: "表头以上的标题或说明", 3: "空行"}),
        ([], [["合计", None, None, 20]], {4: "合计行"}),
        ([], [["合 计", None, None, 20]], {4: "合计行"}),
        ([], [["总计（场）", None, None, 20]], {4: "合计行"}),
        ([], [["本年累计:", None, None, 20]], {4: "合计行"}),
        ([], [["其中：全国科普日活动", None, None, 10]], {4: "“其中”行，已含在上面的数里"}),
        ([], [["其中:", None, None, 10]], {4: "“其中”行，已含在上面的数里"}),
        ([], [["注：数据截至12月底"]], {4: "表下的说明"}),
        ([], [["填表人：某某"]], {4: "表下的说明"}),
        ([], [["二、学术活动"]], {4: "小标题"}),
        ([], [["（二）学术活动"]], {4: "小标题"}),
        ([], [HEADERS], {4: "重复的表头"}),
        ([], [["无", "无", "无", "-"]], {4: "填的是“无”"}),
        ([], [["示例", "科普", DAY, 5]], {4: "示例行"}),
        ([], [[], [], ["合计"]], {4: "空行", 6: "合计行"}),
    ],
)  # fmt: skip
def test_rows_around_the_data_are_skipped_with_a_reason(read_rows, before, after, reasons):
    rows = [*before, HEADERS, *data("甲", "乙"), *after]
    reading = read_rows(rows)

    (sheet,) = reading.sheets
    assert titles(sheet) == ["甲", "乙"]
    moved = {row + (len(before) if row > len(before) else 0): why for row, why in reasons.items()}
    assert skipped(sheet) == (reasons if before else moved)
    assert accounted(reading, rows)


def test_numbered_blank_rows_of_a_template_are_skipped(read_rows):
    (sheet,) = read_rows(
        [["序号", *HEADERS], [1, *data("甲")[0]], [2], ["3."], ["4、"], [None, None]]
    ).sheets

    assert titles(sheet) == ["甲"]
    assert skipped(sheet) == dict.fromkeys((3, 4, 5), "只有序号，没有内容")


def test_a_total_row_before_the_data_is_skipped(read_rows):
    (sheet,) = read_rows(
        [["序号", *HEADERS], ["总合计", None, None, None, 20], [1, *data("甲")[0]]]
    ).sheets

    assert titles(sheet) == ["甲"]
    assert skipped(sheet) == {2: "合计行"}


def test_a_title_that_begins_like_a_total_is_a_record(read_rows):
    assert titles(
        read_rows([HEADERS, *data("总计划发布会", "合计算法研讨", "注册会计师讲座")])
    ) == ["总计划发布会", "合计算法研讨", "注册会计师讲座"]


def test_two_header_rows_with_merged_cells(make_book):
    path = make_book(
        {
            "活动": [
                ["活动名称", "活动日期", "参会人数", None, "备注"],
                [None, None, "线下", "线上", None],
                ["甲", DAY, 10, 20, "x"],
            ]
        },
        touch=merge("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
    )

    (sheet,) = read_files([path]).sheets
    assert sheet.columns == {
        "活动名称": "title",
        "活动日期": "start_on",
        "参会人数/线下": "attend_onsite",
        "参会人数/线上": "attend_online",
    }
    assert sheet.header_rows == (1, 2)
    assert sheet.records[0].values == {
        "title": "甲",
        "start_on": DAY,
        "attend_onsite": 10,
        "attend_online": 20,
    }


def test_two_header_rows_without_merged_cells(read_rows):
    (sheet,) = read_rows(
        [
            ["活动名称", "活动日期", "参会人数", None],
            [None, None, "线下", "线上"],
            ["甲", DAY, 10, 20],
        ]
    ).sheets

    assert sheet.records[0].values["attend_online"] == 20
    assert sheet.rows_read == 1


def test_two_header_rows_without_merged_cells_below_a_merged_title(make_book):
    path = make_book(
        {
            "活动": [
                ["2022年活动台账"],
                ["活动名称", "活动日期", "参会人数", None],
                [None, None, "线下", "线上"],
                ["甲", DAY, 10, 20],
            ]
        },
        touch=merge("A1:D1"),
    )

    assert read_files([path]).records[0].values["attend_online"] == 20


def test_words_in_the_data_that_are_headers_elsewhere_start_no_new_table(make_book):
    path = make_book(
        {
            "秘书处人员": [
                ["姓名", "岗位", "专职"],
                ["张某", "秘书长", "专职"],
                ["李某", "会计", "兼职"],
                ["秘书长", "秘书长", "是"],
            ]
        }
    )

    (sheet,) = read_files([path]).sheets
    assert [record.values for record in sheet.records] == [
        {"name": "张某", "role": "秘书长", "full_time": True},
        {"name": "李某", "role": "会计", "full_time": False},
        {"name": "秘书长", "role": "秘书长", "full_time": True},
    ]


def test_a_merge_over_a_hundred_thousand_rows_is_no_burden(make_book):
    path = make_book({"活动": [HEADERS, *data("甲"), ["乙", None, DAY]]}, touch=merge("B2:B100000"))

    assert [record.values["kind"] for record in read_files([path]).records] == ["科普", "科普"]


def test_three_header_rows_below_a_title_with_totals_first_and_a_parked_list(make_book):
    rows = [
        ["各个活动受益人数及人次统计表"],
        [
            "序号",
            "活动类型",
            "活动日期",
            "活动名称",
            "本次活动受益人数统计",
            None,
            None,
            None,
            "备注",
            None,
            None,
            "选项",
        ],
        [None, None, None, None, "成人", None, "儿童", "总合计", None, None, None, "科普"],
        [None, None, None, None, "男", "女", None, None, None, None, None, "学术"],
        ["总合计", None, None, None, 1, 2, 3, 6],
        [1, "科普", "2022-05-06", "甲", 1, 2, 3, 6],
        [2, "科普", "2022-05-07", "乙", 1, 2, 3, 6, None, None, None, "培训"],
        [3, None, None, None, None, None, None, None, None, None, None, "党建"],
    ]
    path = make_book(
        {"活动": rows},
        touch=merge(
            "A1:I1", "A2:A4", "B2:B4", "C2:C4", "D2:D4", "E2:H2", "E3:F3", "G3:G4", "H3:H4", "I2:I4"
        ),
    )

    reading = read_files([path])
    (sheet,) = reading.sheets
    assert titles(sheet) == ["甲", "乙"]
    assert skipped(sheet) == {1: "表头以上的标题或说明", 5: "合计行", 8: "只在不读的列里有内容"}
    assert [question.header for question in reading.questions] == ["本次活动受益人数统计/总合计"]
    answered = read_files([path], mapping={"本次活动受益人数统计/总合计": "受众人次"})
    assert answered.records[0].values["audience_total"] == 6


def test_tables_one_below_another_are_read_each_as_its_kind(read_rows):
    rows = [
        ["一、活动"],
        ["活动名称", "活动日期"],
        ["甲", DAY],
        ["活动名称", "活动日期"],
        ["乙", DAY],
        [],
        ["二、协议"],
        ["协议名称", "对方单位", "签订日期", "金额（万元）"],
        ["合作", "某公司", "2022.3.1", 5.5],
        ["合计", None, None, 5.5],
    ]
    reading = read_rows(rows, sheet="Sheet1")

    first, second = reading.sheets
    assert (first.kind, titles(first), skipped(first)) == (
        "activity",
        ["甲", "乙"],
        {1: "表头以上的标题或说明", 4: "重复的表头"},
    )
    assert (second.kind, titles(second), skipped(second)) == (
        "agreement",
        ["合作"],
        {7: "表头以上的标题或说明", 10: "合计行"},
    )
    assert second.records[0].values["amount"] == 5_500_000
    assert second.records[0].source == "events.xlsx!Sheet1!9"


def test_tables_beside_each_other_are_read_each_as_its_kind(read_rows):
    reading = read_rows(
        [
            ["活动名称", "活动类别", "活动日期", None, "协议名称", "对方单位", "签订日期"],
            ["甲", "科普", DAY, None, "合作", "某公司", DAY],
            ["乙", "科普", DAY],
        ],
        sheet="Sheet1",
    )

    assert [(sheet.kind, titles(sheet)) for sheet in reading.sheets] == [
        ("activity", ["甲", "乙"]),
        ("agreement", ["合作"]),
    ]


def test_pick_lists_parked_on_the_right_are_not_read(read_rows):
    reading = read_rows(
        [
            ["活动名称", "活动类别", "活动日期", None, None, "活动类别", "级别"],
            ["甲", "科普", DAY, None, None, "学术", "省"],
            ["乙", "科普", DAY, None, None, "科普", "市"],
            [None, None, None, None, None, "培训", None],
        ]
    )

    (sheet,) = reading.sheets
    assert [record.values for record in sheet.records] == [
        {"title": "甲", "kind": "科普", "start_on": DAY},
        {"title": "乙", "kind": "科普", "start_on": DAY},
    ]
    assert sheet.notes == (
        "events.xlsx 活动!F1：“活动类别”在表格右侧单独一列，当作下拉选项，没有读",
    )
    assert skipped(sheet) == {4: "只在不读的列里有内容"}
    assert [question.header for question in reading.questions] == ["级别"]


def test_a_form_of_labels_and_values_is_one_record(make_book):
    path = make_book(
        {
            "基本信息": [
                ["学会基本信息表"],
                ["学会名称", "某市科学学会"],
                ["统一社会信用代码", "51320300MJ000000XX", "成立时间", "2001年5月"],
                ["联系人", "某某", "联系电话", 5168000000],
                ["是否独立账户", "也许"],
                ["电子邮箱", None],
            ]
        }
    )

    reading = read_files([path])
    (sheet,) = reading.sheets
    assert (sheet.kind, sheet.header_rows, sheet.rows_read) == ("society", (), 1)
    assert spots(reading) == ["B5"]

    mended = make_book(
        {
            "基本信息": [
                ["学会名称", "某市科学学会"],
                ["联系电话", 5168000000],
                ["成立时间", "2001年5月", "秘书长", "某某"],
            ]
        }
    )
    assert read_files([mended]).records[0].values == {
        "name": "某市科学学会",
        "phone": "5168000000",
        "founded_on": date(2001, 5, 1),
        "secretary_general": "某某",
    }


def test_hidden_sheets_are_left_out_and_hidden_rows_read_and_both_are_said(make_book):
    def hide(sheet):
        if sheet.title == "旧":
            sheet.sheet_state = "hidden"
        else:
            sheet.row_dimensions[3].hidden = True

    reading = read_files(
        [
            make_book(
                {"活动": [HEADERS, *data("甲", "乙")], "旧": [HEADERS, *data("丙")]}, touch=hide
            )
        ]
    )

    assert titles(reading) == ["甲", "乙"]
    assert reading.notes == ("events.xlsx 旧：隐藏的工作表，没有读",)
    assert reading.sheets[0].notes == ("events.xlsx 活动!第3行起有 1 行被隐藏或筛掉，也读入了",)


def test_values_merged_down_the_rows_hold_for_all_of_them_but_numbers_do_not(make_book):
    rows = [HEADERS, ["甲", "科普", DAY, 10], ["乙", None, None, 20], ["丙", None, None, None]]
    path = make_book({"活动": rows}, touch=merge("B2:B4", "C2:C4", "D3:D4"))

    reading = read_files([path])
    assert [record.values for record in reading.records] == [
        {"title": "甲", "kind": "科普", "start_on": DAY, "attend_onsite": 10},
        {"title": "乙", "kind": "科普", "start_on": DAY, "attend_onsite": 20},
    ]
    assert [str(issue) for issue in reading.all_issues] == [
        "events.xlsx 活动!D4：与第3行合并成一格，这个数不知道怎样分到各行；应为：取消合并，逐行填写"
    ]


def test_error_cells_and_formulas_without_result_are_reported(make_book):
    reading = read_files(
        [
            make_book(
                {
                    "活动": [
                        HEADERS,
                        ["甲", "科普", DAY, "#REF!"],
                        ["乙", "科普", "#N/A", 5],
                        ["丙", "科普", DAY, "=1+1"],
                        ["#VALUE!", None, None, None],
                    ]
                }
            )
        ]
    )

    assert [(issue.where.rpartition("!")[2], issue.found) for issue in reading.all_issues] == [
        ("D2", "显示为 #REF! 错误"),
        ("C3", "显示为 #N/A 错误"),
        ("D4", "是公式，但没有保存计算结果"),
        ("A5", "显示为 #VALUE! 错误"),
    ]


def test_number_formats_that_matter_are_heeded(make_book):
    def format_cells(sheet):
        sheet["B2"].number_format = "0%"
        sheet["C2"].number_format = "000000"

    path = make_book(
        {"会员服务": [["服务内容", "满意度", "服务日期"], ["调查", 0.95, DAY]]},
        touch=lambda s: None,
    )
    assert spots(read_files([path])) == ["B2"]

    def percent(sheet):
        sheet["B2"].number_format = "0%"

    path = make_book(
        {"会员服务": [["服务内容", "满意度", "服务日期"], ["调查", 0.955, DAY]]}, touch=percent
    )
    assert str(read_files([path]).records[0].values["satisfaction"]) == "95.5"

    path = make_book(
        {"会员": [["姓名", "工作单位", "会员编号"], ["张某", "某厂", 512]]}, touch=format_cells
    )
    assert read_files([path]).records[0].values["number"] == "000512"


def test_month_and_day_without_a_year_are_a_question_with_the_years_in_sight(read_rows):
    rows = [
        ["2022年活动一览表"],
        HEADERS,
        ["甲", "科普", "12月14-20日", 10],
        ["乙", "科普", "6.30", 10],
        ["丙", "科普", 6.3, 10],
    ]
    reading = read_rows(rows)

    assert spots(reading) == ["C3", "C4", "C5"]
    (question,) = reading.questions
    assert (question.key, question.choices, question.blocking) == (
        "events.xlsx!活动!年份",
        ("2022",),
        False,
    )
    answered = read_rows(rows, mapping={question.key: "2022"})
    assert titles(answered) == ["甲", "乙"]
    assert answered.records[0].values["end_on"] == date(2022, 12, 20)
    assert spots(answered) == ["C5"]
    assert answered.questions == ()


def test_a_column_of_years_completes_the_dates(read_rows):
    reading = read_rows(
        [["年份", "活动名称", "活动日期"], [2021, "甲", "12月14-20日"], ["2022年", "乙", "3月5日"]]
    )

    assert [record.values["start_on"] for record in reading.records] == [
        date(2021, 12, 14),
        date(2022, 3, 5),
    ]


def test_columns_of_year_and_month_make_a_date(read_rows):
    reading = read_rows([["年份", "月份", "活动名称", "地点"], [2021, 5, "甲", "某地"]])

    assert reading.records[0].values == {
        "title": "甲",
        "place": "某地",
        "start_on": date(2021, 5, 1),
    }
    assert reading.records[0].entered == {"start_on": "2021年5月"}


def test_headers_are_matched_whatever_their_spaces_breaks_and_units(read_rows):
    (sheet,) = read_rows(
        [
            ["活动 名称", "活动\n类型*", " 举办时间（必填）", "参会人数(人)", "受众人次[万人次]"],
            ["甲", "科普", DAY, 10, 1.5],
        ]
    ).sheets

    assert list(sheet.columns.values()) == [
        "title",
        "kind",
        "start_on",
        "attend_onsite",
        "audience_total",
    ]
    assert sheet.records[0].values["audience_total"] == 15000


def test_an_end_before_the_beginning_is_rejected(read_rows):
    reading = read_rows(
        [["活动名称", "开始日期", "结束日期"], ["甲", date(2022, 5, 3), date(2022, 5, 1)]]
    )

    assert [str(issue) for issue in reading.all_issues] == [
        "events.xlsx 活动!B2：“结束日期”2022-05-01早于“开始日期”2022-05-03；应为：先后一致的日期"
    ]


def test_a_pair_in_one_cell_must_agree_with_the_other_column(read_rows):
    reading = read_rows(
        [
            ["活动名称", "开始日期", "参会人数", "线上人数"],
            ["甲", DAY, "线上500人/线下120人", None],
            ["乙", DAY, "线上500人/线下120人", 500],
            ["丙", DAY, "线上500人/线下120人", 400],
        ]
    )

    assert titles(reading) == ["甲", "乙"]
    assert [issue.where.rpartition("!")[2] for issue in reading.all_issues] == ["C4"]


def test_four_ways_of_nothing_are_four_things(read_rows):
    reading = read_rows(
        [
            ["活动名称", "开始日期", "线下人数", "合作单位", "活动地点"],
            ["空", DAY],
            ["零", DAY, 0],
            ["横", DAY, "-", "-", "-"],
            ["无", DAY, "无", "无", "无"],
        ]
    )

    assert [
        (
            r.values.get("attend_onsite"),
            r.values.get("partners"),
            r.values.get("place"),
            dict(r.entered),
        )
        for r in reading.records
    ] == [
        (None, None, None, {}),
        (0, None, None, {}),
        (None, (), "无", {"attend_onsite": "-"}),
        (None, (), "无", {"attend_onsite": "无"}),
    ]


def test_likely_duplicates_are_listed_and_never_merged(read_rows, make_book):
    reading = read_rows(
        [
            HEADERS,
            ["学术年会（主会场）", "学术", date(2022, 5, 1), 10],
            ["学术年会（分会场）", "学术", date(2022, 5, 2), 10],
            ["学术年会", "学术", date(2022, 9, 1), 10],
        ]
    )
    assert len(reading.records) == 3
    pairs = likely_duplicates(reading.records)
    assert [(one.first, one.second, one.why) for one in pairs] == [
        ("events.xlsx!活动!2", "events.xlsx!活动!3", "名称相近，日期相差 1 天")
    ]

    people = make_book(
        {"会员": [["会员编号", "姓名", "联系电话"], ["1", "张 某", "138"], ["2", "张某", "138"]]}
    )
    records = read_files([people]).records
    assert [one.why for one in likely_duplicates(records)] == ["姓名和电话相同"]
    assert likely_duplicates(records[:1], records[1:]) == (
        LikelyDuplicate(
            "member", "events.xlsx!会员!3", "events.xlsx!会员!2", "姓名和电话相同", None, 0
        ),
    )


def test_the_same_row_in_two_files_is_found(make_book):
    one = make_book({"活动": [HEADERS, *data("甲")]}, "一.xlsx")
    two = make_book({"活动": [HEADERS, *data("甲", "乙")]}, "二.xlsx")

    reading = read_files([one, two])
    assert titles(reading) == ["甲", "乙"]
    assert skipped(reading.sheets[1]) == {2: "与 一.xlsx!活动!2 内容相同"}
    assert set(reading.sha256) == {"一.xlsx", "二.xlsx"}
