"""What a word outside a vocabulary most likely means: by its meaning first, then by its letters."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from societyctl.domain.vocabularies import Vocabulary

_MOST = 3
_ALIKE = 0.5
_SHORTEST_RUN = 2
"""Words that share fewer letters, or single ones (专著, 专利), only look alike by accident."""

_PIECES = """
title_level
    正高=正高 教授级=正高 研究员级=正高 教授=正高 研究员=正高 博导=正高 博士生导师=正高 院士=正高
    副高=副高 高级=副高 副教授=副高 副研究=副高 副主任=副高 特级教师=副高 特级教师=正高 硕导=副高
    硕士生导师=副高 主管=中级 中级=中级 一级教师=中级 小学一级教师=初级 执业药师=中级
    执业医师=初级 师=中级 助理=初级 初级=初级 技师=中级 技师=初级 高级技师=副高 实习=初级 见习=无
    医士=初级 药士=初级 技士=初级 员=初级 学生=无 退休=无

activity_kind
    年会=学术 论坛=学术 沙龙=学术 研讨=学术 学术=学术 交流=学术 峰会=学术 大会=学术 讨论=学术
    报告会=学术 报告会=科普 讲座=科普 讲座=学术 讲坛=科普 讲坛=学术 会议=学术 会议=会员服务
    展览=科普 展=科普 科普=科普 宣传=科普 宣讲=科普 参观=科普 开放日=科普 科技周=科普 进校园=科普
    进社区=科普 进乡村=科普 下乡=科技服务 下乡=科普 培训=培训 讲习=培训 研修=培训 授课=培训
    服务=科技服务 咨询=科技服务 咨询=决策咨询 义诊=志愿服务 义诊=科技服务 指导=科技服务
    推广=科技服务 成果转化=科技服务 对接=科技服务 诊断=科技服务 建议=决策咨询 智库=决策咨询
    党=党建 支部=党建 志愿=志愿服务 公益=志愿服务 慰问=会员服务 慰问=志愿服务 联谊=会员服务
    会员=会员服务 走访=调研 走访=会员服务 考察=调研 调查=调研 赛=赛事 评选=赛事 评选=其他
    夏令营=科普

member_kind
    单位=单位 团体=单位 企业=单位 公司=单位 理事=个人 学生=个人

level
    世界=国际 全球=国际 亚洲=国际 中国=全国 长三角=区域 华东=区域 区=县 乡=县 镇=县 地市=市

role
    组织=主办 发起=牵头 联办=联合主办 合办=联合主办 共同主办=联合主办 协=协办 支持=支持 参=参加

mode
    腾讯会议=线上 直播=线上 视频=线上 远程=线上 网=线上 实地=线下 面对面=线下

place_kind
    学校=校园 中学=校园 小学=校园 大学=校园 村=乡村 镇=乡村 街道=社区 小区=社区 公司=企业 厂=企业
    基地=园区 政府=机关 局=机关

activity_status
    √=已举办 ✓=已举办 是=已举办 同意=已举办 通过=已举办 ×=取消 否=计划 不同意=取消 未通过=取消
    拒绝=取消 驳回=取消 撤=取消 审批=计划 审核=计划
    完=已举办 结束=已举办 待=计划 筹备=计划 未=计划 延期=计划 停=取消

education
    研究生=硕士 博=博士 硕=硕士 学=本科 专=大专 初中=高中 技校=高中 中技=高中

client_kind
    公司=企业 厂=企业 合作社=企业 农场=企业 大学=事业单位 学校=事业单位 研究院=事业单位
    局=政府部门 委=政府部门 村=乡村 镇=乡村
"""
"""For some vocabularies: pieces of words, each with a term they speak for, the likeliest first."""


def proposals(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the terms that a word may stand for, the likeliest first; none when it is like none.

    Of the pieces of the word that mean something the longest speaks first, and of those as long
    the last one, since a Chinese word says at its end what it is.
    """
    likely = dict.fromkeys((*_by_meaning(word, vocabulary), *_by_letters(word, vocabulary)))
    return tuple(likely)[:_MOST]


def _by_meaning(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the terms of known words and pieces that the word contains."""
    pairs = _pieces_of(vocabulary.name)
    known = [(piece, term) for piece, term in pairs if piece in word]
    shortest = 2  # one letter inside another word is an accident
    known += [
        (spelling, term)
        for spelling, term in vocabulary.spellings.items()
        if len(spelling) >= shortest and spelling in word
    ]
    ranked = sorted(known, key=lambda one: (-len(one[0]), -word.rfind(one[0])))
    yield from (term for _, term in ranked)


def _by_letters(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the terms that share most letters with the word."""
    matchers = (
        (SequenceMatcher(None, word, one), term) for one, term in vocabulary.spellings.items()
    )
    ranked = sorted(
        ((matcher.ratio(), term, matcher.find_longest_match().size) for matcher, term in matchers),
        key=lambda one: -one[0],
    )
    yield from (
        term for likeness, term, run in ranked if likeness >= _ALIKE and run >= _SHORTEST_RUN
    )


@cache
def _pieces_of(name: str) -> tuple[tuple[str, str], ...]:
    """Return the pieces that mean something in a vocabulary, each with its term."""
    blocks = (block.split() for block in _PIECES.strip().split("\n\n"))
    words = next((words for head, *words in blocks if head == name), [])
    return tuple((piece, term) for piece, _, term in (word.partition("=") for word in words))
