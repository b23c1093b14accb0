"""The shape of a program file: one notice, readable by the person who reads the notice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from societyctl.domain.layouts import Layout
from societyctl.rules.language.amendments import AmendedPart, Amendment, ToldChange
from societyctl.rules.language.days import Window
from societyctl.rules.language.names import Here, Mistake
from societyctl.rules.language.offers import Funding, Slots
from societyctl.rules.language.record_set import RecordSet
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.schedule import CalendarItem, Deadline, Stage
from societyctl.rules.language.shapes import Clauses, Element, Names, Pattern, elements_of
from societyctl.rules.language.words import Test


@dataclass(frozen=True, kw_only=True)
class Project(Element):
    """What one applies for; in an assessment or a work plan, a part of it."""

    id: Annotated[str, Pattern(r"[a-z0-9][a-z0-9-]*")]
    title: str
    clauses: Clauses = ()
    place: str = ""
    category: str = ""
    sub_item: str = ""
    aliases: tuple[str, ...] = ()
    """Other names for it in the notice or on applications."""
    deadline: str | None = None
    """Id of the deadline for applying."""
    uses: tuple[str, ...] = ()
    """Groups of requirements shared with other projects."""
    requirements: tuple[Requirement, ...] = ()
    slots: Slots | None = None
    funding: Funding | None = None
    note: str = ""
    kind: Literal["application"] | None = None
    """Something applied for all the same, inside a program that is no application."""


@dataclass(frozen=True, kw_only=True)
class Contact(Element):
    """The office to turn to; never a person."""

    clauses: Clauses = ()
    office: str = ""
    phone: str = ""
    mail: str = ""
    address: str = ""
    postcode: str = ""
    site: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeStatement(Element):
    """Something the notice states that is printed or kept in mind, not judged."""

    clauses: Clauses
    title: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Term(Element):
    """One line of a sum that the notice works out: so many, of so much each."""

    times: int = 1
    each: int


@dataclass(frozen=True, kw_only=True)
class Total(NoticeStatement):
    """A sum that the notice gives, checked against the parts it is the sum of."""

    projects: tuple[str, ...] = ()
    """What is added up; all projects when none is named."""
    slots: int | tuple[int, int] | None = None
    """How many are chosen altogether: a number, or fewest and most."""
    funding: int | tuple[int, int] | None = None
    """What is paid altogether, in 元."""
    terms: tuple[Term, ...] = ()
    """The notice's own working, instead of slots times funding: 24 at 1万 and 6 at 1万."""


@dataclass(frozen=True, kw_only=True)
class Defect(Element):
    """A known flaw of the source, shown where it matters."""

    clauses: Clauses = ()
    text: str
    projects: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outside(Element):
    """Clauses that ask nothing of anyone, with the reason."""

    clauses: Clauses
    reason: str


LIMIT_WORDS = ("exclusive", "at_most", "one_per", "not_again", "only", "needs_one_of")


