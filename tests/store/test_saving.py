"""Saving: told apart by natural key, compared field by field, nothing lost."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.domain.records import NewRecord
from societyctl.errors import ExitCode, Issue, UsageError, WorkbookError
from societyctl.store import BatchInfo, FieldChange, Saved, SavedRecord, Store, split_ref
from tests.effort import examples
from tests.store.store_samples import (
    EDIT,
    IMPORT,
    activity,
    contents,
    fill,
    fresh_store,
    new,
    new_records,
)


def test_a_new_record_is_added(any_store: Store):
    saved = any_store.save([activity()], batch=IMPORT)

    assert saved == Saved((SavedRecord("activity:1", "added"),), batch=1)
    assert any_store.counts()["activity"] == 1


def test_the_same_record_again_changes_nothing_and_makes_no_batch(any_store: Store):
    any_store.save([activity(sessions=2)], batch=IMPORT)

    again = any_store.save([activity(sessions=2)], batch=IMPORT)

    assert again == Saved((SavedRecord("activity:1", "unchanged"),))
    assert len(any_store.history()) == 1


def test_a_change_names_field_old_and_new(any_store: Store):
    any_store.save([activity(sessions=2, level="市")], batch=IMPORT)

    saved = any_store.save([activity(sessions=3, level=None, county="甲县")], batch=IMPORT)

    changes = (
        FieldChange("level", "市", None),
        FieldChange("sessions", 2, 3),
        FieldChange("county", None, "甲县"),
    )
    assert saved.batch == 2
    assert saved.records[0].outcome == "changed"
    assert set(saved.records[0].changes) == set(changes)


def test_only_named_fields_are_touched(store: Store):
    fill(store, activity(sessions=2, county="甲县"))
    fill(store, activity(sessions=3))

    record = store.record("activity:1")

    assert (record["sessions"], record["county"]) == (3, "甲县")


def test_width_blanks_and_case_do_not_make_another_record(store: Store):
    fill(store, activity("ＡＩ 讲座（一）"))

    assert fill(store, activity("AI讲座(一)")) == ["activity:1"]
    assert store.counts()["activity"] == 1


def test_records_without_any_key_are_told_apart_by_all_they_say(store: Store):
    refs = fill(
        store,
        new("activity", county="甲县", sessions=None),
        new("activity", county="甲县"),
        new("activity", county="乙县"),
    )

    assert refs == ["activity:1", "activity:1", "activity:2"]


def test_the_society_is_one_row(store: Store):
    assert fill(store, new("society", name="甲学会"), new("society", city="徐州")) == [
        "society:1",
        "society:1",
    ]
    record = store.record("society:1")
    assert (record["name"], record["city"]) == ("甲学会", "徐州")


def test_a_dossier_that_names_nobody_is_still_the_one_of_the_society(store: Store):
    rows = [new("society"), new("society", name="示例学会")]
    store.save(rows, batch=IMPORT)

    again = store.save(rows, batch=IMPORT)

    assert again.records == (SavedRecord("society:1", "unchanged"),) * 2
    assert store.counts()["society"] == 1


def test_the_same_key_twice_in_one_call_is_one_record(any_store: Store):
    saved = any_store.save([activity(sessions=1), activity(sessions=2)], batch=IMPORT)

    assert saved == Saved(
        (
            SavedRecord("activity:1", "added"),
            SavedRecord("activity:1", "changed", (FieldChange("sessions", 1, 2),)),
        ),
        batch=1,
    )
    assert any_store.record("activity:1")["sessions"] == 2


def test_kinds_of_one_table_do_not_mix(store: Store):
    fill(store, new("member", name="甲"), new("startup", name="甲"))

    assert [record["record"] for record in store.records("member")] == ["member"]
    with pytest.raises(UsageError, match="没有 startup:1 这条“创新创业人才”"):
        store.record("startup:1")


def test_all_types_come_back_as_they_were(any_store: Store):
    given_values = {
        "activity": {
            "title": "讲座",
            "start_on": date(2022, 6, 5),
            "place_kind": ("乡村", "校园"),
            "partners": (),
            "is_primary": False,
            "has_expo": True,
            "audience_total": 2**40,
        },
        "figure": {"name": "覆盖率", "year": 2022, "amount": Decimal("10.0625")},
        "agreement": {"title": "协议", "amount": 12_345_678_901, "signed_on": date(2022, 2, 28)},
        "member_service": {
            "title": "调查",
            "start_on": date(2022, 3, 1),
            "satisfaction": Decimal(98),
        },
    }
    for kind, values in given_values.items():
        (ref,) = fill(any_store, NewRecord(kind, values))
        record = any_store.record(ref)
        assert {name: record[name] for name in values} == values
    assert str(any_store.record("figure:1")["amount"]) == "10.0625"
    assert str(any_store.record("member_service:2")["satisfaction"]) == "98"


def test_what_was_typed_is_kept_for_hedged_numbers(store: Store):
    hedged = NewRecord(
        "activity", activity(audience_total=200).values, entered={"audience_total": "约200人"}
    )
    store.save([hedged], batch=IMPORT)
    fill(store, activity(county="甲县"))

    assert contents(store)["activity"][0]["entered"] == '{"audience_total": "约200人"}'


def test_a_number_typed_anew_forgets_its_hedge(store: Store):
    hedged = NewRecord(
        "activity", activity(audience_total=200).values, entered={"audience_total": "约200人"}
    )
    store.save([hedged], batch=IMPORT)

    saved = store.save([activity(audience_total=200)], batch=IMPORT)

    assert saved.records == (SavedRecord("activity:1", "changed"),)
    assert contents(store)["activity"][0]["entered"] is None


def test_the_source_follows_the_last_change(store: Store):
    store.save([NewRecord("client", {"name": "甲公司"}, "a.xlsx!客户!2")], batch=IMPORT)
    store.save([NewRecord("client", {"name": "甲公司"}, "b.xlsx!客户!2")], batch=IMPORT)
    assert store.record("client:1")["source"] == "a.xlsx!客户!2"

    store.save(
        [NewRecord("client", {"name": "甲公司", "kind": "企业"}, "b.xlsx!客户!9")], batch=IMPORT
    )

    assert store.record("client:1")["source"] == "b.xlsx!客户!9"


def test_a_dry_run_says_what_would_happen_and_writes_nothing(any_store: Store):
    fill(any_store, activity(sessions=1))
    before = contents(any_store)

    found = any_store.compare(
        [activity(sessions=2), activity("新活动"), activity("新活动", county="甲县")]
    )

    saved = found.saved
    assert saved == Saved(
        (
            SavedRecord("activity:1", "changed", (FieldChange("sessions", 1, 2),)),
            SavedRecord(None, "added"),
            SavedRecord(None, "changed", (FieldChange("county", None, "甲县"),)),
        )
    )
    assert (saved.count("added"), saved.count("changed"), saved.count("unchanged")) == (1, 2, 0)
    assert contents(any_store) == before
    assert len(any_store.history()) == 1


def test_text_that_no_database_takes_is_cleaned(any_store: Store):
    odd = NewRecord(
        "client", {"name": "甲\0公\udcff司"}, "坏\udcff.xlsx!客户!2", {"name": "\udcff"}
    )
    any_store.save([odd], batch=BatchInfo("导入", ("坏\udcff.xlsx",)))

    assert any_store.save([odd], batch=IMPORT).records[0].outcome == "unchanged"
    assert any_store.record("client:1")["name"] == "甲公?司"
    assert [record["id"] for record in any_store.find("client", "甲\0公\udcff司")] == [1]
    assert any_store.history()[0].files == ("坏?.xlsx",)


def test_numbers_too_large_are_reported_together(store: Store):
    records = [
        NewRecord("figure", {"name": "甲", "year": 2**63}, "a.xlsx!数据!2"),
        NewRecord("figure", {"name": "乙", "year": 2022, "amount": Decimal(10**15)}),
        new("figure", name="丙", year=2022),
    ]

    with pytest.raises(WorkbookError) as caught:
        store.save(records, batch=IMPORT)

    assert caught.value.exit_code is ExitCode.INPUT
    assert caught.value.issues == (
        Issue("a.xlsx 数据 2", f"数字过大：{2**63}"),
        Issue("其他数据", f"数字过大：{10**15}"),
    )
    assert store.counts()["figure"] == 0


def test_a_long_list_of_files_is_kept_whole(store: Store):
    files = tuple(f"第{number}份台账.xlsx" for number in range(3000))

    store.save([activity()], batch=BatchInfo("导入", files, rejected=4))

    assert (store.history()[0].files, store.history()[0].rejected) == (files, 4)


@pytest.mark.slow
def test_twenty_thousand_rows_are_saved_in_seconds(store: Store):
    records = [activity(f"活动{number}", sessions=1) for number in range(20_000)]

    started = time.process_time()
    store.save(records, batch=IMPORT)
    again = store.save([activity(f"活动{n}", sessions=2) for n in range(20_000)], batch=IMPORT)
    took = time.process_time() - started

    assert again.count("changed") == 20_000
    assert store.counts()["activity"] == 20_000
    assert took < 40


@pytest.mark.slow
@examples(40)
@given(st.lists(new_records(), max_size=6))
def test_saving_twice_changes_nothing(records: list[NewRecord]):
    with fresh_store() as store:
        # Once for the rows that one call names twice, each time with other values.
        store.save(records, batch=IMPORT)
        store.save(records, batch=IMPORT)
        before = contents(store)

        store.save(records, batch=IMPORT)

        assert contents(store) == before


@pytest.mark.slow
@examples(40)
@given(new_records())
def test_any_single_record_is_unchanged_the_second_time(record: NewRecord):
    with fresh_store() as store:
        first = store.save([record], batch=IMPORT)
        second = store.save([record], batch=IMPORT)

        assert [item.outcome for item in first.records] == ["added"]
        assert [item.outcome for item in second.records] == ["unchanged"]
        assert first.records[0].ref == second.records[0].ref


def test_update_changes_one_record_where_it_stands(any_store: Store):
    fill(any_store, activity(sessions=1))

    saved = any_store.update("activity:1", new("activity", title="科普大讲堂", sessions=None), EDIT)

    changes = {FieldChange("title", "科普讲座", "科普大讲堂"), FieldChange("sessions", 1, None)}
    assert (saved.batch, set(saved.records[0].changes)) == (2, changes)
    assert fill(any_store, activity("科普大讲堂", county="甲县")) == ["activity:1"]
    assert any_store.find("activity", "科普 大讲堂")[0]["county"] == "甲县"


def test_update_to_the_same_values_makes_no_batch(store: Store):
    fill(store, activity(sessions=1))

    assert store.update("activity:1", new("activity", sessions=1), EDIT) == Saved(
        (SavedRecord("activity:1", "unchanged"),)
    )


def test_update_refuses_the_key_of_another_record(store: Store):
    fill(store, activity("甲"), activity("乙"))

    with pytest.raises(UsageError, match="改后会与另一条记录重复"):
        store.update("activity:2", new("activity", title="甲"), EDIT)

    assert store.record("activity:2")["title"] == "乙"


def test_update_that_empties_the_key_keeps_the_record(store: Store):
    fill(store, activity("甲", county="甲县"))

    store.update("activity:1", new("activity", title=None), EDIT)

    assert (store.record("activity:1")["title"], store.find("activity", "甲")) == (None, ())


@pytest.mark.parametrize("ref", ["activity", "activity:", "activity:x", "nothing:1", ""])
def test_a_ref_that_is_none_is_refused(ref: str):
    with pytest.raises(UsageError, match="不是记录编号"):
        split_ref(ref)


def test_a_record_that_is_not_there_is_refused(store: Store):
    for job in (store.record, lambda ref: store.update(ref, new("activity"), EDIT)):
        with pytest.raises(UsageError, match="没有 activity:7 这条“活动”"):
            job("activity:7")


def test_records_come_in_date_order_with_undated_first(any_store: Store):
    fill(any_store, activity("丙", 3), activity("甲", 1), new("activity", title="无期"))

    assert [r["title"] for r in any_store.records("activity")] == ["无期", "甲", "丙"]


def test_find_takes_key_or_title(store: Store):
    fill(store, activity("讲座", 6, number="K-1"), activity("讲座", 7))

    assert [record["id"] for record in store.find("activity", "讲 座")] == [1, 2]
    assert [record["id"] for record in store.find("activity", "k-1")] == [1]
    assert store.find("activity", "没有") == ()
