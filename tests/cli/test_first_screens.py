"""The screens that a person reads first: short, complete in themselves, and each line of use."""

from __future__ import annotations

import re
import shlex

import pytest
from rich.cells import cell_len

from societyctl.errors import ExitCode
from tests.cli.command_line import AS_OF

CHECK = ("check", "-p", "xuzhou-2022", *AS_OF)


@pytest.fixture
def almost_empty(run, empty_workspace):
    """A store with next to nothing in it."""
    run("add", "学会档案", "学会名称=某市节水学会")
    run("add", "活动", "活动名称=田间课", "活动类别=科普", "开始日期=2022-09-17")
    return empty_workspace


def shown(run, monkeypatch, columns: int, *arguments: str) -> str:
    monkeypatch.setattr("societyctl.reporting.pages.layout.PIPED_WIDTH", columns)
    done = run(*arguments)
    assert done.code in (ExitCode.OK, ExitCode.FOUND), done.err
    return "".join(f"{line.rstrip()}\n" for line in done.out.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 60])
def test_a_check_of_the_sample_is_one_screen(run, workspace, monkeypatch, golden, columns):
    run("program", "use", "xuzhou-2022")

    text = shown(run, monkeypatch, columns, *CHECK)

    golden(f"screens/check_{columns}.txt", text)
    if columns == 80:
        assert len(text.splitlines()) <= 40
        assert max(map(cell_len, text.splitlines())) <= 80


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 60])
def test_a_check_of_an_almost_empty_store_asks_for_all_that_is_wanted_at_once(
    run, almost_empty, monkeypatch, golden, columns
):
    run("program", "use", "xuzhou-2022")

    text = shown(run, monkeypatch, columns, *CHECK)

    golden(f"screens/check_almost_empty_{columns}.txt", text)
    assert text.count("补充.xlsx") == 1


def test_one_project_tells_first_what_is_open(run, workspace, monkeypatch, golden):
    text = shown(run, monkeypatch, 80, *CHECK, "--project", "outreach-society")

    golden("screens/check_project.txt", text)


@pytest.mark.slow
def test_a_paper_that_several_projects_need_is_told_once(run, workspace):
    actions = run(*CHECK, "--json").json["summary"]["actions"]

    [plan] = [one for one in actions if "2022年提升计划实施方案" in one["text"]]
    assert plan["command"].startswith("societyctl attach plan:")
    assert len(plan["projects"]) == 5
    assert "5个项目都用它" in plan["text"]


@pytest.mark.slow
def test_what_does_not_apply_is_not_counted_as_met(run, workspace, monkeypatch):
    rows = shown(run, monkeypatch, 80, *CHECK, "--verbose").splitlines()

    head = next(row for row in rows if row.startswith("状态  "))
    line = next(row for row in rows if "科技服务项目（设施" in row)
    assert head.split()[-5:] == ["要求", "符合", "不符合", "未定", "不适用"]
    assert line.split()[-5:] == ["32", "26", "0", "4", "2"]


@pytest.mark.slow
def test_every_command_of_the_first_screen_is_accepted(run, workspace):
    commands = [one["command"] for one in run(*CHECK, "--json").json["summary"]["actions"]]

    assert len(commands) >= 8
    assert "societyctl check -p xuzhou-2022" not in commands, "it would show the same screen"
    assert all(
        " -p " in one or "--program xuzhou-2022" in one for one in commands if "judge" in one
    )
    for command in commands:
        name, *arguments = shlex.split(
            command.replace("…", "是" if "是否" in command else "2022-05-01")
        )
        for argument in arguments:
            if argument.endswith(".pdf"):
                (workspace / argument).write_bytes(b"%PDF-1.4")
        done = run(*arguments)
        assert name == "societyctl"
        if arguments[0] == "judge":  # asks, which it cannot here
            assert "不在终端里" in done.err
        else:
            assert done.code in (ExitCode.OK, ExitCode.FOUND), (command, done.err)


@pytest.mark.slow
def test_every_command_names_the_notice_where_another_is_chosen(run, workspace):
    run("program", "use", "yangzhou-2020")

    lines = run(*CHECK).out.splitlines()

    takes_a_program = ("check", "judge", "report", "blank --for")
    commands = [line.partition("societyctl ")[2] for line in lines if "societyctl " in line]
    assert len(commands) > 10
    assert [
        one for one in commands if one.startswith(takes_a_program) and "-p xuzhou-2022" not in one
    ] == []


@pytest.mark.slow
def test_nothing_is_to_be_done_by_a_notice_that_is_for_others(run, workspace):
    summary = run("check", "-p", "jiangsu-2023", *AS_OF, "--json").json["summary"]

    assert {one["standing"] for one in summary["projects"]} == {"over"}
    assert summary["actions"] == []


@pytest.mark.slow
def test_the_day_of_each_thing_to_do_is_named_once_and_in_order_of_what_is_applied_for(
    run, workspace
):
    summary = run(*CHECK, "--json").json["summary"]

    assert [one["standing"] for one in summary["projects"]] == [
        "applying", "handed_in", "open", "open", "open", "over", "over",
    ]  # fmt: skip
    assert summary["actions"][0]["last"] == "2022-10-28"
    assert summary["actions"][0]["days"] == 8


