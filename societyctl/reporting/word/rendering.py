"""Papers as Word files: a template is read, checked, filled and written whole or not at all."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docxtpl import DocxTemplate
from jinja2 import TemplateError as EngineError

from societyctl.errors import Issue, TemplateError
from societyctl.reporting.values import Offer, Paper
from societyctl.reporting.word.engine import environment
from societyctl.reporting.word.lint import TemplateReading, read_template
from societyctl.reporting.word.opening import whole_document
from societyctl.reporting.word.rows import set_aside, write_out
from societyctl.reporting.word.templates import Template, read_template_file

if TYPE_CHECKING:
    from docx.document import Document

MOST = 64 * 1024 * 1024
"""The most a template may unpack to; more is no template."""

_HINT = "用 societyctl report 自带的模板，或用 Word 另存为 .docx 后再试"


_FAILURES = (
    EngineError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
)
"""What the engine raises over a template that passed the check and is wrong all the same."""


@dataclass(slots=True)
class OpenTemplate:
    """A template that has been read and checked, ready to be filled once."""

    name: str
    source: DocxTemplate
    reading: TemplateReading
    digest: str

    @property
    def names(self) -> frozenset[str]:
        """The names that it uses: only what they stand for need be written."""
        return frozenset(self.reading.names)

    def fill(self, paper: Paper, stamp: str, *, draft: bool) -> Document:
        """Return the template filled with the paper; raises TemplateError."""
        context = {**paper.values, "stamp": stamp, "draft": draft}
        taken = set_aside(context, self.reading.lists)
        try:
            self.source.render(context, jinja_env=environment())
        except _FAILURES as err:
            raise TemplateError(f"模板 {self.name} 填写失败：{err}", _HINT) from err
        document: Document = self.source.docx
        write_out(document.element.body, taken)
        return document


def open_template(template: Template, offer: Offer) -> OpenTemplate:
    """Return a template, checked; raises TemplateError naming every mistake and its place.

    ``offer`` has every name that it may use.
    """
    opened = examine_template(template, offer)
    if opened.reading.issues:
        raise TemplateError(
            f"模板有{len(opened.reading.issues)}处错误：{template.name}",
            "按提示修改模板，或删除它改用自带的模板",
            opened.reading.issues,
        )
    return opened


def examine_template(template: Template, offer: Offer) -> OpenTemplate:
    """Return a template with what was found in it; raises TemplateError for no Word file."""
    _refuse_bombs(template)
    source = DocxTemplate(io.BytesIO(template.content))

    def whole() -> Document:
        source.init_docx()
        opened: Document = source.docx
        return opened

    document = whole_document(whole, f"模板不是完好的 Word 文件（.docx）：{template.name}", _HINT)
    reading = read_template(document, offer, template.name)
    return OpenTemplate(
        template.name, source, reading, hashlib.sha256(template.content).hexdigest()
    )


def lint_template(path: Path, offer: Offer) -> tuple[Issue, ...]:
    """Return every mistake of a template: unknown names, broken tags, what is not allowed.

    Raises TemplateError for a file that is no template.
    """
    return tuple(examine_template(read_template_file(path), offer).reading.issues)


def _refuse_bombs(template: Template) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(template.content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as err:
        raise TemplateError(f"模板不是 Word 文件（.docx）：{template.name}", _HINT) from err
    if size > MOST:
        raise TemplateError(f"模板展开后超过 {MOST // 1024 // 1024} MB：{template.name}", _HINT)
