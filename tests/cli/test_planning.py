"""``check --how`` and ``check --since``: what is left to do, and what changed."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest

from societyctl.errors import ExitCode

CHECK = ("check", "--program", "xuzhou-2022")


def plans(run, day: str) -> dict[str, dict[str, object]]:
    found = run(*CHECK, "--as-of", day, "--how", "--json").json
    return {f"{item['project']}/{item['application']}": item for item in found["how"]}


@pytest.mark.slow
def test_every_date_is_worked_back_from_the_deadline_in_working_days(run, workspace):
    plan = plans(run, "2022-09-20")["think-tank-society/"]

    days = [date.fromisoformat(item["on"]) for item in plan["milestones"]]
    assert [item["id"] for item in plan["milestones"]] == [
        "activity", "evidence", "council", "filling", "sealing", "handing_in",
    ]  # fmt: skip
    assert days[-1] == date(2022, 11, 10)
    assert all(earlier <= later for earlier, later in pairwise(days))
    assert {step["kind"] for step in plan["steps"]} >= {"finding", "data", "paper"}
    assert all(step["last"] <= "2022-11-10" for step in plan["steps"])


@pytest.mark.slow
def test_a_project_past_its_deadline_says_so(run, workspace):
    plan = plans(run, "2022-09-20")["think-tank-project/"]

    assert "已过" in plan["because"]
    assert (plan["milestones"], {step["last"] for step in plan["steps"]}) == ([], {None})


@pytest.mark.slow
def test_a_settled_application_needs_nothing(run, workspace):
    plan = plans(run, "2022-09-20")["tech-service/设施蔬菜水肥一体化技术服务"]

    assert (plan["feasible"], plan["because"], plan["steps"]) == (True, "不用再做什么", [])


@pytest.mark.slow
def test_lead_times_come_from_the_settings(run, workspace):
    path = workspace / "settings.json"
    path.write_text('{"lead_times": {"binding": 0, "sealing": 0, "filling": 0}}', "utf-8")

    plan = plans(run, "2022-09-20")["think-tank-society/"]

    assert {item["id"]: item["on"] for item in plan["milestones"]}["council"] == "2022-11-10"


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"lead_times": {"counsil": 3}}, "counsil"),
        ({"lead_times": {"council": "十天"}}, "十天"),
        ({"lead_times": {"council": -1}}, "-1"),
        ({"lead_times": {"council": True}}, "True"),
        ({"lead_times": 5}, "写法不对"),
    ],
)
def test_lead_times_that_make_no_sense_are_named(run, workspace, settings, found):
    (workspace / "settings.json").write_text(json.dumps(settings), "utf-8")

    done = run(*CHECK, "--as-of", "2022-09-20", "--how")

    assert (done.code, done.out) == (ExitCode.INPUT, "")
    assert found in done.err


def test_choosing_a_program_keeps_the_lead_times(run, workspace):
    path = workspace / "settings.json"
    path.write_text('{"lead_times": {"council": 3}}', "utf-8")

    run("program", "use", "xuzhou-2022")

    kept = json.loads(path.read_text("utf-8"))
    assert kept == {"lead_times": {"council": 3}, "program": "xuzhou-2022"}


def test_the_plan_reads_the_same_in_a_pipe(as_process, workspace):
    done = as_process(*CHECK, "--as-of", "2022-09-20", "--how", cwd=workspace)

    assert (done.code, done.err) == (ExitCode.FOUND, "")
    assert done.out.startswith("怎样最省事地过关\n")
    assert "倒排：活动办完" in done.out


def since(run, *more: str) -> dict[str, object]:
    return run(*CHECK, "--as-of", "2022-10-20", "--json", *more).json["since"]


def test_the_first_check_has_nothing_to_compare_with(run, workspace):
    done = run(*CHECK, "--as-of", "2022-10-20", "--since")

    assert "还没有可比的" in done.err
    assert len(list((workspace / "checks").iterdir())) == 1


@pytest.mark.slow
def test_nothing_flips_when_nothing_changed(run, workspace):
    run(*CHECK, "--as-of", "2022-10-20")

    assert since(run, "--since")["flips"] == []


@pytest.mark.slow
def test_a_flip_names_the_record_and_the_batch_that_made_it(run, workspace):
    run(*CHECK, "--as-of", "2022-10-20")
    newest = run("list", "rating").out.splitlines()[-1].split()[0]
    run("edit", newest, "评估等级=3A")

    flips = {(f["project"], f["id"]): f for f in since(run, "--since", "last")["flips"]}

    flip = flips["first-class", "rating-4a"]
    assert (flip["before"], flip["after"]) in {("met", "unmet"), ("met", "disputed")}
    assert [(c["kind"], c["ref"], c["batch"]) for c in flip["causes"]] == [("record", newest, 2)]


@pytest.mark.slow
def test_a_flip_by_a_finding_names_the_finding(run, workspace):
    run(*CHECK, "--as-of", "2022-10-20")
    run(
        "add", "人工研判", "计划代号=xuzhou-2022", "项目代号=first-class",
        "要求代号=four-orientations", "研判结论=符合", "理由=属实", "研判人=某秘书长",
        "研判日期=2022-10-19",
    )  # fmt: skip

    flips = since(run, "--since")["flips"]

    assert [(f["id"], f["before"], f["after"]) for f in flips] == [
        ("four-orientations", "judgement", "met")
    ]
    assert flips[0]["causes"][0]["ref"].startswith("finding:")


@pytest.mark.slow
def test_a_flip_by_the_calendar_says_so(run, workspace):
    run(*CHECK, "--as-of", "2022-09-20")

    flips = since(run, "--since", "2022-09-30")["flips"]

    assert {cause["kind"] for flip in flips for cause in flip["causes"]} == {"date"}


def test_a_flip_by_a_changed_clause_says_so(run, workspace):
    from societyctl.resources import resource_folder

    text = (resource_folder("programs") / "xuzhou-2022.yaml").read_text("utf-8")
    own = workspace / "programs" / "own-2022.yaml"
    own.write_text(text.replace("id: xuzhou-2022", "id: own-2022", 1), "utf-8")
    check = ("check", "--program", "own-2022", "--as-of", "2022-10-20", "--json")
    run(*check)
    own.write_text(own.read_text("utf-8").replace("at_least: 4A", "at_least: 5A"), "utf-8")

    flips = run(*check, "--since").json["since"]["flips"]

    by_id = {(flip["subject"], flip["id"]): flip for flip in flips}
    assert by_id["requirement", "rating-4a"]["causes"][0]["kind"] == "program"


OWN = """\
id: own-2022
title: 自编的计划
issuer: 某科协
year: 2022
conditions: {{big: {{count: member, at_least: {members}}}}}
projects:
  - id: a
    title: 甲
    requirements:
      - id: attended
        clauses: [x.1]
        title: 每次理事会到会过半数
        place: 一
        test:
          each_record: meeting
          of: {{body_kind: 理事会}}
          then:
            share: {{part: {{value: this.present_n}}, whole: {{value: this.required_n}}}}
            above: 1/2
      - id: size
        clauses: [x.2]
        title: 会员多的须有活动
        place: 二
        when: big
        test: {{count: activity, at_least: 1}}
