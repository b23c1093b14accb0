"""The batches in which the records came to be as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One batch of changes, as ``history`` lists it and ``undo`` takes it back."""

    batch: int
    at: datetime
    action: str
    """In Chinese: 导入, 新增, 修改, 删除, 撤销 …"""
    source: str = ""
    added: int = 0
    changed: int = 0
    deleted: int = 0
    undone: bool = False
