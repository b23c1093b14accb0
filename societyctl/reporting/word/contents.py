"""The table of contents: a field that is filled in already, with real page numbers.

LibreOffice counts the pages. Nothing asks for a refresh on opening: Word would ask a question
each time, and WPS shows what is there. In a draft, or without LibreOffice, the entries have no
numbers until someone refreshes the field by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from societyctl.errors import TemplateError
from societyctl.reporting.word.controls import controls, elements, style_of, text_of
from societyctl.reporting.word.pdf import find_office, to_pdf
from societyctl.reporting.word.xml import paragraph, run

if TYPE_CHECKING:
    from docx.document import Document

LISTED = {"Heading1": 1, "Heading2": 2, "AnnexTitle": 1}
"""Styles of the headings that are listed, and how deep."""
PATIENCE = 60
MOST_ROWS = 1500
"""With longer tables counting the pages takes too long; then the entries have no numbers."""

_OUTLINE = re.compile(rb"/Title<FEFF([0-9A-F]+)>\s*/Dest\[(\d+) 0 R")
_KIDS = re.compile(rb"/Kids\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One heading, as the table of contents lists it."""

    level: int
    text: str
    before: str = ""
    """The number of an annex, which stands in a line of its own."""


def write_contents(document: Document, *, count_pages: bool) -> None:
    """Fill the spot for the table of contents, if there is one."""
    spot = next(controls(document.element.body, "toc:"), None)
    if spot is None:
        return
    lines = _headings(document.element.body)
    spot.content[:] = elements(_field(lines, {}))
    pages = _counted(document) if count_pages and _is_countable(document) else {}
    if lines and all(_key(line.text) in pages for line in lines):
        spot.content[:] = elements(_field(lines, pages))


def _headings(body: Any) -> tuple[ContentsLine, ...]:
    lines, mark = [], ""
    for block in body.iter(qn("w:p")):
        name, text = style_of(block), text_of(block).strip()
        mark = f"{text}  " if name == "AnnexMark" else mark
        if text and name in LISTED:
            lines.append(ContentsLine(LISTED[name], text, mark if name == "AnnexTitle" else ""))
    return tuple(lines)


def _is_countable(document: Document) -> bool:
    rows = sum(1 for _ in document.element.body.iter(qn("w:tr")))
    return rows <= MOST_ROWS and find_office() is not None


def _field(lines: Sequence[ContentsLine], pages: Mapping[str, int]) -> str:
    """Return the field with its entries: Word and WPS show these until someone refreshes it."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    drawn = [
        (f"TOC{line.level}", run(f"{line.before}{line.text}\t{pages.get(_key(line.text), '')}"))
        for line in lines
    ] or [("TOC1", run(""))]
    last = len(drawn) - 1
    return "".join(
        paragraph((begin if number == 0 else "") + text + (end if number == last else ""), style)
        for number, (style, text) in enumerate(drawn)
    )


def _counted(document: Document) -> dict[str, int]:
    """Return the printed page of every heading; nothing when LibreOffice does not succeed."""
    with TemporaryDirectory(prefix="societyctl-") as work:
        draft = Path(work) / "paper.docx"
        document.save(str(draft))
        try:
            content = to_pdf(draft, Path(work) / "paper.pdf", PATIENCE).read_bytes()
        except TemplateError:
            return {}
    return page_numbers(content)


def _key(text: str) -> str:
    """Return a heading without its spaces, which a PDF may have fewer of."""
    return "".join(text.split())


def page_numbers(pdf: bytes) -> dict[str, int]:
    """Return the page of every bookmark in a PDF, counted from the page of the first one.

    The numbered part of a paper begins with its first heading.
    """
    kids = _KIDS.search(pdf)
    if kids is None:
        return {}
    order = [int(number) for number in re.findall(rb"(\d+) 0 R", kids.group(1))]
    places: dict[str, int] = {}
    for title, page in _OUTLINE.findall(pdf):
        if int(page) in order:
            text = bytes.fromhex(title.decode()).decode("utf-16-be")
            places.setdefault(_key(text), order.index(int(page)))
    first = min(places.values(), default=0)
    return {text: place - first + 1 for text, place in places.items()}
