"""How papers look on the page, seen through LibreOffice."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import pytest
from docx import Document

from societyctl.domain.layouts import Layout
from societyctl.errors import TemplateError
from societyctl.reporting.word.blocks import body
from societyctl.reporting.word.copies import Likeness, copy_of
from societyctl.reporting.word.package import build_package, section
from societyctl.reporting.word.pdf import to_pdf
from societyctl.reporting.word.printing import Edition
from societyctl.reporting.word.trace import trace_file
from tests.reporting.word_samples import DOSSIER, FONTS, FULL, make, part, texts

FRONT = 3
"""Pages before the numbered part: cover, rules, table of contents."""


@pytest.fixture
def fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS))


def pages(pdf: Path) -> list[str]:
    shown = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, text=True
    )
    return shown.stdout.split("\f")[:-1]


@pytest.mark.usefixtures("office", "fonts")
def test_a_full_page_of_prose_has_22_lines_of_28_characters(tmp_path: Path):
    paper = tmp_path / "正文.docx"
    end = section(Layout(), numbered=True)
    package = build_package(body("科" * 1400) + end, "正文", Layout())
    paper.write_bytes(package.replace(b"{{ stamp }}", b""))

    page = pages(to_pdf(paper, tmp_path / "正文.pdf"))[0]

    lines = [line.strip() for line in page.splitlines() if set(line.strip()) == {"科"}]
    assert [len(line) for line in lines] == [26] + [28] * 21


@pytest.mark.usefixtures("office", "fonts")
def test_pages_after_the_front_are_numbered_outside_and_the_front_is_not(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed = make("acceptance", target, DOSSIER, Edition(pdf=True))

    shown = pages(printed.pdf)
    numbers = [re.findall(r"^( *)— ?(\d+) ?—", page, re.MULTILINE) for page in shown]
    assert numbers[:FRONT] == [[]] * FRONT
    assert [found[0][1] for found in numbers[FRONT:]] == [
        str(number + 1) for number in range(len(shown) - FRONT)
    ]
    assert len(numbers[FRONT][0][0]) > len(numbers[FRONT + 1][0][0])


@pytest.mark.usefixtures("office", "fonts")
def test_the_table_of_contents_has_the_real_page_numbers(tmp_path: Path):
    target = tmp_path / "验收.docx"
    printed = make("acceptance", target, DOSSIER, Edition(pdf=True))

    shown = pages(printed.pdf)
    entries = dict(re.findall(r"^ *(\S+、\S+?) ?\.{3,} *(\d+)$", shown[2], re.MULTILINE))
    found = {
        title: str(number + 1)
        for title in entries
        for number, page in enumerate(shown[FRONT:])
        if re.search(rf"^ *{title} *$", page, re.MULTILINE)
    }
    assert (len(entries), entries) == (12, found)


@pytest.mark.usefixtures("without_office")
def test_without_libreoffice_the_table_of_contents_still_lists_every_heading(tmp_path: Path):
    target = tmp_path / "验收.docx"

    make("acceptance", target, edition=Edition())

    xml = part(target, "word/document.xml")
    assert "TOC \\o" in xml
    assert texts(target).count("十、单位意见") == 2
    assert "updateFields" not in part(target, "word/settings.xml")


@pytest.mark.usefixtures("without_office")
def test_without_libreoffice_the_message_says_what_to_do(tmp_path: Path):
    with pytest.raises(TemplateError, match="没有找到 LibreOffice") as caught:
        to_pdf(tmp_path / "a.docx", tmp_path / "a.pdf")

    assert "另存为 PDF" in caught.value.hint


@pytest.mark.usefixtures("office")
def test_a_conversion_is_bounded_in_time_and_leaves_nothing_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    paper = tmp_path / "a.docx"
    Document().save(str(paper))

    with pytest.raises(TemplateError, match="还没有转完"):
        to_pdf(paper, tmp_path / "a.pdf", patience=0.7)

    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
    assert [line for line in running if str(tmp_path).encode() in line] == []


@pytest.mark.usefixtures("office", "fonts")
def test_a_pdf_is_the_same_paper_until_the_word_file_is_edited(tmp_path: Path):
    target = tmp_path / "总结.docx"
    printed = make("summary", target, FULL, Edition(pdf=True))
    word, pdf = copy_of(target), copy_of(printed.pdf)
    document = Document(str(target))
    document.paragraphs[-1].add_run("后来又写")
    document.save(str(target))

    assert (word.fingerprint, word.likeness(pdf)) == (pdf.fingerprint, Likeness.SAME)
    assert (copy_of(target).fingerprint, copy_of(target).likeness(pdf)) == (
        pdf.fingerprint,
        Likeness.EDITED,
    )


@pytest.mark.usefixtures("fonts")
def test_a_pdf_that_another_program_made_has_the_fingerprint_but_no_proof(
    tmp_path: Path, office: str
):
    target = tmp_path / "总结.docx"
    make("summary", target, FULL)
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation={(tmp_path / 'o').as_uri()}",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)],
        check=True,
        capture_output=True,
    )  # fmt: skip

    pdf = copy_of(tmp_path / "总结.pdf")

    assert (pdf.fingerprint, pdf.likeness(copy_of(target))) == (
        trace_file(target).fingerprint,
        Likeness.UNKNOWN,
    )


def test_a_file_without_a_fingerprint_is_refused(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    Document().save(str(tmp_path / "a.docx"))

    for name in ("a.pdf", "a.docx"):
        with pytest.raises(TemplateError, match="没有数据指纹"):
            copy_of(tmp_path / name)
    with pytest.raises(TemplateError, match="没有这个文件"):
        copy_of(tmp_path / "b.docx")


def test_fonts_that_the_machine_lacks_are_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    lister = tmp_path / "fc-list"
    lister.write_text("#!/bin/sh\nprintf 'SimHei,黑体,KaiTi_GB2312,SimSun,'\n", encoding="utf-8")
    lister.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert make("summary", tmp_path / "a.docx", FULL).fonts == ("仿宋_GB2312", "方正小标宋简体")


def test_nothing_is_said_of_fonts_where_none_can_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", "")

    assert make("summary", tmp_path / "a.docx", FULL).fonts == ()
