"""Program files: finding, listing, choosing, examining them, and proving their coverage."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from societyctl.errors import Issue, ProgramError, UsageError
from societyctl.resources import resource_folder

if TYPE_CHECKING:
    from datetime import date

    from societyctl.domain.coverage import Coverage
    from societyctl.domain.outlines import ProgramOutline
    from societyctl.rules.file.loading import Source
    from societyctl.rules.language.program import Program


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """A program file that can be used."""

    id: str
    path: Path
    own: bool
    """It lies in the workspace, not in the package."""
    shadows: bool = False
    """An own file with the id of a built-in one; it is used only when named by its path."""


def list_programs(own_folder: Path | None) -> tuple[ProgramFile, ...]:
    """Return the built-in programs and the user's own, by id."""
    built_in = {path.stem: path for path in sorted(resource_folder("programs").glob("*.yaml"))}
    listed = [ProgramFile(id_, path, own=False) for id_, path in built_in.items()]
    if own_folder is not None and own_folder.is_dir():
        listed += [
            ProgramFile(path.stem, path, own=True, shadows=path.stem in built_in)
            for path in sorted([*own_folder.glob("*.yaml"), *own_folder.glob("*.yml")])
        ]
    return tuple(listed)


def program_path(name: str, own_folder: Path | None) -> Path:
    """Return the file of a program named by id or by path; raises UsageError.

    A user's file with the id of a built-in program is refused rather than chosen silently.
    """
    as_path = Path(name)
    if as_path.suffix in (".yaml", ".yml"):
        return as_path
    listed = list_programs(own_folder)
    for item in listed:
        if item.id == name and item.shadows:
            raise UsageError(
                f"工作区里的 {item.path.name} 与内置计划同名，不知道该用哪一个",
                f"请给自己的文件换一个名字和 id，或写出完整路径：--program {item.path}",
            )
    for item in listed:
        if item.id == name:
            return item.path
    ids = [item.id for item in listed]
    near = difflib.get_close_matches(name, ids, n=1)
    hint = f"是不是 {near[0]}？" if near else ""
    if own_folder is None:
        hint += "这里不在工作区里，只找了内置的；"
    raise UsageError(f"没有叫 {name} 的计划", f"{hint}可用的有：{'、'.join(ids)}")


@dataclass(frozen=True, slots=True)
class OpenedProgram:
    """A program file that was listed: the program in it, or what keeps it from being used."""

    file: ProgramFile
    program: Program | None
    mistakes: int = 0


def open_all(own_folder: Path | None) -> tuple[OpenedProgram, ...]:
    """Return every program file there is; a draft with mistakes does not hide the others."""
    return tuple(_opened(file) for file in list_programs(own_folder))


def _opened(file: ProgramFile) -> OpenedProgram:
    try:
        return OpenedProgram(file, _load(file.path))
    except ProgramError as error:
        return OpenedProgram(file, None, max(1, len(error.issues)))


def open_program(name: str, own_folder: Path | None) -> Program:
    """Return the program named by id or path; raises UsageError or ProgramError."""
    return _load(program_path(name, own_folder))


def _load(path: Path) -> Program:
    from societyctl.rules.file.kept import keep_program, kept_program

    program = kept_program(path)
    if program is None:
        from societyctl.rules.file.loading import load_program

        program = load_program(path, vetted=path.parent == resource_folder("programs"))
        keep_program(path, program)
    return program


def use_program(folder: Path | None, name: str) -> Program:
    """Choose the program that commands in a workspace use by default, and return it.

    It is remembered by what it is found again by from any folder: its id, else its full path.
    Raises StoreError without a workspace, UsageError or ProgramError for a bad program.
    """
    from societyctl.store.workspace import find_workspace

    workspace = find_workspace(folder)
    own = workspace.programs
    program = open_program(name, own)
    is_listed = any(file.id == name for file in list_programs(own))
    workspace.choose_program(name if is_listed else str(program_path(name, own).resolve()))
    return program


def outline_program(name: str, own_folder: Path | None, day: date) -> ProgramOutline:
    """Return a program at a glance as of a day; raises UsageError or ProgramError."""
    from societyctl.rules.authoring.outlining import outline

    return outline(open_program(name, own_folder), day)


@dataclass(frozen=True, slots=True)
class Linted:
    """What is found in a program file."""

    mistakes: tuple[Issue, ...]
    """None means that it can be used."""
    remarks: tuple[Issue, ...] = ()
    """What is worth a second look all the same."""


def lint_program(name: str, own_folder: Path | None) -> Linted:
    """Return every mistake in a program file, and what is worth a second look.

    Raises ProgramError for a file that cannot be read at all.
    """
    from societyctl.rules.file.loading import examine, read_source, remarks_in

    source = read_source(program_path(name, own_folder))
    program, issues = examine(source)
    if program is None:
        return Linted(issues)
    mistakes = (*issues, *_unknown_sections(source, program))
    return Linted(mistakes, () if issues else remarks_in(source, program))


def _unknown_sections(source: Source, program: Program) -> Iterator[Issue]:
    """Yield the sections that a layout puts in order and its paper does not have."""
    from societyctl.reporting.papers.registry import PAPERS

    for paper, rules in program.layout.papers.items():
        titles = [section.title for section in PAPERS[paper].sections]
        for number, title in enumerate(rules.sections):
            if title not in titles:
                where = source.where(("layout", "papers", paper, "sections", number))
                yield Issue(where, f"{PAPERS[paper].title}没有“{title}”这一节", "、".join(titles))


def program_schema() -> dict[str, Any]:
    """Return the JSON Schema of program files, for editors."""
    from societyctl.rules.file.schema import program_schema as schema

    return schema()


def program_coverage(name: str, own_folder: Path | None) -> Coverage:
    """Return where each clause of a program's notice stands; raises ProgramError."""
    from societyctl.rules.authoring.coverage import cover, read_inventory
    from societyctl.rules.file.loading import load_program

    file = program_path(name, own_folder)
    program = load_program(file)
    listed_in = (program.inventory or program.id).removesuffix(".tsv")
    path = inventory_path(listed_in, file.parent)
    if path is None:
        raise ProgramError(
            f"计划 {program.id} 没有条款清单，无从核对",
            f"把清单放在计划文件旁边的 clauses/{listed_in}.tsv：条款号、位置、标题，用制表符分隔。",
        )
    return cover(program, read_inventory(path))


def inventory_path(name: str, beside: Path | None) -> Path | None:
    """Return the clause inventory of a notice: among the built-in ones, or beside its file."""
    folders = [resource_folder("programs"), *([beside] if beside else [])]
    for folder in folders:
        path = folder / "clauses" / f"{name}.tsv"
        if path.is_file():
            return path
    return None
