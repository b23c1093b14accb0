"""Answers about column headers, remembered in the workspace for the next sheet like it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.importing import Question, Reading, layout_signature
from societyctl.importing.layouts import remembered_answers

if TYPE_CHECKING:
    from societyctl.store.workspace import Workspace

FILE = "layouts.json"
Layouts = dict[str, dict[str, str]]
"""Layout signature to answers by header."""


def read_layouts(workspace: Workspace) -> Layouts:
    """Return what is remembered; a damaged file is as good as none."""
    try:
        found = json.loads((workspace.folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def answers_for(reading: Reading, layouts: Layouts) -> dict[str, str]:
    """Return the remembered answers for the sheets of a reading, by question key."""
    found: dict[str, str] = {}
    for sheet in reading.sheets:
        found.update(remembered_answers(sheet, layouts))
    return found


def remember(
    workspace: Workspace,
    reading: Reading,
    questions: Mapping[str, Question],
    answers: Mapping[str, str],
) -> None:
    """Keep the answers to questions about headers, by the layout of their sheet."""
    layouts = read_layouts(workspace)
    for sheet in reading.sheets:
        given = {
            question.header: answers[key]
            for key, question in questions.items()
            if key in answers and (question.file, question.sheet) == (sheet.file, sheet.sheet)
        }
        if given:
            layouts.setdefault(layout_signature(sheet), {}).update(given)
    text = json.dumps(layouts, ensure_ascii=False, indent=2, sort_keys=True)
    _replace(workspace.folder / FILE, text + "\n")


def _replace(path: Path, text: str) -> None:
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
