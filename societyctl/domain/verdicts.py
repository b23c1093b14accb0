"""What judging yields: statuses, measurements, verdicts, progress. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from societyctl.domain.selection import RecordNote, Selection
from societyctl.domain.states import ApplicationState

Number = int | Decimal


class Status(StrEnum):
    """The verdict words; Chinese on screen, English in JSON."""

    MET = "met"
    UNMET = "unmet"
    PENDING = "pending"
    UNKNOWN = "unknown"
    DISPUTED = "disputed"
    JUDGEMENT = "judgement"
    NOT_APPLICABLE = "not_applicable"
    ADVISORY = "advisory"
    WAIVED = "waived"

    @property
    def word(self) -> str:
        """The Chinese word."""
        return STATUS_WORDS[self]


STATUS_WORDS = {
    Status.MET: "符合",
    Status.UNMET: "不符合",
    Status.PENDING: "进行中",
    Status.UNKNOWN: "待补",
    Status.DISPUTED: "存疑",
    Status.JUDGEMENT: "人工研判",
    Status.NOT_APPLICABLE: "不适用",
    Status.ADVISORY: "提醒",
    Status.WAIVED: "豁免",
}


class Strength(StrEnum):
    """How much a requirement weighs."""

    GATE = "gate"
    """Without it the project is not eligible."""
    TARGET = "target"
    """To be reached and reported; does not decide eligibility."""
    SOFT = "soft"
    """Soft wording (原则上, 一般应): warns, never fails."""
    ADVISORY = "advisory"
    """Counted and shown; nothing is asked."""


class ProjectVerdict(StrEnum):
    """Whether the society may apply."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


def verdict_word(verdict: ProjectVerdict, *, is_applied_for: bool = True) -> str:
    """Return the Chinese word for a verdict on something applied for, or assessed."""
    eligible, ineligible = ("可以申报", "不可申报") if is_applied_for else ("在范围内", "不在范围")
    words = {"eligible": eligible, "ineligible": ineligible, "undetermined": "尚不能定"}
    return words[verdict.value]


class DecidedBy(StrEnum):
    """What settles a requirement."""

    MEASURE = "measure"
    RECORD = "record"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Counts:
    """Three counts for every target."""

    held: Number
    evidenced: Number
    countable: Number


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an ambiguous clause, and what it leads to."""

    title: str
    status: Status
    because: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The least that would meet a threshold, in what is counted: records, people, points."""

    amount: Number
    needed: Number
    held: Number
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """What is not recorded and would settle something."""

    kind: str
    field: str = ""
    """A field, or ``reference.field``; empty where any record would do."""
    ref: str = ""
    """The record in which it is empty, as ``kind:id``; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A test as it came out, before stage, strength and findings; and the tests it is made of."""

    manner: str
    """The word of the test: ``count``, ``value``, ``all``, ``any``, ``none``, ``every`` …"""
    status: Status
    because: str
    measured: Number | str | bool | None = None
    needed: Number | str | None = None
    missing: Number | None = None
    unit: str = ""
    selections: tuple[Selection, ...] = ()
    open_until: date | None = None
    supply: tuple[Lack, ...] = ()
    """What would settle it if it were recorded."""
    parts: tuple[Part, ...] = ()
    wording: str = ""
    """How the comparison is said: 不少于, 不超过, 不晚于 …"""
    shortfall: Shortfall | None = None


def must_not_be(manner: str, wording: str, needed: object) -> bool:
    """Tell whether something is asked not to be there at all."""
    return manner == "none" or (wording in ("不超过", "等于") and needed == 0)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One item of a score: the fewest and the most points that the records allow."""

    title: str
    fewest: Number | None
    most: Number | None
    """None where there is no bound: something is not known."""
    basis: str
    full: Number | None = None
    depth: int = 0
    """How many items it is part of."""
    place: str = ""
    clauses: tuple[str, ...] = ()
    evidence_wanted: str = ""

    @property
    def points(self) -> str:
        """The points as text: one number where it is certain, else from … to ….

        >>> ScoreLine("会议", 4, 6, "").points
        '4—6'
        """
        if self.fewest is None:
            return f"不超过{self.most}" if self.most is not None else "未定"
        if self.most is None:
            return f"{self.fewest}以上"
        return f"{self.fewest}" if self.fewest == self.most else f"{self.fewest}—{self.most}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One requirement, judged."""

    id: str
    clauses: tuple[str, ...]
    title: str
    citation: str
    decided_by: DecidedBy
    strength: Strength
    status: Status
    because: str
    next: str = ""
    measured: Number | str | bool | None = None
    needed: Number | str | None = None
    missing: Number | None = None
    unit: str = ""
    counts: Counts | None = None
    readings: tuple[Reading, ...] = ()
    proxies: tuple[str, ...] = ()
    """Figures shown to the person who must judge."""
    selections: tuple[Selection, ...] = ()
    """What was asked of the store, so that the records can be fetched when wanted."""
    records: tuple[RecordNote, ...] = ()
    more_records: int = 0
    """So many more records are behind it and not among ``records``; of two questions, of both."""
    supply: tuple[Lack, ...] = ()
    """What would settle it if it were recorded."""
    evidence_wanted: str = ""
    due: date | None = None
    stage: str = "qualification"
    part: Part | None = None
    """The test behind the verdict; None where only a person decides."""
    scores: tuple[ScoreLine, ...] = ()
    """The items of a score, in the order of the notice."""
    shortfall: Shortfall | None = None
    """The least that would meet it, of a share or growth in what it is a share of."""
    awaits_finding: bool = False
    """A person's finding is wanted and there is none, whatever the figures say."""


