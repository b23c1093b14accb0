"""Blocks that list records or verdicts: as a table, or with the same few blocks for each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, Generic, Self

from societyctl.domain.selection import Selection
from societyctl.reporting.values import TEXT, Offer, TracedFigure, Written, texts
from societyctl.reporting.word.blocks import (
    LABEL_SHADE,
    Block,
    Canvas,
    Subject_contra,
    body,
    heading,
    nothing,
)
from societyctl.reporting.word.text import clean
from societyctl.reporting.word.xml import TableCell, columns, control, paragraph, row, run, table

ALIGNED = {"left": "Text", "center": "Centre", "right": "Figure"}


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Subject_contra]):
    """One column of a list: its name in templates, its heading, and what stands in a row."""

    name: str
    head: str = ""
    text: Callable[[Subject_contra, Any], str] | None = None
    align: str = "left"
    figure: Callable[[Subject_contra, Any], TracedFigure] | None = None
    """In place of ``text`` where the value is traced."""
    content: tuple[Block[Any], ...] = ()
    """What the template shows in place of the plain value."""


@dataclass(frozen=True, slots=True)
class ItemList(Block[Subject_contra]):
    """A list of records or verdicts, each with named texts."""

    name: str
    item: str
    """What templates call one of them."""
    title: str
    columns: tuple[TableColumn[Subject_contra], ...]
    pick: Callable[[Subject_contra], Sequence[Any]]
    empty: Callable[[Subject_contra], str]
    """Why there is none."""
    questions: Callable[[Subject_contra], Iterable[Selection]] = nothing

    def asks(self, subject: Subject_contra) -> Iterable[Selection]:
        """Return what the items and the reason for there being none are drawn from."""
        return self.questions(subject)

    def offers(self) -> Mapping[str, Offer]:
        """Return the list and the reason for its being empty."""
        traced = [f"{column.name}_id" for column in self.columns if column.figure]
        written = [column.name for column in self.columns if column.text or column.figure]
        names = ("number", *written, *traced)
        return {self.name: texts(*names), f"{self.name}_empty": TEXT}

    def write(self, subject: Subject_contra, used: Collection[str]) -> Written:
        """Return the items, numbered, and the figures in the columns that are used."""
        figures: list[TracedFigure] = []
        placed = [column for column in self.columns if f"{self.name}.{column.name}" in used]
        items = tuple(
            SimpleNamespace(**{"number": str(number)} | _texts(subject, item, placed, figures))
            for number, item in enumerate(self.pick(subject), 1)
        )
        empty = "" if items else self.empty(subject)
        return Written({self.name: items, f"{self.name}_empty": empty}, figures)


def _texts(
    subject: Subject_contra,
    item: Any,
    placed: Sequence[TableColumn[Subject_contra]],
    figures: list[TracedFigure],
) -> dict[str, str]:
    """Return the texts of one item; its figures are added to the others."""
    values: dict[str, str] = {}
    for column in placed:
        if column.figure is not None:
            figure = column.figure(subject, item)
            figures.append(figure)
            values[f"{column.name}_id"] = clean(figure.id)
            values[column.name] = clean(figure.text)
        elif column.text is not None:
            values[column.name] = clean(column.text(subject, item))
    return values


@dataclass(frozen=True, slots=True)
class Listing(ItemList[Subject_contra]):
    """A table with one row for each item; where there is none, one row says why."""

    shares: Mapping[str, int] = field(default_factory=dict)
    """The columns that the template shows, in order, each with its share of the width."""
    caption: str = ""
    """The heading of a table that is left out where it would be empty."""

    def shown(self, **shares: int) -> Self:
        """Return the list with these columns in its template."""
        return replace(self, shares=shares)

    def source(self, canvas: Canvas) -> str:
        """Return the table, between the tags that leave it out if it has a caption."""
        if not self.caption:
            return self._table(canvas)
        head = heading(self.caption, 2).source(canvas)
        return body(f"{{%p if {self.name} %}}") + head + self._table(canvas) + body("{%p endif %}")

    def _table(self, canvas: Canvas) -> str:
        """Return a table whose heading repeats on every page."""
        named = {column.name: column for column in (NUMBER, *self.columns)}
        placed = [named[name] for name in self.shares]
        widths = columns(*self.shares.values(), total=canvas.width)
        head = [TableCell(column.head, "SmallHead", shade=LABEL_SHADE) for column in placed]
        cells = [TableCell(self._content(column, canvas)) for column in placed]

        def across(text: str, style: str = "TableText") -> str:
            return row([TableCell(text, style, span=len(widths))], widths)

        return table(
            [
                row(head, widths, header=True),
                across(f"{{%tr for {self.item} in {self.name} %}}"),
                row(cells, widths),
                across("{%tr endfor %}"),
                across(f"{{%tr if not {self.name} %}}"),
                across(f"{{{{ {self.name}_empty }}}}", "SmallCentre"),
                across("{%tr endif %}"),
            ],
            widths,
        )

    def _content(self, column: TableColumn[Subject_contra], canvas: Canvas) -> str:
        if column.content:
            return "".join(block.source(canvas) for block in column.content)
        drawn = run(f"{{{{ {self.item}.{column.name} }}}}")
        if column.figure is not None:
            drawn = control(f"fig:{{{{ {self.item}.{column.name}_id }}}}", column.head, drawn)
        return paragraph(drawn, f"Small{ALIGNED[column.align]}")


NUMBER: TableColumn[Any] = TableColumn("number", "序号", align="center")
"""The running number, which every list has; a column of this name stands in for it."""


@dataclass(frozen=True, slots=True)
class Repeated(ItemList[Subject_contra]):
    """The same few blocks for each item, such as the places in which a case is told."""

    inner: tuple[Block[Any], ...] = ()
    nothing: tuple[Block[Any], ...] = ()
    """What the template shows before the reason when there is no item."""

    def source(self, canvas: Canvas) -> str:
        """Return the blocks in a loop."""
        return "".join(
            [
                body(f"{{%p if not {self.name} %}}"),
                *(block.source(canvas) for block in self.nothing),
                body(f"{{{{ {self.name}_empty }}}}"),
                body("{%p endif %}"),
                body(f"{{%p for {self.item} in {self.name} %}}"),
                *(block.source(canvas) for block in self.inner),
                body("{%p endfor %}"),
            ]
        )
