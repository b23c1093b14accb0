"""``program show|new|diff|coverage --notice``: tools for those who write program files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from docx import Document

from societyctl.errors import ExitCode
from societyctl.resources import resource_folder

BUILT_IN = ["changzhou-2020", "jiangsu-2023", "xuzhou-2022", "yangzhou-2019", "yangzhou-2020"]


@pytest.mark.parametrize("program", BUILT_IN)
def test_every_program_can_be_shown(run, tmp_path, monkeypatch, program):
    monkeypatch.chdir(tmp_path)

    plain = run("program", "show", program)
    shown = run("program", "show", program, "--json").json

    assert (plain.code, plain.err) == (ExitCode.OK, "")
    assert (shown["schema"], shown["kind"], shown["id"]) == (1, "program", program)
    assert all(
        project["title"] in "".join(plain.out.split()) or project for project in shown["projects"]
    )


def test_what_the_notice_does_not_say_is_not_made_up(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    shown = run("program", "show", "xuzhou-2022", "--json").json

    assert {project["funding"] for project in shown["projects"]} == {"未公布"}
    assert {project["deadline"] for project in shown["projects"]} == {
        "2022年6月5日", "2022年11月10日",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("program", BUILT_IN)
def test_next_years_file_asks_only_for_the_deadlines(run, empty_workspace, program):
    stem, _, year = program.rpartition("-")
    new_id = f"{stem}-{int(year) + 8}"

    done = run("program", "new", new_id, "--from", program)
    linted = run("program", "lint", new_id)

    assert done.code == ExitCode.OK
    assert all("date" in line for line in linted.out.splitlines() if "yaml:" in line)


@pytest.mark.slow
def test_next_years_file_keeps_the_text_and_moves_the_years(run, empty_workspace):
    run("program", "new", "xuzhou-2023", "--from", "xuzhou-2022")

    path = empty_workspace / "programs" / "xuzhou-2023.yaml"
    text = path.read_text("utf-8")
    filled = text.replace("# 核对：请写今年的 date:", "date: 2023-06-05 #")
    path.write_text(filled, "utf-8")
    coverage = run("program", "coverage", "xuzhou-2023", "--json").json

    assert "document: 徐科协" not in text
    assert "since_launch: {from: 2023-04-29, to: 2023-12-31" in text
    assert "# 读法约定" in text
    assert run("program", "lint", "xuzhou-2023").code == ExitCode.OK
    assert coverage["covered"] > coverage["total"] - 12
    assert coverage["unknown"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("xuzhou-2022", "--from", "yangzhou-2020"), ExitCode.USAGE),
        (("Xuzhou 2023", "--from", "xuzhou-2022"), ExitCode.USAGE),
        (("new-one", "--from", "nonsense"), ExitCode.USAGE),
        (("new-one", "--from", "xuzhou-2022", "--year", "2022"), ExitCode.USAGE),
        (("new-one", "--title", "通知"), ExitCode.USAGE),
        (("new-one", "--title", "甲", "--issuer", "乙", "--deadline", "六月"), ExitCode.USAGE),
    ],
)
def test_what_cannot_become_a_program_is_refused(run, empty_workspace, arguments, code):
    done = run("program", "new", *arguments)

    assert (done.code, done.out) == (code, "")
    assert list((empty_workspace / "programs").iterdir()) == []


def test_an_existing_file_is_never_overwritten(run, empty_workspace, tmp_path):
    target = tmp_path / "own.yaml"
    target.write_text("mine", "utf-8")

    done = run("program", "new", "own-2024", "--from", "xuzhou-2022", "-o", str(target))

    assert (done.code, target.read_text("utf-8")) == (ExitCode.USAGE, "mine")


def test_a_first_draft_can_be_used_at_once(run, empty_workspace):
    done = run(
        "program", "new", "suzhou-2024", "--title", '苏州："创新" 通知 #1', "--issuer", "市科协",
        "--project", "甲类", "--project", "乙类", "--deadline", "2024-06-30",
    )  # fmt: skip

    shown = run("program", "show", "suzhou-2024", "--json").json
    assert done.code == ExitCode.OK
    assert run("program", "lint", "suzhou-2024").code == ExitCode.OK
    assert shown["title"] == '苏州："创新" 通知 #1'
    assert [p["title"] for p in shown["projects"]] == ["甲类", "乙类"]
    assert shown["deadlines"] == [{"title": "申报截止", "when": "2024年6月30日", "note": ""}]


@pytest.fixture
def stricter(workspace: Path) -> str:
    """The sample program with one threshold raised and one requirement gone."""
    text = (resource_folder("programs") / "xuzhou-2022.yaml").read_text("utf-8")
    text = text.replace("id: xuzhou-2022", "id: own-2022", 1).replace(
        "at_least: 4A", "at_least: 5A"
    )
    start = text.index("    - id: affiliated\n")
    text = text[:start] + text[text.index("    - id: inspection-2021\n") :]
    (workspace / "programs" / "own-2022.yaml").write_text(text, "utf-8")
    return "own-2022"


@pytest.mark.slow
def test_diff_says_what_changed_and_what_it_changes_for_the_society(run, stricter):
    as_of = ("--as-of", "2022-10-20")

    done = run("program", "diff", "xuzhou-2022", stricter, *as_of)
    found = run("program", "diff", "xuzhou-2022", stricter, *as_of, "--json").json

    items = {(i["change"], i["subject"], i["id"]): i for i in found["items"]}
    raised = items["changed", "requirement", "rating-4a"]
    assert set(items) == {
        ("removed", "requirement", "affiliated"), ("changed", "requirement", "rating-4a"),
    }  # fmt: skip
    assert {(f["title"].rpartition("·")[2], f["before"], f["after"]) for f in raised["fields"]} == {
        ("不少于", "4A", "5A")
    }
    assert len(items["removed", "requirement", "affiliated"]["projects"]) == 6
    verdicts = {(v["subject"], v["id"]): (v["before"], v["after"]) for v in found["verdicts"]}
    assert verdicts["requirement", "rating-4a"][0] == "met"
    assert verdicts["project", "first-class"][0] == "eligible"
    assert done.code == ExitCode.FOUND
    assert "取消 要求" in done.out


def test_diff_of_a_program_with_itself_finds_nothing(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    done = run("program", "diff", "xuzhou-2022", "xuzhou-2022")

    assert (done.code, "没有差别" in done.out) == (ExitCode.OK, True)


NOTICE = """关于申报的通知
二、申报条件
（二）资格
1. 须为市科协所属市级学会。
2. 2021年度年检合格。
3. 每年至少编印两本少儿科幻连环画，并于9月30日前寄送。
"""


@pytest.mark.slow
def test_sentences_that_oblige_and_that_nothing_cites_are_listed(run, workspace):
    notice = workspace / "通知.txt"
    notice.write_text(NOTICE, "gb18030")

    done = run("program", "coverage", "xuzhou-2022", "--notice", str(notice), "--json")

    found = done.json
    assert (done.code, len(found["sentences"])) == (ExitCode.FOUND, 2)
    assert [(s["line"], s["place"]) for s in found["uncited"]] == [(6, "二（二）3")]


def test_a_sentence_with_another_number_is_listed_with_it(run, workspace):
    Path("通知.txt").write_text("四、本年度主办或承办学术活动不少于7场。\n", "utf-8")

    done = run("program", "coverage", "xuzhou-2022", "--notice", "通知.txt", "--json")

    [sentence] = done.json["uncited"]
    assert sentence["numbers"] == [7]
    assert "academic-events" in sentence["cited_by"]


def test_all_shows_what_answers_for_each_sentence(run, workspace):
    Path("通知.txt").write_text("四、本年度主办或承办学术活动不少于2场。\n", "utf-8")

    done = run("program", "coverage", "xuzhou-2022", "--notice", "通知.txt", "--all")

    assert done.code == ExitCode.OK
    assert "对应：academic-events" in done.out


def test_a_notice_may_be_a_word_file(run, workspace):
    document = Document()
    for line in NOTICE.splitlines():
        document.add_paragraph(line)
    document.save(str(workspace / "通知.docx"))

    done = run("program", "coverage", "xuzhou-2022", "--notice", "通知.docx")

    assert done.code == ExitCode.FOUND
    assert "连环画" in done.out


def test_notices_that_cannot_be_read_are_named(run, workspace):
    (workspace / "a.docx").write_text("not a zip", "utf-8")
    with zipfile.ZipFile(workspace / "b.docx", "w") as package:
        package.writestr("word/document.xml", "<!DOCTYPE x><x/>")
    (workspace / "c.txt").write_bytes(b"\0\1\2")

    codes = {
        name: run("program", "coverage", "xuzhou-2022", "--notice", name).code
        for name in ("a.docx", "b.docx", "c.txt", "missing.txt")
    }

    assert set(codes.values()) == {ExitCode.INPUT}


def test_a_notice_is_held_against_one_program(run, workspace):
    done = run("program", "coverage", "--notice", "通知.txt")

    assert (done.code, json.dumps(done.out)) == (ExitCode.USAGE, '""')
