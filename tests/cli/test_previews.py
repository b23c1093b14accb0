"""What an import shows before it stores anything, and what it overwrites."""

from __future__ import annotations

import pytest

from societyctl.workflows.intake import IntakeOptions, read_workbooks
from societyctl.workflows.opening import open_session
from societyctl.workflows.previewing import reasons_to_hesitate
from tests.cli.command_line import state_of

HEADERS = ["活动名称", "活动类别", "开始日期", "线下人数"]
PEOPLE = [
    ["序号", "姓名", "电话", "工作单位"],
    [1, "王小二", "13800001111", "某大学"],
    [2, "李小三", "13800002222", "某公司"],
    [3, "张小四", "13800003333", "某院"],
    [4, "赵小五", "13800004444", "某站"],
]


def test_a_dry_run_shows_kind_columns_and_first_rows_and_writes_nothing(
    run, empty_workspace, make_workbook
):
    path = str(make_workbook({"表1": PEOPLE}, "人.xlsx"))

    done = run("import", path, "--dry-run")

    assert done.out.splitlines()[:10] == [
        "人.xlsx 表1：当作“会员”（看表头：姓名、电话、工作单位，猜的）",
        "列  表头      记作      说明              ",
        "------------------------------------------",
        "A   序号                没有用到：只是编号",
        "B   姓名      姓名                        ",
        "C   电话      联系电话  猜的              ",
        "D   工作单位  工作单位                    ",
        "  第2行 姓名 王小二；工作单位 某大学；联系电话 138****1111",
        "  第3行 姓名 李小三；工作单位 某公司；联系电话 138****2222",
        "  第4行 姓名 张小四；工作单位 某院；联系电话 138****3333",
    ]
    assert done.out.splitlines()[-1] == "以上尚未保存。"
    assert "第5行" not in done.out
    assert "第5行 姓名 赵小五" in run("import", path, "--dry-run", "--all").out
    assert state_of(empty_workspace) == ({}, ())


def test_a_dry_run_as_json_says_the_same(run, empty_workspace, make_workbook):
    path = str(make_workbook({"表1": PEOPLE}, "人.xlsx"))

    (preview,) = run("import", path, "--dry-run", "--json").json["previews"]

    assert preview["kind"] == {
        "title": "会员", "why": "看表头：姓名、电话、工作单位", "is_guess": True, "close_to": "",
    }  # fmt: skip
    assert preview["columns"][2] == {
        "letters": "C", "header": "电话", "use": "stored", "field": "联系电话", "why": "",
        "is_guess": True,
    }  # fmt: skip
    assert preview["rows"][0] == [
        2, [["姓名", "王小二"], ["工作单位", "某大学"], ["联系电话", "138****1111"]]
    ]  # fmt: skip


@pytest.mark.parametrize("option", [(), ("--yes",), ("--dry-run",)])
def test_what_is_overwritten_is_listed_old_and_new(run, empty_workspace, make_workbook, option):
    rows = [HEADERS, ["甲讲座", "科普", "2022-05-06", 132]]
    run("import", str(make_workbook({"活动": rows}, "旧.xlsx")))
    rows[1][3] = 136

    done = run("import", str(make_workbook({"活动": rows}, "新.xlsx")), *option)

    assert done.err.splitlines()[-1] == "  新.xlsx 活动第2行 线下人数：132 → 136"


def test_personal_data_stays_masked_where_it_is_overwritten(run, empty_workspace, make_workbook):
    headers = ["会员编号", "姓名", "联系电话"]
    for phone in ("13800001111", "13900002222"):
        path = str(make_workbook({"会员": [headers, ["M1", "王小二", phone]]}, f"{phone[:3]}.xlsx"))
        done = run("import", path, "--yes")

    assert done.err.splitlines()[-1] == ("  139.xlsx 会员第2行 联系电话：138****1111 → 139****2222")


def test_a_long_list_of_changes_is_cut_and_says_how_to_see_all(run, empty_workspace, make_workbook):
    rows = [HEADERS, *([f"第{n}讲堂", "科普", f"2022-05-{n % 28 + 1:02}", n] for n in range(1, 46))]
    run("import", str(make_workbook({"活动": rows}, "旧.xlsx")))
    changed = [HEADERS, *([*row[:3], row[3] + 100] for row in rows[1:])]
    path = str(make_workbook({"活动": changed}, "新.xlsx"))

    short, whole = run("import", path, "--dry-run"), run("import", path, "--dry-run", "--all")

    assert short.err.splitlines()[-1] == "  另有5处修改，加 --all 全部列出"
    assert len([line for line in whole.err.splitlines() if "→" in line]) == 45


def test_a_change_of_the_own_profile_is_a_reason_to_hesitate(run, empty_workspace, make_workbook):
    profile = [["学会名称", "所在城市"], ["某市示例学会", "甲市"]]
    run("import", str(make_workbook({"学会档案": profile}, "旧.xlsx")))
    profile[1][1] = "乙市"
    path = make_workbook({"学会档案": profile}, "新.xlsx")

    with open_session(empty_workspace) as session:
        intake = read_workbooks(session.store, [path], IntakeOptions())

    assert [*reasons_to_hesitate(intake)] == ["本会自己的档案会改"]


def test_a_kind_that_won_by_little_is_a_reason_to_hesitate(empty_workspace, make_workbook):
    rows = [["会议名称", "时间", "地点"], ["甲会", "2022-05-06", "乙楼"]]
    path = make_workbook({"表1": rows}, "台账.xlsx")

    with open_session(empty_workspace) as session:
        intake = read_workbooks(session.store, [path], IntakeOptions())

    assert [*reasons_to_hesitate(intake)] == ["台账.xlsx 表1当作“会议”，也像“活动”"]
