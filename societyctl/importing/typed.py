"""Reading one value typed by hand, with the same rules as a cell of a sheet."""

from __future__ import annotations

from societyctl.domain.fields import Field, RecordKind, Value
from societyctl.errors import Issue
from societyctl.importing.cells.outcome import Noted, Refused
from societyctl.importing.converters import converter


def read_value(kind: RecordKind, field: Field, text: str) -> Value | Issue | None:
    """Return the value of a text, None for an empty one, or what is wrong with it."""
    outcome = converter(kind, field)(text)
    if isinstance(outcome, Refused):
        return Issue(field.header, outcome.found, outcome.expected)
    return outcome.value if isinstance(outcome, Noted) else outcome
