"""Columns with something in them under no header: none of them vanishes."""

from __future__ import annotations

from datetime import date

import pytest

DAYS = ("2022-03-05", "2022-04-05", "2022-05-05")


def sheet(*cells):
    """Return activities with a column between whose header is empty."""
    rows = [[f"讲座{at}", DAYS[at], cell, 10 + at] for at, cell in enumerate(cells)]
    return [["活动名称", "开始日期", None, "线下人数"], *rows]


@pytest.mark.parametrize(
    ("cells", "look"),
    [
        (("30人", "约40人"), "人数"),
        ((date(2022, 3, 6), "2022-04-06"), "日期"),
        (("3000元", "¥400"), "金额"),
        (("某某大学", "甲乙公司", "丙丁公司"), "单位名称"),
        (("王一", "李二三", None), "人名"),
        ((30, 45), "数字"),
        ((2, 3), "数字"),
    ],
)
def test_one_that_looks_like_data_blocks_until_it_is_answered(read_rows, cells, look):
    read = read_rows(sheet(*cells))

    (question,) = read.questions
    assert (read.records, question.blocking) == ((), True)
    assert question.text == (
        f"events.xlsx 活动!C1：“C列（没有列名）”没有读，里面像是{look}；它是哪一项？"
    )
    left = read_rows(sheet(*cells), mapping={question.key: "忽略"})
    assert len(left.records) == len(cells)
    assert left.tables[0].answered == {}


def test_it_is_named_by_its_letters(read_rows):
    read = read_rows(sheet(30, 45), mapping={"C列": "线上人数"})

    assert [record.values["attend_online"] for record in read.records] == [30, 45]
    assert read.notes == ()


@pytest.mark.parametrize("cells", [("好", "一般"), ("√", None, "√"), (1, 2, 3)])
def test_one_that_looks_like_nothing_is_listed(read_rows, cells):
    read = read_rows(sheet(*cells))

    assert [record.values["attend_onsite"] for record in read.records] == [10, 11, 12][: len(cells)]
    assert (read.questions, read.tables[0].ignored_columns) == ((), ("C列（没有列名）",))


def test_the_line_to_sign_on_makes_no_column(read_rows):
    read = read_rows(
        [*sheet(), ["讲座", "2022-03-05", None, 5], ["负责人（签字）：", None, "2022年6月1日"]]
    )

    assert [record.values["title"] for record in read.records] == ["讲座"]
    assert (read.questions, read.tables[0].ignored_columns) == ((), ())


def test_columns_outside_all_headers_belong_to_the_table_on_their_left(read_rows):
    read = read_rows(
        [
            ["活动名称", "开始日期", None, None, "姓名", "工作单位", "入会日期", None],
            ["讲座", "2022-03-05", "好", None, "王一", "甲大学", "2020-01-01", "已核"],
        ]
    )

    assert [table.kind for table in read.tables] == ["activity", "member"]
    assert [table.ignored_columns for table in read.tables] == [
        ("C列（没有列名）",),
        ("H列（没有列名）",),
    ]
    assert [len(table.records) for table in read.tables] == [1, 1]
