"""Bounds of the numbers that people write in settings and program files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Marks a number, in ``Annotated``, that has to lie within bounds; None where there is none."""

    gt: float | None = None
    ge: float | None = None
    le: float | None = None
