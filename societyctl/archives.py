"""What reading a damaged archive may raise: workbooks and Word files are archives."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, ValueError,
)  # fmt: skip
