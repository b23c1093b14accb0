"""Names and free texts in questions are compared as people read them."""

from __future__ import annotations

import pytest

from societyctl.domain.selection import Criterion, Linked, Operator, Selection, Take
from societyctl.store import Store
from tests.store.store_samples import activity, fill, new

FACTORY = ("A厂", "Ａ厂", "a 厂")


def answered(store: Store, selection: Selection) -> object:
    return store.answer([selection])[selection].measured


@pytest.mark.parametrize(
    ("kind", "field"), [("application", "service_point"), ("member", "name"), ("dues", "member")]
)
def test_width_case_and_blanks_make_no_second_name(any_store: Store, kind: str, field: str) -> None:
    told = {"application": "title", "member": "number", "dues": "voucher"}
    fill(any_store, *(new(kind, **{told[kind]: f"号{n}", field: f}) for n, f in enumerate(FACTORY)))

    assert answered(any_store, Selection(kind, take=Take.DISTINCT, field=field)) == 1


@pytest.mark.parametrize(
    ("operator", "words", "found"),
    [
        (Operator.IN, ("ａ厂",), 1),
        (Operator.NOT_IN, ("A 厂",), 0),
        (Operator.CONTAINS, ("Ａ",), 1),
        (Operator.IN, ("B厂",), 0),
    ],
)
def test_a_text_is_found_however_it_is_typed(
    any_store: Store, operator: Operator, words: tuple[str, ...], found: int
) -> None:
    fill(any_store, activity("讲座", place="A厂"))
    asked = Selection("activity", where=(Criterion("place", operator, words),))

    assert answered(any_store, asked) == found


def test_a_title_leads_to_its_record_however_it_is_typed(any_store: Store) -> None:
    fill(any_store, activity("ＡＩ 年会"), new("application", title="申报", activity="ai年会"))
    titled = Selection("activity", where=(Criterion("title", Operator.IN, ("AI年会",)),))
    named = Selection("activity", where=(Linked("application", "activity"),))

    assert (answered(any_store, titled), answered(any_store, named)) == (1, 1)


def test_a_word_is_found_at_the_end_of_a_long_text(any_store: Store) -> None:
    fill(any_store, activity("讲座", theme="背景" * 150 + "ＡＩ前沿"))
    asked = Selection("activity", where=(Criterion("theme", Operator.CONTAINS, ("ai 前沿",)),))

    assert answered(any_store, asked) == 1


def test_people_of_one_name_without_employer_are_told_apart_by_number(any_store: Store) -> None:
    fill(
        any_store,
        new("member", name="王芳", employer="甲校", number="1"),
        new("member", name="王 芳", employer="甲校", number="2"),
        new("member", name="王芳", number="3"),
        new("member", name="王芳", number="4"),
        new("member", name="王芳"),
    )
    asked = Selection("member", take=Take.DISTINCT, field="name|employer/number")

    tally = any_store.answer([asked])[asked]
    assert (tally.measured, tally.possible) == (4, 4)
