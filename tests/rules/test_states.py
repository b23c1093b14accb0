"""Where an application stands, on both sides of every day on which that changes."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.domain.dates import PartialDate
from societyctl.domain.meanings import OTHERS
from societyctl.domain.states import (
    ApplicationState,
    StageDays,
    contradictions,
    is_handed_in,
    state_on,
)
from societyctl.domain.verdicts import (
    DecidedBy,
    ProjectResult,
    ProjectVerdict,
    Status,
    Strength,
    Verdict,
)
from societyctl.rules.judging.programs import project_verdict

NOTICE = StageDays(
    deadline=date(2024, 6, 30),
    paper_by=date(2024, 6, 28),
    midterm_from=date(2024, 9, 1),
    midterm_by=date(2024, 9, 30),
    acceptance_by=date(2025, 1, 31),
    ends=date(2024, 12, 31),
)
NOTHING = StageDays(ends=date(2024, 12, 31))
PLANNED = {"id": 1, "title": "甲", "status": "拟申报"}
FILED = {"id": 1, "title": "甲", "status": "已申报", "applied_on": date(2024, 6, 20)}
APPROVED = FILED | {"status": "已立项", "approved_on": date(2024, 7, 15)}
REPORTED = APPROVED | {"midterm_on": date(2024, 9, 20)}
SENT_BACK = FILED | {
    "status": "退回修改", "returned_on": date(2024, 7, 1), "return_by": date(2024, 7, 5),
}  # fmt: skip
HANDED_OVER = REPORTED | {"acceptance_submitted_on": date(2025, 1, 10)}
ACCEPTED = HANDED_OVER | {"status": "已验收", "accepted_on": date(2025, 2, 1)}

ON_A_DAY = [
    (None, "06-28", "可报未报", 2), (None, "06-29", "来不及", 1),
    (None, "06-30", "来不及", 0), (None, "07-01", "已截止未报", -1),
    (PLANNED, "06-28", "拟报", 2), (PLANNED, "06-29", "来不及", 1),
    (PLANNED, "07-01", "已截止未报", -1),
    (PLANNED | {"applied_on": date(2024, 6, 20)}, "06-19", "拟报", 11),
    (PLANNED | {"applied_on": date(2024, 6, 20)}, "06-20", "拟报", 10),
    (FILED, "06-19", "拟报", 11), (FILED, "06-20", "已报待立项", None),
    (FILED | {"status": None}, "06-20", "已报待立项", None),
    (FILED | {"applied_on": None}, "01-02", "已报待立项", None),
    (FILED | {"status": "公示"}, "12-31", "已报待立项", None),
    (SENT_BACK, "06-30", "已报待立项", None), (SENT_BACK, "07-01", "退回修改", 4),
    (SENT_BACK, "07-05", "退回修改", 0), (SENT_BACK, "07-06", "退回修改", -1),
    (SENT_BACK | {"return_by": None}, "07-06", "退回修改", None),
    (SENT_BACK | {"status": "已申报"}, "07-06", "已报待立项", None),
    (FILED | {"status": "不予立项"}, "06-20", "未立项", None),
    (FILED | {"status": "不予立项", "declined_on": date(2024, 7, 15)}, "07-14", "已报待立项", None),
    (FILED | {"status": "不予立项", "declined_on": date(2024, 7, 15)}, "07-15", "未立项", None),
    (APPROVED, "07-14", "已报待立项", None), (APPROVED, "07-15", "已立项在实施", 169),
    (APPROVED | {"approved_on": None}, "06-20", "已立项在实施", 194),
    (APPROVED | {"to_on": PartialDate(2024, 11)}, "07-15", "已立项在实施", 138),
    (APPROVED, "08-31", "已立项在实施", 122), (APPROVED, "09-01", "待中期", 29),
    (APPROVED, "09-30", "待中期", 0), (APPROVED, "10-01", "待中期", -1),
    (APPROVED | {"status": "中期评估"}, "08-01", "待中期", 60),
    (REPORTED, "09-19", "待中期", 11), (REPORTED, "09-20", "已立项在实施", 102),
    (REPORTED, "12-31", "已立项在实施", 0), (REPORTED, "2025-01-01", "待验收", 30),
    (REPORTED, "2025-01-31", "待验收", 0), (REPORTED, "2025-02-01", "待验收", -1),
    (HANDED_OVER, "2025-01-09", "待验收", 22), (HANDED_OVER, "2025-01-10", "待验收", None),
    (ACCEPTED, "2025-01-31", "待验收", None), (ACCEPTED, "2025-02-01", "已验收", None),
    (ACCEPTED | {"acceptance_result": "不合格"}, "2025-02-01", "未通过", None),
    (ACCEPTED | {"status": "未通过"}, "2025-02-01", "未通过", None),
    (ACCEPTED | {"status": "已立项"}, "2025-02-01", "已验收", None),
    (FILED | {"status": "撤回"}, "06-01", "撤回", None),
    (FILED | {"withdrawn_on": date(2024, 6, 25)}, "06-24", "已报待立项", None),
    (FILED | {"withdrawn_on": date(2024, 6, 25)}, "06-25", "撤回", None),
]  # fmt: skip


def a_day(text: str) -> date:
    return date.fromisoformat(text if len(text) > len("06-30") else f"2024-{text}")


@pytest.mark.parametrize(("record", "day", "word", "left"), ON_A_DAY)
def test_an_application_stands_on_a_day_as_record_and_notice_say(record, day, word, left):
    stands = state_on(record, NOTICE, a_day(day))

    assert (stands.state.word, stands.days_left) == (word, left)
    assert stands.is_overdue is (left is not None and left < 0)


@pytest.mark.parametrize(
    ("record", "day", "word"),
    [
        (None, "12-31", "可报未报"),
        (PLANNED, "12-31", "拟报"),
        (APPROVED, "12-31", "已立项在实施"),
        (APPROVED, "2025-01-01", "待验收"),
    ],
)
def test_a_notice_without_days_leaves_nothing_overdue(record, day, word):
    stands = state_on(record, NOTHING, a_day(day))

    assert (stands.state.word, stands.is_overdue) == (word, False)


def test_every_state_is_reached_by_some_record_on_some_day():
    assert {word for _, _, word, _ in ON_A_DAY} == {state.word for state in ApplicationState}


def test_every_state_can_be_explained():
    assert {state.word for state in ApplicationState} <= OTHERS.keys()


def test_what_is_only_intended_is_not_handed_in():
    assert not is_handed_in(PLANNED | {"applied_on": date(2024, 6, 20)}, date(2024, 6, 21))
    assert is_handed_in({"id": 1, "applied_on": date(2024, 6, 20)}, date(2024, 6, 20))


@pytest.mark.parametrize(
    ("state", "left", "verdict", "well", "headline"),
    [
        ("OPEN", 2, "ELIGIBLE", True, "可报未报，可以申报"),
        ("OPEN", 2, "INELIGIBLE", False, "可报未报，目前不可申报"),
        ("PLANNED", 2, "UNDETERMINED", False, "拟报，尚不能定"),
        ("TOO_LATE", 1, "ELIGIBLE", False, "来不及"),
        ("CLOSED", -1, "ELIGIBLE", False, "已截止未报"),
        ("HANDED_IN", None, "ELIGIBLE", True, "已报待立项"),
        ("HANDED_IN", None, "INELIGIBLE", False, "已报待立项"),
        ("RETURNED", 3, "ELIGIBLE", False, "退回修改"),
        ("RETURNED", -1, "ELIGIBLE", False, "退回修改，已逾期"),
        ("DECLINED", None, "ELIGIBLE", False, "未立项"),
        ("APPROVED", 9, "UNDETERMINED", True, "已立项在实施"),
        ("AWAITING_MIDTERM", -1, "ELIGIBLE", False, "待中期，已逾期"),
        ("AWAITING_ACCEPTANCE", 0, "ELIGIBLE", True, "待验收"),
        ("AWAITING_ACCEPTANCE", 0, "UNDETERMINED", False, "待验收"),
        ("ACCEPTED", None, "INELIGIBLE", True, "已验收"),
        ("FAILED", None, "ELIGIBLE", False, "未通过"),
        ("WITHDRAWN", None, "INELIGIBLE", True, "撤回"),
    ],
)
def test_the_headline_is_the_state_and_only_what_is_well_and_in_time_is_fine(
    state, left, verdict, well, headline
):
    project = ProjectResult(
        "a", "甲", ProjectVerdict[verdict], (), state=ApplicationState[state], days_left=left
    )

    assert (project.stands_well, project.headline) == (well, headline)


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (None, "ELIGIBLE"), ("OPEN", "ELIGIBLE"), ("HANDED_IN", "INELIGIBLE"),
        ("APPROVED", "INELIGIBLE"), ("AWAITING_MIDTERM", "UNDETERMINED"),
        ("AWAITING_ACCEPTANCE", "ELIGIBLE"),
    ],
)  # fmt: skip
def test_what_a_stage_asks_binds_in_that_stage(state, verdict):
    status = {
        "qualification": Status.MET,
        "application": Status.UNMET,
        "midterm": Status.UNKNOWN,
        "acceptance": Status.MET,
    }
    gates = [
        Verdict(stage, (), stage, "", DecidedBy.MEASURE, Strength.GATE, one, "", stage=stage)
        for stage, one in status.items()
    ]

    found, _ = project_verdict(gates, state=ApplicationState[state] if state else None)

    assert found is ProjectVerdict[verdict]


NAMED = "“甲”（application:1）"
EDIT = "；请核对后改：societyctl edit application:1 "


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (ACCEPTED, []),
        (FILED | {"applied_on": date(2025, 7, 1)},
         ["状态是“已申报”，申报日期2025年7月1日却还没到，这一天按没有报算" + EDIT + "申报日期=…"]),
        (APPROVED | {"applied_on": date(2024, 7, 1)},
         ["状态是“已立项”，申报日期2024年7月1日却在截止日2024年6月30日之后" + EDIT + "申报日期=…"]),
        (PLANNED | {"applied_on": date(2024, 6, 20)},
         ["状态是“拟申报”，申报日期2024年6月20日却已到，按没有报算；报了就把状态改成已申报"
          + EDIT + "状态=…"]),
        (APPROVED | {"status": "已验收", "accepted_on": date(2024, 7, 1)},
         ["的验收日期2024年7月1日早于立项日期2024年7月15日" + EDIT + "验收日期=…"]),
        (APPROVED | {"approved_on": date(2024, 6, 1)},
         ["的立项日期2024年6月1日早于申报日期2024年6月20日" + EDIT + "立项日期=…"]),
        (APPROVED | {"approved_on": PartialDate(2024, 6)}, []),
    ],
)  # fmt: skip
def test_a_state_that_contradicts_its_days_is_told_where_it_stands(record, told):
    assert list(contradictions(record, NOTICE, date(2025, 3, 1))) == [NAMED + one for one in told]
