"""How many more: the least that meets a threshold, also of shares and growths."""

from __future__ import annotations

import operator
from fractions import Fraction

import pytest

from societyctl.domain.selection import Criterion, Operator, Selection, Take
from societyctl.domain.verdicts import Shortfall
from societyctl.rules.language.outcome import Figure, Quotient
from societyctl.rules.language.shortfalls import quotient_of, shortfall


@pytest.mark.parametrize("holds", [operator.ge, operator.gt])
@pytest.mark.parametrize("less", [0, 1])
@pytest.mark.parametrize("joins", [False, True])
@pytest.mark.parametrize("percent", ["3", "30", "33.3", "50", "200/3", "90"])
def test_of_a_share_so_many_more_are_the_least_that_is_enough(percent, joins, less, holds):
    asked = Fraction(percent)
    for part, whole in [(17, 600), (0, 7), (1, 3), (5, 6), (612, 600), (89, 300)]:
        made_of = Quotient(part, whole, less, joins and not less, "人")
        low = (Fraction(part, whole) - less) * 100
        found = shortfall(Figure(low=low, percent=True, quotient=made_of), asked, "%", holds)

        joined = made_of.joins
        least = next(
            more
            for more in range(10_000)
            if holds((Fraction(part + more, whole + more * joined) - less) * 100, asked)
        )
        assert (found.amount if found else 0) == least
        if found:
            assert found == Shortfall(least, part + least, part, "人")


@pytest.mark.parametrize(
    ("low", "asked", "holds", "more"),
    [
        (1, 2, operator.ge, Shortfall(1, 2, 1, "场")),
        (2, 2, operator.gt, Shortfall(1, 3, 2, "场")),
        (2, Fraction(5, 2), operator.ge, Shortfall(1, 3, 2, "场")),
        (2, 2, operator.ge, None),
        (Fraction(115, 2), 60, operator.ge, Shortfall(Fraction(5, 2), 60, Fraction(115, 2), "场")),
    ],
)
def test_of_a_count_or_score_it_is_what_lies_between(low, asked, holds, more):
    assert shortfall(Figure(low=low), asked, "场", holds) == more


def test_no_number_is_enough_for_a_share_of_all():
    made_of = Quotient(3, 4, joins=True)

    assert shortfall(Figure(low=75, percent=True, quotient=made_of), 100, "%", operator.ge) is None


def test_one_more_of_a_part_is_one_more_of_a_whole_that_holds_it():
    every = Selection("activity")
    some = Selection("activity", where=(Criterion("kind", Operator.IN, ("科普",)),))
    people = Selection("member", take=Take.DISTINCT, field="name|employer")

    def figure(selection: Selection) -> Figure:
        return Figure(1, 1, selections=(selection,), unit="个")

    inside, outside = (
        quotient_of(figure(some), figure(every)),
        quotient_of(figure(every), figure(some)),
    )
    assert (inside and inside.joins, outside and outside.joins) == (True, False)
    named = quotient_of(figure(people), figure(every))
    assert named is not None
    assert named.unit == "名"
