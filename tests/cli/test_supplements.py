"""``blank --for``: only what a project still lacks, to be filled in and imported."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from societyctl.errors import ExitCode
from societyctl.store import Store
from societyctl.workflows.checking import CheckOptions
from societyctl.workflows.intake import IntakeOptions, read_workbooks
from societyctl.workflows.programs import open_all, open_program
from societyctl.workflows.supplementing import write_supplement_for

PROGRAM = """\
id: demo-2022
title: 示例计划
issuer: 示例科协
year: 2022
windows: {this_year: {year: 2022}}
deadlines: [{id: apply, title: 申报截止, date: 2022-11-30}]
projects:
  - id: outreach
    title: 科普项目
    deadline: apply
    requirements:
      - id: registered
        clauses: [x.1]
        title: 税务登记
        place: 一
        test: {value: society.tax_registered_on}
      - id: lectures
        clauses: [x.2]
        title: 科普活动4场
        place: 二
        test: {count: activity, where: {kind: 科普}, during: this_year, at_least: 4}
      - id: agreements
        clauses: [x.3]
        title: 合作协议
        place: 三
        test: {count: agreement, where: {signed_on: {at_least: 2022-01-01}}, at_least: 1}
      - id: boards
        clauses: [x.4]
        title: 理事会
        place: 四
        test: {count: meeting, where: {body_kind: 理事会}, during: this_year, at_least: 2}
      - id: met
        clauses: [x.5]
        title: 不用再填
        place: 五
        test: {count: activity, at_least: 1}
"""
FOR = ("blank", "--for", "outreach", "--program", "demo-2022", "--as-of", "2022-10-20")
CHECK = ("check", "--program", "demo-2022", "--as-of", "2022-10-20", "--json")
OUT = Path("补充-outreach.xlsx")
YELLOW = "00FFF2CC"


@pytest.fixture
def recorded(run, empty_workspace, make_workbook) -> Path:
    """A society of which little is recorded, and a notice for it."""
    (empty_workspace / "programs").mkdir(exist_ok=True)
    (empty_workspace / "programs" / "demo-2022.yaml").write_text(PROGRAM, "utf-8")
    sheets = {
        "学会档案": [["学会名称", "住所"], ["甲学会", "一号"]],
        "活动": [
            ["活动名称", "活动类别", "开始日期", "线下人数"],
            ["甲讲座", "科普", "2022-05-06", 30],
            ["乙讲座", "", "2022-05-07", 20],
        ],
        "协议": [["协议名称", "对方单位", "金额（元）"], ["甲协议", "乙公司", 100]],
    }
    done = run("import", str(make_workbook(sheets)), "--yes")
    assert done.code == ExitCode.OK, done.err
    return empty_workspace


def content(path: Path) -> dict[str, list[list[object]]]:
    """Return every cell of the sheets, marked ones in brackets; of the guide what is lacking."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [
            [
                f"[{cell.value or ''}]" if cell.fill.fgColor.rgb == YELLOW else cell.value
                for cell in row
            ]
            for row in sheet.iter_rows()
            if sheet.title != "填写说明" or row[0].row <= 6
        ]
        for sheet in book
    }


def statuses(run) -> dict[str, str]:
    [project] = run(*CHECK).json["projects"]
    return {one["id"]: one["status"] for one in project["requirements"]}


def test_only_what_is_missing_stands_in_the_workbook(run, recorded):
    done = run(*FOR)

    assert done.code == ExitCode.OK
    assert done.out.splitlines() == [
        "已生成 补充-outreach.xlsx，共4张表：学会档案、活动、会议、协议",
        "还缺什么见“填写说明”；填好后：societyctl import 补充-outreach.xlsx",
    ]
    assert content(OUT) == {
        "学会档案": [["序号", "学会名称", "税务登记日期"], [1, "甲学会", "[]"]],
        "活动": [
            ["序号", "活动名称", "活动类别", "开始日期"],
            [1, "乙讲座", "[]", datetime(2022, 5, 7)],  # noqa: DTZ001  # as the reading library has it
        ],
        "会议": [["序号", "会议名称", "会议类型", "会议日期"]],
        "协议": [["序号", "协议名称", "对方单位", "签订日期"], [1, "甲协议", "乙公司", "[]"]],
        "填写说明": [
            ["表", "还缺什么", "要怎样的、用于哪项要求"],
            ["学会档案", "补填：税务登记日期", "甲学会；用于：税务登记"],
            ["活动", "补填：活动类别", "乙讲座；用于：科普活动4场"],
            [
                "活动",
                "还差3场",
                "要：活动类别为科普；在2022年1月1日至2022年12月31日内；用于：科普活动4场",
            ],
            [
                "会议",
                "尚未登记任何“会议”，要2次",
                "要：会议类型为理事会；在2022年1月1日至2022年12月31日内；用于：理事会",
            ],
            ["协议", "补填：签订日期", "甲协议；用于：合作协议"],
        ],
    }


def test_a_project_may_be_called_by_its_name(run, recorded):
    run("blank", "--for", "科普", "--program", "demo-2022", "--as-of", "2022-10-20")

    assert OUT.is_file()


