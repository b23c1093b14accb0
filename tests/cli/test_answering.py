"""What a person answers leads on: every line that is offered works when it is pasted."""

from __future__ import annotations

import shlex
from datetime import date

import pytest

from societyctl.domain.intake import SheetQuestion
from societyctl.errors import ExitCode
from societyctl.store import Store
from societyctl.workflows.intake import IntakeDesk, IntakeOptions, read_workbooks

DONATIONS = [["捐赠单位", "物资", "数量"], ["丰收种业有限公司", "种子", 30]]


@pytest.fixture
def importing(run, make_workbook, empty_workspace):
    """Import one sheet with further arguments; returns the outcome."""

    def call(rows, *arguments, sheet="表", file="一.xlsx"):
        return run("import", str(make_workbook({sheet: rows}, file)), *arguments)

    return call


@pytest.mark.parametrize("rows", [DONATIONS, [["今年很忙", None], ["明年再说", None]]])
def test_the_only_sheet_may_be_left_out(importing, rows):
    done = importing(rows, "--map", "一.xlsx!表!记录类别=忽略")

    assert done.code == ExitCode.OK
    assert "照您说的，这张表没有读" in done.err
    assert "没有需要保存的改动。" in done.out


@pytest.mark.parametrize(
    ("sheet", "headers", "row", "kind"),
    [
        ("会费", ["所属年度", "会员名称", "到账日期"], [2022, "王甲", "2022-03-01"], "会费"),
        ("会费", ["年度", "缴费单位/个人", "到账时间"], [2022, "王甲", "2022-03-01"], "会费"),
        ("论文", ["论文题目", "第一作者", "发表期刊"], ["甲法", "王甲", "测绘通报"], "成果"),
        ("刊期", ["刊名", "年份", "期数", "出版时间"], ["会刊", 2022, 3, "2022-06-01"], "刊期"),
        ("人员培训", ["培训名称", "培训时间", "学员数"], ["档案", "2022-06-01", 3], "人员培训"),
        (
            "站点",
            ["站点名称", "类型", "挂牌时间"],
            ["甲站", "专家工作站", "2022-06-01"],
            "平台载体",
        ),
    ],
)
def test_other_names_of_what_a_kind_needs_are_known(importing, sheet, headers, row, kind):
    done = importing([headers, row], "--json", sheet=sheet)

    (read,) = done.json["sheets"]
    assert (done.code, read["kind"], read["added"]) == (ExitCode.OK, kind, 1)


def test_what_rows_need_and_no_column_gives_is_asked_with_the_likeliest_columns(importing):
    rows = [["日子", "地点", "活动内容", "来宾"], ["2022-05-06", "村部", "剪枝课", "王甲"]]

    asked = importing(rows, "--kind", "活动")

    assert asked.code == ExitCode.INPUT
    assert (
        "一.xlsx 表!第1行：“活动”要有“活动名称”，没有这一列，是表里的哪一列；"
        "应为：活动内容、来宾、忽略" in asked.err
    )
    assert '--map "一.xlsx!表!活动内容=活动名称"\n' in asked.err


def test_columns_that_only_might_be_it_are_not_offered_as_the_answer(importing):
    rows = [["日期", "甲组", "乙组"], ["2022-05-06", "剪枝", "村部"]]

    asked = importing(rows, "--kind", "活动")
    again = importing(rows, "--kind", "活动", "--map", "一.xlsx!表!？=活动名称")

    for said in (asked, again):
        assert said.code == ExitCode.INPUT
        assert "应为：甲组、乙组、忽略" in said.err
        assert '--map "一.xlsx!表!？=活动名称"（“？”换成您的回答）\n' in said.err


@pytest.mark.parametrize("way", [["--kind", "活动"], ["--map", "一.xlsx!表!记录类别=活动"]])
def test_no_header_need_be_known_once_the_kind_is_said(importing, run, way):
    rows = [["班名", "哪天", "谁来"], ["数据班", "2022-05-06", "王甲"]]

    done = importing(rows, *way, "--map", "班名=活动名称", "--map", "哪天=开始日期")

    assert done.code == ExitCode.OK
    assert run("show", "activity:1").out.startswith("活动名称：数据班\n开始日期：2022-05-06\n")


def test_answers_about_columns_make_a_row_of_them_a_header(importing):
    rows = [["班名", "哪天"], ["数据班", "2022-05-06"]]

    done = importing(rows, "--map", "班名=活动名称", "--map", "哪天=开始日期")

    assert (done.code, "活动     1     1" in done.out) == (ExitCode.OK, True)


def test_one_value_may_be_said_for_all_rows(importing, run):
    rows = [["缴费人", "缴费日期"], ["王甲", "2022-03-01"], ["王乙", "2022-03-02"]]

    asked = importing(rows, sheet="会费")
    done = importing(rows, "--map", "年度=2022", sheet="会费")

    assert '--map "一.xlsx!会费!年度=？"' in asked.err
    assert "照您说的，各行的“年度”都是2022" in done.err
    assert [run("show", f"dues:{at}").out.partition("\n")[0] for at in (1, 2)] == ["年度：2022"] * 2


def test_a_value_that_the_title_names_is_offered(importing):
    rows = [["2022年会费收缴情况", None], ["缴费人", "缴费日期"], ["王甲", "2022-03-01"]]

    asked = importing(rows, sheet="会费")

    assert '例如 --map "一.xlsx!会费!年度=2022"' in asked.err


def test_a_value_for_all_rows_must_be_one(importing):
    done = importing([["缴费人"], ["王甲"]], "--map", "年度=去年", sheet="会费")

    assert (done.code, "“年度=去年”" in done.err) == (ExitCode.USAGE, True)


