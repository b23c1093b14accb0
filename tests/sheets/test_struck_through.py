"""What is struck through in a sheet no longer holds, or does it? Only the person knows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from societyctl.sheets import read_files
from societyctl.sheets.files import sheet_xml
from tests.sheets.nasty import write_ods
from tests.tools.fuzz_workbooks import with_shared_strings

DATA = Path(__file__).parent / "data"
ROW, CELL = "这一行画着删除线", "这一格（或其中几个字）画着删除线"
HEADERS = ["活动名称", "活动日期", "线下人数", "附记"]


def found(reading):
    """Return where something is wrong, and what."""
    return [(issue.where.rpartition("!")[2], issue.found) for issue in reading.all_issues]


def titles(reading):
    """Return the names of the events that were read."""
    return [record.values["title"] for record in reading.records]


@pytest.mark.parametrize("font", [Font(strike=True), Font(name="宋体", b=True, strike=True)])
def test_rows_and_cells_struck_through_are_asked_about(make_book, font):
    def strike(sheet):
        for address in ("A3", "B3", "C3", "C4", "A5", "B5", "C5", "D5", "D6", "A20"):
            sheet[address].font = font

    rows = [[name, date(2022, 5, day), 30, "好"] for day, name in enumerate("甲乙丙丁戊", 1)]
    rows[1][3] = None
    path = make_book({"活动": [HEADERS, *rows]}, touch=strike)
    reading = read_files([path], mapping={"附记": "忽略"})

    assert titles(reading) == ["甲", "戊"]
    assert found(reading) == [("A3", ROW), ("C4", CELL), ("A5", ROW)]


@pytest.mark.parametrize("shared", [False, True])
def test_a_few_words_struck_through_are_asked_about(make_book, shared):
    struck = TextBlock(InlineFont(strike=True), "张三")
    rows = [["姓名", "单位"], [CellRichText(struck, "李四"), "一厂"], ["王五", "二厂"]]
    path = make_book({"会员": rows})
    if shared:
        path.write_bytes(with_shared_strings(path.read_bytes()))
    reading = read_files([path], kind="会员")

    assert [record.values["name"] for record in reading.records] == ["王五"]
    assert found(reading) == [("A2", CELL)]


def test_lines_that_are_switched_off_strike_nothing(make_book):
    def strike(sheet):
        sheet["A2"].font = Font(strike=False)
        sheet["B2"].font = Font(u="single")

    path = make_book({"活动": [HEADERS, ["甲", date(2022, 5, 1), 30]]}, touch=strike)

    assert titles(read_files([path])) == ["甲"]


def test_a_value_of_a_form_struck_through_is_asked_about(make_book):
    def strike(sheet):
        sheet["B2"].font = Font(strike=True)

    rows = [["活动名称", "甲"], ["线下人数", 30], ["活动日期", "2022-05-01"], ["地点", "某地"]]
    reading = read_files([make_book({"活动": rows}, touch=strike)], kind="活动")

    assert found(reading) == [("B2", CELL)]


@pytest.mark.slow
def test_an_old_workbook_tells_what_is_struck_through(tmp_path):
    content = bytearray((DATA / "formats.xls").read_bytes())
    fonts = [match.start() for match in re.finditer(rb"\x31\0\x15\0\xc8\0", content)]
    content[fonts[10] + 6] |= 8  # that of a single cell
    path = tmp_path / "旧表.xls"
    path.write_bytes(content)

    assert found(read_files([path])) == [("C3", CELL)]


@pytest.mark.slow
def test_an_open_document_tells_what_is_struck_through(tmp_path):
    def style(name, line):
        text = f'<style:text-properties style:text-line-through-style="{line}"/>'
        return f'<style:style style:name="{name}" style:family="table-cell">{text}</style:style>'

    def row(title, day, given=""):
        cells = "".join(
            f'<table:table-cell{given} office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
            for text in (title, day)
        )
        return f"<table:table-row>{cells}</table:table-row>"

    body = row("活动名称", "活动日期") + "".join(
        row(title, "2022-05-01", f' table:style-name="{name}"')
        for title, name in (("甲", "none"), ("乙", "line"))
    )
    path = tmp_path / "表.ods"
    write_ods(path, body, styles=style("none", "none") + style("line", "solid"))
    reading = read_files([path])

    assert titles(reading) == ["甲"]
    assert found(reading) == [("A3", ROW)]


def test_a_sheet_with_more_errors_than_can_be_listed_is_refused(make_book, monkeypatch):
    monkeypatch.setattr(sheet_xml, "_MOST_NOTED", 2)
    rows = [["甲", date(2022, 5, 1), "#N/A"] for _ in range(4)]
    path = make_book({"活动": [HEADERS, *rows]})

    with pytest.raises(Exception, match="有十万多格显示为错误") as caught:
        read_files([path])
    assert "选择性粘贴为数值" in caught.value.hint