def test_a_date_known_to_the_year_is_shown_and_left_as_it_is(run, recorded, make_workbook):
    sheets = {"协议": [["协议名称", "对方单位", "签订日期"], ["甲协议", "乙公司", "2022年"]]}
    run("import", str(make_workbook(sheets)), "--yes")
    program = Path("programs/demo-2022.yaml")
    program.write_text(PROGRAM.replace("at_least: 2022-01-01", "at_least: 2022-03-15"), "utf-8")

    run(*FOR)

    assert content(OUT)["协议"][1:] == [[1, "甲协议", "乙公司", "[2022年]"]]
    assert run("import", str(OUT)).out.splitlines()[-1] == "没有需要保存的改动。"


def test_the_line_that_a_check_suggests_writes_the_workbook(run, recorded):
    said = " ".join(run(*CHECK[:-1], "--project", "outreach").out.split())
    line = re.search(r"societyctl (blank --for \S+ --program \S+ --as-of \S+)", said)

    assert line is not None
    assert run(*line[1].split()).code == ExitCode.OK
    assert OUT.is_file()


@pytest.mark.slow
def test_filled_in_it_updates_what_is_known_and_adds_what_is_new(run, recorded):
    before = statuses(run)
    run(*FOR)
    book = openpyxl.load_workbook(OUT)
    book["学会档案"]["C2"] = "2015-03-01"
    book["活动"]["C2"] = "科普"
    book["活动"].append([2, "丙讲座", "科普", "2022-06-01"])
    book["活动"].append([3, "丁讲座", "科普", "2022-06-02"])
    book["会议"].append([1, "一次", "理事会", "2022-02-01"])
    book["会议"].append([2, "二次", "理事会", "2022-08-01"])
    book["协议"]["D2"] = "2022-03-01"
    book.save(OUT)

    done = run("import", str(OUT), "--json", "--yes").json

    assert [
        (one["sheet"], one["added"], one["changed"], one["rejected"]) for one in done["sheets"]
    ] == [("学会档案", 0, 1, 0), ("活动", 2, 1, 0), ("会议", 2, 0, 0), ("协议", 0, 1, 0)]
    assert before == {
        "registered": "unknown",
        "lectures": "pending",
        "agreements": "unknown",
        "boards": "unknown",
        "met": "met",
    }
    assert statuses(run) == dict.fromkeys(before, "met")
    assert (run(*FOR, "-o", "再来.xlsx").out, Path("再来.xlsx").exists()) == (
        "没有缺什么要填的，没有生成表格。\n",
        False,
    )


def test_not_filled_in_it_changes_nothing_and_complains_of_nothing(run, recorded):
    run(*FOR)

    done = run("import", str(OUT))

    assert (done.code, done.out.splitlines()[-1]) == (ExitCode.OK, "没有需要保存的改动。")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*FOR, "活动"), "--for 自己知道要哪几类，不能再写类别"),
        (("blank", "活动", "--as-of", "2022-10-20"), "--as-of 要和 --for 一起用"),
    ],
)
def test_what_does_not_go_together_is_said(run, empty_workspace, arguments, said):
    done = run(*arguments)

    assert (done.code, said in done.err) == (ExitCode.USAGE, True)


PROVINCIAL_ONLY = ("jiangsu-2023", "upgrade")
"""For which there is nothing to fill in: the society of the sample is one of a city."""


@pytest.mark.slow
@pytest.mark.parametrize("program", [one.file.id for one in open_all(None)])
def test_a_workbook_for_each_project_of_each_notice_comes_back_without_a_change(
    sample_store, tmp_path, program
):
    """Not filled in, nothing of it is read as a change, a new record or a question."""
    out, opened = tmp_path / "缺.xlsx", open_program(program, None)
    with Store.open(f"sqlite:///{(sample_store / 'society.db').as_posix()}") as store:
        for project in opened.projects:
            options = CheckOptions(date(2022, 10, 20), (project.id,))
            if not write_supplement_for(store, opened, options, out).titles:
                assert (program, project.id) == PROVINCIAL_ONLY
                continue

            intake = read_workbooks(store, [out], IntakeOptions())

            told = (intake.would_change, intake.rejected, intake.reading.questions)
            assert told == (False, 0, ()), project.id


def test_days_are_told_as_days_and_ways_as_ways(run, recorded):
    asked = (
        "where: {start_on: {at_least: 2022-09-01, below: 2022-10-01},"
        " any: [{required_n: {at_least: 20}}, {minutes_doc: {present: true}}]}, at_least: 2}"
    )
    old = "where: {body_kind: 理事会}, during: this_year, at_least: 2}"
    assert old in PROGRAM
    Path("programs/demo-2022.yaml").write_text(PROGRAM.replace(old, asked), "utf-8")

    run(*FOR)

    lines = openpyxl.load_workbook(OUT)["填写说明"].iter_rows(values_only=True, max_row=6)
    [said] = [line[2] for line in lines if line[0] == "会议"]
    assert said == (
        "要：会议日期不早于2022年9月1日；会议日期早于2022年10月1日；"
        "应到人数不低于20，或者填写会议纪要；用于：理事会"
    )
