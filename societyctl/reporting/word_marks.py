"""Marks on a finished paper: what is still missing is shaded wherever it stands."""

from __future__ import annotations

import copy
import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from societyctl.reporting.word_text import GAP_MARK, PLACE_MARK

_MARKED = re.compile(r"(【(?:待补|请填写)[^】]*】)")


def shade_gaps(root: Any) -> None:
    """Shade every gap and every unfilled place below ``root``."""
    for text in list(root.iter(qn("w:t"))):
        if text.text and (GAP_MARK in text.text or PLACE_MARK in text.text):
            _shade(text)


def _shade(text: Any) -> None:
    run = text.getparent()
    pieces = [piece for piece in _MARKED.split(text.text) if piece]
    whole = len(run.findall(qn("w:t"))) == 1 and len(pieces) == 1
    if whole:
        _style(run, pieces[0])
        return
    siblings = list(run)
    for node in siblings[1:] if siblings and siblings[0].tag == qn("w:rPr") else siblings:
        for piece in pieces if node is text else [None]:
            run.addprevious(_copied(run, node, piece))
    run.getparent().remove(run)


def _copied(run: Any, node: Any, piece: str | None) -> Any:
    fresh = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        fresh.append(copy.deepcopy(properties))
    child = copy.deepcopy(node)
    fresh.append(child)
    if piece is not None:
        child.text = piece
        child.set(qn("xml:space"), "preserve")
        _style(fresh, piece)
    return fresh


def _style(run: Any, piece: str) -> None:
    if not _MARKED.fullmatch(piece):
        return
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    for old in properties.findall(qn("w:rStyle")):
        properties.remove(old)
    missing = piece.startswith(GAP_MARK)
    style = OxmlElement("w:rStyle")
    style.set(qn("w:val"), "Gap" if missing else "Place")
    properties.insert(0, style)
