"""What a word means: the verdicts, the requirements, the kinds and columns of the sheets."""

from __future__ import annotations

import pytest

from societyctl.domain.meanings import VERDICTS
from societyctl.domain.verdicts import Status
from societyctl.errors import ExitCode

HERE = ("--program", "xuzhou-2022", "--as-of", "2022-10-20")


def test_every_verdict_word_has_a_meaning():
    assert VERDICTS.keys() == {*Status}


def test_a_verdict_says_what_is_so_now(run, workspace):
    done = run("explain", "待补", *HERE)

    lines = done.out.splitlines()
    assert lines[:3] == [
        "待补",
        "  手上的记录里缺一项，判不了；不是“没有”，也不当作0",
        "  怎么办：补填缺的那一项",
    ]
    assert lines[3].startswith("  现在xuzhou-2022里有")


@pytest.mark.parametrize("words", ["牵头科普", "xz22.3.1.1.2.3c1"])
def test_a_requirement_is_known_by_a_piece_of_its_title_or_its_clause(run, workspace, words):
    done = run("explain", words, *HERE)

    assert done.code == ExitCode.OK
    assert "要求“" in done.out
    assert "原文：" in done.out


def test_a_kind_and_a_column_may_bear_one_name(run, workspace):
    done = run("explain", "会员")

    titles = [line for line in done.out.splitlines() if line and not line.startswith(" ")]
    assert titles == ["记录类别“会员”", "栏目“会员”"]


def test_without_a_workspace_words_are_explained_all_the_same(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert run("explain", "活动类别").out.splitlines() == [
        "栏目“活动类别”",
        "  在这些表里：活动",
        "  填：选一个：学术、科普、科技服务、决策咨询、培训、党建、会员服务、志愿服务、调",
        "    研、赛事、其他",
    ]
    assert run("explain").out.startswith("可以问：符合、不符合、")


def test_a_slip_is_met_with_the_nearest_word(run, workspace):
    done = run("explain", "待朴", *HERE)

    assert done.code == ExitCode.USAGE
    assert (
        done.err
        == "错误：不知道“待朴”指什么\n下一步：是不是 待补？都有哪些词：societyctl explain\n"
    )
