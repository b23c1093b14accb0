"""How each sheet will be taken in, before anything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.reporting.pages.layout import paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from societyctl.domain.intake import SheetPreview

_GUESSED = ("猜的", "yellow")


def preview_page(previews: Iterable[SheetPreview]) -> RenderableType:
    """Return how each sheet is taken: its kind, its columns, and its first rows as stored."""
    return Group(*(part for preview in previews for part in _parts(preview)))


def _parts(preview: SheetPreview) -> Iterator[RenderableType]:
    told, place = preview.kind, f"{preview.file} {preview.sheet}".strip()
    guessed = ("，", _GUESSED) if told.is_guess else ()
    near = f"，也像“{told.close_to}”" if told.close_to else ""
    yield paragraph((place, "bold"), f"：当作“{told.title}”（{told.why}", *guessed, f"{near}）")
    columns = table("列", "表头", "记作", "说明")
    for use in preview.columns:
        remark = _GUESSED if use.is_guess else use.why
        if use.use == "left":
            remark = f"没有用到：{use.why}"
        columns.add_row(use.letters, paragraph(use.header), paragraph(use.field), paragraph(remark))
    yield columns
    for number, values in preview.rows:
        text = "；".join(f"{header} {value}" for header, value in values)
        yield paragraph((f"第{number}行 ", "bold"), text, indent=2, hanging=2)
    yield Text()
