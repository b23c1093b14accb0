"""One application through its year, day by day: on the screen, in the JSON and as exit codes."""

from __future__ import annotations

import pytest

from societyctl.errors import ExitCode

TECH = ("--program", "xuzhou-2022", "--project", "think-tank-project")
NAME = "旱作用水决策研究"

YEAR = [
    ((), "2022-05-20", "可报未报", "open", 16),
    ((), "2022-06-02", "可报未报", "open", 3),
    ((), "2022-06-03", "来不及", "too_late", 2),
    ((), "2022-06-06", "已截止未报", "closed", -1),
    (("状态=拟申报", "申报日期=2022-06-01"), "2022-05-20", "拟报", "planned", 16),
    (("状态=已申报",), "2022-05-31", "拟报", "planned", 5),
    ((), "2022-06-01", "已报待立项", "handed_in", None),
    (("状态=退回修改", "退回日期=2022-06-10", "修改截止日期=2022-06-17"),
     "2022-06-09", "已报待立项", "handed_in", None),
    ((), "2022-06-10", "退回修改", "returned", 7),
    ((), "2022-06-18", "退回修改，已逾期", "returned", -1),
    (("状态=不予立项",), "2022-07-01", "未立项", "declined", None),
    (("状态=撤回", "撤回日期=2022-06-20"), "2022-06-20", "撤回", "withdrawn", None),
    (("状态=已立项", "立项日期=2022-07-08", "撤回日期="),
     "2022-07-07", "已报待立项", "handed_in", None),
    ((), "2022-07-08", "已立项在实施", "approved", 176),
    (("状态=中期评估",), "2022-09-30", "待中期", "awaiting_midterm", None),
    (("中期评估日期=2022-10-15",), "2022-10-15", "已立项在实施", "approved", 77),
    ((), "2023-01-01", "待验收", "awaiting_acceptance", None),
    (("状态=已验收", "验收日期=2023-01-20"), "2023-01-19", "待验收", "awaiting_acceptance", None),
    ((), "2023-01-20", "已验收", "accepted", None),
    (("验收结论=不合格",), "2023-01-20", "未通过", "failed", None),
]  # fmt: skip
"""What was entered meanwhile, the day, what the headline says, and the JSON beside it."""


@pytest.mark.slow
def test_every_state_of_a_year_is_seen_on_screen_and_in_json(run, workspace):
    run("program", "use", "xuzhou-2022")
    seen, ref = [], ""
    for changes, day, *_ in YEAR:
        if changes and not ref:
            run("add", "申报项目", "计划代号=xuzhou-2022", "项目代号=think-tank-project",
                f"项目名称={NAME}", *changes)  # fmt: skip
            ref = "application:4"
        elif changes:
            assert run("edit", ref, *changes).code == ExitCode.OK, changes
        project = run("check", *TECH, "--as-of", day, "--json").json["projects"][0]
        screen = run("check", *TECH, "--as-of", day).out
        heading = next(line for line in screen.splitlines() if line.startswith("■ "))
        headline = screen[screen.index(heading) :].partition("：")[2].partition("\n")[0].strip()
        word = headline if "已逾期" in headline else headline.partition("，")[0]
        seen.append((changes, day, word, project["state"], project["days_left"]))

    assert seen == YEAR


@pytest.mark.slow
def test_a_deadline_past_with_nothing_handed_in_is_said_first_and_is_not_fine(run, workspace):
    done = run("check", *TECH, "--as-of", "2022-06-06")

    assert done.code == ExitCode.FOUND
    assert "科技创新智库项目〔think-tank-project〕：已截止未报\n" in done.out
    assert "申报截止日2022年6月5日已过，没有报出" in done.out
    assert "可以申报" not in done.out


@pytest.mark.slow
def test_status_names_each_state_with_the_day_that_comes_next(run, workspace):
    run("program", "use", "xuzhou-2022")

    done = run("status", "--as-of", "2022-10-20")

    assert done.code == ExitCode.OK
    assert done.out.splitlines()[3:10] == [
        "申报（2022年10月20日）：",
        "  可报未报  一流学会建设（2022年11月10日，还有21天）",
        "  可报未报  科技创新智库建设特色学会（2022年11月10日，还有21天）",
        (
            "  拟报  学术和科技服务特色学会（旱作节水学术与科技服务能力建设）"
            "（2022年11月10日，还有21天）"
        ),
        "  可报未报  科普特色学会（2022年11月10日，还有21天）",
        "  已立项在实施  科技服务项目（设施蔬菜水肥一体化技术服务）（2022年12月31日，还有72天）",
        "  未立项  科技服务项目（稻麦轮作精准灌溉技术服务）",
    ]


def test_progress_tells_the_state_of_what_is_applied_for(run, workspace):
    told = run("progress", "-p", "xuzhou-2022", "--as-of", "2022-10-20", "--json").json["targets"]

    assert {(one["application"], one["state"]) for one in told if one["application"]} == {
        ("旱作节水学术与科技服务能力建设", "planned"),
        ("设施蔬菜水肥一体化技术服务", "approved"),
        ("稻麦轮作精准灌溉技术服务", "declined"),
    }


@pytest.mark.slow
def test_states_that_contradict_their_days_are_told_and_nothing_is_changed(run, workspace):
    run("edit", "application:2", "申报日期=2022-06-08")
    before = run("show", "application:2").out

    done = run("check", "-p", "xuzhou-2022", "--as-of", "2022-10-20")
    told = (
        "“设施蔬菜水肥一体化技术服务”（application:2）状态是“已立项”，申报日期2022年6月8日却在"
        "截止日2022年6月5日之后；请核对后改：societyctl edit application:2 申报日期=…"
    )
    as_json = run("check", "-p", "xuzhou-2022", "--as-of", "2022-10-20", "--json").json

    assert told.replace(" ", "") in "".join(done.out.split())
    assert as_json["warnings"][0] == told
    assert run("show", "application:2").out == before


@pytest.mark.slow
def test_two_applications_for_one_project_are_named(run, workspace):
    for title in ("甲", "乙"):
        run("add", "申报项目", "计划代号=xuzhou-2022", "项目代号=outreach-society",
            f"项目名称={title}", "状态=拟申报")  # fmt: skip

    told = run("check", "-p", "xuzhou-2022", "--as-of", "2022-10-20", "--json").json["warnings"][0]

    assert told == (
        "科普特色学会登记了不止一份申报（application:4、application:5），各判各的；"
        "多报的请登记撤回，记重了的请删去：societyctl list application"
    )
