"""``program lint``: what is wrong refuses the file; what only looks wrong is pointed out."""

from __future__ import annotations

from societyctl.errors import ExitCode

PROGRAM = """\
id: demo-2024
title: 示例办法
issuer: 示例科协
issued_on: 2024-07-01
year: 2024
deadlines: [{id: d, title: 申报截止, date: 2024-06-30}]
projects:
  - id: a
    title: 甲
    deadline: d
    requirements:
      - {id: r1, clauses: x.1, title: 会员, place: 一, test: {count: member, at_least: 1}}
"""


def test_what_only_looks_wrong_does_not_refuse_the_file(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo-2024.yaml").write_text(PROGRAM, "utf-8")

    linted = run("program", "lint", "demo-2024.yaml")

    assert linted.code == ExitCode.OK
    [remark, summary] = linted.out.splitlines()
    assert remark.startswith(
        "提醒：demo-2024.yaml:6：“申报截止”的2024年6月30日早于印发日2024年7月1日"
    )
    assert summary == "没有发现错误；有1处请再看一眼"


def test_an_amendment_of_nothing_refuses_the_file_where_it_stands(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    amendment = (
        "amendments:\n"
        "  - id: later\n"
        "    title: 延期通知\n"
        "    issued_on: 2024-06-20\n"
        "    changes: [{deadline: dd, date: 2024-07-31}]\n"
    )
    (tmp_path / "demo-2024.yaml").write_text(PROGRAM + amendment, "utf-8")

    linted = run("program", "lint", "demo-2024.yaml")

    assert linted.code == ExitCode.INPUT
    assert linted.out.splitlines() == [
        "demo-2024.yaml:17：没有叫“dd”的截止代号；应为：最接近的是“d”；可用：d"
    ]
