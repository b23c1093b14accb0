"""Words outside a vocabulary: known series, proposals by meaning, asked once, kept as typed."""

from __future__ import annotations

from datetime import date

import pytest

from societyctl.domain.intake import SheetQuestion
from societyctl.domain.proposals import proposals
from societyctl.domain.titles import TITLE_RANKS
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.errors import UsageError
from societyctl.sheets import IGNORE

MEMBERS = ["姓名", "工作单位", "职称", "会员类别"]
DAY = date(2022, 5, 1)


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("教授级高工", "正高"), ("高级农艺师", "副高"), ("助理研究员", "中级"),
        ("助理农艺师", "初级"), ("正高级会计师", "正高"), ("主任药师", "正高"),
        ("副主任护师", "副高"), ("主管技师", "中级"),
        ("研究馆员", "正高"), ("副编审", "副高"), ("一级教师", "中级"), ("小学高级教师", "中级"),
        ("高级记者", "正高"), ("主任记者", "副高"), ("实验员", "初级"), ("助教", "初级"),
    ],
)  # fmt: skip
def test_titles_of_the_official_series_have_their_rank_and_are_kept_as_typed(
    read_rows, title, rank
):
    (record,) = read_rows([MEMBERS, ["甲", "某厂", title, "个人"]], sheet="会员").records

    assert record.values["title_level"] == rank
    assert record.entered == {"title_level": title}


def test_every_title_of_the_series_is_known_with_a_rank_of_the_vocabulary():
    titles = VOCABULARIES["title_level"]

    assert len(TITLE_RANKS) > 80
    assert {title for title in TITLE_RANKS if titles.resolve(title) is None} == set()
    assert {rank for rank in TITLE_RANKS.values() if rank not in titles.terms} == set()
    # What older versions knew as a spelling says the same in the series.
    both = TITLE_RANKS.keys() & titles.aliases.keys()
    assert {t: TITLE_RANKS[t] for t in both} == {t: titles.aliases[t] for t in both}


@pytest.mark.parametrize(
    ("vocabulary", "word", "first"),
    [
        ("activity_kind", "年会", "学术"), ("activity_kind", "论坛", "学术"),
        ("activity_kind", "2022年培训班", "培训"), ("activity_kind", "展览", "科普"),
        ("activity_kind", "产业论坛", "学术"), ("activity_kind", "科技下乡", "科技服务"),
        ("activity_kind", "讲座", "科普"), ("title_level", "高级技师", "副高"),
        ("title_level", "正高级船长", "正高"), ("title_level", "特聘副教授", "副高"),
        ("member_kind", "集团公司会员", "单位"), ("level", "长三角地区", "区域"),
    ],
)  # fmt: skip
def test_proposals_go_by_meaning_before_letters(vocabulary, word, first):
    assert proposals(word, VOCABULARIES[vocabulary])[0] == first


def test_a_word_like_nothing_has_no_proposal():
    assert proposals("天文", VOCABULARIES["activity_kind"]) == ()


@pytest.mark.slow
def test_a_word_is_asked_about_once_however_often_and_under_whatever_header_it_stands(read_rows):
    rows = [["活动名称", "开始日期", "活动类型"]]
    rows += [[f"第{n}场", DAY, "论坛"] for n in range(300)] + [["末场", DAY, "天文"]]
    reading = read_rows(rows)

    first, second = reading.questions
    terms = VOCABULARIES["activity_kind"].terms
    assert first == SheetQuestion(
        "events.xlsx",
        "活动",
        "活动类型",
        "events.xlsx 活动!C2：“论坛”不在“活动类别”之列（共300格），记作哪一个？",
        (*terms, IGNORE),
        word="论坛",
    )
    assert (first.key, second.key) == ("活动类型:论坛", "活动类型:天文")
    assert [(one.where, one.found) for one in reading.issues_told_once] == [
        ("events.xlsx 活动!C2", "“论坛”不在“活动类别”之列（共300格）"),
        ("events.xlsx 活动!C302", "“天文”不在“活动类别”之列"),
    ]
    assert len(reading.tables[0].rejected) == 301

    said = read_rows(rows, meanings={first.key: "学术", second.key: IGNORE})
    assert said.questions == said.all_issues == ()
    assert {one.values["kind"] for one in said.records[:300]} == {"学术"}
    assert said.records[0].entered == {"kind": "论坛"}
    assert "kind" not in said.records[300].values or said.records[300].values["kind"] is None
    assert said.records[300].entered == {"kind": "天文"}


def test_all_words_of_a_list_are_asked_about_at_once_and_the_list_is_kept(read_rows):
    rows = [["活动名称", "开始日期", "合作方类型"], ["甲", DAY, "某学堂、企业、某农场"]]
    questions = read_rows(rows).questions

    assert [one.word for one in questions] == ["某学堂", "某农场"]
    said = {questions[0].key: "高校院所", questions[1].key: "企业"}
    (record,) = read_rows(rows, meanings=said).records
    assert record.values["partner_kinds"] == ("高校院所", "企业")
    assert record.entered == {"partner_kinds": "某学堂、企业、某农场"}


@pytest.mark.parametrize(
    "key",
    ["职称:高级技师", "职 称：高级 技师", "title_level:高级技师", "会员!职称:高级技师",
     "events.xlsx!会员!职称:高级技师"],
)  # fmt: skip
def test_what_a_word_means_may_be_said_in_many_spellings(read_rows, key):
    rows = [MEMBERS, ["甲", "某厂", "高级技师", "个人"]]

    (record,) = read_rows(rows, sheet="会员", meanings={key: "中级"}).records
    assert record.values["title_level"] == "中级"


def test_a_meaning_that_is_no_term_is_refused_and_one_for_no_column_is_told(read_rows):
    rows = [MEMBERS, ["甲", "某厂", "高级技师", "个人"]]

    with pytest.raises(UsageError, match="“职称”没有“很高”这个词"):
        read_rows(rows, sheet="会员", meanings={"职称:高级技师": "很高"})
    notes = read_rows(rows, sheet="会员", meanings={"职务:处长": "无"}).notes
    assert notes == ("“职务:处长=无”没有用上：没有这一列，或不是填选项的一列",)
