"""What the reader of workbooks does not tell of .xls files: error cells, and sheets too large.

An .xls file is a small file system in one file (sectors linked by a table) whose stream
``Workbook`` is a row of records: two bytes of type, two of length, then the content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from societyctl.sheets.files.sheet_xml import SheetFacts, is_too_large
from societyctl.sheets.reading import column_letters

_FREE = 0xFFFFFFFA
"""From here on numbers of sectors mean "none" or "end"."""
_SECTOR_SHIFTS = (9, 12)
"""Sectors have 512 or 4096 bytes."""
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_NAMES = frozenset({"Workbook", "Book"})
_BOUND_SHEET, _END, _BOOL_ERROR, _FORMULA = 0x85, 0x0A, 0x205, 0x06
_CELLS = frozenset({0x06, 0x27E, 0xBD, 0xFD, 0x203, 0x204, 0x205})
"""Records of cells that hold something; each begins with its row and column."""
_STRINGS, _DIMENSIONS = 0xFC, (0x00, 0x200)
_SIZE_FORMS = {10: "<HHHH", 14: "<IIHH"}
"""By the length of the record: numbers of rows have two or four bytes."""
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_SMALLEST_SECTOR = 64
_SECTORS_OF_TABLE, _SECTORS_OF_REST = 0x2C, 0x40
"""Where the header counts the sectors of its tables."""
_WIDE_CHARACTERS = 1
_ERROR_RESULT = 2
_ERROR_WORDS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file in the file system."""

    name: str
    kind: int
    start: int
    size: int


def is_sound(content: bytes) -> bool:
    """Tell whether the sizes that a file states can be true.

    The reader of workbooks reserves memory for whatever is stated there; damaged numbers would
    end the whole program.
    """
    try:
        sectors = (
            *struct.unpack_from("<I", content, _SECTORS_OF_TABLE),
            *struct.unpack_from("<I4xI", content, _SECTORS_OF_REST),
        )
        if max(sectors) * _SMALLEST_SECTOR > len(content):
            return False
        stream = _workbook_stream(content)
        strings = max(
            (_count(body) for kind, body in _records(stream, 0) if kind == _STRINGS), default=0
        )
        return strings <= len(content) and all(
            start < len(stream) and _has_true_size(stream, start) for _, start in _sheets(stream)
        )
    except (struct.error, IndexError, UnicodeDecodeError):
        return False


def _count(body: bytes) -> int:
    """Return how many strings the table of strings says it holds."""
    return int(struct.unpack_from("<4xI", body)[0])


def _has_true_size(stream: bytes, start: int) -> bool:
    """Tell whether a sheet states no more rows and columns than such sheets can have."""
    return all(_is_true_size(body) for kind, body in _records(stream, start) if kind in _DIMENSIONS)


def _is_true_size(body: bytes) -> bool:
    """Tell whether the ends of a sheet's rows and columns make sense."""
    form = _SIZE_FORMS.get(len(body))
    if form is None:
        return False
    top, bottom, left, right = struct.unpack_from(form, body)
    return bool(top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS)


def old_sheet_facts(content: bytes) -> dict[str, SheetFacts]:
    """Return what the values of an .xls file do not tell, by sheet; nothing when it is damaged."""
    try:
        stream = _workbook_stream(content)
        return {name: _facts(stream, start) for name, start in _sheets(stream)}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def _workbook_stream(content: bytes) -> bytes:
    """Return the stream that holds the sheets, empty when there is none."""
    shift = struct.unpack_from("<H", content, 0x1E)[0]
    if shift not in _SECTOR_SHIFTS:
        return b""
    size = 1 << shift
    table = _sector_table(content, size)
    directory, cutoff, small_start = struct.unpack_from("<I4xII", content, 0x30)
    entries = _entries(_chain(content, table, directory, size, offset=1))
    book = next((one for one in entries if one.kind == _STREAM and one.name in _NAMES), None)
    root = next((one for one in entries if one.kind == _ROOT), None)
    if book is None or root is None:
        return b""
    if book.size >= cutoff:
        return _chain(content, table, book.start, size, offset=1)[: book.size]
    small = _chain(content, table, root.start, size, offset=1)
    links = _numbers(_chain(content, table, small_start, size, offset=1))
    return _chain(small, links, book.start, 64, offset=0)[: book.size]


def _sector_table(content: bytes, size: int) -> tuple[int, ...]:
    """Return for each sector the number of the one after it."""
    places = list(struct.unpack_from("<109I", content, 0x4C))
    following = struct.unpack_from("<I", content, 0x44)[0]
    seen: set[int] = set()
    while following < _FREE and following not in seen:
        seen.add(following)
        *more, following = struct.unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        places += more
    sectors = (content[(at + 1) * size : (at + 2) * size] for at in places if at < _FREE)
    return _numbers(b"".join(sectors))


def _numbers(content: bytes) -> tuple[int, ...]:
    """Return the bytes as 32-bit numbers."""
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(content: bytes, table: tuple[int, ...], start: int, size: int, *, offset: int) -> bytes:
    """Return the content of linked sectors; a loop ends it."""
    parts: list[bytes] = []
    while start < _FREE and len(parts) <= len(table):
        parts.append(content[(start + offset) * size : (start + offset + 1) * size])
        start = table[start]
    return b"".join(parts)


def _entries(directory: bytes) -> list[_Entry]:
    """Return the files of the directory."""
    entries: list[_Entry] = []
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le")
        start, size = struct.unpack_from("<II", directory, at + 116)
        entries.append(_Entry(name, directory[at + 66], start, size))
    return entries


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from ``start`` to the end of their part of the stream."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        if kind == _END:
            return
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Yield the names of the sheets and where their records begin."""
    for kind, content in _records(stream, 0):
        if kind == _BOUND_SHEET:
            start, length, flags = struct.unpack_from("<I2xBB", content)
            if flags & _WIDE_CHARACTERS:
                yield content[8 : 8 + 2 * length].decode("utf-16-le"), start
            else:
                yield content[8 : 8 + length].decode("latin-1"), start


def _facts(stream: bytes, start: int) -> SheetFacts:
    """Return which cells of one sheet show an error, and whether it is too large to be held."""
    facts, last_row, last_column = SheetFacts(), 0, 0
    for kind, content in _records(stream, start):
        if kind not in _CELLS:
            continue
        row, column = struct.unpack_from("<HH", content)
        last_row, last_column = max(last_row, row), max(last_column, column)
        code = _error_code(kind, content)
        if code is not None:
            facts.errors[row + 1, column] = _ERROR_WORDS.get(code, "#ERROR")
    if is_too_large(last_row + 1, last_column + 1):
        facts.too_far = f"{column_letters(last_column)}{last_row + 1}"
    return facts


def _error_code(kind: int, content: bytes) -> int | None:
    """Return the error that a record holds as its value or as the result of its formula."""
    if kind == _BOOL_ERROR and content[7]:
        return content[6]
    if kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == _ERROR_RESULT:
        return content[8]
    return None
