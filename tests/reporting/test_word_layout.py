"""How papers look on the page, seen through LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document

from societyctl.domain.layouts import Layout
from societyctl.errors import TemplateError
from societyctl.reporting import word_pdf
from societyctl.reporting.papers.blocks import body
from societyctl.reporting.word_package import build_package, section
from societyctl.reporting.word_reports import Edition
from tests.reporting.word_samples import DOSSIER, FONTS, make, part, texts

FRONT = 3
"""Pages before the numbered part: cover, rules, table of contents."""

needs_office = pytest.mark.skipif(
    word_pdf.find_office() is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice and pdftotext",
)


@pytest.fixture
def fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS))


def pages(pdf: Path) -> list[str]:
    shown = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, text=True
    )
    return shown.stdout.split("\f")[:-1]


@needs_office
@pytest.mark.usefixtures("fonts")
def test_a_full_page_of_prose_has_22_lines_of_28_characters(tmp_path: Path):
    paper = tmp_path / "正文.docx"
    end = section(Layout(), numbered=True)
    package = build_package(body("科" * 1400) + end, "正文", Layout())
    paper.write_bytes(package.replace(b"{{ stamp }}", b""))

    page = pages(word_pdf.to_pdf(paper, tmp_path / "正文.pdf"))[0]

    lines = [line.strip() for line in page.splitlines() if set(line.strip()) == {"科"}]
    assert [len(line) for line in lines] == [26] + [28] * 21


@needs_office
@pytest.mark.usefixtures("fonts")
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


@needs_office
@pytest.mark.usefixtures("fonts")
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


def test_without_libreoffice_the_table_of_contents_still_lists_every_heading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", "")
    target = tmp_path / "验收.docx"

    make("acceptance", target, edition=Edition())

    xml = part(target, "word/document.xml")
    assert "TOC \\o" in xml
    assert texts(target).count("十、单位意见") == 2
    assert "updateFields" not in part(target, "word/settings.xml")


def test_without_libreoffice_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(TemplateError, match="没有找到 LibreOffice") as caught:
        word_pdf.to_pdf(tmp_path / "a.docx", tmp_path / "a.pdf")

    assert "另存为 PDF" in caught.value.hint


@needs_office
def test_a_conversion_is_bounded_in_time(tmp_path: Path):
    paper = tmp_path / "a.docx"
    Document().save(str(paper))

    with pytest.raises(TemplateError, match="还没有转完"):
        word_pdf.to_pdf(paper, tmp_path / "a.pdf", patience=0.01)
