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

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from societyctl.errors import TemplateError
from societyctl.reporting.word.controls import controls, style_of, text_of
from societyctl.reporting.word.pdf import find_office, to_pdf
from societyctl.reporting.word.xml import DECLARED, paragraph, run

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


def write_contents(document: Document, *, count_pages: bool) -> bool:
    """Fill the spot for the table of contents; tells whether page numbers are in it."""
    spot = next(controls(document.element.body, "toc:"), None)
    if spot is None:
        return False
    entries = headings(document.element.body)
    _put(spot.content, _field(entries, {}))
    pages = _counted(document) if count_pages and _is_countable(document) else {}
    complete = bool(entries) and all(_key(entry.text) in pages for entry in entries)
    if complete:
        _put(spot.content, _field(entries, pages))
    return complete


def headings(body: Any) -> tuple[ContentsLine, ...]:
    """Return the headings of a document."""
    found, mark = [], ""
    for block in body.iter(qn("w:p")):
        name, text = style_of(block), text_of(block).strip()
        mark = f"{text}  " if name == "AnnexMark" else mark
        if text and name in LISTED:
            found.append(ContentsLine(LISTED[name], text, mark if name == "AnnexTitle" else ""))
    return tuple(found)


def _is_countable(document: Document) -> bool:
    rows = sum(1 for _ in document.element.body.iter(qn("w:tr")))
    return rows <= MOST_ROWS and find_office() is not None


def _put(content: Any, xml: str) -> None:
    fresh = parse_xml(f"<w:body {DECLARED}>{xml}</w:body>")
    content[:] = list(fresh)


def _field(entries: Sequence[ContentsLine], pages: Mapping[str, int]) -> str:
    """Return the field with its entries: Word and WPS show these until someone refreshes it."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = [
        (f"TOC{entry.level}", run(f"{entry.before}{entry.text}\t{pages.get(_key(entry.text), '')}"))
        for entry in entries
    ] or [("TOC1", run(""))]
    last = len(lines) - 1
    return "".join(
        paragraph((begin if number == 0 else "") + text + (end if number == last else ""), style)
        for number, (style, text) in enumerate(lines)
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
    found: dict[str, int] = {}
    for title, page in _OUTLINE.findall(pdf):
        if int(page) in order:
            text = bytes.fromhex(title.decode()).decode("utf-16-be")
            found.setdefault(_key(text), order.index(int(page)))
    first = min(found.values(), default=0)
    return {text: page - first + 1 for text, page in found.items()}
