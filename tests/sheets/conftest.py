"""Workbooks for the tests of the importer, built as a person would leave them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from societyctl.sheets import SheetsRead, read_files

Rows = Sequence[Sequence[Any]]
MakeBook = Callable[..., Path]
ACTIVITY_HEADERS = ["活动名称", "活动类别", "开始日期", "线下人数"]


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Return a function that writes a workbook: sheet names to rows, then a last touch."""

    def make(
        sheets: dict[str, Rows],
        name: str = "events.xlsx",
        touch: Callable[[Worksheet], None] | None = None,
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            if touch:
                touch(sheet)
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def read_rows(make_book: MakeBook) -> Callable[..., SheetsRead]:
    """Return a function that reads rows put into the sheet 活动 of events.xlsx."""

    def read(rows: Rows, sheet: str = "活动", **options: Any) -> SheetsRead:
        return read_files([make_book({sheet: rows})], **options)

    return read
