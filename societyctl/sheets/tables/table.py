"""A table of a sheet: its columns as headers name them, and its rows."""

from __future__ import annotations

from dataclasses import dataclass

from societyctl.sheets.files.grid import Cell, Grid, Row, column_letters


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    index: int
    """Counted from 0 in the sheet."""
    header: str
    """As typed; the group's header stands before it, separated by a slash."""
    names: tuple[str, ...]
    """What it may be called, most likely first."""
    unit: str = ""
    hint: str = ""
    """The group's name, when the column holds the total of a group."""
    has_header: bool = True
    """Something is written above it; else it is called by its letters."""

    @property
    def shown(self) -> str:
        """How it is called in messages."""
        return self.header if self.has_header else f"{self.header}（没有列名）"


@dataclass(frozen=True, slots=True)
class Table:
    """A block of rows under one set of headers."""

    grid: Grid
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    above: tuple[Row, ...]
    """Rows between the table before (or the top) and the headers."""
    body: tuple[Row, ...]
    first_row: int = 1
    """The first row that is accounted for under this table."""

    @property
    def title(self) -> str:
        """All words above the headers."""
        return " ".join(
            cell for _, cells in self.above for cell in cells if isinstance(cell, str) and cell
        )

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers as typed."""
        return tuple(column.header for column in self.columns)

    @property
    def nameless(self) -> tuple[Column, ...]:
        """The columns without a header that hold something in rows that are filled like records."""
        offsets = [column.index - self.grid.left for column in self.columns]
        width = max((len(cells) for _, cells in self.body), default=0)
        bare = {*range(width)} - {*offsets} if self.header_rows else set()
        for number, cells in self.grid.rows if bare else ():
            if number in self.header_rows:
                bare -= {at for at, cell in enumerate(cells) if cell != ""}
        if not bare:
            return ()
        rows = [
            cells
            for _, cells in self.body
            if 2 * sum(at < len(cells) and cells[at] != "" for at in offsets) >= len(offsets)
        ]
        return tuple(
            Column(index, f"{letters}列", (f"{letters}列",), has_header=False)
            for at in sorted(bare)
            if any(at < len(cells) and cells[at] != "" for cells in rows)
            for index in [at + self.grid.left]
            for letters in [column_letters(index)]
        )

    @property
    def blocks(self) -> list[list[Column]]:
        """The columns that stand together, without an empty one between."""
        blocks: list[list[Column]] = []
        for column in self.columns:
            if not blocks or column.index != blocks[-1][-1].index + 1:
                blocks.append([])
            blocks[-1].append(column)
        return blocks

    @property
    def blank_runs(self) -> list[tuple[int, int]]:
        """The first row and the length of every run of blank rows down to the last filled one."""
        filled = [number for number, _ in self.above]
        filled += [*self.header_rows, *(number for number, _ in self.body)]
        before = [self.first_row - 1, *filled]
        return [
            (last + 1, row - last - 1)
            for last, row in zip(before, filled, strict=False)
            if row - last > 1
        ]

    def cells_of(self, column: Column) -> list[Cell]:
        """Return the cells of a column, as far as the rows reach."""
        offset = column.index - self.grid.left
        return [cells[offset] for _, cells in self.body if offset < len(cells)]

    def place_of(self, column: Column | None = None) -> str:
        """Return where a header stands, or the row of headers."""
        row = self.header_rows[-1] if self.header_rows else 1
        return self.grid.place(row, column.index if column else None)
