"""What keeps a paper from being final: every gap in the finished file, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from societyctl.domain.wording import first_of
from societyctl.reporting.values import Paper
from societyctl.reporting.word.controls import SEAL, controls, elements, style_of, text_of
from societyctl.reporting.word.text import PLACE_MARK, has_gap
from societyctl.reporting.word.xml import control, paragraph, run

if TYPE_CHECKING:
    from docx.document import Document

_HEADINGS = ("Heading", "Title", "AnnexTitle")
_MARKED = re.compile(r"【(待补|请填写)：?([^】]*)】")
LISTED = 200
"""So many gaps the page names; more are of a kind and marked where they stand."""

SELF_EVIDENT = ("member:", "evidence:", "journal_issue:")
"""Records that are proof themselves: the roll of members, evidence, printed issues."""

BARE = "待补"
"""A gap that leaves it to the label beside it to say what is missing."""

MAY_BE_BLANK = frozenset({"页码"})
"""Columns that are filled when the annexes are bound."""

SEAL_NAMES = {
    "unit": "单位意见盖章页",
    "experts": "专家组意见",
    "association": "科协意见",
    "pledge": "承诺书",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing still missing, and where."""

    place: str
    what: str
    command: str = ""
    """The command that supplies it."""
    column: str = ""
    rows: tuple[int, ...] = ()
    """Of a list, all the rows in which the column lacks the same."""

    @property
    def times(self) -> int:
        """In how many places it is missing."""
        return len(self.rows) or 1

    def __str__(self) -> str:
        """Return the sentence shown to the user."""
        place = f"{self.place} 第{_spans(self.rows)}行“{self.column}”" if self.rows else self.place
        text = f"{place}：{self.what}" if place else self.what
        return f"{text}，societyctl {self.command}" if self.command else text


def find_gaps(document: Document, paper: Paper) -> tuple[Gap, ...]:
    """Return everything that keeps the paper from being final, in document order.

    What the rows of one column all lack is told once, at the first of them.
    """
    gaps = [
        *_with_commands(_marked(document.element.body), paper),
        *(Gap("", problem) for problem in paper.problems),
        *_unproven(paper),
        *_seals(document, paper),
    ]
    rows: dict[Gap, tuple[int, ...]] = {}
    for gap in dict.fromkeys(gaps):
        alike = replace(gap, rows=())
        rows[alike] = (*rows.get(alike, ()), *gap.rows)
    return tuple(replace(gap, rows=numbers) for gap, numbers in rows.items())


def count_gaps(gaps: Iterable[Gap]) -> int:
    """Return in how many places something is missing."""
    return sum(gap.times for gap in gaps)


def _spans(numbers: tuple[int, ...]) -> str:
    """Return row numbers in words: 1—3、5."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return "、".join("—".join(map(str, span)) for span in spans)


def _with_commands(gaps: Iterable[Gap], paper: Paper) -> Iterator[Gap]:
    """Add to each missing field of a record the command that fills it."""
    commands = {
        f"待补{figure.title}": f"edit {figure.stored[0].ref} {figure.title}=…"
        for figure in paper.figures
        if figure.stored and has_gap(figure.text)
    }
    for gap in gaps:
        yield replace(gap, command=commands.get(gap.what, ""))


def _marked(body: Any) -> Iterator[Gap]:
    heading = "封面"
    for block in _blocks(body):
        if block.tag == qn("w:tbl"):
            yield from _in_table(block, heading)
            continue
        text = text_of(block)
        if text and style_of(block).startswith(_HEADINGS):
            heading = _MARKED.sub("", text)
        yield from _in_text(text, heading)


def _blocks(body: Any) -> Iterator[Any]:
    for child in body:
        if child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            yield from _blocks(content) if content is not None else ()
        elif child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child


def _in_text(text: str, place: str) -> Iterator[Gap]:
    for word, what in _MARKED.findall(text):
        yield Gap(place, f"{word}{what}")


def _in_table(table: Any, heading: str) -> Iterator[Gap]:
    head: list[str] = []
    for number, row in enumerate(table.iter(qn("w:tr"))):
        texts = [text_of(cell) for cell in row.iter(qn("w:tc"))]
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
            head = texts
        elif head and len(texts) == len(head):
            yield from _in_row(head, texts, heading, number)
        else:
            yield from _in_form(texts, heading)


def _in_row(head: list[str], texts: list[str], heading: str, number: int) -> Iterator[Gap]:
    """Yield what is missing in a row of a list, by the heading of its column."""
    for name, text in zip(head, texts, strict=True):
        blank = not text.strip() and name not in MAY_BE_BLANK
        missing = [Gap(heading, "空白，确无内容的填“无”")] if blank else _in_text(text, heading)
        for gap in missing:
            yield replace(gap, column=name, rows=(number,))


def _in_form(texts: list[str], heading: str) -> Iterator[Gap]:
    """Yield what is missing in a row of a form; where only that is said, its label tells what."""
    for label, text in zip(["", *texts], texts, strict=False):
        for gap in _in_text(text, heading):
            yield replace(gap, what=f"{gap.what}{label}") if gap.what == BARE else gap


def _unproven(paper: Paper) -> Iterator[Gap]:
    """Name figures without evidence, once for the same records; a list has a column for it."""
    named: set[tuple[str, ...]] = set()
    for figure in paper.figures:
        bare = tuple(
            record.ref
            for record in figure.records
            if not record.evidence and not record.ref.startswith(SELF_EVIDENT)
        )
        if not bare or bare in named or figure.stored or has_gap(figure.text):
            continue
        named.add(bare)
        listed = first_of(bare, most=3)
        yield Gap(figure.title, f"{figure.text}中有{len(bare)}条记录没有佐证（{listed}）")


def _seals(document: Document, paper: Paper) -> Iterator[Gap]:
    present = {item.tag.removeprefix(SEAL) for item in controls(document.element.body, SEAL)}
    for seal in paper.seals:
        if seal not in present:
            yield Gap("", f"缺少签章位置：{SEAL_NAMES.get(seal, seal)}")


def shade_gaps(root: Any) -> None:
    """Shade every run below ``root`` in which something is missing or waits to be written."""
    for text in root.iter(qn("w:t")):
        words = text.text or ""
        if has_gap(words) or PLACE_MARK in words:
            _style(text.getparent(), "Gap" if has_gap(words) else "Place")


def _style(run: Any, name: str) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    for old in properties.findall(qn("w:rStyle")):
        properties.remove(old)
    style = OxmlElement("w:rStyle")
    style.set(qn("w:val"), name)
    properties.insert(0, style)


def append_gap_page(document: Document, gaps: tuple[Gap, ...]) -> None:
    """List the gaps of a draft on a page of their own, which goes away with them."""
    if not gaps:
        return
    listed, total = gaps[:LISTED], count_gaps(gaps)
    lines = [f"{index}. {_unmarked(gap)}" for index, gap in enumerate(listed, 1)]
    if len(gaps) > len(listed):
        lines.append(f"其余{total - count_gaps(listed)}处在正文中以底色标出。")
    title = paragraph(
        run(f"草稿：尚待补充{total}处（本页不属于正文，定稿时不再出现）"),
        "FrontTitle",
        "<w:pageBreakBefore/>",
    )
    drawn = title + "".join(paragraph(run(text), "SmallText") for text in lines)
    [page] = elements(control("draft:gaps", "待补清单", drawn))
    document.element.body.insert(-1, page)


def _unmarked(gap: Gap) -> str:
    return str(gap).replace("【", "“").replace("】", "”")
