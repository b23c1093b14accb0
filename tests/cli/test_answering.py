"""What a person answers leads on: every line that is offered works when it is pasted."""

from __future__ import annotations

import pytest

from societyctl.errors import ExitCode

DONATIONS = [["捐赠单位", "物资", "数量"], ["丰收种业有限公司", "种子", 30]]


@pytest.fixture
def importing(run, make_workbook, empty_workspace):
    """Import one sheet with further arguments; returns the outcome."""

    def call(rows, *arguments, sheet="表", file="一.xlsx"):
        return run("import", str(make_workbook({sheet: rows}, file)), *arguments)

    return call


@pytest.mark.parametrize("rows", [DONATIONS, [["今年很忙", None], ["明年再说", None]]])
def test_the_only_sheet_may_be_left_out(importing, rows):
    done = importing(rows, "--map", "一.xlsx!表!记录类别=忽略")

    assert done.code == ExitCode.OK
    assert "照您说的，这张表没有读" in done.err
    assert "没有需要保存的改动。" in done.out


@pytest.mark.parametrize(
    ("sheet", "headers", "row", "kind"),
    [
        ("会费", ["所属年度", "会员名称", "到账日期"], [2022, "王甲", "2022-03-01"], "会费"),
        ("会费", ["年度", "缴费单位/个人", "到账时间"], [2022, "王甲", "2022-03-01"], "会费"),
        ("论文", ["论文题目", "第一作者", "发表期刊"], ["甲法", "王甲", "测绘通报"], "成果"),
        ("刊期", ["刊名", "年份", "期数", "出版时间"], ["会刊", 2022, 3, "2022-06-01"], "刊期"),
        ("人员培训", ["培训名称", "培训时间", "学员数"], ["档案", "2022-06-01", 3], "人员培训"),
        (
            "站点",
            ["站点名称", "类型", "挂牌时间"],
            ["甲站", "专家工作站", "2022-06-01"],
            "平台载体",
        ),
    ],
)
def test_other_names_of_what_a_kind_needs_are_known(importing, sheet, headers, row, kind):
    done = importing([headers, row], "--json", sheet=sheet)

    (read,) = done.json["sheets"]
    assert (done.code, read["kind"], read["added"]) == (ExitCode.OK, kind, 1)
