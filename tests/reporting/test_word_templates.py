"""Templates: where they come from, what is wrong with them, and what they may not do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from societyctl.domain.layouts import Fonts, Layout, Margins, PaperRules
from societyctl.errors import Issue, ProgramError, TemplateError, UsageError
from societyctl.reporting.papers.registry import PAPERS, paper_form
from societyctl.reporting.template_builder import FOLDERS, build_all
from societyctl.reporting.word.blocks import body
from societyctl.reporting.word.package import build_package, section
from societyctl.reporting.word.rendering import lint_template
from societyctl.reporting.word.templates import (
    Template,
    TemplateEntry,
    export_template,
    find_template,
    list_templates,
    read_template_file,
)
from societyctl.reporting.word.xml import DECLARED, TableCell, paragraph, row, run, table
from societyctl.resources import resource_folder
from tests.reporting.word_samples import FULL, make, part, template, texts


def made(folder: Path, content: str, name: str = "acceptance.docx") -> Path:
    path = folder / name
    end = section(Layout(), numbered=True)
    path.write_bytes(build_package(content + end, "模板", Layout()))
    return path


def mistakes(path: Path) -> tuple[Issue, ...]:
    return lint_template(path, paper_form(path.stem).offer())


def problems(folder: Path, content: str) -> list[tuple[str, str, str]]:
    return [(issue.where, issue.found, issue.expected) for issue in mistakes(made(folder, content))]


@pytest.mark.parametrize("name", PAPERS)
def test_every_packaged_template_uses_only_what_its_paper_offers(name: str):
    assert mistakes(template(f"{FOLDERS.get(name, 'default')}/{name}")) == ()


def test_the_packaged_templates_are_what_the_forms_make():
    folder = resource_folder("templates")
    lying = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.docx")}

    made_now = build_all()
    assert sorted(lying) == sorted(made_now)
    assert [name for name, path in lying.items() if path.read_bytes() != made_now[name]] == []


def test_an_unknown_name_is_reported_with_its_place_and_the_nearest_names(tmp_path: Path):
    assert problems(tmp_path, body("单位：{{ socity }}")) == [
        ("acceptance.docx 第1段“单位：{{ socity }}”", "没有“socity”这个名称", "society、secretary")
    ]


def test_names_inside_loops_tables_and_footers_are_checked(tmp_path: Path):
    rows = [
        row(["{%tr for t in targets %}"], (8000,)),
        row([TableCell("{{ t.title }} {{ t.titel }} {{ t.title.upper }}")], (8000,)),
        row(["{%tr endfor %}"], (8000,)),
    ]
    path = made(tmp_path, table(rows, (8000,)))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(b"{{ stamp }}", b"{{ stam }}")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert [(issue.where.split("“")[0], issue.found) for issue in mistakes(path)] == [
        ("acceptance.docx 第1个表格第2行第1格", "没有“t.titel”这个名称"),
        ("acceptance.docx 第1个表格第2行第1格", "t.title 下没有 upper"),
        ("acceptance.docx 页脚第2段", "没有“stam”这个名称"),
    ]


def test_names_in_footnotes_are_checked(tmp_path: Path):
    path = made(tmp_path, body("正文"))
    notes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/footnotes.xml"] = (
        f"<w:footnotes {DECLARED}><w:footnote w:id='1'>{body('{{ fone }}')}</w:footnote>"
        "</w:footnotes>"
    ).encode()
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId9" Type="{notes}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert [(issue.where.split("“")[0], issue.found) for issue in mistakes(path)] == [
        ("acceptance.docx 脚注第1段", "没有“fone”这个名称")
    ]


def test_a_tag_that_word_split_over_runs_still_works(tmp_path: Path):
    split = paragraph(run("{") + run("{ pro") + run("ject }") + run("}"), "Body")
    path = made(tmp_path, split)

    assert mistakes(path) == ()
    target = tmp_path / "out.docx"
    make("acceptance", target, template=read_template_file(path))
    assert texts(target)[0] == "一流学会建设"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{{ project", "标记写法有误"),
        ("{% if project %}没有结尾", "{% if %} 没有 {% endif %}"),
        ("没有开头{% endfor %}", "{% endfor %} 前面没有 {% for %}"),
        ("{% if project %}交错{% endfor %}", "{% if %} 没有 {% endif %}"),
        ("{{ society.leader.phone }}", "society 下没有 leader"),
        ("{{ activities.title }}", "activities 是列表，不能直接写 activities.title"),
        ("｛｛ project ｝｝", "标记用了全角括号"),
        ("{{ targets }}", "targets 不是一个值"),
        ("{% for x in society %}{% endfor %}", "society 不是列表"),
    ],
)
def test_broken_tags_are_named(written: str, found: str, tmp_path: Path):
    assert [issue[1].startswith(found) for issue in problems(tmp_path, body(written))] == [True]


@pytest.mark.parametrize(
    "content",
    [
        body("前{%p if society %}后") + body("{%p endif %}"),
        body("{%tr for a in activities %}") + body("{%tr endfor %}"),
        table([row(["{%tr for a in activities %}{{ a.title }}{%tr endfor %}"], (8000,))], (8000,)),
        table([row(["{%tc if society %}x", "{%tc endif %}"], (4000, 4000))], (4000, 4000)),
    ],
)
def test_a_tag_that_would_swallow_what_stands_beside_it_is_named(content: str, tmp_path: Path):
    found = [found for _, found, _ in problems(tmp_path, content)]

    assert any("须独占" in text for text in found)


HOSTILE = (
    "{{ 5|join }}",
    "{{ activities|join }}",
    "{{ society|safe }}",
    "{{ society[0:3] }}",
    "{% if society > 1 %}x{% endif %}",
    "{% if 1 in society %}x{% endif %}",
    "{{ 'a' if society else 'b' }}",
    "{% hm %}",
    "{% for a in activities %}{% for b in activities %}x{% endfor %}{% endfor %}",
    "{{ ''.__class__ }}",
    "{{ society.__init__ }}",
    "{{ society['__class__'] }}",
    "{{ project.format(1) }}",
    "{{ society|attr('__class__') }}",
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

    assert mistakes(path) != ()
    with pytest.raises(TemplateError, match="处错误"):
        make("acceptance", target, template=read_template_file(path))
    assert not target.exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04broken"])
def test_a_file_that_is_no_word_file_is_refused_plainly(content: bytes, tmp_path: Path):
    path = tmp_path / "acceptance.docx"
    path.write_bytes(content)

    with pytest.raises(TemplateError, match="不是"):
        mistakes(path)


def test_an_archive_of_something_else_is_refused_plainly(tmp_path: Path):
    path = tmp_path / "acceptance.docx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    path.write_bytes(buffer.getvalue())

    with pytest.raises(TemplateError, match="不是完好的 Word 文件"):
        mistakes(path)


@pytest.mark.slow
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path):
    path = tmp_path / "acceptance.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (65 * 1024 * 1024))

    with pytest.raises(TemplateError, match="超过 64 MB"):
        mistakes(path)


def test_the_users_own_template_goes_before_the_packaged_one(tmp_path: Path):
    form, own = PAPERS["acceptance"], tmp_path / "templates"
    packaged = read_template_file(template("default/acceptance"))

    def found(program: str, templates: str = "") -> bytes:
        return find_template(form, program, Layout(templates=templates), own).content

    assert found("xuzhou-2022") == packaged.content
    for folder in ("", "xuzhou-2022", "older-2021"):
        export_template(Template("a", folder.encode() or b"any"), own / folder / "acceptance.docx")
    assert found("yangzhou-2020") == b"any"
    assert found("yangzhou-2020", "older-2021") == b"older-2021"
    assert found("xuzhou-2022", "older-2021") == b"xuzhou-2022"
    assert list_templates(own)[:2] == (
        TemplateEntry("acceptance", "", own / "acceptance.docx", own=True),
        TemplateEntry("acceptance", "older-2021", own / "older-2021/acceptance.docx", own=True),
    )


def test_a_program_may_use_the_templates_of_another():
    borrowed = find_template(PAPERS["upgrade"], "jiangsu-2024", Layout(templates="jiangsu-2023"))

    assert borrowed.content == template("jiangsu-2023/upgrade").read_bytes()


def test_a_paper_without_a_template_or_a_name_is_refused(tmp_path: Path):
    with pytest.raises(TemplateError, match="没有“升类申请表”的模板"):
        find_template(PAPERS["upgrade"], "xuzhou-2022")
    Document().save(str(tmp_path / "x.docx"))
    with pytest.raises(UsageError, match="没有叫“x”的材料"):
        mistakes(tmp_path / "x.docx")
    with pytest.raises(TemplateError, match="模板读不出来"):
        mistakes(tmp_path / "acceptance.docx")


def test_the_layout_of_a_program_sets_page_pitch_and_fonts(tmp_path: Path):
    layout = Layout(Margins(30, 30, 29, 29), 29, Fonts("仿宋", "小标宋", "黑体", "楷体"), papers={})
    found = find_template(PAPERS["summary"], "some-2024", layout)

    make("summary", tmp_path / "a.docx", FULL, template=found)

    made_up = Document(str(tmp_path / "a.docx")).sections[-1]
    white = (made_up.top_margin, made_up.bottom_margin, made_up.left_margin, made_up.right_margin)
    assert [round(side.mm) for side in white] == [30, 30, 29, 29]
    styles = part(tmp_path / "a.docx", "word/styles.xml")
    named = ('w:eastAsia="仿宋"', 'w:eastAsia="小标宋"', 'w:line="580" w:lineRule="exact"')
    assert [word for word in named if word not in styles] == []
    assert [word for word in ("仿宋_GB2312", 'w:line="578"') if word in styles] == []


@pytest.mark.parametrize("name", PAPERS)
def test_tables_fill_the_type_area_whatever_the_margins(name: str, tmp_path: Path):
    layout = Layout(Margins(left=40, right=40), templates="jiangsu-2023")
    found = find_template(PAPERS[name], "some-2024", layout)

    make(name, tmp_path / "a.docx", FULL, template=found)

    document = Document(str(tmp_path / "a.docx"))
    widths = {
        sum(col.w.twips for col in table._tbl.tblGrid.gridCol_lst) for table in document.tables
    }
    room = round((210 - 80) * 1440 / 25.4)
    assert [
        width for width in widths if abs(width - room) > 3 and abs(width - room * 0.9) > 3
    ] == []


def test_sections_come_in_the_order_of_the_notice_and_are_numbered_anew(tmp_path: Path):
    order = ("下年度计划", "信息宣传")
    layout = Layout(papers={"summary": PaperRules(sections=order)})
    found = find_template(PAPERS["summary"], "some-2024", layout)

    make("summary", tmp_path / "a.docx", FULL, template=found)

    headings = [text for text in texts(tmp_path / "a.docx") if text[1:2] == "、"]
    assert headings == [
        "一、下年度计划",
        "二、信息宣传",
        "三、组织建设",
        "四、学术交流",
        "五、科学普及",
        "六、科技服务与决策咨询",
        "七、会员与人才",
        "八、存在问题",
    ]


def test_a_section_that_the_paper_does_not_have_is_refused():
    layout = Layout(papers={"summary": PaperRules(sections=("结束语",))})

    with pytest.raises(ProgramError, match="年度工作总结没有“结束语”这一节"):
        find_template(PAPERS["summary"], "some-2024", layout)
