"""What was said about column headers, remembered in the workspace for the next sheet like it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from societyctl.files import replacing
from societyctl.sheets import KIND_KEY, SheetsRead, layout_signature, remembered_answers

if TYPE_CHECKING:
    from societyctl.sheets import Layouts
    from societyctl.store.workspace import Workspace

FILE = "layouts.json"


def read_layouts(workspace: Workspace) -> Layouts:
    """Return what is remembered; a damaged file is as good as none."""
    try:
        layouts = json.loads((workspace.folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return layouts if isinstance(layouts, dict) else {}


def answers_for(reading: SheetsRead, layouts: Layouts) -> dict[str, str]:
    """Return the remembered answers for the tables of a reading, by question key."""
    places = [(sheet.file, sheet.sheet, sheet.layout) for sheet in reading.tables]
    places += [(one.file, one.sheet, one.layout) for one in reading.questions if one.layout]
    return {
        "!".join(part for part in (file, sheet, header) if part): answer
        for file, sheet, layout in places
        for header, answer in remembered_answers(layout, layouts).items()
    }


def remember(workspace: Workspace, reading: SheetsRead) -> None:
    """Keep what was said about the headers of each table, by its layout."""
    layouts = {layout: dict(answers) for layout, answers in read_layouts(workspace).items()}
    before = json.dumps(layouts)
    for sheet in reading.tables:
        answered = dict(sheet.answered)
        kind = answered.pop(KIND_KEY, None)
        headers = (*sheet.columns, *sheet.ignored_columns)
        for layout, answers in (
            (sheet.layout, answered),
            (layout_signature("", headers), {KIND_KEY: kind} if kind else {}),
        ):
            if answers:
                layouts.setdefault(layout, {}).update(answers)
    if json.dumps(layouts) != before:
        text = json.dumps(layouts, ensure_ascii=False, indent=2, sort_keys=True)
        with replacing(workspace.folder / FILE) as draft:
            draft.write_text(text + "\n", encoding="utf-8")
