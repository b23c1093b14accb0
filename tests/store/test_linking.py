"""Evidence is linked to what its text names, whichever comes first."""

from __future__ import annotations

import pytest

from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.store import BatchInfo, Store
from tests.store.store_samples import EDIT, IMPORT, activity, fill, links, new


def proof(proves: str | None, title: str = "照片", source: str = "") -> NewRecord:
    return NewRecord("evidence", {"title": title, "proves": proves}, source)


@pytest.mark.parametrize(
    "proves",
    [
        "activity:1",
        "activity：1",
        "活动：科普讲座",
        "活动: 科普 讲座",
        "activity：科普讲座",
        "活动台账：科普讲座",
        "科普讲座",
        " 科普讲座 ；",
    ],
)
def test_what_evidence_names_is_linked(any_store: Store, proves: str):
    fill(any_store, activity())

    saved = any_store.save([proof(proves)], batch=IMPORT)

    assert saved.issues == ()
    assert links(any_store) == {(1, "activity:1")}


def test_several_things_may_be_named(store: Store):
    fill(store, activity("甲"), activity("乙"), new("client", name="丙公司"))

    store.save([proof("甲、活动：乙；client:1\n甲")], batch=IMPORT)

    assert links(store) == {(1, "activity:1"), (1, "activity:2"), (1, "client:1")}


def test_a_title_that_holds_a_separator_is_one_title(store: Store):
    fill(store, activity("讲座、义诊"), activity("讲座"))

    saved = store.save([proof("讲座、义诊"), proof("活动：讲座、义诊", "签到表")], batch=IMPORT)

    assert saved.issues == ()
    assert links(store) == {(1, "activity:1"), (2, "activity:1")}


def test_a_colon_inside_a_title_names_no_kind(store: Store):
    fill(store, activity("主题：碳中和"))

    assert store.save([proof("主题：碳中和")], batch=IMPORT).issues == ()
    assert links(store) == {(1, "activity:1")}


def test_what_is_not_there_is_an_issue_at_its_row(any_store: Store):
    fill(any_store, activity())

    saved = any_store.save(
        [proof("没有的活动", source="a.xlsx!佐证!4"), proof("activity:99", "签到表")], batch=IMPORT
    )

    assert saved.issues == (
        Issue(
            "a.xlsx 佐证 4",
            "证明对象“没有的活动”没有对应的记录，材料已登记但未关联",
            "写成“类别：名称”，如“活动：科普进乡村”",
        ),
        Issue(
            "佐证材料 签到表",
            "证明对象“activity:99”没有对应的记录，材料已登记但未关联",
            "写成“类别：名称”，如“活动：科普进乡村”",
        ),
    )
    assert links(any_store) == set()


def test_an_ambiguous_title_is_reported_and_not_linked(any_store: Store):
    fill(any_store, activity("讲座", 6), activity("讲座", 7))

    saved = any_store.save([proof("活动：讲座")], batch=IMPORT)

    assert [issue.found for issue in saved.issues] == [
        "证明对象“活动：讲座”可能是 activity:1、activity:2，分不清，材料已登记但未关联"
    ]
    assert links(any_store) == set()


@pytest.mark.parametrize("proves", ["活动：讲座|2022-06-01", "讲座|2022-06-01|甲校"])
@pytest.mark.parametrize("first", ["proof", "activity"])
def test_evidence_may_leave_out_the_place_of_an_activity(store: Store, proves: str, first: str):
    batches = {
        "proof": [proof(proves)],
        "activity": [activity("讲座", 6, place="甲 校"), activity("讲座", 7, place="甲校")],
    }
    for records in sorted(batches, key=lambda one: one != first):
        fill(store, *batches[records])

    assert links(store) == {(1, "activity:1")}


@pytest.mark.parametrize("proves", ["活动：讲座|2022-07-01", "讲座 | 2022-07-01", "activity:2"])
def test_day_or_number_settle_which_of_like_title_is_meant(store: Store, proves: str):
    fill(store, activity("讲座", 6), activity("讲座", 7))

    assert store.save([proof(proves)], batch=IMPORT).issues == ()
    assert links(store) == {(1, "activity:2")}


