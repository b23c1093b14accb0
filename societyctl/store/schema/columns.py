"""The columns of records as the catalog declares them: names and types, without any library."""

from __future__ import annotations

from functools import cache

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType

COMMON = ("record", "key", "name_key", "other_key", "source", "entered")
"""The columns that every family has beside its number: the kind of the record, its natural key,
its title and its other key as compared, where it came from, and (as JSON) the texts typed."""


def is_twinned(field: Field) -> bool:
    """Tell whether a column ``<field>_key`` stands beside the field.

    References have one; so have texts that are named after a kind of record (a member of
    dues), because people join by them.
    """
    named = field.type is FieldType.TEXT and field.name in RECORD_KINDS
    return named or field.type is FieldType.REFERENCE


@cache
def columns_of(family: str) -> dict[str, FieldType]:
    """Return the columns that the kinds of a family fill, in the order of the table."""
    kinds = (kind for kind in RECORD_KINDS.values() if kind.family == family)
    columns: dict[str, FieldType] = {}
    for field in (field for kind in kinds for field in kind.fields):
        columns[field.name] = field.type
        if is_twinned(field):
            columns[f"{field.name}_key"] = FieldType.TEXT
    return columns
