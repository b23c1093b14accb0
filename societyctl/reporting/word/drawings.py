"""Drawings in a paper: a bar chart made of table cells, and photos two to a row.

The chart is a plain table, so that Word, WPS and LibreOffice show the same and a black and
white printer keeps it readable.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from docx.image.image import Image as DocxImage
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.parts.image import ImagePart

from societyctl.reporting.values import ChartBar, Paper, Photo
from societyctl.reporting.word.controls import controls, elements
from societyctl.reporting.word.text import clean, gap
from societyctl.reporting.word.xml import TableCell, columns, paragraph, row, run, table

if TYPE_CHECKING:
    from docx.document import Document

STEPS = 20
"""So many steps make a full bar; a begun step does not count."""

_DARK, _LIGHT = "595959", "FFFFFF"
_LEAST, _MOST = 640, 1280
"""Pixels along the longer side: 220 to 440 dots an inch at half the width of the type area."""
_QUALITY = 80
_EMU = 635
"""Drawing units in a twentieth of a point."""

_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def draw(document: Document, paper: Paper) -> None:
    """Fill the spots for charts and photos; a spot with nothing to show goes away."""
    body, width = document.element.body, width_of(document)
    for spot in controls(body, "chart:"):
        bars = paper.bars.get(spot.tag.removeprefix("chart:"), ())
        _fill(spot.element, _chart(bars, spot.title, width) if bars else "")
    for spot in controls(body, "photos:"):
        _fill(spot.element, _album(document, paper.photos, width) if paper.photos else "")


def width_of(document: Document) -> int:
    """Return the width of the type area in twentieths of a point."""
    last = document.sections[-1]
    white = (last.left_margin or 0) + (last.right_margin or 0)
    return ((last.page_width or 0) - white) // _EMU


def _fill(spot: Any, xml: str) -> None:
    parent, position = spot.getparent(), spot.getparent().index(spot)
    parent[position : position + 1] = elements(xml)


def _chart(bars: Sequence[ChartBar], caption: str, width: int) -> str:
    longest = max(len(bar.label) for bar in bars)
    label, text = min(width * 34 // 100, 210 * longest + 200), width * 12 // 100
    widths = (label, *columns(*[1] * STEPS, total=width - label - text), text)
    drawn = table([_bar(bar, widths) for bar in bars], widths)
    return paragraph("", "SmallText") + drawn + paragraph(run(caption), "Caption")


def _bar(bar: ChartBar, widths: Sequence[int]) -> str:
    full = min(STEPS, int(bar.share * STEPS))
    parts = [TableCell(bar.label, "SmallText")]
    if full:
        parts.append(TableCell("", "SmallText", span=full, shade=_DARK))
    if full < STEPS:
        parts.append(TableCell("", "SmallText", span=STEPS - full, shade=_LIGHT))
    return row([*parts, TableCell(bar.text, "SmallCentre")], widths)


def _album(document: Document, photos: Sequence[Photo], width: int) -> str:
    widths = columns(1, 1, total=width)
    # Pillow works outside the interpreter's lock. Its warning of large pictures is not for users:
    # a phone's photo may well have 108 million pixels.
    with warnings.catch_warnings(action="ignore"), ThreadPoolExecutor() as pool:
        ready = list(pool.map(compressed, (Path(photo.path) for photo in photos)))
    cells = [
        _framed(document, photo, picture, number, widths[0])
        for number, (photo, picture) in enumerate(zip(photos, ready, strict=True), 1)
    ]
    cells += [TableCell("", "SmallText")] * (len(cells) % 2)
    rows = [row(cells[start : start + 2], widths) for start in range(0, len(cells), 2)]
    return table(rows, widths, "Plain")


def _framed(
    document: Document, photo: Photo, picture: bytes | None, number: int, width: int
) -> TableCell:
    caption = paragraph(run(f"照片{number}  {clean(photo.caption)}"), "Caption")
    if picture is None:
        named = f"（{clean(photo.name)}）" if photo.name else ""
        lacking = gap(f"照片{number}{named}读不出来，请另存为 JPG 再附上")
        return TableCell(paragraph(run(lacking), "SmallCentre") + caption)
    image = DocxImage.from_blob(picture)
    # Without python-docx's search for an equal picture, which hashes all the others each time.
    part = ImagePart.from_image(image, PackURI(f"/word/media/photo{number}.jpg"))
    relation = document.part.relate_to(part, RELATION.IMAGE)
    across, down = fitted(image.px_width, image.px_height, (width - 200) * _EMU)
    drawing = _inline(relation, number, across, down, photo.caption)
    return TableCell(paragraph(f"<w:r>{drawing}</w:r>", "SmallCentre") + caption)


def fitted(width: int, height: int, across: int) -> tuple[int, int]:
    """Return the size of a picture within a frame of three quarters of its width in height.

    >>> fitted(400, 300, 1000), fitted(300, 300, 1000)
    ((1000, 750), (750, 750))
    """
    tallest = across * 3 // 4
    down = across * height // width
    return (across, down) if down <= tallest else (tallest * width // height, tallest)


def compressed(path: Path) -> bytes | None:
    """Return a picture upright and small enough for print, or None when it cannot be read."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as opened:
            # Scaled while it is being decoded, by 2, 4 or 8: several times faster than after.
            (width, height), longest = opened.size, max(opened.size)
            opened.draft(
                "RGB", (max(_LEAST * width // longest, 1), max(_LEAST * height // longest, 1))
            )
            opened.thumbnail((_MOST, _MOST), reducing_gap=1.0)
            upright = ImageOps.exif_transpose(opened)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        return None
    if upright.has_transparency_data:
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright.convert("RGBA"))
    buffer = io.BytesIO()
    upright.convert("RGB").save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def _inline(relation: str, number: int, across: int, down: int, caption: str) -> str:
    name = quoteattr(clean(caption))
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_WORD}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{9000 + number}" name="照片{number}" descr={name}/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_PICTURE}">'
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="照片{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
