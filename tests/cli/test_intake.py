"""``import``, ``blank``, ``export``, ``history`` and ``undo``, also at a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from societyctl.errors import ExitCode
from societyctl.resources import resource_folder
from tests.cli.command_line import state_of

SAMPLES = resource_folder("sample_data")
HEADERS = ["活动名称", "活动类别", "开始日期"]
GOOD = ["科普进校园", "科普", "2022-05-06"]
BAD = ["坏日期", "学术", "2022-13-40"]
BAD_CELL = {
    "where": "活动.xlsx 活动台账!C3",
    "found": "“2022-13-40”：没有这一天",
    "expected": "完整的日期，例如 2022-06-23",
}


@pytest.fixture
def half_good(make_workbook) -> str:
    return str(make_workbook({"活动台账": [HEADERS, GOOD, BAD]}, "活动.xlsx"))


@pytest.fixture
def good(make_workbook) -> str:
    return str(make_workbook({"活动台账": [HEADERS, GOOD]}, "好.xlsx"))


def tally(read: int, added: int, unchanged: int, rejected: int, file: str) -> dict[str, object]:
    return {
        "file": file, "sheet": "活动台账", "kind": "活动",
        "read": read, "added": added, "changed": 0, "unchanged": unchanged, "rejected": rejected,
    }  # fmt: skip


def test_rows_that_say_the_same_again_are_read_too(run, make_workbook, empty_workspace):
    path = str(make_workbook({"活动台账": [HEADERS, GOOD, GOOD, GOOD]}, "好.xlsx"))

    first, second = (run("import", path, "--json").json["sheets"] for _ in range(2))

    assert first == [tally(3, 1, 2, 0, "好.xlsx")]
    assert second == [tally(3, 0, 3, 0, "好.xlsx")]


@pytest.mark.slow
def test_several_workbooks_go_in_as_one_batch_and_again_nothing_changes(run, empty_workspace):
    files = [str(SAMPLES / name) for name in ("society.xlsx", "members.xlsx", "events.xlsx")]

    first = run("import", *files)
    state = state_of(empty_workspace)
    second = run("import", *files)

    passed_over = "members.xlsx 会员名册 第1行没有读：表头以上的标题或说明\n"
    known = "".join(
        f"{Path(file).name}：与第1批导入的文件一字不差，此后这些记录没有改动，不用再读\n"
        for file in files
    )
    assert (first.code, first.err) == (ExitCode.OK, passed_over)
    assert (second.code, second.err) == (ExitCode.OK, known)
    assert first.out.splitlines()[-1] == "已保存为第1批；撤销：societyctl undo 1"
    assert second.out.splitlines()[-1] == "没有需要保存的改动。"
    assert (state[0]["member"], state[0]["activity"]) == (180, 24)
    assert state_of(empty_workspace) == state


def test_import_as_json(run, empty_workspace, good):
    done = run("import", good, "--json")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert done.json == {
        "schema": 1, "kind": "import", "batch": 1, "dry_run": False,
        "sheets": [tally(1, 1, 0, 0, "好.xlsx")], "issues": [],
        "left": 0, "missing": [],
    }  # fmt: skip


def test_a_dry_run_counts_and_writes_nothing(run, empty_workspace, half_good):
    done = run("import", half_good, "--dry-run", "--json")

    assert (done.code, done.err) == (ExitCode.FOUND, "")
    assert done.json["dry_run"] is True
    assert done.json["batch"] is None
    assert done.json["issues"] == [BAD_CELL]
    assert state_of(empty_workspace) == ({}, ())


def test_partial_takes_the_good_rows_and_says_so(run, empty_workspace, half_good):
    done = run("import", half_good, "--partial", "--json")

    assert (done.code, done.err) == (ExitCode.FOUND, "")
    assert done.json["sheets"] == [tally(2, 1, 0, 1, "活动.xlsx")]
    assert done.json["issues"] == [BAD_CELL]
    assert state_of(empty_workspace)[0] == {"activity": 1}


def test_annotated_hands_back_a_copy_with_the_problem(run, empty_workspace, half_good):
    done = run("import", half_good, "--annotated", "问题.xlsx")

    assert (done.code, done.out) == (ExitCode.INPUT, "")
    assert done.err.splitlines()[0] == "已标出问题：问题.xlsx"
    sheet = load_workbook(empty_workspace / "问题.xlsx")["活动台账"]
    assert "2022-13-40" in sheet["C3"].comment.text
    assert state_of(empty_workspace) == ({}, ())


def test_a_mapping_answers_for_a_header_of_ones_own(run, empty_workspace, make_workbook):
    rows = [["活动名称", "搞的日子"], ["科普进校园", "2022-05-06"]]
    path = str(make_workbook({"活动台账": rows}, "自编.xlsx"))

    done = run("import", path, "--kind", "活动", "--map", "搞的日子=开始日期")

    assert done.code == ExitCode.OK
    assert "开始日期：2022-05-06" in run("show", "activity:1").out.splitlines()


def test_a_mapping_without_equals_is_a_usage_error(run, empty_workspace, good):
    done = run("import", good, "--map", "日子")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err == "错误：--map 的写法不对：日子\n下一步：应写成 --map 列名=字段名\n"


def test_history_names_batches_and_undo_takes_them_back(run, empty_workspace, good):
    run("import", good)
    run("add", "活动", "活动名称=手工登记的")

    undone = run("undo", "1")
    back = run("undo", "3")

    assert undone.out == "已撤销批次 1（本次为批次 3，可用 undo 3 恢复）\n"
    assert back.out == "已撤销批次 3（本次为批次 4，可用 undo 4 恢复）\n"
    batches = run("history", "--json").json["batches"]
    assert [(b["batch"], b["action"], b["source"], b["added"], b["deleted"]) for b in batches] == [
        (4, "撤销批次3", "", 1, 0),
        (3, "撤销批次1", "", 0, 1),
        (2, "登记", "", 1, 0),
        (1, "导入", "好.xlsx", 1, 0),
    ]
    assert state_of(empty_workspace)[0] == {"activity": 2}
    assert run("history").out.splitlines()[0].split() == [
        "批次", "时间", "操作", "来源", "新增", "修改", "删除",
    ]  # fmt: skip


def test_a_batch_that_later_changes_stand_on_is_not_undone(run, empty_workspace, good):
    run("import", good)
    run("edit", "activity:1", "线下人数=30")
    before = state_of(empty_workspace)

    done = run("undo", "1")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err == (
        "错误：批次 1 不能撤销：其中的记录后来又被批次 2 改动过\n"
        "下一步：先撤销较新的：societyctl undo 2\n"
    )
    assert state_of(empty_workspace) == before


def test_nothing_to_undo(run, empty_workspace):
    done = run("undo")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err.startswith("错误：")


def test_a_blank_workbook_has_a_sheet_for_each_kind(run, empty_workspace):
    done = run("blank", "活动", "member", "-o", "空白.xlsx")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert done.out == "已生成 空白.xlsx，共2张表：活动、会员\n"
    assert [name for name in load_workbook("空白.xlsx").sheetnames if name in ("活动", "会员")] == [
        "活动",
        "会员",
    ]


def test_an_export_comes_back_as_the_same_records(run, workspace):
    exported = run("export", "协议", "需求", "-o", "导出.xlsx")
    imported = run("import", "导出.xlsx", "--json")

    assert exported.out == "已导出 导出.xlsx：协议8条、需求3条\n"
    assert imported.code == ExitCode.OK
    assert [
        (sheet["kind"], sheet["read"], sheet["unchanged"]) for sheet in imported.json["sheets"]
    ] == [("协议", 8, 8), ("需求", 3, 3)]


def test_an_export_of_nothing_says_so(run, empty_workspace):
    done = run("export", "活动")

    assert (done.code, done.out) == (ExitCode.OK, "已导出 导出.xlsx：没有记录\n")


# A terminal of its own: questions are only asked where somebody can answer them.


ENTER, DOWN = "\r", "\x1b[B"
Script = Sequence[tuple[str, str]]
"""What is waited for on the screen, and what is typed then."""


@pytest.fixture
def at_a_terminal(process_environment) -> Callable[..., tuple[int, str]]:
    """Run a command at a terminal, answer its questions, return code and everything shown."""

    def call(*arguments: str, script: Script, cwd: Path) -> tuple[int, str]:
        return _at_a_terminal(arguments, script, cwd, process_environment)

    return call


def _at_a_terminal(
    arguments: Sequence[str], script: Script, cwd: Path, environment: Callable[..., dict[str, str]]
) -> tuple[int, str]:
    screen, keyboard = pty.openpty()
    fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "societyctl", *arguments],
        cwd=cwd,
        env=environment(TERM="xterm", COLUMNS="120"),
        stdin=keyboard,
        stdout=keyboard,
        stderr=keyboard,
        close_fds=True,
    )
    os.close(keyboard)
    try:
        return _talk(process, screen, list(script))
    finally:
        os.close(screen)
        process.kill()
        process.wait()


def _talk(
    process: subprocess.Popen[bytes], screen: int, script: list[tuple[str, str]]
) -> tuple[int, str]:
    shown, seen, deadline = b"", 0, time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([screen], [], [], 0.2)
        try:
            shown += os.read(screen, 65536) if ready else b""
        except OSError:  # how a terminal says that the program has gone
            break
        if b"\x1b[6n" in shown:  # the prompt asks where the cursor stands
            shown = shown.replace(b"\x1b[6n", b"")
            os.write(screen, b"\x1b[1;1R")
        if script and script[0][0].encode() in shown[seen:]:
            seen = len(shown)
            os.write(screen, script.pop(0)[1].encode())
        if not ready and process.poll() is not None:
            break
    text = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", shown).decode("utf-8", "replace")
    return process.wait(timeout=30), text


ASKED = "导入以上变化？"
YEAR = "有些日期没有写年份"


@pytest.mark.parametrize(
    ("answer", "code", "kept"),
    [
        ("y" + ENTER, ExitCode.OK, {"activity": 1}),
        ("n" + ENTER, ExitCode.OK, {}),
        ("\x03", 130, {}),
    ],
    ids=["yes", "no", "control-c"],
)
def test_at_a_terminal_import_shows_the_changes_and_asks(
    at_a_terminal, empty_workspace, good, answer, code, kept
):
    ended, shown = at_a_terminal("import", good, script=[(ASKED, answer)], cwd=empty_workspace)

    assert ended == code, shown
    assert re.search(r"活动\s+1\s+1\s+0\s+0\s+0", shown)
    assert state_of(empty_workspace)[0] == kept


def test_at_a_terminal_a_doubtful_kind_is_not_imported_by_the_return_key_alone(
    at_a_terminal, empty_workspace, make_workbook
):
    rows = [["会议名称", "时间", "地点"], ["甲会", "2022-05-06", "乙楼"]]
    path = str(make_workbook({"表1": rows}, "台账.xlsx"))

    _, shown = at_a_terminal("import", path, script=[(ASKED, ENTER)], cwd=empty_workspace)

    assert "请看清楚：台账.xlsx 表1当作“会议”，也像“活动”" in shown
    assert "没有导入，数据没有改动。" in shown
    assert state_of(empty_workspace)[0] == {}


def test_at_a_terminal_all_rows_may_be_looked_at_before(
    at_a_terminal, empty_workspace, make_workbook
):
    rows = [HEADERS, *([f"第{n}讲堂", "科普", f"2022-05-0{n}"] for n in range(1, 6))]
    path = str(make_workbook({"活动台账": rows}, "表.xlsx"))
    script = [(ASKED, "v" + ENTER), ("第6行 ", ""), (ASKED, "y" + ENTER)]

    _, shown = at_a_terminal("import", path, script=script, cwd=empty_workspace)

    assert "第6行 活动名称 第5讲堂" in shown.partition("看全部明细")[2]
    assert state_of(empty_workspace)[0] == {"activity": 5}


@pytest.mark.parametrize(
    ("rest", "code", "kept"), [("y", ExitCode.FOUND, {"activity": 1}), ("n", ExitCode.INPUT, {})]
)
def test_at_a_terminal_a_marked_copy_and_the_other_rows_are_offered(
    at_a_terminal, empty_workspace, half_good, rest, code, kept
):
    script = [
        ("生成一份标出问题的副本（活动-问题.xlsx）", "y" + ENTER),
        ("其余各行先导入？", rest + ENTER),
    ]

    ended, shown = at_a_terminal("import", half_good, script=script, cwd=empty_workspace)

    assert ended == code, shown
    assert "活动.xlsx 活动台账!C3：“2022-13-40”：没有这一天" in shown
    copy = load_workbook(empty_workspace / "活动-问题.xlsx")["活动台账"]
    assert "没有这一天" in copy["C3"].comment.text
    assert state_of(empty_workspace)[0] == kept


def test_at_a_terminal_rows_that_may_be_known_are_asked_about(
    at_a_terminal, run, empty_workspace, good, make_workbook
):
    run("import", good)
    rows = [
        ["活动编号", "活动名称", "活动类别", "开始日期"],
        ["K-1", "科普进校园", "学术", "2022-05-06"],
        ["K-2", "科普进校园（分会场）", "科普", "2022-05-07"],
    ]
    path = str(make_workbook({"活动台账": rows}, "新.xlsx"))
    script = [
        ("可能就是已登记的 activity:1", ENTER),
        ("是一回事", DOWN + ENTER),
        (ASKED, "y" + ENTER),
    ]

    ended, shown = at_a_terminal("import", path, script=script, cwd=empty_workspace)

    assert ended == ExitCode.OK, shown
    assert "新.xlsx 活动台账第2行 活动类别：科普 → 学术" in shown
    assert "第3行没有读：您说与 新.xlsx 活动台账第2行 是一回事" in shown
    assert "活动编号：K-1" in run("show", "activity:1").out
    assert state_of(empty_workspace)[0] == {"activity": 1}


def test_at_a_terminal_a_word_is_asked_about_once_and_answered_by_number(
    at_a_terminal, run, empty_workspace, make_workbook
):
    rows = [HEADERS, ["甲", "论坛", "2022-05-06"], ["乙", "论坛", "2022-05-07"]]
    path = str(make_workbook({"活动台账": rows}, "新.xlsx"))
    script = [
        ("“论坛”不在“活动类别”之列（共2格），记作哪一个？", "1" + ENTER),
        (ASKED, "y" + ENTER),
    ]

    ended, shown = at_a_terminal("import", path, script=script, cwd=empty_workspace)

    assert ended == ExitCode.OK, shown
    assert "活动类别：学术（原文：论坛）" in run("show", "activity:2").out


@pytest.mark.parametrize(
    ("script", "ending"),
    [
        (
            [(YEAR, "1" + ENTER), ("列出来", "2021" + ENTER), (ASKED, "y" + ENTER)],
            (ExitCode.OK, "2021-05-06"),
        ),
        ([(YEAR, "1" + ENTER), ("列出来", ENTER), (YEAR, "q" + ENTER)], (130, None)),
        ([(YEAR, "2" + ENTER), ("标出问题的副本", "n" + ENTER)], (ExitCode.INPUT, None)),
    ],
    ids=["typed", "back and stopped", "left out"],
)
def test_at_a_terminal_any_year_may_be_typed_or_none_given(
    at_a_terminal, run, empty_workspace, make_workbook, script, ending
):
    path = str(make_workbook({"活动台账": [HEADERS, ["甲讲座", "科普", "5月6日"]]}, "表.xlsx"))
    code, started = ending

    ended, shown = at_a_terminal("import", path, script=script, cwd=empty_workspace)

    assert ended == code, shown
    assert bool(state_of(empty_workspace)[0]) is (started is not None)
    if started:
        assert f"开始日期：{started}" in run("show", "activity:1").out


def test_a_large_file_shows_how_far_it_is_read_at_a_terminal(at_a_terminal, empty_workspace):
    lines = [f"第{n}场科普讲座走进乡村学校和社区,2022-05-06,{n}" for n in range(20_000)]
    path = empty_workspace / "大.csv"
    path.write_text("\n".join(["活动名称,开始日期,线下人数", *lines]), "utf-8")

    ended, shown = at_a_terminal(
        "import", "大.csv", script=[(ASKED, "n" + ENTER)], cwd=empty_workspace
    )

    assert ended == ExitCode.OK
    assert "/20000行" in shown


@pytest.mark.parametrize("option", [("--yes",), ()])
def test_at_a_terminal_nothing_is_asked_of_who_forbids_it(
    at_a_terminal, empty_workspace, good, option
):
    before = () if option else ("--no-input",)

    ended, shown = at_a_terminal(*before, "import", good, *option, script=(), cwd=empty_workspace)

    assert ended == ExitCode.OK
    assert ASKED not in shown
    assert state_of(empty_workspace)[0] == {"activity": 1}


@pytest.mark.parametrize(
    ("cell", "status"), [("无", "unmet"), ("0", "unmet"), ("", "unknown"), ("2万元", "met")]
)
def test_none_typed_in_a_money_column_is_judged_as_zero_and_nothing_as_missing(
    run, empty_workspace, make_workbook, cell, status
):
    headers = ["年度", "科普专项经费预算（元）", "预算文件"]
    book = make_workbook({"年度财务": [headers, [2022, cell, "2022年预算表"]]}, "财务.xlsx")
    assert run("import", str(book), "--yes").code == ExitCode.OK

    ran = run(
        "check", "--program", "xuzhou-2022", "--project", "outreach-society",
        "--as-of", "2022-11-10", "--json",
    )  # fmt: skip
    (project,) = ran.json["projects"]
    found = {one["id"]: one["status"] for one in project["requirements"]}
    assert found["outreach-budget"] == status


def test_a_record_is_shown_with_what_was_typed(run, empty_workspace, make_workbook):
    headers = ["活动名称", "开始日期", "线下人数", "线上人数", "场次"]
    run("import", str(make_workbook({"活动": [headers, ["甲", "2022-05-01", "约200人", "-", 2]]})))

    assert run("show", "activity:1").out.splitlines()[:5] == [
        "活动名称：甲",
        "开始日期：2022-05-01",
        "场次：2",
        "线下人数：200（原文：约200人）",
        "线上人数：-",
    ]


def test_a_missing_year_is_asked_for_by_a_line_that_names_none(run, make_workbook, empty_workspace):
    rows = [["活动名称", "活动日期"], ["讲座", "3月5日"]]

    done = run("import", str(make_workbook({"活动": rows}, "表.xlsx")))

    assert done.code == ExitCode.INPUT
    assert '（用 --map "表.xlsx!活动!年份=四位数的年份" 回答）' in done.err
