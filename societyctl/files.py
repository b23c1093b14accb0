"""Files that are written whole or not at all; imports nothing but the standard library."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAMED = 16
"""So much of the name a draft bears: a whole one, with more added, could be too long."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a draft that takes the place of ``path`` only once it is complete."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_NAMED]}.")
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
