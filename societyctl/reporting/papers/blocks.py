"""What papers are built from. A block knows what it says and how its template looks.

So the two can never disagree: ``write`` yields the values, ``source`` the WordprocessingML
with the tags that place them, ``offers`` the names that any template of the paper may use.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, Self

from societyctl.domain.layouts import Layout
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.values import (
    SENTENCES,
    TEXT,
    Bar,
    Figure,
    Offer,
    Sentence,
    Written,
    texts,
)
from societyctl.reporting.word.styles import text_width
from societyctl.reporting.word.text import clean, place
from societyctl.reporting.word.xml import Cell, columns, control, paragraph, row, run, table

LABEL_SHADE = "F2F2F2"
ALIGNED = {"left": "Text", "center": "Centre", "right": "Figure"}


class Block(ABC):
    """A part of a paper."""

    def offers(self) -> Mapping[str, Offer]:
        """Return the names it lets templates use."""
        return {}

    def write(self, dossier: Dossier, used: Collection[str]) -> Written:
        """Return what it says; ``used`` has every name that the template uses."""
        del dossier, used
        return Written()

    @abstractmethod
    def source(self, layout: Layout) -> str:
        """Return its part of the template, for pages of this layout."""


@dataclass(frozen=True, slots=True)
class Fixed(Block):
    """Something that says nothing of its own; the facts in it are offered by every paper."""

    draw: Callable[[Layout], str]

    def source(self, layout: Layout) -> str:
        """Return it."""
        return self.draw(layout)


@dataclass(frozen=True, slots=True)
class Prose(Block):
    """A place that only a person can fill; what is written there survives a new run."""

    key: str
    title: str
    what: str
    style: str = "Body"
    keep: bool = False
    """Stay on one page with what follows, so that a seal never stands on a page alone."""

    def source(self, layout: Layout) -> str:
        """Return a content control with the hint what to write."""
        del layout
        kept = "<w:keepNext/>" if self.keep else ""
        hint = paragraph(run(place(self.what), "Place"), self.style, kept)
        return control(f"prose:{self.key}", self.title, hint, untouched=True)


Said = tuple[Sequence[Sentence], Sequence[Figure]]
"""Generated sentences, and the numbers they print."""


@dataclass(frozen=True, slots=True)
class Sentences(Block):
    """Generated sentences whose numbers are traceable."""

    name: str
    title: str
    say: Callable[[Dossier], Said]

    def offers(self) -> Mapping[str, Offer]:
        """Return the list of sentences."""
        return {self.name: SENTENCES}

    def write(self, dossier: Dossier, used: Collection[str]) -> Written:
        """Return the sentences and their figures."""
        del used
        sentences, figures = self.say(dossier)
        return Written({self.name: tuple(sentences)}, list(figures))

    def source(self, layout: Layout) -> str:
        """Return a loop over the pieces of every sentence."""
        del layout
        pieces = (
            run("{%r for piece in sentence.pieces %}")
            + run("{%r if piece.figure %}")
            + control("fig:{{ piece.figure }}", "数据", run("{{ piece.text }}"))
            + run("{%r else %}")
            + run("{{ piece.text }}")
            + run("{%r endif %}")
            + run("{%r endfor %}")
        )
        return (
            body(f"{{%p for sentence in {self.name} %}}")
            + paragraph(pieces, "Body")
            + body("{%p endfor %}")
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its name in templates, its heading, and what stands in a row."""

    name: str
    head: str = ""
    text: Callable[[Dossier, Any], str] | None = None
    align: str = "left"
    figure: Callable[[Dossier, Any], Figure] | None = None
    """In place of ``text`` where the value is traced."""
    content: str = ""
    """What the template shows in place of the plain value."""


@dataclass(frozen=True, slots=True)
class Rows(Block):
    """A list of records or verdicts, each with named texts."""

    name: str
    item: str
    """What templates call one of them."""
    title: str
    columns: tuple[Column, ...]
    pick: Callable[[Dossier], Sequence[Any]]
    empty: Callable[[Dossier], str]
    """Why there is none."""

    def offers(self) -> Mapping[str, Offer]:
        """Return the list and the reason for its being empty."""
        traced = [f"{column.name}_id" for column in self.columns if column.figure]
        told = [column.name for column in self.columns if column.text or column.figure]
        names = ("number", *told, *traced)
        return {self.name: texts(*names), f"{self.name}_empty": TEXT}

    def write(self, dossier: Dossier, used: Collection[str]) -> Written:
        """Return the rows, numbered, and the figures in the columns that are used."""
        figures: list[Figure] = []
        shown = [column for column in self.columns if f"{self.name}.{column.name}" in used]
        rows = tuple(
            SimpleNamespace(**{"number": str(number)} | _texts(dossier, source, shown, figures))
            for number, source in enumerate(self.pick(dossier), 1)
        )
        empty = "" if rows else self.empty(dossier)
        return Written({self.name: rows, f"{self.name}_empty": empty}, figures)


