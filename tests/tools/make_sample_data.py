#!/usr/bin/env python3
"""Write the workbooks of ``sample_data``: the records of an invented society in Xuzhou.

Run it after a change to ``sample_tables.txt``; the same tables always give the same bytes.
"""

from __future__ import annotations

import io
import random
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

TABLES = Path(__file__).resolve().with_name("sample_tables.txt")
FOLDER = TABLES.parents[2] / "sample_data"
SEED = 20221020
INDIVIDUALS = 174
MOMENT = "2022-10-20T08:00:00Z"
ZIP_MOMENT = (2022, 10, 20, 8, 0, 0)
WIDEST = 46

HEAD_FONT = Font(bold=True)
HEAD_FILL = PatternFill("solid", fgColor="DDE8F3")

SURNAMES = "柏岑邓樊葛韩纪康蓝孟倪欧庞秦阮沈唐闻夏颜翟卓"
GIVEN = (
    "安然 冰清 晨曦 初晴 春和 大有 丰年 谷雨 海宁 禾苗 嘉木 敬业 开元 乐山 麦秋 南风 平畴 "
    "启明 青禾 清泉 秋实 润泽 若水 善水 思源 田野 文渊 溪云 晓耘 新雨 雪融 雁来 友农 远山 泽民"
).split()
EMPLOYERS = (
    "徐州青禾农业技术服务中心",
    "徐州润泽灌溉设备有限公司",
    "彭城旱作农业研究所",
    "徐州田野职业技术学校",
    "睢宁县示例水利服务站",
    "沛县示例农技推广站",
    "丰县示例果业合作社",
    "铜山区示例农业服务中心",
)
REGIONS = ("泉山区", "云龙区", "铜山区", "鼓楼区", "睢宁县", "沛县", "丰县", "邳州市", "新沂市")
TITLES = ("高级工程师", "副教授", "研究员", "工程师", "讲师", "助理工程师", "其他")


@dataclass(frozen=True, slots=True)
class Joining:
    """When an individual member joined, and left."""

    joined: date
    left: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as text, and what its ``@`` lines say about it."""

    file: str
    title: str
    about: dict[str, list[str]] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)

    def holds(self, what: str, header: str) -> bool:
        """Tell whether a column holds dates, Chinese dates or numbers."""
        return header in self.about.get(what, ())


def main(folder: Path = FOLDER) -> None:
    """Write every workbook into ``folder``."""
    books: dict[str, Workbook] = {}
    for sheet in _sheets(TABLES.read_text(encoding="utf-8")):
        book = books.setdefault(sheet.file, _new_book())
        page = book.create_sheet(sheet.title)
        if "form" in sheet.about:
            _write_form(page, sheet)
        elif "members" in sheet.about:
            _write_members(page, sheet)
        else:
            _write_table(page, sheet)
    for name, book in books.items():
        (folder / name).write_bytes(_stable_bytes(book))


def _sheets(text: str) -> Iterator[Sheet]:
    """Yield the sheets of the text in order."""
    for part in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        name, *blocks = re.split(r"^## ", part, flags=re.MULTILINE)
        for block in blocks:
            title, *lines = [line for line in block.splitlines() if line.strip()]
            sheet = Sheet(name.strip(), title.strip())
            for line in lines:
                if line.startswith("@"):
                    what, _, words = line[1:].partition(" ")
                    sheet.about[what] = words.split("|")
                else:
                    sheet.rows.append(line.split("|"))
            yield sheet


def _new_book() -> Workbook:
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    return book


def _write_form(page: Worksheet, sheet: Sheet) -> None:
    """Write the society's own facts as the two-column form secretariats keep."""
    page.append(sheet.about["form"])
    page.merge_cells("A1:B1")
    page["A1"].font = Font(bold=True, size=14)
    for label, value in sheet.rows:
        page.append([label, value])
        page.cell(page.max_row, 1).font = HEAD_FONT
    page.column_dimensions["A"].width = 20
    page.column_dimensions["B"].width = WIDEST


