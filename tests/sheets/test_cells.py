"""What each kind of cell is read as, value by value."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import PartialDate
from societyctl.domain.records import NewRecord
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.errors import Issue
from societyctl.sheets import read_typed
from societyctl.sheets.cells.converters import converter
from societyctl.sheets.cells.money import bare_unit
from societyctl.sheets.cells.outcome import Noted, Refused
from societyctl.sheets.cells.terms import term_converter, terms_converter

ACTIVITY = RECORD_KINDS["activity"]


def read(cell, field, kind="activity", **options):
    """Read one cell into a field of a kind."""
    shape = RECORD_KINDS[kind]
    return converter(shape, shape.field(field), **options)(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2020, 4, 24), date(2020, 4, 24)),
        (datetime.combine(date(2020, 4, 24), time(9, 30)), date(2020, 4, 24)),
        (43945.0, date(2020, 4, 24)),
        (43945.5, date(2020, 4, 24)),
        (20200424.0, date(2020, 4, 24)),
        ("2020年4月24日", date(2020, 4, 24)),
        ("2020年4月24号", date(2020, 4, 24)),
        ("2022-06-23", date(2022, 6, 23)),
        ("'2022-06-23", date(2022, 6, 23)),
        ("2014/08/29", date(2014, 8, 29)),
        ("2008/12/17 12:00", date(2008, 12, 17)),
        ("2008-12-17T12:00:00", date(2008, 12, 17)),
        ("2022-06-23 9:00", date(2022, 6, 23)),
        ("2022/7/18 8:30:00", date(2022, 7, 18)),
        ("2022-11-30 9点", date(2022, 11, 30)),
        ("20220623 9:00", date(2022, 6, 23)),
        ("2022-06-239:00", None),
        ("2022 6 23", date(2022, 6, 23)),
        ("2022-06-2 9am", date(2022, 6, 2)),
        ("2022-06-2 上午9", date(2022, 6, 2)),
        ("2022-06-2 3", None),
        ("2022-6-1 5", None),
        ("2022-1 2-3", None),
        ("2021- 03- 05", date(2021, 3, 5)),
        ("2022年6月23日 上午9时", date(2022, 6, 23)),
        ("2022年6月23日9am", date(2022, 6, 23)),
        ("2022-06-23 PM 2:00", date(2022, 6, 23)),
        ("2022-06-3 pm", date(2022, 6, 3)),
        ("2022-06-23 (9:00)", date(2022, 6, 23)),
        ("2022-06-23 9時", date(2022, 6, 23)),
        ("20220623 9:00-11:00", date(2022, 6, 23)),
        ("2022年6月23日9-11点", date(2022, 6, 23)),
        ("2022年6月23日下午两点半", date(2022, 6, 23)),
        ("2022-06-23T09:00:00+08:00", date(2022, 6, 23)),
        ("2022-06-23（周四）下午2:30", date(2022, 6, 23)),
        ("2022-06-23 09:00 AM", date(2022, 6, 23)),
        ("2022-06-23 25:00", None),
        ("2022年10月23时", None),
        ("2022-1-19am", None),
        ("2022-06-23 9-11", None),
        ("２０２２年６月２３日 星期四", date(2022, 6, 23)),
        ("二〇二二年六月二十三日", date(2022, 6, 23)),
        ("22.6.23", Noted(date(2022, 6, 23), "22.6.23")),
        ("99年6月3日", Noted(date(1999, 6, 3), "99年6月3日")),
        ("2022年6月23日起", Noted(date(2022, 6, 23), "2022年6月23日起")),
        ("2022年6月23日（线上）", Noted(date(2022, 6, 23), "2022年6月23日（线上）")),
        ("2022年6月23日，会期1天", Noted(date(2022, 6, 23), "2022年6月23日，会期1天")),
        ("2022年6月23日（三楼）", None),
        ("2022年6月23日（原定5月20日）", None),
        ("2022年6月23日（延期）", None),
        ("2020.5.12", date(2020, 5, 12)),
        ("２０２０．５．１２", date(2020, 5, 12)),
        ("2020年4月24日（星期五）", date(2020, 4, 24)),
        ("2020年4月24日 周五 上午9:00-11:30", date(2020, 4, 24)),
        ("二○一二年三月九日", date(2012, 3, 9)),
        ("二O一五年十二月二十一日", date(2015, 12, 21)),
        ("二〇二〇年十月三十日", date(2020, 10, 30)),
        ("二零二二年廿日", None),
        ("20221110", date(2022, 11, 10)),
        ("20221001", date(2022, 10, 1)),
        ("2020-05", Noted(PartialDate(2020, 5), "2020-05")),
        ("2020年5月", Noted(PartialDate(2020, 5), "2020年5月")),
        ("2022621", Noted(date(2022, 6, 21), "2022621")),
        (1958.4, Noted(PartialDate(1958, 4), "1958.4")),
        (1964.0, Noted(PartialDate(1964), "1964")),
        ("1964年", Noted(PartialDate(1964), "1964年")),
        ("", None),
        ("  ", None),
        ("-", Noted(None, "-")),
        ("无", Noted(None, "无")),
    ],
)
def test_a_date_is_read_in_every_unambiguous_form(cell, expected):
    outcome = read(cell, "start_on")

    if expected is None and str(cell).strip():
        assert isinstance(outcome, Refused)
    else:
        assert outcome == expected


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2022年9月16日至22日", date(2022, 9, 16), date(2022, 9, 22)),
        ("2017 年 10 月 27 日-29 日", date(2017, 10, 27), date(2017, 10, 29)),
        ("2025年9月12日—9月19日", date(2025, 9, 12), date(2025, 9, 19)),
        ("2020-04-24至2020-04-26", date(2020, 4, 24), date(2020, 4, 26)),
        ("2020.5.12-14", date(2020, 5, 12), date(2020, 5, 14)),
        ("2020.5.30~6.2", date(2020, 5, 30), date(2020, 6, 2)),
        ("2020/4/24-4/26", date(2020, 4, 24), date(2020, 4, 26)),
        ("2020年12月28日-1月3日", date(2020, 12, 28), date(2021, 1, 3)),
        ("2022年10月12—14日,会期3天", date(2022, 10, 12), date(2022, 10, 14)),
        ("2022年6月23-24日（线上）", date(2022, 6, 23), date(2022, 6, 24)),
        ("2022年6月23日-24日（两天）", date(2022, 6, 23), date(2022, 6, 24)),
        ("2022年6月23日（周四）至25日（周六）", date(2022, 6, 23), date(2022, 6, 25)),
        ("20220623-20220625", date(2022, 6, 23), date(2022, 6, 25)),
        ("20220623-25", date(2022, 6, 23), date(2022, 6, 25)),
        ("22.6.23-7.2", date(2022, 6, 23), date(2022, 7, 2)),
        ("自2022年1月1日起至2022年12月31日止", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_range_fills_start_and_end(cell, start, end):
    assert read(cell, "start_on") == Noted(start, cell, {"end_on": end})


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2022年6月至2022年8月", PartialDate(2022, 6), PartialDate(2022, 8)),
        ("自2022年6月至8月止", PartialDate(2022, 6), PartialDate(2022, 8)),
        ("2022.6-2022.8", PartialDate(2022, 6), PartialDate(2022, 8)),
        ("2022年6-8月（线上）", PartialDate(2022, 6), PartialDate(2022, 8)),
        ("2022年11月—2月", PartialDate(2022, 11), PartialDate(2023, 2)),
    ],
)
def test_a_range_of_months_fills_start_and_end_with_months(cell, start, end):
    assert read(cell, "start_on") == Noted(start, cell, {"end_on": end})
    assert read(cell, "end_on") == Noted(end, cell)


@pytest.mark.parametrize(
    ("cell", "kind", "found"),
    [
        ("2022年8月至2022年6月", "activity", "“2022年8月至2022年6月”结束早于开始"),
        ("2022年6-13月", "activity", "“2022年6-13月”：没有这个月份"),
        ("2022年6月-8", "activity", "“2022年6月-8”不是日期"),
        ("2022年6-8月", "meeting", "“2022年6-8月”不是确切的日期"),
    ],
)
def test_a_range_of_months_is_refused_where_it_is_none_or_has_no_place(cell, kind, found):
    outcome = read(cell, "start_on", kind)

    assert isinstance(outcome, Refused)
    assert outcome.found == found


def test_the_end_of_a_range_is_kept_as_text_where_the_kind_has_no_field_for_it():
    assert read("2022年9月16日至22日", "start_on", "meeting") == Noted(
        date(2022, 9, 16), "2022年9月16日至22日"
    )


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2022111", "“2022111”可能是 2022年1月11日 或 2022年11月1日"),
        (2022111.0, "“2022111”可能是 2022年1月11日 或 2022年11月1日"),
        ("202211", "“202211”可能是 2022年11月 或 2022年1月1日"),
        ("20221110日前", "“20221110日前”不是确切的日期"),
        ("8月中旬", "“8月中旬”不是确切的日期，可以是 8月11日 到 8月20日 之间"),
        ("2022年2月底", "“2022年2月底”不是确切的日期，可以是 2022年2月21日 到 2022年2月28日 之间"),
        ("6月底之前", "“6月底之前”不是确切的日期"),
        ("1—3月", "“1—3月”不是确切的日期"),
        ("12-1月", "“12-1月”不是确切的日期"),
        ("待定", "“待定”没有日期"),
        ("12月14-20日", "“12月14-20日”没有年份"),
        ("2月10日-3月2日", "“2月10日-3月2日”没有年份"),
        ("6.30", "“6.30”没有年份"),
        (6.3, "“6.3”是数字，可能是 6月3日 或 6月30日，也没有年份"),
        (6.29, "“6.29”是数字，可能是 6月29日，也没有年份"),
        (1958.1, "“1958.1”是数字，可能是 1958年1月 或 1958年10月"),
        ("1864年", "“1864年”不是日期"),
        ("2022-02-30", "“2022-02-30”：没有这一天"),
        ("2022年5月3日、5月8日", "“2022年5月3日、5月8日”不止一个日期"),
        ("2022年5月10日-8日", "“2022年5月10日-8日”结束早于开始"),
        ("2022-06-23（周五）", "“2022-06-23（周五）”的星期对不上，按日期是星期四"),
        (
            "2022年6月23日-24日（周五）",
            "“2022年6月23日-24日（周五）”的星期对不上，按日期是星期四、星期五",
        ),
        ("2022年6月23-24日，共3天", "“2022年6月23-24日，共3天”写的是3天，日期却是2天"),
        ("12.6.11", "“12.6.11”可能是 2012年6月11日 或 2011年12月6日"),
        ("22/6/23", "“22/6/23”可能是 2022年6月23日 或 2023年6月22日"),
        ("40.6.23", "“40.6.23”的年份只有两位"),
        (time(14, 0), "“14:00:00”不是日期"),
        (0.0, "“0”不是日期"),
        (True, "“True”不是日期"),
        (datetime.combine(date(1899, 12, 31), time()), "“1899-12-31 00:00:00”不像日期"),
    ],
)
def test_a_date_that_could_be_several_or_none_is_refused(cell, found):
    outcome = read(cell, "start_on")

    assert isinstance(outcome, Refused)
    assert outcome.found == found


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("12月14-20日", date(2022, 12, 14), date(2022, 12, 20)),
        ("2月10日-3月2日", date(2022, 2, 10), date(2022, 3, 2)),
        ("12月28日-1月3日", date(2022, 12, 28), date(2023, 1, 3)),
    ],
)
def test_a_known_year_completes_a_range_without_one(cell, start, end):
    assert read(cell, "start_on", year=2022) == Noted(start, cell, {"end_on": end})


def test_a_column_of_ends_takes_the_end_of_a_range_and_no_open_one():
    ends = date(2024, 12, 31)

    assert read("2022.1.1-2024.12.31", "end_on") == Noted(ends, "2022.1.1-2024.12.31")
    assert read("至2024年12月31日止", "end_on") == Noted(ends, "至2024年12月31日止")
    assert read("2022年6月23日起", "end_on") == Refused(
        "“2022年6月23日起”只写了从哪天开始", "结束的日期：完整的日期，例如 2022-06-23"
    )
    assert isinstance(read("至2024年12月31日止", "start_on"), Refused)


def test_a_known_year_completes_month_and_day_typed_as_text():
    assert read("6.30", "start_on", year=2022) == Noted(date(2022, 6, 30), "6.30")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (200.0, 200),
        ("200", 200),
        ("２００", 200),
        ("200人", 200),
        ("1,200", 1200),
        ("共200人", 200),
        (0.0, 0),
        ("0", 0),
        ("约200人", Noted(200, "约200人")),
        ("200人左右", Noted(200, "200人左右")),
        ("70余人", Noted(70, "70余人")),
        ("3300多", Noted(3300, "3300多")),
        ("超4万人", Noted(40000, "超4万人")),
        ("1.5万", Noted(15000, "1.5万")),
        ("超过2500多人", Noted(2500, "超过2500多人")),
        ("十二人", Noted(12, "十二人")),
        ("一百二十", Noted(120, "一百二十")),
        ("-", Noted(None, "-")),
        ("—", Noted(None, "—")),
        ("无", Noted(0, "无")),
        ("", None),
        ("一百二", Noted(120, "一百二")),
        ("二百五十", Noted(250, "二百五十")),
        ("120+", Noted(120, "120+")),
        ("１２０＋人", Noted(120, "１２０＋人")),
        ("60人+", Noted(60, "60人+")),
        (">=60", Noted(60, ">=60")),
        ("近百人", Noted(100, "近百人")),
        ("上百人", Noted(100, "上百人")),
        ("不少于60人", Noted(60, "不少于60人")),
        ("大概60来人", Noted(60, "大概60来人")),
        ("60（人）", 60),
        ("60(线下)", Noted(60, "60(线下)")),
        ("约60人（现场）", Noted(60, "约60人（现场）")),
        ("线下：60人", Noted(60, "线下：60人")),
        ("60（线上）", Noted(None, "60（线上）", {"attend_online": 60})),
        ("线上约60人", Noted(None, "线上约60人", {"attend_online": 60})),
        ("60人（师生）", Noted(60, "60人（师生）")),
        ("线上500人/线下120人", Noted(120, "线上500人/线下120人", {"attend_online": 500})),
        ("线下120人，线上约500人", Noted(120, "线下120人，线上约500人", {"attend_online": 500})),
    ],
)
def test_a_count_is_read_and_a_hedged_one_keeps_its_text(cell, expected):
    assert read(cell, "attend_onsite") == expected


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("500人次", "“500人次”是人次，不是人数"),
        ("30-50人", "“30-50人”是一个范围，不是一个数"),
        ("百余人", "“百余人”没有确切的数"),
        ("数十万", "“数十万”没有确切的数"),
        ("若干", "“若干”没有确切的数"),
        ("¥60", "“¥60”是金额，不是数量"),
        ("(500)", "“(500)”不是数字"),
        ("30人×4场", "“30人×4场”可能是一场的 30，也可能是合计的 120"),
        ("4场*30人", "“4场*30人”可能是一场的 30，也可能是合计的 120"),
        ("60（预计）", "“60（预计）”不是数字"),
        ("60（其中线上20）", "“60（其中线上20）”不是数字"),
        ("200元", "“200元”是金额，不是数量"),
        ("60人以内", "“60人以内”只说了最多多少"),
        ("最多60", "“最多60”只说了最多多少"),
        ("不超过60人", "“不超过60人”只说了最多多少"),
        ("<60", "“<60”只说了最多多少"),
        ("≤60", "“≤60”只说了最多多少"),
        ("Abc", "“Abc”不是数字"),
        ("12,34", "“12,34”不是数字"),
        (2.5, "“2.5”不是合适的数"),
        (-3.0, "“-3”不是合适的数"),
        (True, "“True”不是数字"),
        (date(2022, 1, 1), "“2022-01-01”不是数字"),
        ("线上5人/线上6人", "“线上5人/线上6人”两处写的是同一种方式"),
    ],
)
def test_a_count_that_is_none_is_refused(cell, found):
    outcome = read(cell, "attend_onsite")

    assert isinstance(outcome, Refused)
    assert outcome.found == found


def test_a_side_that_contradicts_the_header_is_refused():
    assert read("60（线上）", "attend_onsite", name="线下人数") == Refused(
        "“60（线上）”和列名“线下人数”说的不是一回事", "不小于 0 的整数，单位人"
    )


def test_persons_and_visits_do_not_mix():
    assert read("32万人次", "audience_total", name="受众人次") == Noted(320000, "32万人次")
    assert read("500人", "audience_total", name="受众人数") == 500
    assert read("500人", "audience_total", name="受众人次") == Refused(
        "“500人”是人数，不是人次", "不小于 0 的整数，单位人次"
    )


def test_a_scale_in_the_header_multiplies_bare_numbers_alone():
    assert read(1.5, "audience_total", name="受众", unit="万人次") == Noted(15000, "1.5")
    assert read("800人次", "audience_total", name="受众", unit="万人次") == Noted(800, "800人次")


@pytest.mark.parametrize(
    ("cell", "expected"), [(95.0, Decimal(95)), ("95%", Decimal(95)), ("99.5", Decimal("99.5"))]
)
def test_a_percentage_is_read(cell, expected):
    assert read(cell, "satisfaction", "member_service") == expected


def test_a_bare_share_below_one_has_two_readings():
    assert read(0.95, "satisfaction", "member_service") == Refused(
        "“0.95”可能是 0.95% 或 95%", "写上百分号，例如 95%"
    )


def test_a_bare_one_may_be_one_percent_or_all():
    assert read(1, "satisfaction", "member_service") == Refused(
        "“1”可能是 1% 或 100%", "写上百分号，例如 95%"
    )
    assert read("1%", "satisfaction", "member_service") == Decimal(1)
    assert read(1.01, "satisfaction", "member_service") == Decimal("1.01")


def test_a_year_is_four_digits():
    assert read("2022年度", "year", "dues") == 2022
    assert read(2022.0, "year", "dues") == 2022
    assert read(22.0, "year", "dues") == Refused("“22”不是合适的数", "四位年份，例如 2022")


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        (5.0, "元", 500),
        (5.0, "万元", 5_000_000),
        (0.1, "元", 10),
        ("1万元", "", 1_000_000),
        ("1.25万", "", 1_250_000),
        ("3000元", "万元", 300_000),
        ("￥3,000.50", "元", 300_050),
        ("人民币5000元整", "", 500_000),
        (0.0, "", 0),
        ("8000多元", "", Noted(800_000, "8000多元")),
        ("不超过2万元", "", Noted(2_000_000, "不超过2万元")),
        ("-", "元", Noted(None, "-")),
        ("无", "元", Noted(0, "无")),
        (" 无 ", "", Noted(0, "无")),
        ("", "元", None),
    ],
)
def test_money_is_kept_in_fen(cell, unit, expected):
    assert read(cell, "amount", "agreement", unit=unit) == expected


@pytest.mark.parametrize(
    ("cell", "unit", "found"),
    [
        (5.0, "", "“5”看不出是元还是万元"),
        ("5", "", "“5”看不出是元还是万元"),
        ("3千元到1万元", "元", "“3千元到1万元”是一个范围，不是一个数"),
        ("2—3万元", "元", "“2—3万元”是一个范围，不是一个数"),
        ("5人", "元", "“5人”不是金额"),
        (0.001, "元", "“0.001”小于一分"),
        (date(2022, 1, 1), "元", "“2022-01-01”不是金额"),
    ],
)
def test_money_without_a_sure_unit_or_amount_is_refused(cell, unit, found):
    outcome = read(cell, "amount", "agreement", unit=unit)

    assert isinstance(outcome, Refused)
    assert outcome.found == found


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ((10_000.0, 500.0), "元"), ((10_000.0, 3.5), ""), ((10_000.0, "5"), ""),
        ((-80_000.0, 12.0), ""), ((9_999.0, 5.0), ""), ((-10_000.0,), "元"), (("12,000",), "元"),
        ((20_000.0, "1.5万"), ""), (("5000元", 3.0), ""), (("5000元", 0.0, ""), "元"), ((), "元"),
    ],
)  # fmt: skip
def test_bare_sums_are_yuan_only_where_nothing_else_is_possible(cells, unit):
    assert bare_unit(cells) == unit


def test_what_firms_turn_over_may_be_hundreds_of_millions():
    assert bare_unit((12_000.0, 800.0), "client") == ""
    assert read(12_000.0, "annual_output", "client", unit="万元") == 12_000_000_000


def test_yuan_in_a_column_of_ten_thousands_is_refused():
    assert read(50_000.0, "amount", "agreement", unit="万元") == Refused(
        "“50000”这一列以万元计，这个数像是元", "金额并写明单位，例如 5000元 或 0.5万元"
    )
    assert read("50000元", "amount", "agreement", unit="万元") == 5_000_000


def test_small_dues_and_bills_are_usual_beside_large_ones():
    assert bare_unit((10_000.0, 20.0), "dues") == "元"
    assert bare_unit((10_000.0, 3.5), "spending") == ""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("¥12,000.00", 1_200_000), ("￥ 12,000.5", 1_200_050), ("壹万贰仟元整", 1_200_000),
        ("人民币叁万元", 3_000_000), ("人民币3万元整", 3_000_000), ("RMB 500", 50_000),
        ("CNY 500", 50_000), ("500RMB", 50_000), ("500.00 元", 50_000), ("1.2 万", 1_200_000),
        ("1.2w", 1_200_000), ("三万五", 3_500_000), ("三万零五元", 3_000_500),
        ("壹佰贰拾叁元肆角伍分", 12_345), ("12元5角", 1_250), ("5000（元）", 500_000),
        ("2（万元）", 2_000_000), ("伍仟元整（¥5000.00）", 500_000), ("500元正", 50_000),
        ("人民币：5000元", 500_000),
        ("2万元（含税）", Noted(2_000_000, "2万元（含税）")),
        ("2万元(不含税)", Noted(2_000_000, "2万元(不含税)")),
        ("5000元（已付）", Noted(500_000, "5000元（已付）")),
    ],
)  # fmt: skip
def test_a_sum_says_its_unit_in_many_ways(cell, expected):
    assert read(cell, "amount", "agreement") == expected


@pytest.mark.parametrize(
    "cell",
    [
        "USD 500",
        "$500",
        "US$500",
        "500 USD",
        "500美元",
        "€500",
        "￡500",
        "港币500元",
        "500元（美元）",
    ],
)
def test_foreign_money_is_no_yuan(cell):
    for unit in ("", "元", "万元"):
        assert read(cell, "amount", "agreement", unit=unit) == Refused(
            f"“{cell}”是外币", "折合成人民币的金额，例如 5000元"
        )


@pytest.mark.parametrize(
    "cell", ["(500)", "（500）", "-500", "−500元", "负500元", -500.0, "¥(500)"]
)
def test_money_below_nothing_is_read_only_where_it_can_be(cell):
    expected = -50_000

    assert read(cell, "net_assets", "finance_year", unit="元") == expected
    assert read(cell, "paid", "spending", unit="元") == expected
    for kind, name in (("agreement", "amount"), ("dues", "paid"), ("finance_year", "income_total")):
        outcome = read(cell, name, kind, unit="元")
        assert isinstance(outcome, Refused)
        assert outcome.found.endswith("是负数，这一列不会有负数")


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("伍仟元整（¥6000.00）", "“伍仟元整（¥6000.00）”两处写的金额不一样"),
        ("3万元（其中财政2万元）", "“3万元（其中财政2万元）”不是一个金额"),
        ("2万元（暂估）", "“2万元（暂估）”不是数字"),
        ("500元/人", "“500元/人”不是数字"),
    ],
)
def test_a_sum_whose_remark_changes_it_is_refused(cell, found):
    outcome = read(cell, "amount", "agreement", unit="元")

    assert isinstance(outcome, Refused)
    assert outcome.found == found


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (True, True), (1.0, True), (0.0, False), ("是", True), ("否", False), ("有", True),
        ("无", False), ("没有", False), ("√", True), ("×", False), ("■", True), ("□", False),
        ("■是 □否", True), ("□是 ■否", False), ("☑", True), ("□是", False), ("Y", True),
        ("专职", True), ("兼职", False), ("非专职", False), ("不是", False),
        ("", None), ("-", Noted(None, "-")),
    ],
)  # fmt: skip
def test_a_mark_is_yes_or_no(cell, expected):
    assert read(cell, "full_time", "staff") == expected


def test_the_words_of_the_header_answer_too():
    assert read("完整", "file_complete", "member") is True
    assert read("不完整", "file_complete", "member") is False
    assert read("大概", "file_complete", "member") == Refused("“大概”不是“是”或“否”", "是 或 否")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("科普活动", "科普"), (" 科 普 ", "科普"), ("学术类", "学术"), ("培训班", "培训"),
        ("", None), ("-", Noted(None, "-")), ("无", Noted(None, "无")),
    ],
)  # fmt: skip
def test_a_term_is_found_by_its_aliases(cell, expected):
    assert read(cell, "kind") == expected


def test_none_is_a_term_where_the_vocabulary_has_it():
    assert read("无", "title_level", "member") == "无"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("进校园、农村", ("校园", "乡村")),
        ("校园,乡村；园区/机关\n社区", ("校园", "乡村", "园区", "机关", "社区")),
        ("校园、校园", ("校园",)),
        ("无", ()),
        ("-", Noted((), "-")),
        ("", None),
    ],
)
def test_several_terms_are_split(cell, expected):
    assert read(cell, "place_kind") == expected


def test_one_unknown_term_of_several_is_named():
    outcome = read("校园、月球", "place_kind")

    assert isinstance(outcome, Refused)
    assert outcome.found == "“月球”不在“活动场所”之列"


def test_a_list_without_vocabulary_takes_any_words():
    assert read("甲公司、乙 大学", "partners") == ("甲公司", "乙 大学")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (31.0, "31"),
        (13800000000.0, "13800000000"),
        ("0516-8000000", "0516-8000000"),
        ("007", "007"),
        ("'007", "007"),
        (" 甲\r\n乙 ", "甲\n乙"),
        ("甲\x07乙_x000D_", "甲乙"),
        ("-", Noted(None, "-")),
        ("无", "无"),
        (True, "是"),
        (date(2022, 1, 2), "2022-01-02"),
        ("   ", None),
        (
            320381199001011200.0,
            Refused(
                "“320381199001011200”位数太多，末尾几位已被表格软件改掉",
                "先把单元格格式设为“文本”，再重新输入",
            ),
        ),
        (
            "1.38E+10",
            Refused(
                "“1.38E+10”是科学计数法，后面的数字已经丢失", "先把单元格格式设为“文本”，再重新输入"
            ),
        ),
    ],
)
def test_text_keeps_ids_and_phones_whole(cell, expected):
    assert read(cell, "phone", "member") == expected


@pytest.mark.parametrize(
    "long", ["9" * 5000, "九" * 5000, "线上" * 3000, "2022年" * 3000, "1,000" * 999]
)
@pytest.mark.parametrize("name", ["attend_onsite", "start_on", "is_primary", "kind", "partners"])
def test_a_very_long_text_is_answered_at_once(long, name):
    outcome = read(long, name)

    assert isinstance(outcome, Refused | tuple)


def test_numbers_beyond_all_sense_are_refused():
    for cell in (1e300, "99999999999999999999"):
        assert isinstance(read(cell, "amount", "agreement", unit="元"), Refused)
        assert isinstance(read(cell, "attend_onsite"), Refused)
        assert isinstance(read(cell, "start_on"), Refused)


def test_what_is_typed_by_hand_is_read_as_a_row_is():
    pairs = [
        "活动主题=甲",
        "时间=2022年5月1日-3日",
        "参会人数=线上500人/线下约120人",
        "受众人次（万人次）=1.5",
    ]

    assert read_typed(ACTIVITY, pairs, "手工登记") == NewRecord(
        "activity",
        {
            "title": "甲",
            "start_on": date(2022, 5, 1),
            "end_on": date(2022, 5, 3),
            "attend_onsite": 120,
            "attend_online": 500,
            "audience_total": 15000,
        },
        "手工登记",
        {
            "start_on": "2022年5月1日-3日",
            "attend_onsite": "线上500人/线下约120人",
            "audience_total": "1.5",
        },
    )


def test_a_number_of_people_online_goes_where_it_belongs_with_its_hedge():
    assert read_typed(ACTIVITY, ["活动主题=甲", "参会人数=约60人（线上）"], "") == NewRecord(
        "activity", {"title": "甲", "attend_online": 60}, "", {"attend_online": "约60人（线上）"}
    )


def test_nothing_typed_behind_the_sign_empties_a_field():
    assert read_typed(ACTIVITY, ["线下人数=", "活动地点 = "], "") == NewRecord(
        "activity", {"attend_onsite": None, "place": None}
    )


def test_everything_wrong_with_what_was_typed_is_said_at_once():
    headers = "、".join(field.header for field in ACTIVITY.fields)
    date_advice = "定下来以后再填完整的日期，例如 2022-06-23，现在可以留空"

    assert read_typed(
        ACTIVITY, ["开始日期=待定", "天气=晴", "没有等号", "线上人数=5", "人数=线上6人/线下1人"], ""
    ) == [
        Issue("开始日期=待定", "“待定”没有日期", date_advice),
        Issue("天气=晴", "“活动”没有这一项", headers),
        Issue("没有等号", "缺少等号", headers),
        Issue("线上人数", "两处填的不一致", "两处一致，或只填一处"),
    ]


def test_a_reference_to_nothing_is_absent():
    assert read("无", "platform") == Noted(None, "无")
    assert read("某平台", "platform") == "某平台"


@pytest.mark.parametrize(
    ("vocabulary", "words", "word"),
    [
        ("cluster", "新材料", "新材料"),
        ("theme_tag", "科创浙江", "科创浙江"),
        ("platform_kind", "院士创新工作站", "院士创新工作站"),
        ("platform_kind", "“院士专家工作站”", "院士专家工作站"),
        ("evidence_kind", "产品检测报告", "产品检测报告"),
        ("occasion", "“全国科普月”", "全国科普月"),
        ("theme_tag", "“院士专家常州行”", "院士专家常州行"),
        ("org_type", "“学会”", "学会"),
    ],
)
def test_an_open_vocabulary_takes_words_of_other_places(vocabulary: str, words: str, word: str):
    assert term_converter(VOCABULARIES[vocabulary])(words) == word


@pytest.mark.parametrize(
    ("vocabulary", "words", "term"),
    [
        ("cluster", "高瑞装备", "高端装备"),
        ("cluster", "高端装备产业", "高端装备"),
        ("platform_kind", "学会专家工作站点", "学会专家工作站"),
        ("occasion", "科普曰", "科普日"),
        ("post_platform", "科创中国网", "科创中国"),
        ("evidence_kind", "合作协义", "合作协议"),
        ("kepu_asset_kind", "教育基地", "科普教育基地"),
    ],
)
def test_a_slip_of_a_known_word_is_no_new_word(vocabulary: str, words: str, term: str):
    assert term_converter(VOCABULARIES[vocabulary])(words) == Refused(
        f"“{words}”像是“{term}”的另一种写法", f"{term}；确实不同的，加上引号写成 “{words}”"
    )


def test_a_sentence_is_no_word_of_an_open_vocabulary():
    said = "围绕新材料的发展，举办了几场活动。"

    outcome = term_converter(VOCABULARIES["cluster"])(said)

    assert isinstance(outcome, Refused)
    assert outcome.found == f"“{said}”不在“产业集群”之列"


def test_each_word_of_a_list_may_be_one_of_another_place():
    convert = terms_converter(VOCABULARIES["theme_tag"])

    assert convert("乡村振兴、碳达峰；“科创中国行”") == ("乡村振兴", "碳达峰", "科创中国行")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0317-8471", "0317-8471"),
        ("2434-561X", "2434-561X"),
        ("03178471", Noted("0317-8471", "03178471")),
        ("ISSN 2434-561x", Noted("2434-561X", "ISSN 2434-561x")),
        ("ＩＳＳＮ：０３１７－８４７１", Noted("0317-8471", "ＩＳＳＮ：０３１７－８４７１")),
        (12345679.0, Noted("1234-5679", "12345679")),
        ("无", "无"),
        ("-", Noted(None, "-")),
        ("", None),
    ],
)
def test_an_international_number_of_a_journal_is_kept_in_its_form(cell, expected):
    assert read(cell, "issn", "journal") == expected


@pytest.mark.parametrize(
    ("cell", "found", "expected"),
    [
        (
            "0317-8417",
            "国际刊号“0317-8417”校验不符，有一位抄错了",
            "照前 7 位算，末位应是 2；请对照版权页逐位核对",
        ),
        ("317-8471", "“317-8471”不是国际刊号：有 7 位", "8 位国际刊号，例如 1234-5679"),
        ("已申请", "“已申请”不是国际刊号", "8 位国际刊号，例如 1234-5679"),
        (
            "CN 32-0000/N",
            "“CN 32-0000/N”是国内刊号",
            "8 位国际刊号，例如 1234-5679；国内刊号填在“国内刊号”列",
        ),
    ],
)
def test_a_journal_number_that_cannot_be_one_is_refused_with_the_reason(cell, found, expected):
    assert read(cell, "issn", "journal") == Refused(found, expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("91350100M000100Y43", "91350100M000100Y43"),
        ("51320000mj0000000p", Noted("51320000MJ0000000P", "51320000mj0000000p")),
        ("51320000 MJ0000000P", Noted("51320000MJ0000000P", "51320000 MJ0000000P")),
        ("某社证字第0012号", "某社证字第0012号"),
        ("无", "无"),
        ("", None),
    ],
)
def test_a_credit_code_is_read_and_an_older_certificate_number_too(cell, expected):
    assert read(cell, "credit_code", "society") == expected


@pytest.mark.parametrize(
    ("cell", "found", "expected"),
    [
        (
            "51320000MJ0000001P",
            "信用代码“51320000MJ0000001P”校验不符，有一位抄错了",
            "照前 17 位算，末位应是 T；请对照登记证书逐位核对",
        ),
        (
            "5132000MJ0000000P",
            "信用代码“5132000MJ0000000P”有 17 位",
            "18 位统一社会信用代码，请对照登记证书",
        ),
        (
            "513200O0MJ0000000P",
            "信用代码“513200O0MJ0000000P”第 7 位的 O 不会出现在代码里，可能是 0",
            "18 位统一社会信用代码，请对照登记证书",
        ),
    ],
)
def test_a_credit_code_that_cannot_be_one_is_refused_with_the_reason(cell, found, expected):
    assert read(cell, "credit_code", "society") == Refused(found, expected)


@pytest.mark.parametrize("field", ["year", "issue_no"])
def test_none_of_what_only_names_something_is_not_zero(field):
    assert read("无", field, "journal_issue") == Noted(None, "无")


def test_none_of_a_measured_number_is_zero():
    assert read("无", "area_m2", "premises") == Noted(Decimal(0), "无")


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("超百场", "场"), ("10000余份", "份"), ("80余次", "次"), ("500家", "家"), ("1.5万个", "个")],
)
def test_what_counts_no_heads_is_no_number_of_people(cell, unit):
    for name in ("attend_onsite", "attend_online"):
        outcome = read(cell, name)

        assert isinstance(outcome, Refused), outcome
        assert f"数的是“{unit}”" in outcome.found or "没有确切的数" in outcome.found
