"""A sheet that was not recognised beside good ones: named, with a line that settles it."""

from __future__ import annotations

import shlex

import pytest

from societyctl.errors import ExitCode

GOOD = [["活动名称", "活动日期"], ["甲", "2022-05-01"]]
UNKNOWN = [["物品", "数量", "存放"], ["帐篷", 3, "库房"]]
LOOSE = [["今年很忙", None], ["明年再说", None]]


@pytest.mark.parametrize(("sheet", "rows"), [("库存", UNKNOWN), ("随手记", LOOSE)])
def test_an_unknown_sheet_is_named_until_it_is_settled(
    run, make_workbook, empty_workspace, sheet, rows
):
    path = str(make_workbook({"活动": GOOD, sheet: rows}, "全.xlsx"))

    first, again = run("import", path), run("import", path)

    for done in (first, again):
        assert done.code == ExitCode.FOUND
        assert f"全.xlsx {sheet}" in done.out
        assert f'--map "全.xlsx!{sheet}!记录类别=忽略"' in done.err
    line = again.err.partition("（用 ")[2].partition(" 回答）")[0]
    settled = run("import", path, *shlex.split(line))
    assert settled.code == ExitCode.OK
    assert "照您说的，这张表没有读" in settled.err


def test_good_sheets_go_in_meanwhile(run, make_workbook, empty_workspace):
    path = str(make_workbook({"活动": GOOD, "库存": UNKNOWN}, "全.xlsx"))

    (sheet,) = run("import", path, "--json").json["sheets"]
    assert (sheet["kind"], sheet["added"]) == ("活动", 1)
