"""``check``, ``progress`` and ``report`` as a script, a pipe and a terminal see them."""

from __future__ import annotations

import csv
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from societyctl.domain.verdicts import ProjectVerdict, Status
from societyctl.errors import ExitCode
from societyctl.resources import resource_folder
from tests.cli.command_line import AS_OF, in_process, state_of, stream, written_to

CHECK = ("check", "--program", "xuzhou-2022", *AS_OF)
DECIDED_BY = {"measure", "record", "finding"}
STRENGTHS = {"gate", "target", "soft", "advisory"}
REQUIREMENT_KEYS = {
    "id", "clauses", "title", "citation", "decided_by", "strength", "status", "measured",
    "needed", "missing", "unit", "counts", "because", "next", "records",
}  # fmt: skip


@pytest.fixture(scope="module")
def checked(sample_store: Path) -> dict[str, object]:
    """The JSON of a check of the sample society."""
    out, err = stream(), stream()
    code = in_process("--workspace", str(sample_store), *CHECK, "--json", out=out, err=err)
    assert (code, written_to(err)) == (ExitCode.FOUND, "")
    assert "\\u" not in written_to(out)
    return json.loads(written_to(out))


def test_a_script_reads_the_json_of_a_process_in_utf8(as_process, sample_store, tmp_path, checked):
    done = as_process("--workspace", str(sample_store), *CHECK, "--json", cwd=tmp_path)

    assert (done.code, done.err) == (ExitCode.FOUND, "")
    assert done.json == checked


def test_the_json_of_check_names_program_society_and_day(checked):
    head = {key: checked[key] for key in ("schema", "kind", "program", "society", "as_of")}

    assert head == {
        "schema": 1,
        "kind": "check",
        "program": {
            "id": "xuzhou-2022",
            "title": "2022年度徐州市科协提升学会服务科技创新能力计划",
            "document": "徐科协办发〔2022〕20号",
        },
        "society": "徐州市旱作与智慧灌溉学会",
        "as_of": "2022-10-20",
    }


def test_every_requirement_of_the_json_has_its_keys_and_words(checked):
    assert {project["verdict"] for project in checked["projects"]} == set(ProjectVerdict)
    found = [r for project in checked["projects"] for r in project["requirements"]]
    for requirement in found:
        assert requirement.keys() >= REQUIREMENT_KEYS, requirement["id"]
        assert requirement["decided_by"] in DECIDED_BY
        assert requirement["strength"] in STRENGTHS
        assert requirement["counts"] is None or requirement["counts"].keys() == {
            "held", "evidenced", "countable",
        }  # fmt: skip
        for record in requirement["records"]:
            assert record.keys() >= {"ref", "title", "counted", "reason"}
    assert {requirement["status"] for requirement in found} == set(Status)


@pytest.mark.slow
def test_every_limit_of_the_json_has_its_keys(checked):
    assert checked["limits"] != []
    for limit in checked["limits"]:
        assert limit.keys() >= {"id", "clauses", "status", "because"}
        assert limit["status"] in set(Status)


def test_every_clause_stands_in_the_check_or_in_the_coverage(checked, run, workspace):
    inventory = resource_folder("programs") / "clauses" / "xuzhou-2022.tsv"
    with inventory.open(encoding="utf-8") as file:
        wanted = {row[0] for row in csv.reader(file, delimiter="\t") if row[0].startswith("xz22.")}

    covered = run("program", "coverage", "xuzhou-2022", "--json").json

    asked = [*checked["limits"], *(r for p in checked["projects"] for r in p["requirements"])]
    reached = {clause for item in asked for clause in item["clauses"]}
    reached |= {clause["id"] for clause in covered["clauses"] if clause["how"] != "missing"}
    assert (len(wanted), wanted - reached) == (184, set())
    assert (covered["covered"], covered["total"]) == (184, 184)


def test_a_project_that_may_be_applied_for_exits_0(run, empty_workspace):
    (empty_workspace / "easy.yaml").write_text(
        "id: easy\ntitle: 很容易的通知\nissuer: 市科协\nyear: 2022\n"
        "projects:\n  - id: p\n    title: 项目\n    requirements:\n"
        "      - {id: r, clauses: [], place: 一, title: 办过活动,\n"
        "         test: {count: activity, at_least: 1}}\n",
        encoding="utf-8",
    )
    run("add", "活动", "活动名称=科普进校园", "开始日期=2022-05-06", "状态=已举办")

    done = run("check", "--program", "easy.yaml", "--as-of", "2022-12-31")
    earlier = run("check", "--program", "easy.yaml", "--as-of", "2022-12-31", "--json")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert [project["verdict"] for project in earlier.json["projects"]] == ["eligible"]


