"""What a finished Word file holds: its texts, and its content controls by their tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from societyctl.reporting.word.xml import DECLARED

if TYPE_CHECKING:
    from docx.document import Document

_PARTS = {"header": "页眉", "footer": "页脚"}

PROSE, FIGURE, SEAL = "prose:", "fig:", "seal:"


@dataclass(frozen=True, slots=True)
class Control:
    """One content control."""

    tag: str
    element: Any

    @property
    def title(self) -> str:
        """What the control is called."""
        named = self.element.find(f"{qn('w:sdtPr')}/{qn('w:alias')}")
        return "" if named is None else str(named.get(qn("w:val")))

    @property
    def content(self) -> Any:
        """The element that holds what the control shows."""
        return self.element.find(qn("w:sdtContent"))

    @property
    def text(self) -> str:
        """The text it shows, one line for each paragraph."""
        paragraphs = list(self.content.iter(qn("w:p")))
        if not paragraphs:
            return text_of(self.content)
        return "\n".join(text_of(paragraph) for paragraph in paragraphs)


def text_roots(document: Document) -> Iterator[tuple[Any, str]]:
    """Yield the body, and every header and footer with the word for it."""
    yield document.element.body, ""
    seen = set()
    for relation in document.part.rels.values():
        word = _PARTS.get(relation.reltype.rpartition("/")[2])
        if word is None or relation.is_external or relation.target_part.partname in seen:
            continue
        seen.add(relation.target_part.partname)
        if isinstance(relation.target_part, XmlPart):
            yield relation.target_part.element, word


def elements(xml: str) -> list[Any]:
    """Return pieces of WordprocessingML as elements to be put into a document."""
    return list(parse_xml(f"<w:body {DECLARED}>{xml}</w:body>"))


def row_number(row: Any) -> int:
    """Return the place of a row in its table, counted from 1."""
    return 1 + sum(1 for _ in row.itersiblings(qn("w:tr"), preceding=True))


def style_of(paragraph: Any) -> str:
    """Return the id of a paragraph's style; empty for the usual one."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))


def text_of(element: Any) -> str:
    """Return all text below an element."""
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def controls(root: Any, prefix: str = "") -> Iterator[Control]:
    """Yield the controls below ``root`` whose tag begins with ``prefix``, in document order."""
    for element in list(root.iter(qn("w:sdt"))):
        tag = element.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        name = "" if tag is None else tag.get(qn("w:val")) or ""
        if name.startswith(prefix) and element.find(qn("w:sdtContent")) is not None:
            yield Control(name, element)


def take_off(root: Any) -> None:
    """Leave the content of every control in place and drop the control around it.

    That of the table of contents stays: without it LibreOffice prints the code of the field.
    """
    for control in [item for item in controls(root) if item.tag != "toc:"][::-1]:
        parent = control.element.getparent()
        position = parent.index(control.element)
        parent[position : position + 1] = list(control.content)
