"""Words outside a vocabulary on the command line: told once, answered with ``--value`` or asked."""

from __future__ import annotations

import shlex

import pytest

from societyctl.errors import ExitCode

HEADERS = ["活动名称", "开始日期", "活动类型"]


@pytest.fixture
def forums(make_workbook) -> str:
    rows = [HEADERS, *([f"第{n}场", f"2022-05-{n:02}", "论坛"] for n in range(1, 31))]
    return str(make_workbook({"活动": rows}, "论坛.xlsx"))


def test_one_line_stands_for_all_cells_of_a_word_and_works_when_pasted(
    run, empty_workspace, forums
):
    refused = run("import", forums)

    lines = [line for line in refused.err.splitlines() if "论坛”不在" in line]
    assert refused.code == ExitCode.INPUT
    assert len(lines) == 1
    assert "论坛.xlsx 活动!C2：“论坛”不在“活动类别”之列（共30格）" in lines[0]
    _, _, line = lines[0].partition("就加 ")
    assert line == '--value "活动类型:论坛=学术"'

    done = run("import", forums, *shlex.split(line))
    assert done.code == ExitCode.OK
    assert "活动类别：学术（原文：论坛）" in run("show", "activity:1").out


def test_json_tells_each_word_once(run, empty_workspace, forums):
    done = run("import", forums, "--dry-run", "--json")

    (issue,) = done.json["issues"]
    assert issue["found"] == "“论坛”不在“活动类别”之列（共30格）"
    assert done.json["sheets"][0]["rejected"] == 30


@pytest.mark.parametrize("text", ["活动类型:论坛", "活动类型=学术", ":论坛=学术", "活动类型:=学术"])
def test_a_value_written_otherwise_is_a_usage_error(run, empty_workspace, forums, text):
    done = run("import", forums, "--value", text)

    assert done.code == ExitCode.USAGE
    assert done.err == (f"错误：--value 的写法不对：{text}\n下一步：应写成 --value 列名:词=选项\n")


def test_an_export_keeps_the_word_and_comes_back_the_same(run, empty_workspace, make_workbook):
    rows = [["姓名", "工作单位", "职称", "会员类别"], ["甲", "某所", "高级农艺师", "学生会员"]]
    run("import", str(make_workbook({"会员": rows}, "会员.xlsx")))

    assert "职称级别：副高（原文：高级农艺师）" in run("show", "member:1").out
    run("export", "会员", "-o", "导出.xlsx")
    (sheet,) = run("import", "导出.xlsx", "--json").json["sheets"]
    assert (sheet["read"], sheet["unchanged"]) == (1, 1)
