"""The user's own workbook comes back marked, and mended it reads cleanly."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from societyctl.domain.dates import PartialDate
from societyctl.errors import UsageError
from societyctl.sheets import read_files
from societyctl.sheets.writing import annotate

DATA = Path(__file__).parent / "data"
HEADERS = ["活动名称", "活动类别", "开始日期", "线下人数"]
DAY = date(2022, 5, 1)
ROWS = [
    ["2022年活动台账"],
    HEADERS,
    ["甲", "天文", DAY, 10],
    ["乙", "科普", DAY, 20],
    ["丙", "科普", "待定", "许多"],
    ["丁", "科普", None, 5],
]


def paint(sheet):
    """Give the sheet formats and a comment of its own."""
    sheet.merge_cells("A1:D1")
    sheet["A4"].font = Font(bold=True, color="0000FF")
    sheet["B4"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["B3"].comment = Comment("自己的批注", "某某")
    sheet.column_dimensions["A"].width = 40


def marked(path):
    """Return the coloured cells with their comments, and the column of reasons."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    near = [cell for row in sheet.iter_rows(max_row=20, max_col=8) for cell in row]
    comments = {cell.coordinate: cell.comment.text for cell in near if cell.comment}
    reasons = {cell.row: cell.value for cell in near if cell.column == 5 and cell.value}
    return sheet, comments, reasons


def test_bad_cells_are_marked_and_formats_kept(make_book, tmp_path):
    path = make_book({"活动": ROWS}, touch=paint)
    out = tmp_path / "标注.xlsx"

    annotate(read_files([path]), "events.xlsx", out)

    sheet, comments, reasons = marked(out)
    terms = "可填 学术、科普、科技服务、决策咨询、培训、党建、会员服务、志愿服务、调研、赛事、其他"
    date_advice = "定下来以后再填完整的日期，例如 2022-06-23，现在可以留空"
    number_advice = "一个数字，例如 200；不确切的可写 约200"
    assert comments == {
        "B3": f"自己的批注\n【导入检查】“天文”不在“活动类别”之列；应为：{terms}",
        "C5": f"【导入检查】“待定”没有日期；应为：{date_advice}",
        "D5": f"【导入检查】“许多”没有确切的数；应为：{number_advice}",
        "C6": "【导入检查】没有填“开始日期”；应为：填上“开始日期”，才能认出是哪一条",
    }
    assert reasons == {
        2: "问题",
        3: f"B3 “天文”不在“活动类别”之列；应为：{terms}",
        5: f"C5 “待定”没有日期；应为：{date_advice}\nD5 “许多”没有确切的数；应为：{number_advice}",
        6: "C6 没有填“开始日期”；应为：填上“开始日期”，才能认出是哪一条",
    }
    assert {sheet[spot].fill.fgColor.rgb for spot in comments} == {"00FFC7CE"}
    assert sheet["B4"].fill.fgColor.rgb == "0000FF00"
    assert sheet["A4"].font.color.rgb == "000000FF"
    assert sheet.column_dimensions["A"].width == 40
    assert [str(cells) for cells in sheet.merged_cells.ranges] == ["A1:D1"]


def test_the_mended_workbook_reads_cleanly(make_book, tmp_path):
    out = tmp_path / "标注.xlsx"
    annotate(read_files([make_book({"活动": ROWS})]), "events.xlsx", out)
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    sheet["B3"], sheet["C5"], sheet["D5"], sheet["C6"] = "学术", DAY, "约300人", DAY
    book.save(out)

    reading = read_files([out])
    assert [record.values["title"] for record in reading.records] == ["甲", "乙", "丙", "丁"]
    assert reading.all_issues == ()
    assert reading.questions == ()

    again = tmp_path / "再标注.xlsx"
    annotate(reading, "标注.xlsx", again)
    _, comments, reasons = marked(again)
    assert (comments, reasons) == ({}, {2: "问题"})


def test_a_second_round_marks_what_is_still_wrong_and_keeps_ones_own_comment(make_book, tmp_path):
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    annotate(read_files([make_book({"活动": ROWS}, touch=paint)]), "events.xlsx", first)
    book = openpyxl.load_workbook(first)
    book.worksheets[0]["C5"], book.worksheets[0]["C6"] = DAY, DAY
    book.save(first)

    annotate(read_files([first]), "一.xlsx", second)

    sheet, comments, reasons = marked(second)
    assert {spot: text.count("【导入检查】") for spot, text in comments.items()} == {
        "B3": 1,
        "D5": 1,
    }
    assert comments["B3"].startswith("自己的批注\n【导入检查】“天文”")
    assert list(reasons) == [2, 3, 5]
    assert sheet["C5"].fill.fill_type is None


