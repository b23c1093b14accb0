"""A threshold that is not met says the least that would meet it, or that it is too late."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

OWN = """\
id: own-2022
title: 自编的通知
issuer: 某科协
year: 2022
deadlines: [{{id: d, title: 截止, date: 2022-11-30}}]
windows: {{last: {{from: 2021-01-01, to: 2021-12-31}}, now: {{from: 2022-01-01, to: 2022-12-31}}}}
projects:
  - id: p
    title: 项目
    deadline: d
    requirements:
      - {{id: r, clauses: [], place: 一, title: 活动, test: {test}}}
"""
SHARE = "{share: {part: {count: activity, of: {kind: 科普}}, whole: {count: activity}}"
TESTS = {
    "{count: activity, at_least: 5}": "还差1场：须5场，现4场",
    "{count: activity, above: 5}": "还差2场：须6场，现4场",
    SHARE + ", at_least: 50%}": "还差2场：须3场，现1场",
    SHARE + ", above: 25%}": "还差1场：须2场，现1场",
    "{distinct: kind, over: activity, at_least: 3}": "还差1个：须3个，现2个",
    "{growth: {now: {count: activity, during: now}, before: {count: activity, during: last}},"
    " at_least: 300%}": "还差1场：须4场，现3场",
    "{count: activity, during: last, at_least: 3}": "已来不及：还差2场：须3场，现1场",
}


@pytest.fixture
def events(run, empty_workspace):
    """Three events of this year, one of the last; one of the four is for the public."""
    for name, kind, day in (
        ("甲", "科普", "2022-05-06"),
        ("乙", "学术", "2022-05-07"),
        ("丙", "学术", "2022-05-08"),
        ("丁", "学术", "2021-05-08"),
    ):
        run("add", "活动", f"活动名称={name}", f"活动类别={kind}", f"开始日期={day}", "状态=已举办")
    return empty_workspace


@pytest.mark.parametrize(("test", "said"), TESTS.items(), ids=TESTS.values())
def test_the_next_step_says_how_many_more(run, events, test, said):
    (events / "programs" / "own-2022.yaml").write_text(OWN.format(test=test), "utf-8")

    done = run("check", "-p", "own-2022", "--as-of", "2022-10-20", "--json").json

    [requirement] = done["projects"][0]["requirements"]
    assert requirement["next"].startswith(said), requirement


def test_the_plan_and_its_workbook_hold_the_same_number(run, events):
    path = events / "programs" / "own-2022.yaml"
    path.write_text(OWN.format(test=SHARE + ", at_least: 50%}"), "utf-8")

    done = run(
        "check", "-p", "own-2022", "--as-of", "2022-10-20", "--how", "--json", "-o", "自查.xlsx"
    )

    [step] = done.json["how"][0]["steps"]
    assert (step["text"], step["amount"]) == ("再办2场“活动”", 2)
    sheet = load_workbook(events / "自查.xlsx")["要做的"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][4] == "再办2场“活动”"
