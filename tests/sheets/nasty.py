"""Workbooks as they really come: every trap at least once, each in a file of its own.

What becomes of each is written down in ``nasty.txt``, by the same names.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

DATA = Path(__file__).parent / "data"
LOCKED = Path(__file__).parents[1] / "cli" / "data" / "locked.xlsx"
DAY = date(2022, 5, 1)
HEADERS = ["活动名称", "活动类别", "开始日期", "线下人数"]
GOOD = ["好好的一行", "科普", DAY, 10]
TEXT = "活动名称,活动类别,开始日期,线下人数\n甲,科普,2022-05-01,10\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

Rows = Sequence[Sequence[Any]]
Make = Callable[[Path], None]
NASTY: dict[str, Make] = {}
"""File name to what writes it."""


def nasty(name: str) -> Callable[[Make], Make]:
    """Enter a workbook into the collection."""

    def enter(make: Make) -> Make:
        NASTY[name] = make
        return make

    return enter


def book(
    sheets: dict[str, Rows], *merges: str, touch: Callable[[Worksheet], None] | None = None
) -> Make:
    """Return what writes a workbook: sheets, merged ranges, a last touch to every sheet."""

    def make(path: Path) -> None:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for cells in merges:
                sheet.merge_cells(cells)
            if touch:
                touch(sheet)
        workbook.save(path)

    return make


def events(*rows: Sequence[Any], headers: Sequence[Any] = HEADERS, **options: Any) -> Make:
    """Return what writes a workbook with one sheet of activities."""
    return book({"活动": [headers, *rows]}, **options)


def content(data: bytes) -> Make:
    """Return what writes a file of these bytes."""
    return lambda path: path.write_bytes(data) and None


def with_xml(make: Make, change: Callable[[bytes], bytes]) -> Make:
    """Return what writes a workbook whose first sheet's XML is then changed."""

    def remake(path: Path) -> None:
        make(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(name, part)

    return remake


def row_format(**formats: str) -> Callable[[Worksheet], None]:
    """Return a touch that gives cells a number format."""

    def touch(sheet: Worksheet) -> None:
        for cell, code in formats.items():
            sheet[cell].number_format = code

    return touch


# 1  Formats


@nasty("逗号分隔带BOM.csv")
def _(path: Path) -> None:
    path.write_bytes(TEXT.encode("utf-8-sig"))


NASTY["逗号分隔国标.csv"] = content(
    (TEXT + '"乙\n（第二行）",学术,2022/6/1,"1,200"\n').encode("gb18030")
)
NASTY["制表符.tsv"] = content(TEXT.replace(",", "\t").encode())
NASTY["老格式.xls"] = lambda path: shutil.copy(DATA / "activities.xls", path) and None
NASTY["名为xls的文本.xls"] = content(TEXT.replace(",", "\t").encode("gb18030"))


@nasty("带宏.xlsm")
def _(path: Path) -> None:
    events(GOOD)(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", OLE + b'Shell "format c:"')


@nasty("开放格式.ods")
def _(path: Path) -> None:
    def row(*cells: str, repeated: str = "") -> str:
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in cells
        )
        return f"<table:table-row{repeated}>{inner}</table:table-row>"

    body = row(*HEADERS) + row("甲", "科普", "2022年5月1日", "10") + row("乙", "#REF!", "待定", "1")
    write_ods(path, body + row(repeated=' table:number-rows-repeated="1048570"'))


def write_ods(path: Path, body: str, styles: str = "") -> None:
    """Write an .ods file with one sheet."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry'
            f' manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content{spaces}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f'<office:body><office:spreadsheet><table:table table:name="活动">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


# 2  Finding the table

NASTY["标题与说明.xlsx"] = book(
    {
        "活动": [
            ["某市某学会2022年活动台账"], ["填报单位：某学会", None, None, "单位：人"], [],
            ["序号", *HEADERS], [1, *GOOD], [2, "乙", "学术", DAY, 5], [], [3], ["4."],
            ["合 计", None, None, None, 15], ["其中：全国科普日活动", None, None, None, 10],
            ["注：数据截至12月底"], ["填表人：某某", None, "填表日期：2022年12月"],
        ]
    },
    "A1:E1", "A12:E12",
)  # fmt: skip
NASTY["小标题与重复表头.xlsx"] = events(
    ["一、学术活动"], ["甲", "学术", DAY, 5], ["小计", None, None, 5], HEADERS, ["二、科普活动"],
    ["示例", "科普", DAY, 1], ["乙", "科普", DAY, 8], ["无", "无", "-", "无"],
    ["总计划发布会", "学术", DAY, 3],
)  # fmt: skip
NASTY["两行表头.xlsx"] = book(
    {
        "活动": [
            ["2022年活动情况"], ["活动名称", "活动日期", "参会人数", None, "备注"],
            [None, None, "线下", "线上", None], ["甲", DAY, 10, 20, "x"],
        ]
    },
    "A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3",
)  # fmt: skip
NASTY["三行表头总计在前.xlsx"] = book(
    {
        "活动": [
            ["各个活动受益人数及人次统计表"],
            ["序号", "活动类型", "活动日期", "活动名称", "本次活动受益人数统计", None, None, None,
             "备注", None, None, "选项"],
            [None, None, None, None, "成人", None, "儿童", "总合计", None, None, None, "科普"],
            [None, None, None, None, "男", "女", None, None, None, None, None, "学术"],
            ["总合计", None, None, None, 1, 2, 3, 6],
            [1, "科普", "2022-05-06", "甲", 1, 2, 3, 6],
            [2, "科普", "2022-05-07", "乙", 1, 2, 3, 6, None, None, None, "培训"],
            [3, None, None, None, None, None, None, None, None, None, None, "党建"],
        ]
    },
    "A1:I1", "A2:A4", "B2:B4", "C2:C4", "D2:D4", "E2:H2", "E3:F3", "G3:G4", "H3:H4", "I2:I4",
)  # fmt: skip
NASTY["右侧下拉选项.xlsx"] = book(
    {
        "活动": [
            ["活动名称", "活动类别", "活动日期", None, None, "活动类别", "级别"],
            ["甲", "科普", DAY, None, None, "学术", "省"],
            ["乙", "科普", DAY, None, None, "科普", "市"],
            [None, None, None, None, None, "培训", None],
        ]
    }
)
NASTY["一张表几个表格.xlsx"] = book(
    {
        "Sheet1": [
            ["一、活动"], ["活动名称", "活动日期"], ["甲", DAY], [], ["二、协议"],
            ["协议名称", "对方单位", "签订日期", "金额（万元）"],
            ["合作", "某公司", "2022.3.1", 5.5], ["合计", None, None, 5.5],
        ],
        "并排": [
            ["会议名称", "会议类型", "会议日期", None, "姓名", "工作单位", "入会日期"],
            ["理事会", "理事会", DAY, None, "张某", "某厂", "2020-05"],
        ],
    }
)  # fmt: skip


@nasty("隐藏的表和行.xlsx")
def _(path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        if sheet.title == "旧":
            sheet.sheet_state = "hidden"
        sheet.row_dimensions[3].hidden = True

    sheets = {"活动": [HEADERS, GOOD, ["筛掉的", "科普", DAY, 1]], "旧": [HEADERS, GOOD], "空": []}
    book(sheets, touch=hide)(path)


NASTY["学会档案登记表.xlsx"] = book(
    {
        "基本信息": [
            ["学会基本信息表"], ["学会名称", "某市科学学会"],
            ["统一社会信用代码", "51320300MJ00000007", "成立时间", "2001年5月"],
            ["联系人", "某某", "联系电话", 5168000000], ["是否独立账户", "是", "电子邮箱", None],
        ]
    },
    "A1:D1",
)  # fmt: skip
NASTY["不从A1开始.xlsx"] = events(
    GOOD, ["坏的一行", "天文", "待定", -1], touch=lambda sheet: sheet.move_range("A1:D3", 3, 2)
)
NASTY["竖着合并.xlsx"] = book(
    {"活动": [HEADERS, ["甲", "科普", DAY, 10], ["乙", None, None, 20], ["丙", None, None, None]]},
    "B2:B4", "C2:C4", "D3:D4",
)  # fmt: skip
NASTY["不是这类表.xlsx"] = book({"库存": [["商品", "单价", "库存"], ["甲", 1, 2]]})
NASTY["只有表头.xlsx"] = events()

# 3  Mapping headers

NASTY["表头不规整.xlsx"] = events(
    ["甲", "科普", DAY, 10, 1.5],
    headers=["活动 名称", "活动\n类型*", " 举办时间（必填）", "参会人数(人)", "受众人次[万人次]"],
)
NASTY["两列同一项.xlsx"] = events(["甲", "双碳", DAY], headers=["活动名称", "主题", "活动日期"])
NASTY["同名两列.xlsx"] = events(
    ["甲", DAY, "某市", "某厅"], headers=["活动名称", "活动日期", "地点", "地点"]
)
NASTY["一列两件事.xlsx"] = book({"会员": [["姓名", "工作单位及联系电话"], ["张某", "某厂 138"]]})
NASTY["表头错字.xlsx"] = events(["甲", DAY, "某厅"], headers=["活动名称", "活动日期", "活动地占"])
NASTY["人数还是人次.xlsx"] = events(
    ["甲", DAY, 50], headers=["活动名称", "活动日期", "人数（人次）"]
)
NASTY["像两类的表.xlsx"] = book(
    {"Sheet1": [["姓名", "工作单位", "职称"], ["张某", "某厂", "教授"]]}
)

# 4  Reading cells

NASTY["各种日期.xlsx"] = events(
    ["年月日", "2020年4月24日"], ["斜线", "2014/08/29"], ["带时间", "2008/12/17 12:00"],
    ["有空格", "2021- 03- 05"], ["汉字", "二○一二年三月九日"], ["字母O", "二O一五年十二月二十一日"],
    ["撇号", "'2022-06-23"], ["序列数", 43945], ["紧排", 20221110], ["范围", "2022年9月16日至22日"],
    ["跨月", "2025年9月12日—10月2日"], ["跨年", "2020年12月28日-1月3日"], ["只到月", "2020年5月"],
    ["小数年月", 1958.4], ["有钟点", datetime.combine(DAY, time(9, 30))],
    headers=["活动名称", "活动日期"],
)  # fmt: skip
NASTY["说不清的日期.xlsx"] = events(
    ["两种读法", "2022111"], ["数字点", 6.3], ["没有年份", "12月14-20日"], ["旬", "8月中旬"],
    ["以前", "20221110日前"], ["待定的", "待定"], ["只有年", 1964], ["没这天", "2022-02-30"],
    ["几个", "2022年5月3日、5月8日"], ["倒着", "2022年5月10日-8日"], ["钟点", time(14, 0)],
    ["空着", None], headers=["活动名称", "活动日期"],
)  # fmt: skip
NASTY["年份在标题里.xlsx"] = book(
    {
        "活动": [
            ["2022年活动一览表"],
            HEADERS,
            ["甲", "科普", "12月14-20日", 10],
            ["乙", None, "6.30"],
        ]
    }
)
NASTY["年份月份两列.xlsx"] = events(
    [2021, 5, "甲", "某地"], ["2022年", "12月", "乙", None],
    headers=["年份", "月份", "活动名称", "地点"],
)  # fmt: skip
NASTY["各种数目.xlsx"] = events(
    ["约数", "约200人"], ["余", "70余人"], ["多", "3300多"], ["万", "超4万人"], ["小数万", "1.5万"],
    ["千分位", "1,200"], ["汉字", "一百二十"], ["线上线下", "线上500人/线下约120人"], ["零", 0],
    ["双重", "超过2500多人"], headers=["活动编号", "参会人数"],
)  # fmt: skip
NASTY["说不清的数目.xlsx"] = events(
    ["人次", "500人次"], ["范围", "30-50人"], ["含糊", "百余人"], ["数十", "数十万"],
    ["金额", "200元"],
    ["半个人", 2.5], ["负数", -3], ["不是数", "很多"], ["真假", True],
    headers=["活动编号", "参会人数"],
)  # fmt: skip
NASTY["元与万元.xlsx"] = book(
    {
        "协议": [
            ["协议名称", "对方单位", "合同金额"], ["写明万元", "某公司", "3万元"],
            ["写明元", "某公司", "200元"], ["没写单位", "某公司", 5],
            ["约数", "某公司", "8000多元"],
            ["零", "某公司", 0], ["不是钱", "某公司", "面议"],
        ]
    }
)  # fmt: skip
NASTY["是与否.xlsx"] = events(
    ["甲", DAY, "√", "有", "■是 □否"], ["乙", DAY, "×", "无", "□是 ■否"],
    ["丙", DAY, "-", None, "也许"],
    headers=["活动名称", "活动日期", "是否有展", "是否有赛", "资料齐全"],
)  # fmt: skip
NASTY["四种没有.xlsx"] = events(
    ["空", DAY], ["零", DAY, 0], ["横", DAY, "-", "-", "-"], ["无", DAY, "无", "无", "无"],
    headers=["活动名称", "开始日期", "线下人数", "合作单位", "活动地点"],
)  # fmt: skip
NASTY["编号与电话.xlsx"] = book(
    {
        "会员": [
            ["会员编号", "姓名", "工作单位", "联系电话"], [512, "格式补零", "某厂", 13800000000],
            ["0012", "文本", "某厂", "0516-80000000"], ["'0013", "撇号", "某厂", "+8613800000000"],
            ["3.20301E+17", "科学计数", "某厂", "138"],
            [320301199001011230, "位数太多", "某厂", "139"],
        ]
    },
    touch=row_format(A2="000000", D2="0"),
)  # fmt: skip
NASTY["百分数格式.xlsx"] = book(
    {
        "会员服务": [
            ["服务内容", "服务日期", "满意度"], ["百分数", DAY, 0.955], ["小数", DAY, 0.95],
            ["文字", DAY, "98%"],
        ]
    },
    touch=row_format(C2="0.0%"),
)  # fmt: skip
NASTY["十处错误.xlsx"] = events(
    ["甲", "天文", "宇宙级", "2022-02-30", "待定", "许多人", -3, "500人", "也许", "空中"],
    ["乙", "科普", None, DAY, None, "#REF!"],
    headers=["活动名称", "活动类别", "级别", "开始日期", "结束日期", "线下人数", "线上人数",
             "受众人次", "是否有展", "举办方式"],
)  # fmt: skip
NASTY["先后不对.xlsx"] = events(
    ["甲", date(2022, 5, 3), DAY], headers=["活动名称", "开始日期", "结束日期"]
)

# 7  Identity

NASTY["一件事两行.xlsx"] = events(
    ["甲", "科普", "2022-05-01", 10], ["甲", "科普", "2022年5月1日", 10],
    [" 甲 ", "科普", DAY, 12], ["学术年会（主会场）", "学术", DAY, 100],
    ["学术年会(分会场)", "学术", date(2022, 5, 2), 50],
)  # fmt: skip

# Bad input

NASTY["公式没算过.xlsx"] = events(GOOD, ["乙", "科普", DAY, "=1+1"], ["=A2", "科普", DAY, 1])
NASTY["引用失效.xlsx"] = events(
    ["甲", "科普", DAY, "#REF!"], ["乙", "科普", "#N/A", 5], ["#VALUE!", None, None, None], GOOD
)
NASTY["怪样的XML.xlsx"] = with_xml(
    events(GOOD),
    lambda xml: (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<x:sheetData><x:row r='1'>"
        + b"".join(
            f"<x:c r='{'ABCD'[n]}1' t='inlineStr'><x:is><x:t>{word}</x:t></x:is></x:c>".encode()
            for n, word in enumerate(HEADERS)
        )
        + "</x:row><x:row r='2'><x:c r='A2' t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c>".encode()
        + b"<x:c r='D2' t='e'><x:v>#DIV/0!</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    ),
)
NASTY["控制字符.csv"] = content(TEXT.replace("甲", "甲\x01\u200b\x0b乙\x7f").encode())
NASTY["混用编码.csv"] = content(TEXT.encode() + "乙,科普,2022-05-02,10\n".encode("gb18030"))
NASTY["空文件.xlsx"] = content(b"")
NASTY["其实是PDF.xlsx"] = content(b"%PDF-1.4\n")
NASTY["其实是网页.xls"] = content(b"<html><table><tr><td>1</td></tr></table>")
NASTY["其实是文章.txt"] = content("这里没有表".encode())
NASTY["坏的老格式.xls"] = content(OLE)
NASTY["其实是Word.xls"] = content(OLE + "WordDocument".encode("utf-16-le"))
NASTY["其实是照片.csv"] = content(bytes(range(256)) * 9)
NASTY["~$打开着的.xlsx"] = content(b"user")
NASTY["加密.xlsx"] = lambda path: shutil.copy(LOCKED, path) and None


@nasty("其实是Word.xlsx")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")


@nasty("其实是压缩包.xlsx")
def _(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("说明.txt", "x")


@nasty("没下载完.xlsx")
def _(path: Path) -> None:
    events(GOOD)(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


@nasty("坏了一块.xlsx")
def _(path: Path) -> None:
    events(GOOD)(path)
    data = bytearray(path.read_bytes())
    at = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(data)


@nasty("压缩炸弹.xlsx")
def _(path: Path) -> None:
    events(GOOD)(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bin", bytes(32 << 20))


@nasty("重复一百万行.ods")
def _(path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
    write_ods(
        path, f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    )


NASTY["远处一格.xlsx"] = events(
    GOOD, touch=lambda sheet: sheet.cell(1_048_576, 16_384, "x") and None
)
NASTY["冒充远处的格子.xlsx"] = with_xml(
    events(GOOD), lambda xml: xml.replace(b'r="D2"', b'r="XFD1048576"')
)
NASTY["远处涂了颜色.xlsx"] = events(
    GOOD,
    touch=lambda sheet: setattr(
        sheet["XFD1048576"], "fill", PatternFill("solid", fgColor="FFFF00")
    ),
)
NASTY["一百万行空格子.xlsx"] = with_xml(
    events(GOOD, touch=lambda sheet: setattr(sheet["A3"], "border", Border(Side("thin")))),
    lambda xml: xml.replace(
        b"</sheetData>",
        b"".join(
            b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n)
            for n in range(4, 1_000_001)
        )
        + b"</sheetData>",
    ),
)


@nasty("一万六千列.xlsx")
def _(path: Path) -> None:
    def widen(sheet: Worksheet) -> None:
        sheet.cell(1, 16_384, "末列")
        sheet.cell(2, 16_384, "x")

    events(GOOD, touch=widen)(path)
