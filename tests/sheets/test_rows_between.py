"""Rows and header rows that hold no record: each is passed over, and the reason said."""

from __future__ import annotations

import pytest

from societyctl.sheets import SkippedRow, read_files

DAY = "2022-05-06"
NOTE, CARRIED = "表下的说明", "跨页重复的合计行"


def test_notes_and_a_seal_under_a_table_are_no_records(make_book):
    rows = [
        ["活动名称", "活动日期", "人数"],
        ["甲", DAY, 30],
        ["注：1.本表一式两份。", None, None],
        ["2.人数为现场人数", None, None],
        ["附：另有小型活动5场。", None, None],
        [None, None, "江州市测绘学会（盖章）"],
        [None, None, "2022年12月8日"],
    ]
    (table,) = read_files([make_book({"活动": rows})]).tables

    assert (len(table.records), table.rejected) == (1, ())
    assert table.skipped == tuple(SkippedRow(row, NOTE) for row in range(3, 8))


def test_a_list_goes_on_below_a_note_in_its_midst(make_book):
    rows = [["姓名"], ["王甲"], ["注：以下为新会员"], ["王乙"], ["王丙"]]
    (table,) = read_files([make_book({"会员": rows})]).tables

    assert [one.values["name"] for one in table.records] == ["王甲", "王乙", "王丙"]
    assert table.skipped == (SkippedRow(3, NOTE),)


@pytest.mark.parametrize("word", ["过次页", "承前页", "转下页", "（接上页）"])
def test_sums_carried_over_a_page_are_no_records(make_book, word):
    rows = [["项目", "支出科目", "实际支出（元）"], ["科普", "印刷费", 100], [word, None, 100]]
    (table,) = read_files([make_book({"经费支出": rows})]).tables

    assert (len(table.records), table.skipped) == (1, (SkippedRow(3, CARRIED),))


@pytest.mark.parametrize("unit", ["（万元）", "万元", "单位：万元"])
def test_a_row_of_units_below_the_headers_belongs_to_them(make_book, unit):
    rows = [["年度", "总收入", "总支出"], [None, unit, unit], [2022, 41.2, 39.9]]
    reading = read_files([make_book({"年度财务": rows})])

    (record,) = reading.records
    assert reading.questions == ()
    assert record.values == {"year": 2022, "income_total": 41200000, "expense_total": 39900000}
