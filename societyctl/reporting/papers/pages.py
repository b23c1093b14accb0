"""Blocks that papers share: title, cover, rules, contents, forms, annexes, signature."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from societyctl.domain.layouts import Layout
from societyctl.reporting.papers.blocks import LABEL_SHADE, Block, Fixed, body, spot
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.facts import FACTS, Fact
from societyctl.reporting.papers.values import TEXT, Offer, Written, texts
from societyctl.reporting.word.package import section, section_end
from societyctl.reporting.word.styles import text_width
from societyctl.reporting.word.text import clean
from societyctl.reporting.word.xml import Cell, columns, control, paragraph, row, run, table

_LINE_BELOW = (
    '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
)
_GALLERY = (
    '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
)
Pair = tuple[str, str]
"""A label, and what stands beside it (see ``fact``)."""


def fact(name: str, facts: Mapping[str, Fact] = FACTS) -> str:
    """Return a fact in a control, by which a change typed over it is found.

    What follows the name of the fact is printed after it: ``society（章）``. Tags are left alone.
    """
    if not name or name.startswith("{"):
        return run(name) if name else ""
    known = next(item for item in sorted(facts, key=len, reverse=True) if name.startswith(item))
    shown = control(f"fig:{known}", facts[known].title, run(f"{{{{ {known} }}}}"))
    after = name.removeprefix(known)
    return shown + (run(after) if after else "")


def fact_cell(name: str, style: str = "TableText", facts: Mapping[str, Fact] = FACTS) -> str:
    """Return a fact as the content of a cell; an empty cell for no name."""
    return paragraph(fact(name, facts), style)


def form(*rows: tuple[Pair, ...]) -> Fixed:
    """Return a form: each row holds one label with its fact, or two side by side."""

    def draw(layout: Layout) -> str:
        widths = columns(19, 31, 19, 31, total=text_width(layout))
        return table([_form_row(pairs, widths) for pairs in rows], widths)

    return Fixed(draw)


def _form_row(pairs: tuple[Pair, ...], widths: Sequence[int]) -> str:
    span = 3 if len(pairs) == 1 else 1
    cells = [
        cell
        for label, name in pairs
        for cell in (label_cell(label), Cell(fact_cell(name), span=span))
    ]
    return row(cells, widths, height=510)


def label_cell(text: str) -> Cell:
    """Return the shaded cell of a label."""
    return Cell(text, "TableHead", shade=LABEL_SHADE)


def title(text: str) -> Fixed:
    """Return the title of a paper without a cover."""
    return Fixed(lambda _: paragraph(run(text), "Title"))


def cover(text: str, *fields: Pair, top: str = "") -> Fixed:
    """Return the cover: its own section, without a page number."""

    def draw(layout: Layout) -> str:
        widths = columns(28, 72, total=text_width(layout) * 9 // 10)
        return "".join(
            [
                paragraph(run(top), "CoverNote") if top else "",
                paragraph(run(text), "CoverTitle"),
                table([_cover_row(*pair, widths) for pair in fields], widths, "Plain"),
                *[paragraph("", "Normal")] * 2,
                paragraph(run("依据：{{ program }}"), "CoverNote"),
                section_end(section(layout, numbered=False, break_before=False)),
            ]
        )

    return Fixed(draw)


def _cover_row(label: str, name: str, widths: Sequence[int]) -> str:
    value = Cell(fact_cell(name, "CoverField"), edges=_LINE_BELOW, align="bottom")
    return row([Cell(f"{label}：", "CoverField", align="bottom"), value], widths, height=640)


@dataclass(frozen=True, slots=True)
class Notes(Block):
    """The page of rules: ours, then those of the notice."""

    lines: Sequence[str]
    name: str = "rules"
    title: str = "通知的要求"

    def offers(self) -> Mapping[str, Offer]:
        """Return the rules of the notice."""
        return {self.name: TEXT}

    def write(self, dossier: Dossier, used: Collection[str]) -> Written:
        """Return the rules of the notice as one sentence."""
        del used
        return Written({"rules": clean(dossier.rules.told())})

    def source(self, layout: Layout) -> str:
        """Return the page, in its own section without a page number."""
        return "".join(
            [
                paragraph(run("填报说明"), "FrontTitle"),
                *(body(f"{number}. {line}") for number, line in enumerate(self.lines, 1)),
                body("{%p if rules %}"),
                body(f"{len(self.lines) + 1}. {{{{ rules }}}}"),
                body("{%p endif %}"),
                section_end(section(layout, numbered=False)),
            ]
        )


CONTENTS = Fixed(
    lambda layout: (
        paragraph(run("目　录"), "FrontTitle")
        + control("toc:", "目录", paragraph("", "TOC1"), more=_GALLERY)
        + section_end(section(layout, numbered=False))
    )
)
"""The page for the table of contents, in the unnumbered front."""


def annex(name: str, number: str = "") -> Fixed:
    """Return the head of an annex: flush left at the top of a page, the title below it."""
    return Fixed(
        lambda _: paragraph(run(f"附件{number}"), "AnnexMark") + paragraph(run(name), "AnnexTitle")
    )


@dataclass(frozen=True, slots=True)
class Album(Block):
    """The annex of photos, left out when there are none."""

    number: str = ""
    name: str = "photos"
    title: str = "活动照片"

    def offers(self) -> Mapping[str, Offer]:
        """Return the photos."""
        return {self.name: texts("caption")}

    def write(self, dossier: Dossier, used: Collection[str]) -> Written:
        """Return the captions; the pictures are put in when the paper is finished."""
        del used
        return Written(
            {"photos": tuple(SimpleNamespace(caption=clean(p.caption)) for p in dossier.photos)}
        )

    def source(self, layout: Layout) -> str:
        """Return the annex around an empty spot."""
        return "".join(
            [
                body("{%p if photos %}"),
                annex("活动照片", self.number).source(layout),
                spot("photos:activities", "活动照片"),
                body("{%p endif %}"),
            ]
        )


def signature() -> Fixed:
    """Return society and date at the end of a letter, with room for a seal over both.

    The date stands four characters from the right, the name is centred on it.
    """
    centred = '<w:ind w:left="4040" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    return Fixed(
        lambda _: (
            paragraph("", "Body", "<w:keepNext/>") * 2
            + paragraph(fact("society"), "Body", f"<w:keepNext/>{centred}")
            + paragraph(fact("date"), "Body", centred)
        )
    )
