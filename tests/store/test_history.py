"""Every batch is kept, and can be taken back exactly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.records import NewRecord
from societyctl.errors import UsageError
from societyctl.store import BatchInfo, Store
from tests.effort import examples
from tests.store.store_samples import (
    EDIT,
    IMPORT,
    activity,
    an_example,
    contents,
    fill,
    fresh_store,
    links,
    new,
    new_records,
)

DELETE = BatchInfo("删除")


def proof(title: str = "照片", proves: str = "活动：科普讲座"):
    return new("evidence", title=title, proves=proves)


def test_history_lists_batches_newest_first(any_store: Store):
    fill(any_store, activity("甲"), activity("乙"))
    any_store.update("activity:1", new("activity", sessions=2), EDIT)
    any_store.delete(["activity:1", "activity:2", "activity:1"], DELETE)

    listed = [
        (item.batch, item.command, item.files, item.added, item.changed, item.deleted, item.undone)
        for item in any_store.history()
    ]

    assert listed == [
        (3, "删除", (), 0, 0, 2, False),
        (2, "修改", (), 0, 1, 0, False),
        (1, "导入", ("台账.xlsx",), 2, 0, 0, False),
    ]
    assert all(item.at.tzinfo is not None for item in any_store.history())


def test_undo_takes_back_the_newest_batch_first(any_store: Store):
    fill(any_store, activity("甲", sessions=1))
    before = contents(any_store)
    fill(any_store, activity("甲", sessions=2), activity("乙"))

    done = any_store.undo()

    assert (done.batch, done.command, done.undoes) == (3, "撤销", 2)
    assert contents(any_store) == before
    assert [item.undone for item in any_store.history()] == [False, True, False]
    any_store.undo()
    assert any_store.counts()["activity"] == 0


def test_undo_of_undo_does_it_again(any_store: Store):
    fill(any_store, activity("甲"), proof(proves="甲"))
    after = contents(any_store)
    undone = any_store.undo(1)

    redone = any_store.undo(undone.batch)

    assert contents(any_store) == after
    assert [(i.batch, i.undoes, i.undone) for i in any_store.history()] == [
        (redone.batch, undone.batch, False),
        (undone.batch, 1, True),
        (1, None, False),
    ]
    assert any_store.undo().undoes == 1


def test_nothing_left_to_undo_is_said(store: Store):
    with pytest.raises(UsageError, match="没有可以撤销的改动"):
        store.undo()
    fill(store, activity())
    store.undo()

    with pytest.raises(UsageError, match="没有可以撤销的改动"):
        store.undo()
    with pytest.raises(UsageError, match="批次 1 不存在，或已经撤销"):
        store.undo(1)


def test_a_deleted_record_comes_back_with_its_links(any_store: Store):
    fill(any_store, activity(), proof(), proof("签到表"))
    before = contents(any_store)

    any_store.delete(["activity:1"], DELETE)
    assert links(any_store) == set()
    any_store.undo()

    assert contents(any_store) == before


def test_deleted_evidence_comes_back_with_its_links(any_store: Store):
    fill(any_store, activity(), proof())
    before = contents(any_store)

    any_store.delete(["evidence:1"], DELETE)
    assert (links(any_store), any_store.counts()["evidence"]) == (set(), 0)
    any_store.undo()

    assert contents(any_store) == before


def test_deleting_what_is_not_there_deletes_nothing(store: Store):
    fill(store, activity())

    with pytest.raises(UsageError, match="没有 activity:2"):
        store.delete(["activity:1", "activity:2"], DELETE)

    assert (store.counts()["activity"], len(store.history())) == (1, 1)


def _changed_later(store: Store) -> None:
    fill(store, activity())
    fill(store, activity(sessions=3))
    fill(store, activity(sessions=4))


def _linked_later(store: Store) -> None:
    fill(store, activity())
    fill(store, proof())
    fill(store, proof("签到表"))


def _named_later(store: Store) -> None:
    fill(store, proof(proves="甲、乙"))
    fill(store, activity("甲"))
    fill(store, activity("乙"))


@pytest.mark.parametrize("prepare", [_changed_later, _linked_later, _named_later])
def test_undo_names_the_later_batches_in_the_way(
    any_store: Store, prepare: Callable[[Store], None]
):
    prepare(any_store)
    before = contents(any_store)

    with pytest.raises(UsageError) as caught:
        any_store.undo(1)

    assert caught.value.message == "批次 1 不能撤销：其中的记录后来又被批次 2、3 改动过"
    assert caught.value.hint == "先撤销较新的：societyctl undo 3"
    assert contents(any_store) == before


def test_undo_does_not_mind_later_batches_about_other_rows(store: Store):
    fill(store, activity("甲"), activity("丙"))
    fill(store, activity("甲", sessions=2))
    fill(store, activity("乙"))
    fill(store, proof(proves="甲"))

    store.undo(2)

    assert store.record("activity:1")["sessions"] is None
    assert links(store) == {(1, "activity:1")}


def test_a_deletion_cannot_be_undone_once_the_evidence_is_gone_too(any_store: Store):
    fill(any_store, activity(), proof())
    any_store.delete(["activity:1"], DELETE)
    any_store.delete(["evidence:1"], DELETE)

    with pytest.raises(UsageError, match="又被批次 3 改动过"):
        any_store.undo(2)


def test_a_deletion_cannot_be_undone_once_the_record_was_entered_again(any_store: Store):
    fill(any_store, activity())
    any_store.delete(["activity:1"], DELETE)
    fill(any_store, activity(sessions=5))
    before = contents(any_store)

    with pytest.raises(UsageError, match=r"后来又重新录入过（activity:2）"):
        any_store.undo(2)

    assert contents(any_store) == before


def test_evidence_deleted_and_entered_again_stands_in_the_way_of_undo(any_store: Store):
    fill(any_store, activity(), proof())
    any_store.delete(["evidence:1"], DELETE)
    fill(any_store, proof())
    before = contents(any_store)

    with pytest.raises(UsageError, match=r"后来又重新录入过（evidence:2）"):
        any_store.undo(2)

    assert contents(any_store) == before


def test_evidence_that_found_a_record_since_keeps_what_it_says(any_store: Store):
    fill(any_store, activity("甲"), proof(proves="甲"))
    any_store.update("evidence:1", new("evidence", proves="乙"), EDIT)
    fill(any_store, activity("乙"))
    before = contents(any_store)
    assert links(any_store) == {(1, "activity:2")}

    with pytest.raises(UsageError, match="又被批次 3 改动过"):
        any_store.undo(2)

    assert contents(any_store) == before


def test_a_record_stays_once_the_text_of_its_evidence_was_changed(any_store: Store):
    fill(any_store, proof(proves="甲、乙"))
    fill(any_store, activity("甲"))
    any_store.update("evidence:1", new("evidence", proves="甲"), EDIT)

    with pytest.raises(UsageError, match="又被批次 3 改动过"):
        any_store.undo(2)


def test_evidence_that_comes_back_still_waits_for_its_record(any_store: Store):
    fill(any_store, proof())
    any_store.delete(["evidence:1"], DELETE)
    any_store.undo()

    fill(any_store, activity())

    assert links(any_store) == {(1, "activity:1")}


def test_evidence_whose_text_was_changed_back_waits_for_what_it_says_now(any_store: Store):
    fill(any_store, proof(proves="甲"))
    any_store.update("evidence:1", new("evidence", proves="乙"), EDIT)
    any_store.undo()

    fill(any_store, activity("乙"))
    assert links(any_store) == set()
    fill(any_store, activity("甲"))
    assert links(any_store) == {(1, "activity:2")}


def test_a_name_that_undoing_brings_back_is_found_with_the_next_change(any_store: Store):
    fill(any_store, activity("旧名"))
    any_store.update("activity:1", new("activity", title="新名"), EDIT)
    fill(any_store, proof(proves="旧名"))
    any_store.undo(2)

    fill(any_store, new("member", name="某人"))

    assert links(any_store) == {(1, "activity:1")}


def test_evidence_of_two_alike_is_that_of_the_one_left(any_store: Store):
    fill(any_store, activity("甲", 6), activity("甲", 7), proof(proves="甲"))
    before = contents(any_store)

    any_store.delete(["activity:1"], DELETE)
    assert links(any_store) == {(1, "activity:2")}

    any_store.undo()
    assert contents(any_store) == before


def test_numbers_are_never_given_twice(any_store: Store):
    fill(any_store, activity("甲"))
    any_store.delete(["activity:1"], DELETE)

    assert fill(any_store, activity("乙")) == ["activity:2"]


def test_a_row_gone_behind_history_stops_the_undo(store: Store):
    fill(store, activity(sessions=1))
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM activity")

    with pytest.raises(UsageError, match="其中的记录后来又有改动"):
        store.undo()

    assert len(store.history()) == 1


def test_an_undo_is_not_undone_past_an_earlier_batch_taken_back_meanwhile(any_store: Store):
    fill(any_store, activity(sessions=1))
    fill(any_store, activity(sessions=2))
    fill(any_store, activity(sessions=3))
    redo = any_store.undo(3).batch
    any_store.undo(2)
    before = contents(any_store)

    with pytest.raises(UsageError, match=f"批次 {redo} 不能撤销：其中的记录后来又被批次 5 改动过"):
        any_store.undo(redo)

    assert contents(any_store) == before
    assert [any_store.undo(5).undoes, any_store.undo(redo).undoes] == [5, redo]
    assert any_store.record("activity:1")["sessions"] == 3


KINDS = ("activity", "evidence", "client", "need", "figure")


def _step(store: Store, choice: str, data: Any) -> None:
    """Do one thing a person might do."""
    refs = [f"{kind}:{record['id']}" for kind in KINDS for record in store.records(kind)]
    if choice == "save" or not refs:
        store.save(data.draw(st.lists(new_records(KINDS), max_size=4)), batch=IMPORT)
    elif choice == "delete":
        chosen = data.draw(st.lists(st.sampled_from(refs), min_size=1, max_size=2))
        store.delete(chosen, DELETE)
    else:
        ref = data.draw(st.sampled_from(refs))
        changed = data.draw(new_records((ref.partition(":")[0],)))
        # The change may give the record the key of another; then nothing happens.
        with suppress(UsageError):
            store.update(ref, changed, EDIT)


@pytest.mark.slow
@examples(25)
@given(st.data())
def test_undoing_everything_in_reverse_restores_rows_and_links(data: Any):
    with fresh_store() as store:
        fill(store, activity("甲"), proof(proves="甲、乙"))
        states = {1: contents(store)}
        for choice in data.draw(
            st.lists(st.sampled_from(["save", "update", "delete"]), max_size=5)
        ):
            _step(store, choice, data)
            newest = store.history()[0].batch
            states[newest] = contents(store)

        numbers = sorted(states)
        for earlier, batch in reversed(list(pairwise(numbers))):
            assert store.undo().undoes == batch
            assert contents(store) == states[earlier]


@examples(25)
@given(st.data())
def test_undo_in_any_order_leaves_no_link_without_its_ends(data: Any):
    with fresh_store() as store:
        titles = st.sampled_from(["甲", "乙"])
        for _ in range(4):
            kind = data.draw(st.sampled_from(["activity", "evidence", "update", "delete", "undo"]))
            _wild_step(store, kind, data, titles)

            ends = {f"activity:{record['id']}" for record in store.records("activity")}
            papers = {record["id"] for record in store.records("evidence")}
            assert all(e in papers and ref in ends for e, ref in links(store))


def _wild_step(store: Store, choice: str, data: Any, titles: st.SearchStrategy[str]) -> None:
    title = data.draw(titles)
    if choice == "activity":
        fill(store, activity(title))
    elif choice == "evidence":
        fill(store, proof(data.draw(titles), f"{title}、{data.draw(titles)}"))
    elif choice == "undo" and store.history():
        with suppress(UsageError):
            store.undo(data.draw(st.sampled_from([item.batch for item in store.history()])))
    elif choice == "delete":
        store.delete([f"activity:{r['id']}" for r in store.records("activity")[:1]], DELETE)
    elif store.counts()["evidence"]:
        ref = f"evidence:{store.records('evidence')[0]['id']}"
        store.update(ref, new("evidence", proves=title), EDIT)


@pytest.mark.slow
def test_every_kind_of_value_survives_history(any_store: Store):
    records = [
        NewRecord(kind.name, {field.name: an_example(field) for field in kind.fields})
        for kind in RECORD_KINDS.values()
    ]
    any_store.save(records, batch=IMPORT)
    before = contents(any_store)

    any_store.delete([f"{k}:{r['id']}" for k in RECORD_KINDS for r in any_store.records(k)], DELETE)
    assert not any(contents(any_store).values())
    any_store.undo()

    assert contents(any_store) == before