@dataclass(frozen=True, kw_only=True)
class Limit(Element):
    """A rule over all applications of the society."""

    id: str
    clauses: Clauses
    title: str
    place: str
    exclusive: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """Two groups of projects of which only one may be applied for."""
    at_most: int | None = None
    """So many applications over ``projects``."""
    of: Literal["category", "sub_item"] | None = None
    """What ``at_most`` counts instead of applications: the categories applied in."""
    one_per: str | None = None
    """One application over ``projects`` for each value of this application field."""
    or_else: Names = ()
    """The fields that stand in where ``one_per`` is empty: ``client.service_point``, ``client``."""
    not_again: tuple[tuple[str, ...], ...] | None = None
    """An earlier recognised project is the same when all fields of one group agree."""
    only: tuple[str, ...] | None = None
    """A white list of projects, for societies that meet ``when``."""
    needs_one_of: tuple[str, ...] | None = None
    """Applying for ``projects`` presupposes an application for one of these."""
    recognised: bool = False
    """Counts recognised projects instead of applications."""
    projects: tuple[str, ...] = ()
    """Which projects it is over; all of them when none is named."""
    when: Test | str | None = None
    strength: Literal["gate", "soft"] = "gate"
    """soft: going beyond it is only pointed out."""
    firm: bool = True
    """False where the notice is silent and we take the careful reading: broken is disputed."""
    note: str = ""

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield the name of no condition, and a limit that is not of one kind."""
        yield from here.mistakes_of_condition(self.when)
        words = [word for word in LIMIT_WORDS if getattr(self, word) is not None]
        if len(words) != 1:
            written = "、".join(words) or "没有"
            expected = "、".join(LIMIT_WORDS)
            yield Mistake(here.place, f"一条限项写一种规则（现在：{written}）", expected)
        elif words[0] == "needs_one_of" and not self.projects:
            yield Mistake(here.place, "needs_one_of 要用 projects 写明哪些项目有所依附")


@dataclass(frozen=True, kw_only=True)
class Program(Element):
    """One notice."""

    id: Annotated[str, Pattern(r"[a-z0-9][a-z0-9-]*")]
    title: str
    issuer: str
    document: str = ""
    issued_on: date | None = None
    year: int | None = None
    """None for standing rules, which hold in every year."""
    aliases: tuple[str, ...] = ()
    """Names under which earlier years' records mention the program."""
    clauses: Clauses = ()
    place: str = ""
    inventory: str = ""
    """The clause inventory that coverage is proven against; default: the program's id."""
    kind: Literal["application", "assessment", "work_plan"] = "application"
    """Something to apply for, a yearly assessment, or a plan of work."""
    windows: dict[str, Window] = field(default_factory=dict)
    sets: dict[str, RecordSet] = field(default_factory=dict)
    conditions: dict[str, Test] = field(default_factory=dict)
    """Tests that requirements name in ``when``: whether there is a service team."""
    requirements: dict[str, tuple[Requirement, ...]] = field(default_factory=dict)
    """Groups of requirements that projects share by name (``uses``)."""
    projects: tuple[Project, ...]
    limits: tuple[Limit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    stages: tuple[Stage, ...] = ()
    calendar: tuple[CalendarItem, ...] = ()
    contacts: tuple[Contact, ...] = ()
    statements: tuple[NoticeStatement, ...] = ()
    totals: tuple[Total, ...] = ()
    """Sums of the notice's own arithmetic that are stated, not judged."""
    defects: tuple[Defect, ...] = ()
    outside: tuple[Outside, ...] = ()
    layout: Layout = Layout()
    """How its papers look, and what the notice asks of them: copies, binding, order."""
    amendments: tuple[Amendment, ...] = ()
    """Later notices that change this one."""

    @property
    def told(self) -> tuple[ToldChange, ...]:
        """What amendments have changed in it, oldest first."""
        return ()

    def on(self, day: date) -> Program:
        """Return the program as it is in force on a day, with the amendments issued by then."""
        current, told = self, list[ToldChange]()
        for amendment in sorted(self.amendments, key=lambda one: one.issued_on):
            for change in amendment.changes if amendment.issued_on <= day else ():
                current, text = current.changed_by(change, amendment.cited)
                if text:
                    since = amendment.issued_on
                    told.append(ToldChange(since, change.target, text, amendment.cited))
        if not told:
            return self
        held = {item.name: getattr(current, item.name) for item in fields(Program)}
        return AmendedProgram(**held, original=self, changed=tuple(told))

    def changed_by(self, change: AmendedPart, cited: str) -> tuple[Program, str]:
        """Return the program after one change, and what changed, in words."""
        kind, id_ = change.target
        texts: list[str] = []

        def now(thing: Any) -> Any:
            if thing.id != id_:
                return thing
            thing, text = change.applied_to(thing, cited)
            texts.append(text)
            return thing

        if kind == "requirement":
            groups = {
                name: tuple(map(now, group)) if change.of in ("", name) else group
                for name, group in self.requirements.items()
            }
            projects = tuple(
                replace(one, requirements=tuple(map(now, one.requirements)))
                if change.of in ("", one.id)
                else one
                for one in self.projects
            )
            changed = replace(self, requirements=groups, projects=projects)
        else:
            things: dict[str, Any] = {f"{kind}s": tuple(map(now, getattr(self, f"{kind}s")))}
            changed = replace(self, **things)
        return changed, next((text for text in texts if text), "")

    def here(self) -> Here:
        """Return what names mean in it."""
        return Here(self.kinds_of_sets, self.windows, self.conditions)

    @property
    def kinds_of_sets(self) -> dict[str, str]:
        """The kind of record that each named set is of."""
        return {name: one.record for name, one in self.sets.items()}

    def is_applied_for(self, project: Project) -> bool:
        """Tell whether a project is applied for, not merely a part of an assessment."""
        return self.kind == "application" or project.kind == "application"

    def requirements_of(self, project: Project) -> Iterator[Requirement]:
        """Yield the requirements of a project: shared groups first, then its own."""
        return (requirement for _, requirement in self.owned_requirements_of(project))

    def owned_requirements_of(self, project: Project) -> Iterator[tuple[str, Requirement]]:
        """Yield the requirements of a project, each with the group or project it is written in."""
        for group in project.uses:
            yield from ((f"requirements/{group}", item) for item in self.requirements[group])
        yield from ((f"projects/{project.id}", item) for item in project.requirements)

    def project(self, id_: str) -> Project:
        """Return the project with this id; raises KeyError."""
        for project in self.projects:
            if project.id == id_:
                return project
        raise KeyError(id_)

    def deadline_of(self, project: Project) -> Deadline | None:
        """Return the deadline for applying, if the notice names one."""
        for deadline in self.deadlines:
            if deadline.id == project.deadline:
                return deadline
        return None

    @cached_property
    def digest(self) -> str:
        """What stands for everything that is asked."""
        return _digest(repr(self))

    @cached_property
    def digests(self) -> dict[tuple[str, str], str]:
        """What stands for the wording of each requirement, by project, and of each limit.

        It is another whenever anything is asked otherwise: windows, sets and conditions that are
        named belong to it, as do those that they name.
        """
        digests = {("", limit.id): _digest(self._wording_of(limit)) for limit in self.limits}
        for project in self.projects:
            day = repr(self.deadline_of(project))
            for requirement in self.requirements_of(project):
                text = self._wording_of(requirement) + day
                digests[project.id, requirement.id] = _digest(text)
        return digests

    def _wording_of(self, element: Element) -> str:
        named: dict[str, Element] = {}
        self._collect_named(element, named)
        return "".join(repr(part) for part in named.values())

    def _collect_named(self, element: Element, named: dict[str, Element], name: str = "") -> None:
        if name not in named:
            named[name] = element
            for inner, part in self._named_in(element):
                self._collect_named(part, named, inner)

    def _named_in(self, element: Element) -> Iterator[tuple[str, Element]]:
        for _, part in elements_of(element):
            for name in part.refers_to():
                for kind in ("windows", "sets", "conditions"):
                    if name in getattr(self, kind):
                        yield f"{kind}/{name}", getattr(self, kind)[name]


@dataclass(frozen=True, kw_only=True)
class AmendedProgram(Program):
    """A program as amendments left it on some day."""

    original: Program = field(repr=False, compare=False)
    changed: tuple[ToldChange, ...]

    @property
    def told(self) -> tuple[ToldChange, ...]:
        """What amendments have changed in it, oldest first."""
        return self.changed

    def on(self, day: date) -> Program:
        """Return the program as it is in force on another day."""
        return self.original.on(day)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
