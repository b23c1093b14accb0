"""Two records made one: nothing that named either is lost, and undoing brings all of it back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.domain.records import NewRecord
from societyctl.errors import UsageError, WorkbookError
from societyctl.store import BatchInfo, Store
from tests.effort import examples
from tests.store.store_samples import activity, contents, fill, fresh_store, links, new

MERGE = BatchInfo("合并")
NOTHING = NewRecord("member", {})


def test_what_named_or_proved_the_second_belongs_to_the_first(any_store: Store):
    fill(
        any_store,
        new("member", number="31", name="李明", employer="农科院"),
        new("member", number="144", name="李鸣", phone="13800000001"),
        new("dues", year=2022, member="李鸣", paid=100),
        new("dues", year=2021, member="李明", paid=100),
        new("evidence", title="登记表", proves="会员：李鸣"),
        new("evidence", title="证书", proves="会员：144"),
    )
    before = contents(any_store)

    done = any_store.merge(("member:1", "member:2"), new("member", phone="13800000001"), MERGE)

    (member,) = any_store.records("member")
    assert (member["id"], member["number"], member["name"]) == (1, "31", "李明")
    assert (member["employer"], member["phone"]) == ("农科院", "13800000001")
    assert [one["member"] for one in any_store.records("dues")] == ["李明", "李明"]
    assert [one["proves"] for one in any_store.records("evidence")] == ["会员：李明", "会员：31"]
    assert links(any_store) == {(1, "member:1"), (2, "member:1")}
    merged = contents(any_store)
    undone = any_store.undo(done.batch)
    assert contents(any_store) == before
    any_store.undo(undone.batch)
    assert contents(any_store) == merged


def test_the_first_may_take_the_name_of_the_second(store: Store):
    fill(store, activity("年会"), activity("学术年会", number="K-2", county="甲县"))
    fill(
        store,
        new("output", title="报告", activity="K-2"),
        new("output", title="稿", activity="年会"),
    )
    before = contents(store)

    values = new("activity", title="学术年会", number="K-2", county="甲县")
    store.merge(("activity:1", "activity:2"), values, MERGE)

    assert [one["activity"] for one in store.records("output")] == ["K-2", "学术年会"]
    assert store.counts()["activity"] == 1
    store.undo()
    assert contents(store) == before


def test_a_merger_that_would_double_other_records_is_refused(store: Store):
    fill(
        store,
        new("member", number="1", name="李明"),
        new("member", number="2", name="李鸣"),
        new("dues", year=2022, member="李明", paid=1),
        new("dues", year=2022, member="李鸣", paid=1),
    )
    before = contents(store)

    with pytest.raises(WorkbookError, match="合并后会互相重复"):
        store.merge(("member:1", "member:2"), NOTHING, MERGE)
    assert contents(store) == before


@pytest.mark.parametrize("refs", [("member:1", "member:1"), ("member:1", "activity:1")])
def test_only_two_records_of_one_kind_are_merged(store: Store, refs: tuple[str, str]):
    fill(store, new("member", name="李明"), activity())

    with pytest.raises(UsageError, match="只能合并同一类的两条不同的记录"):
        store.merge(refs, NOTHING, MERGE)


NAMES = st.sampled_from(["甲", "乙", "丙"])


@pytest.mark.slow
@examples(30)
@given(st.data())
def test_a_merger_undone_leaves_everything_as_it_was(data: Any):
    with fresh_store() as store:
        members = [new("member", number=str(n), name=data.draw(NAMES)) for n in range(3)]
        fill(store, *members)
        for n, name in enumerate(data.draw(st.lists(NAMES, max_size=3))):
            store.save(
                [
                    new("dues", year=2000 + n, member=name),
                    new("evidence", title=f"证{n}", proves=f"会员：{name}、会员：{n}"),
                ],
                batch=MERGE,
            )
        first, second = data.draw(st.permutations([1, 2, 3]))[:2]
        before, linked = contents(store), links(store)

        taken = data.draw(st.sampled_from([{}, {"name": "丁"}, members[second - 1].values]))
        refs = f"member:{first}", f"member:{second}"
        done = store.merge(refs, NewRecord("member", taken), MERGE)

        assert {id_ for id_, ref in linked if ref in refs} <= {
            id_ for id_, ref in links(store) if ref == refs[0]
        }
        merged = contents(store)
        undone = store.undo(done.batch)
        assert contents(store) == before
        store.undo(undone.batch)
        assert contents(store) == merged
