"""What the papers say, whole; and what becomes of missing, strange and plentiful data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from societyctl.domain.dates import PartialDate
from societyctl.domain.layouts import PaperRules
from societyctl.domain.periods import Period, year_period
from societyctl.domain.selection import Selection
from societyctl.domain.verdicts import Status
from societyctl.errors import StoreError
from societyctl.reporting.papers.registry import PAPERS
from societyctl.reporting.papers.targets import promises
from tests.reporting.word_samples import (
    ACTIVITIES,
    APPLICATION,
    DOSSIER,
    FULL,
    MEETING,
    MORE,
    RECORDS,
    UPGRADE,
    activity,
    listing,
    make,
    outline,
    part,
    record,
    tables,
    texts,
    verdict,
)


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_says_what_it_should(
    name: str, tmp_path: Path, golden: Callable[[str, str], None]
):
    sample = replace(FULL, application=UPGRADE) if name == "upgrade" else FULL

    make(name, tmp_path / "a.docx", sample)

    golden(f"papers/{name}.txt", outline(tmp_path / "a.docx"))


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_prints_from_nothing_and_says_what_is_missing(name: str, tmp_path: Path):
    nothing = replace(
        DOSSIER, records={}, society={}, application={}, result=None, evidence={}, recorded={}
    )

    done = make(name, tmp_path / "a.docx", nothing)

    everything = "\n".join(texts(tmp_path / "a.docx")) + part(
        tmp_path / "a.docx", "word/footer1.xml"
    )
    assert [word for word in ("{{", "{%", "}}", "None") if word in everything] == []
    assert done.gaps != ()


@pytest.mark.slow
def test_an_empty_table_says_none_only_where_that_is_recorded(tmp_path: Path):
    without = {kind: found for kind, found in RECORDS.items() if kind != "output"}

    make("acceptance", tmp_path / "a.docx", replace(DOSSIER, records=without))

    gap = [["【待补：成果记录，societyctl import 成果.xlsx】"]]
    path = tmp_path / "a.docx"
    assert (listing(path, "成果名称")[1:], listing(path, "媒体")[1:]) == (gap, [["无"]])


def test_what_has_no_date_is_named_and_not_counted(tmp_path: Path):
    signed = (*RECORDS["agreement"], record("agreement", 2, title="意向书"))

    make("agreements", tmp_path / "a.docx", replace(FULL, records={"agreement": signed}))

    assert "期内有效协议1份（另有1份【待补：签订日期】）。" in texts(tmp_path / "a.docx")
    assert len(listing(tmp_path / "a.docx", "协议名称")) == 3


def test_a_summary_counts_what_was_signed_and_the_register_lists_what_is_in_force(tmp_path: Path):
    earlier = record(
        "agreement",
        2,
        title="前年签的",
        client="某厂",
        signed_on=date(2020, 1, 1),
        to_on=date(2023, 1, 1),
    )
    later = record("agreement", 3, title="明年起算", from_on=date(2023, 1, 1))
    records = {"agreement": (*RECORDS["agreement"], earlier, later)}

    make("summary", tmp_path / "a.docx", replace(FULL, records=records))
    make("agreements", tmp_path / "b.docx", replace(FULL, records=records))

    assert any(
        "签订协议1份，" in text or "签订协议1份。" in text for text in texts(tmp_path / "a.docx")
    )
    assert "期内有效协议2份。" in texts(tmp_path / "b.docx")
    listed = listing(tmp_path / "b.docx", "协议名称")[1:]
    assert [row[1] for row in listed] == ["前年签的", str(RECORDS["agreement"][0]["title"])]


def test_members_and_staff_are_those_of_the_day_of_the_paper(tmp_path: Path):
    day = DOSSIER.as_of
    joined_and_left = (
        (None, None),
        (day, None),
        (day + timedelta(1), None),
        (None, day),
        (None, day + timedelta(1)),
    )
    known = tuple(
        record("member", number, name=f"会员{number}", kind="个人", joined_on=joined, left_on=left)
        for number, (joined, left) in enumerate(joined_and_left, 1)
    )
    staff = tuple(
        record("staff", number, name=f"职员{number}", full_time=True, hired_on=joined, left_on=left)
        for number, (joined, left) in enumerate(joined_and_left, 1)
    )
    records = {"member": known, "staff": staff}

    make("members", tmp_path / "a.docx", replace(FULL, records=records))
    make("application", tmp_path / "b.docx", replace(FULL, records=records))

    listed = [row[1] for row in listing(tmp_path / "a.docx", "姓名/单位名称")[1:]]
    assert listed == ["会员1", "会员2", "会员4", "会员5"]
    assert ["专职人员", "4名", "会员数", "个人会员4名，单位会员0家"] in [
        row for table in tables(tmp_path / "b.docx") for row in table
    ]


@pytest.mark.slow
def test_a_promise_that_the_notice_does_not_count_is_listed_with_the_figure_of_its_name(
    tmp_path: Path,
):
    own = {"program": "xuzhou-2022", "project": "first-class"}
    promised = (
        record("commitment", 1, title="编印手册", promised=500, unit="册", **own),
        record("commitment", 2, title="来访接待", promised=20, unit="次", **own),
    )
    printed = record("figure", 1, name="编印手册", year=2022, amount=Decimal(450), unit="册")
    records = {**RECORDS, "commitment": promised, "figure": (printed,)}

    make("acceptance", tmp_path / "a.docx", replace(DOSSIER, records=records))

    assert listing(tmp_path / "a.docx", "指标")[-2:] == [
        ["4", "编印手册", "承诺500册", "450册", "90%", "【待补：1条记录的佐证】", "比承诺少50册"],
        ["5", "来访接待", "承诺20次", "【待补】", "—", "—", "其他数据中没有“来访接待”"],
    ]


@pytest.mark.parametrize(
    ("measured", "rate", "note"),
    [
        (100, "100%", "无"),
        (90, "90%", "比承诺少10场"),
        (89, "89%", "比承诺少11场；完成率低于90%"),
        (80, "80%", "比承诺少20场；完成率低于90%"),
        (79, "79%", "比承诺少21场；完成率低于80%"),
        (0, "0%", "比承诺少100场；完成率低于80%"),
    ],
)
def test_a_completion_below_90_and_80_percent_is_flagged(
    measured: int, rate: str, note: str, tmp_path: Path
):
    judged = verdict("a", "活动", Status.UNMET, "差", measured=measured, needed=4, unit="场")
    promise = record(
        "commitment", 1, program="xuzhou-2022", project="first-class", requirement="a", promised=100
    )
    sample = replace(
        DOSSIER,
        records={"commitment": (promise,)},
        result=replace(DOSSIER.result, requirements=(judged,)),
    )

    make("acceptance", tmp_path / "a.docx", sample)

    row = listing(tmp_path / "a.docx", "完成率")[1]
    assert (row[2], row[3], row[4], row[6]) == ("承诺100场，要求4场", f"{measured}场", rate, note)


def test_what_was_promised_for_another_project_is_not_held_against_this_one(tmp_path: Path):
    other = {**RECORDS["commitment"][0], "application": "另一个项目"}

    make("acceptance", tmp_path / "a.docx", replace(DOSSIER, records={"commitment": (other,)}))

    assert listing(tmp_path / "a.docx", "完成率")[1][2] == "4场"


def test_an_application_promises_its_goals_and_keeps_what_was_promised_already():
    found = promises(DOSSIER.dossier(PAPERS["application"]))

    assert [(item["requirement"], item["promised"], item["unit"]) for item in found] == [
        ("village", 3, "场"),
        ("agreements", 2, "份"),
    ]
    assert {(item["program"], item["project"], item["application"]) for item in found} == {
        ("xuzhou-2022", "first-class", "一流学会建设")
    }


@pytest.mark.parametrize(
    ("change", "meeting", "problem"),
    [
        ({"target_class": "一类"}, {}, "只能申请上一个类别：现为三类，申请一类"),
        ({}, {"body_kind": "监事会"}, "会议须是理事会或常务理事会，登记的是监事会"),
        (
            {"pledge_accepted": None},
            {},
            "尚未登记接受承诺书（升类考核未通过的，按原类别下一等级认定）",
        ),
    ],
)
def test_the_upgrade_form_names_what_the_notice_would_refuse(
    change: dict[str, object], meeting: dict[str, object], problem: str, tmp_path: Path
):
    records = {**MORE, "meeting": ({**MEETING, **meeting},)}

    done = make(
        "upgrade",
        tmp_path / "a.docx",
        replace(FULL, records=records, application={**UPGRADE, **change}),
    )

    assert problem in [str(gap) for gap in done.gaps]


@pytest.mark.slow
def test_a_project_name_is_held_against_the_limit_of_the_notice_if_it_has_one(tmp_path: Path):
    title = "关于推动区域科技创新协同发展的学术交流服务项目"
    sample = replace(DOSSIER, application={**APPLICATION, "title": title})

    free = make("application", tmp_path / "a.docx", sample)
    bound = make(
        "application", tmp_path / "b.docx", replace(sample, rules=PaperRules(name_limit=20))
    )

    problem = f"项目名称{len(title)}个汉字，超过20个汉字的上限：{title}"
    assert [problem in [str(gap) for gap in done.gaps] for done in (free, bound)] == [False, True]
    assert "5. 通知要求：项目名称不超过20个汉字。" not in texts(tmp_path / "a.docx")
    assert any(
        text.endswith("通知要求：项目名称不超过20个汉字。") for text in texts(tmp_path / "b.docx")
    )


HOSTILE = {
    "甲 & 乙 <丙> “丁”": "甲 & 乙 <丙> “丁”",
    "表情🎉👩‍🔬": "表情🎉👩‍🔬",
    "四字节𠮷𡈽": "四字节𠮷𡈽",
    "控制\x00符\x07与\x0b": "控制符与",
    "半个\ud800字\udfff": "半个字",
    "长" * 300: "长" * 300,
    "{{ 7 * 7 }} {% x %}": "{{ 7 * 7 }} {% x %}",
    "两\n行\t格": "两行格",
    "\ufeff零宽\u202e反向": "零宽反向",
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "shown"), HOSTILE.items())
def test_any_name_survives(name: str, shown: str, tmp_path: Path):
    acts = (activity(1, name), *ACTIVITIES[1:])
    sample = replace(
        DOSSIER, records={**RECORDS, "activity": acts}, application={**APPLICATION, "title": name}
    )

    make("acceptance", tmp_path / "a.docx", sample)

    rows = listing(tmp_path / "a.docx", "活动名称")
    assert [row[1] for row in rows[1:]] == [shown, *(item["title"] for item in ACTIVITIES[1:])]
    assert tables(tmp_path / "a.docx")[0][1] == ["项目名称：", shown]


@pytest.mark.slow
def test_five_thousand_rows_are_all_there_in_order(tmp_path: Path):
    acts = tuple(
        activity(number, f"活动{number} & <其{number}>", start_on=date(2022, 4, 5))
        for number in range(1, 5001)
    )

    make("activities", tmp_path / "a.docx", replace(DOSSIER, records={"activity": acts}))

    rows = listing(tmp_path / "a.docx", "活动名称")
    assert [row[1] for row in rows[1:]] == [item["title"] for item in acts]
    assert "\ue0f1" not in part(tmp_path / "a.docx", "word/document.xml")


@pytest.mark.slow
def test_long_and_short_lists_look_the_same(tmp_path: Path):
    acts = tuple(activity(1, f"活动“{number}”\n续") for number in range(1, 201))

    def rows(count: int) -> list[str]:
        path = tmp_path / f"{count}.docx"
        make("activities", path, replace(DOSSIER, records={"activity": acts[:count]}))
        return [row.xml for row in Document(str(path)).tables[0]._tbl.tr_lst]

    assert rows(200)[:200] == rows(199)


def test_only_chinese_fonts_of_our_choice_are_named_and_no_theme_overrides_them(tmp_path: Path):
    make("acceptance", tmp_path / "a.docx")

    styles = part(tmp_path / "a.docx", "word/styles.xml")
    fonts = ("仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体")
    assert [font for font in fonts if f'w:eastAsia="{font}"' not in styles] == []
    assert "Theme" not in styles + part(tmp_path / "a.docx", "word/document.xml")


@pytest.mark.parametrize("name", PAPERS)
def test_rows_are_never_cut_and_headings_of_tables_repeat(name: str, tmp_path: Path):
    make(name, tmp_path / "a.docx", FULL)

    xml = part(tmp_path / "a.docx", "word/document.xml")
    headed = sum(xml.count(f">{head}<") for head in ("序号", "科目", "编号"))
    assert xml.count("<w:tr>") == xml.count("<w:cantSplit/>")
    assert xml.count("<w:tblHeader/>") == headed


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path):
    target = tmp_path / "验收.docx"
    target.mkdir()

    with pytest.raises(StoreError, match="文件写不进去"):
        make("acceptance", target)

    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.slow
def test_activities_of_others_are_in_no_total_list_or_chart_of_those_held(tmp_path: Path):
    joined = (
        activity(6, "大会", role="协办", attend_onsite=4000),
        activity(7, "集市", role="参加"),
        activity(8, "同日", role="支持", start_on=date(2022, 1, 5)),
        activity(9, "没有写角色", role=None, attend_onsite=None),
    )
    held = replace(FULL, records={**MORE, "activity": (*ACTIVITIES, *joined)})

    for name in ("acceptance", "activities", "summary"):
        make(name, tmp_path / f"{name}.docx", held)

    said = texts(tmp_path / "activities.docx")
    proofs, lacking = "〔佐证P-01、P-02、P-03等5件〕", "（另有2场【待补：人数】）"
    assert f"共举办活动6场，线下参加411人，受众300人次{proofs}{lacking}。" in said
    assert "另协办、参加活动3场。" in said
    for name in ("acceptance", "activities"):
        found = [table for table in tables(tmp_path / f"{name}.docx") if "本会角色" in table[0]]
        own, others = ([row[1] for row in table[1:]] for table in found)
        assert own == [*(item["title"] for item in ACTIVITIES), "没有写角色"]
        assert others == ["同日", "大会", "集市"]
    months = [row for table in tables(tmp_path / "acceptance.docx") for row in table]
    assert [row[-1] for row in months if row[0] in {"1月", "6月", "7月", "9月"}] == [
        "1场",
        "0场",
        "0场",
        "1场",
    ]
    summary = "\n".join(texts(tmp_path / "summary.docx"))
    assert "共举办各类活动6场，线下参加411人，受众300人次" in summary
    assert "协办、参加活动3场" in summary
    assert "举办学术活动6场" in summary
    assert "协办、参加学术活动3场" in summary
    assert "大会" not in summary


@pytest.mark.slow
def test_what_a_target_counts_outside_the_lists_of_the_paper_is_marked(tmp_path: Path):
    asked = Selection("activity", period=year_period(2022), held_by=DOSSIER.as_of)
    judged = verdict(
        "a", "活动", Status.MET, "", measured=5, needed=4, unit="场", selections=(asked,)
    )
    sample = replace(
        DOSSIER,
        period=Period(date(2022, 3, 1), date(2022, 12, 31)),
        result=replace(DOSSIER.result, requirements=(judged,)),
    )

    make("acceptance", tmp_path / "a.docx", sample)

    path = tmp_path / "a.docx"
    assert len(listing(path, "本会角色")) == 4
    assert listing(path, "指标")[1][3:7:3] == ["5场", "其中2场在起止时间以外"]
    assert any("（4场，完成率125%，其中2场在起止时间以外）" in text for text in texts(path))


@pytest.mark.slow
def test_papers_print_a_month_as_a_month(tmp_path: Path):
    vague = (
        activity(1, "六月讲座", start_on=PartialDate(2022, 6)),
        activity(2, "六七月展览", start_on=PartialDate(2022, 6), end_on=date(2022, 7, 3)),
        activity(3, "当年研讨", start_on=PartialDate(2022)),
    )
    society = {**DOSSIER.society, "founded_on": PartialDate(1985, 6)}
    sample = replace(DOSSIER, records={**RECORDS, "activity": vague}, society=society)

    make("acceptance", tmp_path / "a.docx", sample)
    make("application", tmp_path / "b.docx", sample)

    assert [row[2] for row in listing(tmp_path / "a.docx", "本会角色")[1:]] == [
        "2022年",
        "2022年6月",
        "2022年6月至2022年7月3日",
    ]
    assert "成立时间 1985年6月" in " ".join(
        cell for table in tables(tmp_path / "b.docx") for row in table for cell in row
    )
