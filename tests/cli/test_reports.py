"""``report``, ``trace``, ``verify`` and ``template`` as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from societyctl.errors import ExitCode
from societyctl.reporting.word.controls import controls
from tests.reporting.word_samples import SPACE

AS_OF = ("--as-of", "2022-10-20")
ACCEPTANCE = ("report", "acceptance", "-p", "xuzhou-2022", *AS_OF, "-o", "验收.docx")


pytestmark = pytest.mark.usefixtures("without_office")


@pytest.mark.slow
def test_a_report_lies_where_it_is_said(run, workspace):
    done = run("report", "acceptance", "-p", "xuzhou-2022", *AS_OF, "-o", "验收.docx")

    assert (done.code, done.out) == (ExitCode.OK, "已生成 验收.docx\n")
    assert "旱作节水学术与科技服务能力建设" in "".join(Document("验收.docx").element.itertext())


@pytest.mark.slow
def test_a_report_goes_to_the_workspace_if_nothing_is_said(run, workspace):
    done = run("report", "activities", "-p", "xuzhou-2022", *AS_OF)

    (path,) = (workspace / "reports").glob("*.docx")
    assert (done.code, done.out) == (ExitCode.OK, f"已生成 {path}\n")


@pytest.mark.slow
def test_a_final_report_with_gaps_is_refused_and_lists_them(run, workspace):
    done = run("report", "acceptance", "-p", "xuzhou-2022", *AS_OF, "--final", "-o", "定稿.docx")

    assert (done.code, done.out) == (ExitCode.FOUND, "")
    assert len(done.err.splitlines()) > 5
    assert not (workspace / "定稿.docx").exists()


def test_an_unknown_paper_names_those_there_are(run, workspace):
    done = run("report", "小说", "-p", "xuzhou-2022")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err.startswith(
        "错误：没有叫“小说”的材料\n下一步：可用的有：项目申报书（application）、"
    )


def typed_over(path: Path, **said: str) -> None:
    document = Document(str(path))
    for tag, text in said.items():
        first, *others = next(controls(document.element.body, tag)).content.iter(f"{SPACE}t")
        first.text = text
        for other in others:
            other.text = ""
    document.save(str(path))


@pytest.mark.slow
def test_what_the_notice_asks_is_told_beside_the_paper(run, workspace):
    done = run("report", "application", "-p", "xuzhou-2022", *AS_OF, "-o", "申报.docx")

    assert done.err.splitlines()[-1] == (
        "通知“四（三）”要求：报送用市科协网站下载的《申报书》，本文件供起草和核对；"
        "纸质版一式1份；《申报书》与附件合订成册，学会盖章后递交；纸质版与电子版必须完全一致。"
    )


TYPED = "表2（一、基本信息）第7行 联系电话：文件为0516-8，数据为0516-80000001"


@pytest.mark.slow
def test_an_earlier_file_is_kept_and_what_was_typed_over_is_named(run, workspace):
    run(*ACCEPTANCE)
    typed_over(workspace / "验收.docx", **{"fig:phone": "0516-8", "prose:effects": "手写"})

    done = run(*ACCEPTANCE)

    (kept,) = workspace.glob("验收（*.docx")
    assert done.err.splitlines()[-2:] == [
        f"原来的文件另存为 {kept.name}",
        f"有人改过数字：{TYPED}；要写回记录，加 --take-edits",
    ]
    assert "手写" in "".join(Document("验收.docx").element.itertext())


@pytest.mark.slow
def test_typed_over_values_are_taken_back_when_asked_for(run, workspace):
    run(*ACCEPTANCE)
    typed_over(workspace / "验收.docx", **{"fig:phone": "0516-8"})

    left = run(*ACCEPTANCE, "--leave-edits")
    typed_over(workspace / "验收.docx", **{"fig:phone": "0516-8"})
    taken = run(*ACCEPTANCE, "--take-edits")

    message = "已写回1条记录，每条一批；要撤销，运行 societyctl undo"
    assert (message in left.err, message in taken.err) == (False, True)
    assert "0516-8\n" in run("show", "society:1", "--reveal").out


@pytest.mark.slow
def test_a_public_copy_is_shown_to_be_the_same_paper_without_personal_data(run, workspace):
    run(*ACCEPTANCE, "--public")
    same = run("verify", "验收.docx", "验收（公开稿）.docx")
    document = Document("验收（公开稿）.docx")
    document.add_paragraph("后来加上的话")
    document.save("验收（公开稿）.docx")
    edited = run("verify", "验收.docx", "验收（公开稿）.docx")

    pair = "验收.docx 与 验收（公开稿）.docx："
    first, second, verdict = same.out.splitlines()
    assert first == "验收.docx：与记录一致"
    assert second.startswith("验收（公开稿）.docx：公开稿，数据指纹 ")
    assert (same.code, verdict) == (
        ExitCode.OK,
        f"{pair}是同一份材料：公开稿隐去了个人信息，其余一字不差",
    )
    assert (edited.code, edited.out.splitlines()[-1]) == (
        ExitCode.FOUND,
        f"{pair}出自同一份数据，但其中一份后来改过正文，不能当作同一份材料",
    )


@pytest.mark.slow
def test_a_public_copy_lists_what_was_masked_and_carries_no_records(run, workspace):
    done = run(*ACCEPTANCE, "--public")

    assert done.out == "已生成 验收.docx\n已生成 验收（公开稿）.docx\n"
    assert [line for line in done.err.splitlines() if line.startswith("已隐去")] == [
        "已隐去 固定电话：05*********01",
        "已隐去 电子邮箱：m*******@***********",
        "已隐去 银行账号：00***************01",
    ]
    assert run("trace", "验收（公开稿）.docx").code == ExitCode.INPUT
    assert "80000001" not in Path("验收（公开稿）.docx").read_bytes().decode("latin-1")


def test_every_number_is_traced_to_records_and_evidence(run, workspace):
    run(*ACCEPTANCE)

    done = run("trace", "验收.docx")

    lines = done.out.splitlines()
    assert lines[0].startswith("项目验收报告书，数据指纹 ")
    at = lines.index("会议费实支：16,240元")
    assert lines[at + 1] == "  spending:4  会议费  Z-41"
    assert lines[lines.index("联系电话：0516-80000001") + 1] == "  society:1"


@pytest.mark.slow
def test_a_paper_is_verified_as_of_its_own_day_without_naming_program_or_day(run, workspace):
    run(*ACCEPTANCE)

    same = run("verify", "验收.docx")
    run("edit", "spending:4", "实际支出=1000元")
    moved = run("verify", "验收.docx")

    assert (same.code, same.out) == (ExitCode.OK, "验收.docx：与记录一致\n")
    assert (moved.code, moved.out.splitlines()) == (
        ExitCode.FOUND,
        [
            "验收.docx：与记录不一致",
            "  · 表11（七、经费决算表）第2行 会议费实支：文件为16,240元，数据为1,000元",
            "  · 表11（七、经费决算表）第5行 合计实支：文件为32,220元，数据为16,980元",
            "  · 内容有变：经费",
        ],
    )


@pytest.mark.slow
def test_a_paper_of_another_template_is_told_apart(run, workspace):
    run(*ACCEPTANCE)
    run("template", "export", "acceptance", "-o", "templates/acceptance.docx")
    document = Document("templates/acceptance.docx")
    document.paragraphs[0].add_run("（{{ chair }}）")
    document.save("templates/acceptance.docx")

    done = run("verify", "验收.docx")

    assert (done.code, done.out) == (ExitCode.FOUND, "验收.docx：与记录不一致\n  · 模板换过了\n")


@pytest.mark.slow
def test_templates_are_listed_exported_and_checked(run, workspace):
    exported = run("template", "export", "summary", "-o", "templates/summary.docx")
    again = run("template", "export", "summary", "-o", "templates/summary.docx")
    listed = run("template", "list")
    fine = run("template", "lint", "templates/summary.docx")
    document = Document("templates/summary.docx")
    document.paragraphs[0].add_run("{{ socity }}")
    document.save("templates/summary.docx")
    wrong = run("template", "lint", "templates/summary.docx")
    used = run("report", "summary", "-p", "xuzhou-2022", *AS_OF, "-o", "总结.docx")

    assert exported.out == (
        "已导出 templates/summary.docx；改好后放进工作区的 templates 文件夹即生效\n"
    )
    assert listed.out.splitlines()[0].split()[:3] == ["summary", "年度工作总结", "通用"]
    assert (again.code, again.err) == (
        ExitCode.USAGE,
        "错误：templates/summary.docx 已经存在，没有覆盖\n下一步：用 -o 换一个文件名，或先移走它\n",
    )
    assert (fine.code, fine.out) == (ExitCode.OK, "没有发现错误\n")
    assert (wrong.code, "没有“socity”这个名称" in wrong.out) == (ExitCode.INPUT, True)
    assert (used.code, used.out, Path("总结.docx").exists()) == (ExitCode.INPUT, "", False)


@pytest.mark.slow
def test_a_pdf_without_libreoffice_is_refused_before_anything_is_written(run, workspace):
    done = run(*ACCEPTANCE, "--pdf")

    assert (done.code, done.out, Path("验收.docx").exists()) == (ExitCode.INPUT, "", False)
    assert done.err == (
        "错误：没有找到 LibreOffice，不能生成 PDF\n下一步：安装 LibreOffice 后再试；"
        "或去掉 --pdf，在 Word、WPS 里打开 .docx，另存为 PDF\n"
    )
