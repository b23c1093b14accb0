"""Layouts as secretariats leave them: each trap with its exact outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from societyctl.domain.likeness import LikelyDuplicate, likely_duplicates
from societyctl.sheets import SheetsRead, TableRead, read_files

HEADERS = ["活动名称", "活动类别", "开始日期", "线下人数"]
DAY = date(2022, 5, 1)


def titles(reading: SheetsRead | TableRead) -> list[Any]:
    """Return the titles or names of all records."""
    return [r.values.get("title", r.values.get("name")) for r in reading.records]


def skipped(sheet: TableRead) -> dict[int, str]:
    """Return the skipped rows with their reasons."""
    return {run.row: run.reason for run in sheet.skipped}


def spots(reading: SheetsRead) -> list[str]:
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


def accounted(reading: SheetsRead, rows: Sequence[Sequence[Any]], headers: int = 1) -> bool:
    """Tell whether every filled row but the headers is a record, rejected or skipped."""
    filled = sum(any(cell is not None for cell in row) for row in rows)
    found = sum(
        len(sheet.records)
        + len(sheet.rejected)
        + sum(run.count for run in sheet.skipped if run.reason != "空行")
        for sheet in reading.tables
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

    (sheet,) = reading.tables
    assert titles(sheet) == ["甲", "乙"]
    moved = {row + (len(before) if row > len(before) else 0): why for row, why in reasons.items()}
    assert skipped(sheet) == (reasons if before else moved)
    assert accounted(reading, rows)


def test_two_header_rows_without_merged_cells(read_rows):
    (sheet,) = read_rows(
        [
            ["活动名称", "活动日期", "参会人数", None],
            [None, None, "线下", "线上"],
            ["甲", DAY, 10, 20],
        ]
    ).tables

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

    (sheet,) = read_files([path]).tables
    assert [record.values for record in sheet.records] == [
        {"name": "张某", "role": "秘书长", "full_time": True},
        {"name": "李某", "role": "会计", "full_time": False},
        {"name": "秘书长", "role": "秘书长", "full_time": True},
    ]


@pytest.mark.slow
def test_a_merge_over_a_hundred_thousand_rows_is_no_burden(make_book):
    path = make_book({"活动": [HEADERS, *data("甲"), ["乙", None, DAY]]}, touch=merge("B2:B100000"))

    assert [record.values["kind"] for record in read_files([path]).records] == ["科普", "科普"]


def test_month_and_day_without_a_year_are_a_question_with_the_years_in_sight(read_rows):
    rows = [
        ["2021—2022年活动一览表"],
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
        ("2021", "2022"),
        False,
    )
    answered = read_rows(rows, mapping={question.key: "2022"})
    assert titles(answered) == ["甲", "乙"]
    assert answered.records[0].values["end_on"] == date(2022, 12, 20)
    assert spots(answered) == ["C5"]
    assert answered.questions == ()


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
            "member",
            "events.xlsx!会员!3",
            "events.xlsx!会员!2",
            "姓名和电话相同",
            first_index=None,
            second_index=0,
            first_title="张某",
            second_title="张 某",
        ),
    )


def test_the_same_row_in_two_files_is_found(make_book):
    one = make_book({"活动": [HEADERS, *data("甲")]}, "一.xlsx")
    two = make_book({"活动": [HEADERS, *data("甲", "乙")]}, "二.xlsx")

    reading = read_files([one, two])
    assert titles(reading) == ["甲", "乙"]
    assert skipped(reading.tables[1]) == {2: "与 一.xlsx!活动!2 内容相同"}
    assert set(reading.paths) == {"一.xlsx", "二.xlsx"}