def test_names_give_way_before_the_numbers_that_matter(run, workspace, monkeypatch):
    text = shown(run, monkeypatch, 50, *CHECK)

    head = next(line for line in text.splitlines() if line.startswith("结论"))
    assert re.split(r"\s+", head) == ["结论", "项目", "硬条件", "不符合", "剩"]


@pytest.mark.parametrize("columns", [80, 60])
def test_progress_tells_what_is_applied_for_a_line_each(
    run, workspace, monkeypatch, golden, columns
):
    text = shown(run, monkeypatch, columns, "progress", "-p", "xuzhou-2022", *AS_OF)

    golden(f"screens/progress_{columns}.txt", text)
    assert "科普特色学会" not in text
    assert max(map(cell_len, text.splitlines())) <= columns


def test_two_applications_of_a_project_stand_under_their_own_names(run, workspace, monkeypatch):
    text = shown(run, monkeypatch, 80, "progress", "-p", "xuzhou-2022", *AS_OF)

    heads = [line for line in text.splitlines() if line.startswith("■ 科技服务项目")]
    assert heads == [
        "■ 科技服务项目（设施蔬菜水肥一体化技术服务）〔tech-service〕：已立项在实施",
        "■ 科技服务项目（稻麦轮作精准灌溉技术服务）〔tech-service〕：未立项",
    ]


def test_a_promise_above_what_is_asked_stands_beside_it(run, workspace):
    targets = run("progress", "-p", "xuzhou-2022", *AS_OF, "--json").json["targets"]

    promised = {
        (one["application"], one["id"]): (one["needed"], one["promised"], one["countable"])
        for one in targets
        if one["promised"] is not None
    }
    assert promised["旱作节水学术与科技服务能力建设", "academic-events"] == (2, 3, 2)
    assert all(promise > needed for needed, promise, _ in promised.values())


@pytest.mark.slow
def test_a_promise_for_another_application_is_not_this_ones(run, workspace):
    progress = ("progress", "-p", "xuzhou-2022", *AS_OF, "--json")
    first = next(t for t in run(*progress).json["targets"] if t["project"] == "tech-service")
    run(
        "add", "承诺指标", "计划代号=xuzhou-2022", "项目代号=tech-service", "承诺值=9",
        "项目名称=稻麦轮作精准灌溉技术服务", f"指标代号={first['id']}", "指标名称=协议",
    )  # fmt: skip

    nine = [t["application"] for t in run(*progress).json["targets"] if t["promised"] == 9]

    assert nine == ["稻麦轮作精准灌溉技术服务"]


def test_nothing_is_missing_for_want_of_evidence_where_none_is_asked_for(run, workspace):
    targets = run("progress", "-p", "xuzhou-2022", *AS_OF, "--json").json["targets"]

    [span] = [one for one in targets if one["id"] == "long-term-span"]
    assert (span["measured"], span["countable"], span["missing"]) == (1, None, 0)


@pytest.mark.slow
def test_all_targets_are_shown_when_they_are_asked_for(run, workspace):
    program = ("progress", "-p", "xuzhou-2022", *AS_OF)

    assert "■ 科普特色学会" in run(*program, "--all").out
    assert "■ 科普特色学会" in run(*program, "--project", "outreach-society").out


def test_progress_of_a_store_without_applications_says_what_to_ask_for(run, almost_empty):
    assert run("progress", "-p", "xuzhou-2022", *AS_OF).out.endswith("全部项目：加 --all\n")


def status_of(run, monkeypatch, columns: int) -> str:
    text = shown(run, monkeypatch, columns, "status", *AS_OF)
    return "".join(f"{line}\n" for line in text.splitlines() if "最近一次" not in line).partition(
        "\n"
    )[2]


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 60])
def test_status_tells_the_days_ahead_and_what_is_to_be_done(
    run, workspace, monkeypatch, golden, columns
):
    run("program", "use", "xuzhou-2022")

    text = status_of(run, monkeypatch, columns)

    golden(f"screens/status_{columns}.txt", text)
    if columns == 80:
        assert len(text.splitlines()) <= 28


@pytest.mark.slow
def test_status_of_an_almost_empty_store(run, almost_empty, monkeypatch, golden):
    run("program", "use", "xuzhou-2022")

    golden("screens/status_almost_empty.txt", status_of(run, monkeypatch, 80))


def test_a_duty_that_is_done_and_an_event_that_was_held_lie_no_longer_ahead(run, almost_empty):
    for name, due, state in (
        ("早过的", "2022-10-01", "未完成"),
        ("办完的", "2022-10-25", "完成"),
        ("要办的问卷", "2022-10-31", "进行中"),
    ):
        run("add", "交办任务", f"任务名称={name}", f"要求完成日期={due}", f"完成状态={state}")
    run("add", "活动", "活动名称=取消的课", "活动类别=科普", "开始日期=2022-11-02", "状态=取消")

    lines = run("status", *AS_OF).out.splitlines()

    start = lines.index("眼前的日子：")
    assert lines[start + 1 : start + 3] == [
        "  10-01  过19天  早过的（交办任务）",
        "  10-31  11天    要办的问卷（交办任务）",
    ]
    assert not any("办完的" in line or "取消的课" in line for line in lines)
