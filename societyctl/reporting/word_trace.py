"""The trace inside a paper: every figure with its records and evidence, and a fingerprint.

It is kept as a data part of the Word file, so that the file alone can answer where a number
came from and whether someone typed over it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from societyctl.errors import TemplateError
from societyctl.reporting.papers.values import Figure, Paper, TracedRecord
from societyctl.reporting.word_controls import FIGURE, Control, controls, text_of

if TYPE_CHECKING:
    from docx.document import Document

_SPACE = "urn:societyctl:trace"
_NAME = PackURI("/customXml/societyctl.xml")
SHORT = 12
"""So many characters of a fingerprint are printed."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a paper says about itself."""

    paper: str
    fingerprint: str
    figures: tuple[Figure, ...]

    def figure(self, id_: str) -> Figure | None:
        """Return the figure with this id, if the paper prints it."""
        return next((figure for figure in self.figures if figure.id == id_), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that is not what the data say."""

    place: str
    title: str
    file: str
    data: str

    def __str__(self) -> str:
        """Return the sentence shown to the user."""
        return f"{self.place} {self.title}：文件为{self.file or '空白'}，数据为{self.data}"


def fingerprint(paper: Paper, template: bytes) -> str:
    """Return the hash of the data and the template that a file is made from."""
    digest = hashlib.sha256(template)
    digest.update(repr(paper).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def put_trace(document: Document, paper: Paper, mark: str) -> None:
    """Keep the trace in the file, and the fingerprint in its properties."""
    content = json.dumps(
        {"paper": paper.kind, "fingerprint": mark, "figures": [asdict(f) for f in paper.figures]}
    )
    xml = f'<trace xmlns="{_SPACE}">{escape(content)}</trace>'
    part = Part(_NAME, "application/xml", xml.encode(), document.part.package)
    document.part.relate_to(part, RELATION.CUSTOM_XML)
    properties = document.core_properties
    properties.identifier = f"societyctl:{mark}"
    properties.title = paper.title
    properties.subject = paper.kind


def read_trace(document: Document) -> Trace | None:
    """Return the trace in a file, or None when there is none (any more)."""
    for relation in document.part.rels.values():
        if relation.is_external or relation.reltype != RELATION.CUSTOM_XML:
            continue
        if _SPACE.encode() in relation.target_part.blob:
            return _decoded(json.loads(parse_xml(relation.target_part.blob).text or "{}"))
    return None


def _decoded(stored: dict[str, Any]) -> Trace:
    figures = tuple(
        Figure(
            id=str(item["id"]),
            title=str(item["title"]),
            text=str(item["text"]),
            records=tuple(
                TracedRecord(str(r["ref"]), str(r["title"]), tuple(r["evidence"]))
                for r in item["records"]
            ),
            proven=bool(item["proven"]),
        )
        for item in stored.get("figures", ())
    )
    return Trace(str(stored.get("paper")), str(stored.get("fingerprint")), figures)


def open_paper(path: Path) -> Document:
    """Open a paper; raises TemplateError when it is no Word file."""
    try:
        return docx.Document(str(path))
    except (OSError, PackageNotFoundError, KeyError, ValueError, SyntaxError) as err:
        raise TemplateError(
            f"打不开：{path}", "确认它是完好的 .docx 文件，且没有被其他程序占用"
        ) from err


def trace_file(path: Path) -> Trace:
    """Return every figure of a paper with its records and evidence; raises TemplateError."""
    found = read_trace(open_paper(path))
    if found is None:
        raise TemplateError(
            f"{path.name} 里没有溯源信息", "只有本工具生成的材料才能溯源；另存时丢失的，请重新生成"
        )
    return found


def verify_file(path: Path, paper: Paper | None = None) -> tuple[Difference, ...]:
    """Return the numbers in a file that differ from the data.

    The data are those of ``paper``; without one, those the file was made from.
    """
    document = open_paper(path)
    trace = read_trace(document)
    figures = paper.figures if paper is not None else trace.figures if trace else ()
    if not figures and trace is None:
        raise TemplateError(f"{path.name} 里没有溯源信息", "请重新生成这份材料")
    return differences(document, figures)


def differences(document: Document, figures: tuple[Figure, ...]) -> tuple[Difference, ...]:
    """Return the figures in a document whose text is not that of the data."""
    known = {figure.id: figure for figure in figures}
    tables = {
        table: number for number, table in enumerate(document.element.body.iter(qn("w:tbl")), 1)
    }
    found = []
    for shown in controls(document.element.body, FIGURE):
        figure = known.get(shown.tag.removeprefix(FIGURE))
        if figure is not None and _plain(shown.text) != _plain(figure.text):
            found.append(Difference(_place(shown, tables), figure.title, shown.text, figure.text))
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    return "".join(text.split())


def _place(shown: Control, tables: dict[Any, int]) -> str:
    table = next(shown.element.iterancestors(qn("w:tbl")), None)
    if table is not None:
        return f"表{tables[table]}"
    paragraph = next(shown.element.iterancestors(qn("w:p")), None)
    return f"“{text_of(paragraph)[:12]}…”" if paragraph is not None else "正文"
