"""Printing over a paper that people have worked in: their prose stays, the figures are renewed."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.ns import qn

from societyctl.reporting.values import Paper, TracedFigure
from societyctl.reporting.word.controls import PROSE, Control, controls
from societyctl.reporting.word.differences import Difference, differences
from societyctl.reporting.word.text import PLACE_MARK
from societyctl.reporting.word.trace import frame_of, read_trace

if TYPE_CHECKING:
    from docx.document import Document

_BORROWED = (RELATION.NUMBERING, RELATION.FOOTNOTES, RELATION.ENDNOTES, RELATION.COMMENTS)
"""Parts that prose may refer to; taken over whole where the new file has none."""

_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the earlier file."""

    kept: tuple[str, ...] = ()
    """Tags of the places whose prose was taken over."""
    homeless: tuple[str, ...] = ()
    """Places with prose that the new paper does not have any more."""
    lost: tuple[str, ...] = ()
    """Places of the earlier file whose control someone deleted, with all they held."""
    reshaped: bool = False
    """Someone changed text that belongs to no place; it is not taken over."""
    typed_over: tuple[Difference, ...] = ()
    """Figures that someone had typed over, with what the data say now."""
    is_other: bool = False
    """The earlier file is another paper, or about another project; nothing was taken over."""


def carry_over(old: Document, new: Document, paper: Paper) -> Carried:
    """Put the prose of the earlier file into the new one, if both are the same paper."""
    trace = read_trace(old)
    if trace is not None and _subject(trace.paper, trace.about) != _subject(
        paper.name, paper.about
    ):
        return Carried(is_other=True)
    written = {item.tag: item for item in controls(old.element.body, PROSE) if is_written(item)}
    places = {item.tag: item for item in controls(new.element.body, PROSE)}
    if written:
        _borrow_parts(old, new)
    for tag in written.keys() & places.keys():
        _replace(places[tag], written[tag], old, new)
    had = set(trace.places) if trace else set()
    present = {item.tag for item in controls(old.element.body, PROSE)}
    return Carried(
        kept=tuple(tag for tag in written if tag in places),
        homeless=tuple(written[tag].title for tag in written if tag not in places),
        lost=tuple(item.title for tag, item in places.items() if tag in had - present),
        reshaped=trace is not None and trace.frame != frame_of(old),
        typed_over=_typed_over(old, trace.figures if trace else paper.figures, paper),
    )


def _subject(name: str, about: Mapping[str, str]) -> tuple[str, ...]:
    return (name, *(about.get(key, "") for key in ("program", "project", "application")))


def is_written(place: Control) -> bool:
    """Tell whether someone has written in a place: words, or a picture."""
    text = place.text.strip()
    has_picture = next(place.content.iter(qn("w:drawing"), qn("w:pict")), None) is not None
    return has_picture or (bool(text) and PLACE_MARK not in text)


def _typed_over(
    old: Document, printed: Iterable[TracedFigure], paper: Paper
) -> tuple[Difference, ...]:
    """Compare the earlier file with what was printed in it; report against today's data."""
    now = {figure.id: figure.text for figure in paper.figures}
    edits = (
        replace(item, data=now.get(item.figure, item.data)) for item in differences(old, printed)
    )
    return tuple(item for item in edits if item.file != item.data)


def _replace(place: Control, written: Control, old: Document, new: Document) -> None:
    fresh = copy.deepcopy(written.content)
    _relate(fresh, old, new)
    _bring_styles(fresh, old, new)
    place.element.replace(place.content, fresh)
    for hint in place.element.iter(qn("w:showingPlcHdr")):
        hint.getparent().remove(hint)


def _relate(content: Any, old: Document, new: Document) -> None:
    """Give pictures and links in the copied prose their relations in the new file."""
    for element in content.iter():
        for name, value in list(element.attrib.items()):
            if not str(name).startswith(_RELATED) or value not in old.part.rels:
                continue
            relation = old.part.rels[value]
            if relation.is_external:
                fresh = new.part.relate_to(relation.target_ref, relation.reltype, is_external=True)
            elif relation.reltype == RELATION.IMAGE:
                fresh, _ = new.part.get_or_add_image(io.BytesIO(relation.target_part.blob))
            else:
                fresh = new.part.relate_to(relation.target_part, relation.reltype)
            element.set(name, fresh)


def _bring_styles(content: Any, old: Document, new: Document) -> None:
    """Copy the styles that the prose uses and the new file lacks."""
    styles = new.styles.element
    present = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    lacking = {
        node.get(qn("w:val"))
        for node in content.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    } - present
    for style in old.styles.element.iter(qn("w:style")):
        if style.get(qn("w:styleId")) in lacking:
            styles.append(copy.deepcopy(style))


def _borrow_parts(old: Document, new: Document) -> None:
    has = {relation.reltype for relation in new.part.rels.values()}
    for relation in old.part.rels.values():
        if relation.reltype in _BORROWED and relation.reltype not in has:
            new.part.relate_to(relation.target_part, relation.reltype)
