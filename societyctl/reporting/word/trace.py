"""The trace inside a paper: every figure with its records and evidence, and a fingerprint.

It is kept as a data part of the Word file, so that the file alone can answer where a number
came from, whether someone typed over it, and which data and template it was made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from societyctl.errors import TemplateError
from societyctl.reporting.values import Paper, PrintedField, TracedFigure, TracedRecord
from societyctl.reporting.word.controls import FIGURE, PROSE, controls, text_of
from societyctl.reporting.word.opening import whole_document

if TYPE_CHECKING:
    from docx.document import Document

_SPACE = "urn:societyctl:trace"
_NAME = PackURI("/customXml/societyctl.xml")
MARK = "societyctl-"
"""What a fingerprint begins with in the properties of a file."""
PUBLIC = "~public"
"""Follows the fingerprint of a copy for the public."""
_FIELDS = ("paper", "fingerprint", "template", "parts", "about", "places", "frame")
SHORT = 12
"""So many characters of a fingerprint are printed."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a paper says about itself."""

    paper: str
    fingerprint: str
    """The hash of all data in it and of its template."""
    template: str = ""
    """The hash of the template alone."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """The hash of each value that it prints, by name."""
    figures: tuple[TracedFigure, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    """Program, project and day."""
    places: tuple[str, ...] = ()
    """The places for prose that it has."""
    frame: str = ""
    """The hash of the text outside the places for prose and the figures."""

    def figure(self, id_: str) -> TracedFigure | None:
        """Return the figure with this id, if the paper prints it."""
        return next((figure for figure in self.figures if figure.id == id_), None)


def trace_of(paper: Paper, template: str) -> Trace:
    """Return the trace of a paper made with the template of this hash."""
    parts = {name: _hash(repr(value)) for name, value in paper.values.items()}
    if paper.photos:
        parts["photos"] = _hash(repr([(photo.caption, photo.digest) for photo in paper.photos]))
    whole = _hash(template, *(f"{name}={part}" for name, part in sorted(parts.items())))
    return Trace(paper.name, whole, template, parts, paper.figures, paper.about)


def _hash(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def frame_of(document: Document) -> str:
    """Return the hash of what no one is meant to type over: all but prose, figures, contents."""
    body = document.element.body
    free = {
        item.element
        for prefix in (PROSE, FIGURE, "toc:", "draft:")
        for item in controls(body, prefix)
    }
    kept = [
        node.text or ""
        for node in body.iter(qn("w:t"))
        if not any(holder in free for holder in node.iterancestors(qn("w:sdt")))
    ]
    return _hash("".join("".join(kept).split()))


def text_hash(document: Document) -> str:
    """Return the hash of all text in the body."""
    return _hash("".join(text_of(document.element.body).split()))


def put_trace(document: Document, trace: Trace, title: str) -> None:
    """Keep the trace in the file, and the fingerprint in its properties."""
    stored = json.dumps(
        {name: getattr(trace, name) for name in _FIELDS} | {"figures": _packed(trace)}
    )
    xml = f'<trace xmlns="{_SPACE}">{escape(stored)}</trace>'
    part = Part(_NAME, "application/xml", xml.encode(), document.part.package)
    document.part.relate_to(part, RELATION.CUSTOM_XML)
    properties = document.core_properties
    # A PDF keeps the keywords of the file it was made from, but not its identifier.
    properties.identifier = properties.keywords = f"{MARK}{trace.fingerprint}"
    properties.title = title


def drop_trace(document: Document) -> None:
    """Take the trace out of a file that goes to the public; the fingerprint stays, marked."""
    properties = document.core_properties
    properties.identifier = properties.keywords = f"{properties.identifier}{PUBLIC}"
    for id_, relation in list(document.part.rels.items()):
        if _is_trace(relation):
            del document.part.rels[id_]


def _is_trace(relation: Any) -> bool:
    if relation.is_external or relation.reltype != RELATION.CUSTOM_XML:
        return False
    return _SPACE.encode() in relation.target_part.blob


def read_trace(document: Document) -> Trace | None:
    """Return the trace in a file, or None when there is none (any more)."""
    for relation in document.part.rels.values():
        if _is_trace(relation):
            stored = json.loads(parse_xml(relation.target_part.blob).text or "{}")
            figures = tuple(_figure(item) for item in stored["figures"])
            return Trace(**{**stored, "figures": figures, "places": tuple(stored["places"])})
    return None


def _packed(trace: Trace) -> list[tuple[object, ...]]:
    """Return the figures as bare values: ``asdict`` would take longer than the printing."""
    return [
        (
            figure.id,
            figure.title,
            figure.text,
            [(record.ref, record.title, record.evidence) for record in figure.records],
            [(field.ref, field.field, field.text, field.lead) for field in figure.stored],
        )
        for figure in trace.figures
    ]


def _figure(packed: tuple[Any, ...]) -> TracedFigure:
    id_, title, text, records, stored = packed
    traced = tuple(TracedRecord(ref, name, tuple(proofs)) for ref, name, proofs in records)
    return TracedFigure(id_, title, text, traced, tuple(PrintedField(*field) for field in stored))


def open_paper(path: Path) -> Document:
    """Open a paper; raises TemplateError when it is no Word file."""
    if not path.is_file():
        raise TemplateError(f"没有这个文件：{path}", "核对路径和文件名")

    def whole() -> Document:
        document = docx.Document(str(path))
        read_trace(document)
        return document

    hint = "确认它是完好的 .docx 文件，且没有被其他程序占用"
    return whole_document(whole, f"打不开：{path}", hint)


def trace_file(path: Path) -> Trace:
    """Return every figure of a paper with its records and evidence; raises TemplateError."""
    trace = read_trace(open_paper(path))
    if trace is None:
        raise TemplateError(
            f"{path.name} 里没有溯源信息",
            "用本工具生成的原稿：公开稿不带溯源信息；另存时丢失的，请重新生成",
        )
    return trace
