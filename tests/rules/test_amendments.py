"""Notices that are amended later: what lint says of it, and what is cited, counted and compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from societyctl.domain.coverage import Clause
from societyctl.domain.plans import LeadTimes
from societyctl.domain.verdicts import CheckResult
from societyctl.rules.authoring.coverage import cover
from societyctl.rules.authoring.differing import differ
from societyctl.rules.authoring.outlining import outline
from societyctl.rules.file.loading import examine, load_program, read_source, remarks_in
from societyctl.rules.file.schema import program_schema
from societyctl.rules.language.program import Program
from societyctl.rules.planning.plans import plan
from societyctl.store import Store
from societyctl.workflows.checking import CheckOptions, check_society

AMENDED = Path(__file__).parents[1] / "cases" / "programs" / "amended-2026.yaml"
EXTENSION = "示科协发〔2026〕12号，2026年5月20日"
HEAD = """\
id: demo-2026
title: 示例计划
issuer: 示例科协
issued_on: 2026-03-01
year: 2026
deadlines: [{id: apply, title: 申报截止, date: 2026-05-31, clauses: x.1}]
projects:
  - id: a
    title: 甲
    deadline: apply
    requirements:
      - {id: r1, clauses: x.2, title: 会员, place: 一, test: {count: member, at_least: 30}}
  - id: b
    title: 乙
    requirements:
      - {id: r1, clauses: x.3, title: 会员, place: 二, test: {count: member, at_least: 10}}
amendments:
  - id: later
    title: 补充通知
    issued_on: 2026-05-20
    changes: CHANGES
