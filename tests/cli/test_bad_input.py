"""Bad input: one plain message with place, fact and next move, the right code, nothing changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from societyctl.errors import ExitCode
from societyctl.resources import resource_folder
from tests.cli.command_line import state_of

LOCKED = Path(__file__).resolve().parent / "data" / "locked.xlsx"
"""A sheet of activities, saved with an opening password."""
MEND = "下一步：请用 societyctl blank 生成空白表对照表头，或用 --kind 指明记录类别\n"
FILL_IN = "下一步：请在表头下面逐行填上数据再导入；“示例”行不算\n"


@pytest.fixture
def refused(run, workspace):
    """Import a file, and return what is said once it is sure that nothing was taken in."""

    def call(*arguments: str) -> str:
        before = state_of(workspace)

        done = run("import", *arguments)

        assert (done.code, done.out) == (ExitCode.INPUT, "")
        assert state_of(workspace) == before
        return done.err

    return call


def test_a_missing_file(refused):
    said = refused("没有.xlsx")

    assert said == "错误：没有.xlsx：找不到这个文件\n下一步：请检查文件名和所在文件夹\n"


def test_a_folder_in_place_of_a_file(refused):
    said = refused(".")

    assert said == "错误：ws：这是文件夹，不是表格文件\n下一步：请写出文件夹里的文件名\n"


def test_a_file_that_is_no_workbook(refused, workspace):
    (workspace / "录音.xlsx").write_bytes(b"\xff\xfb\x90\xe0 no workbook")

    said = refused("录音.xlsx")

    assert said == (
        "错误：录音.xlsx：不是表格文件，或已损坏\n下一步：请选择 .xlsx、.xls、.ods 或 .csv 文件\n"
    )


def test_a_picture_called_a_workbook(refused, workspace):
    (workspace / "照片.xlsx").write_bytes(b"\xff\xd8\xff\xe0 no workbook")

    said = refused("照片.xlsx")

    assert said == "错误：照片.xlsx：是图片，不是表格\n下一步：请向提供的人要表格文件\n"


def test_a_file_of_no_bytes(refused, workspace):
    (workspace / "空.xlsx").touch()

    said = refused("空.xlsx")

    assert said == "错误：空.xlsx：文件是空的（0 字节）\n下一步：请重新保存或重新取得这份文件\n"


@pytest.mark.slow
def test_a_workbook_with_a_password(refused, workspace):
    shutil.copy(LOCKED, workspace / "加密.xlsx")

    said = refused("加密.xlsx")

    assert said == (
        "错误：加密.xlsx：有密码，打不开\n下一步：请在 Excel 中取消“打开密码”后再导入\n"
    )


def test_an_empty_sheet(refused, make_workbook):
    path = make_workbook({"活动台账": []}, "空表.xlsx")

    said = refused(str(path))

    assert said == f"错误：空表.xlsx：没有内容\n{MEND}"


def test_a_sheet_with_headers_only(refused, make_workbook):
    path = make_workbook({"活动台账": [["活动名称", "活动类别", "开始日期"]]}, "只有表头.xlsx")

    said = refused(str(path))

    assert said == f"错误：只有表头.xlsx 活动台账：没有一行数据\n{FILL_IN}"


def test_blank_sheets_are_listed_once(refused, make_workbook):
    rows = [["活动名称", "活动类别", "开始日期"]]
    path = make_workbook({"活动": rows, "活动台账": rows}, "空白.xlsx")

    said = refused(str(path))

    assert said == (
        "错误：有 2 处读不了\n  · 空白.xlsx 活动：没有一行数据\n"
        f"  · 空白.xlsx 活动台账：没有一行数据\n{FILL_IN}"
    )


def test_unknown_headers(refused, make_workbook):
    path = make_workbook({"甲": [["日期", "摘要", "借方", "贷方"], ["1月", "茶", 3, 4]]}, "账.xlsx")

    said = refused(str(path))

    assert said == (
        "错误：账.xlsx 甲!第1行：认不出是哪类记录（表头：日期、摘要、借方、贷方）；"
        "应为：若是“活动”，表头至少要有 活动编号，或者 活动名称、开始日期\n"
        f'{MEND.rstrip()}；不用导入的就加 --map "账.xlsx!甲!记录类别=忽略"\n'
    )


def test_questions_that_nobody_answers_are_listed_with_their_choices(refused, make_workbook):
    rows = [["活动名称", "主题", "活动日期"], ["甲", "双碳", "2022-05-06"]]
    path = make_workbook({"活动台账": rows}, "活动.xlsx")

    said = refused(str(path))

    assert said == (
        "错误：有几处要由您说明才能导入\n"
        "  · 活动.xlsx 活动台账!B1：“主题”和“活动名称”都对应“活动名称”，以哪一列为准；"
        "应为：活动名称、主题说明、主题标签、忽略\n"
        '下一步：用 --map 回答，例如 --map "活动.xlsx!活动台账!主题=活动名称"\n'
    )


def test_a_workbook_of_the_wrong_kind(refused):
    members = resource_folder("sample_data") / "members.xlsx"

    said = refused(str(members), "--kind", "活动")

    assert said.startswith("错误：members.xlsx 会员名册!第2行：不是“活动”表，更像“会员”（表头：")
    assert said.endswith(
        "；应为：表头要有 活动编号，或者 活动名称、开始日期\n下一步：不写 --kind，由程序认；"
        '确是“活动”就加 --map "members.xlsx!会员名册!记录类别=活动"\n'
    )


def test_rows_that_cannot_be_read_hold_back_all_others(refused, make_workbook):
    rows = [
        ["活动名称", "活动类别", "开始日期", "线下人数"],
        ["好的一行", "学术", "2022-05-06", 30],
        ["坏日期", "学术", "2022-13-40", 30],
        ["坏类别和人数", "郊游", "2022-05-07", "很多"],
    ]
    path = make_workbook({"活动台账": rows}, "活动.xlsx")

    said = refused(str(path))

    lines = said.splitlines()
    assert lines[0] == "错误：2行有问题，没有导入任何数据"
    assert [line.split("：")[0] for line in lines[1:-1]] == [
        "  · 活动.xlsx 活动台账!C3",
        "  · 活动.xlsx 活动台账!B4",
        "  · 活动.xlsx 活动台账!D4",
    ]
    assert lines[-1] == (
        "下一步：改好后再导入；加 --annotated 问题.xlsx 标出问题所在，加 --partial 先导入其余各行"
    )


def test_one_bad_workbook_among_good_ones_holds_back_all(refused, make_workbook):
    good = make_workbook({"活动": [["活动名称", "开始日期"], ["新的", "2022-05-06"]]}, "好.xlsx")

    said = refused(str(good), "没有.xlsx")

    assert said == "错误：没有.xlsx：找不到这个文件\n下一步：请检查文件名和所在文件夹\n"


def test_an_unknown_record_kind_is_a_usage_error(run, workspace, make_workbook):
    path = make_workbook({"活动": [["活动名称", "开始日期"], ["新的", "2022-05-06"]]})
    before = state_of(workspace)

    done = run("import", str(path), "--kind", "郊游")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err.startswith(
        "错误：没有叫“郊游”的记录类别\n下一步：可用的有：学会档案（society）、会员（member）、"
    )
    assert state_of(workspace) == before


@pytest.mark.parametrize("command", ["check", "progress"])
def test_a_broken_program_file(run, workspace, command):
    (workspace / "坏.yaml").write_text("id: x\ntitle: [\n", encoding="utf-8")
    before = state_of(workspace)

    done = run(command, "--program", "坏.yaml")

    assert (done.code, done.out) == (ExitCode.INPUT, "")
    assert done.err == (
        "错误：坏.yaml 读不懂\n"
        "  · 坏.yaml:3：此处不合 YAML 写法；应为：缩进一致、冒号后有空格、括号成对\n"
        "下一步：请检查所指的行和它上面一行。\n"
    )
    assert state_of(workspace) == before


TOP_WORDS = (
    "id、title、issuer、document、issued_on、year、aliases、clauses、place、inventory、kind、windows、"
    "sets、conditions、requirements、projects…"
)


def test_a_program_file_with_mistakes_lists_all_of_them(run, workspace):
    (workspace / "错.yaml").write_text("id: x\ntitle: 甲\nfoo: 1\n", encoding="utf-8")

    checked = run("check", "--program", "错.yaml")
    linted = run("program", "lint", "错.yaml")
    chosen = run("program", "use", "错.yaml")

    assert (checked.code, linted.code, chosen.code) == (ExitCode.INPUT,) * 3
    wrong = [
        "错.yaml:1：issuer：缺少这一项；应为：必须填写",
        "错.yaml:1：projects：缺少这一项；应为：必须填写",
        "错.yaml:3：没有“foo”这一项；应为：这里可写：" + TOP_WORDS,
    ]
    assert linted.out.splitlines() == wrong
    assert checked.err == chosen.err
    assert checked.err.splitlines() == [
        "错误：计划文件 错.yaml 有 3 处要改",
        *(f"  · {line}" for line in wrong),
        "下一步：改好后可用 societyctl program lint 错.yaml 再查一遍。",
    ]
    assert not (workspace / "settings.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",), ("history",), ("undo",), ("list",), ("show", "activity:1"), ("export",),
        ("check",), ("progress",), ("report", "acceptance"), ("program", "use", "xuzhou-2022"),
    ],
)  # fmt: skip
def test_no_workspace(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)

    done = run("--workspace", "nowhere", *arguments)

    assert (done.code, done.out) == (ExitCode.STORE, "")
    assert done.err == (
        f"错误：没有找到工作区（{tmp_path / 'nowhere'}）\n"
        "下一步：先运行 societyctl init 建立工作区\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("check",), ("progress",), ("report", "acceptance")])
def test_no_program_chosen(run, workspace, arguments):
    before = state_of(workspace)

    done = run(*arguments)

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err == (
        "错误：还没有选用计划\n"
        "下一步：先运行 societyctl program use xuzhou-2022，或加上 --program xuzhou-2022；"
        "用 societyctl program list 查看全部\n"
    )
    assert state_of(workspace) == before


def test_an_unknown_program_names_the_nearest(run, workspace):
    done = run("check", "--program", "xuzhou")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err.startswith("错误：没有叫 xuzhou 的计划\n下一步：是不是 xuzhou-2022？可用的有：")


def test_an_unknown_project_names_those_there_are(run, workspace):
    done = run("check", "--program", "xuzhou-2022", "--project", "nope")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err == (
        "错误：没有叫“nope”的项目\n"
        "下一步：可用的有：一流学会建设（first-class）、"
        "科技创新智库建设特色学会（think-tank-society）、"
        "学术和科技服务特色学会（academic-service-society）、科普特色学会（outreach-society）、"
        "科技服务项目（tech-service）、科技创新智库项目（think-tank-project）\n"
    )


# Nobody may make a folder below a file, not even the administrator whom permissions do not stop.


@pytest.fixture
def no_folder(workspace) -> Path:
    """A folder that cannot be written to, or even made."""
    (workspace / "文件").write_text("a file", encoding="utf-8")
    return workspace / "文件" / "里"


@pytest.mark.parametrize("command", ["init", "demo"])
def test_a_folder_that_cannot_be_made(run, no_folder, command):
    done = run(command, str(no_folder))

    assert done.code == ExitCode.STORE
    where = "工作区" if command == "init" else "文件夹"
    message, hint = done.err.splitlines()
    assert message == f"错误：{where} {no_folder} 不能写入（路径中间有一段是文件，不是文件夹）"
    assert hint.startswith("下一步：")


@pytest.mark.parametrize("command", ["init", "demo"])
def test_a_file_in_place_of_the_folder(run, no_folder, command):
    done = run(command, str(no_folder.parent))

    assert done.code == ExitCode.STORE
    assert "不能写入（已有同名的文件）" in done.err
    assert no_folder.parent.read_text("utf-8") == "a file"


@pytest.mark.parametrize("arguments", [("blank", "活动"), ("export", "活动")])
def test_a_workbook_that_cannot_be_written(run, workspace, no_folder, arguments):
    before = state_of(workspace)

    done = run(*arguments, "-o", str(no_folder / "表.xlsx"))

    assert (done.code, done.out) == (ExitCode.INPUT, "")
    assert done.err == (
        "错误：表.xlsx：写不进去，可能正在 Excel 或 WPS 中打开，或没有权限\n"
        "下一步：请关闭表格软件，或换一个文件名\n"
    )
    assert state_of(workspace) == before


@pytest.mark.slow
def test_a_report_that_cannot_be_written(run, workspace, no_folder):
    before = state_of(workspace)

    done = run("report", "activities", "-p", "xuzhou-2022", "-o", str(no_folder / "表.docx"))

    assert (done.code, done.out) == (ExitCode.STORE, "")
    assert done.err.splitlines() == [
        f"错误：文件夹不能写入：{no_folder}（路径中间有一段是文件，不是文件夹）",
        "下一步：换一个文件夹，用 -o 指明",
    ]
    assert state_of(workspace) == before


def test_a_report_under_the_name_of_another_kind_of_file(run, workspace):
    before = state_of(workspace)

    done = run("report", "activities", "-p", "xuzhou-2022", "-o", "表.pdf")

    assert (done.code, done.out, Path("表.pdf").exists()) == (ExitCode.USAGE, "", False)
    assert done.err.splitlines() == [
        "错误：报告是 Word 文件，文件名要以 .docx 结尾：表.pdf",
        "下一步：例如 -o 报告.docx；要 PDF，再加上 --pdf",
    ]
    assert state_of(workspace) == before


def test_evidence_that_cannot_be_kept(run, workspace):
    shutil.rmtree(workspace / "evidence")
    (workspace / "evidence").write_text("a file", encoding="utf-8")
    (workspace / "照片.jpg").write_bytes(b"picture")
    before = state_of(workspace)

    done = run("attach", "activity:1", "照片.jpg")

    assert (done.code, done.out) == (ExitCode.STORE, "")
    assert done.err.startswith(f"错误：工作区 {workspace} 不能写入（")
    assert state_of(workspace) == before


def test_a_store_that_is_no_database(run, workspace):
    (workspace / "society.db").write_text("not a database", encoding="utf-8")

    done = run("status")

    assert (done.code, done.out) == (ExitCode.STORE, "")
    assert done.err == (
        "错误：数据库文件已损坏，或不是 societyctl 的数据库\n"
        "下一步：请用先前复制的工作区文件夹换回来\n"
    )
