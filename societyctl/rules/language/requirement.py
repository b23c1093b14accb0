"""The shape of a requirement: one thing a notice asks for, and how it is decided."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from societyctl.rules.language.words import Clauses, Shape, Test


class ReadingShape(Shape):
    """Another way to read the clause, evaluated beside the default."""

    title: str
    test: Test


class Proxy(Shape):
    """A figure shown to the person who must judge."""

    title: str
    test: Test


class Requirement(Shape):
    """One thing a notice asks for."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    clauses: Clauses
    title: str
    place: str
    strength: Literal["gate", "target", "soft", "advisory"] = "gate"
    stage: Literal["qualification", "application", "midterm", "acceptance"] = "qualification"
    """When it is looked at; the papers of an application bind once one is recorded."""
    test: Test | None = None
    when: Test | str | None = None
    """The requirement applies only if this is met; a name means one of the ``conditions``."""
    readings: tuple[ReadingShape, ...] = ()
    reading_title: str = "默认读法"
    finding: str = ""
    """The question a named person has to answer; needed beside (or without) a test."""
    unjudged: Literal["judgement", "unknown"] = "judgement"
    """What the requirement is until somebody has judged it."""
    each_application: bool = False
    """Judged for each application by itself: the question is about what is applied with."""
    proxies: tuple[Proxy, ...] = ()
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

    @model_validator(mode="after")
    def _decidable(self) -> Requirement:
        if self.test is None and not self.finding:
            raise ValueError("要求须有 test（可计量）或 finding（人工研判的问题）")
        return self
