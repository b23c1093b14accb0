"""Papers as Word files: a template is read, checked, filled and written whole or not at all."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError
from docxtpl import DocxTemplate
from jinja2 import TemplateError as EngineError

from societyctl.errors import TemplateError, reason_of
from societyctl.reporting.papers.values import Paper
from societyctl.reporting.word_context import context_of, offer_of
from societyctl.reporting.word_engine import environment
from societyctl.reporting.word_lint import Reading, read_template
from societyctl.reporting.word_rows import set_aside, write_out

if TYPE_CHECKING:
    from docx.document import Document

MOST = 64 * 1024 * 1024
"""The most a template may unpack to; more is no template."""

_HINT = "用 societyctl report 自带的模板，或用 Word 另存为 .docx 后再试"


@dataclass(frozen=True, slots=True)
class Printing:
    """How a paper is printed."""

    draft: bool = True
    stamp: str = ""


def fill_template(paper: Paper, template: Path, printing: Printing) -> Document:
    """Return the template filled with the paper.

    Raises TemplateError naming every mistake of the template and its place.
    """
    source = open_template(template)
    reading = _checked(source, paper, template)
    context = context_of(paper, printing.stamp, draft=printing.draft)
    taken = set_aside(context, reading.lists)
    try:
        source.render(context, jinja_env=environment())
    except EngineError as err:
        raise TemplateError(f"模板{template.name}填写失败：{err}", _HINT) from err
    document: Document = source.docx
    write_out(document.element.body, taken)
    return document


def open_template(template: Path) -> DocxTemplate:
    """Open a template; raises TemplateError when it is no Word file."""
    content = read_template_file(template)
    _refuse_bombs(content, template)
    source = DocxTemplate(io.BytesIO(content))
    try:
        source.init_docx()
    except (PackageNotFoundError, InvalidXmlError, KeyError, ValueError, SyntaxError) as err:
        raise TemplateError(f"模板不是完好的 Word 文件（.docx）：{template}", _HINT) from err
    return source


def read_template_file(template: Path) -> bytes:
    """Return the content of a template; raises TemplateError when it cannot be read."""
    try:
        return template.read_bytes()
    except OSError as err:
        raise TemplateError(f"模板读不出来：{template}（{reason_of(err)}）", _HINT) from err


def _refuse_bombs(content: bytes, template: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as err:
        raise TemplateError(f"模板不是 Word 文件（.docx）：{template}", _HINT) from err
    if size > MOST:
        raise TemplateError(f"模板展开后超过 {MOST // 1024 // 1024} MB：{template}", _HINT)


def _checked(source: DocxTemplate, paper: Paper, template: Path) -> Reading:
    reading = read_template(source.docx, offer_of(type(paper)), template.name)
    if reading.issues:
        raise TemplateError(
            f"模板有{len(reading.issues)}处错误：{template.name}",
            "按提示修改模板，或删除它改用自带的模板",
            reading.issues,
        )
    return reading
