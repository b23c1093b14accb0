"""``program …``: the program files, built in and of one's own."""

from __future__ import annotations

import pytest

from societyctl.errors import ExitCode
from societyctl.resources import resource_folder

BUILT_IN = ["changzhou-2020", "jiangsu-2023", "xuzhou-2022", "yangzhou-2019", "yangzhou-2020"]
OWN = (
    "id: town-2024\ntitle: 某县通知\nissuer: 县科协\nyear: 2024\n"
    "projects:\n  - id: p\n    title: 项目\n    requirements:\n"
    "      - {id: r, clauses: [], place: 一, title: 办过活动,\n"
    "         test: {count: activity, at_least: 1}}\n"
)


@pytest.fixture
def own_file(empty_workspace):
    path = empty_workspace.parent / "县里的.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.mark.slow
def test_list_marks_the_program_chosen(run, empty_workspace):
    run("program", "use", "xuzhou-2022")

    plain = run("program", "list")
    listed = run("program", "list", "--json").json

    assert (plain.code, plain.err) == (ExitCode.OK, "")
    assert [line[1:].split()[0] for line in plain.out.splitlines()[:5]] == BUILT_IN
    assert [line[0] for line in plain.out.splitlines()[:5]] == ["　", "　", "＊", "　", "　"]
    assert (listed["schema"], listed["kind"]) == (1, "programs")
    assert [item["id"] for item in listed["programs"] if item["chosen"]] == ["xuzhou-2022"]


@pytest.mark.slow
def test_list_needs_no_workspace(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    done = run("program", "list")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert len(done.out.splitlines()) == 5


def test_use_tells_the_title(run, empty_workspace):
    done = run("program", "use", "yangzhou-2020")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert done.out.splitlines() == [
        "已选用 yangzhou-2020：2020年扬州市科协学会创新和服务能力提升计划",
        "接着可以：societyctl check",
    ]


def test_a_file_chosen_by_its_path_is_found_again_from_another_folder(
    run, own_file, empty_workspace, monkeypatch
):
    monkeypatch.chdir(own_file.parent)
    run("--workspace", "ws", "program", "use", "县里的.yaml")
    monkeypatch.chdir(empty_workspace / "evidence")

    done = run("check", "--json", "--as-of", "2024-12-31")

    assert done.json["program"]["id"] == "town-2024"


@pytest.mark.slow
def test_a_file_in_the_workspace_is_listed_and_used_by_its_name(run, own_file, empty_workspace):
    own_file.rename(empty_workspace / "programs" / "county.yaml")

    listed = run("program", "list").out.splitlines()
    run("program", "use", "county")

    assert listed[-1] == "　county          某县通知（自编）"
    assert run("check", "--json", "--as-of", "2024-12-31").json["program"]["id"] == "town-2024"


@pytest.mark.slow
def test_lint_finds_nothing_wrong_with_what_ships(run, empty_workspace):
    for name in BUILT_IN:
        done = run("program", "lint", name)

        assert (done.code, done.out, done.err) == (ExitCode.OK, "没有发现错误\n", "")


def test_show_names_projects_and_deadlines(run, empty_workspace):
    done = run("program", "show", "xuzhou-2022")

    assert (done.code, done.err) == (ExitCode.OK, "")
    for words in ("徐科协办发〔2022〕20号", "first-class", "截止日期", "2022年11月10日"):
        assert words in done.out


def test_schema_is_a_json_schema(run):
    done = run("program", "schema")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert done.json["type"] == "object"
    assert {"id", "title", "projects"} <= done.json["properties"].keys()


def test_coverage_prints_covered_and_total(run, empty_workspace):
    done = run("program", "coverage", "xuzhou-2022")

    assert (done.code, done.err) == (ExitCode.OK, "")
    assert done.out.splitlines()[0] == "xuzhou-2022：184/184条已落实"


@pytest.mark.slow
def test_coverage_lists_every_clause_when_asked(run, empty_workspace):
    done = run("program", "coverage", "xuzhou-2022", "--all")

    inventory = (resource_folder("programs") / "clauses" / "xuzhou-2022.tsv").read_text("utf-8")
    ids = [line.split("\t")[0] for line in inventory.splitlines() if line.startswith("xz22.")]
    listed = {line.split()[0] for line in done.out.splitlines() if line.startswith("xz22.")}
    assert (len(ids), set(ids) - listed) == (184, set())


def test_coverage_of_a_program_without_an_inventory(run, own_file, empty_workspace):
    done = run("program", "coverage", str(own_file))

    assert (done.code, done.out) == (ExitCode.INPUT, "")
    assert done.err == (
        "错误：计划 town-2024 没有条款清单，无从核对\n"
        "下一步：把清单放在计划文件旁边的 clauses/town-2024.tsv："
        "条款号、位置、标题，用制表符分隔。\n"
    )


def test_an_own_file_named_like_a_built_in_one_is_not_chosen_silently(
    run, own_file, empty_workspace
):
    own_file.rename(empty_workspace / "programs" / "xuzhou-2022.yaml")

    done = run("program", "use", "xuzhou-2022")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err.startswith("错误：工作区里的 xuzhou-2022.yaml 与内置计划同名，不知道该用哪一个")