"""


@pytest.fixture(scope="module")
def amended() -> Program:
    return load_program(AMENDED)


def found_in(folder: Path, text: str) -> tuple[list[str], list[str]]:
    """Return the mistakes in a program and what is pointed out."""
    path = folder / "demo-2026.yaml"
    path.write_text(text, "utf-8")
    source = read_source(path)
    program, mistakes = examine(source)
    remarks = remarks_in(source, program) if program is not None and not mistakes else ()
    return [str(one) for one in mistakes], [str(one) for one in remarks]


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ("[]", "“补充通知”没有改动任何一处；应为：不改什么的写进 statements"),
        ("[{date: 2026-06-30}]", "一处改动写明改的是哪一项"),
        ("[{deadline: apply, project: a, date: 2026-06-30}]", "现在写了2项"),
        ("[{deadline: aply, date: 2026-06-30}]", "没有叫“aply”的截止代号；应为：最接近的是“apply”"),
        ("[{deadline: apply}]", "没有写改成什么；应为：date、paper_by、title"),
        (
            "[{deadline: apply, at_most: 3}]",
            "deadline 没有 at_most 可改；应为：date、paper_by、title",
        ),
        ("[{deadline: apply, date: deadline}]", "截止日不能写“deadline”"),
        ("[{requirement: r1, test: {count: member, at_least: 20}}]", "有2处叫“r1”；应为：用 of"),
        ("[{requirement: r1, of: a, test: {count: member}}]", "没有写要达到多少，永远算“符合”"),
        (
            "[{requirement: r1, of: a, test: {count: membr, at_least: 2}}]",
            "没有叫“membr”的记录类别",
        ),
        ("[{requirement: r9, of: a, title: 改}]", "没有叫“r9”的要求代号"),
    ],
)
def test_an_amendment_that_names_nothing_is_refused_where_it_stands(
    tmp_path: Path, changes: str, mistake: str
) -> None:
    mistakes, _ = found_in(tmp_path, HEAD.replace("CHANGES", changes))

    assert len(mistakes) == 1
    assert mistakes[0].startswith("demo-2026.yaml:21：")
    assert mistake in mistakes[0]


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ("[{deadline: apply, date: 2026-05-31}]", "与改之前的一样，等于没有改"),
        ("[{deadline: apply, date: 2026-05-10}]", "2026年5月10日早于印发日2026年5月20日"),
        ("[{deadline: apply, date: 2062-06-30}]", "“申报截止”的2062年6月30日不在2026年"),
    ],
)
def test_an_amendment_that_looks_like_a_slip_is_pointed_out(
    tmp_path: Path, changes: str, remark: str
) -> None:
    mistakes, [found] = found_in(tmp_path, HEAD.replace("CHANGES", changes))

    assert mistakes == []
    assert found.startswith("demo-2026.yaml:21：")
    assert remark in found


def test_an_amendment_older_than_the_notice_is_pointed_out(tmp_path: Path) -> None:
    text = HEAD.replace("CHANGES", "[{deadline: apply, date: 2026-06-30}]")

    _, [found] = found_in(tmp_path, text.replace("issued_on: 2026-05-20", "issued_on: 2026-02-01"))

    assert found == "demo-2026.yaml:20：“补充通知”2026年2月1日印发，早于原通知；应为：请核对日期"


def test_a_deadline_without_a_day_is_pointed_out_until_one_is_named(tmp_path: Path) -> None:
    text = HEAD.replace("date: 2026-05-31, ", "date: 另行通知, ")
    other = text.replace("CHANGES", "[{project: a, slots: {max: 3}}]")
    named = text.replace("CHANGES", "[{deadline: apply, date: 2026-06-30}]")

    assert found_in(tmp_path, other) == (
        [],
        ["demo-2026.yaml:6：“申报截止”还没有日期，到不了截止；应为：公布后写进 amendments"],
    )
    assert found_in(tmp_path, named) == ([], [])


def test_what_changed_is_told_with_both_days_and_the_document(amended: Program) -> None:
    postponed = (
        "“申报截止”由2026年5月31日延至2026年6月30日，"
        f"纸质件由2026年5月29日延至2026年6月26日（{EXTENSION}）"
    )

    assert [f"{one.text}（{one.cited}）" for one in amended.on(date(2026, 5, 20)).told] == [
        "“个人会员不少于30名”由不少于30名改为不少于20名（《关于更正申报条件的通知》，2026年4月1日）",
        "“最多报1项”上限由1增至2（《关于更正申报条件的通知》，2026年4月1日）",
        postponed,
        f"“提升项目”名额由至多10个增至至多15个（{EXTENSION}）",
    ]


def test_both_documents_can_be_cited(amended: Program) -> None:
    deadline, _ = amended.on(date(2026, 5, 20)).deadlines

    assert deadline.clauses == ("am.1", "am.b1")
    assert deadline.place == f"三1；{EXTENSION}一"
    assert deadline.note == (
        "17:00前；由2026年5月31日延至2026年6月30日，纸质件由2026年5月29日延至2026年6月26日"
        f"（{EXTENSION}）"
    )


def test_each_day_has_its_own_layer_whatever_was_asked_before(amended: Program) -> None:
    latest = amended.on(date(2026, 12, 31))

    assert latest.on(date(2026, 3, 31)) == amended
    assert latest.on(date(2026, 5, 20)).deadlines[0].day == date(2026, 6, 30)
    assert latest.deadlines[0].day == "另行通知"
    assert latest.deadlines[0].paper_by is None
    assert amended.on(date(2026, 5, 19)).digest != amended.on(date(2026, 5, 20)).digest
    assert amended.on(date(2026, 5, 20)).digest == amended.on(date(2026, 5, 21)).digest


def checked(program: Program, day: date, *projects: str) -> CheckResult:
    with Store.open("sqlite://") as store:
        return check_society(store, program, CheckOptions(day, projects))


def test_a_check_says_what_changed_for_the_projects_it_is_about(amended: Program) -> None:
    before, after = date(2026, 3, 31), date(2026, 6, 20)
    awaited = "“增补申报截止”的日期原文说另行通知；公布后写进计划文件的 amendments"

    assert checked(amended, before).remarks == (awaited,)
    assert checked(amended, before, "main").remarks == ()
    assert [text.partition("（")[0] for text in checked(amended, after, "extra").remarks] == [
        "“最多报1项”上限由1增至2",
        "“增补申报截止”由另行通知改为2026年8月31日",
    ]


def test_a_project_is_due_on_the_day_in_force(amended: Program) -> None:
    days = [date(2026, 5, 19), date(2026, 5, 20), date(2026, 6, 20)]

    due = [checked(amended, day, "main").projects[0].deadline for day in days]

    assert due == [date(2026, 5, 31), date(2026, 6, 30), None]


def test_a_plan_counts_back_from_the_day_in_force(amended: Program) -> None:
    day = date(2026, 6, 1)

    made = plan(amended.on(day), checked(amended, day, "main"), LeadTimes()).projects[0]

    assert made.deadline == date(2026, 6, 30)
    assert made.milestones[-1].on == date(2026, 6, 26)


def test_the_clauses_of_amendments_are_answered_for(amended: Program) -> None:
    clauses = tuple(Clause(id_, "", "") for id_ in ("am.b0", "am.b1", "am.b2", "am.c1", "am.c2"))

    covered = cover(amended, clauses)

    assert [(one.how, one.by) for one in covered.clauses] == [
        ("printed", ("amendments/extension",)),
        ("scheduled", ("amendments/extension/apply",)),
        ("printed", ("amendments/extension/main",)),
        ("measured", ("amendments/correction/members",)),
        ("limited", ("amendments/correction/two",)),
    ]


def test_an_amendment_that_came_is_a_difference(amended: Program) -> None:
    [item] = differ(replace(amended, amendments=amended.amendments[:2]), amended).items

    assert (item.subject, item.change, item.title) == ("amendment", "added", "关于增补申报的通知")


def test_the_outline_shows_what_is_in_force_and_what_changed(amended: Program) -> None:
    shown = outline(amended, date(2026, 5, 20))

    assert [(one.slots, one.deadline) for one in shown.projects] == [
        ("至多15个", "2026年6月30日"), ("未公布", "另行通知"),
    ]  # fmt: skip
    assert len(shown.amendments) == 6


def test_the_schema_knows_amendments() -> None:
    schema = program_schema()
    keys = schema["$defs"]["AmendedPart"]["properties"].keys()

    assert schema["properties"]["amendments"]["items"] == {"$ref": "#/$defs/Amendment"}
    assert keys >= {"deadline", "date", "slots", "test"}
    assert "year" not in schema["required"]
