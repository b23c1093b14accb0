"""The shape of a requirement: one thing a notice asks for, and how it is decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from societyctl.rules.language.names import Here, Mistake
from societyctl.rules.language.shapes import Clauses, Element, Pattern
from societyctl.rules.language.words import Test


@dataclass(frozen=True, kw_only=True)
class TitledTest(Element):
    """A test beside that of the requirement."""

    title: str
    test: Test


@dataclass(frozen=True, kw_only=True)
class Requirement(Element):
    """One thing a notice asks for."""

    id: Annotated[str, Pattern(r"[a-z0-9][a-z0-9.-]*")]
    clauses: Clauses
    title: str
    place: str
    strength: Literal["gate", "target", "soft", "advisory"] = "gate"
    stage: Literal["qualification", "application", "midterm", "acceptance"] = "qualification"
    """When it is looked at; the papers of an application bind once one is recorded."""
    test: Test | None = None
    when: Test | str | None = None
    """The requirement applies only if this is met; a name means one of the ``conditions``."""
    readings: tuple[TitledTest, ...] = ()
    """Other ways to read the clause, judged beside the default."""
    reading_title: str = "默认读法"
    finding: str = ""
    """The question a named person has to answer; needed beside (or without) a test."""
    unjudged: Literal["judgement", "unknown"] = "judgement"
    """What the requirement is until somebody has judged it."""
    each_application: bool = False
    """Judged for each application by itself: the question is about what is applied with."""
    proxies: tuple[TitledTest, ...] = ()
    """Figures shown to the person who must judge."""
    unit: str = ""
    evidence: str = ""
    """What proves it, in the notice's terms."""
    note: str = ""
    """Shown whatever the verdict."""
    next: str = ""
    """What to do when it is not met, when the general sentence would not help."""
    unless: Test | None = None
    """An exception: when this is met, the requirement is."""
    final: bool = False
    """What is amiss cannot be made good by the end of the year (a survey handed in late)."""

    @property
    def is_judged_by_application(self) -> bool:
        """Whether a finding speaks of one application, not of the society once for all of them."""
        return self.each_application or self.stage != "qualification"

    def __post_init__(self) -> None:
        if self.test is None and not self.finding:
            raise ValueError("要求须有 test（可计量）或 finding（人工研判的问题）")

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield the name of no condition, and a test that would always be met.

        A test that has to decide must compare: a bare figure decides nothing.
        """
        yield from here.mistakes_of_condition(self.when)
        decides = self.strength in ("gate", "target") and not self.finding
        if decides and self.test is not None and _is_bare(self.test):
            yield Mistake(
                here.at("test"),
                "没有写要达到多少，永远算“符合”",
                "at_least 等比较；只统计不判的写 strength: advisory",
            )


def _is_bare(test: Test) -> bool:
    return not test.compares and not (test.states is not None and test.states.is_stated)
