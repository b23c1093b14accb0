"""All papers for all five notices, from the sample data: as Word files and on the page."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from societyctl.domain.layouts import Fonts
from societyctl.reporting.papers.registry import PAPERS
from societyctl.reporting.template_builder import FOLDERS
from societyctl.reporting.word.controls import controls
from societyctl.reporting.word.fonts import named_fonts
from societyctl.reporting.word.form import Form, numeral
from societyctl.reporting.word.styles import PAGE_NUMBER
from societyctl.store import Store
from societyctl.store.workspace import find_workspace
from societyctl.workflows.checking import CheckOptions, check_society
from societyctl.workflows.gathering import CheckedProgram
from societyctl.workflows.programs import open_program
from societyctl.workflows.report import ReportOptions, render_report
from tests.reporting.word_samples import FONTS

DAYS = {
    "xuzhou-2022": date(2022, 10, 20),
    "yangzhou-2019": date(2019, 12, 1),
    "yangzhou-2020": date(2020, 12, 1),
    "changzhou-2020": date(2020, 8, 20),
    "jiangsu-2023": date(2023, 12, 1),
}

FRONT = {"application": 3, "midterm": 2, "acceptance": 3}
"""Pages before the numbered part: cover, rules, table of contents."""


# All papers are printed once, for all tests.
pytestmark = pytest.mark.xdist_group("papers")


@dataclass(frozen=True)
class Sheet:
    """One printed paper."""

    program: str
    form: Form
    path: Path

    @property
    def pages(self) -> list[str]:
        """The text of every page, without spaces."""
        shown = subprocess.run(
            ["pdftotext", "-layout", str(self.path.with_suffix(".pdf")), "-"],
            capture_output=True,
            check=True,
            text=True,
        )
        return ["".join(page.split()) for page in shown.stdout.split("\f")[:-1]]


def papers_of(program: str) -> Iterator[Form]:
    for form in PAPERS.values():
        if FOLDERS.get(form.name, program) == program:
            yield form


@pytest.fixture(scope="module")
def sheets(
    sample_store: Path, office: str, tmp_path_factory: pytest.TempPathFactory
) -> list[Sheet]:
    """Every paper of every notice, printed, and converted by one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("papers")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATH", "")
        found = list(printed(sample_store, folder))
    profile = tmp_path_factory.mktemp("office").as_uri()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FONTCONFIG_FILE", str(FONTS))
        subprocess.run(
            [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf",
             "--outdir", str(folder), *(str(sheet.path) for sheet in found)],
            check=True,
            capture_output=True,
            timeout=300,
        )  # fmt: skip
    return found


def printed(sample_store: Path, folder: Path) -> Iterator[Sheet]:
    with Store.open(find_workspace(sample_store).database_url) as store:
        for id_, day in DAYS.items():
            program = open_program(id_, None)
            judged = CheckedProgram(
                store, program, check_society(store, program, CheckOptions(day))
            )
            for form in papers_of(id_):
                first = "" if id_ == "xuzhou-2022" else program.projects[0].id
                path = folder / f"{id_}-{form.name}.docx"
                render_report(form.name, judged, ReportOptions(path, day, first, sample_store))
                yield Sheet(id_, form, path)


def test_there_is_every_paper_of_every_notice(sheets: list[Sheet]):
    assert len(sheets) == len(DAYS) * (len(PAPERS) - 1) + 1
    assert [sheet.path for sheet in sheets if not sheet.path.with_suffix(".pdf").exists()] == []


def test_every_section_is_on_the_page_and_nothing_that_should_not_be(sheets: list[Sheet]):
    wrong = []
    for sheet in sheets:
        shown = "".join(sheet.pages)
        titles = [f"{numeral(n)}、{part.title}" for n, part in enumerate(sheet.form.sections, 1)]
        missing = [title for title in titles if "".join(title.split()) not in shown]
        stray = [word for word in ("{{", "{%", "}}", "None", "TOC\\") if word in shown]
        wrong += [(sheet.path.name, missing, stray)] if missing or stray else []

    assert wrong == []


def test_pages_are_numbered_through_after_the_front(sheets: list[Sheet]):
    wrong = []
    for sheet in sheets:
        numbers = [re.findall(r"—(\d+)—", page) for page in sheet.pages]
        front = FRONT.get(sheet.form.name, 0)
        wanted = [[]] * front + [[str(n + 1)] for n in range(len(numbers) - front)]
        wrong += [(sheet.path.name, numbers)] if numbers != wanted else []

    assert wrong == []


def test_no_label_stands_without_a_value(sheets: list[Sheet]):
    blank = []
    for sheet in sheets:
        for table in Document(str(sheet.path)).element.body.iter(qn("w:tbl")):
            for row in table.iter(qn("w:tr")):
                cells = list(row.iter(qn("w:tc")))
                said = ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in cells]
                labels = [style_of(cell) in {"TableHead", "CoverField"} for cell in cells]
                blank += [
                    (sheet.path.name, label)
                    for label, value, is_label in zip(said, said[1:], labels, strict=False)
                    if is_label and not value.strip()
                ]

    # The association fills in the number of the project.
    assert [entry for entry in blank if entry[1] != "项目编号："] == []


def style_of(cell: object) -> str:
    style = next(cell.iter(qn("w:pStyle")), None)
    return "" if style is None else style.get(qn("w:val"))


def test_the_fonts_named_are_those_asked_for(sheets: list[Sheet]):
    usual = Fonts()
    wanted = {usual.body, usual.title, usual.heading, usual.subheading, PAGE_NUMBER}

    assert {font for sheet in sheets for font in named_fonts(Document(str(sheet.path)))} == wanted


def test_controls_have_names_that_word_accepts(sheets: list[Sheet]):
    tags = {
        (sheet.path.name, item.tag)
        for sheet in sheets
        for item in controls(Document(str(sheet.path)).element.body)
    }

    assert [entry for entry in tags if len(entry[1]) > 64] == []


def test_every_piece_of_evidence_referred_to_is_in_the_annex(sheets: list[Sheet]):
    dangling = []
    for sheet in sheets:
        tables = [table for table in Document(str(sheet.path)).tables if sheet.form.of_project]
        rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
        listed = {row[0] for row in rows if len(row) == 5}
        texts = Document(str(sheet.path)).element.body.iter(qn("w:t"))
        named = {number for node in texts for number in re.findall(r"Z-\d+", node.text or "")}
        dangling += [(sheet.path.name, number) for number in named - listed if tables]

    assert dangling == []
