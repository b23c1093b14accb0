"""What holds for any sheet, however odd: nothing is lost, nothing escapes but our own errors."""

from __future__ import annotations

import io
import tempfile
import zipfile
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.errors import SocietyError
from societyctl.sheets import read_files
from societyctl.sheets.cells.dates import DateColumn, date_converter
from societyctl.sheets.cells.money import MoneyColumn, money_converter
from societyctl.sheets.cells.outcome import Noted, Refused
from societyctl.sheets.writing import annotate
from tests.effort import examples

HEADERS = (
    "活动名称 活动类别 活动日期 参会人数 合同金额 合作单位 备注 协议名称 "
    "对方单位 签订日期 姓名 序号 线下 人次"
).split()
WORDS = (
    "甲 科普 学朮 合计 其中：科普日 无 - 示例 注： 一、 待定 约200人 2022111 12月14-20日 "
    "2022年5月1日 线上5人/线下6人 #REF! =1+1 5万元 1. ■是□否 二O一五年 \u200b 1e5 NaN ∞ ① ² ½ ٣"
).split(" ")
CHARACTERS = st.integers(0x20, 0x10F7FF).map(lambda at: chr(at if at < 0xD800 else at + 0x800))
"""Any but control characters and halves of pairs."""
CELLS = st.one_of(
    st.none(),
    st.sampled_from(HEADERS),
    st.sampled_from(WORDS),
    st.integers(-5, 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1901, 1, 1)),
    st.just(time(14, 0)),
    st.booleans(),
    st.lists(CHARACTERS, max_size=6).map("".join),
)
GRIDS = st.lists(st.lists(CELLS, max_size=7), max_size=9)
FIRST = st.sampled_from(
    [
        [],
        [["活动名称", "活动日期", "参会人数", "活动类别"]],
        [["协议名称", "对方单位", "合同金额", "签订日期"]],
    ]
)


def first_choices(reading):
    """Return an answer to every question that offers one."""
    return {one.key: one.choices[0] for one in reading.questions if one.choices}


def refused_or_read(path):
    """Read a file; a refusal has to say why."""
    try:
        return read_files([path])
    except SocietyError as refused:
        assert refused.issues, refused.message  # noqa: PT017
        return None


