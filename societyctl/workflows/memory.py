"""Files of the workspace that remember what was said; which records are two is one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from societyctl.files import replacing

if TYPE_CHECKING:
    from societyctl.store.workspace import Workspace

PAIRS = "pairs.json"
APART = "不是同一条"
"""What is remembered of two records that look like one."""


def read_pairs(workspace: Workspace) -> Mapping[str, Mapping[str, str]]:
    """Return which records are known to be two, by kind and pair."""
    return kept_in(workspace, PAIRS)


def are_apart(workspace: Workspace, kind: str, one: str, other: str) -> bool:
    """Tell whether somebody said that the records of a kind with these keys are two."""
    return _pair(one, other) in read_pairs(workspace).get(kind, {})


def keep_apart(workspace: Workspace, kind: str, one: str, other: str) -> None:
    """Remember that the records of a kind with these keys are two."""
    pairs = {name: dict(known) for name, known in read_pairs(workspace).items()}
    pairs.setdefault(kind, {})[_pair(one, other)] = APART
    keep(workspace, PAIRS, pairs)


def _pair(one: str, other: str) -> str:
    return " 与 ".join(sorted((one, other)))


def kept_in(workspace: Workspace, file: str) -> dict[str, dict[str, str]]:
    """Return what a file of the memory holds."""
    try:
        kept = json.loads((workspace.folder / file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep(workspace: Workspace, file: str, kept: Mapping[str, Mapping[str, str]]) -> None:
    """Write a file of the memory, as a whole."""
    text = json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True)
    with replacing(workspace.folder / file) as draft:
        draft.write_text(text + "\n", encoding="utf-8")
