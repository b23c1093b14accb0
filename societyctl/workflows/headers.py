"""What was said about column headers, remembered in the workspace for the next sheet like it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.vocabularies import VOCABULARIES, Vocabulary
from societyctl.files import replacing
from societyctl.sheets import (
    IGNORE,
    KIND_KEY,
    SheetsRead,
    layout_signature,
    remembered_answers,
    squeezed,
)

if TYPE_CHECKING:
    from societyctl.sheets import Layouts
    from societyctl.store.workspace import Workspace

FILE, WORDS, PAIRS = "layouts.json", "words.json", "pairs.json"
APART = "不是同一条"
"""What is remembered of two records that look like one."""

Words = Mapping[str, Mapping[str, str]]
"""What words mean that no vocabulary has, by vocabulary and word."""


def read_layouts(workspace: Workspace) -> Layouts:
    """Return what is remembered of headers; a damaged file is as good as none."""
    return _kept(workspace, FILE)


def read_words(workspace: Workspace) -> Words:
    """Return what is remembered of words; a damaged file is as good as none."""
    return _kept(workspace, WORDS)


def read_pairs(workspace: Workspace) -> Mapping[str, Mapping[str, str]]:
    """Return which records are known to be two, by kind and pair."""
    return _kept(workspace, PAIRS)


def are_apart(workspace: Workspace, kind: str, one: str, other: str) -> bool:
    """Tell whether somebody said that the records of a kind with these keys are two."""
    return _pair(one, other) in read_pairs(workspace).get(kind, {})


def keep_apart(workspace: Workspace, kind: str, one: str, other: str) -> None:
    """Remember that the records of a kind with these keys are two."""
    pairs = {name: dict(known) for name, known in read_pairs(workspace).items()}
    pairs.setdefault(kind, {})[_pair(one, other)] = APART
    keep(workspace, PAIRS, pairs)


def _pair(one: str, other: str) -> str:
    return " 与 ".join(sorted((one, other)))


def _kept(workspace: Workspace, file: str) -> dict[str, dict[str, str]]:
    """Return what a file of the memory holds."""
    try:
        kept = json.loads((workspace.folder / file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep(workspace: Workspace, file: str, kept: Mapping[str, Mapping[str, str]]) -> None:
    """Write a file of the memory, as a whole."""
    text = json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True)
    with replacing(workspace.folder / file) as draft:
        draft.write_text(text + "\n", encoding="utf-8")


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
