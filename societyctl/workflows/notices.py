"""New program files: from a few answers, or from an existing one for a later year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.coverage import NoticeCheck
from societyctl.errors import Issue, ProgramError, UsageError
from societyctl.workflows.programs import inventory_path, list_programs, open_program, program_path

if TYPE_CHECKING:
    from societyctl.domain.differences import ProgramDiff
    from societyctl.domain.outlines import Draft

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class NewProgram:
    """A program file that was written, and what is still open in it."""

    path: Path
    year: int
    questions: tuple[Issue, ...]
    marked: int
    """Lines to be compared with the new notice."""
    inventory: Path | None = None
    """The clause inventory carried over from the existing program."""


def require_free(id_: str, out: Path, own_folder: Path | None) -> None:
    """Refuse an id or a file that is taken already; raises UsageError."""
    if not _ID.fullmatch(id_):
        raise UsageError(f"“{id_}”不能作代号", "用小写字母、数字、连字符，如 suzhou-2024")
    taken = [item for item in list_programs(own_folder) if item.id == id_]
    if taken:
        whose = "工作区" if taken[0].own else "内置"
        raise UsageError(
            f"已有{whose}计划叫 {id_}", "换一个代号；看已有的：societyctl program list"
        )
    if out.exists():
        raise UsageError(f"{out} 已经存在，没有覆盖", "换一个文件名，或先移走它")


def draft_program(draft: Draft, out: Path) -> NewProgram:
    """Write the first draft of a program file."""
    from societyctl.rules.authoring.drafting import drafted

    _write(out, drafted(draft))
    return NewProgram(out, draft.year, _questions(out), 0)


def renew_program(
    source: str, id_: str, year: int | None, out: Path, own_folder: Path | None
) -> NewProgram:
    """Write next year's file from an existing one; the year after it unless one is given.

    Raises UsageError or ProgramError for a source that cannot be used.
    """
    from societyctl.rules.authoring.renewing import REVIEW, renewed
    from societyctl.rules.file.loading import load_program

    path = program_path(source, own_folder)
    program = load_program(path)
    if program.year is None:
        raise UsageError(f"{program.id} 是不分年度的办法，不用改写成下一年的")
    years = year - program.year if year is not None else 1
    if years == 0:
        raise UsageError(f"{program.id} 就是{program.year}年的", "用 --year 写明新通知的年份")
    text = renewed(path.read_text(encoding="utf-8-sig"), id_, years)
    _write(out, text)
    inventory = _renew_inventory(program.inventory or program.id, id_, years, out, own_folder)
    marked = sum(REVIEW in line for line in text.splitlines()[1:])
    return NewProgram(out, program.year + years, _questions(out), marked, inventory)


def _renew_inventory(
    name: str, id_: str, years: int, out: Path, own_folder: Path | None
) -> Path | None:
    """Carry the clause inventory over, so that coverage can be proven from the start."""
    from societyctl.rules.authoring.renewing import shifted_clause

    path = inventory_path(name, own_folder)
    target = out.parent / "clauses" / f"{id_}.tsv"
    if path is None or target.exists():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    shifted = [
        "\t".join([shifted_clause(line.split("\t")[0], years), *line.split("\t")[1:]])
        for line in lines
    ]
    _write(target, "\n".join(shifted) + "\n")
    return target


def _questions(path: Path) -> tuple[Issue, ...]:
    """Return what has to be filled in before the file can be used, one per place."""
    from societyctl.rules.file.loading import examine, read_source

    _, issues = examine(read_source(path))
    return tuple({issue.where: issue for issue in reversed(issues)}.values())[::-1]


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ProgramError(f"写不了 {path}：{error.strerror}", "请检查文件夹的写权限。") from error


def check_notice(name: str, notice: Path, own_folder: Path | None) -> NoticeCheck:
    """Return the obliging sentences of a notice, with what a program file says of each.

    Raises ProgramError for a notice that cannot be read.
    """
    from societyctl.rules.authoring.notices import held_against, obliging_sentences, read_notice

    program = open_program(name, own_folder)
    sentences = obliging_sentences(read_notice(notice))
    return NoticeCheck(program.id, notice.name, held_against(program, sentences))


def diff_programs(folder: Path | None, names: tuple[str, str], as_of: date) -> ProgramDiff:
    """Return what changed from one program to another.

    With a workspace, also which verdicts on its society differ on a day.
    """
    from societyctl.rules.authoring.differing import differ, differ_in_verdict
    from societyctl.workflows.checking import CheckOptions, check_here
    from societyctl.workflows.opening import open_session, own_programs

    own = own_programs(folder)
    before, after = (open_program(name, own) for name in names)
    changed = differ(before, after)
    if own is None:
        return changed
    with open_session(folder) as session:
        results = [
            check_here(session, program, CheckOptions(as_of))[0] for program in (before, after)
        ]
    flips = differ_in_verdict(*results)
    return replace(changed, society=results[1].society or "本会", verdicts=flips)
