"""``init``, ``status``, ``demo``, ``--version`` and which workspace is meant."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from societyctl import __version__
from societyctl.errors import ExitCode
from tests.cli.command_line import state_of

WORKBOOKS = [
    f"{name}.xlsx"
    for name in "society members events agreements applications evidence outputs".split()
]
DEMO = [
    "init",
    f"import {' '.join(WORKBOOKS)}",
    "import events.xlsx",
    "program use xuzhou-2022",
    "check --program xuzhou-2022 --as-of 2022-10-20",
    "progress --as-of 2022-10-20",
    "report acceptance --as-of 2022-10-20",
]


def test_version(run):
    done = run("--version")

    assert (done.code, done.out, done.err) == (ExitCode.OK, f"societyctl {__version__}\n", "")


def test_init_makes_a_folder_for_its_owner_only(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    done = run("init", "学会")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert done.out.splitlines()[0] == f"工作区已建好：{tmp_path / '学会'}"
    made = sorted(path.name for path in (tmp_path / "学会").iterdir() if path.is_dir())
    assert made == ["evidence", "programs", "reports", "templates"]
    assert state_of(tmp_path / "学会") == ({}, ())
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "学会").stat().st_mode) == 0o700


def test_init_again_keeps_what_is_there(run, workspace):
    before = state_of(workspace)

    done = run("init")

    assert done.code == ExitCode.OK
    assert state_of(workspace) == before


def test_status_of_an_empty_workspace_says_how_to_begin(run, empty_workspace):
    done = run("status")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert done.out.splitlines() == [
        f"工作区：{empty_workspace}",
        "选用的计划：还没有（societyctl program use 计划）",
        "记录：还没有",
        "接着做：societyctl import 表格.xlsx；没有表格就先 societyctl blank",
    ]


@pytest.mark.slow
def test_status_counts_records_and_names_the_next_step(run, workspace):
    run("program", "use", "xuzhou-2022")

    lines = run("status").out.splitlines()

    assert lines[1] == "选用的计划：xuzhou-2022"
    assert lines[2].startswith("记录：学会档案1条、会员180条、秘书处人员6条、")
    assert lines[-1] == "接着做：societyctl check"


@pytest.mark.parametrize("how", ["option", "variable", "folder above"])
def test_the_workspace_is_found(run, workspace, tmp_path, monkeypatch, how):
    monkeypatch.chdir(workspace / "reports" if how == "folder above" else tmp_path)
    if how == "variable":
        monkeypatch.setenv("SOCIETYCTL_WORKSPACE", str(workspace))
    option = ("--workspace", "ws") if how == "option" else ()

    assert run(*option, "status").out.splitlines()[0] == f"工作区：{workspace}"


@pytest.fixture(scope="module")
def demo(as_process, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Run the demonstration in a new folder; returns that folder and the lines shown."""
    folder = tmp_path_factory.mktemp("demo")
    done = as_process("demo", "演示", cwd=folder, SOCIETYCTL_WORKSPACE=str(folder / "other"))
    assert done.code == ExitCode.OK, done.err
    return folder, done.out.splitlines()


@pytest.mark.xdist_group("demo")
def test_demo_prints_each_command_before_what_it_shows(demo):
    _, lines = demo

    commands = [line for line in lines if line.startswith("$ ")]
    assert commands == [f"$ societyctl {command}" for command in DEMO]
    after = lines[lines.index("$ societyctl program use xuzhou-2022") + 1]
    assert after == "已选用 xuzhou-2022：2022年度徐州市科协提升学会服务科技创新能力计划"


@pytest.mark.xdist_group("demo")
def test_demo_ends_by_naming_the_files_it_wrote(demo):
    folder, lines = demo

    named = lines[lines.index("演示完毕，写出的文件：") + 1 :]
    assert [name for name in named if name.endswith(".docx")] != []
    assert all((folder / name.strip()).is_file() for name in named)


def test_demo_leaves_a_filled_folder_alone(run, workspace):
    done = run("demo", str(workspace))

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err == (
        f"错误：文件夹 {workspace} 不是空的\n下一步：换一个：societyctl demo 新文件夹\n"
    )
