"""Dates whose year, month and day have columns of their own, and whose year counts."""

from __future__ import annotations

from datetime import date
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from societyctl.domain.dates import PartialDate
from societyctl.sheets import read_files
from societyctl.sheets.files.grid import Cell
from societyctl.sheets.tables.date_columns import DateColumns
from tests.effort import examples

PARTS = DateColumns(year=0, month=1, day=2)


def dates(reading):
    """Return the day of every record, with what was typed where the day is not known."""
    return [
        (record.values.get("start_on"), record.entered.get("start_on"))
        for record in reading.records
    ]


def read_parts(read_rows, *cells, **options):
    rows = [["年", "月", "日", "活动名称"], *([*row, f"讲座{at}"] for at, row in enumerate(cells))]
    return read_rows(rows, **options)


def test_a_day_in_its_own_column_is_not_lost(read_rows):
    read = read_parts(read_rows, (2022, 3, 5), ("2022年", "3月", "6日"), ("2022", "12", "31号"))

    assert dates(read) == [
        (date(2022, 3, 5), None),
        (date(2022, 3, 6), None),
        (date(2022, 12, 31), None),
    ]
    assert read.tables[0].unread == ()


@pytest.mark.parametrize(
    ("day", "form", "expected"),
    [
        (date(2022, 6, 1), 'yyyy"年"m"月"', (PartialDate(2022, 6), "2022年6月")),
        (date(2022, 6, 1), '[$-804]yyyy"年"m"月";@', (PartialDate(2022, 6), "2022年6月")),
        (date(2022, 6, 1), "yyyy年m月", (PartialDate(2022, 6), "2022年6月")),
        (date(2022, 6, 1), "mmm-yy", (PartialDate(2022, 6), "2022年6月")),
        (date(2022, 1, 1), 'yyyy"年"', (PartialDate(2022), "2022年")),
        (date(2022, 6, 1), "yyyy", (date(2022, 6, 1), None)),
        (date(2022, 6, 15), 'yyyy"年"m"月"', (date(2022, 6, 15), None)),
        (date(2022, 6, 1), "yyyy-mm-dd", (date(2022, 6, 1), None)),
        (date(2022, 6, 1), 'm"月"d"日"', (date(2022, 6, 1), None)),
    ],
)
def test_a_date_that_shows_its_month_only_is_a_month(tmp_path, day, form, expected):
    book = Workbook()
    book.active.title = "活动"
    book.active.append(["活动名称", "开始日期"])
    book.active.append(["讲座", day])
    book.active["B2"].number_format = form
    book.save(tmp_path / "events.xlsx")

    assert dates(read_files([tmp_path / "events.xlsx"])) == [expected]


def test_a_month_in_the_format_that_excel_gives_it_is_one(tmp_path):
    book = Workbook()
    book.active.title = "活动"
    book.active.append(["活动名称", "开始日期"])
    book.active.append(["讲座", date(2022, 6, 1)])
    book.active["B2"].number_format = "mmm-yy"
    book.save(tmp_path / "plain.xlsx")
    with ZipFile(tmp_path / "plain.xlsx") as plain, ZipFile(tmp_path / "own.xlsx", "w") as own:
        for name in plain.namelist():
            own.writestr(name, plain.read(name).replace(b'numFmtId="17"', b'numFmtId="57"'))

    assert dates(read_files([tmp_path / "own.xlsx"])) == [(PartialDate(2022, 6), "2022年6月")]


def test_without_its_day_a_month_stays_told_as_a_month(read_rows):
    read = read_parts(read_rows, (2022, 3, None), (2022, 4, 5))

    assert dates(read) == [(PartialDate(2022, 3), "2022年3月"), (date(2022, 4, 5), None)]


@pytest.mark.parametrize(
    "parts", [(2022, 2, 30), (2022, 13, 1), (2022, "3-4", None), (2022, None, 5)]
)
def test_parts_that_make_no_date_are_refused_where_they_stand(read_rows, parts):
    read = read_parts(read_rows, parts)

    assert read.records == ()
    assert [issue.where.rpartition("!")[2] for issue in read.all_issues] == ["B2"]


def test_parts_without_a_year_ask_for_it(read_rows):
    rows = [["月", "日", "活动名称"], [3, 5, "讲座"]]

    asked = read_rows(rows)
    (question,) = asked.questions

    assert question.key == "events.xlsx!活动!年份"
    answered = read_rows(rows, mapping={question.key: "2021"})
    assert dates(answered) == [(date(2021, 3, 5), None)]


YEARS = [
    ["年度", "活动名称", "活动日期"],
    [2021, "讲座", "3月5日"],
    [None, "讲座二", "3月6日"],
    [2022, "讲座三", "3月7日"],
]
READ = [date(2021, 3, 5), date(2021, 3, 6), date(2022, 3, 7)]


def merged(sheet):
    sheet.merge_cells("A2:A3")


@pytest.mark.parametrize("mapping", [{}, {"年份": "2020"}])
def test_the_year_of_a_row_holds_for_rows_merged_with_it_and_beats_an_answer(make_book, mapping):
    read = read_files([make_book({"活动": YEARS}, touch=merged)], mapping=mapping)

    assert [day for day, _ in dates(read)] == READ


def test_a_year_that_was_said_serves_the_rows_that_name_none(read_rows):
    read = read_rows(YEARS, mapping={"年份": "2020"})

    assert [day for day, _ in dates(read)] == [READ[0], date(2020, 3, 6), READ[2]]


def spelled(number: int, word: str) -> st.SearchStrategy[Cell]:
    return st.sampled_from([number, float(number), str(number), f"{number}{word}", f" {number} "])


@examples(100)
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.data())
def test_any_date_in_three_cells_is_that_date(day, data):
    cells = [
        data.draw(spelled(part, word))
        for part, word in ((day.year, "年"), (day.month, "月"), (day.day, "日"))
    ]

    assert PARTS.date_of(cells, None) == day


@pytest.mark.parametrize("year", [2020, "2020", "2020年"])
def test_a_year_alone_is_all_that_is_known_of_the_day(make_book, year):
    rows = [["年份", "荣誉名称", "授予单位"], [year, "先进集体", "甲科协"], [None, "另一个", "甲"]]
    first, second = read_files([make_book({"荣誉": rows})]).records

    assert first.values["dated_on"] == PartialDate(2020)
    assert "dated_on" not in second.values