def test_formats_far_beyond_the_table_are_no_burden(make_book, tmp_path):
    def paint_far(sheet):
        sheet["XFD1048576"].fill = PatternFill("solid", fgColor="FFFF00")

    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    annotate(read_files([make_book({"活动": ROWS}, touch=paint_far)]), "events.xlsx", first)
    annotate(read_files([first]), "一.xlsx", second)

    assert [list(marked(path)[2]) for path in (first, second)] == [[2, 3, 5, 6]] * 2


def test_what_the_library_cannot_keep_is_no_reason_to_warn(make_book, tmp_path):
    path = make_book({"活动": ROWS})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    space = b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    extension = b'<extLst><ext %s uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst>' % space
    parts[name] = parts[name].replace(b"</worksheet>", extension + b"</worksheet>")
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)

    annotate(read_files([path]), "events.xlsx", tmp_path / "标注.xlsx")

    assert list(marked(tmp_path / "标注.xlsx")[2]) == [2, 3, 5, 6]


def test_questions_are_marked_on_their_headers(make_book, tmp_path):
    path = make_book({"活动": [["活动名称", "主题", "活动日期"], ["甲", "x", DAY]]})
    annotate(read_files([path]), "events.xlsx", tmp_path / "标注.xlsx")

    _, comments, _ = marked(tmp_path / "标注.xlsx")
    assert comments == {"B1": "【导入检查】“主题”和“活动名称”都对应“活动名称”，以哪一列为准？"}


def test_a_merged_cell_is_marked_where_it_shows(make_book, tmp_path):
    path = make_book(
        {"活动": [HEADERS, ["甲", "科普", DAY, 10], ["乙", "科普", DAY, None]]},
        touch=lambda sheet: sheet.merge_cells("D2:D3"),
    )
    annotate(read_files([path]), "events.xlsx", tmp_path / "标注.xlsx")

    _, comments, _ = marked(tmp_path / "标注.xlsx")
    assert list(comments) == ["D2"]


def test_a_form_is_marked_too(make_book, tmp_path):
    path = make_book(
        {"基本信息": [["学会名称", "某学会"], ["成立日期", "待定"], ["联系电话", 138]]}
    )
    annotate(read_files([path]), "events.xlsx", tmp_path / "标注.xlsx")

    _, comments, _ = marked(tmp_path / "标注.xlsx")
    assert list(comments) == ["B2"]


def test_a_mended_form_is_read_as_a_form_again(make_book, tmp_path):
    rows = [
        ["学会名称", "某学会", "统一社会信用代码", "123"],
        ["成立时间", "1998年13月", "邮编", "225000"],
        ["联系人", "某某", "电话", "0514-00000000"],
    ]
    path = make_book({"学会信息": rows}, "学会.xlsx")
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    annotate(read_files([path]), "学会.xlsx", first)

    book = openpyxl.load_workbook(first)
    sheet = book["学会信息"]
    assert sheet["E1"].value.startswith("问题：D1 信用代码“123”有 3 位")
    sheet["D1"] = "51320000MJ0000000P"
    book.save(first)
    annotate(read_files([first]), "一.xlsx", second)
    book = openpyxl.load_workbook(second)
    sheet = book["学会信息"]
    (reason,) = sheet["E1"].value.splitlines()
    assert reason.startswith("问题：B2 “1998年13月”")
    assert [sheet[at].comment is None for at in ("D1", "B2")] == [True, False]
    sheet["B2"] = "1998年12月"
    book.save(second)

    (record,) = read_files([second]).records
    assert record.values["credit_code"] == "51320000MJ0000000P"
    assert record.values["founded_on"] == PartialDate(1998, 12)


