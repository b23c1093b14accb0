"""What becomes of the columns of a sheet: each is stored, explained, left out or asked about."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.errors import SocietyError
from societyctl.sheets import Memory, SheetsRead, read_files

OWN = "某市示例学会"


def uses_of(reading: SheetsRead) -> list[tuple[str, str, str, str]]:
    """Return place, header, use and field of every column."""
    uses = [use for table in reading.tables for use in table.uses]
    return [(use.letters, use.header, use.use, use.field) for use in uses]


def test_each_column_is_stored_explained_left_out_or_asked(read_rows: Callable[..., SheetsRead]):
    reading = read_rows(
        [
            ["序号", "活动名称", "类型", "年份", "月", "日", "参加单位", "", "人数（人次）"],
            [1, "甲讲座", "科普", 2022, 5, 6, "甲公司", "看照片", 30],
            [2, "乙讲座", "科普", 2022, 5, 7, "乙公司", "", 40],
        ]
    )

    assert uses_of(reading) == [
        ("A", "序号", "left", ""),
        ("B", "活动名称", "stored", "活动名称"),
        ("C", "类型", "stored", "活动类别"),
        ("D", "年份", "explained", ""),
        ("E", "月", "explained", ""),
        ("F", "日", "explained", ""),
        ("G", "参加单位", "left", ""),
        ("H", "H列", "left", ""),
        ("I", "人数（人次）", "asked", ""),
    ]


def test_a_column_without_a_header_that_holds_data_is_asked_about(
    read_rows: Callable[..., SheetsRead],
):
    rows = [["活动名称", "活动类别", "", "开始日期"], ["甲", "科普", "120人", "2022-05-06"]]

    reading = read_rows(rows)
    (question,) = reading.questions
    answered = read_rows(rows, mapping={question.key: "线下人数"})

    assert (question.header, question.blocking) == ("C列", True)
    assert answered.records[0].values["attend_onsite"] == 120
    assert [(use.field, use.why) for use in answered.tables[0].uses][2] == ("线下人数", "您说的")


def test_a_party_that_is_the_society_explains_the_other(read_rows: Callable[..., SheetsRead]):
    rows = [["协议名称", "甲方", "乙方", "签订日期"], ["甲协议", "甲农场", OWN, "2022-05-06"]]

    reading = read_rows(rows, "协议", memory=Memory(own_names=[OWN]))

    assert uses_of(reading)[1:3] == [
        ("B", "甲方", "stored", "对方单位"),
        ("C", "乙方", "explained", ""),
    ]
    assert reading.tables[0].ignored_columns == ()


@pytest.mark.parametrize(
    ("header", "is_guess"), [("活动类别", False), ("类型", True), ("活动 类别", False)]
)
def test_a_header_of_another_name_is_a_guess_until_somebody_says_so(
    read_rows: Callable[..., SheetsRead], header: str, is_guess: bool
):
    rows = [["活动名称", header, "开始日期"], ["甲讲座", "科普", "2022-05-06"]]

    guessed = read_rows(rows)
    said = read_rows(rows, mapping={header: "活动类别"})

    assert guessed.tables[0].uses[1].is_guess is is_guess
    assert (said.tables[0].uses[1].is_guess, said.tables[0].uses[1].why) == (False, "您说的")


@pytest.mark.parametrize(
    ("sheet", "headers", "options", "why"),
    [
        ("活动", ["活动名称", "活动类别", "开始日期"], {}, "看工作表名"),
        ("表1", ["活动名称", "活动类别", "开始日期"], {"kind": "活动"}, "用 --kind 指明的"),
        ("表1", ["活动名称", "活动类别", "开始日期"], {"mapping": {"记录类别": "活动"}}, "您说的"),
    ],
)
def test_a_kind_says_why_it_was_taken(
    read_rows: Callable[..., SheetsRead],
    sheet: str,
    headers: list[str],
    options: dict[str, object],
    why: str,
):
    reading = read_rows([headers, ["甲讲座", "科普", "2022-05-06"]], sheet, **options)

    assert (reading.tables[0].told.title, reading.tables[0].told.why) == ("活动", why)
    assert not reading.tables[0].told.is_guess


def test_a_kind_told_by_its_headers_alone_is_a_guess(make_book: Callable[..., object]):
    rows = [["活动名称", "活动类别", "开始日期"], ["甲讲座", "科普", "2022-05-06"]]

    told = read_files([make_book({"表1": rows}, "a.xlsx")]).tables[0].told

    assert (told.title, told.why, told.is_guess) == (
        "活动",
        "看表头：活动名称、活动类别、开始日期",
        True,
    )


_HEADERS = sorted(
    {
        header
        for kind in RECORD_KINDS.values()
        for one in kind.fields
        for header in (one.header, *one.synonyms)
    }
    | {"", "序号", "备注", "年份", "月", "日", "甲方", "乙方", "参会嘉宾", "到场人数（人次）"}
)
_CELLS = st.sampled_from(["", "甲", "120人", "2022-05-06", "科普", "5", "3万元", OWN])


@pytest.mark.slow
@given(
    st.sampled_from(["活动", "会员", "协议", "表1"]),
    st.lists(st.sampled_from(_HEADERS), min_size=2, max_size=8),
    st.lists(st.lists(_CELLS, min_size=8, max_size=8), min_size=1, max_size=3),
)
def test_no_column_is_without_its_use_and_none_has_two(sheet, headers, body):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{sheet}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([headers, *body])
        try:
            reading = read_files([path])
        except SocietyError:
            return

    for table in reading.tables:
        places = [use.letters for use in table.uses]
        named = {get_column_letter(at) for at, header in enumerate(headers, 1) if header}
        assert len(places) == len(set(places))
        assert set(places) >= named
        for use in table.uses:
            assert (use.use == "stored") == bool(use.field)
            assert use.use == "stored" or use.why
