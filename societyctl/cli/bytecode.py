"""Compiled code kept even where the program's own folder cannot be written.

Python compiles a module at its first import and keeps the result beside it. Where it may not
(installed by somebody else and not compiled then, or on a read-only medium) every start would
compile everything again, which takes more than twice as long.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from societyctl.resources import cache_folder


def keep_bytecode() -> None:
    """Let Python keep what it compiles in the user's cache folder, unless it could do so here.

    This module has just been imported: its own compiled code tells. Someone who wants none kept,
    or kept elsewhere, has the last word; a cache folder that cannot be written changes nothing.
    """
    cached = __spec__.cached
    if sys.dont_write_bytecode or sys.pycache_prefix or cached is None or Path(cached).is_file():
        return
    with suppress(RuntimeError):  # a user without a home
        sys.pycache_prefix = str(cache_folder())
