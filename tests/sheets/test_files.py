"""Files of every sort: old formats, text, other programs' files, broken and hostile ones."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from societyctl.errors import WorkbookError
from societyctl.sheets import SkippedRow, read_files

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


def test_a_workbook_called_text_is_read(make_book):
    path = make_book({"活动": ROWS}, "events.xlsx")
    path = path.rename(path.with_suffix(".csv"))

    assert read_files([path]).records[0].values == VALUES


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


def test_a_record_a_hundred_thousand_rows_below_is_reached_in_one_skip(make_book):
    def far(sheet):
        for column, value in enumerate(ROWS[1], 1):
            sheet.cell(100_000, column, value)

    (sheet,) = read_files([make_book({"活动": [HEADERS]}, touch=far)]).tables
    assert sheet.skipped == (SkippedRow(2, "空行", 99_998),)
    assert sheet.records[0].source == "events.xlsx!活动!100000"


@pytest.mark.slow
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


READ_IN_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from societyctl.errors import WorkbookError
from societyctl.sheets import read_files
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
try:
    read_files([Path(sys.argv[1])])
except WorkbookError:
    pass
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "record", [b"\xfc\x00", b"\x00\x02\x0e\x00"], ids=["strings", "dimensions"]
)
def test_a_size_that_an_old_workbook_merely_states_takes_no_memory(record, tmp_path):
    content = bytearray((Path(__file__).parent / "data" / "activities.xls").read_bytes())
    at = content.index(record, content.index(b"\x09\x08")) + 4
    content[at : at + 8] = b"\xff\xff\xff\x7f" * 2
    path = tmp_path / "损坏.xls"
    path.write_bytes(content)

    done = subprocess.run([sys.executable, "-c", READ_IN_LITTLE_MEMORY, path], check=False)

    assert done.returncode == 0


@pytest.mark.slow
def test_formats_and_hidden_rows_of_an_old_workbook_count_as_in_a_new_one():
    reading = read_files([Path(__file__).parent / "data" / "formats.xls"])
    members, events = reading.tables

    assert [record.values["number"] for record in members.records] == ["0007", "0008", "0012"]
    assert any("隐藏" in note and "3" in note for note in members.notes)
    assert [record.values["satisfaction"] for record in events.records] == [
        Decimal("95.6"),
        Decimal(80),
        Decimal("95.5"),
    ]


PAGE = """<html><head><meta charset="{charset}"><style>td {{color: red}}</style></head><body>
<table border=1><tr><th colspan=4>学会活动一览
<tr><th>活动名称</th><th>活动类别<th>开始日期</th><th>线下<br>人数</th></tr>
<tr><td> 甲&nbsp;</td><td><b>科普</b></td><td>2022-05-01</td><td x:num>10</td></tr>
<tr style='display:none'><td>乙<td rowspan=2>科普<td>2022-05-02<td>20</tr>
<tr><td>丙<td>2022-05-03<td>30</tr>
</table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "utf-16"])
def test_the_table_of_a_web_page_is_read(tmp_path, charset):
    path = tmp_path / "活动.xls"
    path.write_bytes(PAGE.format(charset=charset).encode(charset))

    reading = read_files([path])

    assert [
        tuple(record.values[name] for name in ("title", "kind", "start_on", "attend_onsite"))
        for record in reading.records
    ] == [
        ("甲", "科普", date(2022, 5, 1), 10),
        ("乙", "科普", date(2022, 5, 2), 20),
        ("丙", "科普", date(2022, 5, 3), 30),
    ]
    assert "活动.xls：其实是网页，已读入其中的表格" in reading.notes
    assert any("隐藏" in note for note in reading.tables[0].notes)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>请先登录<form><input></form></body></html>",
        "<html><table><tr><td>请先登录</td></tr></table></html>",
        "<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>",
        "<table><tr><td rowspan=999999999>",
    ],
    ids=["no table", "one cell", "frames", "broken off"],
)
def test_a_web_page_without_a_table_is_refused(tmp_path, page):
    path = tmp_path / "活动.xls"
    path.write_text(page, encoding="utf-8")

    assert message(path) == "活动.xls：其实是网页或 XML 文件，只是名字像表格"


