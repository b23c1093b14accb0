"""Blocks that papers share: title, cover, rules, contents, forms, annexes, signature."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from societyctl.reporting.values import TEXT, Offer, Photo, Written, texts
from societyctl.reporting.word.blocks import (
    LABEL_SHADE,
    Block,
    Canvas,
    FactMention,
    Line,
    Subject_contra,
    body,
    spot,
)
from societyctl.reporting.word.package import section, section_end
from societyctl.reporting.word.text import clean
from societyctl.reporting.word.xml import TableCell, columns, control, paragraph, row, run, table

_LINE_BELOW = (
    '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
)
_GALLERY = (
    '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
)

Labelled = tuple[str, str | tuple[Block[Any], ...]]
"""A label, and what stands beside it: a fact, a tag of the template, nothing, or blocks."""


@dataclass(frozen=True, slots=True)
class Drawn(Block[Any]):
    """Something drawn that says nothing of its own."""

    draw: Callable[[Canvas], str]

    def source(self, canvas: Canvas) -> str:
        """Return it."""
        return self.draw(canvas)


def _beside(content: str | tuple[Block[Any], ...], canvas: Canvas, style: str = "TableText") -> str:
    """Return what stands beside a label, as the content of a cell."""
    if isinstance(content, str):
        words = FactMention(content) if content and not content.startswith("{") else content
        return Line((words,) if words else (), style).source(canvas)
    return "".join(block.source(canvas) for block in content)


@dataclass(frozen=True, slots=True)
class LabelledTable(Block[Any]):
    """A form of labels with what stands beside them, one or two to a row."""

    rows: tuple[tuple[Labelled, ...], ...]
    shares: tuple[int, ...] = (19, 31, 19, 31)
    """How the four columns share the width."""
    height: int = 510
    """The least height of a row in twentieths of a point."""
    tall: Mapping[str, int] = field(default_factory=dict)
    """The least height of rows that differ, by their label."""

    def source(self, canvas: Canvas) -> str:
        """Return the table."""
        widths = columns(*self.shares, total=canvas.width)
        return table([self._row(labelled, widths, canvas) for labelled in self.rows], widths)

    def _row(self, labelled: Sequence[Labelled], widths: Sequence[int], canvas: Canvas) -> str:
        span = 3 if len(labelled) == 1 else 1
        cells = [
            cell
            for label, content in labelled
            for cell in (
                TableCell(label, "TableHead", shade=LABEL_SHADE),
                TableCell(_beside(content, canvas), span=span),
            )
        ]
        return row(cells, widths, height=self.tall.get(labelled[0][0], self.height))


def form(*rows: tuple[Labelled, ...]) -> LabelledTable:
    """Return a form: each row holds one label with its fact, or two side by side."""
    return LabelledTable(rows)


def title(text: str, *, new_page: bool = False) -> Line:
    """Return the title of a paper without a cover, if wanted on a new page."""
    return Line((text,), "Title", "<w:pageBreakBefore/>" if new_page else "")


def cover(text: str, *fields: tuple[str, str], top: str = "") -> Drawn:
    """Return the cover: its own section, without a page number."""

    def draw(canvas: Canvas) -> str:
        widths = columns(28, 72, total=canvas.width * 9 // 10)
        return "".join(
            [
                paragraph(run(top), "CoverNote") if top else "",
                paragraph(run(text), "CoverTitle"),
                table([_cover_row(*pair, widths, canvas) for pair in fields], widths, "Plain"),
                *[paragraph("", "Normal")] * 2,
                paragraph(run("依据：{{ program }}"), "CoverNote"),
                section_end(section(canvas.layout, numbered=False, break_before=False)),
            ]
        )

    return Drawn(draw)


def _cover_row(label: str, name: str, widths: Sequence[int], canvas: Canvas) -> str:
    value = TableCell(_beside(name, canvas, "CoverField"), edges=_LINE_BELOW, align="bottom")
    return row([TableCell(f"{label}：", "CoverField", align="bottom"), value], widths, height=640)


@dataclass(frozen=True, slots=True)
class Notes(Block[Subject_contra]):
    """The page of rules: ours, then those of the notice."""

    lines: Sequence[str]
    asked: Callable[[Subject_contra], str]
    """Returns the rules of the notice as one sentence."""
    name: str = "rules"
    title: str = "通知的要求"

    def offers(self) -> Mapping[str, Offer]:
        """Return the rules of the notice."""
        return {self.name: TEXT}

    def write(self, subject: Subject_contra, used: Collection[str]) -> Written:
        """Return the rules of the notice."""
        del used
        return Written({self.name: clean(self.asked(subject))})

    def source(self, canvas: Canvas) -> str:
        """Return the page, in its own section without a page number."""
        return "".join(
            [
                paragraph(run("填报说明"), "FrontTitle"),
                *(body(f"{number}. {text}") for number, text in enumerate(self.lines, 1)),
                body("{%p if rules %}"),
                body(f"{len(self.lines) + 1}. {{{{ rules }}}}"),
                body("{%p endif %}"),
                section_end(section(canvas.layout, numbered=False)),
            ]
        )


CONTENTS = Drawn(
    lambda canvas: (
        paragraph(run("目　录"), "FrontTitle")
        + control("toc:", "目录", paragraph("", "TOC1"), more=_GALLERY)
        + section_end(section(canvas.layout, numbered=False))
    )
)
"""The page for the table of contents, in the unnumbered front."""


def annex(name: str, number: str = "") -> Drawn:
    """Return the head of an annex: flush left at the top of a page, the title below it."""
    return Drawn(
        lambda _: paragraph(run(f"附件{number}"), "AnnexMark") + paragraph(run(name), "AnnexTitle")
    )


@dataclass(frozen=True, slots=True)
class Album(Block[Subject_contra]):
    """The annex of photos, left out when there are none."""

    photos: Callable[[Subject_contra], Sequence[Photo]]
    number: str = ""
    name: str = "photos"
    title: str = "活动照片"

    def offers(self) -> Mapping[str, Offer]:
        """Return the photos."""
        return {self.name: texts("caption")}

    def write(self, subject: Subject_contra, used: Collection[str]) -> Written:
        """Return the photos; the pictures are put in when the paper is finished."""
        del used
        photos = tuple(self.photos(subject))
        captions = tuple(SimpleNamespace(caption=clean(photo.caption)) for photo in photos)
        return Written({self.name: captions}, photos=photos)

    def source(self, canvas: Canvas) -> str:
        """Return the annex around an empty spot."""
        return "".join(
            [
                body("{%p if photos %}"),
                annex("活动照片", self.number).source(canvas),
                spot("photos:activities", "活动照片"),
                body("{%p endif %}"),
            ]
        )


def signature() -> tuple[Line, ...]:
    """Return society and date at the end of a letter, with room for a seal over both.

    The date stands four characters from the right, the name is centred on it.
    """
    centred = '<w:ind w:left="4040" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    kept = "<w:keepNext/>"
    return (
        Line((), extra=kept),
        Line((), extra=kept),
        Line((FactMention("society"),), extra=f"{kept}{centred}"),
        Line((FactMention("date"),), extra=centred),
    )
