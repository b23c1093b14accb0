"""Pieces of WordprocessingML as text: runs, paragraphs, tables, content controls.

Every run says that its ambiguous characters (quotes, dashes, ellipses) are Chinese; without
the hint they fall to the Western font.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARED = f'xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}"'

_PADDING = (
    '<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
    '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
)
"""Room inside the cells; written into every table, as LibreOffice passes over that of a style."""

_HINT = '<w:rFonts w:hint="eastAsia"/>'


def run(text: str, style: str = "", extra: str = "") -> str:
    """Return a run; a tab character becomes a tab, a newline a line break."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    body = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    body = body.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{named}{_HINT}{extra}</w:rPr><w:t xml:space="preserve">{body}</w:t></w:r>'


def paragraph(content: str, style: str = "", extra: str = "") -> str:
    """Return a paragraph around ``content`` (runs, or plain text without markup)."""
    runs = content if content.startswith("<") else run(content) if content else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{extra}</w:pPr>" if named or extra else ""
    return f"<w:p>{properties}{runs}</w:p>"


def control(tag: str, title: str, content: str, *, untouched: bool = False, more: str = "") -> str:
    """Return a content control; ``untouched`` marks its content as a place to type over."""
    hint = "<w:showingPlcHdr/>" if untouched else ""
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/>"
        f"{hint}{more}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table: finished paragraphs, or plain text set in ``style``."""

    content: str
    style: str = "TableText"
    span: int = 1
    shade: str = ""
    edges: str = ""
    """Borders that differ from those of the table."""
    align: str = "center"
    """Where the content stands in the height of the row."""


def cell(content: TableCell | str, width: int) -> str:
    """Return a table cell of ``width`` twentieths of a point."""
    given = content if isinstance(content, TableCell) else TableCell(content)
    spanned = f'<w:gridSpan w:val="{given.span}"/>' if given.span > 1 else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{given.shade}"/>' if given.shade else ""
    ready = given.content.startswith(("<w:p>", "<w:p ", "<w:sdt>"))
    body = given.content if ready else paragraph(given.content, given.style)
    if body.endswith("</w:sdt>"):
        body += paragraph("", "TableText")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}'
        f'{given.edges}{fill}<w:vAlign w:val="{given.align}"/></w:tcPr>{body}</w:tc>'
    )


def row(
    cells: Sequence[TableCell | str],
    widths: Sequence[int],
    *,
    header: bool = False,
    height: int = 0,
) -> str:
    """Return a row that is never cut by a page; a header row repeats on every page."""
    drawn, column = [], 0
    for given in cells:
        spanned = given.span if isinstance(given, TableCell) else 1
        drawn.append(cell(given, sum(widths[column : column + spanned])))
        column += spanned
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeated}</w:trPr>{''.join(drawn)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[int], style: str = "Form") -> str:
    """Return a table of fixed column widths."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{_PADDING}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def columns(*shares: int, total: int) -> tuple[int, ...]:
    """Share a width in these proportions; the last column takes the rest."""
    whole = sum(shares)
    widths = [total * share // whole for share in shares]
    widths[-1] += total - sum(widths)
    return tuple(widths)
