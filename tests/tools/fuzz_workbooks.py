"""Damages workbooks in many ways and reads each: no traceback, no hang, no row without account.

Every case is a number, and the same number always gives the same file. A workbook (.xlsx, .xls,
.ods, .csv, web table) is changed byte by byte, in the parts of its archive, or in its XML, and
read in a process that may take so much memory and so many seconds for a file. What reads apart
otherwise is read in that process too; where it dies, only reading apart saves the person, and
the case is listed as contained. Ends with 1 when a case failed.
Usage: ``python -m tests.tools.fuzz_workbooks [--count 20000] [--first 0]``.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from societyctl.errors import SocietyError
from societyctl.sheets import SheetsRead, read_files
from societyctl.sheets.files import opening
from societyctl.sheets.files.apart import FileReader, read_apart
from societyctl.sheets.files.grid import Grid
from tests.sheets.nasty import write_ods

DATA = Path(__file__).resolve().parents[1] / "sheets" / "data"
MEMORY, SECONDS = 2 << 30, 20
READ, REFUSED, CONTAINED = "read", "refused", "contained"
_ROWS = [
    ["活动名称", "活动类别", "开始日期", "线下人数", "满意度"],
    ["甲", "科普", date(2022, 5, 1), 30, 0.95],
    ["乙", "学术交流", "2022年5月2日", "#N/A", 0.8],
    ["丙", "培训", "待定", 12, None],
    ["丁（取消）", "培训", date(2022, 5, 4), 12, None],
    ["戊", "培训", date(2022, 5, 5), 12, 0.9],
    [None, None, None, None, None],
    ["合计", None, None, 54, None],
]
_VALUES = (b"", b"0", b"-1", b"1", b"4294967295", b"99999999999999999999", b"1e308", b"NaN",
           b"A1:XFD1048576", b"ZZZZ9", b"\xff", b"&lt;", b"&#0;", b"true", b"e", b"s")  # fmt: skip
_ATTRIBUTE = re.compile(rb"""=(["'])([^"'<>]*)\1""")
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)")
_INLINE = re.compile(rb't="inlineStr"><is>(.*?)</is>')
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_TAG = re.compile(rb"<[^<>]+>")
_TEXT = re.compile(rb"(?<=>)[^<>]+(?=<)")


@cache
def samples() -> dict[str, bytes]:
    """Return whole files to be damaged, by name."""
    with tempfile.TemporaryDirectory() as folder:
        book, path = Workbook(), Path(folder) / "a"
        sheet = book.worksheets[0]
        sheet.title = "活动"
        for row in _ROWS:
            sheet.append(row)
            sheet.cell(sheet.max_row, 5).number_format = "0%"
        sheet["A2"].font = Font(strike=True)
        sheet.row_dimensions[3].hidden = True
        sheet.merge_cells("A8:B8")
        book.create_sheet("空")
        book.save(path)
        files = {"a.xlsx": _undated(path.read_bytes())}
        files["b.xlsx"] = with_shared_strings(files["a.xlsx"])
        cells = [
            "".join(
                f'<table:table-cell office:value-type="string"><text:p>{cell or ""}</text:p>'
                "</table:table-cell>"
                for cell in row
            )
            for row in _ROWS
        ]
        write_ods(path, "".join(f"<table:table-row>{row}</table:table-row>" for row in cells))
        files["a.ods"] = _undated(path.read_bytes())
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in _ROWS)
    page = "</tr><tr>".join(f"<td>{line.replace(',', '</td><td>')}</td>" for line in text.split())
    return files | {
        "a.xls": (DATA / "activities.xls").read_bytes(),
        "b.xls": (DATA / "formats.xls").read_bytes(),
        "a.csv": text.encode(),
        "b.csv": text.encode("gb18030"),
        "c.csv": text.replace(",", "\t").encode("utf-16"),
        "c.xls": f"<html><table><tr>{page}</tr></table></html>".encode(),
    }


