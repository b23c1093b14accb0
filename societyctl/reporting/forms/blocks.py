"""Building blocks of the templates: cover, headings, places for prose, tables, seal boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from societyctl.reporting.word_package import section, section_end
from societyctl.reporting.word_text import place
from societyctl.reporting.word_xml import (
    TEXT_WIDTH,
    Cell,
    columns,
    control,
    paragraph,
    row,
    run,
    table,
)

LABEL_SHADE = "F2F2F2"
ALIGNED = {"left": "Text", "center": "Centre", "right": "Figure"}
_LINE_BELOW = (
    '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a listing: its heading, its share of the width, and what stands in a row."""

    head: str
    share: int
    content: str
    align: str = "left"
    figure: str = ""
    """The id under which the value is traced, as an expression of the row."""


def heading(text: str, level: int = 1) -> str:
    """Return a heading."""
    return paragraph(run(text), f"Heading{level}")


def body(text: str) -> str:
    """Return a paragraph of running text."""
    return paragraph(run(text), "Body")


def prose(key: str, title: str, what: str, style: str = "Body") -> str:
    """Return a place that only a person can fill; what is written there survives a new run."""
    content = paragraph(run(place(what), "Place"), style)
    return control(f"prose:{key}", title, content, untouched=True)


def sentences(path: str) -> str:
    """Return generated sentences whose numbers are traceable controls."""
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
        body(f"{{%p for sentence in {path} %}}") + paragraph(pieces, "Body") + body("{%p endfor %}")
    )


def listing(path: str, row_name: str, shown: Sequence[Column], *, small: bool = True) -> str:
    """Return a table with one row for each item of ``path``.

    Where there is none, one row says why: ``<path>_empty``.
    """
    kind = "Small" if small else "Table"
    widths = columns(*(column.share for column in shown))
    head = [Cell(column.head, f"{kind}Head", shade=LABEL_SHADE) for column in shown]
    cells = [Cell(_column_content(column, kind)) for column in shown]
    whole = len(shown)
    return table(
        [
            row(head, widths, header=True),
            row([Cell(f"{{%tr for {row_name} in {path} %}}", span=whole)], widths),
            row(cells, widths),
            row([Cell("{%tr endfor %}", span=whole)], widths),
            row([Cell(f"{{%tr if not {path} %}}", span=whole)], widths),
            row([Cell(f"{{{{ {path}_empty }}}}", f"{kind}Centre", span=whole)], widths),
            row([Cell("{%tr endif %}", span=whole)], widths),
        ],
        widths,
    )


def _column_content(column: Column, kind: str) -> str:
    if column.content.startswith("<w:"):
        return column.content
    style = f"{kind}{ALIGNED[column.align]}"
    shown = run(column.content)
    if column.figure:
        shown = control(f"fig:{column.figure}", column.head, shown)
    return paragraph(shown, style)


def field_table(rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Return a form: each row holds label and value, or two such pairs side by side."""
    widths = columns(19, 31, 19, 31)
    drawn = []
    for pairs in rows:
        spans = 3 if len(pairs) == 1 else 1
        cells = [
            cell
            for label, value in pairs
            for cell in (Cell(label, "TableHead", shade=LABEL_SHADE), Cell(value, span=spans))
        ]
        drawn.append(row(cells, widths, height=510))
    return table(drawn, widths)


def cover(title: str, fields: Sequence[tuple[str, str]], maker: str = "", top: str = "") -> str:
    """Return the cover: its own section, without a page number."""
    widths = columns(28, 72, total=TEXT_WIDTH * 9 // 10)
    rows = [
        row(
            [
                Cell(f"{label}：", "CoverField", align="bottom"),
                Cell(value, "CoverField", edges=_LINE_BELOW, align="bottom"),
            ],
            widths,
            height=640,
        )
        for label, value in fields
    ]
    lines = [
        paragraph(run(top), "CoverField") if top else "",
        paragraph(run(title), "CoverTitle"),
        table(rows, widths, "Plain"),
        paragraph("", "Normal"),
        paragraph("", "Normal"),
        paragraph(run(maker), "CoverNote") if maker else "",
        section_end(section(numbered=False, break_before=False)),
    ]
    return "".join(lines)


def notes(title: str, lines: Sequence[str], more: str = "") -> str:
    """Return a page of rules, in its own section without a page number."""
    numbered = [body(f"{index}. {line}") for index, line in enumerate(lines, 1)]
    looped = (
        []
        if not more
        else [body(f"{{%p for line in {more} %}}"), body("{{ line }}"), body("{%p endfor %}")]
    )
    return "".join(
        [
            paragraph(run(title), "FrontTitle"),
            *numbered,
            *looped,
            section_end(section(numbered=False)),
        ]
    )


def seal_box(key: str, lead: str, content: str, signer: str, height: int = 2100) -> str:
    """Return a frame for an opinion with signature, seal and date."""
    widths = (TEXT_WIDTH,)
    signature = control(
        f"seal:{key}",
        "签章",
        paragraph(
            run(f"{signer}（签字）：                    （盖章）"),
            "TableText",
            '<w:keepNext/><w:ind w:firstLineChars="400" w:firstLine="960"/>',
        )
        + paragraph(
            run("年    月    日"),
            "TableText",
            '<w:spacing w:before="240" w:after="120"/>'
            '<w:ind w:rightChars="400" w:right="960"/><w:jc w:val="right"/>',
        ),
    )
    opinion = paragraph(run(lead), "TableText", "<w:keepNext/>") + content
    return table(
        [
            row([Cell(opinion, edges=_border("bottom"), align="top")], widths, height=height),
            row([Cell(signature, edges=_border("top"), align="bottom")], widths),
        ],
        widths,
    )


def _border(side: str) -> str:
    return f'<w:tcBorders><w:{side} w:val="nil"/></w:tcBorders>'


def drawn(tag: str, title: str) -> str:
    """Return a spot that is filled with a drawing: a chart, photos, the table of contents."""
    return control(tag, title, paragraph("", "Normal"))


def album() -> str:
    """Return the annex of photos, left out when there are none."""
    return "".join(
        [
            body("{%p if photos %}"),
            annex("附件  活动照片"),
            drawn("photos:activities", "活动照片"),
            body("{%p endif %}"),
        ]
    )


def contents() -> str:
    """Return the page for the table of contents, in the unnumbered front."""
    return (
        paragraph(run("目　录"), "FrontTitle")
        + drawn("toc:", "目录")
        + section_end(section(numbered=False))
    )


def annex(title: str) -> str:
    """Return the title of an annex, flush left at the top of a page of its own."""
    return paragraph(
        run(title), "Heading1", '<w:pageBreakBefore/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
    )


def last_section(*, first: bool = True) -> str:
    """Return the numbered section that holds the rest of the paper."""
    return section(numbered=True, first=first)
