"""One thing under several keys, and what happens to those who name it when its name changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.domain.records import NewRecord
from societyctl.errors import Issue, UsageError, WorkbookError
from societyctl.store import FieldChange, Saved, SavedRecord, Store
from tests.effort import examples
from tests.store.store_samples import (
    EDIT,
    IMPORT,
    activity,
    contents,
    fill,
    fresh_store,
    links,
    new,
)


def doubts(store: Store, *records: NewRecord) -> list[Issue]:
    """Return what cannot be told of records; nothing is saved."""
    before = contents(store)
    with pytest.raises(WorkbookError) as caught:
        store.save(records, batch=IMPORT)
    assert contents(store) == before
    return list(caught.value.issues)


def test_an_activity_first_entered_without_its_number_is_known_when_the_number_comes(
    any_store: Store,
):
    fill(any_store, activity(sessions=2))

    saved = any_store.save([activity(number="K-1", county="甲县")], batch=IMPORT)

    assert saved.records == (
        SavedRecord(
            "activity:1",
            "changed",
            (FieldChange("number", None, "K-1"), FieldChange("county", None, "甲县")),
        ),
    )
    # From now on either key will do, and the number alone.
    assert fill(any_store, activity(), activity("改了名", number="K-1")) == ["activity:1"] * 2
    assert any_store.counts()["activity"] == 1


def test_different_numbers_make_two_of_like_title_and_day(store: Store):
    assert fill(store, activity(number="1号"), activity(number="2号")) == [
        "activity:1",
        "activity:2",
    ]


def test_like_title_and_day_in_two_places_are_two(any_store: Store):
    here, there = activity(place="甲校", sessions=1), activity(place="乙 校", sessions=2)

    assert fill(any_store, here, there) == ["activity:1", "activity:2"]
    assert fill(any_store, activity(place="乙校"), here) == ["activity:2", "activity:1"]
    assert [issue.found for issue in doubts(any_store, activity())] == [
        "可能是已登记的 activity:1、activity:2，分不清是哪一条"
    ]


def test_an_activity_first_entered_without_its_place_is_known_when_the_place_comes(store: Store):
    fill(store, activity(sessions=2))

    assert fill(store, activity(place="甲校", sessions=2)) == ["activity:1"]
    assert fill(store, activity(place="乙校")) == ["activity:2"]


def test_what_may_be_two_stored_records_is_not_guessed(any_store: Store):
    fill(any_store, activity(number="1号"), activity(number="2号"))

    assert doubts(any_store, NewRecord("activity", activity().values, "a.xlsx!活动!3")) == [
        Issue(
            "a.xlsx 活动 3",
            "可能是已登记的 activity:1、activity:2，分不清是哪一条",
            "写明活动编号、活动地点",
        )
    ]


def test_what_contradicts_the_one_it_may_be_is_not_merged(store: Store):
    fill(store, activity(sessions=1, county="甲县"))

    assert doubts(store, activity(number="K-1", sessions=2, county="甲县")) == [
        Issue(
            "活动",
            "可能就是已登记的 activity:1，但场次不同",
            "是同一条就先改得一致（societyctl edit activity:1），不是就在两边写明活动地点",
        )
    ]


def test_a_person_may_settle_what_is_doubtful(store: Store):
    fill(store, activity(sessions=1))
    doubtful = activity(number="K-1", sessions=2)

    another = store.compare([doubtful], {0: None}).saved.records
    same = store.save([doubtful], batch=IMPORT, settled={0: "activity:1"}).records

    assert another == (SavedRecord(None, "added"),)
    assert (same[0].ref, same[0].outcome) == ("activity:1", "changed")
    assert store.record("activity:1")["sessions"] == 2


def test_a_member_known_by_name_alone_is_completed_but_not_confused(store: Store):
    fill(store, new("member", name="张某"))

    assert fill(store, new("member", name="张某", employer="甲厂")) == ["member:1"]
    assert fill(store, new("member", name="张某", employer="乙厂")) == ["member:2"]
    assert [issue.found for issue in doubts(store, new("member", name="张某"))] == [
        "可能是已登记的 member:1、member:2，分不清是哪一条"
    ]


def test_a_finding_on_all_projects_is_not_the_one_on_a_single_project(store: Store):
    general = {"program": "p", "requirement": "r", "verdict": "符合"}

    assert fill(store, new("finding", **general), new("finding", **general, project="a")) == [
        "finding:1",
        "finding:2",
    ]


def test_findings_on_two_applications_and_on_all_of_them_are_three(any_store: Store):
    for said in ({"requirement": "r"}, {"clause": "1.1"}):
        base = {"program": "p", "project": "a", "verdict": "符合", **said}
        records = [
            new("finding", **base),
            new("finding", **base, application="甲课题"),
            new("finding", **base, application="乙课题"),
            new("finding", **{**base, "project": None}),
        ]

        refs = fill(any_store, *records)

        assert len(set(refs)) == 4
        assert fill(any_store, *records) == refs


def test_advice_adopted_by_two_authorities_or_on_two_days_was_adopted_twice(any_store: Store):
    advice = {"output": "建言", "form": "领导批示"}
    first, second = date(2022, 3, 1), date(2022, 9, 1)
    records = [
        new("adoption", **advice, authority="甲市政府", adopted_on=first),
        new("adoption", **advice, authority="乙市政府", adopted_on=first),
        new("adoption", **advice, authority="甲市政府", adopted_on=second),
        new("adoption", **advice, authority_level="省", adopted_on=second),
        new("adoption", **{**advice, "form": "采用"}),
    ]

    refs = fill(any_store, *records)

    assert len(set(refs)) == 5
    assert fill(any_store, *records) == refs


def test_an_adoption_first_entered_without_its_day_is_known_when_the_day_comes(store: Store):
    advice = {"output": "建言", "form": "领导批示"}
    fill(store, new("adoption", **advice), new("adoption", **{**advice, "output": "另一份"}))

    for more in (
        {"authority_level": "省"},
        {"adopted_on": date(2022, 3, 1)},
        {"authority": "某厅"},
    ):
        advice = {**advice, **more}
        assert fill(store, new("adoption", **advice)) == ["adoption:1"]
    assert fill(store, new("adoption", output="建言", form="领导批示")) == ["adoption:1"]


def test_a_finding_follows_the_application_when_it_is_renamed(store: Store):
    fill(
        store,
        new("application", program="p", project="a", title="旧题"),
        new("finding", program="p", project="a", application="旧题", requirement="r"),
    )

    store.update("application:1", new("application", title="新题"), EDIT)

    assert store.record("finding:1")["application"] == "新题"


def test_an_edit_may_not_make_two_records_one(store: Store):
    fill(store, activity("甲"), activity("乙", number="K-2"))

    for values in ({"title": "乙"}, {"number": "k-2"}):
        with pytest.raises(UsageError, match="改后会与另一条记录重复"):
            store.update("activity:1", new("activity", **values), EDIT)


def test_an_edit_that_repeats_the_key_of_another_changes_neither(store: Store):
    fill(store, activity("甲"), activity("乙"))
    before = contents(store)

    with pytest.raises(UsageError, match="改后会与另一条记录重复"):
        store.update("activity:2", activity("甲", county="甲县"), EDIT)

    assert contents(store) == before


RENAMED = new("member", name="张某某")


def test_records_that_name_a_renamed_one_follow(any_store: Store):
    fill(
        any_store,
        new("member", name="张某"),
        new("dues", year=2021, member="张 某", paid=100),
        new("dues", year=2022, member="张某", paid=100),
        new("dues", year=2022, member="李某", paid=100),
    )
    before = contents(any_store)

    saved = any_store.update("member:1", RENAMED, EDIT)

    assert saved == Saved(
        (SavedRecord("member:1", "changed", (FieldChange("name", "张某", "张某某"),)),),
        batch=2,
        carried=(
            SavedRecord("dues:1", "changed", (FieldChange("member", "张 某", "张某某"),)),
            SavedRecord("dues:2", "changed", (FieldChange("member", "张某", "张某某"),)),
        ),
    )
    assert [dues["member"] for dues in any_store.records("dues")] == ["张某某", "张某某", "李某"]
    assert fill(any_store, new("dues", year=2022, member="张某某", due=100)) == ["dues:2"]
    any_store.undo()
    any_store.undo()
    assert contents(any_store) == before


def test_a_preview_shows_who_would_follow(store: Store):
    fill(store, activity("旧名", number="K-1"), new("output", title="报告", activity="旧名"))

    found = store.compare([activity("新名", number="K-1")]).saved

    assert found.carried == (
        SavedRecord("output:1", "changed", (FieldChange("activity", "旧名", "新名"),)),
    )
    assert store.record("output:1")["activity"] == "旧名"


def test_a_changed_number_is_followed_too(store: Store):
    fill(store, activity(number="K-1"), new("output", title="报告", activity="k-1"))

    store.update("activity:1", new("activity", number="K-2"), EDIT)

    assert store.record("output:1")["activity"] == "K-2"


def test_the_key_of_a_follower_follows(store: Store):
    fill(store, new("output", title="报告"))
    (adoption,) = fill(store, new("adoption", output="报告", form="采用"))

    store.update("output:1", new("output", title="新报告"), EDIT)

    assert fill(store, new("adoption", output="新报告", form="采用")) == [adoption]
    assert [found["id"] for found in store.find("adoption", "新报告")] == [2]


def test_a_name_that_another_still_bears_is_not_carried_along(store: Store):
    fill(
        store,
        activity("年会", 6),
        activity("年会", 7),
        new("output", title="报告", activity="年会"),
    )

    saved = store.update("activity:2", new("activity", title="七月年会"), EDIT)

    assert (saved.carried, store.record("output:1")["activity"]) == ((), "年会")


def test_what_an_import_says_itself_is_not_carried_along(store: Store):
    fill(store, activity("旧名", number="K-1"), new("output", title="报告", activity="旧名"))

    fill(store, activity("新名", number="K-1"), new("output", title="报告", activity="别的活动"))

    assert store.record("output:1")["activity"] == "别的活动"


def test_who_would_become_another_record_is_left_and_reported(store: Store):
    fill(
        store,
        new("member", name="张某"),
        new("dues", year=2022, member="张某", paid=1),
        new("dues", year=2022, member="张某某", paid=1),
    )

    saved = store.update("member:1", RENAMED, EDIT)

    assert saved.carried == ()
    assert saved.issues == (
        Issue("会费 dues:1", "还写着原来的名称：改过来会与另一条重复", "请手工处理这两条"),
    )
    assert [dues["member"] for dues in store.records("dues")] == ["张某", "张某某"]


@pytest.mark.parametrize(
    ("proves", "after"),
    [
        ("旧名", "新名"),
        ("活动：旧名", "活动：新名"),
        ("会员：张某、活动台账: 旧 名；另一场", "会员：张某、活动台账：新名；另一场"),
        ("activity:1、别的", "activity:1、别的"),
    ],
)
def test_evidence_follows_what_it_proves(any_store: Store, proves: str, after: str):
    fill(
        any_store,
        activity("旧名"),
        activity("另一场"),
        new("evidence", title="照片", proves=proves),
    )
    linked = links(any_store)

    any_store.update("activity:1", new("activity", title="新名"), EDIT)

    assert any_store.record("evidence:1")["proves"] == after
    assert links(any_store) == linked
    assert fill(any_store, new("evidence", title="照片", issued_by="某单位")) == ["evidence:1"]
    assert links(any_store) == linked


NAMES = st.sampled_from(["甲", "乙", "丙"])


@pytest.mark.slow
@examples(40)
@given(st.data())
def test_renaming_never_leaves_a_name_that_nobody_bears(data: Any):
    with fresh_store() as store:
        fill(store, *(new("member", number=str(n), name=data.draw(NAMES)) for n in range(3)))
        borne = {str(member["name"]) for member in store.records("member")}
        fill(
            store,
            *(new("dues", year=2000 + n, member=name) for n, name in enumerate(sorted(borne))),
        )
        before = contents(store)

        renames = data.draw(st.lists(st.tuples(st.integers(1, 3), NAMES), min_size=1, max_size=3))
        done = [
            store.update(f"member:{ref}", new("member", name=name), EDIT).batch
            for ref, name in renames
        ]

        borne = {str(member["name"]) for member in store.records("member")}
        assert {str(dues["member"]) for dues in store.records("dues")} <= borne
        for _ in filter(None, done):
            store.undo()
        assert contents(store) == before
