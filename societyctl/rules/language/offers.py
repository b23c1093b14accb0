"""What a notice offers: how many places, how much money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from societyctl.domain.bounds import Within
from societyctl.rules.language.shapes import Clauses, Element


@dataclass(frozen=True, kw_only=True)
class Slots(Element):
    """How many will be chosen."""

    min: int | None = None
    max: int | None = None
    clauses: Clauses = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Funding(Element):
    """What is paid, in 元; nothing given means that the notice does not say."""

    fixed: int | None = None
    min: int | None = None
    max: int | None = None
    total: int | None = None
    """For all that are chosen together."""
    yearly: bool = False
    """Paid every year of the project, not once."""
    years: Annotated[int, Within(ge=1)] | None = None
    """Paid every year for so many years."""
    clauses: Clauses = ()
    note: str = ""
