"""Workbooks as one XML text, and those of the old format without their frame."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from xlrd.compdoc import CompDoc

from societyctl.domain.dates import PartialDate
from societyctl.errors import WorkbookError
from societyctl.sheets import read_files

OLD = Path(__file__).parent / "data" / "formats.xls"
BOOK = """<?xml version="1.0"{encoding}?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="z"><NumberFormat ss:Format="0000"/></Style></Styles>
<Worksheet ss:Name="会员"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">会员名册</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="String">工作单位</Data>
</Cell><Cell><Data ss:Type="String">会员编号</Data></Cell></Row>
<Row ss:Index="5" ss:Hidden="1"><Cell><Data ss:Type="String">甲&amp;一</Data></Cell>
<Cell ss:Index="3" ss:StyleID="z"><Data ss:Type="Number">7</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="会员服务"><Table>
<Row><Cell><Data ss:Type="String">服务内容</Data></Cell><Cell><Data ss:Type="String">服务日期
</Data></Cell><Cell><Data ss:Type="String">满意度</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">讲座</Data></Cell>
<Cell><Data ss:Type="DateTime">2022-05-01T00:00:00.000</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.956</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">论坛</Data></Cell><Cell/>
<Cell><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
</Table></Worksheet></Workbook>"""

MONTH = """<Style ss:ID="m"><NumberFormat ss:Format='yyyy"年"m"月"'/></Style>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_workbook_that_is_one_xml_text_is_read(tmp_path, encoding):
    path = tmp_path / "表.xls"
    path.write_bytes(BOOK.format(encoding=f' encoding="{encoding}"').encode(encoding))

    people, events = read_files([path]).tables

    (person,) = people.records
    assert (person.values["name"], person.values["number"]) == ("甲&一", "0007")
    assert person.source == "表.xls!会员!5"
    assert any("隐藏" in note and "第5行" in note for note in people.notes)
    (event,) = events.records
    assert (event.values["start_on"], event.values["satisfaction"]) == (
        date(2022, 5, 1),
        Decimal("95.6"),
    )
    assert [one.issues[0].found for one in events.rejected] == ["显示为 #DIV/0! 错误"]


@pytest.mark.parametrize(
    "content",
    [
        BOOK[:300],
        BOOK.replace('ss:Index="5"', 'ss:Index="9999999"').replace(
            'ss:Index="3"', 'ss:Index="9999999"'
        ),
        BOOK.replace('ss:Index="5"', 'ss:Index="0"'),
        BOOK.replace('ss:Index="3"', 'ss:Index="1"'),
        BOOK.replace("<Row>", ""),
    ],
    ids=["broken off", "too far", "no row", "a cell twice", "outside rows"],
)
def test_an_xml_text_that_holds_no_sheet_or_misplaces_cells_is_refused(tmp_path, content):
    path = tmp_path / "表.xls"
    path.write_text(content.format(encoding=""), encoding="utf-8")

    with pytest.raises(WorkbookError, match=r"^表\.xls"):
        read_files([path])


@pytest.mark.slow
def test_an_old_workbook_without_its_frame_is_read(tmp_path):
    content, start, size = CompDoc(OLD.read_bytes()).locate_named_stream("Workbook")
    path = tmp_path / "表.xls"
    path.write_bytes(content[start : start + size])

    assert [len(table.records) for table in read_files([path]).tables] == [3, 3]


def test_what_is_struck_through_in_one_xml_text_is_asked_about(tmp_path):
    path, style = tmp_path / "表.xls", '<Font ss:StrikeThrough="1"/></Style><Style ss:ID="z">'
    content = BOOK.format(encoding="")
    path.write_text(
        content.replace('<Style ss:ID="z">', f'<Style ss:ID="p2">{style}').replace(
            '<Cell ss:StyleID="p">', '<Cell ss:StyleID="p2">'
        ),
        encoding="utf-8",
    )

    issues = read_files([path]).all_issues

    assert ("表.xls 会员服务!C2", "这一格（或其中几个字）画着删除线") in [
        (issue.where, issue.found) for issue in issues
    ]


def test_a_date_in_one_xml_text_that_shows_its_month_only_is_a_month(tmp_path):
    styled = BOOK.replace('<Style ss:ID="z">', f'{MONTH}<Style ss:ID="z">').replace(
        '<Cell><Data ss:Type="DateTime">', '<Cell ss:StyleID="m"><Data ss:Type="DateTime">'
    )
    path = tmp_path / "表.xls"
    path.write_text(styled.format(encoding=""), encoding="utf-8")

    (event,) = read_files([path]).tables[1].records

    assert event.values["start_on"] == PartialDate(2022, 5)
    assert event.entered["start_on"] == "2022年5月"
