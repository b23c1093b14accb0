"""Results as plain, versioned values: what ``--json`` prints and every other face may read.

Keys of a schema are never renamed or removed; new ones may join them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from societyctl.domain.coverage import Coverage, NoticeCheck
    from societyctl.domain.differences import CheckComparison, ProgramDiff
    from societyctl.domain.history import HistoryEntry
    from societyctl.domain.intake import ImportSummary, SheetPreview
    from societyctl.domain.judgements import Judgement
    from societyctl.domain.outlines import ProgramOutline
    from societyctl.domain.plans import Plan
    from societyctl.domain.summaries import Summary
    from societyctl.domain.verdicts import CheckResult, Progress

SCHEMA = 1
"""Raised when a key changes its meaning or goes."""

View = dict[str, Any]

UNSHOWN = frozenset(
    {"proxies", "selections", "part", "supply", "awaits_finding", "applied_on", "is_applied_for"}
    | {"is_recorded"}
)
"""Fields of results that serve other steps and are no part of any schema."""

UNSHOWN_AT_ZERO = frozenset({"more_records", "shortfall", "option"})
"""Fields that are there only where something was left out, or falls short."""


def dump(view: Mapping[str, Any]) -> str:
    """Return the view as JSON text, Chinese characters as they are."""
    return json.dumps(view, ensure_ascii=False, indent=2, allow_nan=False)


def plain(value: Any) -> Any:
    """Return a result as JSON can hold it: its fields by name, enumerations by their words.

    >>> from societyctl.domain.verdicts import Counts
    >>> plain(Counts(2, Decimal("1.50"), Decimal("3.00")))
    {'held': 2, 'evidenced': 1.5, 'countable': 3}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name not in UNSHOWN]
        held = ((name, getattr(value, name)) for name in names)
        return {name: plain(one) for name, one in held if one or name not in UNSHOWN_AT_ZERO}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def titled(kind: str, **values: Any) -> View:
    """Return a view of a kind; the values become plain."""
    return {"schema": SCHEMA, "kind": kind, **{name: plain(v) for name, v in values.items()}}


def check_view(result: CheckResult) -> View:
    """Return a checked program: projects, their requirements, limits."""
    program = {"id": result.program_id, "title": result.program_title, "document": result.document}
    return titled(
        "check",
        program=program,
        society=result.society,
        as_of=result.as_of,
        projects=result.projects,
        limits=result.limits,
        warnings=(*result.remarks, *result.warnings),
    )


def checks_view(results: Sequence[CheckResult]) -> View:
    """Return several programs judged on one day."""
    return {"schema": SCHEMA, "kind": "checks", "programs": [check_view(one) for one in results]}


def summary_view(summary: Summary) -> View:
    """Return the value of the key ``summary`` of a checked program."""
    values: View = plain(summary)
    return values


def plan_view(plan: Plan) -> list[View]:
    """Return the value of the key ``how`` of a checked program."""
    return [plain(project) for project in plan.projects]


def changes_view(comparison: CheckComparison) -> View:
    """Return the value of the key ``since`` of a checked program."""
    since = comparison.since
    return {
        "at": plain(since.at),
        "as_of": plain(since.as_of),
        "batch": since.batch,
        "flips": plain(comparison.flips),
    }


def judgements_view(judgements: Sequence[Judgement]) -> View:
    """Return the open judgements with their questions and figures."""
    return titled("judgements", judgements=list(judgements))


def progress_view(progress: Progress) -> View:
    """Return the targets of a program and how far each one is."""
    program = {"id": progress.program_id, "title": progress.program_title}
    return titled("progress", program=program, as_of=progress.as_of, targets=progress.targets)


def coverage_view(coverage: Coverage) -> View:
    """Return how much of the notice the program file answers for."""
    clauses = [
        {**plain(item.clause), "how": item.how, "by": list(item.by), "reason": item.reason}
        for item in coverage.clauses
    ]
    return titled(
        "coverage",
        program={"id": coverage.program_id},
        total=len(clauses),
        covered=coverage.covered,
        clauses=clauses,
        unknown=coverage.unknown,
    )


def program_view(outline: ProgramOutline) -> View:
    """Return the whole notice at a glance."""
    values = plain(outline)
    return {"schema": SCHEMA, "program_kind": values.pop("kind"), "kind": "program", **values}


def diff_view(diff: ProgramDiff) -> View:
    """Return what one program changes against another."""
    return titled("program-diff", **plain(diff))


def notice_view(check: NoticeCheck) -> View:
    """Return the sentences of a notice that oblige, and those that nothing cites."""
    return titled("notice", **plain(check), uncited=check.uncited)


def import_view(
    summary: ImportSummary, previews: Sequence[SheetPreview] = (), changes: Sequence[str] = ()
) -> View:
    """Return what became of the rows of each sheet, and what has to be mended.

    How sheets are taken, and what is overwritten, is there only where there is something to say.
    """
    more = {"previews": plain([*previews]), "changes": [*changes]}
    return titled("import", **plain(summary), **{key: one for key, one in more.items() if one})


def history_view(entries: Sequence[HistoryEntry]) -> View:
    """Return the batches of changes in the order given."""
    return titled("history", batches=list(entries))
