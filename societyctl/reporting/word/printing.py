"""One call from a paper to files on disk: draft or final, with what was carried over."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.files import keep_previous, refuse_open, replace_keeping
from societyctl.reporting.values import Paper
from societyctl.reporting.word.contents import write_contents
from societyctl.reporting.word.controls import PROSE, controls
from societyctl.reporting.word.drawings import draw
from societyctl.reporting.word.fonts import missing_fonts
from societyctl.reporting.word.gaps import Gap, append_gap_page, count_gaps, find_gaps, shade_gaps
from societyctl.reporting.word.masking import Masked, mask_document
from societyctl.reporting.word.merge import Carried, carry_over
from societyctl.reporting.word.pdf import require_office, to_pdf
from societyctl.reporting.word.rendering import OpenTemplate
from societyctl.reporting.word.trace import (
    SHORT,
    drop_trace,
    frame_of,
    open_paper,
    put_trace,
    trace_of,
)

if TYPE_CHECKING:
    from docx.document import Document


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of a paper is wanted."""

    final: bool = False
    """Refuse to print as long as anything is missing."""
    public: bool = False
    """Write a second copy with personal data masked."""
    pdf: bool = False
    """Write a PDF copy as well, of the public copy if there is one."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of printing a paper."""

    path: Path | None
    """Where the paper lies; None when a final edition was refused."""
    gaps: tuple[Gap, ...] = ()
    pdf: Path | None = None
    previous: Path | None = None
    """The copy kept of the file that was there before."""
    replaced: tuple[Path, ...] = ()
    """The copies kept of earlier public copies and PDFs."""
    carried: Carried = field(default_factory=Carried)
    public: Path | None = None
    """The copy with personal data masked."""
    masked: tuple[Masked, ...] = ()
    fonts: tuple[str, ...] = ()
    """Fonts of the paper that this machine lacks."""
    rules: str = ""
    """What the notice asks of the paper."""
    promised: int = 0
    """How many goals of a final application became commitments."""
    others: tuple[str, ...] = ()
    """Other projects and applications of which there could be such a paper."""

    @property
    def missing(self) -> int:
        """In how many places something is missing."""
        return count_gaps(self.gaps)


def print_paper(
    opened: OpenTemplate, paper: Paper, target: Path, edition: Edition | None = None
) -> Printed:
    """Print a paper to ``target``; prose written in an earlier file there is carried over.

    A final edition with gaps is not written; they are returned. Raises TemplateError for a
    template that cannot be filled or a PDF that cannot be made, StoreError when the file cannot
    be written.
    """
    edition = edition or Edition()
    refuse_open(target)
    if edition.pdf:
        require_office()
    trace = trace_of(paper, opened.digest)
    stamp = f"{'' if edition.final else '草稿　'}数据指纹 {trace.fingerprint[:SHORT]}"
    document = opened.fill(paper, stamp, draft=not edition.final)
    draw(document, paper)
    places = tuple(item.tag for item in controls(document.element.body, PROSE))
    trace = replace(trace, places=places, frame=frame_of(document))
    earlier = open_paper(target) if target.is_file() else None
    carried = carry_over(earlier, document, paper) if earlier is not None else Carried()
    gaps = find_gaps(document, paper)
    if edition.final and gaps:
        return Printed(None, gaps, carried=carried)
    shade_gaps(document.element.body)
    # LibreOffice takes longer than all the rest; a draft is printed many times and read on screen.
    write_contents(document, count_pages=edition.final or edition.pdf)
    append_gap_page(document, gaps)
    put_trace(document, trace, paper.title)
    previous = replace_keeping(_bytes(document), target)
    done = Printed(target, gaps, previous=previous, carried=carried)
    return _with_copies(replace(done, fonts=missing_fonts(document)), document, edition)


def _with_copies(done: Printed, document: Document, edition: Edition) -> Printed:
    """Write the copies wanted beside the paper: masked for the public, as PDF."""
    last = done.path or Path()
    if edition.public:
        masked = mask_document(document)
        drop_trace(document)
        last = last.with_name(f"{last.stem}（公开稿）{last.suffix}")
        kept = replace_keeping(_bytes(document), last)
        done = replace(done, public=last, masked=masked, replaced=(kept,) if kept else ())
    if edition.pdf:
        pdf = last.with_suffix(".pdf")
        kept = keep_previous(pdf)
        done = replace(done, pdf=to_pdf(last, pdf))
        done = replace(done, replaced=(*done.replaced, kept) if kept else done.replaced)
    return done


def _bytes(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
