"""What a requirement is judged for: one project, and one application for it, on one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from societyctl.domain.fields import Value
from societyctl.domain.keys import normal_text
from societyctl.domain.selection import Record
from societyctl.domain.states import StageDays, StateOnDay, is_withdrawn, state_on
from societyctl.rules.language.program import Program, Project
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.setting import Facts, Setting


@dataclass(frozen=True)
class Context:
    """One project (and one application for it) on one day."""

    program: Program
    project: Project
    setting: Setting
    withdrawn: Record | None = None
    """The application that there was; what is judged is that there is none."""

    @property
    def record(self) -> Record | None:
        """The application on record, withdrawn or not."""
        return self.withdrawn or self.setting.application

    @property
    def ref(self) -> str:
        """The application on record as ``kind:id``; empty where there is none."""
        return f"application:{self.record['id']}" if self.record is not None else ""

    @property
    def stage_days(self) -> StageDays:
        """The days that the notice sets for the project."""
        deadline = self.program.deadline_of(self.project)
        return StageDays(
            deadline=self.setting.deadline,
            paper_by=deadline.paper_by if deadline is not None else None,
            midterm_from=self._stage_begins("midterm"),
            midterm_by=self.stage_deadline("midterm"),
            acceptance_from=self._stage_begins("acceptance"),
            acceptance_by=self.stage_deadline("acceptance"),
            ends=date(self.setting.year, 12, 31),
        )

    @property
    def state(self) -> StateOnDay | None:
        """The state of applying on the day; None where nothing is applied for."""
        if not self.program.is_applied_for(self.project):
            return None
        return state_on(self.record, self.stage_days, self.setting.as_of)

    def stage_deadline(self, stage: str) -> date | None:
        """Return the first day by which the papers of a stage have to be in."""
        days = [
            item.day
            for item in self.program.deadlines
            if item.stage == stage and isinstance(item.day, date) and not item.recurs
        ]
        return min(days, default=None)

    def _stage_begins(self, stage: str) -> date | None:
        starts = (item.start for item in self.program.stages if item.id == stage)
        return min((day for day in starts if day is not None), default=None)

    def setting_of(self, requirement: Requirement) -> Setting:
        """Return what the tests of a requirement are judged in."""
        final = requirement.final or requirement.strength == "gate"
        return replace(self.setting, stage=requirement.stage, final=final, unit=requirement.unit)


def setting_of(
    program: Program,
    project: Project | None,
    as_of: date,
    facts: Facts,
    application: Record | None = None,
) -> Setting:
    """Return what the tests of a project are judged in, before anything is asked."""
    deadline = program.deadline_of(project) if project is not None else None
    return Setting(
        as_of=as_of,
        year=program.year or as_of.year,
        windows=program.windows,
        sets=program.sets,
        conditions=program.conditions,
        facts=facts,
        application=application,
        due=deadline.day if deadline is not None and deadline.is_announced else None,
        recurs=deadline.recurs if deadline is not None else "",
        is_assessment=program.kind == "assessment",
    )


def applications_for(
    program: Program, project: Project, facts: Facts, day: date
) -> tuple[Record, ...]:
    """Return the society's applications for a project that were not withdrawn by that day."""
    return tuple(one for one in all_for(program, project, facts) if not is_withdrawn(one, day))


def all_for(program: Program, project: Project, facts: Facts) -> tuple[Record, ...]:
    """Return all applications of the society for a project."""
    names = {project.id, project.title, project.sub_item or project.category, *project.aliases}
    as_read = {normal_text(name) for name in names}
    return tuple(
        record
        for record in facts.applications
        if is_of(program, record) and normal_text(_project_of(record)) in as_read
    )


def is_of(program: Program, record: Record) -> bool:
    """Tell whether a record names the program, by id or title, or none."""
    named = record.get("program")
    return named is None or normal_text(named) in map(normal_text, (program.id, program.title))


def _project_of(record: Record) -> Value | int:
    """Return the project that an application names, or whatever it says of it."""
    return record.get("project") or record.get("sub_item") or record.get("category") or ""