def test_one_project_shows_the_records_that_count(run, workspace):
    done = run(*CHECK, "--project", "tech-service")

    assert done.code == ExitCode.FOUND
    assert "计入的记录（1）：" in done.out
    assert "一流学会建设" not in done.out


@pytest.mark.slow
def test_check_changes_no_record(run, workspace):
    before = state_of(workspace)

    run(*CHECK)

    assert state_of(workspace) == before


def test_progress_as_json(run, workspace):
    done = run("progress", "--program", "xuzhou-2022", *AS_OF, "--json")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert (done.json["schema"], done.json["kind"]) == (1, "progress")
    assert done.json["targets"] != []
    for target in done.json["targets"]:
        assert target.keys() >= {"held", "evidenced", "countable", "missing", "due"}


@pytest.mark.slow
def test_the_program_chosen_is_the_one_used(run, workspace):
    named = run("progress", "--program", "xuzhou-2022", *AS_OF)

    run("program", "use", "xuzhou-2022")

    assert run("progress", *AS_OF) == named


@pytest.mark.parametrize("arguments", [CHECK, ("progress", "-p", "xuzhou-2022", *AS_OF)])
def test_piped_output_is_plain_and_80_wide(as_process, workspace, arguments):
    done = as_process(*arguments, cwd=workspace, FORCE_COLOR="", NO_COLOR="", COLUMNS="200")

    assert done.err == ""
    assert "\x1b" not in done.out
    assert max(len(line.rstrip()) for line in done.out.splitlines()) <= 80


def shown_at_a_terminal(*arguments: str, cwd: Path, environment: dict[str, str]) -> str:
    screen, keyboard = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "societyctl", *arguments],
        cwd=cwd,
        env=environment,
        stdin=keyboard, stdout=keyboard, stderr=keyboard,
    )  # fmt: skip
    os.close(keyboard)
    shown = b""
    try:
        while piece := os.read(screen, 65536):
            shown += piece
    except OSError:  # how a terminal says that the program has gone
        pass
    finally:
        os.close(screen)
        process.wait(timeout=60)
    return shown.decode("utf-8")


def test_colours_at_a_terminal_unless_they_are_refused(workspace, monkeypatch, process_environment):
    monkeypatch.delenv("NO_COLOR")
    terminal = process_environment(TERM="xterm-256color")

    coloured = shown_at_a_terminal(*CHECK, cwd=workspace, environment=terminal)
    plain = shown_at_a_terminal(*CHECK, cwd=workspace, environment={**terminal, "NO_COLOR": "1"})

    assert "\x1b[" in coloured
    assert "\x1b[3" not in plain
    assert "\x1b[1;3" not in plain


@pytest.mark.slow
def test_a_page_longer_than_the_window_goes_through_the_pager_at_a_terminal_alone(
    as_process, workspace, process_environment
):
    numbered = process_environment(TERM="xterm-256color", PAGER="cat -n")

    long = shown_at_a_terminal(*CHECK, "--verbose", cwd=workspace, environment=numbered)
    short = shown_at_a_terminal("history", cwd=workspace, environment=numbered)
    piped = as_process(*CHECK, "--verbose", cwd=workspace, PAGER="cat -n").out

    assert "     1\t" in long
    assert "     1\t" not in short + piped


@pytest.mark.slow
def test_of_too_many_records_the_rest_is_counted(workspace, run, monkeypatch):
    whole = records_of(run(*CHECK, "--json").json)
    monkeypatch.setattr("societyctl.workflows.checking.RECORDS_LISTED", 3)

    few = records_of(run(*CHECK, "--json").json)

    assert not any(more for _, more in whole.values())
    assert any(more for _, more in few.values())
    for requirement, (listed, more) in few.items():
        # What one question leaves out may be listed for another.
        assert len(listed) + more >= len(whole[requirement][0])
    assert records_of(run(*CHECK, "--json", "--records", "all").json) == whole
    assert "没有列出，加 --records all 全部列出" in run(*CHECK, "--verbose").out
    assert run(*CHECK, "--records", "some").code == ExitCode.USAGE


def records_of(view):
    """Return what is listed for every requirement, and how many more there are."""
    return {
        (project["id"], item["id"]): (item["records"], item.get("more_records", 0))
        for project in view["projects"]
        for item in project["requirements"]
    }
