"""The year of dates typed without one: row, section, sheet, then what was said."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.errors import UsageError
from societyctl.sheets import read_files

HEADERS = ["活动名称", "活动日期"]
LECTURES = [HEADERS, ["节水讲座", "3月5日"], ["育种讲座", "11月20日"]]
NOTE = "没有写年份的日期，按表名或标题里的2021年读"


def days(reading):
    return [record.values["start_on"] for record in reading.records]


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("2021年活动", None),
        ("2021", None),
        ("活动", "2021年度学术活动一览表"),
        ("活动", "2021年活动（截至2022年1月5日）"),
        ("2021年活动", "填表日期：2022-01-05"),
    ],
)
def test_a_single_year_in_the_name_or_title_of_a_sheet_is_used_and_said(read_rows, sheet, title):
    rows = [[title], *LECTURES] if title else LECTURES

    read = read_rows(rows, sheet, kind="activity")

    assert days(read) == [date(2021, 3, 5), date(2021, 11, 20)]
    assert (read.tables[0].notes[0], read.questions) == (NOTE, ())


def test_a_year_that_no_date_takes_is_not_spoken_of(read_rows):
    assert read_rows([HEADERS, ["讲座", "2021-03-05"]], "2021年活动").tables[0].notes == ()


@pytest.mark.parametrize(
    ("sheet", "first", "offered"),
    [
        ("2020-2021年活动", [], ("2020", "2021")),
        ("2020年以来活动", [], ()),
        ("2021年活动", [["去年的会", "2020-12-30"]], ("2021",)),
        ("活动", [], ()),
    ],
)
def test_a_year_in_doubt_is_asked_for_and_none_is_offered_that_nothing_names(
    read_rows, sheet, first, offered
):
    read = read_rows([HEADERS, *first, *LECTURES[1:]], sheet)

    assert len(read.records) == len(first)
    (question,) = read.questions
    assert (question.header, question.choices) == ("年份", offered)


def test_an_answer_for_all_sheets_does_not_beat_the_year_of_one(make_book):
    path = make_book({"2021年活动": LECTURES})

    read = read_files([path], mapping={"年份": "2022"})

    assert read.records == ()
    (question,) = read.questions
    assert question.choices == ("2021", "2022")
    assert question.text == (
        "events.xlsx 2021年活动：表名或标题写的是2021年，您说的是2022年；"
        "有些日期没有写年份，是哪一年的？"
    )
    told = read_files([path], mapping={question.key: "2022"})
    assert days(told) == [date(2022, 3, 5), date(2022, 11, 20)]
    assert told.tables[0].notes == (
        "表名或标题写的是2021年，您说的是2022年；没有写年份的日期，按2022年读",
    )
    assert days(read_files([path], mapping={"年份": "2021年"})) == [
        date(2021, 3, 5),
        date(2021, 11, 20),
    ]


def test_an_answer_that_is_no_year_is_refused(read_rows):
    with pytest.raises(UsageError, match="这不是年份"):
        read_rows(LECTURES, mapping={"年份": "去年"})


def test_headings_are_no_records_and_carry_their_year_down(read_rows):
    read = read_rows(
        [
            HEADERS,
            ["2021年"],
            ["一、学术活动"],
            ["讲座一", "3月5日"],
            ["二、科普活动"],
            ["讲座二", "4月5日"],
            [2022],
            ["讲座三", "3月5日"],
            ["（二）2023年度上半年"],
            ["讲座四", "3月5日"],
            ["讲座五", "2020-03-05"],
        ],
        "2019年活动",
    )

    assert days(read) == [
        date(2021, 3, 5),
        date(2021, 4, 5),
        date(2022, 3, 5),
        date(2023, 3, 5),
        date(2020, 3, 5),
    ]
    kinds = [one.values.get("kind") for one in read.records]
    assert kinds == ["学术", "科普", None, None, None]
    assert [(run.row, run.reason) for run in read.tables[0].skipped] == [
        (row, "小标题") for row in (2, 3, 5, 7, 9)
    ]
    assert read.all_issues == ()
    assert read.tables[0].notes == (
        "没有“活动类别”一列，照小标题或表名记作“学术”",
        "没有“活动类别”一列，照小标题或表名记作“科普”",
    )


def test_a_year_in_the_row_goes_before_that_of_its_section(read_rows):
    rows = [["年度", *HEADERS], [None, "2021年"], [None, "甲", "3月5日"], [2020, "乙", "3月5日"]]

    assert days(read_rows(rows, mapping={"年份": "2019"})) == [date(2021, 3, 5), date(2020, 3, 5)]


def test_an_answer_about_a_column_called_year_is_no_year(read_rows):
    rows = [["年份", "会员姓名", "实缴金额（元）"], [2021, "王一", 100]]

    (record,) = read_rows(rows, "会费", mapping={"年份": "年度"}).records

    assert record.values == {"year": 2021, "member": "王一", "paid": 10_000}
