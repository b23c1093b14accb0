"""Values typed one by one (``线下人数=约200人``), read as the cells of a sheet are."""

from __future__ import annotations

from collections.abc import Sequence

from societyctl.domain.fields import RecordKind, Value
from societyctl.domain.records import NewRecord
from societyctl.errors import Issue
from societyctl.sheets.cells.converters import converter
from societyctl.sheets.cells.outcome import Noted, Refused
from societyctl.sheets.tables.headers import clean_header, field_named


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
        header, sign, content = pair.partition("=")
        field = field_named(kind, header.strip())
        if not sign or field is None:
            found = f"“{kind.title}”没有这一项" if sign else "缺少等号"
            issues.append(Issue(pair, found, "、".join(one.header for one in kind.fields)))
            continue
        cleaned = clean_header(header)
        outcome = converter(kind, field, unit=cleaned.unit, name=cleaned.name)(content)
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
