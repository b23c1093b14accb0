"""Printed papers held against the records of today, and against one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.layouts import PAPER_TITLES
from societyctl.workflows.checking import CheckOptions, check_here
from societyctl.workflows.gathering import CheckedProgram
from societyctl.workflows.report import ReportOptions, verify_report

if TYPE_CHECKING:
    from societyctl.reporting.values import TracedFigure
    from societyctl.workflows.opening import Session


@dataclass(frozen=True, slots=True)
class TracedPaper:
    """A printed paper and what its figures rest on."""

    title: str
    fingerprint: str
    """So much of it as is printed."""
    figures: tuple[TracedFigure, ...]


def trace_paper(path: Path) -> TracedPaper:
    """Return the figures of a paper; raises TemplateError for a file that is none of ours."""
    from societyctl.reporting.word.trace import SHORT, trace_file

    trace = trace_file(path)
    title = PAPER_TITLES.get(trace.paper, trace.paper)
    return TracedPaper(title, trace.fingerprint[:SHORT], trace.figures)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file of a paper, as it speaks of itself."""

    fingerprint: str
    """So much of it as is printed."""
    public: bool
    """Personal data are masked in it."""
    program: str | None
    """The program it was printed for; None where it can be compared with other files alone."""


def paper_file(path: Path) -> PaperFile:
    """Return what a file says of itself; raises TemplateError for one that is none of ours."""
    from societyctl.reporting.word.copies import copy_of
    from societyctl.reporting.word.trace import SHORT, trace_file

    copy = copy_of(path)
    alone = copy.public or path.suffix.lower() == ".pdf"
    program = None if alone else trace_file(path).about["program"]
    return PaperFile(copy.fingerprint[:SHORT], copy.public, program)


def differences_of(
    session: Session, path: Path, program_name: str, as_of: date | None
) -> tuple[str, ...]:
    """Return in Chinese how a printed paper differs from the records; none when it does not.

    They are judged as of the day of the paper unless another is given.
    """
    from societyctl.reporting.word.trace import trace_file

    trace = trace_file(path)
    day = as_of or date.fromisoformat(trace.about["as_of"])
    program = session.program(program_name, day)
    result = check_here(session, program, CheckOptions(day))[0]
    subject = trace.about.get("application") or trace.about["project"]
    options = ReportOptions(path, day, subject, session.workspace.folder)
    verified = verify_report(path, trace, CheckedProgram(session.store, program, result), options)
    changed = [f"内容有变：{'、'.join(verified.changed)}"] if verified.changed else []
    template = ["模板换过了"] if verified.template_changed else []
    return (*map(str, verified.moved), *changed, *template)


@dataclass(frozen=True, slots=True)
class PaperPair:
    """What two files with one fingerprint have in common."""

    one: Path
    other: Path
    text: str
    """In Chinese."""
    is_same: bool
    """False where the text of one was changed afterwards."""


def compare_files(paths: Sequence[Path]) -> Iterator[PaperPair]:
    """Compare the papers of one fingerprint, with the twins that lie beside them."""
    from societyctl.reporting.word.copies import Likeness, copy_of, twin_of

    words = {
        Likeness.SAME: "是同一份材料：数据指纹相同，正文一字不差",
        Likeness.MASKED: "是同一份材料：公开稿隐去了个人信息，其余一字不差",
        Likeness.EDITED: "出自同一份数据，但其中一份后来改过正文，不能当作同一份材料",
        Likeness.UNKNOWN: "数据指纹相同；正文后来改过没有，从 PDF 看不出来，请自行核对",
    }
    twins = [twin for path in paths if (twin := twin_of(path)) and twin not in paths]
    copies = [copy_of(path) for path in dict.fromkeys([*paths, *twins])]
    for one, other in combinations(copies, 2):
        if one.fingerprint == other.fingerprint:
            how = one.likeness(other)
            yield PaperPair(one.path, other.path, words[how], how is not Likeness.EDITED)
