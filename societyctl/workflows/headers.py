"""What was said about column headers, remembered in the workspace for the next sheet like it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.vocabularies import VOCABULARIES, Vocabulary
from societyctl.sheets import (
    IGNORE,
    KIND_KEY,
    SheetsRead,
    layout_signature,
    remembered_answers,
    squeezed,
)
from societyctl.workflows.memory import keep, kept_in

if TYPE_CHECKING:
    from societyctl.sheets import Layouts
    from societyctl.store.workspace import Workspace

FILE, WORDS = "layouts.json", "words.json"

Words = Mapping[str, Mapping[str, str]]
"""What words mean that no vocabulary has, by vocabulary and word."""


def read_layouts(workspace: Workspace) -> Layouts:
    """Return what is remembered of headers; a damaged file is as good as none."""
    return kept_in(workspace, FILE)


def read_words(workspace: Workspace) -> Words:
    """Return what is remembered of words; a damaged file is as good as none."""
    return kept_in(workspace, WORDS)


def recalled_words(workspace: Workspace) -> dict[str, str]:
    """Return what words mean by ``vocabulary:word``, as far as the terms still exist."""
    return {
        f"{name}:{word}": term
        for name, words in read_words(workspace).items()
        for word, term in words.items()
        if name in VOCABULARIES and _is_term(VOCABULARIES[name], term)
    }


def _is_term(vocabulary: Vocabulary, term: str) -> bool:
    """Tell whether a word may be said to mean this."""
    return term == IGNORE or vocabulary.open or term in vocabulary.terms


def words_recalled_in(
    reading: SheetsRead, recalled: Mapping[str, str], said: Mapping[str, str]
) -> list[str]:
    """Return a remark on every word that was read as was said at another time."""
    used = {
        (name, word)
        for table in reading.tables
        for name, words in table.meanings.items()
        for record in table.records
        for field, entered in record.entered.items()
        if RECORD_KINDS[record.kind].field(field).vocabulary == name
        for word in words
        if word in squeezed(entered) and words[word] == recalled.get(f"{name}:{word}")
    }
    answered = {squeezed(key).rpartition(":")[2] for key in said}
    return [
        f"“{word}”照以前说的，记作“{recalled[f'{name}:{word}']}”"
        for name, word in sorted(used)
        if word not in answered
    ]


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
    """Keep what was said about the headers of each table, by its layout, and about words."""
    _remember_words(workspace, reading)
    layouts = {layout: dict(answers) for layout, answers in read_layouts(workspace).items()}
    before = json.dumps(layouts)
    for sheet in reading.tables:
        answered = dict(sheet.answered)
        kind = answered.pop(KIND_KEY, None)
        headers = (*sheet.columns, *(one.column.header for one in sheet.unread))
        for layout, answers in (
            (sheet.layout, answered),
            (layout_signature("", headers), {KIND_KEY: kind} if kind else {}),
        ):
            if answers:
                layouts.setdefault(layout, {}).update(answers)
    if json.dumps(layouts) != before:
        keep(workspace, FILE, layouts)


def _remember_words(workspace: Workspace, reading: SheetsRead) -> None:
    """Keep what was said about words, by vocabulary."""
    words = {name: dict(known) for name, known in read_words(workspace).items()}
    for sheet in reading.tables:
        for name, known in sheet.meanings.items():
            if known:
                words.setdefault(name, {}).update(known)
    if words != read_words(workspace):
        keep(workspace, WORDS, words)
