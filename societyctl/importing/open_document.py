"""A guard for .ods files: one cell there may stand for millions by a repetition count."""

from __future__ import annotations

import re
import zipfile

from societyctl.errors import WorkbookError
from societyctl.importing.sheet_xml import DAMAGED

_ROW = re.compile(
    rb"<table:table-row[^>]*number-rows-repeated=\"(\d+)\"[^>]*>((?:(?!</table:table-row>).)*)",
    re.DOTALL,
)
_CELL = re.compile(rb"<table:table-cell[^>]*number-columns-repeated=\"(\d+)\"[^>]*>")
_MOST = 10_000
_FILLED = re.compile(rb"office:(?:value|string-value|date-value|boolean-value)|<text:p")


def repeats_without_end(archive: zipfile.ZipFile, file: str) -> bool:
    """Tell whether filled rows or cells repeat more often than any real sheet."""
    try:
        content = archive.read("content.xml")
    except DAMAGED as err:
        raise WorkbookError(f"{file}：文件已损坏或没有下载完整", "请重新取得这份文件") from err
    except RuntimeError as err:
        raise WorkbookError(f"{file}：有密码，打不开", "请取消打开密码后再导入") from err
    rows = any(int(count) > _MOST and _FILLED.search(row) for count, row in _ROW.findall(content))
    cells = any(
        int(cell[1]) > _MOST // 10 and _FILLED.search(cell[0]) for cell in _CELL.finditer(content)
    )
    return rows or cells
