"""``check`` as a workbook, and against every program at once."""

from __future__ import annotations

import json
import re

import openpyxl
import pytest

from societyctl.errors import ExitCode
from tests.cli.command_line import AS_OF

CHECK = ("check", "--program", "xuzhou-2022", *AS_OF)


def rows(book, title):
    return [[cell.value for cell in row] for row in book[title].iter_rows()]


@pytest.mark.slow
def test_the_workbook_says_what_the_json_says(run, workspace):
    told = run(*CHECK, "-o", "自查.xlsx")
    json_ = json.loads(run(*CHECK, "--json").out)
    book = openpyxl.load_workbook("自查.xlsx")

    assert told.err.splitlines()[-1] == "已存成表格：自查.xlsx"
    assert told.code == ExitCode.FOUND
    assert book.sheetnames == ["结论", "要求", "记录", "限项"]
    listed = [(p, r) for p in json_["projects"] for r in p["requirements"]]
    head, *found = rows(book, "要求")
    assert head[:7] == ["项目", "要求", "判定", "现有", "需要", "还差", "单位"]
    assert [(row[1], row[10]) for row in found] == [(r["title"], r["because"]) for _, r in listed]
    noted = [(n["ref"], n["reason"] or None) for _, r in listed for n in r["records"]]
    assert [(row[2], row[6]) for row in rows(book, "记录")[1:]] == noted
    limits = [limit["because"] for limit in json_["limits"]]
    assert sorted(row[3] for row in rows(book, "限项")[1:]) == sorted(limits)
    assert book["要求"].freeze_panes == "A2"


@pytest.mark.slow
def test_a_text_that_looks_like_a_formula_stays_a_text(run, workspace):
    run("edit", "activity:1", "活动名称==HYPERLINK(1)")

    run(*CHECK, "-o", "自查.xlsx")

    cells = [
        cell for row in openpyxl.load_workbook("自查.xlsx")["记录"].iter_rows() for cell in row
    ]
    looking_like_one = [cell for cell in cells if str(cell.value).startswith("=")]
    assert {cell.data_type for cell in looking_like_one} == {"s"}


def test_only_excel_files_are_written(run, workspace):
    refused = run(*CHECK, "-o", "自查.csv")

    assert (refused.code, refused.out) == (ExitCode.USAGE, "")
    assert refused.err.splitlines() == [
        "错误：-o 只写 Excel 文件：自查.csv",
        "下一步：文件名以 .xlsx 结尾",
    ]


@pytest.mark.slow
def test_every_program_is_checked_as_if_alone(run, workspace):
    together = json.loads(run("check", "--all", *AS_OF, "--json").out)
    ids = [one["program"]["id"] for one in together["programs"]]

    assert ids == [
        "changzhou-2020",
        "jiangsu-2023",
        "xuzhou-2022",
        "yangzhou-2019",
        "yangzhou-2020",
    ]
    for one in together["programs"]:
        alone = run("check", "--program", one["program"]["id"], *AS_OF, "--json").json
        for project in alone["projects"]:
            for requirement in project["requirements"]:
                requirement["records"] = []
        del alone["summary"]  # what is to be done first is told for one program alone
        assert one == alone


@pytest.mark.slow
def test_the_page_of_all_programs_has_a_line_for_each_project(run, workspace):
    told = run("check", "--all", *AS_OF)

    assert told.code == ExitCode.FOUND
    assert re.search("可以申报 +一流学会建设", told.out)
    assert re.search("不在范围 +基础部分", told.out)
    assert told.out.endswith("看某一份的详情：societyctl check --program 计划\n")


def test_all_goes_with_no_single_program(run, workspace):
    refused = run("check", "--all", "--program", "xuzhou-2022", "--how")

    assert refused.code == ExitCode.USAGE
    assert refused.err.startswith("错误：--all 不能与 --program、--how 并用")


@pytest.mark.slow
def test_a_broken_draft_does_not_hide_the_other_programs(run, workspace):
    (workspace / "programs" / "draft.yaml").write_text("id: draft\n", encoding="utf-8")

    listed = run("program", "list")
    checked = run("check", "--all", *AS_OF, "--json")

    assert listed.code == ExitCode.OK
    assert "draft.yaml（自编）（有3处要改，见 program lint）" in listed.out
    assert checked.code == ExitCode.FOUND
    assert len(json.loads(checked.out)["programs"]) == 5
    assert checked.err == "没有对照 draft：文件有错误，见 societyctl program lint draft\n"