"""


def test_a_flip_of_a_test_on_each_record_names_the_record(run, workspace):
    own = workspace / "programs" / "own-2022.yaml"
    own.write_text(OWN.format(members=1), "utf-8")
    check = ("check", "--program", "own-2022", "--as-of", "2022-10-20", "--json")
    run(*check)
    run(
        "add",
        "meeting",
        "会议名称=补开",
        "会议类型=理事会",
        "会议日期=2022-10-01",
        "实到人数=1",
        "应到人数=9",
    )

    flips = run(*check, "--since").json["since"]["flips"]

    newest = run("list", "meeting").out.splitlines()[-1].split()[0]
    causes = {flip["id"]: [cause["ref"] for cause in flip["causes"]] for flip in flips}
    assert causes["attended"] == [newest]


def test_a_flip_by_a_changed_condition_says_so(run, workspace):
    own = workspace / "programs" / "own-2022.yaml"
    own.write_text(OWN.format(members=1), "utf-8")
    check = ("check", "--program", "own-2022", "--as-of", "2022-10-20", "--json")
    run(*check)
    own.write_text(OWN.format(members=100000), "utf-8")

    flips = run(*check, "--since").json["since"]["flips"]

    assert [(f["id"], f["before"], f["after"], f["causes"][0]["text"]) for f in flips] == [
        ("size", "met", "not_applicable",
         "计划文件里这一条（或它用到的时间窗、记录集、条件、截止日）改了"),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2000-01-01", "昨天"])
def test_a_day_that_cannot_be_compared_with_is_refused(run, workspace, day):
    run(*CHECK, "--as-of", "2022-10-20")

    done = run(*CHECK, "--as-of", "2022-10-20", "--since", day)

    assert (done.code, done.out) == (ExitCode.USAGE, "")


@pytest.mark.slow
def test_a_kept_check_that_is_damaged_is_left_out(run, workspace):
    run(*CHECK, "--as-of", "2022-10-20")
    for path in (workspace / "checks").iterdir():
        path.write_text("{", "utf-8")

    done = run(*CHECK, "--as-of", "2022-10-20", "--since")

    assert "还没有可比的" in done.err
