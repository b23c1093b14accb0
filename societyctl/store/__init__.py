"""What the society has recorded: saved, taken back, and asked. The only SQL.

The names are loaded when first used, so that finding the workspace costs no database library.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from societyctl.store.asking.records import split_ref
    from societyctl.store.history.batches import BatchInfo, BatchSummary, ImportedSheet
    from societyctl.store.saving.comparison import (
        Comparison,
        Doubt,
        FieldChange,
        Saved,
        SavedRecord,
    )
    from societyctl.store.store import Store

_HOMES = {
    "BatchInfo": "history.batches",
    "BatchSummary": "history.batches",
    "Comparison": "saving.comparison",
    "Doubt": "saving.comparison",
    "FieldChange": "saving.comparison",
    "ImportedSheet": "history.batches",
    "Saved": "saving.comparison",
    "SavedRecord": "saving.comparison",
    "Store": "store",
    "split_ref": "asking.records",
}

__all__ = [
    "BatchInfo",
    "BatchSummary",
    "Comparison",
    "Doubt",
    "FieldChange",
    "ImportedSheet",
    "Saved",
    "SavedRecord",
    "Store",
    "split_ref",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"societyctl.store.{_HOMES[name]}"), name)
