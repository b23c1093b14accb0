"""What papers are built from. A block knows what it says and how its template looks.

So the two can never disagree: ``write`` yields the values, ``source`` the WordprocessingML
with the tags that place them, ``offers`` the names that any template of the paper may use.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from societyctl.domain.layouts import Layout
from societyctl.domain.selection import Selection
from societyctl.reporting.values import SENTENCES, ChartBar, Offer, Sentence, TracedFigure, Written
from societyctl.reporting.word.styles import text_width
from societyctl.reporting.word.text import place
from societyctl.reporting.word.xml import TableCell, control, paragraph, row, run, table

LABEL_SHADE = "F2F2F2"


class PaperSubject(Protocol):
    """What a paper is written from; only the paper itself looks inside."""

    def about(self) -> Mapping[str, str]:
        """Return what is needed to gather the same again."""
        ...


Subject_contra = TypeVar("Subject_contra", bound=PaperSubject, contravariant=True)


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a template is drawn on: pages of a layout, with the titles of facts by their names."""

    layout: Layout
    titles: Mapping[str, str]

    @property
    def width(self) -> int:
        """The width of the type area in twentieths of a point."""
        return text_width(self.layout)


class Block(ABC, Generic[Subject_contra]):
    """A part of a paper."""

    def offers(self) -> Mapping[str, Offer]:
        """Return the names it lets templates use."""
        return {}

    def asks(self, subject: Subject_contra) -> Iterable[Selection]:
        """Return what it must have answered to be written.

        What it asks may follow from earlier answers, so it is asked until nothing new comes.
        """
        del subject
        return ()

    def write(self, subject: Subject_contra, used: Collection[str]) -> Written:
        """Return what it says; ``used`` has every name that the template uses."""
        del subject, used
        return Written()

    @abstractmethod
    def source(self, canvas: Canvas) -> str:
        """Return its part of the template."""


@dataclass(frozen=True, slots=True)
class FactMention:
    """A fact within a line; what follows its name is printed after it: ``society（章）``."""

    name: str

    def source(self, canvas: Canvas) -> str:
        """Return the fact in a control, by which a change typed over it is found."""
        names = sorted(canvas.titles, key=len, reverse=True)
        fact = next(name for name in names if self.name.startswith(name))
        drawn = control(f"fig:{fact}", canvas.titles[fact], run(f"{{{{ {fact} }}}}"))
        after = self.name.removeprefix(fact)
        return drawn + (run(after) if after else "")


@dataclass(frozen=True, slots=True)
class Line(Block[Any]):
    """A paragraph that says nothing of its own; the facts in it are offered by every paper."""

    parts: tuple[str | FactMention, ...]
    style: str = "Body"
    extra: str = ""
    """Properties that differ from those of the style."""

    def source(self, canvas: Canvas) -> str:
        """Return the paragraph."""
        drawn = [run(part) if isinstance(part, str) else part.source(canvas) for part in self.parts]
        return paragraph("".join(drawn), self.style, self.extra)


def line(*parts: str | FactMention, style: str = "Body", indented: bool = False) -> Line:
    """Return a paragraph of these parts, if wanted with its first line indented as in prose."""
    indent = '<w:ind w:firstLineChars="200" w:firstLine="480"/>' if indented else ""
    return Line(parts, style, indent)


def heading(text: str, level: int = 1) -> Line:
    """Return a heading."""
    return Line((text,), f"Heading{level}")


HAIRLINE = Line((), "", '<w:spacing w:line="20" w:lineRule="exact"/>')
"""A line of next to no height: Word wants one after the last control of a cell."""


@dataclass(frozen=True, slots=True)
class Prose(Block[Any]):
    """A place that only a person can fill; what is written there survives a new run."""

    key: str
    title: str
    what: str
    style: str = "Body"
    keep: bool = False
    """Stay on one page with what follows, so that a seal never stands on a page alone."""

    def source(self, canvas: Canvas) -> str:
        """Return a content control with the hint what to write."""
        del canvas
        kept = "<w:keepNext/>" if self.keep else ""
        hint = paragraph(run(place(self.what), "Place"), self.style, kept)
        return control(f"prose:{self.key}", self.title, hint, untouched=True)


