"""Every paper by the name it has on the command line, and the records it is written from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from societyctl.errors import UsageError
from societyctl.reporting.papers.acceptance import AcceptancePaper, acceptance_paper
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.values import Paper

PROJECT_KINDS = (
    "activity", "agreement", "output", "adoption", "case", "media_report", "figure",
    "commitment", "evidence",
)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper."""

    shape: type[Paper]
    write: Callable[[Dossier], Paper]
    kinds: tuple[str, ...] = PROJECT_KINDS
    """The kinds of record it is written from."""
    of_project: bool = True
    """It speaks of one project, not of the society as a whole."""


PAPERS: dict[str, PaperKind] = {
    "acceptance": PaperKind(AcceptancePaper, acceptance_paper),
}


def paper_kind(name: str) -> PaperKind:
    """Return the kind of paper called ``name``; raises UsageError."""
    if name not in PAPERS:
        raise UsageError(f"没有“{name}”这种材料", f"可用的有：{'、'.join(PAPERS)}")
    return PAPERS[name]
