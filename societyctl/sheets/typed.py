"""Values typed one by one (``线下人数=约200人``), read as the cells of a sheet are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.naming import day_meant, nearest, pair_of
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.sheets.cells.converters import converter
from societyctl.sheets.cells.dates import DateColumn, date_converter
from societyctl.sheets.cells.outcome import CellOutcome, Noted, Refused
from societyctl.sheets.tables.headers import clean_header, field_named


def typed_day(words: str, today: date) -> date | None:
    """Return the day that words typed alone mean: 昨天, 上周五, a date to the day in any form."""
    outcome = date_converter(DateColumn())(words)
    value = outcome.value if isinstance(outcome, Noted) else outcome
    return day_meant(words, today) or (value if type(value) is date else None)


def _outcome(kind: RecordKind, field: Field, header: str, content: str) -> CellOutcome:
    """Return what was typed for a field; a day may be said as today's calendar calls it."""
    if field.type is FieldType.DATE:
        day = day_meant(content, date.today())  # noqa: DTZ011  # the user's own calendar
        content = day.isoformat() if day else content
    cleaned = clean_header(header)
    return converter(kind, field, unit=cleaned.unit, name=cleaned.name)(content)


def read_typed(kind: RecordKind, pairs: Sequence[str], source: str) -> NewRecord | list[Issue]:
    """Return a record of what was typed as ``header=content``, or everything wrong with it.

    A header may be a field's name, header or synonym, and may say its unit. Nothing behind the
    sign, or a word for none, empties the field; 无 where a number or money is
    asked for is a zero.
    """
    values: dict[str, Value | None] = {}
    entered: dict[str, str] = {}
    more: dict[str, Value] = {}
    issues: list[Issue] = []
    for pair in pairs:
        header, sign, content = pair_of(pair)
        field = field_named(kind, header.strip())
        if not sign or field is None:
            found = f"“{kind.title}”没有这一项" if sign else "缺少等号"
            near = nearest(header, (one.header for one in kind.fields)) if sign else ""
            hint = f"是不是“{near}”？" if near else ""
            headers = "、".join(one.header for one in kind.fields)
            issues.append(Issue(pair, found, f"{hint}{headers}"))
            continue
        outcome = _outcome(kind, field, header, content)
        if isinstance(outcome, Refused):
            issues.append(Issue(pair, outcome.found, outcome.expected))
        elif isinstance(outcome, Noted):
            if outcome.value is not None or not outcome.more:
                values[field.name], entered[field.name] = outcome.value, outcome.entered
            else:
                entered |= dict.fromkeys(outcome.more, outcome.entered)
            more |= outcome.more
        else:
            values[field.name] = outcome
    for name, value in more.items():
        if values.setdefault(name, value) != value:
            header = kind.field(name).header
            issues.append(Issue(header, "两处填的不一致", "两处一致，或只填一处"))
    return issues or NewRecord(kind.name, values, source, entered)
