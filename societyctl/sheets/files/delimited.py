"""Comma- or tab-separated text: its encoding, its delimiter, its rows."""

from __future__ import annotations

import csv
import io
import re

from societyctl.errors import Issue, WorkbookError
from societyctl.sheets.files.grid import Cell, Row

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE = 50
_HAN_IN_UTF8 = re.compile(rb"[\xe4-\xe9][\x80-\xbf][\x80-\xbf]")
_TEXT_FORMULA = re.compile(r'="(.*)"')
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_BINARY = 0.05


def delimited_rows(content: bytes, file: str, *, is_text: bool) -> tuple[Row, ...]:
    """Return the rows of a text that hold something.

    ``is_text`` tells whether the name promises text. Raises WorkbookError for a file that is no
    text, that mixes encodings, or whose quotes do not pair.
    """
    text = _decoded(content, file, is_text=is_text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[Row] = []
    try:
        for number, fields in enumerate(reader, 1):
            cells: list[Cell] = [_TEXT_FORMULA.sub(r"\1", value.strip()) for value in fields]
            if any(cells):
                rows.append((number, cells))
    except csv.Error as err:
        raise WorkbookError(
            f"{file} 第{reader.line_num}行：引号不成对，或一格文字太长", "请在 Excel 中另存为 .xlsx"
        ) from err
    return tuple(rows)


def _decoded(content: bytes, file: str, *, is_text: bool) -> str:
    """Return the text of a file in UTF-8, UTF-16 or GB18030."""
    encoding = next((name for bom, name in _BOMS.items() if content.startswith(bom)), None)
    encoding = encoding or _wide_encoding(content) or "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        _refuse_mixed(content, file)
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as err:
            raise _not_text(file) from err
    strange = len(_BINARY.findall(text))
    plausible = is_text or any(delimiter in text for delimiter in _DELIMITERS)
    if strange > len(text) * _MOST_BINARY or not plausible:
        raise _not_text(file)
    return text


def _wide_encoding(content: bytes) -> str | None:
    """Return which UTF-16 a text without a mark is in: the line ends of its rows tell."""
    for name, line_end in (("utf-16-le", b"\n\0"), ("utf-16-be", b"\0\n")):
        at = content.find(line_end)
        while at >= 0 and at % 2:
            at = content.find(line_end, at + 1)
        if at >= 0 and len(content) % 2 == 0:
            return name
    return None


def _not_text(file: str) -> WorkbookError:
    """Say that the file is neither a workbook nor text."""
    return WorkbookError(f"{file}：不是表格文件，或已损坏", "请选择 .xlsx、.xls、.ods 或 .csv 文件")


def _refuse_mixed(content: bytes, file: str) -> None:
    """Refuse a file some of whose lines are UTF-8 and others not."""
    utf8: list[int] = []
    other: list[int] = []
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            other.append(number)
        else:
            if _HAN_IN_UTF8.search(line):
                utf8.append(number)
    if utf8 and other:
        fewer = min(utf8, other, key=len)
        issue = Issue(
            f"{file} 第{fewer[0]}行",
            f"文字编码与其他行不同（共 {len(fewer)} 行）",
            "全文件用同一种编码",
        )
        raise WorkbookError(str(issue), "请在 Excel 中打开核对，另存为 .xlsx 后再导入", [issue])


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most even columns."""
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines if delimiter in line]
        most = max(set(counts), key=counts.count, default=0)
        return counts.count(most), most

    return max(_DELIMITERS, key=evenness, default=",")
