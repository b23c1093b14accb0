"""Names, pieces of names and days in place of codes on the command line."""

from __future__ import annotations

import pytest

from societyctl.errors import ExitCode
from tests.cli.command_line import state_of


@pytest.mark.slow
def test_names_pieces_and_days_are_taken_on_the_command_line(run, workspace):
    check = ("check", "--program", "xuzhou-2022")
    by_code = run(*check, "--as-of", "2022-10-20", "--project", "outreach-society")
    by_piece = run(*check, "--as-of", "2022年10月20日", "--project", "科普特色")
    assert by_code.out == by_piece.out != ""

    assert run("list", "荣誉奖项").out == run("list", "荣誉").out
    before = state_of(workspace)[0]["activity"]
    added = run("add", "活动", "活动名称＝讲座", "开始日期＝昨天", "线下人数＝60")
    assert added.code == ExitCode.OK
    assert state_of(workspace)[0]["activity"] == before + 1
