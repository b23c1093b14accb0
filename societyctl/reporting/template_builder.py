"""Build the packaged Word templates: ``python -m societyctl.reporting.template_builder``.

The forms are the only source; the .docx files under ``templates`` are made from them and
kept beside them so that people can open, copy and change them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from societyctl.reporting.forms import (
    acceptance,
    application,
    lists,
    midterm,
    prose_papers,
    upgrade,
)
from societyctl.reporting.word_package import build_package
from societyctl.resources import resource_folder

SOURCES: dict[str, tuple[str, Callable[[], str]]] = {
    "default/application": (application.TITLE, application.source),
    "default/midterm": (midterm.TITLE, midterm.source),
    "default/acceptance": (acceptance.TITLE, acceptance.source),
    "default/summary": (prose_papers.SUMMARY_TITLE, prose_papers.summary),
    "default/case": (prose_papers.CASE_TITLE, prose_papers.cases),
    "jiangsu-2023/upgrade": (upgrade.TITLE, upgrade.source),
    **{f"default/{name}": (lists.LISTS[name][0], lists.source_of(name)) for name in lists.LISTS},
}
"""Template (folder and name) to its title and its source."""


def build_template(name: str) -> bytes:
    """Return one template as a Word file; raises KeyError for an unknown name."""
    title, source = SOURCES[name]
    return build_package(source(), title)


def build_all(folder: Path) -> tuple[Path, ...]:
    """Write every template below ``folder`` and return what was written."""
    written = []
    for name in SOURCES:
        target = folder / f"{name}.docx"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(build_template(name))
        written.append(target)
    return tuple(written)


if __name__ == "__main__":
    build_all(resource_folder("templates"))
