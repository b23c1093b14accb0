"""Results as versioned plain values."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from societyctl.domain.coverage import Clause, Coverage, Covered
from societyctl.domain.history import HistoryEntry
from societyctl.domain.intake import ImportSummary, SheetSummary
from societyctl.domain.selection import RecordNote
from societyctl.domain.states import ApplicationState
from societyctl.domain.verdicts import (
    CheckResult,
    Counts,
    DecidedBy,
    LimitVerdict,
    Progress,
    ProjectResult,
    ProjectVerdict,
    Reading,
    ScoreLine,
    Status,
    Strength,
    Target,
    Verdict,
)
from societyctl.errors import Issue
from societyctl.reporting.view import (
    check_view,
    coverage_view,
    dump,
    history_view,
    import_view,
    progress_view,
)

VERDICT = Verdict(
    id="academic-events",
    clauses=("xz22.3.2.2.3a",),
    title="学术活动不少于2场",
    citation="三（二）2（3）",
    decided_by=DecidedBy.MEASURE,
    strength=Strength.GATE,
    status=Status.UNMET,
    because="主办或承办1场",
    next="再办1场",
    measured=Decimal("1.0"),
    needed=2,
    missing=1,
    unit="场",
    counts=Counts(held=3, evidenced=2, countable=Decimal("1.5")),
    readings=(Reading("默认", Status.UNMET, "1场", default=True),),
    records=(
        RecordNote(
            ref="activity:12",
            title="年会",
            counted=False,
            reason="本会角色为协办",
            evidence=("A-01",),
            missing=("role",),
            on=date(2022, 5, 8),
        ),
    ),
    evidence_wanted="会议通知",
    due=date(2022, 11, 10),
    scores=(ScoreLine("学术活动", 2, None, "1场以上", full=5, place="三1", clauses=("x.1",)),),
)

RESULT = CheckResult(
    program_id="xuzhou-2022",
    program_title="提升计划",
    document="徐科协办发〔2022〕20号",
    society="徐州市某学会",
    as_of=date(2022, 10, 20),
    projects=(
        ProjectResult(
            id="academic",
            title="学术特色学会",
            verdict=ProjectVerdict.INELIGIBLE,
            requirements=(VERDICT,),
            because="学术活动还差1场",
            deadline=date(2022, 11, 10),
            state=ApplicationState.PLANNED,
            due=date(2022, 11, 10),
            days_left=21,
        ),
    ),
    limits=(
        LimitVerdict(
            id="exclusive",
            clauses=("xz22.2.3.1",),
            title="互不兼报",
            citation="二（三）1",
            status=Status.MET,
            because="只报1项",
        ),
    ),
    warnings=("原文两处日期不一致",),
)

CHECK = {
    "schema": 1,
    "kind": "check",
    "program": {"id": "xuzhou-2022", "title": "提升计划", "document": "徐科协办发〔2022〕20号"},
    "society": "徐州市某学会",
    "as_of": "2022-10-20",
    "projects": [
        {
            "id": "academic",
            "title": "学术特色学会",
            "verdict": "ineligible",
            "because": "学术活动还差1场",
            "application": "",
            "deadline": "2022-11-10",
            "state": "planned",
            "due": "2022-11-10",
            "days_left": 21,
            "requirements": [
                {
                    "id": "academic-events",
                    "clauses": ["xz22.3.2.2.3a"],
                    "title": "学术活动不少于2场",
                    "citation": "三（二）2（3）",
                    "decided_by": "measure",
                    "strength": "gate",
                    "stage": "qualification",
                    "status": "unmet",
                    "measured": 1,
                    "needed": 2,
                    "missing": 1,
                    "unit": "场",
                    "counts": {"held": 3, "evidenced": 2, "countable": 1.5},
                    "because": "主办或承办1场",
                    "next": "再办1场",
                    "due": "2022-11-10",
                    "evidence_wanted": "会议通知",
                    "scores": [
                        {
                            "title": "学术活动",
                            "fewest": 2,
                            "most": None,
                            "basis": "1场以上",
                            "full": 5,
                            "depth": 0,
                            "place": "三1",
                            "clauses": ["x.1"],
                            "evidence_wanted": "",
                        }
                    ],
                    "readings": [
                        {"title": "默认", "status": "unmet", "because": "1场", "default": True}
                    ],
                    "records": [
                        {
                            "ref": "activity:12",
                            "title": "年会",
                            "counted": False,
                            "reason": "本会角色为协办",
                            "on": "2022-05-08",
                            "evidence": ["A-01"],
                            "missing": ["role"],
                        }
                    ],
                }
            ],
        }
    ],
    "limits": [
        {
            "id": "exclusive",
            "clauses": ["xz22.2.3.1"],
            "title": "互不兼报",
            "citation": "二（三）1",
            "status": "met",
            "because": "只报1项",
            "next": "",
        }
    ],
    "warnings": ["原文两处日期不一致"],
}


def test_check_has_every_key_of_schema_1():
    assert check_view(RESULT) == CHECK


def test_nothing_measured_stays_null_and_is_not_zero():
    bare = replace(VERDICT, measured=None, needed=None, missing=None, counts=None, due=None)
    project = replace(RESULT.projects[0], requirements=(bare,), deadline=None)

    view = check_view(replace(RESULT, projects=(project,)))["projects"][0]

    assert view["deadline"] is None
    requirement = view["requirements"][0]
    keys = ("measured", "needed", "missing", "counts", "due")
    assert [requirement[key] for key in keys] == [None] * 5


def test_a_yes_stays_a_yes():
    project = replace(RESULT.projects[0], requirements=(replace(VERDICT, measured=True),))

    view = check_view(replace(RESULT, projects=(project,)))

    assert view["projects"][0]["requirements"][0]["measured"] is True


def test_dump_parses_back_and_keeps_chinese_as_it_is():
    text = dump(check_view(RESULT))

    assert json.loads(text) == CHECK
    assert "\\u" not in text
    assert "徐州市某学会" in text


def test_progress():
    target = Target(
        project="academic",
        id="academic-events",
        title="学术活动",
        citation="三（二）2（3）",
        unit="场",
        needed=2,
        held=3,
        evidenced=2,
        countable=Decimal("1.5"),
        missing=1,
        status=Status.PENDING,
        due=date(2022, 11, 10),
        next="再办1场",
    )

    assert progress_view(Progress("p", "计划", date(2022, 10, 20), (target,))) == {
        "schema": 1,
        "kind": "progress",
        "program": {"id": "p", "title": "计划"},
        "as_of": "2022-10-20",
        "targets": [
            {
                "project": "academic",
                "id": "academic-events",
                "title": "学术活动",
                "citation": "三（二）2（3）",
                "unit": "场",
                "needed": 2,
                "held": 3,
                "evidenced": 2,
                "countable": 1.5,
                "missing": 1,
                "status": "pending",
                "due": "2022-11-10",
                "next": "再办1场",
                "application": "",
                "measured": 0,
                "short": None,
                "promised": None,
                "days": None,
                "state": None,
            }
        ],
    }


def test_coverage():
    clauses = (
        Covered(Clause("xz22.2.1", "二", "年检合格"), "measured", ("base/inspection",)),
        Covered(Clause("xz22.1.2", "一", "壮大弱小"), "outside", reason="只是背景"),
    )

    assert coverage_view(Coverage("p", clauses, unknown=("xz22.9",))) == {
        "schema": 1,
        "kind": "coverage",
        "program": {"id": "p"},
        "total": 2,
        "covered": 2,
        "clauses": [
            {
                "id": "xz22.2.1",
                "place": "二",
                "title": "年检合格",
                "how": "measured",
                "by": ["base/inspection"],
                "reason": "",
            },
            {
                "id": "xz22.1.2",
                "place": "一",
                "title": "壮大弱小",
                "how": "outside",
                "by": [],
                "reason": "只是背景",
            },
        ],
        "unknown": ["xz22.9"],
    }


def test_import():
    sheet = SheetSummary("a.xlsx", "会员名册", "会员", 5, 3, 1, 0, 1)
    issue = Issue("a.xlsx 会员名册!C3", "“昨天”不是日期", "2022-01-31")

    assert import_view(ImportSummary((sheet,), (issue,), batch=4)) == {
        "schema": 1,
        "kind": "import",
        "batch": 4,
        "dry_run": False,
        "sheets": [
            {
                "file": "a.xlsx",
                "sheet": "会员名册",
                "kind": "会员",
                "read": 5,
                "added": 3,
                "changed": 1,
                "unchanged": 0,
                "rejected": 1,
            }
        ],
        "issues": [
            {"where": "a.xlsx 会员名册!C3", "found": "“昨天”不是日期", "expected": "2022-01-31"}
        ],
        "left": 0,
        "missing": [],
    }


def test_history():
    at = datetime(2022, 10, 20, 9, 5, 7)  # noqa: DTZ001 (local time, as people read it)

    assert history_view([HistoryEntry(4, at, "导入", "a.xlsx", 3, 1, 0, undone=True)]) == {
        "schema": 1,
        "kind": "history",
        "batches": [
            {
                "batch": 4,
                "at": "2022-10-20T09:05:07",
                "action": "导入",
                "source": "a.xlsx",
                "added": 3,
                "changed": 1,
                "deleted": 0,
                "undone": True,
            }
        ],
    }
