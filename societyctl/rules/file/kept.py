"""Programs kept ready to load: a file that was found sound is not read and vetted at every start.

Reading the YAML of a notice and looking for mistakes takes longer than judging it. What came of
it lies in the user's cache folder, under a name made of the file's content and of the program's
own code, so that a change of either finds nothing there.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
from contextlib import suppress
from pathlib import Path

from societyctl import __version__
from societyctl.files import replacing
from societyctl.resources import cache_folder
from societyctl.rules.language.program import Program

_PACKAGE = Path(__file__).parents[2]
_CODE = ("rules/language", "rules/file", "domain", "domain/catalog")
"""What programs are made of, and what decides whether a file is sound."""
_SEAL = 32
"""Bytes of the digest that stands before the rest: a torn file is never unpickled."""
_MOST = 40
"""So many programs are kept; those not used for longest go first."""


def kept_program(path: Path) -> Program | None:
    """Return the program of a file that was found sound before; None where it has to be read."""
    try:
        kept = _place_of(path)
        if not _is_own(kept):
            return None
        content = kept.read_bytes()
    except (OSError, RuntimeError):  # nothing kept, or a user without a home
        return None
    if hashlib.sha256(content[_SEAL:]).digest() != content[:_SEAL]:
        return None
    program = pickle.loads(content[_SEAL:])  # noqa: S301  # only what this user wrote, whole
    return program if isinstance(program, Program) else None


def keep_program(path: Path, program: Program) -> None:
    """Keep the sound program of a file, with what stands for its wording; where it can be kept."""
    _ = program.digest, program.digests  # reckoned once, and pickled along
    content = pickle.dumps(program, protocol=pickle.HIGHEST_PROTOCOL)
    with suppress(OSError, RuntimeError):
        kept = _place_of(path)
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(kept) as draft:
            draft.write_bytes(hashlib.sha256(content).digest() + content)
        _let_go(kept.parent)


def _place_of(path: Path) -> Path:
    """Return where the program of a file is kept; raises OSError, RuntimeError."""
    digest = hashlib.sha256(path.read_bytes())
    digest.update(__version__.encode())
    for folder in _CODE:
        for module in sorted((_PACKAGE / folder).glob("*.py")):
            digest.update(f"{module.name} {module.stat().st_mtime_ns}".encode())
    return cache_folder() / "programs" / f"{digest.hexdigest()}.pickle"


def _is_own(kept: Path) -> bool:
    """Tell whether nobody but this user can have written a file: a pickle is code."""
    state = kept.stat()
    mine = os.name == "nt" or state.st_uid == os.geteuid()
    return mine and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _let_go(folder: Path) -> None:
    kept = sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_MOST:]:
        path.unlink(missing_ok=True)