def test_titles_that_hold_separators_are_found_among_others(store: Store):
    fill(store, activity("甲"), activity("讲座、义诊；展览"), activity("讲座"))

    assert store.save([proof("甲；讲座、义诊；展览、讲座")], batch=IMPORT).issues == ()
    assert links(store) == {(1, "activity:1"), (1, "activity:2"), (1, "activity:3")}


def test_numbers_are_kept_as_names_which_hold_in_any_store(store: Store):
    fill(
        store,
        activity("甲"),
        activity("讲座", 6),
        activity("讲座", 7),
        new("activity", county="乙"),
    )
    numbered = proof("activity:1、activity:3；activity:4\nactivity:9、活动：甲")

    store.save([numbered], batch=IMPORT)

    assert store.record("evidence:1")["proves"] == (
        "活动：讲座|2022-07-01；activity:4\nactivity:9、活动：甲"
    )
    assert store.save([numbered], batch=IMPORT).batch is None


def test_the_kind_or_the_full_key_settles_what_is_meant(store: Store):
    fill(store, new("client", name="甲"), new("member", name="甲"), activity("乙", number="甲"))

    saved = store.save([proof("会员：甲"), proof("甲", "签到表")], batch=IMPORT)

    assert (1, "member:1") in links(store)
    assert [issue.where for issue in saved.issues] == ["佐证材料 签到表"]


def test_evidence_that_came_first_is_linked_when_its_record_comes(any_store: Store):
    first = any_store.save([proof("活动：科普讲座")], batch=IMPORT)
    assert len(first.issues) == 1

    later = any_store.save([activity()], batch=IMPORT)

    assert later.issues == ()
    assert links(any_store) == {(1, "activity:1")}


def test_evidence_and_its_record_may_come_together(store: Store):
    saved = store.save([proof("科普讲座"), activity()], batch=IMPORT)

    assert (saved.issues, links(store)) == ((), {(1, "activity:1")})


def test_old_gaps_are_not_reported_again_with_other_sheets(store: Store):
    store.save([proof("没有的活动")], batch=IMPORT)

    assert store.save([new("member", name="甲")], batch=IMPORT).issues == ()
    assert len(store.save([proof("没有的活动")], batch=IMPORT).issues) == 1


@pytest.mark.slow
def test_a_record_that_takes_the_name_is_linked(store: Store):
    fill(store, activity("旧名"), proof("新名"))

    store.update("activity:1", new("activity", title="新名"), EDIT)

    assert links(store) == {(1, "activity:1")}


def test_links_follow_a_changed_text(any_store: Store):
    fill(any_store, activity("甲"), activity("乙"), proof("甲"))

    any_store.save([proof("乙")], batch=IMPORT)
    assert links(any_store) == {(1, "activity:2")}

    changed = any_store.update("evidence:1", new("evidence", proves="甲、丙"), EDIT)
    assert links(any_store) == {(1, "activity:1")}
    assert [issue.found for issue in changed.issues] == [
        "证明对象“丙”没有对应的记录，材料已登记但未关联"
    ]

    any_store.save([proof(None)], batch=IMPORT)
    assert links(any_store) == set()


def test_evidence_proves_no_other_paper(store: Store):
    fill(store, new("evidence", title="甲"))

    assert len(store.save([proof("甲", "乙")], batch=IMPORT).issues) == 1


def test_evidence_on_file_is_listed_for_records(any_store: Store):
    fill(any_store, activity("甲"), activity("乙"), proof("甲"), proof("甲", "签到表"))

    found = any_store.evidence_for(["activity:1", "activity:2"])

    assert {ref: [item["title"] for item in papers] for ref, papers in found.items()} == {
        "activity:1": ["照片", "签到表"],
        "activity:2": [],
    }


@pytest.mark.slow
def test_hundreds_of_papers_are_linked_in_one_import(store: Store):
    fill(store, *(activity(f"活动{number}") for number in range(1200)))

    papers = [proof(f"活动{number}", f"照片{number}") for number in range(1200)]
    saved = store.save(papers, batch=BatchInfo("导入"))

    assert saved.issues == ()
    assert links(store) == {(n, f"activity:{n}") for n in range(1, 1201)}