def save(rows, path, merges=()):
    """Write a workbook; a text that a workbook cannot hold is left out."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merges:
        sheet.merge_cells(cells)
    book.save(path)


@pytest.mark.slow
@examples(80)
@given(
    FIRST,
    GRIDS,
    st.lists(
        st.sampled_from(["A1:C1", "A2:A4", "B3:D3", "C1:D2", "D4:D6"]), max_size=2, unique=True
    ),
)
def test_every_filled_row_is_accounted_for(first, grid, merges):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "任意.xlsx"
        save(first + grid, path, merges if "C1:D2" not in merges else merges[:1])
        reading = refused_or_read(path)
        if reading is None:
            return
        annotate(reading, "任意.xlsx", Path(folder) / "标注.xlsx")
        with suppress(SocietyError):
            read_files([path], mapping=first_choices(reading))

    for sheet in reading.tables:
        rows = [row.row for row in sheet.rejected]
        rows += [int(record.source.rpartition("!")[2]) for record in sheet.records]
        rows += [row for run in sheet.skipped for row in range(run.row, run.row + run.count)]
        assert len(rows) == len(set(rows)) == sheet.rows_read
        assert not set(rows) & set(sheet.header_rows)
        assert all(
            issue.where.startswith("任意.xlsx") for row in sheet.rejected for issue in row.issues
        )


@examples(60)
@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".xls", ".txt"]))
def test_any_bytes_are_read_or_refused(content, suffix):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"任意{suffix}"
        path.write_bytes(content)
        refused_or_read(path)


@examples(60)
@given(
    st.integers(0, 11),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3)), min_size=1, max_size=5),
)
def test_a_damaged_workbook_is_read_or_refused(part, damages):
    buffer = io.BytesIO()
    save([HEADERS[:4], ["甲", "科普", date(2022, 5, 1), 5]], buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    target = parts[sorted(parts)[part % len(parts)]]
    for where, content in damages:
        at = int(where * len(target))
        target[at : at + len(content)] = content[::-1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "损坏.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, bytes(content))
        refused_or_read(path)


@pytest.mark.slow
@examples(60)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_xls_file_is_read_or_refused(damages):
    content = bytearray((Path(__file__).parent / "data" / "activities.xls").read_bytes())
    for where, byte in damages:
        content[min(int(where * len(content)), len(content) - 1)] = byte
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "损坏.xls"
        path.write_bytes(content)
        refused_or_read(path)


DAYS = st.dates(date(1950, 1, 1), date(2098, 12, 31))
DATE_FORMS = st.sampled_from(
    "{0:%Y-%m-%d}|{0.year}-{0.month}-{0.day}|{0.year}/{0.month}/{0.day}|{0.year}.{0.month}.{0.day}"
    "|{0:%Y%m%d}|{0.year}年{0.month}月{0.day}日|{0:%Y}年{0:%m}月{0:%d}号".split("|")
)
CLOCK_FORMS = st.sampled_from(
    "{0.hour}:{0.minute:02}|{0:%H:%M}|{0:%H:%M:%S}|{0.hour}：{0.minute:02}|{0.hour}点|{0.hour} 点"
    "|{0.hour}时{0.minute}分|上午{0.hour}点半|下午 {0.hour}:{0.minute:02}".split("|")
)


@given(DAYS, DATE_FORMS, st.sampled_from([" ", "  ", "\u3000", "\n"]), st.times(), CLOCK_FORMS)
def test_a_time_of_day_takes_nothing_from_the_date_before_it(day, form, blank, clock, clock_form):
    convert = date_converter(DateColumn())

    assert convert(f"{form.format(day)}{blank}{clock_form.format(clock)}") == day


WEEKDAYS = st.sampled_from(["周", "星期", "礼拜"]).flatmap(
    lambda word: st.sampled_from([f"{word}{day}" for day in "一二三四五六日天"])
)
REMARKS = st.one_of(
    WEEKDAYS,
    st.sampled_from(
        "线上 线下 3天 1天 三楼 第2期 5月6日 9:00 9am 上午9 下午 2022 12 延期 元旦".split()
    ),
    st.text("年月日周一三0123456789.-/:点时上午apm线下", max_size=6),
)


@given(DAYS, DATE_FORMS, st.sampled_from(["({})", "（{}）", " （{}）", " {}", "，{}"]), REMARKS)
def test_what_stands_behind_a_date_makes_no_other_date_of_it(day, form, beside, remark):
    if beside in {" {}", "，{}"} and not remark.startswith(("周", "星期", "礼拜", "上午", "下午")):
        return  # bare digits may belong to the date
    read = date_converter(DateColumn())(f"{form.format(day)}{beside.format(remark)}")

    assert isinstance(read, Refused) or day == (read.value if isinstance(read, Noted) else read)


MONEY_FORMS = st.sampled_from(
    "{0}元|{0} 元|¥{0}|￥ {0:,}|RMB {0}|CNY{0:,}.00|人民币{0}元整|{0}元（含税）|{0:.2f}元|{0}.0元"
    "".split("|")
)


@given(st.integers(1, 99_999_999), MONEY_FORMS)
def test_a_sum_is_the_same_in_every_notation(yuan, form):
    read = money_converter(MoneyColumn())(form.format(yuan))

    assert (read.value if isinstance(read, Noted) else read) == yuan * 100


@given(st.integers(1, 99_999_999))
def test_a_sum_in_ten_thousands_is_the_same_sum(hundreds):
    typed = Decimal(hundreds) / 100

    for form in ("{:f}万元", "{:f}万", "¥{:f}万元", "{:f}（万元）", "人民币{:f}万元整"):
        assert money_converter(MoneyColumn())(form.format(typed)) == hundreds * 10_000


@given(DAYS, st.integers(0, 300), DATE_FORMS, st.times(), st.times(), CLOCK_FORMS)
def test_times_of_day_take_nothing_from_the_ends_of_a_range(
    start, length, form, from_, until, clock_form
):
    convert, end = date_converter(DateColumn("end_on")), start + timedelta(days=length)
    ends = ((start, from_), (end, until))

    typed = " 至 ".join(f"{form.format(day)} {clock_form.format(clock)}" for day, clock in ends)

    read = convert(typed)
    assert isinstance(read, Noted) or form == "{0:%Y%m%d}", read
    if isinstance(read, Noted):
        assert (read.value, read.more) == (start, {"end_on": end})