@dataclass(frozen=True, slots=True)
class LimitVerdict:
    """One limit over the society's applications, judged."""

    id: str
    clauses: tuple[str, ...]
    title: str
    citation: str
    status: Status
    because: str
    next: str = ""


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """One project (or one application for it) with its requirements."""

    id: str
    title: str
    verdict: ProjectVerdict
    requirements: tuple[Verdict, ...]
    because: str = ""
    application: str = ""
    deadline: date | None = None
    applied_on: date | None = None
    """The day the application was handed in; None while it can still be worked on."""

    is_applied_for: bool = True
    """False for a part of a yearly assessment or a work plan: one is in its scope or is not."""
    state: ApplicationState | None = None
    """Where applying stands on the day; None where nothing is applied for."""
    due: date | None = None
    """The day by which the next thing has to be done: hand in, mend, report, finish."""
    days_left: int | None = None
    """Days until then: 0 on the day itself, negative once it is past."""
    is_recorded: bool = False
    """An application for it is on record."""

    @property
    def word(self) -> str:
        """The Chinese word for the verdict."""
        return verdict_word(self.verdict, is_applied_for=self.is_applied_for)

    @property
    def headline(self) -> str:
        """What stands first: the state, and while one may still apply whether one is eligible."""
        if self.state is None:
            return self.word
        if self.state.can_be_handed_in:
            now = "目前" if self.verdict is ProjectVerdict.INELIGIBLE else ""
            return f"{self.state.word}，{now}{self.word}"
        is_late = self.is_overdue and self.state is not ApplicationState.CLOSED
        return f"{self.state.word}，已逾期" if is_late else self.state.word

    @property
    def brief(self) -> str:
        """The headline where the state is said beside it: the verdict while it is the question."""
        can_apply = self.state is None or self.state.can_be_handed_in
        return self.word if can_apply else self.headline

    @property
    def is_overdue(self) -> bool:
        """Whether what is due was not done in time."""
        return self.days_left is not None and self.days_left < 0

    @property
    def stands_well(self) -> bool:
        """Whether nothing is amiss: eligible while that is the question, later nothing overdue."""
        bad = (
            ApplicationState.TOO_LATE,
            ApplicationState.CLOSED,
            ApplicationState.RETURNED,
            ApplicationState.DECLINED,
            ApplicationState.FAILED,
        )
        if self.state in bad or self.is_overdue:
            return False
        decided = (ApplicationState.APPROVED, ApplicationState.ACCEPTED, ApplicationState.WITHDRAWN)
        if self.state in decided:
            return True
        return self.verdict is ProjectVerdict.ELIGIBLE


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A whole program judged for one society on one day."""

    program_id: str
    program_title: str
    document: str
    society: str
    as_of: date
    projects: tuple[ProjectResult, ...]
    limits: tuple[LimitVerdict, ...]
    warnings: tuple[str, ...] = field(default=())
    """Known defects of the notice and other remarks that concern the reader."""
    remarks: tuple[str, ...] = ()
    """What cannot be true of the applications on record, with the command that mends it; what
    later notices changed; that working days are an estimate."""


@dataclass(frozen=True, slots=True)
class Target:
    """One countable requirement on its way: how much is there and how much is still missing."""

    project: str
    """Id of the project."""
    id: str
    """Id of the requirement."""
    title: str
    citation: str
    unit: str
    needed: Number | str | None
    held: Number
    evidenced: Number | None
    """None for a score, a ratio: no part of it has evidence of its own."""
    countable: Number | None
    missing: Number | None
    status: Status
    due: date | None = None
    next: str = ""
    application: str = ""
    """Title of the application, when it is about one."""
    measured: Number = 0
    """What is held against ``needed``; with evidence or without."""
    short: Number | None = None
    """How much ``measured`` falls short; None where more would not bring it about."""
    promised: Number | None = None
    """What the application promises beyond the notice."""
    days: int | None = None
    """So many days are left; negative once it is past."""
    state: ApplicationState | None = None
    """Where the application for its project stands; None where nothing is applied for."""


@dataclass(frozen=True, slots=True)
class Progress:
    """All targets of a program on one day."""

    program_id: str
    program_title: str
    as_of: date
    targets: tuple[Target, ...]
