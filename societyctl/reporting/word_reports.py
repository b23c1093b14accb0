"""One call from a paper to a file on disk."""

from __future__ import annotations

import io
from pathlib import Path

from societyctl.reporting.papers.values import Paper
from societyctl.reporting.word import Printing, fill_template
from societyctl.reporting.word_files import put_in_place


def print_paper(paper: Paper, template: Path, target: Path, printing: Printing) -> Path:
    """Write the paper to ``target``; the file appears whole or not at all.

    Raises TemplateError for a template that does not fit, StoreError when the file cannot
    be written.
    """
    document = fill_template(paper, template, printing)
    buffer = io.BytesIO()
    document.save(buffer)
    return put_in_place(buffer.getvalue(), target)
