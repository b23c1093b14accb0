"""The text of a template, laid out one paragraph a line.

So the template engine's own parser reports line numbers that lead back to a paragraph, table
cell, header or footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from societyctl.reporting.word.controls import row_number, text_of, text_roots

if TYPE_CHECKING:
    from docx.document import Document

PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""Document properties that are filled in like text."""

_LONGEST = 40
"""So much of a paragraph is quoted; it fits a line of the screen."""

_TAG_SCOPE = re.compile(r"(\{[{%])(?:tr|tc|p|r)\s")
_ALONE = re.compile(r"\{%(p|tr|tc)\s")
_SCOPES = {"p": ("w:p", "一段"), "tr": ("w:tr", "表格的一行"), "tc": ("w:tc", "表格的一格")}
"""Tags that stand for a whole paragraph, row or cell, and swallow whatever is there beside them."""


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """The text of one part of a template: one paragraph a line, with the place of each."""

    source: str
    places: tuple[str, ...]
    crowded: tuple[tuple[str, str], ...] = ()
    """Tags that would swallow what stands beside them: where, and what is wrong."""

    def place(self, line: int) -> str:
        """Return where a line stands."""
        return self.places[min(max(line, 1), len(self.places)) - 1] if self.places else "正文"


def parts_of(document: Document) -> Iterator[TemplatePart]:
    """Yield everything the engine fills in: body, headers, footers, footnotes, properties."""
    for root, word in text_roots(document):
        yield _part(root, word)
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES and not relation.is_external:
            yield _part(parse_xml(relation.target_part.blob), "脚注")
    for name in PROPERTIES:
        yield TemplatePart(str(getattr(document.core_properties, name)), ("文档属性",))


def _part(root: Any, where: str) -> TemplatePart:
    lines, places = [], []
    tables = {table: index for index, table in enumerate(root.iter(qn("w:tbl")), 1)}
    for index, paragraph in enumerate(root.iter(qn("w:p")), 1):
        text = _paragraph_text(paragraph)
        lines.append(text)
        places.append(f"{where}{_place(paragraph, tables, index)}“{_excerpt(text)}”")
    source = "\n".join(_TAG_SCOPE.sub(r"\1 ", line) for line in lines)
    return TemplatePart(source, tuple(places), tuple(_crowded(root, places)))


def _crowded(root: Any, places: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the place of each tag that is not alone in its paragraph, row or cell."""
    for paragraph, place in zip(root.iter(qn("w:p")), places, strict=True):
        for scope in _ALONE.findall(text_of(paragraph)):
            element, word = _SCOPES[scope]
            own = {paragraph, *paragraph.iterancestors()}
            holder = next((item for item in own if item.tag == qn(element)), None)
            text = "" if holder is None else text_of(holder).strip()
            if text.count("{%") != 1 or not (text.startswith("{%") and text.endswith("%}")):
                yield place, f"{{%{scope} …%}} 须独占{word}，同在一起的文字会丢失"


def _paragraph_text(paragraph: Any) -> str:
    pieces = []
    holder = paragraph.getparent().getparent()
    if holder is not None and holder.tag == qn("w:sdt"):
        pieces += _control_tags(holder)
    for node in paragraph.iter(qn("w:t"), qn("w:tag"), qn("w:alias"), qn("w:p")):
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag != qn("w:p"):
            pieces.append(node.get(qn("w:val")) or "")
    return "".join(pieces).replace("\n", " ")


def _control_tags(control: Any) -> list[str]:
    properties = control.find(qn("w:sdtPr"))
    if properties is None:
        return []
    named = properties.iter(qn("w:tag"), qn("w:alias"))
    return [node.get(qn("w:val")) or "" for node in named]


def _place(paragraph: Any, tables: dict[Any, int], index: int) -> str:
    row = next(paragraph.iterancestors(qn("w:tr")), None)
    if row is None:
        return f"第{index}段"
    table = next(paragraph.iterancestors(qn("w:tbl")))
    cell = next(paragraph.iterancestors(qn("w:tc")))
    column = sum(1 for _ in cell.itersiblings(qn("w:tc"), preceding=True)) + 1
    return f"第{tables[table]}个表格第{row_number(row)}行第{column}格"


def _excerpt(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
