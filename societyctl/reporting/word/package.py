"""A Word file from its parts, written so that the same source always gives the same bytes.

What no layout changes stands in the folder ``skeleton``, one file for each part; names in
braces are filled in. Its line breaks and indents are for people and left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from societyctl.domain.layouts import Layout
from societyctl.reporting.word import styles
from societyctl.reporting.word.xml import DECLARED

_SKELETON = Path(__file__).with_name("skeleton")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)

NUMBERED = (
    '<w:footerReference w:type="even" r:id="rId5"/>'
    '<w:footerReference w:type="default" r:id="rId4"/>'
)


def section(
    layout: Layout, *, numbered: bool, first: bool = False, break_before: bool = True
) -> str:
    """Return the properties of a section; ``first`` restarts its page numbers at 1."""
    start = '<w:pgNumType w:start="1"/>' if first else ""
    kind = '<w:type w:val="nextPage"/>' if break_before else ""
    footers = NUMBERED if numbered else ""
    return f"<w:sectPr>{footers}{kind}{styles.page(layout)}{start}</w:sectPr>"


def section_end(properties: str) -> str:
    """Return the paragraph that ends a section within the document."""
    return f'<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>{properties}</w:pPr></w:p>'


def build_package(body: str, title: str, layout: Layout) -> bytes:
    """Return a Word file with this body (paragraphs, tables and the last section)."""
    fonts, looks = styles.fonts(layout.fonts.body), styles.looks(layout)
    parts = {
        "[Content_Types].xml": _skeleton("[Content_Types].xml"),
        "_rels/.rels": _skeleton("_rels/.rels"),
        "word/document.xml": f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _skeleton("word/_rels/document.xml.rels"),
        "word/styles.xml": _skeleton("word/styles.xml", fonts=fonts, looks=looks),
        "word/settings.xml": _skeleton("word/settings.xml"),
        "word/fontTable.xml": styles.font_table_part(layout),
        # The page number stands at the outer edge, the stamp of the file below it.
        "word/footer1.xml": _skeleton("word/footer.xml", side="right"),
        "word/footer2.xml": _skeleton("word/footer.xml", side="left"),
        "docProps/core.xml": _skeleton("docProps/core.xml", title=title),
    }
    return pack({name: (_HEAD + text).encode() for name, text in parts.items()})


def _skeleton(name: str, **values: str) -> str:
    """Return a part of the skeleton with the named values in it."""
    lines = (_SKELETON / name).read_text("utf-8").splitlines()
    text = "".join(line.strip() for line in lines)
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Zip the parts with a fixed time stamp."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
