"""Word files opened: what is damaged in one is found here, not while it is worked with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError

from societyctl.archives import DAMAGED_ARCHIVE
from societyctl.errors import TemplateError

if TYPE_CHECKING:
    from docx.document import Document

_STUMBLES = (
    *DAMAGED_ARCHIVE, PackageNotFoundError, InvalidXmlError, SyntaxError, LookupError, TypeError,
    AttributeError, AssertionError, RuntimeError,
)  # fmt: skip
"""In a damaged file the library trusts what it finds, and its own code fails in these ways."""


def whole_document(read: Callable[[], Document], message: str, hint: str) -> Document:
    """Return the Word file that ``read`` opens; raises TemplateError with the words given."""
    try:
        document = read()
        if not _is_whole(document):
            raise ValueError
    except _STUMBLES as err:
        raise TemplateError(message, hint) from err
    return document


def _is_whole(document: Document) -> bool:
    """Tell whether the parts that everything rests on are there; raises what damage raises."""
    properties = document.core_properties
    return (
        document.element.body is not None
        and isinstance(properties.identifier, str)
        and all(relation.reltype for relation in document.part.rels.values())
    )
