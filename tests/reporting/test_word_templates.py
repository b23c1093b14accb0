"""Templates: where they come from, what is wrong with them, and what they may not do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from societyctl.errors import TemplateError, UsageError
from societyctl.reporting.forms.blocks import body, last_section
from societyctl.reporting.papers.acceptance import acceptance_paper
from societyctl.reporting.papers.registry import PAPERS
from societyctl.reporting.word_package import build_package
from societyctl.reporting.word_reports import Edition, print_paper
from societyctl.reporting.word_templates import (
    TemplateEntry,
    export_template,
    find_template,
    lint_template,
    list_templates,
)
from societyctl.reporting.word_xml import Cell, paragraph, row, run, table
from societyctl.resources import resource_folder
from tests.reporting.word_samples import DOSSIER, texts


def made(folder: Path, content: str, name: str = "acceptance.docx") -> Path:
    path = folder / name
    path.write_bytes(build_package(content + last_section(), "模板"))
    return path


def problems(folder: Path, content: str) -> list[tuple[str, str, str]]:
    return [
        (issue.where, issue.found, issue.expected) for issue in lint_template(made(folder, content))
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_every_packaged_template_uses_only_what_its_paper_offers(name: str):
    path = find_template(name, "jiangsu-2023")

    assert lint_template(path) == ()


def test_an_unknown_name_is_reported_with_its_place_and_the_nearest_names(tmp_path: Path):
    assert problems(tmp_path, body("单位：{{ cover.socity }}")) == [
        (
            "acceptance.docx 第1段“单位：{{ cover.socity }}”",
            "没有“cover.socity”这个名称",
            "cover.society",
        )
    ]


def test_names_inside_loops_tables_and_footers_are_checked(tmp_path: Path):
    rows = [
        row(["{%tr for t in targets %}"], (8000,)),
        row([Cell("{{ t.title }} {{ t.titel }} {{ t.title.upper }}")], (8000,)),
        row(["{%tr endfor %}"], (8000,)),
    ]
    path = made(tmp_path, table(rows, (8000,)))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(b"{{ stamp }}", b"{{ stam }}")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert [(issue.where.split("“")[0], issue.found) for issue in lint_template(path)] == [
        ("acceptance.docx 第1个表格第2行第1格", "没有“t.titel”这个名称"),
        ("acceptance.docx 第1个表格第2行第1格", "t.title 下没有 upper"),
        ("acceptance.docx 页脚第2段", "没有“stam”这个名称"),
    ]


def test_a_tag_that_word_split_over_runs_still_works(tmp_path: Path):
    split = paragraph(run("{") + run("{ cover.") + run("title }") + run("}"), "Body")
    path = made(tmp_path, split)

    assert lint_template(path) == ()
    target = tmp_path / "out.docx"
    print_paper(acceptance_paper(DOSSIER), path, target, Edition(count_pages=False))
    assert texts(target)[0] == "一流学会建设"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{{ cover.title", "标记写法有误"),
        ("{% if cover.title %}没有结尾", "标记写法有误"),
        ("｛｛ cover.title ｝｝", "标记用了全角括号"),
        ("{{ targets }}", "targets 不是一个值"),
        ("{% for x in cover %}{% endfor %}", "cover 不是列表"),
    ],
)
def test_broken_tags_are_named(written: str, found: str, tmp_path: Path):
    assert [issue[1].startswith(found) for issue in problems(tmp_path, body(written))] == [True]


HOSTILE = (
    "{{ ''.__class__ }}",
    "{{ cover.__init__ }}",
    "{{ cover['__class__'] }}",
    "{{ cover.title.format(1) }}",
    "{{ cover|attr('__class__') }}",
    "{{ 'a' * 1000000000 }}",
    "{% for i in range(1000000000) %}x{% endfor %}",
    "{% set x = 1 %}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% macro m() %}{% endmacro %}",
    "{{ lipsum.__globals__ }}",
    "{{ self.x }}",
)


@pytest.mark.parametrize("written", HOSTILE)
def test_a_hostile_template_is_refused_and_never_run(written: str, tmp_path: Path):
    path = made(tmp_path, body(written))
    target = tmp_path / "out.docx"

    assert lint_template(path) != ()
    with pytest.raises(TemplateError, match="处错误"):
        print_paper(acceptance_paper(DOSSIER), path, target)
    assert not target.exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04broken"])
def test_a_file_that_is_no_word_file_is_refused_plainly(content: bytes, tmp_path: Path):
    path = tmp_path / "acceptance.docx"
    path.write_bytes(content)

    with pytest.raises(TemplateError, match="不是"):
        lint_template(path)


def test_an_archive_of_something_else_is_refused_plainly(tmp_path: Path):
    path = tmp_path / "acceptance.docx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    path.write_bytes(buffer.getvalue())

    with pytest.raises(TemplateError, match="不是完好的 Word 文件"):
        lint_template(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path):
    path = tmp_path / "acceptance.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (65 * 1024 * 1024))

    with pytest.raises(TemplateError, match="超过 64 MB"):
        lint_template(path)


def test_the_users_own_template_goes_before_the_packaged_one(tmp_path: Path):
    packaged = resource_folder("templates")
    own = tmp_path / "templates"
    assert find_template("acceptance", "xuzhou-2022", own) == packaged / "default/acceptance.docx"

    general = export_template("acceptance", "xuzhou-2022", own / "acceptance.docx")
    assert find_template("acceptance", "xuzhou-2022", own) == general
    special = export_template("acceptance", "xuzhou-2022", own / "xuzhou-2022/acceptance.docx")
    assert find_template("acceptance", "xuzhou-2022", own) == special
    assert find_template("acceptance", "yangzhou-2020", own) == general
    assert list_templates(own)[:2] == (
        TemplateEntry("acceptance", "", general, own=True),
        TemplateEntry("acceptance", "xuzhou-2022", special, own=True),
    )


def test_a_paper_without_a_template_or_a_name_is_refused(tmp_path: Path):
    with pytest.raises(TemplateError, match="没有“upgrade”的模板"):
        find_template("upgrade", "xuzhou-2022")
    Document().save(str(tmp_path / "x.docx"))
    with pytest.raises(UsageError, match="没有“x”这种材料"):
        lint_template(tmp_path / "x.docx")
