"""Judgements: what the clauses that need a person ask, and what that person found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from societyctl.domain.verdicts import Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """One clause that waits for a person, for one project."""

    program: str
    project: str
    project_title: str
    application: str
    """The application that is judged; empty when it is the society, for all of them alike."""
    requirement: str
    clauses: tuple[str, ...]
    title: str
    citation: str
    question: str
    """What has to be answered; the title where the notice only lets one waive it."""
    figures: tuple[str, ...]
    """Numbers that help to judge."""
    status: Status
    because: str
    evidence_wanted: str = ""

    @property
    def subject(self) -> tuple[str, str, str, tuple[str, ...]]:
        """What is judged: equal for projects that share a requirement."""
        return self.application, self.requirement, self.question, self.clauses


@dataclass(frozen=True, slots=True)
class Finding:
    """What a named person found on a day, and why."""

    verdict: str
    """符合, 不符合, 待补 or 豁免."""
    reason: str
    judged_by: str
    judged_on: date
    valid_to: date | None = None
    """The last day on which it holds; a waiver has to have one."""
    evidence: str = ""
    """Numbers of evidence on file, separated by 、."""


@dataclass(frozen=True, slots=True)
class FindingsSaved:
    """What became of findings handed in together."""

    added: int
    changed: int
    unchanged: int
    blank: int = 0
    """Rows of the sheet in which nothing was filled in."""
    batch: int | None = None
    """What ``undo`` takes; None when nothing changed."""
