"""Dates of which only the month or the year is known: kept as they are, compared as they may be."""

from __future__ import annotations

import operator
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.domain.dates import PartialDate, first_day, kept_text, last_day, read_kept
from societyctl.domain.periods import Period, add_months
from societyctl.domain.selection import Criterion, FieldsCompared, Operator, Selection
from societyctl.domain.standing import present
from societyctl.store import Store
from societyctl.store.asking.days import compared_day, compared_days
from societyctl.store.schema.connecting import connect
from societyctl.store.schema.dialects import SQLITE
from societyctl.store.schema.sql import bound, sql
from tests.store.store_samples import activity, fill, new

SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
days = st.dates(date(2022, 11, 1), date(2024, 4, 1))
partial = st.builds(PartialDate, st.integers(2022, 2024), st.integers(0, 12))
june, year = PartialDate(2022, 6), PartialDate(2022)


def may_be(day: date) -> list[date]:
    first = first_day(day)
    return [first + timedelta(days=n) for n in range((last_day(day) - first).days + 1)]


def settled(outcomes: set[bool]) -> bool | None:
    return outcomes.pop() if len(outcomes) == 1 else None


@pytest.fixture(scope="module")
def asked() -> Any:
    """Return what the database answers to a claim."""
    database = connect("sqlite://")

    def answer(claim: Any) -> bool | None:
        value = database.value(sql("SELECT {}", claim))
        return None if value is None else bool(value)

    with closing(database):
        yield answer


@given(partial | days, days, st.sampled_from(list(SIGNS)))
def test_a_comparison_is_unknown_just_where_both_outcomes_are_possible(asked, day, other, sign):
    possible = {SIGNS[sign](one, other) for one in may_be(day)}

    assert asked(compared_day(bound(kept_text(day)), sign, other)) == settled(possible)


@given(partial | days, days | st.builds(PartialDate, st.just(2023), st.integers(1, 12)),
       st.sampled_from(list(SIGNS)), st.integers(-2, 2), st.integers(-20, 20))  # fmt: skip
def test_two_dates_compare_as_all_the_days_that_they_may_be(asked, day, other, sign, months, moved):
    left, right = bound(kept_text(day)), bound(kept_text(other))
    shifted = [add_months(one, months) + timedelta(days=moved) for one in may_be(other)]
    possible = {SIGNS[sign](*pair) for pair in product(may_be(day), shifted)}

    claim = compared_days(SQLITE, left, sign, right, months, moved)

    assert asked(claim) == settled(possible)


@given(partial | days)
def test_what_is_kept_is_read_back(day):
    kept = read_kept(kept_text(day))

    assert (kept, type(kept)) == (day, type(day))


def test_a_month_equals_no_day_and_sorts_before_the_days_in_it():
    kept = [kept_text(day) for day in (year, june, date(2022, 6, 1), date(2022, 7, 1))]

    assert [june == date(2022, 6, 1), date(2022, 6, 1) == june, june == year] == [False] * 3
    assert kept == ["2022-00", "2022-06", "2022-06-01", "2022-07-01"] == sorted(kept)


def test_the_store_keeps_months_and_years_in_their_order(any_store: Store):
    whole = date(2022, 6, 1)
    fill(any_store, *(activity(f"讲座{n}", start_on=day)
                      for n, day in enumerate([whole, june, year, date(2022, 5, 31)])))  # fmt: skip

    found = [one["start_on"] for one in any_store.records("activity")]

    assert found == [year, date(2022, 5, 31), june, whole]
    assert [type(one) for one in found] == [PartialDate, date, PartialDate, date]


@pytest.mark.parametrize(
    ("period", "measured", "possible"),
    [
        (Period(date(2022, 6, 1), date(2022, 6, 30)), 1, 2),
        (Period(date(2022, 1, 1), date(2022, 12, 31)), 2, 2),
        (Period(date(2022, 6, 2), None), 0, 2),
        (Period(None, date(2022, 6, 29)), 0, 2),
        (Period(date(2022, 7, 1), None), 0, 1),
        (Period(date(2023, 1, 1), None), 0, 0),
    ],
)
def test_a_month_counts_surely_in_a_period_that_holds_all_of_it(
    any_store: Store, period, measured, possible
):
    fill(any_store, activity("讲座", start_on=june), activity("展览", start_on=year))
    selection = Selection("activity", period=period)

    tally = any_store.answer([selection])[selection]

    assert (tally.measured, tally.possible) == (measured, possible)


@pytest.mark.parametrize(
    ("left_on", "counts"),
    [(june, None), (PartialDate(2022, 7), True), (PartialDate(2022, 5), False)],
)
def test_who_left_in_a_month_is_present_before_it_and_perhaps_within_it(
    any_store: Store, left_on, counts
):
    fill(any_store, new("member", name="甲", number="1", joined_on=year, left_on=left_on))
    selection = present("member", date(2022, 6, 15), Criterion("joined_on", Operator.PRESENT))

    (record,) = any_store.explain([selection])[selection].records

    assert record.met[2] is counts


@pytest.mark.parametrize(
    ("submitted", "met"),
    [(PartialDate(2022, 7), None), (PartialDate(2022, 6), True), (date(2022, 7, 11), False)],
)
def test_the_month_of_a_report_is_known_as_a_whole(any_store: Store, submitted, met):
    fill(any_store, new("monthly_report", dated_on=june, submitted_on=submitted))
    due = FieldsCompared("submitted_on", Operator.AT_MOST, "dated_on", months=1, days=9)
    selection = Selection("monthly_report", where=(due,))

    (record,) = any_store.explain([selection])[selection].records

    assert record.met == (met,)


def test_the_day_that_is_wanted_is_named(any_store: Store):
    fill(any_store, activity("讲座", start_on=june, end_on=PartialDate(2022, 7)))
    early = Selection("activity", period=Period(date(2022, 6, 2), None))
    whole = Selection("activity", period=Period(date(2022, 6, 1), date(2022, 7, 5)), whole=True)

    assert any_store.gaps([early, whole]) == {early: ("start_on.day",), whole: ("end_on.day",)}


def test_a_day_is_picked_by_equality_only_where_it_is_known(any_store: Store):
    for title, day in (("甲", june), ("乙", date(2022, 6, 5)), ("丙", PartialDate(2021))):
        fill(any_store, activity(title, start_on=day))
    picked, others = (
        Selection("activity", where=(Criterion("start_on", how, (date(2022, 6, 5),)),))
        for how in (Operator.IN, Operator.NOT_IN)
    )

    tallies = any_store.answer([picked, others])

    assert [(tallies[one].measured, tallies[one].possible) for one in (picked, others)] == [
        (1, 2),
        (1, 2),
    ]


@pytest.mark.parametrize(
    ("signed", "met"), [(date(2021, 12, 31), 1), (date(2022, 1, 1), 0), (date(2021, 12, 30), 1)]
)
def test_six_months_before_the_last_of_june_is_the_last_of_december(
    any_store: Store, signed: date, met: int
) -> None:
    fill(any_store, new("agreement", title="协议", signed_on=signed, to_on=date(2022, 6, 30)))
    before = FieldsCompared("signed_on", Operator.AT_MOST, "to_on", months=-6)
    asked = Selection("agreement", where=(before,))

    assert any_store.answer([asked])[asked].measured == met
