"""What is open in a project: the records asked for, how many more, and what would settle it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from societyctl.domain.selection import Selection
from societyctl.domain.verdicts import Lack, Part, ProjectResult, Status, Verdict
from societyctl.domain.wording import show_period
from societyctl.rules.judging.reasons import asked_for
from societyctl.rules.language.lexicon import word_of
from societyctl.rules.language.setting import LATER_STAGES
from societyctl.rules.language.words import Measure, Test

_SHUT = (Status.MET, Status.NOT_APPLICABLE, Status.ADVISORY, Status.WAIVED)
_OTHERS = (*_SHUT, Status.JUDGEMENT, Status.DISPUTED)
"""Nothing that a sheet could hold settles these."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One thing that a requirement lacks and a sheet can hold."""

    title: str
    """Of the requirement."""
    because: str
    selections: tuple[Selection, ...] = ()
    """The records asked about: an empty field of one may decide."""
    supply: tuple[Lack, ...] = ()
    amount: int | None = None
    """So many more records, or units of a sum; None where what there is has to be completed."""
    unit: str = ""
    project: str = ""
    """Id of the project."""
    application: str = ""
    """What is applied for; empty where no application is recorded."""
    is_choice: bool = False
    """One of several things, of which not all are needed."""

    @property
    def wanted(self) -> str:
        """What a record must be in order to count, in Chinese; empty where anything counts."""
        asked = self.selections[0] if self.selections else None
        if asked is None:
            return ""
        told = [asked_for(asked.kind, condition) for condition in (*asked.scope, *asked.where)]
        period = asked.period
        if period is not None and (period.start or period.end):
            told.append(f"在{show_period(period)}内")
        return "；".join(dict.fromkeys(filter(None, told)))


def openings_of(project: ProjectResult) -> Iterator[Opening]:
    """Yield what a project lacks and a sheet can hold.

    What only a later stage asks to be told is left out until that stage has come.
    """
    for verdict in project.requirements:
        if verdict.status in _OTHERS:
            continue
        found = [*_of_part(verdict, verdict.part)] if verdict.part is not None else []
        known = {lack for one in found for lack in one.supply}
        left = tuple(lack for lack in verdict.supply if lack not in known)
        if left and verdict.status is Status.UNKNOWN:
            found.append(Opening(verdict.title, verdict.because, supply=left))
        for one in found:
            yield replace(one, project=project.id, application=project.application)


def _of_part(
    verdict: Verdict, part: Part, *, barred: bool = False, picked: bool = False
) -> Iterator[Opening]:
    if part.status in _SHUT:
        return
    if not part.parts:
        opening = _of_leaf(verdict, part, barred=barred)
        if opening is not None:
            yield replace(opening, is_choice=picked)
        return
    word = word_of(part.manner)
    if issubclass(word, Test):
        barred, picked = barred or word.is_barred, picked or word.is_picked
    for inner in part.parts:
        yield from _of_part(verdict, inner, barred=barred, picked=picked)


def _of_leaf(verdict: Verdict, part: Part, *, barred: bool) -> Opening | None:
    word = word_of(part.manner)
    counted = issubclass(word, Measure) and word.is_counted
    opening = Opening(verdict.title, part.because, part.selections, part.supply, unit=part.unit)
    if part.status is not Status.UNKNOWN:
        missing = part.missing if counted and not barred else None
        return replace(opening, amount=math.ceil(missing)) if missing else None
    if verdict.stage in LATER_STAGES and verdict.status is Status.PENDING:
        return None
    if counted and part.missing is None and part.needed:  # of which nothing is recorded
        return replace(opening, because=f"{part.because}，要{part.needed}{part.unit}")
    return opening
