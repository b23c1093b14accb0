"""Workbooks as other programs write them: all that the format allows and Excel never does."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest
from openpyxl.styles import Font

from societyctl.errors import ExitCode, WorkbookError
from societyctl.sheets import read_files
from societyctl.sheets.writing import annotate

ROWS = [["活动名称", "活动日期", "线下人数"], ["甲", date(2022, 5, 1), "#N/A"]]


def rewritten(path, part, *changes):
    """Change the text of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry).decode() for entry in archive.infolist()}
    for old, new in changes:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refused(path):
    """Return the message and the advice that a file is refused with."""
    with pytest.raises(WorkbookError) as caught:
        read_files([path])
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize("name", ["Bob's", "一>二", "二'三' 四"])
def test_errors_are_seen_whatever_the_sheet_is_called(make_book, name):
    path = make_book({"活动": ROWS})
    given = name.replace("<", "&lt;")
    rewritten(path, "xl/workbook.xml", ('name="活动"', f'name="{given}"'))
    (issue,) = read_files([path], kind="活动").all_issues

    assert (issue.where, issue.found) == (f"events.xlsx {name}!C2", "显示为 #N/A 错误")


def test_errors_in_cells_that_do_not_say_where_they_stand_are_not_lost(make_book):
    path = rewritten(make_book({"活动": ROWS}), "xl/worksheets/sheet1.xml", ('r="C2" ', ""))

    assert refused(path) == (
        "events.xlsx 活动：有的格子没有写明位置，看不出是哪一格显示为错误或百分数",
        "请用 Excel 或 WPS 打开并另存为 .xlsx",
    )


def test_plain_cells_need_not_say_where_they_stand(make_book):
    path = make_book({"活动": [ROWS[0], ["甲", date(2022, 5, 1), 30]]})
    rewritten(path, "xl/worksheets/sheet1.xml", ('r="C2" ', ""))
    (record,) = read_files([path]).records

    assert record.values["attend_onsite"] == 30


def test_styles_in_single_quotes_count(make_book):
    def strike(sheet):
        sheet["A2"].font = Font(strike=True)

    path = make_book({"活动": [ROWS[0], ["甲", date(2022, 5, 1), 30]]}, touch=strike)
    rewritten(path, "xl/worksheets/sheet1.xml", ('"', "'"))
    (issue,) = read_files([path]).all_issues

    assert issue.found == "这一格画着删除线"


def test_a_sheet_that_cannot_be_looked_through_is_not_read(make_book):
    path = make_book({"活动": ROWS})
    rewritten(path, "xl/_rels/workbook.xml.rels", ("<Relationship ", "<Relationship\u00a0"))

    assert refused(path)[0] in ("events.xlsx：文件已损坏或不是表格", "events.xlsx：没有内容")


@pytest.mark.parametrize(
    ("part", "found", "advice"),
    [
        ("xl/workbook.bin", "是二进制工作簿（.xlsb），读不全", "另存为 .xlsx"),
        ("Index/Document.iwa", "是苹果的 Numbers 表格", "在 Numbers 里导出"),
        ("word/document.xml", "是 Word 文件，不是表格", "请选择 .xlsx"),
    ],
)
def test_other_archives_are_called_what_they_are(tmp_path, part, found, advice):
    path = tmp_path / "表.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, b"content")
    message, hint = refused(path)

    assert message == f"表.xlsx：{found}"
    assert advice in hint


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/styles.xml", ("<fonts", "<fants")),
        ("xl/styles.xml", ('fontId="0"', 'fontId="99"')),
        ("xl/worksheets/sheet1.xml", ("<sheetViews>", "<sheetViews><sheetView>")),
        ("docProps/core.xml", ("<dc:creator", "<dc:creator <")),
    ],
)
def test_what_cannot_be_marked_in_place_is_refused_by_name(make_book, tmp_path, part, change):
    path = make_book({"活动": ROWS})
    reading = read_files([rewritten(path, part, change)])

    with pytest.raises(WorkbookError, match=r"^events.xlsx：格式特殊，不能在原表上标注$") as caught:
        annotate(reading, "events.xlsx", tmp_path / "标注.xlsx")

    assert caught.value.exit_code == ExitCode.INPUT
    assert not (tmp_path / "标注.xlsx").exists()
