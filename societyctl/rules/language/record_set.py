"""Named sets of records, so that several tests speak of the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.rules.language.days import Window, vet_during
from societyctl.rules.language.names import Here, Mistake, unknown_word
from societyctl.rules.language.shapes import Element, Where
from societyctl.rules.language.where import vet_where


@dataclass(frozen=True, kw_only=True)
class RecordSet(Element):
    """A named set of records."""

    record: str
    of: Where = field(default_factory=dict)
    where: Where = field(default_factory=dict)
    during: str | Window | None = None
    on: str | None = None

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield the names in it that mean nothing."""
        kind = here.kind_of(self.record)
        if kind is None:
            yield unknown_word(here.at("record"), "记录类别", self.record, RECORD_KINDS)
            return
        yield from vet_where(kind, self.of, here.at("of"))
        yield from vet_where(kind, self.where, here.at("where"))
        yield from vet_during(self.during, here)