@dataclass(frozen=True, slots=True)
class Either(Block[Any]):
    """One block where a condition of the template holds, another where it does not."""

    condition: str
    held: Block[Any]
    otherwise: Block[Any]
    style: str

    def source(self, canvas: Canvas) -> str:
        """Return both between the tags that choose."""
        return "".join(
            [
                paragraph(run(f"{{%p if {self.condition} %}}"), self.style),
                self.held.source(canvas),
                paragraph(run("{%p else %}"), self.style),
                self.otherwise.source(canvas),
                paragraph(run("{%p endif %}"), self.style),
            ]
        )


TracedText = tuple[Sequence[Sentence], Sequence[TracedFigure]]
"""Generated sentences, and the numbers they print."""


def nothing(subject: Any) -> Iterable[Selection]:
    """Return the questions of what is written without asking."""
    del subject
    return ()


@dataclass(frozen=True, slots=True)
class Sentences(Block[Subject_contra]):
    """Generated sentences whose numbers are traceable."""

    name: str
    title: str
    say: Callable[[Subject_contra], TracedText]
    questions: Callable[[Subject_contra], Iterable[Selection]] = nothing

    def offers(self) -> Mapping[str, Offer]:
        """Return the list of sentences."""
        return {self.name: SENTENCES}

    def asks(self, subject: Subject_contra) -> Iterable[Selection]:
        """Return the questions that its numbers answer."""
        return self.questions(subject)

    def write(self, subject: Subject_contra, used: Collection[str]) -> Written:
        """Return the sentences and their figures."""
        del used
        sentences, figures = self.say(subject)
        return Written({self.name: tuple(sentences)}, list(figures))

    def source(self, canvas: Canvas) -> str:
        """Return a loop over the pieces of every sentence."""
        del canvas
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
class Chart(Block[Subject_contra]):
    """A spot for a bar chart, drawn when the paper is finished."""

    key: str
    caption: str
    bars: Callable[[Subject_contra], Sequence[ChartBar]]
    questions: Callable[[Subject_contra], Iterable[Selection]] = nothing

    def asks(self, subject: Subject_contra) -> Iterable[Selection]:
        """Return the questions that its bars answer."""
        return self.questions(subject)

    def write(self, subject: Subject_contra, used: Collection[str]) -> Written:
        """Return the bars."""
        del used
        return Written(bars={self.key: tuple(self.bars(subject))})

    def source(self, canvas: Canvas) -> str:
        """Return the empty spot."""
        del canvas
        return spot(f"chart:{self.key}", self.caption)


@dataclass(frozen=True, slots=True)
class Seal(Block[Any]):
    """A frame for an opinion with signature, seal and date."""

    key: str
    lead: str
    signer: str
    inner: tuple[Block[Any], ...] = ()
    """What stands below the lead."""
    room: int = 1400
    """The white above the signature, in twentieths of a point."""

    def source(self, canvas: Canvas) -> str:
        """Return the opinion and the line for signature, seal and date, in one cell.

        A cell that no page cuts keeps them together everywhere. Paragraphs kept with the next
        would not do: LibreOffice then carries the whole table, and all frames after it, along.
        """
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
        inner = "".join(block.source(canvas) for block in self.inner)
        whole = paragraph(run(self.lead), "TableText") + inner + signature
        return table([row([TableCell(whole, align="top")], (canvas.width,))], (canvas.width,))


def body(text: str) -> str:
    """Return a paragraph of running text."""
    return paragraph(run(text), "Body")


def spot(tag: str, title: str) -> str:
    """Return a spot that is filled with a drawing: a chart, photos, the table of contents."""
    return control(tag, title, paragraph("", "Normal"))
