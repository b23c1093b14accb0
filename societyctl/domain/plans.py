"""Plans: the least to be done for a project, and by when, worked back from its deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from societyctl.domain.verdicts import ProjectVerdict, verdict_word


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """How many Chinese working days each step on the way to the deadline takes."""

    evidence: int = 5
    """From an activity to its evidence."""
    council: int = 10
    """To call the council and have it decide."""
    filling: int = 5
    sealing: int = 2
    binding: int = 2


LEAD_TIME_WORDS = {
    "evidence": "活动佐证",
    "council": "理事会审议",
    "filling": "填报",
    "sealing": "盖章",
    "binding": "装订",
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """The last day on which one step on the way to the deadline may end."""

    id: str
    """activity, evidence, council, filling, sealing or handing_in."""
    title: str
    on: date


class StepKind(StrEnum):
    """What sort of thing there is to do."""

    ACTIVITY = "activity"
    AGREEMENT = "agreement"
    RECORD = "record"
    """Something else that has to come about and be recorded."""
    PAPER = "paper"
    FINDING = "finding"
    DATA = "data"
    """Something that may be so already but is not recorded."""
    CONFIRM = "confirm"
    """A reading of the notice to be settled with the association."""
    CHANGE = "change"
    """Something recorded that is not as asked."""
    BLOCKED = "blocked"
    """Nothing that can be done helps."""

    @property
    def word(self) -> str:
        """The Chinese word."""
        return _STEP_WORDS[self]


_STEP_WORDS = {
    StepKind.ACTIVITY: "活动",
    StepKind.AGREEMENT: "协议",
    StepKind.RECORD: "工作",
    StepKind.PAPER: "材料",
    StepKind.FINDING: "研判",
    StepKind.DATA: "补登",
    StepKind.CONFIRM: "请示",
    StepKind.CHANGE: "变更",
    StepKind.BLOCKED: "无法补救",
}


class Timing(StrEnum):
    """Whether there is still time."""

    IN_TIME = "in_time"
    TIGHT = "tight"
    """The deadline is still to come, but the usual lead times no longer fit."""
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    kind: StepKind
    text: str
    requirements: tuple[str, ...]
    """Ids of the requirements it serves."""
    titles: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    amount: int | None = None
    unit: str = ""
    last: date | None = None
    """The last feasible day; None where no date is known or none binds."""
    timing: Timing = Timing.IN_TIME


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """The way to apply for one project."""

    project: str
    title: str
    application: str
    verdict: ProjectVerdict
    feasible: bool
    """Nothing is blocked and nothing comes too late."""
    because: str
    deadline: date | None
    milestones: tuple[Milestone, ...]
    steps: tuple[Step, ...]
    is_applied_for: bool = True

    @property
    def word(self) -> str:
        """The Chinese word for the verdict."""
        return verdict_word(self.verdict, is_applied_for=self.is_applied_for)


@dataclass(frozen=True, slots=True)
class Plan:
    """The smallest way to pass, project by project."""

    program_id: str
    as_of: date
    lead_times: LeadTimes
    projects: tuple[ProjectPlan, ...]
    remark: str = ""
    """That the working days of some year are an estimate, where they are."""
