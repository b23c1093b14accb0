"""What an import would store, shown before it does."""

from __future__ import annotations

import json
from collections.abc import Iterator

from societyctl.domain.intake import SheetPreview
from societyctl.domain.records import NewRecord
from societyctl.sheets import TableRead, row_of
from societyctl.workflows.editing import shown_values
from societyctl.workflows.intake import Intake

FIRST_ROWS = 3


def sheet_previews(intake: Intake, *, rows: int | None = FIRST_ROWS) -> tuple[SheetPreview, ...]:
    """Return how each sheet is taken and its first rows as they will be stored; None: all rows.

    Personal data is masked.
    """
    return tuple(_preview(sheet, rows) for sheet in intake.reading.tables)


def _preview(sheet: TableRead, rows: int | None) -> SheetPreview:
    shown = tuple((row_of(one), tuple(_values(one))) for one in sheet.records[:rows])
    return SheetPreview(sheet.file, sheet.sheet, sheet.told, sheet.uses, shown)


def _values(record: NewRecord) -> list[tuple[str, str]]:
    entered = json.dumps(dict(record.entered), ensure_ascii=False)
    return shown_values({**record.values, "record": record.kind, "entered": entered}, reveal=False)


def reasons_to_hesitate(intake: Intake) -> Iterator[str]:
    """Yield why a person should look twice before saving: then no is the answer at hand."""
    for sheet in intake.reading.tables:
        told = sheet.told
        if told.close_to:
            place = f"{sheet.file} {sheet.sheet}".strip()
            yield f"{place}当作“{told.title}”，也像“{told.close_to}”"
    comparison = intake.comparison
    for record, outcome in zip(comparison.records, comparison.saved.records, strict=True):
        if record.kind == "society" and outcome.changes:
            yield "本会自己的档案会改"
            return
