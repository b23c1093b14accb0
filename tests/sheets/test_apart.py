"""Files of old and foreign formats, whose readers may take so much memory and time and no more."""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from societyctl.errors import ExitCode, WorkbookError
from societyctl.sheets import read_files
from societyctl.sheets.files import apart, opening
from societyctl.sheets.files.grid import Grid
from societyctl.sheets.files.old_workbook import old_grids
from tests.tools.fuzz_workbooks import samples

OLD = Path(__file__).parent / "data" / "formats.xls"


def takes_all_memory(path: Path, file: str) -> tuple[Grid, ...]:
    del path
    return (Grid(file, str(len(bytearray(3 << 30))), ()),)


def takes_for_ever(path: Path, file: str) -> tuple[Grid, ...]:
    del path, file
    time.sleep(60)
    return ()


def breaks_down(path: Path, file: str) -> tuple[Grid, ...]:
    del path, file
    os.abort()


def has_a_mistake(path: Path, file: str) -> tuple[Grid, ...]:
    raise KeyError(path, file)


@pytest.mark.slow
def test_a_file_read_apart_is_what_it_is_read_here():
    assert apart.read_apart(old_grids, OLD, "旧表.xls") == old_grids(OLD, "旧表.xls")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory there")
def test_a_reader_that_asks_for_all_memory_is_ended():
    with pytest.raises(WorkbookError, match=r"^旧表.xls：文件已损坏或不是表格$") as caught:
        apart.read_apart(takes_all_memory, OLD, "旧表.xls")

    assert caught.value.exit_code == ExitCode.INPUT
    assert "另存为 .xlsx" in caught.value.hint


@pytest.mark.slow
def test_a_reader_that_never_ends_is_ended():
    with pytest.raises(WorkbookError, match=r"^旧表.xls：读了1秒还没有读完，多半已损坏$"):
        apart.read_apart(takes_for_ever, OLD, "旧表.xls", patience=1)


@pytest.mark.slow
def test_a_reader_that_breaks_down_takes_nothing_with_it():
    with pytest.raises(WorkbookError, match=r"^旧表.xls：文件已损坏或不是表格$"):
        apart.read_apart(breaks_down, OLD, "旧表.xls")


@pytest.mark.slow
def test_a_mistake_of_ours_is_not_blamed_on_the_file():
    with pytest.raises(RuntimeError, match="has_a_mistake"):
        apart.read_apart(has_a_mistake, OLD, "旧表.xls")


@pytest.mark.slow
def test_a_refusal_comes_back_with_its_advice(tmp_path):
    path = tmp_path / "旧表.xls"
    path.write_bytes(OLD.read_bytes()[:2000])

    with pytest.raises(WorkbookError) as caught:
        read_files([path])

    assert caught.value.message == "旧表.xls：文件已损坏或不是表格"
    assert caught.value.hint == "请用 Excel 或 WPS 打开并另存为 .xlsx"


@pytest.mark.slow
def test_modules_in_the_folder_of_the_person_are_not_run(tmp_path, monkeypatch):
    (tmp_path / "xlrd.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")

    assert apart.read_apart(old_grids, OLD, "旧表.xls")


def test_workbooks_of_the_usual_format_need_no_other_process(make_book, monkeypatch):
    monkeypatch.setattr(opening, "read_apart", lambda *_: pytest.fail("another process"))
    rows = [["活动名称", "活动类别", "开始日期"], ["甲", "科普", date(2022, 5, 1)]]

    assert len(read_files([make_book({"活动": rows})]).records) == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory there")
def test_a_workbook_that_states_more_texts_than_it_holds_takes_no_memory(tmp_path):
    content = samples()["b.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    stated = parts["xl/sharedStrings.xml"].partition(b"uniqueCount=")[2][:4]
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        b"uniqueCount=" + stated, b'uniqueCount="4294967295"'
    )
    path = tmp_path / "表.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    with pytest.raises(WorkbookError, match=r"^表.xlsx：文件已损坏或不是表格$"):
        read_files([path])
