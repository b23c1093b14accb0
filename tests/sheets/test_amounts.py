"""A row of money or figures whose only number stands in a column that is not read."""

from __future__ import annotations

import pytest

from societyctl.sheets import IGNORE, read_files

DUES = ["年度", "会员", "应缴会费（元）", "实缴会费（元）"]
SPENT = ["项目", "支出科目", "预算金额（元）", "实际支出（元）", "收入"]
FIGURES = ["指标名称", "年度", "单位", "市级学会"]


@pytest.mark.parametrize(
    ("sheet", "headers", "row"),
    [
        ("会费", DUES, [2022, "甲", 100, None]),
        ("会费", DUES, [2022, "甲", None, None]),
        ("会费", DUES[:2], [2022, "甲"]),
        ("经费支出", SPENT, ["甲项目", "劳务费", None, 500, 500]),
        ("经费支出", SPENT, ["甲项目", "劳务费", 0, None, 500]),
        ("经费支出", SPENT, ["甲项目", "劳务费", None, None, None]),
        ("其他数据", ["指标名称", "年度", "数值"], ["科普场馆数", 2022, 3]),
    ],
)
def test_a_row_whose_amount_is_read_or_not_known_yet_is_taken(make_book, sheet, headers, row):
    path = make_book({sheet: [headers, row]})

    assert len(read_files([path], mapping={"收入": IGNORE}).records) == 1


@pytest.mark.parametrize(
    ("sheet", "headers", "row", "at"),
    [
        ("经费支出", SPENT, ["甲项目", "收会费", None, None, 5000], "E2"),
        ("经费支出", SPENT, ["甲项目", "收会费", "-", None, "5,000"], "E2"),
        ("其他数据", FIGURES, ["场馆", 2022, "个", 12], "D2"),
    ],
)
def test_a_row_whose_number_is_not_read_is_sent_back(make_book, sheet, headers, row, at):
    path = make_book({sheet: [headers, row]})
    reading = read_files([path], mapping={"收入": IGNORE, "市级学会": IGNORE})

    assert reading.records == ()
    assert [one.where for one in reading.all_issues] == [f"events.xlsx {sheet}!{at}"]
