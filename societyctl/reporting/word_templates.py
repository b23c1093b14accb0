"""Where the template of a paper comes from: the workspace first, then the package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from societyctl.errors import Issue, TemplateError
from societyctl.reporting.word_files import put_in_place
from societyctl.resources import resource_folder

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template on hand."""

    paper: str
    program: str
    """The program it is made for; empty for any."""
    path: Path
    own: bool
    """It lies in the workspace, not in the package."""


def find_template(paper: str, program: str, own: Path | None = None) -> Path:
    """Return the template for a paper of a program.

    The user's own for the program, the user's own for any program, the packaged one for the
    program, the packaged one for any. Raises TemplateError when there is none.
    """
    packaged = resource_folder("templates")
    candidates = [packaged / program, packaged / DEFAULT]
    if own is not None:
        candidates = [own / program, own, own / DEFAULT, *candidates]
    for folder in candidates:
        path = folder / f"{paper}.docx"
        if path.is_file():
            return path
    raise TemplateError(
        f"没有“{paper}”的模板", f"把 {paper}.docx 放进工作区的 templates 文件夹，或重新安装本工具"
    )


def list_templates(own: Path | None = None) -> tuple[TemplateEntry, ...]:
    """Return every template on hand, the user's own first."""
    entries = [*_entries(own, own=True)] if own is not None and own.is_dir() else []
    return (*entries, *_entries(resource_folder("templates"), own=False))


def _entries(folder: Path, *, own: bool) -> list[TemplateEntry]:
    found = sorted(path for path in folder.rglob("*.docx") if not path.name.startswith(("~", ".")))
    return [
        TemplateEntry(
            paper=path.stem,
            program="" if path.parent in {folder, folder / DEFAULT} else path.parent.name,
            path=path,
            own=own,
        )
        for path in found
    ]


def lint_template(path: Path, paper: str = "") -> tuple[Issue, ...]:
    """Return every mistake of a template: unknown names, broken tags, what is not allowed.

    The paper is that of the file's name unless given. Raises TemplateError for a file that is
    no template, UsageError for a paper that does not exist.
    """
    from societyctl.reporting.papers.registry import paper_kind
    from societyctl.reporting.word import open_template
    from societyctl.reporting.word_context import offer_of
    from societyctl.reporting.word_lint import read_template

    offer = offer_of(paper_kind(paper or path.stem).shape)
    return tuple(read_template(open_template(path).docx, offer, path.name).issues)


def export_template(paper: str, program: str, target: Path, own: Path | None = None) -> Path:
    """Write a copy of the template in use, to be changed by the user.

    Raises TemplateError when there is no such template, StoreError when it cannot be written.
    """
    return put_in_place(find_template(paper, program, own).read_bytes(), target)
