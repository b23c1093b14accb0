"""Looking through a program: every element for itself, and what holds for the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.rules.file.totals import vet_totals
from societyctl.rules.language.names import Mistake, Place, unknown_word, vet_path
from societyctl.rules.language.program import Program
from societyctl.rules.language.shapes import mistakes_in


def vet(program: Program) -> Iterator[Mistake]:
    """Yield every mistake in a program: names of nothing, and what cannot mean anything.

    A notice is copied by hand, and a slip that reads well is the worst kind: a text compared by
    size, a percentage of a count, a window that ends before it begins. All of these are refused.
    """
    yield from _vet_ids(program)
    yield from _vet_references(program)
    yield from _vet_limits(program)
    yield from _vet_amendments(program)
    yield from vet_totals(program)
    yield from mistakes_in(program, program.here())


def _vet_ids(program: Program) -> Iterator[Mistake]:
    yield from _repeated(("projects",), [project.id for project in program.projects], "项目代号")
    yield from _repeated(("limits",), [limit.id for limit in program.limits], "限项代号")
    ids = [amendment.id for amendment in program.amendments]
    yield from _repeated(("amendments",), ids, "补充通知代号")
    yield from _repeated(("deadlines",), [item.id for item in program.deadlines], "截止代号")
    for number, project in enumerate(program.projects):
        if all(group in program.requirements for group in project.uses):
            ids = [requirement.id for requirement in program.requirements_of(project)]
            yield from _repeated(("projects", number), ids, f"项目 {project.id} 的要求代号")


def _repeated(place: Place, ids: Sequence[str], what: str) -> Iterator[Mistake]:
    for id_, times in Counter(ids).items():
        if times > 1:
            yield Mistake(place, f"{what}“{id_}”用了{times}次", "每个代号只用一次")


def _vet_references(program: Program) -> Iterator[Mistake]:
    deadlines = [deadline.id for deadline in program.deadlines]
    for number, project in enumerate(program.projects):
        place = ("projects", number)
        for group in project.uses:
            if group not in program.requirements:
                yield unknown_word((*place, "uses"), "要求组", group, program.requirements)
        if project.deadline is not None and project.deadline not in deadlines:
            yield unknown_word((*place, "deadline"), "截止代号", project.deadline, deadlines)
    projects = [project.id for project in program.projects]
    for number, defect in enumerate(program.defects):
        for id_ in defect.projects:
            if id_ not in projects:
                yield unknown_word(("defects", number, "projects"), "项目", id_, projects)


def _vet_limits(program: Program) -> Iterator[Mistake]:
    projects = [project.id for project in program.projects]
    application = RECORD_KINDS["application"]
    for number, limit in enumerate(program.limits):
        place = ("limits", number)
        groups = limit.exclusive or ()
        named = [*limit.projects, *(limit.only or ()), *(limit.needs_one_of or ())]
        named += [id_ for group in groups for id_ in group]
        for id_ in named:
            if id_ not in projects:
                yield unknown_word(place, "项目", id_, projects)
        paths = [limit.one_per] if limit.one_per is not None else []
        for path in (*paths, *limit.or_else, *(name for g in limit.not_again or () for name in g)):
            yield from vet_path(application, path, place)


_CHANGED_WORDS = {
    "deadline": "截止代号",
    "stage": "阶段代号",
    "project": "项目",
    "requirement": "要求代号",
    "limit": "限项代号",
}


def _vet_amendments(program: Program) -> Iterator[Mistake]:
    """Yield changes of what the notice does not have, or into what decides nothing."""
    for number, amendment in enumerate(program.amendments):
        for index, change in enumerate(amendment.changes):
            place = ("amendments", number, "changes", index)
            kind, id_ = change.target
            things = _things(program, kind, change.of)
            ids = [thing.id for thing in things]
            if id_ not in ids:
                yield unknown_word((*place, kind), _CHANGED_WORDS[kind], id_, dict.fromkeys(ids))
            elif ids.count(id_) > 1:
                slip = f"有{ids.count(id_)}处叫“{id_}”"
                yield Mistake((*place, kind), slip, "用 of 写明在哪个项目或要求组里")
            elif change.test is not None:
                now, _ = change.applied_to(things[ids.index(id_)], "")
                yield from now.mistakes(replace(program.here(), place=place))


def _things(program: Program, kind: str, owner: str) -> list[Any]:
    """Return what may be changed of a kind; of requirements those of one project or group."""
    if kind != "requirement":
        return list(getattr(program, f"{kind}s"))
    owners = {**program.requirements, **{one.id: one.requirements for one in program.projects}}
    return [one for name, group in owners.items() if owner in ("", name) for one in group]