def _write_members(page: Worksheet, sheet: Sheet) -> None:
    """Write the roll of members: a title line, the headers, people, then units."""
    headers = [
        "会员证号", "姓名/单位名称", "会员类型", "入会时间", "退会时间", "出生年月", "所在地区",
        "工作单位", "职称", "手机号", "志愿者注册日期", "会员档案完整",
    ]  # fmt: skip
    page.append(sheet.about["members"])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
    page.append(headers)
    chance = random.Random(SEED)  # noqa: S311 (no secrets here: the same people every time)
    for row in _individuals(chance):
        page.append(row)
    for number, (name, joined, region) in enumerate(sheet.rows[1:], INDIVIDUALS + 1):
        page.append(
            [_number(number), name, "单位会员", date.fromisoformat(joined), None, None, region,
             None, None, f"0516-8000{number:04}", None, "是"]
        )  # fmt: skip
    _finish(page, header_row=2)


def _individuals(chance: random.Random) -> list[list[object]]:
    """Return the rows of the individual members; every name is used once."""
    names = [surname + given for surname in SURNAMES for given in GIVEN]
    chosen = chance.sample(names, INDIVIDUALS)
    return [_individual(chance, number, name) for number, name in enumerate(chosen, 1)]


def _individual(chance: random.Random, number: int, name: str) -> list[object]:
    joining = _joining(chance, number)
    volunteer = date(2022, 3, 1) + timedelta(days=number) if number % 5 == 0 else None
    return [
        _number(number),
        name,
        "个人会员",
        joining.joined,
        joining.left or None,
        f"{chance.randint(1958, 1996)}年{chance.randint(1, 12)}月",
        chance.choice(REGIONS),
        chance.choice(EMPLOYERS),
        chance.choice(TITLES),
        f"0516-8000{number:04}",
        volunteer.isoformat() if volunteer else None,
        "否" if number % 29 == 0 else "是",
    ]


def _joining(chance: random.Random, number: int) -> Joining:
    """Return when a member joined: the last 14 in 2022; three have left since."""
    if number > INDIVIDUALS - 14:
        return Joining(date(2022, 1, 10) + timedelta(days=chance.randint(0, 260)))
    joined = date(2009, 6, 1) + timedelta(days=chance.randint(0, 4500))
    left = {40: "2021年12月20日", 80: "2022年3月31日", 120: "2022年6月30日"}
    return Joining(joined, left.get(number, ""))


def _number(number: int) -> str:
    return f"HY{number:04}"


def _write_table(page: Worksheet, sheet: Sheet) -> None:
    """Write a table; columns hold dates, Chinese dates or numbers as the sheet says."""
    headers, *rows = sheet.rows
    page.append(headers)
    for row in rows:
        page.append(
            [_value(sheet, header, cell) for header, cell in zip(headers, row, strict=True)]
        )
    _finish(page, header_row=1)


def _value(sheet: Sheet, header: str, cell: str) -> object:
    if not cell:
        return None
    if sheet.holds("numbers", header) and re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return float(cell) if "." in cell else int(cell)
    if sheet.holds("dates", header) and re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    if sheet.holds("chinese", header) and re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        day = date.fromisoformat(cell)
        return f"{day.year}年{day.month}月{day.day}日"
    return cell


def _finish(page: Worksheet, header_row: int) -> None:
    """Make the sheet look kept: bold headers, widths, a frozen head, dates without a time."""
    for cell in page[header_row]:
        cell.font, cell.fill = HEAD_FONT, HEAD_FILL
        cell.alignment = Alignment(horizontal="center")
    for row in page.iter_rows(min_row=header_row + 1):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = "yyyy/m/d"
    for index in range(1, page.max_column + 1):
        texts = [str(page.cell(row, index).value or "") for row in range(header_row, page.max_row)]
        width = max(len(text.encode("gbk", "replace")) for text in texts) + 2
        page.column_dimensions[get_column_letter(index)].width = min(max(width, 8), WIDEST)
    page.freeze_panes = f"A{header_row + 1}"


def _stable_bytes(book: Workbook) -> bytes:
    """Return the file without the moment of writing, so that it only changes with its data."""
    written, stable = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(stable, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", MOMENT.encode(), content)
            entry = zipfile.ZipInfo(name, ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return stable.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
