"""What part of a program refers to: what it names, and the records that it reads."""

from __future__ import annotations

from collections.abc import Iterator

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.rules.language.program import Program
from societyctl.rules.language.record_tests import EachRecord
from societyctl.rules.language.shapes import Element, elements_of


def wording_of(element: Element, program: Program) -> str:
    """Return a text that is another whenever anything is asked otherwise.

    Windows, sets and conditions that are named belong to it, as do those that they name.
    """
    return "".join(repr(part) for part in _with_what_it_names(element, program, {}).values())


def _with_what_it_names(
    element: Element, program: Program, found: dict[str, Element], name: str = ""
) -> dict[str, Element]:
    if name not in found:
        found[name] = element
        for inner, named in _named_in(element, program):
            _with_what_it_names(named, program, found, inner)
    return found


def _named_in(element: Element, program: Program) -> Iterator[tuple[str, Element]]:
    for _, part in elements_of(element):
        for name in part.refers_to():
            for kind in ("windows", "sets", "conditions"):
                if name in getattr(program, kind):
                    yield f"{kind}/{name}", getattr(program, kind)[name]


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