def _texts(
    dossier: Dossier, source: Any, shown: Sequence[Column], figures: list[Figure]
) -> dict[str, str]:
    """Return one row; its figures are added to the others."""
    values: dict[str, str] = {}
    for column in shown:
        if column.figure is not None:
            figure = column.figure(dossier, source)
            figures.append(figure)
            values[f"{column.name}_id"] = clean(figure.id)
            values[column.name] = clean(figure.text)
        elif column.text is not None:
            values[column.name] = clean(column.text(dossier, source))
    return values


@dataclass(frozen=True, slots=True)
class Listing(Rows):
    """A table with one row for each item; where there is none, one row says why."""

    shares: Mapping[str, int] = field(default_factory=dict)
    """The columns that the template shows, in order, each with its share of the width."""

    def shown(self, **shares: int) -> Self:
        """Return the list with these columns in its template."""
        return replace(self, shares=shares)

    def source(self, layout: Layout) -> str:
        """Return a table whose heading repeats on every page."""
        known = {column.name: column for column in (NUMBER, *self.columns)}
        widths = columns(*self.shares.values(), total=text_width(layout))
        head = [Cell(known[name].head, "SmallHead", shade=LABEL_SHADE) for name in self.shares]
        cells = [Cell(self._content(known[name])) for name in self.shares]
        whole = len(widths)
        return table(
            [
                row(head, widths, header=True),
                row([Cell(f"{{%tr for {self.item} in {self.name} %}}", span=whole)], widths),
                row(cells, widths),
                row([Cell("{%tr endfor %}", span=whole)], widths),
                row([Cell(f"{{%tr if not {self.name} %}}", span=whole)], widths),
                row([Cell(f"{{{{ {self.name}_empty }}}}", "SmallCentre", span=whole)], widths),
                row([Cell("{%tr endif %}", span=whole)], widths),
            ],
            widths,
        )

    def _content(self, column: Column) -> str:
        if column.content:
            return column.content
        shown = run(f"{{{{ {self.item}.{column.name} }}}}")
        if column.figure is not None:
            shown = control(f"fig:{{{{ {self.item}.{column.name}_id }}}}", column.head, shown)
        return paragraph(shown, f"Small{ALIGNED[column.align]}")


NUMBER = Column("number", "序号", align="center")
"""The running number, which every list has; a column of this name stands in for it."""


@dataclass(frozen=True, slots=True)
class Repeated(Rows):
    """The same few blocks for each item, such as the places in which a case is told."""

    inner: tuple[Block, ...] = ()
    nothing: str = ""
    """What the template shows before the reason when there is no item."""

    def source(self, layout: Layout) -> str:
        """Return the blocks in a loop."""
        return "".join(
            [
                body(f"{{%p if not {self.name} %}}"),
                self.nothing,
                body(f"{{{{ {self.name}_empty }}}}"),
                body("{%p endif %}"),
                body(f"{{%p for {self.item} in {self.name} %}}"),
                *(block.source(layout) for block in self.inner),
                body("{%p endfor %}"),
            ]
        )


@dataclass(frozen=True, slots=True)
class Chart(Block):
    """A spot for a bar chart, drawn when the paper is finished."""

    key: str
    caption: str
    bars: Callable[[Dossier], Sequence[Bar]]

    def write(self, dossier: Dossier, used: Collection[str]) -> Written:
        """Return the bars."""
        del used
        return Written(bars={self.key: tuple(self.bars(dossier))})

    def source(self, layout: Layout) -> str:
        """Return the empty spot."""
        del layout
        return spot(f"chart:{self.key}", self.caption)


@dataclass(frozen=True, slots=True)
class Seal(Block):
    """A frame for an opinion with signature, seal and date."""

    key: str
    lead: str
    signer: str
    inner: str = ""
    """Ready paragraphs below the lead."""
    opinion: Prose | None = None
    room: int = 1400
    """The white above the signature, in twentieths of a point."""

    def source(self, layout: Layout) -> str:
        """Return the opinion and the line for signature, seal and date, in one cell.

        A cell that no page cuts keeps them together everywhere. Paragraphs kept with the next
        would not do: LibreOffice then carries the whole table, and all frames after it, along.
        """
        width = text_width(layout)
        signature = control(
            f"seal:{self.key}",
            "签章",
            paragraph(
                run(f"{self.signer}（签字）：                    （盖章）"),
                "TableText",
                f'<w:spacing w:before="{self.room}"/>'
                '<w:ind w:firstLineChars="400" w:firstLine="960"/>',
            )
            + paragraph(
                run("年    月    日"),
                "TableText",
                '<w:spacing w:before="240" w:after="120"/>'
                '<w:ind w:rightChars="400" w:right="960"/><w:jc w:val="right"/>',
            ),
        )
        written = self.opinion.source(layout) if self.opinion else ""
        whole = paragraph(run(self.lead), "TableText") + self.inner + written + signature
        return table([row([Cell(whole, align="top")], (width,))], (width,))


def body(text: str) -> str:
    """Return a paragraph of running text."""
    return paragraph(run(text), "Body")


def heading(text: str, level: int = 1) -> str:
    """Return a heading."""
    return paragraph(run(text), f"Heading{level}")


def spot(tag: str, title: str) -> str:
    """Return a spot that is filled with a drawing: a chart, photos, the table of contents."""
    return control(tag, title, paragraph("", "Normal"))