@pytest.mark.parametrize(
    ("kind", "headers", "row", "column"),
    [
        ("会员", ["姓名", "工作单位", "注册时间"], ["王甲", "某厂", "2020-05-01"], "注册时间"),
        ("会员", ["姓名", "工作单位", "入党时间"], ["王甲", "某厂", "2020-05-01"], "入党时间"),
        ("成果", ["成果名称", "申请日"], ["甲法", "2020-05-01"], "申请日"),
        (
            "活动",
            ["活动名称", "活动日期", "统计日期"],
            ["甲", "2020-05-01", "2020-06-01"],
            "统计日期",
        ),
        ("活动", ["活动名称", "活动日期", "人数", "成人"], ["甲", "2020-05-01", 9, 7], "成人"),
        ("活动", ["活动名称", "活动日期", "投资方"], ["甲", "2020-05-01", "某某公司"], "投资方"),
        ("活动", ["活动名称", "日期", "报名截止"], ["甲", "2020-05-01", "2020-04-01"], "报名截止"),
        ("活动", ["活动名称", "活动日期", "应到党员"], ["甲", "2020-05-01", 15], "应到党员"),
    ],
)
def test_a_column_is_not_offered_as_what_it_does_not_mean(importing, kind, headers, row, column):
    asked = importing([headers, row], "--kind", kind)

    assert asked.code == ExitCode.INPUT
    assert f'--map "一.xlsx!表!{column}=忽略"\n' in asked.err


def test_the_line_to_paste_repeats_what_was_answered_before(run, make_workbook, empty_workspace):
    rows = [
        ["班名", "哪天", "主讲"],
        ["数据班", "2022-05-06", "王甲乙"],
        ["山歌班", "2022-05-07", "王丙"],
    ]
    path = str(make_workbook({"表": rows}, "一 二.xlsx"))
    done, pasted = run("import", path, "--kind", "活动"), 0

    while done.code == ExitCode.INPUT:
        command = done.err.rpartition("例如 societyctl ")[2]
        done, pasted = run(*shlex.split(command)), pasted + 1

    assert (done.code, pasted) == (ExitCode.OK, 3)
    assert run("show", "activity:2").out.startswith("活动名称：山歌班\n开始日期：2022-05-07\n")


def test_no_word_is_offered_to_be_left_out_that_rows_cannot_do_without(importing):
    rows = [["成果名称", "采纳情况"], ["甲", "采用"], ["乙", "未采纳"]]

    refused = importing(rows, "--kind", "成果采纳")
    done = importing(rows, "--kind", "成果采纳", "--partial")

    assert "未采纳=忽略" not in refused.err
    assert "都不是的就不算一条，加 --partial 先导入其余各行" in refused.err
    assert (done.code, "成果采纳     2     1" in done.out) == (ExitCode.FOUND, True)


def test_a_word_is_not_offered_as_one_that_shares_a_single_letter(importing):
    refused = importing([["成果名称", "成果类型"], ["甲", "专著"]], sheet="成果")

    assert '都记作“忽略”就加 --value "成果类型:专著=忽略"' in refused.err


FORM = [
    ["学会基本情况登记表", None, None, None, None],
    ["学会名称", "江州市测绘学会", None, "统一社会信用代码", "51320300MJ50000019"],
    ["成立时间", "1986年5月10日", None, "邮编", "221000"],
    ["理事长", "高远", None, "秘书长", "丁一"],
    ["会员数", "个人会员", 312, "单位会员", 18],
    ["联系人", "尤勇", None, "联系电话", "0516-80001111"],
]


def test_a_form_with_a_small_table_in_one_of_its_lines_is_a_form(importing, run):
    given = ("--map", "一.xlsx!表!记录类别=学会档案")
    asked = importing(FORM, *given)
    done = importing(FORM, *given, "--map", "单位会员=忽略")

    assert (asked.code, "“单位会员”没有读" in asked.err) == (ExitCode.INPUT, True)
    assert (done.code, "会员数（没有这一项）" in done.err) == (ExitCode.OK, True)
    assert run("show", "society:1").out.startswith("学会名称：江州市测绘学会\n")
    assert "秘书长：丁一\n" in run("show", "society:1").out


def test_a_form_may_be_left_out(importing):
    done = importing(FORM, "--map", "一.xlsx!表!记录类别=忽略")

    assert (done.code, "没有需要保存的改动。" in done.out) == (ExitCode.OK, True)


def test_a_sheet_with_a_column_for_each_year_is_told_to_be_turned(importing):
    rows = [["项目", "2020年", "2021年"], ["总收入", 32, 41.2], ["总支出", 29, 40]]

    refused = importing(rows, sheet="财务")

    assert "像是每年一列的表（2020年、2021年）；应为：一行一年：" in refused.err


def test_the_only_sheet_is_asked_about_until_it_is_known(make_workbook, tmp_path):
    path = make_workbook({"表": [["班名", "哪天"], ["数据班", date(2022, 5, 6)]]}, "一.xlsx")
    said = iter(["活动", "班名", "开始日期"])
    asked: list[SheetQuestion] = []

    def answer(question: SheetQuestion) -> str:
        asked.append(question)
        return next(said)

    with Store.open(f"sqlite:///{tmp_path / 'society.db'}") as store:
        intake = read_workbooks(store, [path], IntakeOptions(), IntakeDesk(answer=answer))

    assert [one.header for one in asked] == ["记录类别", "活动名称", "哪天"]
    (record,) = intake.reading.records
    assert record.values == {"title": "数据班", "start_on": date(2022, 5, 6)}


def test_a_column_of_visits_is_offered_as_visits(importing):
    rows = [["活动名称", "活动日期", "受众（万人次）"], ["甲", "2022-05-06", 1.2]]

    assert '--map "一.xlsx!表!受众（万人次）=受众人次"' in importing(rows).err
