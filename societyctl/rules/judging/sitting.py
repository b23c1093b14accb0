"""What is to be judged: one program on one day, each requirement once for all that share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from societyctl.rules.judging.asking import Asking
from societyctl.rules.judging.context import Context, all_for, applications_for, setting_of
from societyctl.rules.judging.evaluating import Evaluated, evaluate, questions_of
from societyctl.rules.judging.limits import questions_of_limits
from societyctl.rules.judging.verdicts import Decided, decide
from societyctl.rules.language.program import Program
from societyctl.rules.language.requirement import Requirement
from societyctl.rules.language.setting import Facts, Inquiry, Replies, Setting


@dataclass(frozen=True, slots=True)
class Sitting:
    """One program about to be judged for the society on one day."""

    program: Program
    facts: Facts
    as_of: date
    projects: tuple[str, ...] = ()
    """Only these projects; all of them when none is named."""

    def __post_init__(self) -> None:
        # What is judged is the program as amendments left it on the day, whoever opened it.
        object.__setattr__(self, "program", self.program.on(self.as_of))

    def contexts(self) -> Iterator[Context]:
        """Yield one context for each project, or for each application where there are some."""
        for project in self.program.projects:
            if self.projects and project.id not in self.projects:
                continue
            every = all_for(self.program, project, self.facts)
            standing = applications_for(self.program, project, self.facts, self.as_of)
            for application in standing or (None,):
                setting = setting_of(self.program, project, self.as_of, self.facts, application)
                withdrawn = every[-1] if every and application is None else None
                yield Context(self.program, project, setting, withdrawn)

    def setting(self, replies: Replies) -> Setting:
        """Return what the limits are judged in, which are about no application in particular."""
        first = next(iter(self.program.projects), None)
        return replace(setting_of(self.program, first, self.as_of, self.facts), replies=replies)


_Matter = tuple[object, ...]
"""Where a requirement is written, its id, and what its tests see of the project: equal ones come
out alike."""


def _matter(owner: str, requirement: Requirement, context: Context) -> _Matter:
    setting = context.setting
    application = setting.application["id"] if setting.application is not None else None
    return owner, requirement.id, setting.due, setting.recurs, application


@dataclass(frozen=True, slots=True)
class Docket:
    """All the matters of a sitting."""

    sitting: Sitting
    contexts: tuple[Context, ...]
    matters: Mapping[_Matter, tuple[Requirement, Setting]]

    @classmethod
    def of(cls, sitting: Sitting) -> Docket:
        """Return what is to be judged in a sitting."""
        contexts = tuple(sitting.contexts())
        matters = {
            _matter(owner, requirement, context): (requirement, context.setting_of(requirement))
            for context in contexts
            for owner, requirement in sitting.program.owned_requirements_of(context.project)
        }
        return cls(sitting, contexts, matters)

    def asking(self) -> Iterator[Asking]:
        """Yield for each matter, and for the limits, what yields its questions."""
        for requirement, setting in self.matters.values():
            yield partial(_questions, requirement, setting)
        yield lambda replies: questions_of_limits(
            self.sitting.program, self.sitting.setting(replies)
        )

    def decided(self, replies: Replies) -> Sequence[tuple[Context, Sequence[Decided]]]:
        """Return for each project (and application) its requirements, decided."""
        evaluated: dict[_Matter, Evaluated] = {
            matter: evaluate(requirement, replace(setting, replies=replies))
            for matter, (requirement, setting) in self.matters.items()
        }
        return [
            (
                context,
                [
                    decide(requirement, context, evaluated[_matter(owner, requirement, context)])
                    for owner, requirement in self.sitting.program.owned_requirements_of(
                        context.project
                    )
                ],
            )
            for context in self.contexts
        ]


def _questions(requirement: Requirement, setting: Setting, replies: Replies) -> Iterator[Inquiry]:
    return questions_of(requirement, replace(setting, replies=replies))
