"""One thing written twice in a file, in spellings that tell nothing apart."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.domain.likeness import likely_duplicates
from societyctl.errors import Issue
from societyctl.sheets import read_files

DAY = date(2022, 6, 1)


@pytest.mark.parametrize(
    ("sheet", "headers", "first", "second"),
    [
        ("会员", ["会员编号", "姓名", "单位"], ["0008", "王芳", "甲厂"], ["8", "王 芳", "甲厂"]),
        ("会员", ["会员编号", "姓名", "单位"], ["h-1", "王芳", "甲厂"], ["Ｈ-01", "王芳", "甲 厂"]),
        ("服务对象", ["企业名称", "县区"], ["甲ＡＢ公司", "甲县"], ["甲ab 公司", "甲县"]),
        ("活动", ["活动名称", "开始日期"], ["ＡＩ 讲座", DAY], ["ai讲座", DAY]),
        ("活动", ["活动编号", "活动名称", "开始日期"], ["K07", "讲座", DAY], ["K7", "讲座", DAY]),
        ("成果", ["成果名称", "成果类型"], ["Ａ报告", "调研报告"], ["a 报告", "调研报告"]),
    ],
)
def test_width_case_blanks_and_zeros_in_front_tell_nothing_apart(
    make_book, sheet, headers, first, second
):
    reading = read_files([make_book({sheet: [headers, first, second]})], kind=sheet)

    (table,) = reading.tables
    assert [record.source for record in table.records] == [f"events.xlsx!{sheet}!2"]
    assert [(run.row, run.reason) for run in table.skipped] == [(3, "与 第2行 内容相同")]
    assert reading.all_issues == ()


def test_a_like_number_with_more_said_is_not_taken_silently(make_book):
    rows = [["会员编号", "姓名", "单位"], ["0008", "王芳", "甲厂"], ["8", "王芳", "乙厂"]]

    reading = read_files([make_book({"会员": rows})])

    assert reading.all_issues == (
        Issue(
            "events.xlsx 会员!第3行",
            "与第2行是同一条会员，但工作单位不同",
            "每条只写一行；若是两名，各自写明会员编号或工作单位",
        ),
    )


def test_a_like_number_of_another_person_is_another(make_book):
    rows = [["会员编号", "姓名"], ["0008", "王芳"], ["8", "李芳"], ["80", "王芳"], ["008", "王芳"]]

    reading = read_files([make_book({"会员": rows})])

    assert [one.values["number"] for one in reading.records] == ["0008", "8", "80"]


@pytest.mark.parametrize(
    ("first", "second", "suspected"),
    [
        (["讲座", DAY, "甲校"], ["讲 座", DAY, "乙校"], []),
        (["讲座", DAY, "甲校"], ["讲座", DAY, None], ["名称相近，日期相差 0 天"]),
        (
            ["讲座（主会场）", DAY, "甲校"],
            ["讲座（分会场）", DAY, "乙校"],
            ["名称相近，日期相差 0 天"],
        ),
    ],
)
def test_places_tell_events_of_one_title_and_day_apart(make_book, first, second, suspected):
    rows = [["活动名称", "开始日期", "活动地点"], first, second]

    reading = read_files([make_book({"活动": rows})])

    assert (len(reading.records), reading.all_issues) == (2, ())
    assert [pair.why for pair in likely_duplicates(reading.records)] == suspected
