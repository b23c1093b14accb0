"""Sheets with the headers that real forms print: what they ask for has a place."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.domain.dates import PartialDate

SHEETS = {
    "officer": (
        ["姓名", "出生年月", "政治面貌", "工作单位", "工作单位职务", "担任职务", "专/兼职",
         "任职开始日期", "任职结束日期"],
        ["甲某", "1970年5月", "党员", "某大学", "院长", "副会长", "兼职",
         "2020-06-01", "2025-05-31"],
        {"name": "甲某", "birth_on": PartialDate(1970, 5), "political_status": "中共党员",
         "employer": "某大学", "employer_post": "院长", "post": "副理事长", "full_time": False,
         "from_on": date(2020, 6, 1), "to_on": date(2025, 5, 31)},
    ),
    "client": (
        ["企业名称", "单位类型", "年产值（万元）", "是否规上"],
        ["某厂", "企业", 2300, "是"],
        {"name": "某厂", "kind": "企业", "annual_output": 23_000_000_00, "above_scale": True},
    ),
    "adoption": (
        ["采纳成果", "采纳方式", "批示机关", "批示日期"],
        ["某建议", "领导批示", "某市政府", "2022-03-01"],
        {"output": "某建议", "form": "领导批示", "authority": "某市政府",
         "adopted_on": date(2022, 3, 1)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_of_a_real_form_is_known_by_its_headers_and_read_whole(read_rows, kind: str):
    headers, row, values = SHEETS[kind]

    (sheet,) = read_rows([headers, row], "Sheet1").tables

    assert (sheet.kind, [dict(record.values) for record in sheet.records]) == (kind, [values])