@pytest.mark.slow
def test_a_workbook_of_the_old_format_comes_back_with_its_hidden_sheet_hidden(tmp_path):
    path = shutil.copy(DATA / "activities.xls", tmp_path)
    before = read_files([Path(path)])
    annotate(before, "activities.xls", tmp_path / "标注.xlsx")

    book = openpyxl.load_workbook(tmp_path / "标注.xlsx")
    assert [(one.title, one.sheet_state) for one in book] == [("活动", "visible"), ("旧", "hidden")]
    assert [str(one) for one in book["活动"].merged_cells.ranges] == ["A1:D1"]
    again = read_files([tmp_path / "标注.xlsx"])
    assert [one.values for one in again.records] == [one.values for one in before.records]
    assert [one.row for one in again.tables[0].rejected] == [
        one.row for one in before.tables[0].rejected
    ]


def test_a_text_file_comes_back_as_a_workbook(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("活动名称,活动日期\n=1+1,待定\n", encoding="utf-8")
    annotate(read_files([path]), "events.csv", tmp_path / "标注.xlsx")

    sheet, comments, _ = marked(tmp_path / "标注.xlsx")
    assert list(comments) == ["B2"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_the_original_is_never_overwritten(make_book, tmp_path):
    path = make_book({"活动": ROWS})
    reading = read_files([path])

    with pytest.raises(UsageError):
        annotate(reading, "events.xlsx", path)
    with pytest.raises(UsageError):
        annotate(reading, "events.xlsx", tmp_path / "标注.csv")


CALCULATED = {
    # cell: formula as written, what it came to, type of the cell
    "A3": ("&quot;讲&quot;&amp;&quot;座&quot;", "讲座", "str"),
    "C3": ("DATE(2022,5,1)", "44682", None),
    "D3": ("SUM(10,20)", "30", None),
    "A4": ("A3&amp;&quot;二&quot;", "讲座二&amp;会", "str"),
    "D4": ("D3/7", "4.2857142857142856", None),
    "E3": ("D3&gt;1", "1", "b"),
    "F3": ("1/0", "#DIV/0!", "e"),
}


def calculated(path: Path) -> Path:
    """Put formulas with what they came to into a workbook, as a spreadsheet saves them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for cell, (formula, shown, of_type) in CALCULATED.items():
        kind = f' t="{of_type}"' if of_type else ""
        sheet = re.sub(
            rf'<c r="{cell}"( s="\d+")?[^>]*>.*?</c>',
            lambda match, cell=cell, formula=formula, shown=shown, kind=kind: (
                f'<c r="{cell}"{match[1] or ""}{kind}><f>{formula}</f><v>{shown}</v></c>'
            ),
            sheet,
        )
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_formulas_stay_and_so_does_what_they_came_to(make_book, tmp_path):
    headers = [*HEADERS, "收费", "备注"]
    rows = [["台账"], headers, ["甲", "科普", DAY, 1, 0, 0], ["乙", "科普", DAY, 1], ["丙", "天文"]]
    path, out = calculated(make_book({"活动": rows})), tmp_path / "标注.xlsx"
    before = read_files([path])

    annotate(before, "events.xlsx", out)

    shown = openpyxl.load_workbook(out, data_only=True)["活动"]
    written = openpyxl.load_workbook(out)["活动"]
    originals = openpyxl.load_workbook(path, data_only=True)["活动"]
    assert {cell: shown[cell].value for cell in CALCULATED} == {
        cell: originals[cell].value for cell in CALCULATED
    }
    assert (shown["A4"].value, shown["D3"].value, shown["E3"].value) == ("讲座二&会", 30, True)
    assert (written["D3"].value, written["D4"].value) == ("=SUM(10,20)", "=D3/7")
    again = read_files([out])
    assert [one.values for one in again.records] == [one.values for one in before.records]
    assert {issue.found for issue in again.all_issues} == {
        issue.found for issue in before.all_issues
    }


def test_a_formula_that_was_never_calculated_is_still_one(make_book, tmp_path):
    path, out = make_book({"活动": [HEADERS, ["甲", "科普", DAY, "=1+1"]]}), tmp_path / "标注.xlsx"
    before = read_files([path])

    annotate(before, "events.xlsx", out)

    assert [issue.found for issue in read_files([out]).all_issues] == [
        issue.found for issue in before.all_issues
    ]


def test_a_workbook_under_the_name_of_an_old_one_keeps_its_formats(make_book, tmp_path):
    path = make_book({"活动": ROWS}, touch=paint)
    path, out = path.rename(path.with_suffix(".xls")), tmp_path / "标注.xlsx"

    annotate(read_files([path]), "events.xls", out)

    sheet, comments, _ = marked(out)
    assert sheet["A4"].font.bold
    assert comments["B3"].startswith("自己的批注")
