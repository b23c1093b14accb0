"""Where a file no longer says what the data say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from societyctl.reporting.values import PrintedField, TracedFigure
from societyctl.reporting.word.controls import (
    FIGURE,
    Control,
    controls,
    row_number,
    style_of,
    text_of,
)

if TYPE_CHECKING:
    from docx.document import Document


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that is not what the data say."""

    place: str
    title: str
    file: str
    data: str
    figure: str = ""
    """The id of the figure."""
    stored: tuple[PrintedField, ...] = ()
    """The fields it came from, when what the file says can be taken back into them."""

    def __str__(self) -> str:
        """Return the sentence shown to the user."""
        return f"{self.place} {self.title}：文件为{self.file or '空白'}，数据为{self.data}"


def differences(document: Document, figures: Iterable[TracedFigure]) -> tuple[Difference, ...]:
    """Return the figures in a document whose text is not that of the data."""
    traced = {figure.id: figure for figure in figures}
    tables = _tables(document)
    unlike: dict[Difference, None] = {}
    for place in controls(document.element.body, FIGURE):
        figure = traced.get(place.tag.removeprefix(FIGURE))
        if figure is not None and _plain(place.text) != _plain(figure.text):
            where, text = _where(place, tables), place.text
            difference = Difference(
                where, figure.title, text, figure.text, figure.id, figure.stored
            )
            unlike[difference] = None
    return tuple(unlike)


def _plain(text: str) -> str:
    return "".join(text.split())


def _tables(document: Document) -> dict[Any, str]:
    """Return what each table is called: its number, and the heading it stands below."""
    named: dict[Any, str] = {}
    heading = "封面"
    for block in document.element.body.iter(qn("w:p"), qn("w:tbl")):
        if block.tag == qn("w:tbl"):
            named[block] = f"表{len(named) + 1}（{heading}）"
            continue
        if style_of(block).startswith("Heading"):
            heading = text_of(block)
    return named


def _where(place: Control, tables: dict[Any, str]) -> str:
    row = next(place.element.iterancestors(qn("w:tr")), None)
    if row is not None:
        return f"{tables[row.getparent()]}第{row_number(row)}行"
    paragraph = next(place.element.iterancestors(qn("w:p")), None)
    return f"“{text_of(paragraph)[:12]}…”" if paragraph is not None else "正文"
