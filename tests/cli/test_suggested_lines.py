"""Every option that the intake suggests is accepted when it is pasted."""

from __future__ import annotations

import re
import shlex

import pytest

from societyctl.errors import ExitCode

_OPTION = re.compile(r'--(?:map|value) "(?:\\.|[^"\\])*"')
Rows = list[list[object]]
HEADERS: list[object] = ["活动名称", "活动类别", "开始日期"]
DAY: list[object] = ["甲讲座", "科普", "5月6日"]
DATE: list[object] = ["乙讲座", "科普", "2022-05-06"]


def beside(header: str, cell: object) -> dict[str, Rows]:
    """Return a sheet of activities with one more column."""
    return {"活动": [[*HEADERS, header], [*DATE, cell]]}


PEOPLE: Rows = [["姓名", "联系电话"], ["王小二", "13800001111"]]
BOOKS: dict[str, dict[str, Rows]] = {
    "a year beside a column of years": {"活动": [[*HEADERS, "年份"], [*DATE, 2022], [*DAY, ""]]},
    "a year in the name": {"2022年活动": [HEADERS, DAY, ["丙", "科普", "2021-05-06"]]},
    "no year at all": {"活动": [HEADERS, DAY]},
    "a column of kinds": {"表1": [[*PEOPLE[0], "记录类别"], [*PEOPLE[1], "甲"]]},
    "a kind that nothing tells": {"表1": [["培训名称", "培训时间"], ["甲", "2022-05-06"]]},
    "people of no kind": {"表1": PEOPLE},
    "a header with quotes": beside("“来宾”\"多少\"'人'", "120人"),
    "a header of two lines": beside("来宾\n多少", "120人"),
    "a header with signs": beside("来宾=$多少!", "120人"),
    "the same header twice": beside("开始日期", "2022-06-06"),
    "two headers of one field": beside("主题", "甲"),
    "no header over data": beside("", "120人"),
    "persons or visits": beside("人数（人次）", 30),
    "a unit of money": {"年度财务": [["年度", "总收入", "总支出"], [2022, 300, 20]]},
    "parties": {"协议": [["协议名称", "甲方", "乙方"], ["甲", "乙公司", "丙公司"]]},
    "words": {
        "活动": [
            ["活动名称", "活动\n类别", "开始日期"],
            ["甲", "唱歌", "2022-05-06"],
            ["乙", '"跳"舞', "2022-05-07"],
        ]
    },
    "several at once": {
        "活动": [[*HEADERS, "来宾", "总花费"], ["甲", "唱歌", "5月6日", "12人", "3万元"]],
        "表2": PEOPLE,
    },
}


@pytest.mark.parametrize("sheets", BOOKS.values(), ids=BOOKS)
def test_each_suggested_option_is_accepted_and_leads_on(
    run, empty_workspace, make_workbook, sheets
):
    path = str(make_workbook(sheets, "B2 “表”.xlsx"))
    given: list[str] = []
    suggested = _suggested(run("import", path, "--dry-run"))
    assert suggested

    while suggested:
        given += shlex.split(suggested[0])
        done = run("import", path, "--dry-run", *given)

        assert done.code != ExitCode.USAGE, (given, done.err)
        assert "没有用上" not in done.err, given
        left = [one for one in _suggested(done) if shlex.split(one)[1] not in given]
        assert suggested[0] not in left, given
        suggested = left


def _suggested(done) -> list[str]:
    """Return the options that a command suggests; a year to be filled in is filled in."""
    text = (done.out + done.err).replace("四位数的年份", "2022")
    return list(dict.fromkeys(_OPTION.findall(" ".join(text.split()))))
