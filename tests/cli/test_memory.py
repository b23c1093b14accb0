"""What was said once is remembered; what is said now goes before it; a trial remembers nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from societyctl.errors import ExitCode

MEMORY = ("layouts.json", "words.json")


@pytest.fixture
def manner(make_workbook) -> str:
    rows = [["活动名称", "开始日期", "玩法"], ["甲", "2022-06-23", "报告会"]]
    return str(make_workbook({"活动": rows}, "玩法.xlsx"))


def remembered(folder: Path) -> list[str]:
    return [name for name in MEMORY if (folder / name).exists()]


def test_a_column_left_out_once_is_read_when_that_is_said_now(run, empty_workspace, manner):
    run("import", manner, "--map", "玩法=忽略")
    again = run("import", manner, "--map", "玩法=活动形式")

    assert again.code == ExitCode.OK
    assert "没有这一列" not in again.err
    assert "照以前说的" not in again.err
    assert "活动形式：报告会" in run("show", "activity:1").out


def test_what_was_said_last_is_what_is_remembered(run, empty_workspace, manner, make_workbook):
    run("import", manner, "--map", "玩法=忽略")
    run("import", manner, "--map", "玩法=活动形式")
    rows = [["活动名称", "开始日期", "玩法"], ["乙", "2023-06-23", "沙龙"]]
    later = run("import", str(make_workbook({"活动": rows}, "明年.xlsx")))

    assert "明年.xlsx 活动 玩法：照以前说的，是“活动形式”" in later.err
    assert "活动形式：沙龙" in run("show", "activity:2").out


def test_a_trial_remembers_nothing(run, empty_workspace, manner, make_workbook):
    rows = [["活动名称", "开始日期", "活动类别"], ["甲", "2022-06-23", "论坛"]]
    words = str(make_workbook({"活动": rows}, "词.xlsx"))

    run("import", manner, "--map", "玩法=活动形式", "--dry-run")
    run("import", words, "--value", "活动类别:论坛=学术", "--dry-run")
    assert remembered(empty_workspace) == []

    run("import", manner, "--map", "玩法=活动形式")
    run("import", words, "--value", "活动类别:论坛=学术")
    assert remembered(empty_workspace) == list(MEMORY)


def test_a_word_is_remembered_for_every_sheet_and_what_is_said_now_goes_before_it(
    run, empty_workspace, make_workbook
):
    def book(name: str, header: str) -> str:
        rows = [["活动名称", "开始日期", header], [name, "2022-06-23", "论坛"]]
        return str(make_workbook({"活动": rows}, f"{name}.xlsx"))

    run("import", book("甲", "活动类别"), "--value", "活动类别:论坛=学术")
    again = run("import", book("乙", "活动类型"))
    otherwise = run("import", book("丙", "活动类型"), "--value", "活动类型:论坛=科普")

    assert again.code == otherwise.code == ExitCode.OK
    assert "“论坛”照以前说的，记作“学术”" in again.err
    assert "照以前说的" not in otherwise.err
    kinds = [run("show", f"activity:{n}").out.splitlines()[1] for n in (1, 2, 3)]
    assert kinds == [f"活动类别：{kind}（原文：论坛）" for kind in ("学术", "学术", "科普")]


def test_next_years_sheet_is_recognised_by_the_headers_explained_this_year(
    run, empty_workspace, make_workbook
):
    def book(year: int) -> str:
        rows = [["搞了啥", "哪一天搞的", "活动地点"], ["田间课", f"{year}-06-23", "大棚"]]
        return str(make_workbook({"Sheet1": rows}, f"{year}.xlsx"))

    said = ("--map", "搞了啥=活动名称", "--map", "哪一天搞的=开始日期")
    assert run("import", book(2022)).code == ExitCode.INPUT
    assert run("import", book(2022), "--kind", "活动", *said).code == ExitCode.OK
    later = run("import", book(2023))

    assert later.code == ExitCode.OK
    assert "2023.xlsx Sheet1 搞了啥：照以前说的，是“活动名称”" in later.err
    assert "开始日期：2023-06-23" in run("show", "activity:2").out


def test_a_kind_said_now_goes_before_the_one_remembered(run, empty_workspace, make_workbook):
    rows = [["活动名称", "开始日期"], ["甲", "2022-06-23"]]
    path = str(make_workbook({"活动": rows}, "活动.xlsx"))
    run("import", path, "--map", "记录类别=忽略")

    assert run("import", path, "--kind", "活动").code == ExitCode.OK
    assert "活动名称：甲" in run("show", "activity:1").out
