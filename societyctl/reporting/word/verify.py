"""Whether a file is still what the data say, and which files are copies of one paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from societyctl.errors import TemplateError, reason_of
from societyctl.reporting.values import Paper
from societyctl.reporting.word.public import mask
from societyctl.reporting.word.trace import (
    MARK,
    PUBLIC,
    Difference,
    Trace,
    differences,
    open_paper,
    text_hash,
    trace_of,
)

_MARKED = re.compile(rf"{MARK}([0-9a-f]{{64}})({PUBLIC})?(?:\+([0-9a-f]{{64}}))?")
_HEX = re.compile(rb"<FEFF((?:[0-9A-F]{4})+)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verified:
    """How a Word file stands to the records of today."""

    moved: tuple[Difference, ...] = ()
    """Numbers in the file that are not those of the data."""
    changed: tuple[str, ...] = ()
    """What else the paper prints and would now print differently."""
    template_changed: bool = False

    @property
    def same(self) -> bool:
        """Nothing has moved."""
        return not (self.moved or self.changed or self.template_changed)


def verify_file(path: Path, trace: Trace, paper: Paper, template: str) -> Verified:
    """Compare a file with what would be printed from the records now; raises TemplateError."""
    now = trace_of(paper, template)
    moved = differences(open_paper(path), paper.figures)
    seen = {item.title for item in moved}
    names = dict.fromkeys([*now.parts, *trace.parts])
    other = trace.template != now.template
    if other:  # What only one of the templates prints has not changed for that.
        names = {name: None for name in names if name in now.parts and name in trace.parts}
    titles = dict.fromkeys(
        paper.titles.get(name, "") for name in names if now.parts.get(name) != trace.parts.get(name)
    )
    changed = tuple(title for title in titles if title and title not in seen)
    return Verified(moved, changed, other)


class Likeness(StrEnum):
    """How two files with one fingerprint agree."""

    SAME = "same"
    EDITED = "edited"
    """Made from the same data, but the text of one was changed afterwards."""
    MASKED = "masked"
    """One is the copy for the public; masking the other gives the same text."""
    UNKNOWN = "unknown"
    """Made from the same data; one is a PDF that cannot be compared."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A Word or PDF file of a paper."""

    path: Path
    fingerprint: str
    text: str
    """The hash of all its text; empty in a PDF that another program made."""
    public: bool = False
    """Personal data are masked in it."""
    masked: str = ""
    """The hash of its text once masked; empty in a PDF."""

    def likeness(self, other: Copy) -> Likeness:
        """Compare two copies that have the same fingerprint."""
        mine, theirs, agree = self.text, other.text, Likeness.SAME
        if self.public != other.public:
            whole, public = (other, self) if self.public else (self, other)
            mine, theirs, agree = whole.masked, public.text, Likeness.MASKED
        if not mine or not theirs:
            return Likeness.UNKNOWN
        return agree if mine == theirs else Likeness.EDITED


def copy_of(path: Path) -> Copy:
    """Return what a file says of itself; raises TemplateError for one that is none of ours."""
    text = masked = ""
    if path.suffix.lower() == ".pdf":
        found = _in_pdf(path)
    else:
        document = open_paper(path)
        found = _MARKED.fullmatch(document.core_properties.identifier or "")
        text = text_hash(document)
        mask(document)
        masked = text_hash(document)
    if found is None:
        raise TemplateError(
            f"{path.name} 里没有数据指纹", "只认本工具生成的 Word 文件，以及由它转成的 PDF"
        )
    return Copy(path, found[1], text or found[3] or "", bool(found[2]), masked)


def _in_pdf(path: Path) -> re.Match[str] | None:
    """Find the fingerprint among the properties of a PDF, as plain text or as UTF-16."""
    try:
        content = path.read_bytes()
    except OSError as err:
        raise TemplateError(f"打不开：{path}（{reason_of(err)}）", "核对路径") from err
    plain = _MARKED.search(content.decode("latin-1"))
    decoded = (
        bytes.fromhex(item.decode()).decode("utf-16-be", "replace")
        for item in _HEX.findall(content)
    )
    return plain or next((found for text in decoded if (found := _MARKED.search(text))), None)


def twin_of(path: Path) -> Path | None:
    """Return the PDF beside a Word file, or the Word file beside a PDF, if there is one."""
    twin = path.with_suffix(".docx" if path.suffix.lower() == ".pdf" else ".pdf")
    return twin if twin.is_file() else None
