"""Files of every sort: old formats, text, other programs' files, broken and hostile ones."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from societyctl.errors import WorkbookError
from societyctl.importing import SkippedRow, read_files

HEADERS = ["活动名称", "活动类别", "开始日期", "线下人数"]
ROWS = [HEADERS, ["甲", "科普", date(2022, 5, 1), 10]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
VALUES = {"title": "甲", "kind": "科普", "start_on": date(2022, 5, 1), "attend_onsite": 10}
TEXT = "活动名称,活动类别,开始日期,线下人数\n甲,科普,2022-05-01,10\n"


def message(*paths: Path) -> str:
    """Return what reading the files is refused with."""
    with pytest.raises(WorkbookError) as caught:
        read_files(paths)
    return caught.value.message


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "，").encode(),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        b"\n" + TEXT.replace("甲", '"甲"').encode(),
    ],
    ids=["utf8", "bom", "gb18030", "utf16", "tab", "semicolon", "han comma", "crlf", "quoted"],
)
def test_text_is_read_in_any_encoding_and_with_any_delimiter(tmp_path, content):
    path = tmp_path / "events.csv"
    path.write_bytes(content)

    (record,) = read_files([path]).records
    assert record.values == VALUES
    assert record.source in ("events.csv!2", "events.csv!3")


def test_text_keeps_leading_zeros_and_text_formulas(tmp_path):
    path = tmp_path / "会员.csv"
    path.write_text(
        '姓名,工作单位,会员编号,联系电话\n"张\n某",某厂,="0012",0516\n', encoding="utf-8"
    )

    assert read_files([path]).records[0].values == {
        "name": "张\n某",
        "employer": "某厂",
        "number": "0012",
        "phone": "0516",
    }


def test_text_that_mixes_encodings_names_the_odd_line(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(TEXT.encode() + "乙,科普,2022-05-02,10\n".encode("gb18030"))

    assert message(path).startswith(
        "events.csv 第3行：文字编码与其他行不同（共 1 行）；应为：全文件用同一种编码"
    )


def test_text_called_a_workbook_is_read_and_said(tmp_path):
    path = tmp_path / "导出.xls"
    path.write_bytes(TEXT.replace(",", "\t").encode("gb18030"))

    reading = read_files([path])
    assert reading.records[0].values == VALUES
    assert reading.notes == ("导出.xls：其实是文本文件，已按分隔符读入",)


def test_a_workbook_called_text_is_read(make_book):
    path = make_book({"活动": ROWS}, "events.xlsx")
    path = path.rename(path.with_suffix(".csv"))

    assert read_files([path]).records[0].values == VALUES


def test_an_old_xls_file_is_read():
    path = Path(__file__).parent / "data" / "activities.xls"

    reading = read_files([path])
    assert reading.records[0].values == {
        "title": "甲",
        "start_on": date(2022, 5, 1),
        "attend_onsite": 10,
        "place": "某地",
    }
    assert [issue.where for issue in reading.all_issues] == [
        "activities.xls 活动!B4",
        "activities.xls 活动!C5",
    ]
    assert reading.all_issues[1].found == "显示为 #REF! 错误"
    assert reading.notes == ("activities.xls 旧：隐藏的工作表，没有读",)


def ods(path: Path, body: str) -> Path:
    """Write an .ods file with one sheet."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="活动">'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest"
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        archive.writestr("content.xml", content)
    return path


def ods_row(*cells: str, repeated: str = "") -> str:
    """Return a row of an .ods sheet."""
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row{repeated}>{inner}</table:table-row>"


def test_an_ods_file_is_read(tmp_path):
    path = ods(
        tmp_path / "events.ods",
        ods_row(*HEADERS)
        + ods_row("甲", "科普", "2022-05-01", "10")
        + ods_row("乙", "#REF!", "2022-05-02", "1"),
    )

    reading = read_files([path])
    assert reading.records[0].values == VALUES
    assert [str(issue) for issue in reading.all_issues] == [
        "events.ods 活动!B3：显示为 #REF! 错误；应为：改正公式或直接填写"
    ]


