"""What the other papers say: application, mid-term review, summary, upgrade, case, lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from societyctl.domain.periods import year_period
from societyctl.domain.results import Status
from societyctl.reporting.papers.registry import PAPERS
from societyctl.reporting.word_reports import Edition, print_paper
from societyctl.reporting.word_templates import find_template
from tests.reporting.word_samples import (
    APPLICATION,
    DOSSIER,
    RECORDS,
    SOCIETY,
    listing,
    note,
    part,
    record,
    tables,
    texts,
    verdict,
)

MEETING = record(
    "meeting",
    1,
    title="三届五次理事会",
    body_kind="理事会",
    start_on=date(2022, 9, 1),
    place="市科技馆",
    attendees=("甲某", "乙某"),
    minutes_doc="2022年第5号纪要",
)
MORE = {
    **RECORDS,
    "meeting": (MEETING, {**MEETING, "id": 2, "start_on": date(2022, 3, 1)}),
    "member": (
        record(
            "member",
            1,
            number="M001",
            name="会员甲",
            kind="个人",
            joined_on=date(2022, 3, 1),
            employer="某大学",
            title_level="正高",
            phone="13800138000",
        ),
        record("member", 2, number="M002", name="某公司", kind="单位", joined_on=date(2019, 5, 6)),
        record("member", 3, number="M003", name="会员丙", kind="个人", left_on=date(2021, 1, 1)),
    ),
    "engagement": tuple(
        record("engagement", number, client=f"企业{number % 2}", served_on=date(2022, number, 1))
        for number in (1, 2, 3)
    ),
    "media_report": (
        record(
            "media_report", 1, title="助力制造业", media="某日报", published_on=date(2022, 5, 6)
        ),
    ),
    "evaluation": (record("evaluation", 1, scheme="省科协学会考核", year=2021, grade_js="良好"),),
    "plan": (record("plan", 1, kind="年度工作方案", year=2022, title="2022年度工作方案"),),
    "staff": (record("staff", 1, name="甲", full_time=True), record("staff", 2, name="乙")),
    "rating": (
        record("rating", 1, grade="4A", dated_on=date(2020, 1, 1), valid_to=date(2025, 1, 1)),
    ),
    "inspection": (record("inspection", 1, year=2021, result="合格"),),
}
UPGRADE = {
    **APPLICATION,
    "upgrade_meeting": "三届五次理事会",
    "target_class": "二类",
    "background": "服务能力提升",
    "problems_effects": "解决专职人员不足",
    "pledge_accepted": True,
    "applied_on": date(2022, 10, 8),
}
CONDITIONS = (
    verdict(
        "members",
        "会员不少于50名",
        Status.MET,
        "60名",
        measured=60,
        needed=50,
        unit="名",
        stage="qualification",
        records=(note(record("member", 1, title="甲"), "B-1"),),
    ),
    verdict("board", "理事会审议同意", Status.UNKNOWN, "会议未登记", stage="application"),
)
FULL = replace(
    DOSSIER, records=MORE, period=year_period(2022), society={**SOCIETY, "society_class": "三类"}
)


def printed(name: str, folder: Path, **changes: object) -> Path:
    paper = PAPERS[name].write(replace(FULL, **changes))
    target = folder / f"{name}.docx"
    print_paper(paper, find_template(name, "jiangsu-2023"), target, Edition(count_pages=False))
    return target


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_prints_from_little_and_from_nothing(name: str, tmp_path: Path):
    for folder, changes in (
        ("全", {}),
        ("空", {"records": {}, "society": {}, "application": {}, "result": None, "evidence": {}}),
    ):
        path = printed(name, tmp_path / folder, **changes)

        everything = "\n".join(texts(path))
        assert [word for word in ("{{", "{%", "None") if word in everything] == []


def test_an_application_shows_conditions_goals_and_the_standing_of_the_society(tmp_path: Path):
    result = replace(DOSSIER.result, requirements=(*CONDITIONS, *DOSSIER.result.requirements))

    path = printed("application", tmp_path, result=result)

    assert listing(path, "申报条件") == [
        ["序号", "申报条件", "出处", "实际情况", "对照", "证明材料编号"],
        ["1", "会员不少于50名", "三（一）2", "60名", "符合", "B-1"],
        ["2", "理事会审议同意", "三（一）2", "会议未登记", "【待补】", "—"],
    ]
    assert [row[1] for row in listing(path, "目标值")[1:]] == [
        "主办学术活动",
        "进乡村科普",
        "合作协议",
    ]
    assert tables(path)[1][3:5] == [
        ["专职人员", "1名", "会员数", "个人会员1名，单位会员1家"],
        ["评估等级", "4A（有效期至2025年1月1日）", "年检结论", "合格（2021年度）"],
    ]
    assert [row[2] for row in listing(path, "测算依据")[1:]] == [
        "【请填写：单价×数量】",
        "【请填写：单价×数量】",
        "—",
    ]


def test_a_midterm_review_says_what_is_still_to_be_done(tmp_path: Path):
    path = printed("midterm", tmp_path)

    assert listing(path, "下一步") == [
        ["序号", "事项", "现状", "下一步", "最迟日期"],
        ["1", "进乡村科普", "不符合", "差2场", "—"],
        ["2", "合作协议", "待补", "协议未登记", "—"],
        ["3", "学术影响广泛", "人工研判", "需要研判", "—"],
    ]
    assert "□进度超前    □按计划进行    □推迟    □停滞" in texts(path)


OPENING = (
    "2022年，本会共举办各类活动5场，线下参加411人，受众300人次，签订协议1份，形成成果1项，"
    "获媒体报道1篇。"
)
LARGEST = (
    "规模较大的有：2022年2月5日的“先进材料 & <智能>论坛”；2022年3月5日的“数字农业🌾讲座”；"
    "2022年5月5日的“科技伦理报告会”。"
)


def test_a_summary_gives_totals_first_and_highlights_second(tmp_path: Path):
    path = printed("summary", tmp_path)

    written = [text for text in texts(path) if text and "请填写" not in text]
    assert written[: written.index("2022年11月10日") + 1] == [
        "某市示例学会2022年度工作总结",
        OPENING,
        "一、组织建设",
        "召开理事会2次。",
        "二、学术交流",
        "举办学术活动5场，线下参加411人，受众300人次。",
        LARGEST,
        "三、科学普及",
        "【待补：本项记录，societyctl import】",
        "四、科技服务与决策咨询",
        "开展对接服务3次，涉及服务对象2家，签订协议1份，形成报告、建议等成果1项。",
        "五、会员与人才",
        "现有会员2名，其中新增1名。",
        "六、信息宣传",
        "获媒体报道1篇。",
        "七、存在问题",
        "八、下年度计划",
        "某市示例学会",
        "2022年11月10日",
    ]


COUNCIL = (
    "会议名称：三届五次理事会会议时间：2022年9月1日会议地点：市科技馆"
    "参会人员：甲某、乙某会议纪要：2022年第5号纪要"
)


def test_the_upgrade_form_has_every_printed_field(tmp_path: Path):
    path = printed("upgrade", tmp_path, application=UPGRADE)

    assert tables(path)[0][:6] == [
        ["学会名称", "某市示例学会"],
        ["联系人", "丙某", "电话", "0516-80000000"],
        ["上年考核等次", "良好", "申请参加类别", "二类（现为三类）"],
        ["会议名称、时间、地点及人员（理事会或常务理事会，形成纪要）", COUNCIL],
        ["升类考核的背景、目的", "服务能力提升"],
        ["需要解决的问题及预期成效", "解决专职人员不足"],
    ]
    shown = "\n".join(texts(path))
    wanted = (
        "2022年度省级学会高质量发展考核",
        "承诺书",
        "愿接受降至原类别下一等级",
        "学会负责人（签字）",
        "（盖章）",
        "申请日期：2022年10月8日",
        "省科协研究意见：",
        "方案名称：2022年度工作方案",
    )
    assert [words for words in wanted if words not in shown] == []


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
    change: dict[str, object], meeting: dict[str, object], problem: str
):
    records = {**MORE, "meeting": ({**MEETING, **meeting},)}

    paper = PAPERS["upgrade"].write(
        replace(FULL, records=records, application={**UPGRADE, **change})
    )

    assert paper.problems == (problem,)


def test_a_case_has_places_for_its_story(tmp_path: Path):
    path = printed("case", tmp_path)

    assert tables(path)[0] == [
        ["案例类别", "突破性工作案例", "完成时间", "2022年8月8日"],
        ["所属平台", "—", "主归属条款", "—"],
        ["申报单位", "某市示例学会"],
        ["证明材料", "【待补】"],
    ]
    xml = part(path, "word/document.xml")
    tags = [f"prose:case:7:{key}" for key in ("background", "practice", "effect", "lesson")]
    assert [tag for tag in tags if f'"{tag}"' not in xml] == []


def test_the_roll_of_members_leaves_out_who_has_left(tmp_path: Path):
    path = printed("members", tmp_path)

    assert listing(path, "入会日期") == [
        ["编号", "姓名/单位名称", "类别", "入会日期", "工作单位", "职称", "联系电话"],
        ["M001", "会员甲", "个人", "2022年3月1日", "某大学", "正高", "13800138000"],
        ["M002", "某公司", "单位", "2019年5月6日", "—", "—", "—"],
    ]
    assert "现有会员2名。" in texts(path)


def test_lists_of_agreements_activities_and_evidence_stand_alone(tmp_path: Path):
    heads = {"agreements": "协议名称", "activities": "活动名称", "evidence": "材料名称"}
    sizes = {name: len(listing(printed(name, tmp_path), head)) for name, head in heads.items()}

    assert sizes == {"agreements": 2, "activities": 6, "evidence": 6}
