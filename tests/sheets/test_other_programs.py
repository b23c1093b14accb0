"""Workbooks as other programs write them: all that the format allows and Excel never does."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest
from openpyxl.styles import Font

from societyctl.errors import ExitCode, WorkbookError
from societyctl.sheets import read_files
from societyctl.sheets.writing import annotate
from tests.sheets.nasty import write_ods

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

    assert issue.found == "这一格（或其中几个字）画着删除线"


def test_a_sheet_that_cannot_be_looked_through_is_not_read(make_book):
    path = make_book({"活动": ROWS})
    rewritten(path, "xl/_rels/workbook.xml.rels", ("<Relationship ", "<Relationship\u00a0"))

    assert refused(path)[0] in ("events.xlsx：文件已损坏或不是表格", "events.xlsx：没有内容")


@pytest.mark.slow
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


def test_hidden_columns_are_read_and_mentioned(make_book):
    def hide(sheet):
        sheet.column_dimensions["C"].hidden = True

    path = make_book({"活动": [ROWS[0], ["甲", date(2022, 5, 1), 30]]}, touch=hide)
    (table,) = read_files([path]).tables

    assert table.records[0].values["attend_onsite"] == 30
    assert table.notes == ("events.xlsx 活动：C列“线下人数”被隐藏，也读入了",)


@pytest.mark.slow
def test_hidden_columns_of_an_open_document_are_read_and_mentioned(tmp_path):
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = "".join(
        f"<table:table-row>{''.join(map(word, texts))}</table:table-row>"
        for texts in (("活动名称", "活动日期"), ("甲", "2022-05-01"))
    )
    write_ods(tmp_path / "表.ods", columns + rows)
    (table,) = read_files([tmp_path / "表.ods"]).tables

    assert table.records[0].values["start_on"] == date(2022, 5, 1)
    assert table.notes == ("表.ods 活动：B列“活动日期”被隐藏，也读入了",)


def word(text):
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_wide_text_without_a_mark_is_read(tmp_path, encoding, delimiter):
    path = tmp_path / "表.csv"
    path.write_bytes("活动名称,活动日期\n甲,2022-05-01\n".replace(",", delimiter).encode(encoding))
    (record,) = read_files([path]).records

    assert record.values == {"title": "甲", "start_on": date(2022, 5, 1)}


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv", "表"])
@pytest.mark.parametrize(
    ("begins", "found", "advice"),
    [
        (b"%PDF-1.7", "是 PDF 文件，不是表格", "请向提供的人要表格文件"),
        (b"\x89PNG\r\n\x1a\n", "是图片，不是表格", "请向提供的人要表格文件"),
        (b"\xff\xd8\xff\xe0", "是图片，不是表格", "请向提供的人要表格文件"),
        (b"Rar!\x1a\x07", "是压缩包，不是表格", "请先解压，再导入里面的表格"),
        (b"7z\xbc\xaf\x27\x1c", "是压缩包，不是表格", "请先解压，再导入里面的表格"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(tmp_path, name, begins, found, advice):
    path = tmp_path / name
    path.write_bytes(begins + bytes(range(256)))

    assert refused(path) == (f"{name}：{found}", advice)


@pytest.mark.slow
def test_an_open_document_with_a_tag_left_open_is_refused_at_once(tmp_path):
    path = tmp_path / "表.ods"
    write_ods(path, f"<table:table-row>{word('活动名称')}</table:table-row>")
    rewritten(path, "content.xml", ("</table:table>", ""))

    assert refused(path)[0] == "表.ods：文件已损坏或不是表格"


def test_addresses_in_small_letters_count(make_book):
    path = make_book({"活动": ROWS})
    rewritten(path, "xl/worksheets/sheet1.xml", ('r="C2"', 'r="c2"'))
    (issue,) = read_files([path]).all_issues
    assert issue.where == "events.xlsx 活动!C2"

    rewritten(path, "xl/worksheets/sheet1.xml", ('r="c2"', 'r="xfd1048576"'))
    assert "范围太大" in refused(path)[0]
