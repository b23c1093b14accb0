"""``answers``: what is remembered is listed, changed, forgotten, and goes to another workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from societyctl.errors import ExitCode


@pytest.fixture
def taught(run, empty_workspace, make_workbook) -> str:
    """A workbook that was imported with a header and a word explained."""
    rows = [["活动名称", "开始日期", "玩法", "活动类别"], ["甲", "2022-06-23", "报告会", "论坛"]]
    path = str(make_workbook({"活动": rows}, "活动.xlsx"))
    done = run("import", path, "--map", "玩法=活动形式", "--value", "活动类别:论坛=学术")
    assert done.code == ExitCode.OK
    return path


def listed(run) -> list[tuple[object, ...]]:
    rows = run("answers", "list", "--json").json["answers"]
    return [tuple(row.values()) for row in rows]


HEADER, WORD = (1, "活动", "玩法", "活动形式"), (2, "活动类别", "论坛", "学术")


def test_what_was_said_is_listed(run, taught):
    assert listed(run) == [HEADER, WORD]
    lines = [line.split() for line in run("answers").out.splitlines()]
    assert [list(map(str, HEADER)), list(map(str, WORD))] == lines[2:4]


def test_nothing_remembered_is_said(run, empty_workspace):
    assert run("answers").out == "还没有记住什么。\n"


def test_a_changed_answer_is_the_one_given_next_time(run, taught):
    done = run("answers", "change", "2", "科普")
    run("undo")
    run("import", taught)

    assert done.out == "活动类别“论坛”：学术 → 科普\n"
    assert "活动类别：科普（原文：论坛）" in run("show", "activity:2").out


def test_what_is_forgotten_is_asked_again(run, taught):
    done = run("answers", "forget", "1", "2")
    run("undo")

    assert done.out.splitlines() == [
        "已忘掉：活动“玩法” → 活动形式",
        "已忘掉：活动类别“论坛” → 学术",
    ]
    assert listed(run) == []
    assert run("import", taught).code == ExitCode.INPUT


def test_what_is_remembered_goes_to_another_workspace(run, taught, tmp_path):
    exported = run("answers", "export", "-o", "带走.json")
    run("answers", "forget", "1", "2")
    imported = run("answers", "import", "带走.json")

    assert exported.out == "已导出 带走.json，共2条\n"
    assert imported.out == "已记住2条\n"
    assert listed(run) == [HEADER, WORD]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"headers": [], "words": {}}', '{"headers": {"a": 1}, "words": {}}']
)
def test_a_file_of_another_make_is_refused_and_nothing_is_remembered(run, taught, text):
    Path("别的.json").write_text(text, "utf-8")
    done = run("answers", "import", "别的.json")

    assert (done.code, done.out) == (ExitCode.INPUT, "")
    assert "别的.json：不是导出的答案" in done.err
    assert listed(run) == [HEADER, WORD]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("change", "9", "科普"), "没有第9条"),
        (("change", "2", "很好"), "“论坛”不能答“很好”"),
        (("change", "1", "没这栏"), "“玩法”不能答“没这栏”"),
        (("forget", "0"), "没有第0条"),
    ],
)
def test_an_answer_that_makes_no_sense_changes_nothing(run, taught, command, said):
    done = run("answers", *command)

    assert done.code == ExitCode.USAGE
    assert said in done.err
    assert listed(run) == [HEADER, WORD]


def test_undo_of_an_import_says_that_what_was_said_is_remembered(run, taught):
    assert run("undo").err == "导入时说过的仍然记着，要改：societyctl answers\n"


def test_undo_of_another_change_says_nothing_of_it(run, taught):
    run("edit", "activity:1", "线下人数=30")

    assert run("undo").err == ""
