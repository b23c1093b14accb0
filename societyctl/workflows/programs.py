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
    from societyctl.domain.coverage import Coverage
    from societyctl.domain.fields import RecordKind
    from societyctl.domain.outlines import ProgramOutline
    from societyctl.rules.file.loading import Source
    from societyctl.rules.language.program import Program


@dataclass(frozen=True, slots=True)
class Listed:
    """A program file that can be used."""

    id: str
    path: Path
    own: bool
    """It lies in the workspace, not in the package."""
    shadows: bool = False
    """An own file with the id of a built-in one; it is used only when named by its path."""


def list_programs(own_folder: Path | None) -> tuple[Listed, ...]:
    """Return the built-in programs and the user's own, by id."""
    built_in = {path.stem: path for path in sorted(resource_folder("programs").glob("*.yaml"))}
    listed = [Listed(id_, path, own=False) for id_, path in built_in.items()]
    if own_folder is not None and own_folder.is_dir():
        listed += [
            Listed(path.stem, path, own=True, shadows=path.stem in built_in)
            for path in sorted([*own_folder.glob("*.yaml"), *own_folder.glob("*.yml")])
        ]
    return tuple(listed)


def program_path(wanted: str, own_folder: Path | None) -> Path:
    """Return the file of a program named by id or by path; raises UsageError.

    A user's file with the id of a built-in program is refused rather than chosen silently.
    """
    as_path = Path(wanted)
    if as_path.suffix in (".yaml", ".yml"):
        return as_path
    listed = list_programs(own_folder)
    for item in listed:
        if item.id == wanted and item.shadows:
            raise UsageError(
                f"工作区里的 {item.path.name} 与内置计划同名，不知道该用哪一个",
                f"请给自己的文件换一个名字和 id，或写出完整路径：--program {item.path}",
            )
    for item in listed:
        if item.id == wanted:
            return item.path
    ids = [item.id for item in listed]
    near = difflib.get_close_matches(wanted, ids, n=1)
    hint = f"是不是 {near[0]}？" if near else ""
    if own_folder is None:
        hint += "这里不在工作区里，只找了内置的；"
    raise UsageError(f"没有叫 {wanted} 的计划", f"{hint}可用的有：{'、'.join(ids)}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A program file that was listed: the program in it, or what keeps it from being used."""

    listed: Listed
    program: Program | None
    mistakes: int = 0


def open_all(own_folder: Path | None) -> tuple[Opened, ...]:
    """Return every program file there is; a draft with mistakes does not hide the others."""
    return tuple(_opened(listed) for listed in list_programs(own_folder))


def _opened(listed: Listed) -> Opened:
    try:
        return Opened(listed, _load(listed.path))
    except ProgramError as error:
        return Opened(listed, None, max(1, len(error.issues)))


def open_program(wanted: str, own_folder: Path | None) -> Program:
    """Return the program named by id or path; raises UsageError or ProgramError."""
    return _load(program_path(wanted, own_folder))


def _load(path: Path) -> Program:
    from societyctl.rules.file.loading import load_program

    return load_program(path, vetted=path.parent == resource_folder("programs"))


def lasting_name(wanted: str, own_folder: Path | None) -> str:
    """Return by what a program is found again from any folder: its id, else its full path."""
    listed = {item.id for item in list_programs(own_folder)}
    return wanted if wanted in listed else str(program_path(wanted, own_folder).resolve())


def outline_program(program: Program) -> ProgramOutline:
    """Return a program at a glance."""
    from societyctl.rules.authoring.outlining import outline

    return outline(program)


def lint_program(wanted: str, own_folder: Path | None) -> tuple[Issue, ...]:
    """Return every mistake in a program file; none means that it can be used.

    Raises ProgramError for a file that cannot be read at all.
    """
    from societyctl.rules.file.loading import examine, read_source

    source = read_source(program_path(wanted, own_folder))
    program, issues = examine(source)
    return (*issues, *_unknown_sections(source, program)) if program else issues


def _unknown_sections(source: Source, program: Program) -> Iterator[Issue]:
    """Yield the sections that a layout puts in order and its paper does not have."""
    from societyctl.reporting.papers.registry import PAPERS

    for paper, rules in program.layout.papers.items():
        known = [section.title for section in PAPERS[paper].sections]
        for number, title in enumerate(rules.sections):
            if title not in known:
                where = source.where(("layout", "papers", paper, "sections", number))
                yield Issue(where, f"{PAPERS[paper].title}没有“{title}”这一节", "、".join(known))


def record_kind(words: str) -> RecordKind:
    """Return the kind of record called or titled so; raises UsageError."""
    from societyctl.sheets import kind_named

    return kind_named(words)


def program_schema() -> dict[str, Any]:
    """Return the JSON Schema of program files, for editors."""
    from societyctl.rules.language.program import Program

    return Program.model_json_schema(by_alias=True)


def program_coverage(wanted: str, own_folder: Path | None) -> Coverage:
    """Return where each clause of a program's notice stands; raises ProgramError."""
    from societyctl.rules.authoring.coverage import cover, read_inventory
    from societyctl.rules.file.loading import load_program

    file = program_path(wanted, own_folder)
    program = load_program(file)
    name = (program.inventory or program.id).removesuffix(".tsv")
    path = inventory_path(name, file.parent)
    if path is None:
        raise ProgramError(
            f"计划 {program.id} 没有条款清单，无从核对",
            f"把清单放在计划文件旁边的 clauses/{name}.tsv：条款号、位置、标题，用制表符分隔。",
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
