"""Damaged workbooks, a small part of what ``tests/tools/fuzz_workbooks.py`` tries."""

from __future__ import annotations

from pathlib import Path

import pytest

from societyctl.sheets import read_files
from societyctl.sheets.files import opening
from tests.tools.fuzz_workbooks import READ, REFUSED, mostly_here, outcome, samples, unaccounted


@pytest.mark.slow
def test_damaged_workbooks_are_refused_or_read_with_an_account_of_every_row(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "read_apart", mostly_here)
    found = {number: outcome(number, tmp_path) for number in range(120)}

    assert {number: what for number, what in found.items() if what not in (READ, REFUSED)} == {}
    assert set(found.values()) == {READ, REFUSED}


@pytest.mark.slow
def test_whole_files_are_read_and_every_row_is_accounted_for(tmp_path: Path):
    for name, content in samples().items():
        (tmp_path / name).write_bytes(content)
        opened: dict[Path, opening.Workbook] = {}
        reading = read_files([tmp_path / name], opened=opened)
        (workbook,) = opened.values()

        assert (name, unaccounted(reading, workbook.grids)) == (name, [])
        assert reading.records
