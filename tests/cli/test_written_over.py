"""Files named by the person: what stood there is kept beside it, whatever the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from societyctl.errors import ExitCode
from tests.cli.command_line import AS_OF

CHECK = ("check", "--program", "xuzhou-2022", *AS_OF)
WRITERS = {
    "blank": ("blank", "活动", "-o"),
    "blank --for": ("blank", "--for", "outreach-society", *CHECK[1:], "-o"),
    "export": ("export", "协议", "-o"),
    "check": (*CHECK, "-o"),
    "judge": ("judge", "--program", "xuzhou-2022", *AS_OF, "--export"),
}


def filled(path: Path) -> bytes:
    """Write a workbook in which somebody has filled something in."""
    book = openpyxl.Workbook()
    book.active["A1"] = "填了一下午"
    book.save(path)
    return path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("command", WRITERS)
def test_a_file_of_that_name_is_kept_as_a_dated_copy(run, workspace, command):
    before = filled(Path("表.xlsx"))

    done = run(*WRITERS[command], "表.xlsx")

    [kept] = Path().glob("表（*）.xlsx")
    assert kept.read_bytes() == before
    assert f"原来的文件另存为 {kept}\n" in done.err
    assert openpyxl.load_workbook("表.xlsx").sheetnames != ["Sheet"]


@pytest.mark.parametrize("command", WRITERS)
def test_nothing_is_said_of_copies_where_nothing_stood(run, workspace, command):
    done = run(*WRITERS[command], "表.xlsx")

    assert "另存为" not in done.err
    assert [path.name for path in Path().glob("表*.xlsx")] == ["表.xlsx"]


@pytest.mark.slow
def test_findings_filled_in_survive_a_second_export(run, workspace):
    run(*WRITERS["judge"], "研判.xlsx")
    book = openpyxl.load_workbook("研判.xlsx")
    book["人工研判"]["H2"] = "符合"
    book.save("研判.xlsx")

    run(*WRITERS["judge"], "研判.xlsx")

    [kept] = Path().glob("研判（*）.xlsx")
    assert openpyxl.load_workbook(kept)["人工研判"]["H2"].value == "符合"


def test_a_marked_copy_does_not_replace_a_mended_one(run, empty_workspace, make_workbook):
    before = filled(Path("问题.xlsx"))
    rows = [["活动名称", "活动时间"], ["节水讲座", "2022-13-40"]]

    done = run("import", str(make_workbook({"活动": rows})), "--annotated", "问题.xlsx")

    [kept] = Path().glob("问题（*）.xlsx")
    assert kept.read_bytes() == before
    assert f"原来的文件另存为 {kept}" in done.err


def test_marked_copies_of_one_name_and_two_formats_are_two_files(
    run, empty_workspace, make_workbook
):
    rows = [["活动名称", "活动时间"], ["节水讲座", "2022-13-40"]]
    book = make_workbook({"活动": rows}, "活动.xlsx")
    text = book.with_suffix(".csv")
    text.write_text("\n".join(map(",".join, rows)), encoding="utf-8")

    run("import", str(book), str(text), "--kind", "活动", "--annotated", "问题.xlsx")

    assert sorted(path.name for path in Path().glob("问题*")) == [
        "问题-活动.csv.xlsx",
        "问题-活动.xlsx",
    ]


def test_a_file_open_in_an_office_program_is_left_alone(run, workspace):
    before = filled(Path("表.xlsx"))
    Path(".~lock.表.xlsx#").write_text("", encoding="utf-8")

    done = run("blank", "活动", "-o", "表.xlsx")

    assert done.code == ExitCode.INPUT
    assert (Path("表.xlsx").read_bytes(), list(Path().glob("表（*"))) == (before, [])


@pytest.mark.slow
def test_suggested_commands_of_one_check_write_to_different_files(run, empty_workspace):
    told = json.dumps(json.loads(run(*CHECK, "--json").out), ensure_ascii=False)
    sheets_of: dict[str, set[str]] = {}
    for kinds, file in re.findall(r"societyctl blank ([\w ]+) -o ([^\s\"；，]+)", told):
        sheets_of.setdefault(file, set()).add(kinds)

    assert len(sheets_of) > 3
    assert {len(kinds) for kinds in sheets_of.values()} == {1}


@pytest.mark.slow
def test_a_public_copy_that_was_changed_is_kept_too(run, workspace):
    order = ("report", "activities", "-p", "xuzhou-2022", *AS_OF, "--public", "-o", "活动.docx")
    run(*order)
    public = Path("活动（公开稿）.docx")
    before = public.read_bytes() + b"signed"
    public.write_bytes(before)

    done = run(*order)

    [kept] = Path().glob("活动（公开稿）（*）.docx")
    assert kept.read_bytes() == before
    assert f"原来的文件另存为 {kept}\n" in done.err
