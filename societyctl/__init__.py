"""societyctl: a science society's records, judged against any notice, printed as papers."""

from __future__ import annotations

__version__ = "0.1.0"