def test_an_ods_file_that_repeats_a_filled_row_without_end_is_refused(tmp_path):
    path = ods(
        tmp_path / "events.ods",
        ods_row(*HEADERS) + ods_row("甲", repeated=' table:number-rows-repeated="1000000"'),
    )

    assert message(path) == "events.ods：同一内容重复了上万次，读不下"


def test_a_workbook_with_macros_is_read_and_nothing_runs(make_book):
    path = make_book({"活动": ROWS}).rename
    book = path(Path(make_book({"活动": ROWS})).with_suffix(".xlsm"))

    assert read_files([book]).records[0].values == VALUES


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("~$events.xlsx", b"user", "~$events.xlsx：这是表格软件打开文件时留下的临时文件"),
        ("公文.xlsx", b"%PDF-1.4\n", "公文.xlsx：是 PDF 文件，不是表格"),
        ("网页.xls", b"<html><table></table>", "网页.xls：其实是网页或 XML 文件，只是名字像表格"),
        ("半截.xlsx", b"PK\x03\x04" + b"\0" * 50, "半截.xlsx：文件已损坏或没有下载完整"),
        ("乱码.csv", bytes(range(256)) * 9, "乱码.csv：不是表格文件，或已损坏"),
        (
            "散文.txt", "这里没有表".encode(),
            "散文.txt：找不到表头；应为：一行写明各列名称，例如 活动名称、活动日期",
        ),
        (
            "加密.xlsx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "加密.xlsx：有密码，打不开",
        ),
        (
            "报告.xls",
            OLE + "WordDocument".encode("utf-16-le"),
            "报告.xls：是 Word 文件，不是表格",
        ),
        (
            "坏.xls",
            OLE,
            "坏.xls：文件已损坏或不是表格",
        ),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_named_for_what_it_is(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)

    assert message(path) == expected


@pytest.mark.parametrize(
    ("member", "kind"), [("word/document.xml", "Word 文件"), ("a.txt", "压缩包或其他文件")]
)
def test_other_archives_are_named(tmp_path, member, kind):
    path = tmp_path / "材料.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")

    assert message(path) == f"材料.xlsx：是{kind}，不是表格"


