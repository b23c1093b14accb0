"""Which files are copies of one paper, and whether one of them was changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from societyctl.errors import TemplateError, reason_of
from societyctl.reporting.word.masking import mask_document
from societyctl.reporting.word.trace import MARK, PUBLIC, open_paper, text_hash

_MARKED = re.compile(rf"{MARK}([0-9a-f]{{64}})({PUBLIC})?(?:\+([0-9a-f]{{64}}))?")
_HEX = re.compile(rb"<FEFF((?:[0-9A-F]{4})+)>", re.IGNORECASE)


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
        marked = _in_pdf(path)
    else:
        document = open_paper(path)
        marked = _MARKED.fullmatch(document.core_properties.identifier or "")
        text = text_hash(document)
        mask_document(document)
        masked = text_hash(document)
    if marked is None:
        raise TemplateError(
            f"{path.name} 里没有数据指纹", "只认本工具生成的 Word 文件，以及由它转成的 PDF"
        )
    return Copy(path, marked[1], text or marked[3] or "", bool(marked[2]), masked)


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
    return plain or next(filter(None, map(_MARKED.search, decoded)), None)


def twin_of(path: Path) -> Path | None:
    """Return the PDF beside a Word file, or the Word file beside a PDF, if there is one."""
    twin = path.with_suffix(".docx" if path.suffix.lower() == ".pdf" else ".pdf")
    return twin if twin.is_file() else None
