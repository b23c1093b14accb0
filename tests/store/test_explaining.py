"""Every record left out says why, in Chinese; every empty field in the way is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from societyctl.domain.periods import year_period
from societyctl.domain.selection import (
    AnyOf,
    Criterion,
    Evidenced,
    FieldsCompared,
    Linked,
    Operator,
    RecordNote,
    Selection,
    Take,
)
from societyctl.rules.judging.reasons import note_on
from societyctl.store import Store
from tests.store.store_samples import activity, fill, new

YEAR = year_period(2022)


def where(field: str, operator: Operator, *values: Any) -> Criterion:
    return Criterion(field, operator, values)


def worded(store: Store, selection: Selection) -> list[RecordNote]:
    """Return the records behind a selection as rules say them."""
    explained = store.explain([selection])[selection]
    return [note_on(selection, record) for record in explained.records]


def notes(store: Store, selection: Selection) -> list[tuple[str, bool, str]]:
    return [(note.title, note.counted, note.reason) for note in worded(store, selection)]


def test_records_come_in_date_order_with_their_evidence(any_store: Store):
    fill(
        any_store,
        activity("乙", 7),
        activity("甲", 6),
        new("evidence", number="J-2", title="照片", proves="乙"),
        new("evidence", title="签到表", proves="乙"),
    )
    selection = Selection("activity")

    assert list(any_store.explain([selection, selection])) == [selection]
    assert worded(any_store, selection) == [
        RecordNote("activity:2", "甲", True, on=date(2022, 6, 1)),
        RecordNote("activity:1", "乙", True, evidence=("J-2", "签到表"), on=date(2022, 7, 1)),
    ]


def test_of_many_records_some_of_either_kind_are_shown_and_the_rest_counted(any_store: Store):
    fill(
        any_store,
        *(activity(f"市{number}", number, level="市") for number in range(1, 6)),
        *(activity(f"省{number}", number, level="省") for number in range(6, 11)),
        activity("不明", 12),
        new("activity", title="无日期", county="甲县", level="省"),
    )
    selection = Selection(
        "activity",
        scope=(where("title", Operator.PRESENT),),
        where=(where("level", Operator.IN, "市"),),
    )

    explained = any_store.explain([selection], most=2)[selection]

    assert [record.ref for record in explained.records] == [
        f"activity:{number}" for number in (12, 1, 2, 6)
    ]
    assert explained.more == 8
    whole = any_store.explain([selection], most=12)[selection]
    assert (len(whole.records), whole.more) == (12, 0)


def test_records_out_of_scope_are_not_mentioned(store: Store):
    fill(store, activity("甲", kind="科普"), activity("乙", kind="学术"), activity("丙"))
    selection = Selection("activity", scope=(where("kind", Operator.IN, "科普"),))

    assert sorted(notes(store, selection)) == [("丙", False, "缺“活动类别”"), ("甲", True, "")]


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (where("level", Operator.IN, "省", "全国"), "级别为市，须为省或全国"),
        (where("level", Operator.NOT_IN, "市"), "级别为市，不计市"),
        (where("level", Operator.AT_LEAST, "全国"), "级别为市，须为全国或国际"),
        (where("sessions", Operator.AT_LEAST, 3), "场次为2，须不低于3"),
        (where("sessions", Operator.BELOW, 2), "场次为2，须低于2"),
        (where("start_on", Operator.AT_MOST, date(2022, 1, 2)), "须不超过2022年1月2日"),
        (where("place_kind", Operator.ALL_IN, "乡村", "校园"), "为乡村，须同时有乡村、校园"),
        (where("is_primary", Operator.IN, True), "为否，须为是"),
        (where("title", Operator.CONTAINS, "年会"), "为科普讲座，没有提到年会"),
        (where("end_on", Operator.UNENDED, date(2022, 7, 1)), "到2022年7月1日已失效"),
        (where("county", Operator.PRESENT), "没有填写"),
        (where("level", Operator.ABSENT), "级别已填写（市）"),
        (where("series", Operator.IN, "大讲堂"), "未填，须为大讲堂"),
        (FieldsCompared("end_on", Operator.BELOW, "start_on"), "应低于"),
        (FieldsCompared("end_on", Operator.IN, "start_on"), "应等于"),
        (Evidenced(), "没有佐证"),
        (Evidenced(("会议纪要", "其他")), "没有会议纪要或其他佐证"),
        (Linked("info_post", "activity"), "没有对应的“信息发布”"),
        (Linked("media_report", "activity", absent=True), "已有对应的“媒体报道”"),
        (
            AnyOf(
                ((where("level", Operator.IN, "省"),), (where("sessions", Operator.AT_LEAST, 3),))
            ),
            "级别为市，须为省；场次为2，须不低于3（满足其一即可）",
        ),
    ],
    ids=str,
)
def test_every_way_to_be_left_out_has_its_reason(any_store: Store, condition: Any, reason: str):
    fill(
        any_store,
        activity(
            level="市", sessions=2, is_primary=False, place_kind=("乡村",), end_on=date(2022, 6, 2)
        ),
        new("media_report", activity="科普讲座", media="日报"),
    )

    ((_, counted, told),) = notes(any_store, Selection("activity", where=(condition,)))

    assert counted is False
    assert reason in told


def test_being_outside_the_period_is_said(store: Store):
    fill(
        store,
        new("activity", title="去年", start_on=date(2021, 5, 1)),
        new("activity", title="跨年", start_on=date(2022, 12, 30), end_on=date(2023, 1, 2)),
    )

    assert notes(store, Selection("activity", period=YEAR, whole=True)) == [
        ("去年", False, "开始日期2021年5月1日不在2022年1月1日至2022年12月31日内"),
        ("跨年", False, "开始日期2022年12月30日至2023年1月2日不在2022年1月1日至2022年12月31日内"),
    ]


def test_not_having_taken_place_is_said(store: Store):
    fill(
        store,
        activity("取消", 1, status="取消"),
        activity("拟办", 2, status="计划"),
        activity("将来", 9),
    )

    assert notes(store, Selection("activity", held_by=date(2022, 6, 30))) == [
        ("取消", False, "已取消"),
        ("拟办", False, "状态为计划，尚未举办"),
        ("将来", False, "开始日期2022年9月1日晚于2022年6月30日，只算计划"),
    ]


def test_the_empty_fields_are_named(any_store: Store):
    fill(any_store, new("activity", title="甲", county="甲县"))
    selection = Selection(
        "activity",
        where=(
            where("level", Operator.IN, "市"),
            FieldsCompared("end_on", Operator.AT_LEAST, "start_on"),
            AnyOf(((where("mode", Operator.IN, "线上"),),)),
        ),
        period=YEAR,
    )

    (note,) = worded(any_store, selection)

    assert note == RecordNote(
        "activity:1",
        "甲",
        False,
        "缺“开始日期”“级别”“结束日期”“举办方式”",
        missing=("start_on", "level", "end_on", "mode"),
    )


def test_values_behind_references_are_named(store: Store):
    fill(
        store,
        new("client", name="甲公司", kind="企业"),
        new("client", name="乙"),
        new("need", title="一", client="甲公司"),
        new("need", title="二", client="乙"),
    )
    selection = Selection("need", where=(where("client.kind", Operator.IN, "园区"),))

    explained = worded(store, selection)

    assert sorted((note.title, note.reason, note.missing) for note in explained) == [
        ("一", "需求单位的单位类别为企业，须为园区", ()),
        ("二", "缺“需求单位的单位类别”", ("client.kind",)),
    ]


def test_a_link_that_perhaps_fits_is_told_in_chinese(store: Store):
    fill(store, new("client", name="甲公司"), new("need", title="一", client="甲公司"))
    condition = Linked("need", "client", (where("listed", Operator.IN, True),))
    selection = Selection("client", where=(condition,))

    (note,) = worded(store, selection)

    assert note.counted is False
    assert "client" not in note.reason
    assert "需求" in note.reason


def test_what_is_summed_is_named_when_empty(store: Store):
    fill(store, activity("甲"))
    selection = Selection("activity", take=Take.SUM, field="audience_total")

    (note,) = worded(store, selection)

    assert note.counted is True


def test_records_without_a_title_are_called_by_their_key(store: Store):
    fill(
        store,
        new("member_service", kind="维权", start_on=date(2022, 1, 2)),
        new("agreement", number="X-1", amount=150),
        new("society"),
    )

    assert notes(store, Selection("member_service"))[0][0] == "2022年1月2日"
    assert notes(store, Selection("society"))[0][0] == "学会档案"
    costly = Selection("agreement", where=(where("amount", Operator.AT_LEAST, 200),))
    assert notes(store, costly) == [("X-1", False, "金额为1.5元，须不低于2元")]