def test_a_truncated_workbook_is_refused(make_book, tmp_path):
    whole = make_book({"活动": ROWS}).read_bytes()
    path = tmp_path / "半.xlsx"
    path.write_bytes(whole[: len(whole) // 2])

    assert message(path) == "半.xlsx：文件已损坏或没有下载完整"


def test_a_workbook_with_a_damaged_part_is_refused(make_book, tmp_path):
    content = bytearray(make_book({"活动": ROWS}).read_bytes())
    at = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[at : at + 40] = b"\xff" * 40
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)

    assert message(path) == "坏.xlsx：文件已损坏或没有下载完整"


def test_a_workbook_that_is_open_elsewhere_is_read_with_a_note(make_book):
    path = make_book({"活动": ROWS})
    path.with_name("~$events.xlsx").write_bytes(b"user")

    assert read_files([path]).notes == (
        "events.xlsx：文件似乎正在 Excel 中打开，没有保存的修改不会读入",
    )


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    paths = []
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "events.csv"
        path.write_text(TEXT.replace("甲", folder), encoding="utf-8")
        paths.append(path)

    assert [record.source for record in read_files(paths).records] == [
        f"{path}!2" for path in paths
    ]


def replace_sheet(path: Path, xml: bytes) -> None:
    """Replace the XML of the first sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = xml
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_zip_bomb_is_refused_before_it_unfolds(make_book):
    path = make_book({"活动": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/bomb.xml", "x")
        archive.getinfo("xl/bomb.xml").file_size = 1 << 31

    assert message(path) == "events.xlsx：解压后超过 1 GB，不像正常的表格"


def test_cells_scattered_over_the_whole_sheet_are_refused(make_book):
    def scatter(sheet):
        sheet["XFD1048576"] = "x"

    path = make_book({"活动": ROWS}, touch=scatter)

    assert message(path) == "events.xlsx 活动：有内容的格子散得太远，占的行列太多"


def test_a_cell_that_claims_to_stand_elsewhere_is_not_trusted(make_book):
    path = make_book({"活动": ROWS})
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    replace_sheet(path, xml.replace(b'r="D2"', b'r="XFD1048576"'))

    assert message(path) == "events.xlsx 活动：有内容的格子散得太远，占的行列太多"


def test_formatted_empty_cells_far_away_cost_nothing(make_book):
    def paint(sheet):
        sheet["XFD1048576"].fill = PatternFill("solid", fgColor="FFFF00")

    assert read_files([make_book({"活动": ROWS}, touch=paint)]).records[0].values == VALUES


def test_a_quarter_million_formatted_empty_rows_are_read_past(make_book):
    path = make_book({"活动": ROWS})
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    empty = b"".join(
        b'<row r="%d" spans="1:4"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n)
        for n in range(3, 250_000)
    )
    replace_sheet(path, xml.replace(b"</sheetData>", empty + b"</sheetData>"))

    (sheet,) = read_files([path]).sheets
    assert (len(sheet.records), sheet.rows_read) == (1, 1)


def test_a_record_a_hundred_thousand_rows_below_is_reached_in_one_skip(make_book):
    def far(sheet):
        for column, value in enumerate(ROWS[1], 1):
            sheet.cell(100_000, column, value)

    (sheet,) = read_files([make_book({"活动": [HEADERS]}, touch=far)]).sheets
    assert sheet.skipped == (SkippedRow(2, "空行", 99_998),)
    assert sheet.records[0].source == "events.xlsx!活动!100000"


def test_a_sheet_as_wide_as_sheets_can_be_is_read(make_book):
    width = 16_384

    def widen(sheet):
        sheet.cell(1, width, "末列")
        sheet.cell(2, width, "x")

    (sheet,) = read_files([make_book({"活动": ROWS}, touch=widen)]).sheets
    assert sheet.records[0].values == VALUES
    assert sheet.ignored_columns == ("末列",)


def test_xml_with_a_namespace_prefix_shows_its_error_cells(make_book):
    path = make_book({"活动": ROWS})
    cells = "".join(
        f'<x:c r="{"ABCD"[n]}1" t="inlineStr"><x:is><x:t>{word}</x:t></x:is></x:c>'
        for n, word in enumerate(HEADERS)
    )
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<x:sheetData><x:row r="1">{cells}</x:row><x:row r="2">'
        '<x:c r="A2" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c>'
        "<x:c r='D2' t='e'><x:v>#DIV/0!</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    replace_sheet(path, xml.encode())

    assert [str(issue) for issue in read_files([path]).all_issues] == [
        "events.xlsx 活动!D2：显示为 #DIV/0! 错误；应为：改正公式或直接填写"
    ]


def test_control_characters_do_not_reach_the_records(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(TEXT.replace("甲", "甲\x01\u200b乙").encode())

    assert read_files([path]).records[0].values["title"] == "甲乙"


def test_progress_is_told_while_a_long_file_is_read(make_book):
    rows = [HEADERS, *([f"第{n}场", "科普", date(2022, 5, 1), n] for n in range(2500))]
    told = []

    read_files([make_book({"活动": rows})], on_progress=lambda *news: told.append(news))
    assert told == [
        ("events.xlsx", 0, None),
        ("events.xlsx", 2000, 2500),
        ("events.xlsx", 2500, 2500),
    ]


def test_a_chart_sheet_and_an_empty_sheet_do_no_harm(tmp_path):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "活动"
    for row in ROWS:
        book.worksheets[0].append(row)
    book.create_chartsheet("图")
    book.create_sheet("Sheet2")
    book.save(tmp_path / "events.xlsx")

    reading = read_files([tmp_path / "events.xlsx"])
    assert reading.records[0].values == VALUES
    assert reading.notes == ("events.xlsx Sheet2：空表，没有读",)