@pytest.mark.parametrize("suffix", [".xls", ".et", ".csv", ".ods", ".XLSX", ".表"])
def test_a_workbook_is_known_by_what_it_holds(make_book, suffix):
    path = make_book({"活动": ROWS})
    path = path.rename(path.with_suffix(suffix))

    assert read_files([path]).records[0].values == VALUES


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".et", ".csv", ".ods", ".xlsm"])
def test_an_old_workbook_is_known_by_what_it_holds(tmp_path, suffix):
    path = tmp_path / f"旧表{suffix}"
    path.write_bytes((Path(__file__).parent / "data" / "formats.xls").read_bytes())

    assert [len(table.records) for table in read_files([path]).tables] == [3, 3]


@pytest.mark.parametrize(
    "headers",
    [
        ["1、您的姓名：", "2、您的工作单位：", "3、职称", "4、入会日期"],
        ["1. 姓名*", "2. 工作单位（必填）", "3. 职称[单选题]", "4. 入会日期"],
        ["Q1：请填写您的姓名", "Q2：工作单位？", "Q3：您的职称", "Q4：入会日期"],
        ["（1）姓名", "（2）工作单位", "（3）职称", "（4）入会日期"],
        ["一、姓名", "二、工作单位", "三、职称", "四、入会日期"],
    ],
)
def test_questions_of_a_form_on_the_web_are_headers(make_book, headers):
    web = ["序号", "提交答卷时间", "所用时间", "来源详情", "来自IP"]
    row = ["1", "2022/6/1 10:00:00", "63秒", "微信", "1.2.3.4(江苏)"]
    path = make_book({"Sheet1": [web + headers, [*row, "甲一", "示例院", "高级", "2021-05-01"]]})

    (table,) = read_files([path], kind="会员").tables

    assert (table.kind, table.records[0].values["name"]) == ("member", "甲一")
    assert table.records[0].values["employer"] == "示例院"
    assert table.records[0].values["joined_on"] == date(2021, 5, 1)


STYLES = (
    '<office:automatic-styles><number:number-style style:name="N104"><number:number'
    ' number:decimal-places="0" number:min-integer-digits="4"/></number:number-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N104"/>'
    "</office:automatic-styles>"
)
SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
) + (
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def words(*texts: str) -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )


def value(number: float, kind: str = "float", style: str = "") -> str:
    given = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell{given} office:value-type="{kind}" office:value="{number}">'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def open_document(path: Path, sheets: dict[str, str]) -> Path:
    """Write an .ods file as LibreOffice and WPS do."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    tables = "".join(
        f'<table:table table:name="{name}">{body}</table:table>' for name, body in sheets.items()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument'
            ':xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content{SPACES}>{STYLES}<office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return path


@pytest.mark.slow
def test_formats_errors_and_hidden_rows_of_an_open_document_count_as_in_a_workbook(tmp_path):
    def row(cells: str, more: str = "") -> str:
        return f"<table:table-row{more}>{cells}</table:table-row>"

    members = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:default-cell-style-name="ce1"/>'
        + row(words("姓名", "工作单位", "会员编号"))
        + row(words("甲一", "示例院") + value(7))
        + row(words("甲二", "示例院") + value(8, style="ce1"), ' table:visibility="collapse"')
        + row(words("甲三", "示例院") + value(9, style="ce9"))
    )
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string"'
        ' office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        "</table:table-cell>"
    )
    services = (
        row(words("服务内容", "服务日期", "满意度"))
        + row(words("讲座", "2022-05-01") + value(0.956, "percentage"))
        + row("", ' table:number-rows-repeated="2"').replace("></table:table-row>", "/>")
        + row(words("论坛", "2022-05-02") + value(95.5))
        + row(words("沙龙", "2022-05-03") + error)
    )
    path = open_document(tmp_path / "表.ods", {"会员": members, "会员服务": services})

    people, events = read_files([path]).tables

    assert [record.values["number"] for record in people.records] == ["0007", "0008", "9"]
    assert any("隐藏" in note and "第3行" in note for note in people.notes)
    assert [record.values["satisfaction"] for record in events.records] == [
        Decimal("95.6"),
        Decimal("95.5"),
    ]
    ((issue,),) = [rejected.issues for rejected in events.rejected]
    assert (issue.where, issue.found) == ("表.ods 会员服务!C6", "显示为 #DIV/0! 错误")
