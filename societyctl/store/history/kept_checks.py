"""Checks kept in the workspace: one small JSON file each, written whole, the oldest let go."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

from societyctl.domain.differences import KeptCheck, KeptVerdict
from societyctl.files import replacing
from societyctl.store.workspace import Workspace

FOLDER = "checks"
MOST = 200
"""So many checks are kept."""
SCHEMA = 1


def keep(workspace: Workspace, check: KeptCheck) -> Path:
    """Write a check down; raises OSError when the folder cannot be written."""
    folder = workspace.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{check.at:%Y%m%d-%H%M%S-%f}-{check.program}.json"
    content = {"schema": SCHEMA, "kind": "kept-check", **_fields_of(check)}
    text = json.dumps(content, ensure_ascii=False, default=_as_json, separators=(",", ":"))
    with replacing(path) as draft:
        draft.write_text(text + "\n", encoding="utf-8")
    for old in sorted(folder.glob("*.json"))[:-MOST]:
        old.unlink(missing_ok=True)
    return path


def _fields_of(value: KeptCheck | KeptVerdict) -> dict[str, object]:
    # Not asdict: it copies deeply, and every check is kept.
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _as_json(value: object) -> str | dict[str, object]:
    if isinstance(value, KeptVerdict):
        return _fields_of(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not kept: {value!r}")


def kept_checks(workspace: Workspace, program: str) -> tuple[KeptCheck, ...]:
    """Return the checks of a program, oldest first; files that cannot be read are left out."""
    paths = sorted((workspace.folder / FOLDER).glob(f"*-{program}.json"))
    read = (_read(path) for path in paths)
    return tuple(check for check in read if check is not None and check.program == program)


def _read(path: Path) -> KeptCheck | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("schema") != SCHEMA:
            return None
        content.pop("kind")
        verdicts = tuple(KeptVerdict(**verdict) for verdict in content.pop("verdicts"))
        at = datetime.fromisoformat(content.pop("at"))
        as_of = date.fromisoformat(content.pop("as_of"))
        return KeptCheck(at=at, as_of=as_of, verdicts=verdicts, **content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
