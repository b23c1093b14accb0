"""Exit codes, streams, and the words for a command line that cannot be understood."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import typer.main

from societyctl.cli.groups import Root
from societyctl.errors import ExitCode
from tests.cli.command_line import AS_OF

HELP = "下一步：用 societyctl --help 或 societyctl 命令 --help 查看用法\n"


def test_no_arguments_shows_the_help_and_is_fine(run):
    bare, asked = run(), run("--help")

    assert (bare.code, bare.err) == (ExitCode.OK, "")
    assert bare.out.strip() == asked.out.strip()


def test_a_group_without_a_command_shows_its_help(run):
    bare, asked = run("program"), run("program", "--help")

    assert (bare.code, bare.err) == (ExitCode.OK, "")
    assert bare.out.strip() == asked.out.strip()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("zzz",), "没有命令 zzz"),
        (("chekc",), "没有命令 chekc，是不是想用 check"),
        (("program", "lst"), "没有命令 lst，是不是想用 list"),
        (("--nosuch",), "没有选项 --nosuch"),
        (
            ("program", "list", "--debug"),
            "--debug 要写在命令前面，如 societyctl --debug program list",
        ),
        (("check", "--as-off", "x"), "没有选项 --as-off，是不是想用 --as-of"),
        (("import",), "缺少 文件…"),
        (("report",), "缺少 报告"),
        (("undo", "甲"), "批次 要写整数"),
        (("check", "--json=3"), "--json 后面不用写内容"),
        (("check", "--as-of"), "--as-of 后面要写上内容"),
        (("status", "甲", "乙"), "多出了 甲 乙"),
    ],
)
def test_a_mistyped_command_line_is_answered_in_chinese(run, arguments, said):
    done = run(*arguments)

    assert (done.code, done.out, done.err) == (ExitCode.USAGE, "", f"错误：{said}\n{HELP}")


def test_a_date_that_is_none_is_a_usage_error(run, workspace):
    done = run("check", "--program", "xuzhou-2022", "--as-of", "2022-13-01")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err == (
        "错误：“2022-13-01”不是日期\n下一步：请写成 2022-11-10 或 2022年11月10日 这样\n"
    )


def test_json_is_asked_for_and_the_error_is_json_too(run, workspace):
    done = run("check", "--json", "--program", "missing.yaml")

    assert done.code == ExitCode.INPUT
    assert done.err == "错误：没有这个文件：missing.yaml\n下一步：请核对路径。\n"
    assert done.json == {
        "schema": 1,
        "kind": "error",
        "exit_code": 3,
        "message": "没有这个文件：missing.yaml",
        "hint": "请核对路径。",
        "issues": [],
    }


@pytest.fixture
def failing() -> Root:
    """A command line with a mistake of our own in it."""
    app = typer.Typer(cls=Root, add_completion=False, rich_markup_mode=None)

    @app.callback()
    def _root(debug: bool = False) -> None:
        pass

    @app.command("divide")
    def _divide(phone: str = "13800000000") -> None:
        raise ZeroDivisionError(phone)

    made = typer.main.get_command(app)
    assert isinstance(made, Root)
    return made


def test_our_own_mistake_exits_70_without_showing_data(failing, capsys):
    code = failing.main(["divide"], standalone_mode=False)

    out, err = capsys.readouterr()
    assert (code, out) == (ExitCode.BUG, "")
    assert err == (
        "程序内部出错（ZeroDivisionError），这是软件的问题，数据没有改动。\n"
        "下一步：加上 --debug 再运行一次，把显示的内容发给开发者。\n"
    )


def test_debug_names_the_lines_of_code_but_no_values(failing, capsys):
    code = failing.main(["--debug", "divide"], standalone_mode=False)

    err = capsys.readouterr().err
    assert code == ExitCode.BUG
    assert f"{Path(__file__).name}:" in err
    assert "13800000000" not in err


def test_the_process_exits_with_the_code(as_process, tmp_path, workspace):
    codes = {
        as_process(*arguments, cwd=workspace).code
        for arguments in (
            ("--version",),
            ("check", "--program", "xuzhou-2022", *AS_OF),
            ("nosuch",),
            ("import", "missing.xlsx"),
            ("--workspace", str(tmp_path / "none"), "status"),
        )
    }

    assert codes == {
        ExitCode.OK, ExitCode.FOUND, ExitCode.USAGE, ExitCode.INPUT, ExitCode.STORE,
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe and SIGINT")
def test_control_c_exits_130_and_says_that_nothing_was_saved(workspace, process_environment):
    pipe = workspace / "slow.yaml"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "societyctl", "check", "--program", str(pipe)],
        cwd=workspace,
        env=process_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open("wb"):  # opens once the command has begun to read
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()

    assert process.returncode == ExitCode.INTERRUPTED
    assert (out, err.decode()) == (b"", "已中断，没有做完的改动不会保存。\n")
