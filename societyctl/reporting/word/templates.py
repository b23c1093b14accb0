"""Where the template of a paper comes from: the workspace first, then the package."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from societyctl.domain.layouts import Layout
from societyctl.errors import TemplateError, UsageError, reason_of
from societyctl.files import put_in_place
from societyctl.reporting.word.form import Form
from societyctl.resources import resource_folder

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it stands in a file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template on hand."""

    paper: str
    program: str
    """The program it is made for; empty for any."""
    path: Path
    own: bool
    """It lies in the workspace, not in the package."""


def read_template_file(path: Path) -> Template:
    """Return a template; raises TemplateError when it cannot be read."""
    try:
        return Template(path.name, path.read_bytes())
    except OSError as err:
        raise TemplateError(
            f"模板读不出来：{path}（{reason_of(err)}）",
            "核对路径；用 societyctl template list 查看",
        ) from err


def find_template(
    form: Form[Any], program: str, layout: Layout | None = None, own: Path | None = None
) -> Template:
    """Return the template for a paper of a program.

    The user's own for the program or for any, then the packaged one for the program, then the
    general one, which is laid out as the program wants. Raises TemplateError when there is
    none, ProgramError for a section that the paper does not have.
    """
    layout = layout or Layout()
    name, packaged = f"{form.name}.docx", resource_folder("templates")
    named = [program, layout.templates] if layout.templates else [program]
    for folder in (*named, "", DEFAULT):
        if own is not None and (own / folder / name).is_file():
            return read_template_file(own / folder / name)
    for folder in (*named, DEFAULT):
        if (packaged / folder / name).is_file():
            usual = read_template_file(packaged / folder / name)
            made = None if layout.is_usual(form.name) else form.template(layout)
            return replace(usual, content=made or usual.content)
    raise TemplateError(
        f"没有“{form.title}”的模板", f"把 {name} 放进工作区的 templates 文件夹，或换一份通知"
    )


def list_templates(own: Path | None = None) -> tuple[TemplateEntry, ...]:
    """Return every template on hand, the user's own first."""
    entries = [*_entries(own, own=True)] if own is not None and own.is_dir() else []
    return (*entries, *_entries(resource_folder("templates"), own=False))


def _entries(folder: Path, *, own: bool) -> list[TemplateEntry]:
    paths = sorted(path for path in folder.rglob("*.docx") if not path.name.startswith(("~", ".")))
    return [
        TemplateEntry(
            paper=path.stem,
            program="" if path.parent in {folder, folder / DEFAULT} else path.parent.name,
            path=path,
            own=own,
        )
        for path in paths
    ]


def export_template(template: Template, target: Path) -> Path:
    """Write a copy of a template, to be changed by the user.

    Raises UsageError rather than write over a file that may have been changed already,
    StoreError when it cannot be written.
    """
    if target.exists():
        raise UsageError(f"{target} 已经存在，没有覆盖", "用 -o 换一个文件名，或先移走它")
    return put_in_place(template.content, target)
