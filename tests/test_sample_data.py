"""The sample workbooks: imported whole, judged into every verdict, and reproducible."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from societyctl.domain.likeness import likely_duplicates
from societyctl.domain.verdicts import CheckResult, ProjectVerdict, Status
from societyctl.resources import resource_folder
from societyctl.rules.file.loading import load_program
from societyctl.sheets import read_files
from societyctl.store import BatchInfo, Store
from societyctl.workflows.checking import CheckOptions, check_society

SAMPLES = sorted(resource_folder("sample_data").glob("*.xlsx"))


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(path)
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}


@pytest.fixture(scope="module")
def judged() -> CheckResult:
    """The sample society judged three weeks before the last deadline."""
    program = load_program(resource_folder("programs") / "xuzhou-2022.yaml")
    with Store.open("sqlite://") as store:
        store.save(read_files(SAMPLES).records, batch=BatchInfo("导入", ("sample_data",)))
        return check_society(store, program, CheckOptions(date(2022, 10, 20)))


def test_every_row_is_read_without_a_question():
    reading = read_files(SAMPLES)

    assert (reading.all_issues, reading.questions, likely_duplicates(reading.records)) == (
        (),
        (),
        (),
    )
    assert [sheet.ignored_columns for sheet in reading.tables if sheet.ignored_columns] == []
    assert len(reading.records) == 417


@pytest.mark.slow
def test_all_evidence_finds_what_it_proves_and_a_second_import_changes_nothing():
    records = read_files(SAMPLES).records
    with Store.open("sqlite://") as store:
        first = store.save(records, batch=BatchInfo("导入", ("sample_data",)))
        second = store.save(records, batch=BatchInfo("导入", ("sample_data",)))

    assert first.issues == ()
    assert {saved.outcome for saved in first.records} == {"added"}
    assert {saved.outcome for saved in second.records} == {"unchanged"}


@pytest.mark.slow
def test_every_verdict_word_occurs(judged):
    found = {verdict.status for project in judged.projects for verdict in project.requirements}

    assert found == set(Status)


def test_one_application_may_go_forward_and_one_may_not(judged):
    applications = {
        project.application: project.verdict for project in judged.projects if project.application
    }

    assert applications == {
        "旱作节水学术与科技服务能力建设": ProjectVerdict.UNDETERMINED,
        "设施蔬菜水肥一体化技术服务": ProjectVerdict.ELIGIBLE,
        "稻麦轮作精准灌溉技术服务": ProjectVerdict.INELIGIBLE,
    }


@pytest.mark.slow
def test_the_script_writes_the_same_workbooks_again(tmp_path, repository):
    script = repository / "tests" / "tools" / "make_sample_data.py"

    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)

    written = {path.name: cells(path) for path in sorted(tmp_path.glob("*.xlsx"))}
    assert written == {path.name: cells(path) for path in SAMPLES}
