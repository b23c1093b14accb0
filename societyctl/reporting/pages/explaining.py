"""What a word means: a heading for each thing it may be, and lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.reporting.pages.layout import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType


def explained_page(found: Iterable[tuple[str, Sequence[str]]]) -> RenderableType:
    """Return the page of everything that a word means."""
    parts: list[RenderableType] = []
    for title, lines in found:
        parts += [Text()] if parts else []
        parts.append(paragraph((title, "bold")))
        parts += [paragraph(line, indent=2, hanging=2) for line in lines]
    return Group(*parts)
