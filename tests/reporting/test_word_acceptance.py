"""The acceptance report: what it says, how it looks, and that nothing breaks the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from societyctl.errors import StoreError
from societyctl.reporting.papers.acceptance import acceptance_paper
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.word_reports import Edition, print_paper
from tests.reporting.word_samples import (
    ACTIVITIES,
    APPLICATION,
    DOSSIER,
    RECORDS,
    activity,
    listing,
    part,
    tables,
    template,
    texts,
)


def printed(dossier: Dossier, folder: Path) -> Path:
    target = folder / "验收.docx"
    paper = acceptance_paper(dossier)
    print_paper(paper, template("default/acceptance"), target, Edition(count_pages=False))
    return target


LISTINGS = ("指标", "活动名称", "协议名称", "成果名称", "媒体", "科目", "验收标准", "材料名称")


def rows_of_activities(path: Path) -> list[str]:
    found = (
        table for table in Document(str(path)).tables if "活动名称" in table._tbl.tr_lst[0].xml
    )
    return [row.xml for row in next(found)._tbl.tr_lst]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printed(DOSSIER, tmp_path_factory.mktemp("report"))


def test_the_cover_names_the_project_and_the_society(report: Path):
    cover = tables(report)[0]

    assert cover == [
        ["项目编号：", ""],
        ["项目名称：", "一流学会建设"],
        ["项目类别：", "学会建设／一流学会建设"],
        ["立项文号：", "某科协发〔2022〕31号"],
        ["承担单位：", "某市示例学会（章）"],
        ["起止时间：", "2022年3月1日至12月31日"],
        ["填报日期：", "2022年11月10日"],
    ]


def test_targets_are_set_against_what_was_promised_and_done(report: Path):
    assert listing(report, "指标") == [
        ["序号", "指标", "承诺值/目标值", "实际完成值", "完成率", "证明材料编号", "差异说明"],
        [
            "1",
            "主办学术活动",
            "承诺6场要求4场",
            "5场",
            "83.3%",
            "P-01、P-02、P-03、P-04、P-05",
            "比承诺少1场",
        ],
        ["2", "进乡村科普", "3场", "1场", "33.3%", "【待补：1条】", "差2场"],
        ["3", "合作协议", "2份", "【待补】", "—", "—", "协议未登记"],
    ]


def test_activities_show_what_is_known_and_mark_what_is_not(report: Path):
    assert listing(report, "活动名称") == [
        ["序号", "活动名称", "时间", "地点", "本会角色", "参加人数", "证明材料"],
        ["1", "“绿色制造”研讨会", "2022年1月5日至6日", "市科技馆", "主办", "线下101人", "P-01"],
        [
            "2",
            "先进材料 & <智能>论坛",
            "2022年2月5日",
            "市科技馆",
            "主办",
            "线下102人，受众300人次",
            "P-02",
        ],
        ["3", "数字农业🌾讲座", "2022年3月5日", "【待补】", "主办", "线下103人", "P-03"],
        ["4", "精准医学沙龙", "2022年4月5日", "市科技馆", "主办", "【待补】", "P-04"],
        ["5", "科技伦理报告会", "2022年5月5日", "市科技馆", "主办", "线下105人", "P-05"],
    ]


def test_an_empty_table_says_none_only_where_that_is_recorded(tmp_path: Path):
    without = {kind: found for kind, found in RECORDS.items() if kind != "output"}

    path = printed(replace(DOSSIER, records=without), tmp_path)

    gap = [["【待补：成果记录，societyctl import 成果.xlsx】"]]
    assert (listing(path, "成果名称")[1:], listing(path, "媒体")[1:]) == (gap, [["无"]])


def test_the_account_leaves_unknown_sums_open(report: Path):
    assert listing(report, "科目") == [
        ["科目", "预算", "实支", "结余", "说明"],
        ["会议费", "20,000元", "18,650.50元", "1,349.50元", ""],
        ["咨询费", "30,000元", "【待补】", "【待补】", ""],
        ["合计", "50,000元", "【待补】", "【待补】", ""],
    ]


def test_the_self_rating_refers_to_the_targets_and_asks_for_judgements(report: Path):
    assert listing(report, "验收标准")[1:] == [
        ["1", "主办学术活动", "三（一）2", "符合", "见三、第1项"],
        ["2", "进乡村科普", "三（一）2", "不符合", "见三、第2项"],
        ["3", "合作协议", "三（一）2", "【待补】", "见三、第3项"],
        ["4", "评估等级不低于3A", "三（一）2", "符合", "评估等级4A"],
        ["5", "学术影响广泛", "三（一）2", "【待补】", "需要研判"],
    ]


def test_the_opening_sentences_carry_their_numbers(report: Path):
    opening = next(text for text in texts(report) if text.startswith("截至"))
    totals = next(text for text in texts(report) if text.startswith("共举办活动"))

    assert opening == (
        "截至2022年11月10日，本项目对照通知要求和承诺共有量化指标3项，"
        "其中符合1项、不符合1项、待补1项。"
    )
    assert totals == "共举办活动5场，线下参加411人，受众300人次（另有1场【待补：人数】）。"


def test_what_only_people_can_write_is_a_marked_place(report: Path):
    xml = part(report, "word/document.xml")

    tags = ["overall", "case:7", "effects", "problems", "unit_opinion"]
    assert [tag for tag in tags if f'w:val="prose:{tag}"' not in xml] == []
    assert "【请填写：目标任务、组织实施和主要成果，1000字以内】" in texts(report)


def test_no_tag_and_no_none_is_left_in_the_file(report: Path):
    everything = "\n".join(texts(report)) + part(report, "word/footer1.xml")

    assert [word for word in ("{{", "{%", "None", "}}") if word in everything] == []


def test_fonts_are_named_in_the_styles_and_no_theme_overrides_them(report: Path):
    styles = part(report, "word/styles.xml")

    named = [
        font
        for font in ("仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体")
        if f'w:eastAsia="{font}"' in styles
    ]
    assert named == ["仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"]
    assert "Theme" not in styles + part(report, "word/document.xml")


def test_odd_and_even_pages_carry_their_numbers_outside(report: Path):
    assert "<w:evenAndOddHeaders/>" in part(report, "word/settings.xml")
    odd, even = part(report, "word/footer1.xml"), part(report, "word/footer2.xml")
    assert ('w:val="right"' in odd, 'w:val="left"' in even) == (True, True)


def test_rows_are_never_cut_and_headings_of_tables_repeat(report: Path):
    xml = part(report, "word/document.xml")

    assert xml.count("<w:tr>") == xml.count("<w:cantSplit/>")
    assert xml.count("<w:tblHeader/>") == len(LISTINGS)


HOSTILE = {
    "甲 & 乙 <丙> “丁”": "甲 & 乙 <丙> “丁”",
    "表情🎉👩‍🔬": "表情🎉👩‍🔬",
    "控制\x00符\x07与\x0b": "控制符与",
    "半个\ud800字\udfff": "半个字",
    "长" * 300: "长" * 300,
    "{{ 7 * 7 }} {% x %}": "{{ 7 * 7 }} {% x %}",
    "两\n行\t格": "两行格",
    "\ufeff零宽\u202e反向": "零宽反向",
}


@pytest.mark.parametrize(("name", "shown"), HOSTILE.items())
def test_any_name_survives(name: str, shown: str, tmp_path: Path):
    acts = (activity(1, name), *ACTIVITIES[1:])
    dossier = replace(
        DOSSIER, records={**RECORDS, "activity": acts}, application={**APPLICATION, "title": name}
    )

    path = printed(dossier, tmp_path)

    rows = listing(path, "活动名称")
    assert [row[1] for row in rows[1:]] == [shown, *(item["title"] for item in ACTIVITIES[1:])]


def test_five_thousand_rows_are_all_there_in_order(tmp_path: Path):
    acts = tuple(
        activity(number, f"活动{number} & <其{number}>", start_on=date(2022, 4, 5))
        for number in range(1, 5001)
    )

    path = printed(replace(DOSSIER, records={**RECORDS, "activity": acts}), tmp_path)

    rows = listing(path, "活动名称")
    assert len(rows) == 5001
    assert [row[1] for row in rows[1:]] == [item["title"] for item in acts]
    assert "\ue0f1" not in part(path, "word/document.xml")


def test_long_and_short_lists_look_the_same(tmp_path: Path):
    acts = tuple(activity(1, f"活动“{number}”\n续") for number in range(1, 201))

    short = printed(replace(DOSSIER, records={**RECORDS, "activity": acts[:199]}), tmp_path)
    short_rows = rows_of_activities(short)
    long = printed(replace(DOSSIER, records={**RECORDS, "activity": acts}), tmp_path)
    long_rows = rows_of_activities(long)

    assert long_rows[:200] == short_rows


def test_a_name_longer_than_allowed_is_a_problem():
    title = "关于推动区域科技创新协同发展的学术交流服务项目"
    paper = acceptance_paper(replace(DOSSIER, application={**APPLICATION, "title": title}))

    assert paper.problems == (f"项目名称{len(title)}个汉字，超过20个汉字的上限：{title}",)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path):
    target = tmp_path / "验收.docx"
    target.mkdir()

    with pytest.raises(StoreError, match="文件写不进去"):
        printed(DOSSIER, tmp_path)

    assert list(tmp_path.iterdir()) == [target]
