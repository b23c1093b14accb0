"""``judge``: a filled sheet, what is wrong with one, and a person at a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from societyctl.errors import ExitCode
from societyctl.store import Store
from tests.cli.command_line import AS_OF

JUDGE = ("judge", "--program", "xuzhou-2022", *AS_OF)
PROJECT = ("--project", "think-tank-society")
NEXT_MONTH = date.today() + timedelta(days=30)  # noqa: DTZ011  # the day a person would type


def open_requirements(run, *more: str) -> list[tuple[str, str]]:
    listed = run(*JUDGE, "--json", *more).json
    assert (listed["schema"], listed["kind"]) == (1, "judgements")
    return [(item["project"], item["requirement"]) for item in listed["judgements"]]


def fill(path: Path, rows: dict[str, dict[str, object]]) -> Path:
    """Fill in the rows of an exported sheet, by requirement."""
    book = openpyxl.load_workbook(path)
    sheet = book["人工研判"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        wanted = rows.get(sheet.cell(row, column["要求代号"]).value, {})
        for header, value in wanted.items():
            sheet.cell(row, column[header]).value = value
    book.save(path)
    return path


def findings(folder: Path) -> dict[str, dict[str, object]]:
    with Store.open(f"sqlite:///{folder / 'society.db'}") as store:
        return {str(item["requirement"]): dict(item) for item in store.records("finding")}


def test_without_a_terminal_or_a_sheet_it_says_how_to_go_on(as_process, workspace):
    done = as_process(*JUDGE, cwd=workspace)

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert "judge --export" in done.err


def test_the_exported_sheet_has_question_and_figures_beside_what_is_to_be_filled_in(run, workspace):
    done = run(*JUDGE, *PROJECT, "--export", "研判.xlsx")

    sheet = openpyxl.load_workbook("研判.xlsx")["人工研判"]
    header, first, *_ = [[cell.value for cell in row] for row in sheet.iter_rows()]
    asked = dict(zip(header, first, strict=True))
    assert done.code == ExitCode.OK
    assert sheet.max_row - 1 == len(open_requirements(run, *PROJECT))
    assert asked["项目代号"] == "think-tank-society"
    assert asked["研判结论"] is None
    assert asked["研判人"] is None
    assert str(asked["【要回答的问题】"]).endswith("？")


@pytest.mark.slow
def test_a_filled_sheet_is_one_batch_that_can_be_taken_back(run, workspace):
    before = open_requirements(run, *PROJECT)
    run(*JUDGE, *PROJECT, "--export", "研判.xlsx")
    first, second, *_ = [requirement for _, requirement in before]
    fill(Path("研判.xlsx"), {
        first: {"研判结论": "符合", "理由": "专家名单齐全", "研判人": "某秘书长"},
        second: {"研判结论": "豁免", "理由": "已报市科协同意", "研判人": "某秘书长",
                 "研判日期": date(2022, 10, 1), "有效期至": date(2022, 12, 31)},
    })  # fmt: skip

    done = run("judge", "--import", "研判.xlsx", "--no-input", "-p", "xuzhou-2022", *AS_OF)

    assert done.code == ExitCode.OK
    assert done.out.startswith("已登记2条结论，")
    assert open_requirements(run, *PROJECT) == before[2:]
    saved = findings(workspace)
    assert saved[first]["judged_on"] == date.today()  # noqa: DTZ011
    assert saved[second]["valid_to"] == date(2022, 12, 31)
    run("undo")
    assert open_requirements(run, *PROJECT) == before


@pytest.mark.slow
def test_a_column_added_to_the_sheet_that_may_hold_data_is_refused_not_passed_over(run, workspace):
    before = findings(workspace)
    run(*JUDGE, *PROJECT, "--export", "研判.xlsx")
    book = openpyxl.load_workbook("研判.xlsx")
    sheet = book["人工研判"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "碰头会时间")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column, date(2022, 10, 1))
    book.save("研判.xlsx")
    fill(
        Path("研判.xlsx"),
        {
            open_requirements(run, *PROJECT)[0][1]: {
                "研判结论": "符合",
                "理由": "属实",
                "研判人": "甲",
            }
        },
    )

    done = run(*JUDGE, "研判.xlsx")

    assert done.code == ExitCode.INPUT
    assert "碰头会时间" in done.err
    assert findings(workspace) == before


def test_the_same_sheet_again_changes_nothing(run, workspace):
    run(*JUDGE, *PROJECT, "--export", "研判.xlsx")
    requirement = open_requirements(run, *PROJECT)[0][1]
    answer = {"研判结论": "符合", "理由": "属实", "研判人": "某秘书长"}
    fill(Path("研判.xlsx"), {requirement: answer})
    run(*JUDGE, "研判.xlsx")

    again = run(*JUDGE, "研判.xlsx")

    assert (again.code, "数据没有改动" in again.out) == (ExitCode.OK, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"研判结论": "符合", "研判人": "甲"}, "没有写理由"),
        ({"研判结论": "符合", "理由": "属实"}, "没有写研判人"),
        ({"理由": "属实", "研判人": "甲"}, "没有研判结论"),
        ({"研判结论": "豁免", "理由": "属实", "研判人": "甲"}, "豁免要写有效期至哪一天"),
        ({"研判结论": "也许", "理由": "属实", "研判人": "甲"}, "“也许”不在“研判结论”之列"),
        (
            {"研判结论": "符合", "理由": "属实", "研判人": "甲", "佐证编号": "附999"},
            "佐证编号附999没有登记",
        ),
        ({"研判结论": "符合", "理由": "属实", "研判人": "甲", "研判日期": NEXT_MONTH}, "还没有到"),
        (
            {"研判结论": "符合", "理由": "属实", "研判人": "甲", "项目代号": "无此项目"},
            "项目“无此项目”里没有要求",
        ),
        (
            {"研判结论": "符合", "理由": "属实", "研判人": "甲", "项目名称": "无此申报"},
            "没有名为“无此申报”的申报；还没有登记这个项目的申报",
        ),
        (
            {"研判结论": "符合", "理由": "属实", "研判人": "甲", "计划代号": "jiangsu-2023"},
            "是计划 jiangsu-2023 的",
        ),
    ],
)
def test_what_is_wrong_with_a_row_keeps_the_whole_sheet_out(run, workspace, answer, message):
    run(*JUDGE, *PROJECT, "--export", "研判.xlsx")
    requirements = [requirement for _, requirement in open_requirements(run, *PROJECT)]
    good = {"研判结论": "符合", "理由": "属实", "研判人": "甲"}
    fill(Path("研判.xlsx"), {requirements[0]: answer, requirements[1]: good})
    before = findings(workspace)

    done = run(*JUDGE, "研判.xlsx")

    assert (done.code, done.out) == (ExitCode.INPUT, "")
    assert message in done.err
    assert findings(workspace) == before


def test_each_application_is_asked_about_by_itself_where_the_question_is_about_it(run, workspace):
    asked = run(*JUDGE, "--json", "--requirement", "urgent-need", "--requirement", "experts").json

    assert [(item["requirement"], item["application"]) for item in asked["judgements"]] == [
        ("experts", ""),
        ("urgent-need", "设施蔬菜水肥一体化技术服务"),
        ("urgent-need", "稻麦轮作精准灌溉技术服务"),
    ]


def statuses(run, requirement: str) -> dict[str, str]:
    """Return the status of a requirement by application."""
    checked = run("check", "--program", "xuzhou-2022", *AS_OF, "--json").json
    return {
        project["application"]: verdict["status"]
        for project in checked["projects"]
        for verdict in project["requirements"]
        if verdict["id"] == requirement
    }


@pytest.mark.slow
def test_a_row_on_one_application_decides_that_one_alone(run, workspace):
    run(*JUDGE, "--export", "研判.xlsx", "--requirement", "urgent-need")
    sheet = openpyxl.load_workbook("研判.xlsx")
    rows = sheet["人工研判"]
    column = {cell.value: cell.column for cell in rows[1]}
    titles = [rows.cell(row, column["项目名称"]).value for row in (2, 3)]
    for header, value in {"研判结论": "不符合", "理由": "常规改造", "研判人": "某秘书长"}.items():
        rows.cell(3, column[header]).value = value
    sheet.save("研判.xlsx")

    done = run(*JUDGE, "研判.xlsx")

    assert done.out.startswith("已登记1条结论，1条还没有填")
    assert titles == ["设施蔬菜水肥一体化技术服务", "稻麦轮作精准灌溉技术服务"]
    assert statuses(run, "urgent-need") == dict(zip(titles, ("met", "unmet"), strict=True))


def test_any_requirement_can_be_named_to_revise_or_waive_it(run, workspace):
    listed = open_requirements(run, "--requirement", "rating-4a")

    assert listed == [("first-class", "rating-4a")]


def test_a_requirement_that_does_not_exist_is_named(run, workspace):
    done = run(*JUDGE, "--json", "--requirement", "nonsense")

    assert done.code == ExitCode.USAGE
    assert "nonsense：没有这个要求代号" in done.err


class Terminal:
    """The command at a terminal of its own."""

    def __init__(self, folder: Path, environment: dict[str, str], *arguments: str) -> None:
        self._master, slave = pty.openpty()
        self._shown = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "societyctl", *arguments],
            cwd=folder, env={**environment, "TERM": "xterm"},
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + 60
        while text not in self._shown:
            assert time.monotonic() < deadline, self._shown
            if select.select([self._master], [], [], 1)[0]:
                try:
                    self._shown += os.read(self._master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        assert text in self._shown
        self._shown = self._shown.partition(text)[2]

    def type(self, keys: str) -> None:
        time.sleep(0.3)
        os.write(self._master, keys.encode())

    def close(self) -> int:
        code = self.process.wait(60)
        os.close(self._master)
        return code


def test_ctrl_c_keeps_what_was_confirmed_and_says_so(workspace, process_environment):
    terminal = Terminal(workspace, process_environment(), *JUDGE, *PROJECT)
    down = "\x1b[B"

    terminal.wait_for("[1/")
    terminal.wait_for("结论？")
    terminal.type(f"{down}\r")
    terminal.wait_for("理由：")
    terminal.type("专家名单齐全\r")
    terminal.wait_for("研判人：")
    terminal.type("某秘书长\r")
    terminal.wait_for("研判日期：")
    terminal.type("\r")
    terminal.wait_for("佐证编号")
    terminal.type("\r")
    terminal.wait_for("[2/")
    terminal.wait_for("结论？")
    terminal.type("\x03")
    terminal.wait_for("已中断：此前确认的1条照常登记")

    assert terminal.close() == ExitCode.INTERRUPTED
    saved = [f for f in findings(workspace).values() if f["judged_by"] == "某秘书长"]
    assert [(f["verdict"], f["reason"]) for f in saved] == [("符合", "专家名单齐全")]


def test_ctrl_c_before_the_first_answer_leaves_everything_as_it_was(workspace, process_environment):
    before = findings(workspace)
    terminal = Terminal(workspace, process_environment(), *JUDGE, *PROJECT)

    terminal.wait_for("结论？")
    terminal.type("\x03")
    terminal.wait_for("没有登记任何结论")

    assert terminal.close() == ExitCode.INTERRUPTED
    assert findings(workspace) == before
