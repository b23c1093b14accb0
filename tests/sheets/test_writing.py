"""Blank workbooks and exports: what is written is read back as the same values."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.records import NewRecord
from societyctl.errors import UsageError, WorkbookError
from societyctl.sheets import read_files
from societyctl.sheets.writing import write_blank, write_records
from tests.effort import examples
from tests.sheets.drawn_records import records


@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=list(RECORD_KINDS))
def test_what_is_written_is_read_back(kind):
    @given(st.lists(records(kind), min_size=1, max_size=4, unique_by=lambda record: record.key))
    def round_trip(written):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "导出.xlsx"
            write_records({kind.name: written}, path)
            reading = read_files([path])

        assert reading.all_issues == ()
        assert [dict(record.values) for record in reading.records] == [
            dict(record.values) for record in written
        ]

    examples(5)(round_trip)()


def test_a_hedged_number_stays_hedged(tmp_path, read_rows):
    first = read_rows(
        [
            ["活动名称", "活动日期", "参会人数", "受众人次"],
            ["甲", "2022年5月1日-3日", "线上500人/线下约120人", "1.5万"],
            ["乙", "2022-05", "-", "无"],
        ]
    ).records
    write_records({"activity": first}, tmp_path / "导出.xlsx")

    again = read_files([tmp_path / "导出.xlsx"]).records
    assert [(r.values, r.entered) for r in again] == [(r.values, r.entered) for r in first]


@pytest.mark.parametrize("satisfaction", ["0.5", "1", "1.5", "100"])
def test_a_small_percentage_is_not_taken_for_a_share_when_read_again(tmp_path, satisfaction):
    values = {"title": "走访", "start_on": date(2022, 5, 1), "satisfaction": Decimal(satisfaction)}
    write_records({"member_service": [NewRecord("member_service", values)]}, tmp_path / "导出.xlsx")

    reading = read_files([tmp_path / "导出.xlsx"])

    assert reading.all_issues == ()
    assert reading.records[0].values == values


def test_a_stored_record_is_written_too(tmp_path):
    stored = {"id": 3, "record": "client", "key": "某公司", "name": "某公司", "county": None}
    write_records({"client": [stored]}, tmp_path / "导出.xlsx")

    assert read_files([tmp_path / "导出.xlsx"]).records[0].values == {"name": "某公司"}


def test_an_outdated_text_gives_way_to_the_value(tmp_path):
    record = NewRecord(
        "activity",
        {"title": "甲", "start_on": date(2022, 5, 1), "attend_onsite": 210},
        entered={"attend_onsite": "约200人"},
    )
    write_records({"活动": [record]}, tmp_path / "导出.xlsx")

    (again,) = read_files([tmp_path / "导出.xlsx"]).records
    assert (again.values, again.entered) == (record.values, {})


@pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@某人", '=HYPERLINK("http://x")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path, text):
    record = NewRecord("client", {"name": text})
    write_records({"client": [record]}, tmp_path / "导出.xlsx")

    cell = openpyxl.load_workbook(tmp_path / "导出.xlsx").worksheets[0]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert read_files([tmp_path / "导出.xlsx"]).records[0].values == {"name": text}


def test_a_blank_workbook_explains_itself_and_holds_nothing_to_import(tmp_path):
    out = tmp_path / "空白.xlsx"
    write_blank(["activity", "协议"], out)

    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["活动", "协议", "填写说明"]
    sheet = book["协议"]
    assert [cell.value for cell in sheet[1]][:5] == [
        "序号",
        "协议编号",
        "协议名称",
        "协议类别",
        "对方单位",
    ]
    assert "金额（元）" in [cell.value for cell in sheet[1]]
    assert sheet["A2"].value == "示例"
    kinds = {check.type for check in sheet.data_validations.dataValidation}
    assert kinds == {"list", "date", "decimal"}
    with pytest.raises(WorkbookError) as caught:
        read_files([out])
    assert [(one.where, one.found) for one in caught.value.issues] == [
        (f"空白.xlsx {sheet}", "没有一行数据（跳过了：示例行）") for sheet in ("活动", "协议")
    ]


@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=list(RECORD_KINDS))
def test_the_example_row_of_every_blank_sheet_would_read_cleanly(tmp_path, kind):
    out = tmp_path / "空白.xlsx"
    write_blank([kind.name], out)
    book = openpyxl.load_workbook(out)
    book.worksheets[0]["A2"] = 1
    book.save(out)

    reading = read_files([out])
    assert reading.all_issues == ()
    assert reading.questions == ()
    assert [record.kind for record in reading.records] == [kind.name]


@pytest.mark.slow
def test_all_kinds_are_written_when_none_is_named(tmp_path):
    write_blank([], tmp_path / "空白.xlsx")

    sheets = openpyxl.load_workbook(tmp_path / "空白.xlsx").sheetnames
    assert set(sheets) >= {kind.title for kind in RECORD_KINDS.values()}


def test_an_unknown_kind_and_an_impossible_file_are_refused(tmp_path):
    with pytest.raises(UsageError):
        write_blank(["天气"], tmp_path / "空白.xlsx")
    with pytest.raises(UsageError):
        write_blank(["活动"], tmp_path / "空白.docx")
    with pytest.raises(WorkbookError):
        write_blank(["活动"], tmp_path / "没有的文件夹" / "空白.xlsx")


def test_words_of_other_places_are_written_so_that_they_are_read_back(tmp_path):
    words = ("乡村振兴", "碳达峰", "院士专家常州行")
    held = {"title": "讲座", "start_on": date(2022, 9, 17)}
    record = NewRecord("activity", {**held, "theme_tags": words, "occasion": "科普月"})
    write_records({"activity": [record]}, tmp_path / "出.xlsx")

    (sheet,) = read_files([tmp_path / "出.xlsx"]).tables

    assert [dict(one.values) for one in sheet.records] == [dict(record.values)]
