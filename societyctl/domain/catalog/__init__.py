"""Every kind of record the tool keeps, by name.

To add a kind: declare it in the module of its group, add its columns to the table of its
family in the store, and write a migration. Import, blank workbooks, export, program files
and lint follow from the declaration.
"""

from __future__ import annotations

from societyctl.domain.catalog import activities, people, resources, results, standing
from societyctl.domain.fields import RecordKind

RECORD_KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for group in (people, activities, resources, results, standing)
    for kind in group.KINDS
}

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(kind.family for kind in RECORD_KINDS.values()))

__all__ = ["FAMILIES", "RECORD_KINDS"]
