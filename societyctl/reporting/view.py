"""Results as plain, versioned values: what ``--json`` prints and every other face may read.

Keys of a schema are never renamed or removed; new ones may join them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from societyctl.domain.results import (
        CheckResult,
        Counts,
        Coverage,
        HistoryEntry,
        ImportSummary,
        LimitVerdict,
        Number,
        Progress,
        ProjectResult,
        Target,
        Verdict,
    )
    from societyctl.domain.selection import RecordNote

SCHEMA = 1
"""Raised when a key changes its meaning or goes."""

View = dict[str, Any]


def dump(view: Mapping[str, Any]) -> str:
    """Return the view as JSON text, Chinese characters as they are."""
    return json.dumps(view, ensure_ascii=False, indent=2, allow_nan=False)


def check_view(result: CheckResult) -> View:
    """Return a checked program: projects, their requirements, limits."""
    return {
        "schema": SCHEMA,
        "kind": "check",
        "program": {
            "id": result.program_id,
            "title": result.program_title,
            "document": result.document,
        },
        "society": result.society,
        "as_of": result.as_of.isoformat(),
        "projects": [_project(project) for project in result.projects],
        "limits": [_limit(limit) for limit in result.limits],
        "warnings": list(result.warnings),
    }


def checks_view(results: Sequence[CheckResult]) -> View:
    """Return several programs judged on one day."""
    return {"schema": SCHEMA, "kind": "checks", "programs": [check_view(one) for one in results]}


def progress_view(progress: Progress) -> View:
    """Return the targets of a program and how far each one is."""
    return {
        "schema": SCHEMA,
        "kind": "progress",
        "program": {"id": progress.program_id, "title": progress.program_title},
        "as_of": progress.as_of.isoformat(),
        "targets": [_target(target) for target in progress.targets],
    }


def coverage_view(coverage: Coverage) -> View:
    """Return how much of the notice the program file answers for."""
    return {
        "schema": SCHEMA,
        "kind": "coverage",
        "program": {"id": coverage.program_id},
        "total": len(coverage.clauses),
        "covered": coverage.covered,
        "clauses": [
            {
                "id": covered.clause.id,
                "place": covered.clause.place,
                "title": covered.clause.title,
                "how": covered.how,
                "by": list(covered.by),
                "reason": covered.reason,
            }
            for covered in coverage.clauses
        ],
        "unknown": list(coverage.unknown),
    }


def import_view(summary: ImportSummary) -> View:
    """Return what became of the rows of each sheet, and what has to be mended."""
    return {
        "schema": SCHEMA,
        "kind": "import",
        "batch": summary.batch,
        "dry_run": summary.dry_run,
        "sheets": [
            {
                "file": sheet.file,
                "sheet": sheet.sheet,
                "kind": sheet.kind,
                "read": sheet.read,
                "added": sheet.added,
                "changed": sheet.changed,
                "unchanged": sheet.unchanged,
                "rejected": sheet.rejected,
            }
            for sheet in summary.sheets
        ],
        "issues": [
            {"where": issue.where, "found": issue.found, "expected": issue.expected}
            for issue in summary.issues
        ],
    }


def history_view(entries: Sequence[HistoryEntry]) -> View:
    """Return the batches of changes in the order given."""
    return {
        "schema": SCHEMA,
        "kind": "history",
        "batches": [
            {
                "batch": entry.batch,
                "at": entry.at.isoformat(timespec="seconds"),
                "action": entry.action,
                "source": entry.source,
                "added": entry.added,
                "changed": entry.changed,
                "deleted": entry.deleted,
                "undone": entry.undone,
            }
            for entry in entries
        ],
    }


def _project(project: ProjectResult) -> View:
    return {
        "id": project.id,
        "title": project.title,
        "verdict": project.verdict.value,
        "because": project.because,
        "application": project.application,
        "deadline": _day(project.deadline),
        "requirements": [_requirement(verdict) for verdict in project.requirements],
    }


def _requirement(verdict: Verdict) -> View:
    return {
        "id": verdict.id,
        "clauses": list(verdict.clauses),
        "title": verdict.title,
        "citation": verdict.citation,
        "decided_by": verdict.decided_by.value,
        "strength": verdict.strength.value,
        "stage": verdict.stage,
        "status": verdict.status.value,
        "measured": _number(verdict.measured),
        "needed": _number(verdict.needed),
        "missing": _number(verdict.missing),
        "unit": verdict.unit,
        "counts": _counts(verdict.counts),
        "because": verdict.because,
        "next": verdict.next,
        "due": _day(verdict.due),
        "evidence_wanted": verdict.evidence_wanted,
        "readings": [
            {
                "title": reading.title,
                "status": reading.status.value,
                "because": reading.because,
                "default": reading.default,
            }
            for reading in verdict.readings
        ],
        "records": [_record(note) for note in verdict.records],
    }


def _counts(counts: Counts | None) -> View | None:
    if counts is None:
        return None
    return {
        "held": _number(counts.held),
        "evidenced": _number(counts.evidenced),
        "countable": _number(counts.countable),
    }


def _record(note: RecordNote) -> View:
    return {
        "ref": note.ref,
        "title": note.title,
        "counted": note.counted,
        "reason": note.reason,
        "on": _day(note.on),
        "evidence": list(note.evidence),
        "missing": list(note.missing),
    }


def _limit(limit: LimitVerdict) -> View:
    return {
        "id": limit.id,
        "clauses": list(limit.clauses),
        "title": limit.title,
        "citation": limit.citation,
        "status": limit.status.value,
        "because": limit.because,
        "next": limit.next,
    }


def _target(target: Target) -> View:
    return {
        "project": target.project,
        "id": target.id,
        "title": target.title,
        "citation": target.citation,
        "unit": target.unit,
        "needed": _number(target.needed),
        "held": _number(target.held),
        "evidenced": _number(target.evidenced),
        "countable": _number(target.countable),
        "missing": _number(target.missing),
        "status": target.status.value,
        "due": _day(target.due),
        "next": target.next,
    }


def _number(value: Number | str | bool | None) -> int | float | str | bool | None:
    """Return a Decimal as the JSON number that reads the same; the rest as it is."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
