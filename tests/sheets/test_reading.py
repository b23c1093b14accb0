"""One workbook in, values out: records, rejected rows, skipped rows, questions."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.domain.dates import PartialDate
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.sheets import RejectedRow, SkippedRow, read_files

HEADERS = ["活动名称", "活动类别", "开始日期", "线下人数"]


def test_every_row_is_a_record_rejected_or_skipped(read_rows):
    reading = read_rows(
        [
            ["2022年活动一览表"],
            [],
            [
                "序号",
                "活动名称",
                "活动类型",
                "活动日期",
                "地点",
                "参会人数",
                "受众人次",
                "合作单位",
            ],
            [
                1,
                "科普进校园",
                "科普活动",
                date(2022, 5, 12),
                "某小学",
                "约200人",
                "1.5万",
                "甲、乙",
            ],
            [2, "学术年会", "学朮", date(2022, 9, 16)],
            [],
            [3, None],
            ["合计", None, None, None, None, 500],
            ["注：数据截至12月"],
        ]
    )

    (sheet,) = reading.tables
    assert sheet.records == (
        NewRecord(
            "activity",
            {
                "title": "科普进校园",
                "kind": "科普",
                "start_on": date(2022, 5, 12),
                "place": "某小学",
                "attend_onsite": 200,
                "audience_total": 15000,
                "partners": ("甲", "乙"),
            },
            "events.xlsx!活动!4",
            {"attend_onsite": "约200人", "audience_total": "1.5万"},
        ),
    )
    assert sheet.rejected == (
        RejectedRow(
            5,
            (
                Issue(
                    "events.xlsx 活动!C5",
                    "“学朮”不在“活动类别”之列",
                    "可填 学术、科普、科技服务、决策咨询、培训、党建、会员服务、"
                    "志愿服务、调研、赛事、其他",
                ),
            ),
        ),
    )
    assert sheet.skipped == (
        SkippedRow(1, "表头以上的标题或说明"),
        SkippedRow(2, "空行"),
        SkippedRow(6, "空行"),
        SkippedRow(7, "只有序号，没有内容"),
        SkippedRow(8, "合计行"),
        SkippedRow(9, "表下的说明"),
    )
    assert sheet.rows_read == len(sheet.records) + len(sheet.rejected) + sheet.rows_skipped
    assert sheet.ignored_columns == ("序号",)


def test_a_key_that_comes_again_is_skipped_when_equal_and_rejected_when_not(read_rows):
    (sheet,) = read_rows(
        [
            HEADERS,
            ["甲", "科普", "2022-05-01", 10],
            ["甲", "科普", "2022年5月1日", 10],
            [" 甲 ", "科普", "2022-05-01", 12],
        ]
    ).tables

    assert len(sheet.records) == 1
    assert sheet.skipped == (SkippedRow(3, "与 第2行 内容相同"),)
    assert sheet.rejected[0].issues == (
        Issue(
            "events.xlsx 活动!第4行",
            "与第2行是同一条活动，但线下人数不同",
            "每条只写一行；若是两场，各自写明活动编号、开始日期或活动地点",
        ),
    )


def test_what_identifies_a_row_must_be_there(read_rows):
    (sheet,) = read_rows([HEADERS, ["甲", "科普", None, 3], [None, "科普", "2022-05-01", 3]]).tables

    assert [str(row.issues[0]) for row in sheet.rejected] == [
        "events.xlsx 活动!C2：没有填“开始日期”；应为：填上“开始日期”，才能认出是哪一条",
        "events.xlsx 活动!A3：没有填“活动名称”；应为：填上“活动名称”，才能认出是哪一条",
    ]


def test_each_sheet_is_recognised_by_its_headers(make_book):
    path = make_book(
        {
            "Sheet1": [
                ["会议名称", "会议类型", "会议日期", "会议地点"],
                ["一次", "理事会", "2022-01-01"],
            ],
            "Sheet2": [["协议名称", "对方单位", "签订日期"], ["合作", "某公司", "2022-01-01"]],
            "会员": [["姓名", "工作单位", "联系电话"], ["张某", "某厂", 13800000000]],
        }
    )

    reading = read_files([path])
    assert [sheet.kind for sheet in reading.tables] == ["meeting", "agreement", "member"]
    assert reading.records[2].values["phone"] == "13800000000"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["商品", "单价", "库存"], ["甲", 1, 2]], "找不到表头"),
        (
            [["名称", "编号", "单位", "数量", "供货商", "货架"], ["甲", 1, "箱", 3, "乙", "丙"]],
            "认不出是哪类记录",
        ),
        ([], "没有内容"),
    ],
)
def test_a_workbook_of_the_wrong_kind_does_not_succeed(make_book, rows, message):
    with pytest.raises(WorkbookError) as caught:
        read_files([make_book({"Sheet1": rows}, "库存.xlsx")])

    assert message in caught.value.message
    assert "库存.xlsx" in caught.value.message


def test_a_table_with_headers_alone_is_nothing_to_import(read_rows):
    with pytest.raises(WorkbookError) as caught:
        read_rows([HEADERS])

    assert "没有一行数据" in caught.value.message


def test_all_unreadable_files_are_named_at_once(tmp_path, make_book):
    good = make_book({"活动": [HEADERS, ["甲", "科普", "2022-05-01"]]})
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    noise = tmp_path / "乱.xlsx"
    noise.write_bytes(bytes(range(256)) * 20)

    with pytest.raises(WorkbookError) as caught:
        read_files([good, empty, tmp_path / "无.xlsx", noise, tmp_path])

    assert [str(issue) for issue in caught.value.issues] == [
        "空.xlsx：文件是空的（0 字节）",
        "无.xlsx：找不到这个文件",
        "乱.xlsx：不是表格文件，或已损坏",
        f"{tmp_path.name}：这是文件夹，不是表格文件",
    ]


def test_a_forced_kind_must_fit(make_book):
    path = make_book({"Sheet1": [HEADERS, ["甲", "科普", "2022-05-01"]]})

    with pytest.raises(WorkbookError) as caught:
        read_files([path], kind="agreement")
    assert "不是“协议”表，更像“活动”" in caught.value.message

    with pytest.raises(UsageError):
        read_files([path], kind="天气")


def test_an_end_known_to_the_month_is_not_before_a_day_in_it(read_rows):
    rows = [
        ["活动名称", "开始日期", "结束日期"],
        ["甲", "2022-06-15", "2022年6月"],
        ["乙", "2022年6月", "2022-06-03"],
        ["丙", "2022.6", "2022年"],
        ["丁", "2022-06-15", "2022年5月"],
        ["戊", "2022年6月", "2022-05-31"],
    ]

    (sheet,) = read_rows(rows).tables

    june = PartialDate(2022, 6)
    assert [(one.values["start_on"], one.values["end_on"]) for one in sheet.records] == [
        (date(2022, 6, 15), june),
        (june, date(2022, 6, 3)),
        (june, PartialDate(2022)),
    ]
    assert [one.issues[0].found for one in sheet.rejected] == [
        "“结束日期”2022-05早于“开始日期”2022-06-15",
        "“结束日期”2022-05-31早于“开始日期”2022-06",
    ]
