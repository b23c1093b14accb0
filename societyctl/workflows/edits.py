"""What people typed over generated figures in a paper, and taking it back into the records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import FieldType
from societyctl.errors import Issue, UsageError
from societyctl.workflows.editing import read_record

if TYPE_CHECKING:
    from societyctl.reporting.values import PrintedField
    from societyctl.reporting.word.differences import Difference
    from societyctl.store import Store

_NUMBERED = frozenset({FieldType.INTEGER, FieldType.DECIMAL})


def edits_in(path: Path) -> tuple[Difference, ...]:
    """Return the stored values that were typed over in a paper; none for no paper of ours.

    Raises TemplateError when the file cannot be opened.
    """
    from societyctl.reporting.word.differences import differences
    from societyctl.reporting.word.trace import open_paper, read_trace

    if not path.is_file():
        return ()
    document = open_paper(path)
    trace = read_trace(document)
    typed_over = differences(document, trace.figures) if trace else ()
    return tuple(item for item in typed_over if item.stored)


def take_back(store: Store, edits: Sequence[Difference]) -> int:
    """Write what the file says into the records; returns how many records changed.

    Raises UsageError listing every value that cannot be read; then nothing is changed.
    """
    from societyctl.store import BatchInfo

    issues: list[Issue] = []
    pairs_of: dict[str, list[str]] = {}
    for edit in edits:
        for stored, text in _readings(edit, issues):
            header = RECORD_KINDS[stored.ref.partition(":")[0]].field(stored.field).header
            pairs_of.setdefault(stored.ref, []).append(f"{header}={text}")
    if issues:
        raise UsageError("文件里有几处看不懂，什么都没有写回", "改正后再试，或不写回", issues)
    records = {
        ref: read_record(RECORD_KINDS[ref.partition(":")[0]], pairs)
        for ref, pairs in pairs_of.items()
    }
    for ref, record in records.items():
        store.update(ref, record, BatchInfo("写回"))
    return len(records)


def _readings(edit: Difference, issues: list[Issue]) -> Iterator[tuple[PrintedField, str]]:
    """Yield each field with what the file says for it; numbers are told apart by their words."""
    if not all(_is_number(stored) for stored in edit.stored):
        yield edit.stored[0], edit.file
        return
    for piece in re.split(r"[，,；;、\s]+", edit.file.strip()):
        lead = re.match(r"\D*?(?=约?\d)", piece)
        word = lead.group() if lead else ""
        fitting = [stored for stored in edit.stored if stored.lead == word]
        filled = [stored for stored in edit.stored if stored.text]
        chosen = fitting or (filled if not word and len(filled) == 1 else [])
        if lead and len(chosen) == 1:
            yield chosen[0], piece.removeprefix(word)
        else:
            words = "、".join(f"{stored.lead}…" for stored in edit.stored)
            issues.append(Issue(f"{edit.place} {edit.title}", f"“{piece}”不知道是哪一项", words))


def _is_number(stored: PrintedField) -> bool:
    kind = RECORD_KINDS[stored.ref.partition(":")[0]]
    return kind.field(stored.field).type in _NUMBERED
