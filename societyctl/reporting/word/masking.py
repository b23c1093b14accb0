"""A copy for the public: identity numbers, phones, mails and accounts are masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from societyctl.domain import wording
from societyctl.reporting.word.controls import text_roots

if TYPE_CHECKING:
    from docx.document import Document

_ALONE = r"(?<![0-9A-Za-z])(?<!数据指纹 )"
"""Not part of a longer word, nor our own fingerprint, which may be all digits."""

_KINDS = (
    ("身份证号", re.compile(rf"{_ALONE}\d{{17}}[\dXx](?![0-9A-Za-z])")),
    ("电子邮箱", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    ("手机号", re.compile(rf"{_ALONE}(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{{4}}){{2}}(?![0-9])")),
    (
        "固定电话",
        re.compile(rf"{_ALONE}(?:[(（]0\d{{2,3}}[)）]|0\d{{2,3}})[-—–－ ]?\d{{7,8}}(?![0-9])"),
    ),
    ("银行账号", re.compile(rf"{_ALONE}\d(?:[ -]?\d){{11,18}}(?![0-9A-Za-z])")),
)


@dataclass(frozen=True, slots=True)
class Masked:
    """Something masked: its kind and how it shows now."""

    kind: str
    shown: str

    def __str__(self) -> str:
        """Return it as listed for the user."""
        return f"{self.kind}：{self.shown}"


def mask_document(document: Document) -> tuple[Masked, ...]:
    """Mask personal data in body, headers and footers; returns what was masked."""
    masked: list[Masked] = []
    for root, _ in text_roots(document):
        for paragraph in root.iter(qn("w:p")):
            masked += _mask_paragraph(paragraph)
    return tuple(dict.fromkeys(masked))


def _mask_paragraph(paragraph: Any) -> list[Masked]:
    """Mask across the runs of a paragraph: a number may be split between them."""
    nodes = [node for node in paragraph.iter(qn("w:t")) if node.text]
    text = "".join(node.text for node in nodes)
    hidden, masked = text, []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(hidden):
            shown = wording.mask(match.group(), for_public=True)
            hidden = hidden[: match.start()] + shown + hidden[match.end() :]
            masked.append(Masked(kind, shown))
    if masked:
        start = 0
        for node in nodes:
            end = start + len(node.text)
            node.text, start = hidden[start:end], end
    return masked
