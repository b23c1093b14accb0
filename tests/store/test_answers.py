"""Selections are answered three-valued: what surely counts, and what may count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.domain.periods import Period, year_period
from societyctl.domain.selection import (
    AnyOf,
    Criterion,
    Evidenced,
    FieldsCompared,
    Linked,
    Operator,
    Selection,
    Take,
    Tally,
)
from societyctl.store import Store
from societyctl.store.schema.connecting import Database
from societyctl.store.schema.sql import Sql
from tests.effort import examples
from tests.store.store_samples import IMPORT, activity, fill, fresh_store, new

IN, AT_LEAST = Operator.IN, Operator.AT_LEAST
YEAR = year_period(2022)


def where(field: str, operator: Operator, *values: Any) -> Criterion:
    return Criterion(field, operator, values)


def ask(store: Store, selection: Selection) -> Tally:
    return store.answer([selection])[selection]


def counted(store: Store, *conditions: Any, record: str = "activity") -> tuple[Any, Any]:
    """Return how many records surely meet conditions, and how many may."""
    tally = ask(store, Selection(record, where=conditions))
    return tally.measured, tally.possible


def test_empty_fields_leave_it_open(any_store: Store):
    fill(
        any_store,
        activity("甲", kind="科普", level="市"),
        activity("乙", kind="科普"),
        activity("丙", kind="学术", level="市"),
        activity("丁"),
    )
    selection = Selection("activity", where=(where("kind", IN, "科普"), where("level", IN, "市")))

    assert ask(any_store, selection) == Tally(measured=1, possible=3, held=4, recorded=4)


def test_scope_says_what_is_held_and_where_what_counts(any_store: Store):
    fill(
        any_store,
        activity("甲", kind="科普", place_kind=("乡村",)),
        activity("乙", kind="科普", place_kind=("校园",)),
        activity("丙", kind="学术", place_kind=("乡村",)),
        new("evidence", title="照片", proves="甲、乙、丙"),
    )
    selection = Selection(
        "activity", scope=(where("kind", IN, "科普"),), where=(where("place_kind", IN, "乡村"),)
    )

    assert ask(any_store, selection) == Tally(
        measured=1, possible=1, held=2, evidenced=2, countable=1, recorded=3
    )


def test_the_period_includes_both_ends(any_store: Store):
    days = [date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1), None]
    fill(
        any_store,
        *(new("activity", title=f"{n}", number=f"{n}", start_on=d) for n, d in enumerate(days)),
    )

    tally = ask(any_store, Selection("activity", period=YEAR))

    assert (tally.measured, tally.possible) == (2, 3)
    assert (
        ask(any_store, Selection("activity", period=Period(None, date(2022, 1, 1)))).measured == 2
    )
    assert ask(any_store, Selection("activity", period=Period(date(2022, 1, 1)))).measured == 3


def test_a_record_is_placed_by_its_year_or_by_a_field_named(store: Store):
    fill(store, new("finance_year", year=2021), new("finance_year", year=2022))
    fill(store, activity(published_on=date(2023, 1, 5)))

    assert ask(store, Selection("finance_year", period=YEAR)).measured == 1
    assert ask(store, Selection("activity", period=YEAR, on="published_on")).measured == 0


def test_timeless_kinds_lie_in_every_period(store: Store):
    fill(store, new("client", name="甲"))

    assert ask(store, Selection("client", period=YEAR)).measured == 1


def test_a_whole_record_ends_in_the_period_too(any_store: Store):
    fill(
        any_store,
        activity("跨年", 12, end_on=date(2023, 1, 2)),
        activity("一日", 12),
        activity("两日", 12, end_on=date(2022, 12, 2)),
    )

    assert ask(any_store, Selection("activity", period=YEAR)).measured == 3
    assert ask(any_store, Selection("activity", period=YEAR, whole=True)).measured == 2


def test_what_is_planned_is_not_held(any_store: Store):
    fill(
        any_store,
        activity("早", 3),
        activity("晚", 9),
        activity("办了", 3, status="已举办"),
        activity("取消", 3, status="取消"),
        activity("拟办", 3, status="计划"),
    )

    tally = ask(any_store, Selection("activity", held_by=date(2022, 6, 30)))

    assert (tally.measured, tally.possible, tally.held) == (2, 2, 2)


def test_sums_tell_what_is_blank(any_store: Store):
    fill(
        any_store,
        activity("甲", audience_total=100, kind="科普"),
        activity("乙", audience_total=50),
        activity("丙", kind="科普"),
        new("evidence", title="照片", proves="甲"),
    )
    selection = Selection(
        "activity", where=(where("kind", IN, "科普"),), take=Take.SUM, field="audience_total"
    )

    assert ask(any_store, selection) == Tally(
        measured=100, possible=150, held=150, evidenced=100, countable=100, recorded=3, blank=1
    )


def test_a_blank_number_of_sessions_is_at_least_one(any_store: Store):
    fill(any_store, activity("甲", sessions=3), activity("乙"))

    tally = ask(any_store, Selection("activity", take=Take.SUM, field="sessions"))

    assert (tally.measured, tally.possible, tally.blank) == (4, 4, 1)


def test_money_and_decimals_add_up_exactly(any_store: Store):
    fill(
        any_store,
        new("agreement", title="甲", amount=10),
        new("agreement", title="乙", amount=2**53),
    )
    fill(
        any_store, *(new("figure", name=f"{n}", year=2022, amount=Decimal("0.1")) for n in range(3))
    )

    assert (
        ask(any_store, Selection("agreement", take=Take.SUM, field="amount")).measured == 2**53 + 10
    )
    assert ask(any_store, Selection("figure", take=Take.SUM, field="amount")).measured == Decimal(
        "0.3"
    )


def test_distinct_takes_differently_written_references_as_one(any_store: Store):
    for number, client in enumerate(["甲 公司", "甲公司", "乙公司", None]):
        fill(
            any_store,
            new("engagement", client=client, kind="调研对接", served_on=date(2022, 1, number + 1)),
        )

    selection = Selection("engagement", take=Take.DISTINCT, field="client")
    tally = ask(any_store, selection)

    assert (tally.measured, tally.possible) == (2, 2)


def test_distinct_pairs_of_fields(any_store: Store):
    fill(
        any_store,
        activity("甲", county="甲县", level="市"),
        activity("乙", county="甲县", level="省"),
        activity("丙", county="甲县", level="市"),
    )

    assert (
        ask(any_store, Selection("activity", take=Take.DISTINCT, field="county|level")).measured
        == 2
    )


def test_the_value_of_the_latest_record(any_store: Store):
    fill(
        any_store,
        new("rating", grade="3A", dated_on=date(2019, 5, 1)),
        new("rating", grade="4A", dated_on=date(2022, 5, 1)),
        new("rating", grade="5A"),
    )
    latest = Selection("rating", take=Take.VALUE, field="grade")
    before = Selection("rating", take=Take.VALUE, field="grade", held_by=date(2021, 1, 1))
    none = Selection("evaluation", take=Take.VALUE, field="grade")

    assert [tally.measured for tally in any_store.answer([latest, before, none]).values()] == [
        "4A",
        "3A",
        None,
    ]


def test_the_latest_of_a_year_without_dates(store: Store):
    fill(
        store,
        new("evaluation", scheme="其他", year=2021, grade="3A"),
        new("evaluation", scheme="其他", year=2022, grade="2A"),
    )

    assert ask(store, Selection("evaluation", take=Take.VALUE, field="grade")).measured == "2A"
    assert ask(store, Selection("evaluation", take=Take.VALUE)).measured == "其他"


@pytest.mark.parametrize(
    ("condition", "sure", "perhaps"),
    [
        (where("level", IN, "市", "省"), 2, 3),
        (where("level", Operator.NOT_IN, "市"), 1, 2),
        (where("level", Operator.ALL_IN, "市"), 1, 2),
        (where("level", Operator.ALL_IN, "市", "省"), 0, 0),
        (where("level", AT_LEAST, "省"), 1, 2),
        (where("level", Operator.BELOW, "省"), 1, 2),
        (where("place_kind", IN, "乡村"), 1, 2),
        (where("place_kind", Operator.ALL_IN, "乡村", "校园"), 1, 2),
        (where("place_kind", Operator.NOT_IN, "乡村"), 1, 2),
        (where("place_kind", Operator.PRESENT), 1, 1),
        (where("place_kind", Operator.ABSENT), 2, 2),
        (where("theme", Operator.PRESENT), 1, 1),
        (where("theme", Operator.ABSENT), 2, 2),
        (where("platform", Operator.PRESENT), 1, 1),
        (where("sessions", AT_LEAST, 2), 1, 2),
        (where("sessions", AT_LEAST, Decimal("1.5")), 1, 2),
        (where("sessions", Operator.ABOVE, 1), 1, 2),
        (where("sessions", Operator.ABOVE, Decimal("1.5")), 1, 2),
        (where("sessions", Operator.AT_MOST, 1), 1, 2),
        (where("sessions", Operator.AT_MOST, Decimal("1.5")), 1, 2),
        (where("sessions", Operator.BELOW, Decimal("1.5")), 1, 2),
        (where("sessions", Operator.BELOW, 1), 0, 1),
        (where("sessions", IN, 2, Decimal("1.5")), 1, 2),
        (where("is_primary", IN, True), 1, 2),
        (where("title", Operator.CONTAINS, "50%_", "无"), 1, 1),
        (where("end_on", Operator.UNENDED, date(2022, 6, 2)), 3, 3),
        (where("end_on", AT_LEAST, date(2022, 6, 2)), 2, 3),
        (where("id", IN, 2), 1, 1),
        (where("series", IN, "大讲堂"), 1, 1),
        (where("series", Operator.NOT_IN, "大讲堂"), 0, 0),
        (where("theme_tags", IN, "智库"), 1, 1),
        (FieldsCompared("start_on", Operator.BELOW, "end_on"), 2, 3),
        (FieldsCompared("start_on", IN, "end_on"), 0, 1),
        (FieldsCompared("start_on", Operator.NOT_IN, "end_on"), 2, 3),
        (AnyOf(((where("level", IN, "省"),), (where("sessions", AT_LEAST, 2),))), 1, 2),
        (AnyOf(()), 0, 0),
    ],
    ids=str,
)
def test_every_comparison_is_three_valued(
    any_store: Store, condition: Any, sure: int, perhaps: int
):
    fill(
        any_store,
        activity(
            "讲座50%_",
            level="市",
            place_kind=("乡村", "校园"),
            sessions=1,
            is_primary=True,
            end_on=date(2022, 6, 2),
            series="大讲堂",
            theme_tags=("智库",),
            theme="节水",
            platform="无",
        ),
        activity(
            "50元",
            level="省",
            place_kind=(),
            sessions=2,
            is_primary=False,
            end_on=date(2022, 6, 3),
            theme="无",
            platform="科普基地",
        ),
        activity("其他"),
    )

    assert counted(any_store, condition) == (sure, perhaps)


def test_comparisons_reach_through_references(any_store: Store):
    fill(
        any_store,
        new("client", name="甲公司", kind="企业"),
        new("client", name="乙村", kind="乡村"),
        new("client", name="丙"),
        *(
            new("need", title=f"需求{number}", client=client)
            for number, client in enumerate(["甲 公司", "乙村", "丙", "无名", None])
        ),
    )

    assert counted(any_store, where("client.kind", IN, "企业"), record="need") == (1, 4)
    assert counted(any_store, where("client", IN, "甲公司"), record="need") == (1, 2)


def test_a_reference_means_the_key_before_the_title_and_then_the_newest(store: Store):
    fill(store, activity("甲", 6, kind="学术", number="甲-1"), activity("甲", 7, kind="科普"))
    fill(store, new("info_post", title="一", platform="公众号", activity="甲"))
    fill(store, new("info_post", title="二", platform="公众号", activity="甲-1"))

    assert counted(store, where("activity.kind", IN, "科普"), record="info_post") == (1, 1)
    assert counted(store, where("activity.kind", IN, "学术"), record="info_post") == (1, 1)


def test_a_reference_to_a_key_never_means_what_bears_it_as_a_title(any_store: Store):
    fill(any_store, activity("甲", 6, kind="学术", number="乙"), activity("乙", 7, kind="科普"))
    fill(any_store, new("info_post", title="一", platform="公众号", activity="乙"))

    assert counted(any_store, where("activity.kind", IN, "学术"), record="info_post") == (1, 1)


def test_a_broken_number_is_none_of_the_whole_ones(any_store: Store):
    fill(any_store, activity("甲", sessions=1), activity("乙", 7))
    broken = Decimal("1.5")

    assert counted(any_store, where("sessions", IN, broken)) == (0, 0)
    assert counted(any_store, where("sessions", Operator.NOT_IN, broken)) == (1, 2)


def test_linked_looks_for_records_that_point_here(any_store: Store):
    fill(
        any_store,
        new("client", name="甲公司"),
        new("client", name="乙公司"),
        new("client", name="丙公司"),
        new("need", title="一", client="甲公司", listed=True),
        new("need", title="二", client="乙公司"),
    )
    sure = Linked("need", "client", (where("listed", IN, True),))

    assert counted(any_store, sure, record="client") == (1, 2)
    assert counted(any_store, Linked("need", "client"), record="client") == (2, 2)
    assert counted(any_store, Linked("need", "client", absent=True), record="client") == (1, 1)
    turned = Linked("need", "client", (where("listed", IN, True),), absent=True)
    assert counted(any_store, turned, record="client") == (1, 2)


def test_linked_by_the_plain_name(store: Store):
    fill(
        store,
        new("application", program="p", project="q", title="甲"),
        new("commitment", program="p", project="q", application="甲", requirement="r"),
        new("staff", name="丁", role="秘书长"),
        new("nomination", title="奖", person="丁"),
    )

    assert counted(store, Linked("commitment", "application"), record="application") == (1, 1)
    assert counted(store, Linked("nomination", "person"), record="staff") == (1, 1)


def test_evidence_may_be_asked_for_by_its_kind(any_store: Store):
    fill(
        any_store,
        activity("甲"),
        activity("乙"),
        activity("丙"),
        new("evidence", title="一", kind="活动佐证", proves="甲"),
        new("evidence", title="二", kind="其他", proves="乙"),
    )

    assert counted(any_store, Evidenced()) == (2, 2)
    assert counted(any_store, Evidenced(("活动佐证", "会议纪要"))) == (1, 1)

    fill(any_store, new("evidence", title="三", proves="丙"))
    assert counted(any_store, Evidenced(("活动佐证",), others=True)) == (2, 2)


@pytest.mark.parametrize("text", ["'; DROP TABLE activity; --", "{0} ? %s $1 %", 'a"b\\', "/_/"])
def test_values_are_never_taken_for_sql(any_store: Store, text: str):
    fill(any_store, activity(text, county=text), activity("其他", 7, county="别处"))

    assert counted(any_store, where("county", IN, text)) == (1, 1)
    assert counted(any_store, where("county", Operator.CONTAINS, text)) == (1, 1)
    assert [one["title"] for one in any_store.find("activity", text)] == [text]
    selection = Selection("activity", where=(where("county", Operator.NOT_IN, text),))
    explained = any_store.explain([selection])[selection]
    assert [record.counted for record in explained.records] == [False, True]
    assert any_store.counts()["activity"] == 2


def test_questions_over_one_kind_are_one_statement(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
):
    fill(any_store, activity("甲", sessions=2, level="市"), new("client", name="甲"))
    levels = ("市", "省", "全国", "国际")
    asked = [
        Selection("activity", where=(where("level", IN, level), where("sessions", AT_LEAST, n)))
        for level in levels
        for n in range(50)
    ]
    statements: list[str] = []
    run = Database._run

    def noted(database: Database, query: Sql) -> Any:
        statements.append(query.text)
        return run(database, query)

    monkeypatch.setattr(Database, "_run", noted)

    answers = any_store.answer([*asked, *asked, Selection("client")])

    assert len(statements) <= 4
    assert len(answers) == 201
    assert sum(tally.measured for tally in answers.values()) == 4


@pytest.mark.parametrize(
    "selection",
    [
        Selection("nothing"),
        Selection("activity", where=(where("nothing", IN, 1),)),
        Selection("activity", where=(where("title.kind", IN, 1),)),
        Selection("activity", where=(where("title", AT_LEAST, 1),)),
        Selection("activity", where=(where("kind", AT_LEAST, "科普"),)),
        Selection("activity", where=(FieldsCompared("title", AT_LEAST, "county"),)),
        Selection("activity", where=(FieldsCompared("title", IN, "start_on"),)),
        Selection("activity", period=YEAR, on="title"),
    ],
    ids=str,
)
def test_a_question_that_makes_no_sense_is_a_fault_of_the_program(
    store: Store, selection: Selection
):
    fill(store, activity())

    with pytest.raises(ValueError, match=r"no |no order|types|nothing"):
        store.answer([selection])


def test_a_threshold_must_be_a_number(store: Store):
    fill(store, activity())

    with pytest.raises(TypeError, match="not a number"):
        counted(store, where("sessions", AT_LEAST, True))


_LEVELS = st.sampled_from([None, "县", "市", "省"])
_NUMBERS = st.none() | st.integers(0, 5)
_PLACES = st.none() | st.lists(st.sampled_from(["乡村", "校园"]), max_size=2).map(tuple)
ROWS = st.lists(st.tuples(_LEVELS, _NUMBERS, _PLACES, st.integers(1, 12)), max_size=6)
MEETS_ALL = ("市", 3, ("乡村",), 6)
CONDITIONS = [
    where("level", AT_LEAST, "市"),
    where("sessions", Operator.ABOVE, 1),
    where("place_kind", IN, "乡村"),
    where("place_kind", Operator.NOT_IN, "校园"),
    AnyOf(((where("level", IN, "省"),), (where("sessions", IN, 3),))),
]
TAKEN = st.sampled_from(
    [
        (Take.COUNT, None),
        (Take.SUM, "sessions"),
        (Take.SUM, "audience_total"),
        (Take.DISTINCT, "level"),
    ]
)


def rows_as_records(rows: list[tuple[Any, Any, Any, int]]) -> list[Any]:
    return [
        activity(
            f"活动{n}",
            month,
            level=level,
            sessions=number,
            place_kind=places,
            audience_total=number,
        )
        for n, (level, number, places, month) in enumerate(rows)
    ]


@examples(40)
@given(ROWS, st.sets(st.sampled_from(range(len(CONDITIONS)))), TAKEN)
def test_a_record_that_meets_all_never_lowers_the_measure(
    rows: list[Any], chosen: set[int], taken: tuple[Take, str | None]
):
    conditions = tuple(CONDITIONS[number] for number in sorted(chosen))
    selection = Selection("activity", where=conditions, period=YEAR, take=taken[0], field=taken[1])
    with fresh_store() as store:
        store.save(rows_as_records(rows), batch=IMPORT)
        before = ask(store, selection)
        store.save(rows_as_records([*rows, MEETS_ALL])[-1:], batch=IMPORT)
        after = ask(store, selection)

    assert after.measured >= before.measured
    assert after.possible >= before.possible
    assert before.countable <= before.measured <= before.possible <= before.held
    assert after.measured <= after.possible


def truth(condition: Any, row: Any) -> bool | None:
    """Judge a condition the slow way."""
    if isinstance(condition, AnyOf):
        found = [all_true(option, row) for option in condition.options]
        return True if True in found else None if None in found else False
    value = {"level": row[0], "sessions": row[1], "place_kind": row[2]}[condition.field]
    if value is None:
        return None
    judge: dict[tuple[str, Operator], Callable[[Any], bool]] = {
        ("level", AT_LEAST): lambda v: v in ("市", "省"),
        ("level", IN): lambda v: v == "省",
        ("sessions", Operator.ABOVE): lambda v: v > 1,
        ("sessions", IN): lambda v: v == 3,
        ("place_kind", IN): lambda v: "乡村" in v,
        ("place_kind", Operator.NOT_IN): lambda v: "校园" not in v,
    }
    return judge[condition.field, condition.operator](value)


def all_true(conditions: Any, row: Any) -> bool | None:
    found = [truth(condition, row) for condition in conditions]
    return False if False in found else None if None in found else True


@examples(40)
@given(ROWS, st.sets(st.sampled_from(range(len(CONDITIONS)))))
def test_sql_judges_as_one_would_by_hand(rows: list[Any], chosen: set[int]):
    conditions = tuple(CONDITIONS[number] for number in sorted(chosen))
    judged = [all_true(conditions, row) for row in rows]
    with fresh_store() as store:
        store.save(rows_as_records(rows), batch=IMPORT)
        found = counted(store, *conditions)
        listed = [record["title"] for record in store.records("activity", conditions)]

    assert found == (judged.count(True), len(judged) - judged.count(False))
    assert sorted(listed) == [f"活动{n}" for n, one in enumerate(judged) if one]
