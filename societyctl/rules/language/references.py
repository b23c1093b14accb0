"""Which records a part of a program reads one by one, past what it counts."""

from __future__ import annotations

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.rules.language.program import Program
from societyctl.rules.language.record_tests import EachRecord
from societyctl.rules.language.shapes import Element, elements_of


def kinds_read_whole(element: Element, program: Program) -> set[str]:
    """Return the kinds of which fields are read directly, record by record."""
    kinds: set[str] = set()
    application, sets = RECORD_KINDS["application"], program.kinds_of_sets
    for _, part in elements_of(element):
        if isinstance(part, EachRecord):
            kinds.add(sets.get(part.records, part.records))
        for path in part.paths():
            word, _, name = path.partition(".")
            kinds |= {word} & {"society", "application"}
            reference, _, inner = name.partition(".")
            if word == "application" and inner:
                kinds.add(application.field(reference).refers_to or "application")
    return kinds
