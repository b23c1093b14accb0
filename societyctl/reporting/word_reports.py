"""One call from a paper to files on disk: draft or final, with what was carried over."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.errors import StoreError, reason_of
from societyctl.reporting.papers.values import Paper
from societyctl.reporting.word import Printing, fill_template, read_template_file
from societyctl.reporting.word_contents import write_contents
from societyctl.reporting.word_drawings import draw
from societyctl.reporting.word_files import put_in_place, refuse_open
from societyctl.reporting.word_gaps import Gap, append_gap_page, find_gaps
from societyctl.reporting.word_marks import shade_gaps
from societyctl.reporting.word_merge import Carried, carry_over
from societyctl.reporting.word_pdf import to_pdf
from societyctl.reporting.word_public import Masked, mask
from societyctl.reporting.word_trace import SHORT, fingerprint, open_paper, put_trace

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
    count_pages: bool = True
    """Let LibreOffice count the pages for the table of contents; that takes some seconds."""
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
    carried: Carried = field(default_factory=Carried)
    public: Path | None = None
    """The copy with personal data masked."""
    masked: tuple[Masked, ...] = ()


def print_paper(
    paper: Paper, template: Path, target: Path, edition: Edition | None = None
) -> Printed:
    """Print a paper to ``target``; prose written in an earlier file there is carried over.

    A final edition with gaps is not written; they are returned. Raises TemplateError for a
    template that does not fit or a PDF that cannot be made, StoreError when the file cannot
    be written.
    """
    wanted = edition or Edition()
    refuse_open(target)
    mark = fingerprint(paper, read_template_file(template))
    state = "" if wanted.final else "草稿　"
    printing = Printing(draft=not wanted.final, stamp=f"{state}数据指纹 {mark[:SHORT]}")
    document = fill_template(paper, template, printing)
    draw(document, paper)
    earlier = open_paper(target) if target.is_file() else None
    carried = carry_over(earlier, document, paper) if earlier is not None else Carried()
    gaps = find_gaps(document, paper)
    if wanted.final and gaps:
        return Printed(None, gaps, carried=carried)
    _finish(document, gaps, wanted)
    put_trace(document, paper, mark)
    previous = keep_previous(target)
    put_in_place(_bytes(document), target)
    done = Printed(target, gaps, previous=previous, carried=carried)
    if wanted.public:
        done = _with_public_copy(done, document)
    shown = done.public or target
    return replace(done, pdf=to_pdf(shown, shown.with_suffix(".pdf"))) if wanted.pdf else done


def _with_public_copy(done: Printed, document: Document) -> Printed:
    """Write the masked copy beside the paper; the paper itself keeps what people wrote."""
    target = done.path or Path()
    masked = mask(document)
    copy = target.with_name(f"{target.stem}（公开稿）{target.suffix}")
    return replace(done, public=put_in_place(_bytes(document), copy), masked=masked)


def _finish(document: Document, gaps: tuple[Gap, ...], edition: Edition) -> None:
    shade_gaps(document.element.body)
    write_contents(document, count_pages=edition.count_pages)
    append_gap_page(document, gaps)


def _bytes(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def keep_previous(target: Path) -> Path | None:
    """Keep the file that is there as a dated copy beside it."""
    if not target.is_file():
        return None
    stamp = datetime.fromtimestamp(target.stat().st_mtime).astimezone()
    copy = target.with_name(f"{target.stem}（{stamp:%Y-%m-%d %H%M%S}）{target.suffix}")
    try:
        shutil.copy2(target, copy)
    except OSError as err:
        raise StoreError(
            f"旧文件备份不了：{target}（{reason_of(err)}）",
            "关闭打开它的程序，或用 -o 换一个文件名",
        ) from err
    return copy
