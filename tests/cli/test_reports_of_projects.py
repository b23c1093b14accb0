"""``report`` where the society has applied for several projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from societyctl.errors import ExitCode
from tests.cli.command_line import AS_OF

REPORT = ("report", "acceptance", "--program", "xuzhou-2022", *AS_OF)
pytestmark = pytest.mark.usefixtures("without_office")
SECOND = "稻麦轮作精准灌溉技术服务"


@pytest.mark.slow
def test_each_application_has_a_paper_of_its_own(run, workspace):
    told = run(*REPORT, "--project", SECOND)

    [path] = [Path(line.removeprefix("已生成 ")) for line in told.out.splitlines()]
    assert path.name == f"xuzhou-2022-项目验收报告书-{SECOND}.docx"
    texts = {text.text for text in Document(path).element.iter(qn("w:t"))}
    assert SECOND in texts
    assert "设施蔬菜水肥一体化技术服务" not in texts
    verified = run("verify", str(path))
    assert verified.out == f"{path}：与记录一致\n"


@pytest.mark.slow
def test_a_paper_chosen_among_several_says_which_others_there_are(run, workspace):
    told = run(*REPORT)

    assert (
        f"还申报了“设施蔬菜水肥一体化技术服务”“{SECOND}”，其报告另用 --project 名称 生成"
    ) in told.err.splitlines()


@pytest.mark.slow
def test_prose_is_never_taken_from_the_paper_of_another_project(run, workspace):
    run(*REPORT, "-o", "报告.docx")

    told = run(*REPORT, "--project", SECOND, "-o", "报告.docx")

    assert "原来的文件是另一份报告，或另一个项目的，其中的文字没有接过来" in told.err.splitlines()


@pytest.mark.slow
def test_an_unknown_project_lists_those_there_are(run, workspace):
    refused = run(*REPORT, "--project", "没有的")

    assert (refused.code, refused.out) == (ExitCode.USAGE, "")
    assert refused.err.splitlines()[0] == "错误：没有叫“没有的”的项目"
    assert f"科技服务项目（{SECOND}）" in refused.err.splitlines()[1]


@pytest.mark.slow
def test_an_agreement_signed_before_the_project_and_still_in_force_is_listed(run, workspace):
    run(*REPORT, "--project", "tech-service", "-o", "报告.docx")

    texts = {text.text for text in Document("报告.docx").element.iter(qn("w:t"))}
    assert "设施蔬菜水肥一体化服务合作协议" in texts
