"""What a requirement is judged for: one project, and one application for it, on one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from societyctl.domain.selection import Record
from societyctl.rules.language.program import Program, Project
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.setting import Facts, Setting


@dataclass(frozen=True)
class Context:
    """One project (and one application for it) on one day."""

    program: Program
    project: Project
    setting: Setting

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


def applications_for(program: Program, project: Project, facts: Facts) -> tuple[Record, ...]:
    """Return the society's applications for a project that were not withdrawn."""
    names = {project.id, project.title, project.sub_item or project.category, *project.aliases}
    return tuple(
        record
        for record in facts.applications
        if record.get("program") in (program.id, program.title, None)
        and record.get("status") != "撤回"
        and (record.get("project") or record.get("sub_item") or record.get("category")) in names
    )
