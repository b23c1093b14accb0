"""What the reader of workbooks does not tell of .ods files, read from their own XML.

Percentages come out of it as fractions, numbers padded with zeros as bare numbers, hidden rows as
any other row, cells in error as texts, and what is struck through as any other text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice

from societyctl.sheets.files.open_document import CELL, FILLED, ROW, times
from societyctl.sheets.files.sheet_xml import SheetFacts

_TABLE = re.compile(rb"<table:table\s([^>]*)>(.*?)</table:table>", re.DOTALL)
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_COLUMN = re.compile(rb"<table:table-column\b([^>]*)>")
_DEFAULT_STYLE = re.compile(rb'\btable:default-cell-style-name="([^"]*)"')
_STYLE = re.compile(rb'\btable:style-name="([^"]*)"')
_HIDDEN = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
_PERCENTAGE = b'office:value-type="percentage"'
_NUMBER = b'office:value-type="float"'
_ERROR = b'value-type="error"'
_PARAGRAPH = re.compile(rb"<text:p[^>]*>([^<]*)")
_NUMBER_STYLE = re.compile(
    rb'<number:number-style\s[^>]*?style:name="([^"]*)"[^>]*>\s*(<number:number\s[^>]*)/>\s*'
    rb"</number:number-style>"
)
_LEAST_DIGITS = re.compile(rb'number:min-integer-digits="(\d{1,2})"')
_DECIMALS = re.compile(rb'number:decimal-places="[1-9]')
_CELL_STYLE = re.compile(rb"<style:style\s([^>]*)>")
_STYLE_NAME = re.compile(rb'\bstyle:name="([^"]*)"')
_DATA_STYLE = re.compile(rb'\bstyle:data-style-name="([^"]*)"')
_STYLE_WITH_TEXT = re.compile(
    rb"<style:style\s([^>]*)>((?:(?!</style:style>).)*?<style:text-properties\s[^>]*)>", re.DOTALL
)
_STRUCK = re.compile(rb'\bstyle:text-line-through-style="(?!none)')
_MOST_COLUMNS = 16_384


def document_facts(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Return the facts of every sheet of an .ods file, by sheet name.

    It must be known that no cell is repeated without end. Raises what reading a damaged archive
    raises.
    """
    content = archive.read("content.xml")
    styles = _Styles(_padding_styles(content), _struck_styles(content))
    facts: dict[str, SheetFacts] = {}
    for attributes, body in (match.groups() for match in _TABLE.finditer(content)):
        name = _NAME.search(attributes)
        if name is not None:
            facts[unescape(name[1].decode("utf-8", errors="replace"))] = _facts(body, styles)
    return facts


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles that matter, by name."""

    padded: Mapping[bytes, int]
    struck: frozenset[bytes]


def _struck_styles(content: bytes) -> frozenset[bytes]:
    """Return the styles that strike through what stands in a cell."""
    if b"text-line-through-style" not in content:
        return frozenset()
    styles = _STYLE_WITH_TEXT.findall(content)
    names = [_STYLE_NAME.search(name) for name, text in styles if _STRUCK.search(text)]
    return frozenset(name[1] for name in names if name)


def _padding_styles(content: bytes) -> dict[bytes, int]:
    """Return the styles that fill whole numbers up with zeros, with the number of digits."""
    digits_of: dict[bytes, int] = {}
    for name, number in _NUMBER_STYLE.findall(content):
        digits = _LEAST_DIGITS.search(number)
        if digits and int(digits[1]) > 1 and not _DECIMALS.search(number):
            digits_of[name] = int(digits[1])
    padded: dict[bytes, int] = {}
    for attributes in _CELL_STYLE.findall(content):
        name, data = _STYLE_NAME.search(attributes), _DATA_STYLE.search(attributes)
        if name and data and data[1] in digits_of:
            padded[name[1]] = digits_of[data[1]]
    return padded


def _facts(body: bytes, styles: _Styles) -> SheetFacts:
    """Search one sheet."""
    columns = list(islice(_columns(body), _MOST_COLUMNS))
    facts, first, defaults = SheetFacts(), 1, [style for style, _ in columns]
    facts.hidden_columns.update(at for at, (_, hidden) in enumerate(columns) if hidden)
    for attributes, inner in (match.groups() for match in ROW.finditer(body)):
        after = first + times(attributes)
        if inner and FILLED.search(inner):
            rows = range(first, after)
            if _HIDDEN.search(attributes):
                facts.hidden_rows.update(rows)
            _note_row(inner, rows, facts, styles, defaults)
        first = after
    return facts


def _columns(body: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield of each column the style of its cells that name none, and whether it is hidden."""
    for attributes in _COLUMN.findall(body):
        style = _DEFAULT_STYLE.search(attributes)
        for _ in range(min(times(attributes), _MOST_COLUMNS)):
            yield style[1] if style else b"", _HIDDEN.search(attributes) is not None


def _note_row(
    inner: bytes, rows: range, facts: SheetFacts, styles: _Styles, defaults: list[bytes]
) -> None:
    """Note the cells of a row, which may stand for several rows."""
    first = 0
    for attributes, text in (match.groups() for match in CELL.finditer(inner)):
        after = first + times(attributes)
        spots = (
            [(row, column) for row in rows for column in range(first, after)]
            if FILLED.search(attributes) or (text and FILLED.search(text))
            else []
        )
        if _ERROR in attributes:
            shown = _PARAGRAPH.search(text or b"")
            error = shown[1].decode("utf-8", errors="replace") if shown else "#ERROR"
            facts.errors.update(dict.fromkeys(spots, error))
        elif _PERCENTAGE in attributes:
            facts.percents.update(spots)
        named = _STYLE.search(attributes)
        style = named[1] if named else b"".join(defaults[first : first + 1])
        if style in styles.struck:
            facts.struck.update(spots)
        if style in styles.padded and _NUMBER in attributes:
            facts.padded.update(dict.fromkeys(spots, styles.padded[style]))
        first = after
