"""Content controls of a Word file: found by their tag, read, and taken off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

PROSE, FIGURE, SEAL = "prose:", "fig:", "seal:"


@dataclass(frozen=True, slots=True)
class Control:
    """One content control."""

    tag: str
    element: Any

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
    """Leave the content of every control in place and drop the control around it."""
    for control in list(controls(root))[::-1]:
        parent, position = control.element.getparent(), None
        position = parent.index(control.element)
        parent[position : position + 1] = list(control.content)
