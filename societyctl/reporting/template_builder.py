"""Build the packaged Word templates: ``python -m societyctl.reporting.template_builder``.

The forms are the only source; the .docx files under ``templates`` are made from them and
kept beside them so that people can open, copy and change them.
"""

from __future__ import annotations

from societyctl.domain.layouts import Layout
from societyctl.reporting.papers.registry import PAPERS
from societyctl.resources import resource_folder

FOLDERS = {"upgrade": "jiangsu-2023"}
"""Papers that belong to one notice; the others serve all."""


def build_all() -> dict[str, bytes]:
    """Return every packaged template by folder and name."""
    return {
        f"{FOLDERS.get(name, 'default')}/{name}.docx": form.template(Layout())
        for name, form in PAPERS.items()
    }


if __name__ == "__main__":
    for name, content in build_all().items():
        target = resource_folder("templates") / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
