"""A notice that is amended, at the terminal: what is in force on a day, and what that changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from societyctl.errors import ExitCode

AMENDED = Path(__file__).parents[1] / "cases" / "programs" / "amended-2026.yaml"
POSTPONED = "“申报截止”由2026年5月31日延至2026年6月30日"


def test_a_check_goes_by_the_day_and_says_what_a_later_notice_changed(run, empty_workspace):
    shutil.copy(AMENDED, empty_workspace / "programs")
    run("add", "society", "name=示例学会", "founded_on=2023-06-15")
    of = ("check", "--program", "amended-2026", "--project", "main")

    before = run(*of, "--as-of", "2026-05-19", "--json").json
    after = run(*of, "--as-of", "2026-05-20", "--json").json
    shown = run(*of, "--as-of", "2026-05-20", "--since", "2026-05-19")

    days = [one["projects"][0]["deadline"] for one in (before, after)]
    founded = [one["projects"][0]["requirements"][1]["status"] for one in (before, after)]
    assert days == ["2026-05-31", "2026-06-30"]
    assert founded == ["unmet", "met"]
    assert not any(POSTPONED in text for text in before["warnings"])
    assert any(text.startswith(POSTPONED) for text in after["warnings"])
    assert f"起因：补充通知：{POSTPONED}" in "".join(
        line.strip() for line in shown.out.splitlines()
    )


def test_a_program_is_shown_as_it_is_in_force_on_a_day(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    of = ("program", "show", str(AMENDED), "--json", "--as-of")

    shown = [run(*of, day).json for day in ("2026-05-19", "2026-05-20")]

    assert [one["projects"][0]["slots"] for one in shown] == ["至多10个", "至多15个"]
    assert [one["projects"][0]["deadline"] for one in shown] == ["2026年5月31日", "2026年6月30日"]
    assert len(shown[0]["amendments"]) == 6


def test_standing_rules_are_not_rewritten_for_another_year(run, empty_workspace):
    shutil.copy(AMENDED.with_name("bylaws.yaml"), empty_workspace / "programs")

    refused = run("program", "new", "bylaws-2027", "--from", "bylaws")

    assert refused.code == ExitCode.USAGE
    assert "bylaws 是不分年度的办法，不用改写成下一年的" in refused.err
