"""Where the files that ship with the package stand, and where what is quick to find again is kept.

Imports nothing but the standard library.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

ResourceName = Literal["templates", "sample_data", "programs"]

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: ResourceName) -> Path:
    """Return the folder of the shipped templates, sample workbooks or program files.

    A wheel carries templates and sample data inside the package (``_templates``,
    ``_sample_data``); in a checkout they stand beside it, where people look for them.
    """
    if name == "programs":
        return _PACKAGE / name
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


def cache_folder() -> Path:
    """Return the user's folder for what can be made again; it need not exist.

    Raises RuntimeError for a user without a home.
    """
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    home = Path(named) if named else Path.home() / _CACHES
    return home / "societyctl"


_CACHES = "Library/Caches" if sys.platform == "darwin" else ".cache"
