"""Every kind of record the tool keeps, by name.

To add a field: a line in the block of its kind; to add a kind: a block in the module of its group
(``declaring`` says how). New columns want a migration in the store. Import, blank workbooks,
export, program files and lint follow from the declaration.
"""

from __future__ import annotations

from societyctl.domain.catalog import activities, people, resources, results, standing
from societyctl.domain.fields import Field, RecordKind

RECORD_KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for group in (people, activities, resources, results, standing)
    for kind in group.KINDS
}

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(kind.family for kind in RECORD_KINDS.values()))


def field_at(kind: RecordKind, path: str) -> Field:
    """Return the field that ``name`` or ``reference.name`` means; raises KeyError.

    >>> field_at(RECORD_KINDS["engagement"], "client.kind").header
    '单位类别'
    """
    first, _, rest = path.partition(".")
    field = kind.field(first)
    return field_at(RECORD_KINDS[field.refers_to or ""], rest) if rest else field


__all__ = ["FAMILIES", "RECORD_KINDS", "field_at"]