def _undated(archive: bytes) -> bytes:
    """Return an archive without anything that says when it was written."""
    parts = _unpacked(archive)
    parts.pop("docProps/core.xml", None)
    return _packed(parts)


def with_shared_strings(archive: bytes) -> bytes:
    """Return a workbook whose texts stand in a part of their own, as Excel writes them."""
    parts, texts = _unpacked(archive), list[bytes]()

    def shared(match: re.Match[bytes]) -> bytes:
        texts.append(match[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = _INLINE.sub(shared, parts[sheet])
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    counts = b'count="%d" uniqueCount="%d"' % (len(texts), len(texts))
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s" %s>%s</sst>' % (_MAIN, counts, items)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    for part, last, new in (
        (
            "[Content_Types].xml",
            "</Types>",
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{_OF}" Target="sharedStrings.xml"/>',
        ),
    ):
        parts[part] = parts[part].replace(last.encode(), f"{new}{last}".encode())
    return _packed(parts)


def damaged(number: int) -> tuple[str, bytes]:
    """Return the name and the content of the file of a case."""
    chance = random.Random(number)  # noqa: S311  # the same case every time
    # Archives hold most of the formats that matter and can be damaged in most ways.
    name = chance.choice([*samples(), "a.xlsx", "b.xlsx", "b.xlsx", "a.ods"])
    content = samples()[name]
    is_archive = content.startswith(b"PK")
    ways = (
        [_bytes, _parts, _xml, _xml]
        if is_archive
        else [_bytes, _xml]
        if b"<" in content[:1]
        else [_bytes]
    )
    return name, chance.choice(ways)(content, chance)


def _bytes(content: bytes, chance: random.Random) -> bytes:
    """Change, cut out, put in or repeat bytes."""
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        at, length = chance.randrange(len(changed)), chance.choice([1, 2, 4, 40])
        way = chance.randrange(5)
        if way <= 1:
            changed[at] = chance.randrange(256)
        elif way == 2:
            changed[at : at + length] = chance.choice([b"\xff", b"\0", b"\x7f"]) * length
        elif way == 3:
            changed[at:at] = changed[at : at + length]
        elif len(changed) > 2 * length:
            del changed[at : at + length]
    return bytes(changed[: chance.randrange(1, len(changed))] if chance.random() < 0.1 else changed)


def _parts(content: bytes, chance: random.Random) -> bytes:
    """Drop, cut, garble or swap the parts of an archive."""
    parts = _unpacked(content)
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    way = chance.randrange(4)
    if way == 0:
        del parts[one]
    elif way == 1:
        parts[one] = parts[one][: chance.randrange(len(parts[one]) + 1)]
    elif way == 2:
        parts[one] = _bytes(parts[one], chance) if parts[one] else b"<"
    else:
        parts[one], parts[other] = parts[other], parts[one]
    return _packed(parts)


def _xml(content: bytes, chance: random.Random) -> bytes:
    """Change values, tags and texts of XML."""
    if not content.startswith(b"PK"):
        return _changed_xml(content, chance)
    parts = _unpacked(content)
    inner = [name for name in parts if "sheet" in name or "shared" in name or "content" in name]
    name = chance.choice(inner if chance.random() < 0.7 else list(parts))
    for _ in range(chance.choice([1, 1, 2, 6])):
        parts[name] = _changed_xml(parts[name], chance)
    return _packed(parts)


def _changed_xml(xml: bytes, chance: random.Random) -> bytes:
    pattern = chance.choice([_ATTRIBUTE, _ATTRIBUTE, _ELEMENT, _TAG, _TEXT])
    found = list(pattern.finditer(xml))
    if not found:
        return xml
    match, value = chance.choice(found), chance.choice(_VALUES)
    new = b'="%s"' % value if pattern is _ATTRIBUTE else value
    if pattern in (_ELEMENT, _TAG):
        new = chance.choice([b"", match[0] * 2, match[0] * 300, chance.choice(found)[0]])
    return xml[: match.start()] + new + xml[match.end() :]


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def outcome(number: int, folder: Path) -> str:
    """Read the file of a case; returns what came of it, or how it failed."""
    name, content = damaged(number)
    path = folder / name
    path.write_bytes(content)
    try:
        opened: dict[Path, opening.Workbook] = {}
        reading = read_files([path], opened=opened)
    except SocietyError as err:
        return REFUSED if name in err.message or err.issues else f"unnamed: {err.message}"
    except Exception as err:  # noqa: BLE001  # that is what is sought
        last = traceback.extract_tb(err.__traceback__)[-1]
        return f"{type(err).__name__} at {Path(last.filename).name}:{last.lineno}"
    lost = unaccounted(reading, opened[path].grids)
    return f"lost: {lost}" if lost else READ


def unaccounted(reading: SheetsRead, grids: tuple[Grid, ...]) -> list[str]:
    """Return the rows and the sheets of which nothing is said."""
    told = " ".join(
        (*map(str, reading.issues), *reading.notes, *(q.text for q in reading.questions))
    )
    lost: list[str] = []
    for grid in grids:
        tables = [table for table in reading.tables if table.sheet == grid.sheet]
        if not tables:
            lost += [grid.sheet] if grid.rows and grid.sheet not in told else []
            continue
        known = {row for table in tables for row in table.header_rows}
        for table in tables:
            sources = [record.source.rpartition("!")[2] for record in table.records]
            known.update(map(int, sources), (one.row for one in table.rejected))
            known.update(
                row for run in table.skipped for row in range(run.row, run.row + run.count)
            )
        if all(table.header_rows for table in tables):
            lost += [f"{grid.sheet}!{row}" for row, _ in grid.rows if row not in known]
    return lost


def mostly_here(read: FileReader, path: Path, file: str) -> tuple[Grid, ...]:
    """Read in this process what is otherwise read apart, which is much faster.

    Not the .xlsx files that ask for it: their reader breaks off the whole process.
    """
    return read_apart(read, path, file) if path.suffix == ".xlsx" else read(path, file)


def work(first: int, after: int) -> None:
    """Read the files of some cases in this process, and print what came of each."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    opening.read_apart = mostly_here
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, after):
            signal.alarm(SECONDS)
            print(number, outcome(number, Path(folder)), flush=True)  # noqa: T201


def run(first: int, count: int) -> Counter[str]:
    """Read the files of all cases; a process that dies is replaced by another."""
    found: Counter[str] = Counter()
    number, after = first, first + count
    while number < after:
        order = [sys.executable, "-m", "tests.tools.fuzz_workbooks", "--work", f"{number}:{after}"]
        with subprocess.Popen(
            order, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as worker:
            for line in worker.stdout or ():
                at, _, what = line.strip().partition(" ")
                number = int(at) + 1
                found[what] += 1
                if what not in (READ, REFUSED):
                    print(line.strip(), flush=True)  # noqa: T201
                if number % 500 == 0:
                    print(f"# {number}: {dict(found)}", flush=True)  # noqa: T201
        if number < after:
            name, _ = damaged(number)
            what = "hang" if worker.returncode == -signal.SIGALRM else f"died {worker.returncode}"
            what = what if name.endswith(".xlsx") else CONTAINED
            print(number, name, what, flush=True)  # noqa: T201
            found[what] += 1
            number += 1
    return found


def main() -> int:
    """Read what is asked for; run the cases or, as a worker, a part of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--work", default="")
    given = parser.parse_args()
    if given.work:
        first, _, after = given.work.partition(":")
        work(int(first), int(after))
        return 0
    found = run(given.first, given.count)
    print(dict(found))  # noqa: T201
    return int(bool(found.keys() - {READ, REFUSED, CONTAINED}))


if __name__ == "__main__":
    sys.exit(main())
