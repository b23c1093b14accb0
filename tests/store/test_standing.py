"""Held, present, in force, ours or merely joined: what a store makes of each, to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from societyctl.domain import standing
from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.periods import Period
from societyctl.domain.selection import Selection
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.store import Store
from tests.store.store_samples import fill, new

DAY = date(2022, 10, 20)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
LASTING = sorted(name for name, kind in RECORD_KINDS.items() if kind.date and kind.until)


def labels(store: Store, selection: Selection) -> tuple[set[object], set[object]]:
    """Return what surely counts and what perhaps does, by the label of its kind."""
    label = RECORD_KINDS[selection.record].label
    listed = store.listed([selection])[selection]
    tally = store.answer([selection])[selection]
    sure = {one.record[label] for one in listed if one.is_sure}
    perhaps = {one.record[label] for one in listed if not one.is_sure}
    assert (tally.measured, tally.possible) == (len(sure), len(sure | perhaps))
    return sure, perhaps


@pytest.mark.parametrize("kind", ["member", "staff", "officer", "body", "team"])
def test_the_first_and_the_last_day_in_post_count_as_present(store: Store, kind: str):
    shape = RECORD_KINDS[kind]
    days = {
        "没有日期": (None, None),
        "当天来": (DAY, None),
        "明天来": (AFTER, None),
        "昨天走": (BEFORE, BEFORE),
        "当天走": (BEFORE, DAY),
        "只来一天": (DAY, DAY),
        "明天走": (None, AFTER),
    }
    for name, (came, left) in days.items():
        fill(store, new(kind, **{shape.label: name, shape.date: came, shape.until: left}))

    sure, perhaps = labels(store, standing.present(kind, DAY))

    assert sure == {*days} - {"明天来", "昨天走"}
    assert perhaps == set()


def test_an_agreement_is_in_force_on_any_of_its_days_and_begins_when_it_is_signed(store: Store):
    period = Period(date(2022, 3, 1), date(2022, 12, 31))
    days = {
        "期内签": (date(2022, 3, 1), None, None),
        "期前签，首日到期": (date(2020, 1, 1), None, date(2022, 3, 1)),
        "期前到期": (date(2020, 1, 1), None, date(2022, 2, 28)),
        "末日签": (date(2022, 12, 31), None, None),
        "期后签": (date(2023, 1, 1), date(2022, 6, 1), None),
        "未签，期内生效": (None, date(2022, 12, 31), None),
        "未签，期后生效": (None, date(2023, 1, 1), None),
        "没有日期": (None, None, None),
    }
    for title, (signed, start, end) in days.items():
        fill(store, new("agreement", title=title, signed_on=signed, from_on=start, to_on=end))

    begun, perhaps = {"期内签", "末日签"}, {"未签，期内生效", "没有日期"}
    assert labels(store, standing.begun("agreement", period)) == (begun, perhaps)
    in_force = {*begun, "期前签，首日到期"}
    assert labels(store, standing.in_force("agreement", period)) == (in_force, perhaps)


def test_what_was_held_lies_in_the_period_and_is_over(store: Store):
    period = Period(date(2022, 3, 1), date(2022, 12, 31))
    events = {
        "首日": (period.start, None),
        "期前": (date(2022, 2, 28), None),
        "当天": (DAY, "已举办"),
        "明天": (AFTER, None),
        "取消": (BEFORE, "取消"),
        "没有日期": (None, None),
    }
    for title, (start, status) in events.items():
        fill(store, new("activity", title=title, start_on=start, status=status))

    held = standing.held("activity", period, DAY)

    assert labels(store, held) == ({"首日", "当天"}, {"没有日期"})


def test_every_activity_is_either_ours_or_joined(store: Store):
    roles = (*VOCABULARIES["role"].terms, None)
    for role in roles:
        fill(store, new("activity", title=str(role), start_on=DAY, role=role))

    ours, joined = (
        labels(store, standing.held("activity", None, DAY, *where))
        for where in (standing.OURS, standing.JOINED)
    )

    assert ours == ({*standing.OWN_ROLES, "None"}, set())
    assert joined == ({*standing.JOINED_ROLES}, set())
    assert ours[0] | joined[0] == {str(role) for role in roles}


@pytest.mark.parametrize("kind", LASTING)
def test_every_kind_that_lasts_can_be_asked_on_a_day_and_for_a_period(store: Store, kind: str):
    asked = [
        standing.present(kind, DAY),
        standing.in_force(kind, Period(DAY, DAY)),
        standing.begun(kind, Period(DAY, None)),
    ]

    assert {tally.measured for tally in store.answer(asked).values()} == {0}
