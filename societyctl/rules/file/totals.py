"""The notice's own arithmetic: sums of slots and of money, checked to catch slips of the pen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from societyctl.rules.language.names import Mistake
from societyctl.rules.language.program import Program, Project, Total

Range = tuple[int, int]


def vet_totals(program: Program) -> Iterator[Mistake]:
    """Yield every total that is not the sum of its parts."""
    by_id = {project.id: project for project in program.projects}
    for number, total in enumerate(program.totals):
        place = ("totals", number)
        unknown = [id_ for id_ in total.projects if id_ not in by_id]
        if unknown:
            yield Mistake((*place, "projects"), f"没有叫“{unknown[0]}”的项目", "、".join(by_id))
            continue
        projects = [by_id[id_] for id_ in total.projects] or list(program.projects)
        yield from _vet_slots(total, projects, (*place, "slots"))
        yield from _vet_funding(total, projects, (*place, "funding"))


def _range(value: int | Range) -> Range:
    return value if isinstance(value, tuple) else (value, value)


def _shown(value: Range, unit: str) -> str:
    return f"{value[0]}{unit}" if value[0] == value[1] else f"{value[0]}—{value[1]}{unit}"


def _slots(project: Project) -> Range | None:
    slots = project.slots
    if slots is None or (slots.min is None and slots.max is None):
        return None
    low = slots.min if slots.min is not None else slots.max
    high = slots.max if slots.max is not None else slots.min
    return (low or 0, high or 0)


def _vet_slots(
    total: Total, projects: Sequence[Project], place: tuple[str | int, ...]
) -> Iterator[Mistake]:
    if total.slots is None:
        return
    parts = [slots for project in projects if (slots := _slots(project)) is not None]
    summed = (sum(part[0] for part in parts), sum(part[1] for part in parts))
    if summed != _range(total.slots):
        yield Mistake(
            place, f"各项名额之和为{_shown(summed, '个')}", _shown(_range(total.slots), "个")
        )


def _money(project: Project) -> Range | None:
    """Return what all that are chosen for a project cost together, at least and at most."""
    funding, slots = project.funding, _slots(project)
    if funding is None:
        return None
    if funding.total is not None:
        return (funding.total, funding.total)
    low = funding.fixed if funding.fixed is not None else funding.min
    high = funding.fixed if funding.fixed is not None else funding.max
    if slots is None or low is None or high is None:
        return None
    years = funding.years or 1
    return (low * slots[0] * years, high * slots[1] * years)


def _vet_funding(
    total: Total, projects: Sequence[Project], place: tuple[str | int, ...]
) -> Iterator[Mistake]:
    if total.funding is None:
        return
    parts = [money for project in projects if (money := _money(project)) is not None]
    summed = (sum(part[0] for part in parts), sum(part[1] for part in parts))
    if total.terms:
        worked = sum(term.times * term.each for term in total.terms)
        summed = (worked, worked)
    if summed != _range(total.funding):
        yield Mistake(
            place, f"各项金额之和为{_shown(summed, '元')}", _shown(_range(total.funding), "元")
        )
