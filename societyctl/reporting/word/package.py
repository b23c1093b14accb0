"""A Word file from its parts, written so that the same source always gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from societyctl.domain.layouts import Layout
from societyctl.reporting.word import styles
from societyctl.reporting.word.xml import DECLARED, RELATIONS

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = (1980, 1, 1, 0, 0, 0)

_TYPES = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/footer1.xml": f"{_WORD}.footer+xml",
    "/word/footer2.xml": f"{_WORD}.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}

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
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {
                "rId1": (f"{RELATIONS}/officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "word/document.xml": f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            {
                "rId1": (f"{RELATIONS}/styles", "styles.xml"),
                "rId2": (f"{RELATIONS}/settings", "settings.xml"),
                "rId3": (f"{RELATIONS}/fontTable", "fontTable.xml"),
                "rId4": (f"{RELATIONS}/footer", "footer1.xml"),
                "rId5": (f"{RELATIONS}/footer", "footer2.xml"),
            }
        ),
        "word/styles.xml": styles.styles_part(layout),
        "word/settings.xml": styles.settings_part(),
        "word/fontTable.xml": styles.font_table_part(layout),
        "word/footer1.xml": styles.footer_part(odd=True),
        "word/footer2.xml": styles.footer_part(odd=False),
        "docProps/core.xml": _core(title),
    }
    return pack({name: (_HEAD + text).encode() for name, text in parts.items()})


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


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>'
        for id_, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
