"""A program file as an outline for people: amounts, days and offices as words."""

from __future__ import annotations

from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.outlines import DatedItem, ProgramOutline, ProjectOutline
from societyctl.domain.wording import round_money, show_date
from societyctl.rules.language.days import Day, Moment
from societyctl.rules.language.program import (
    CalendarItem,
    Contact,
    Deadline,
    Funding,
    NoticeStatement,
    Program,
    Project,
    Slots,
    Stage,
)

UNPUBLISHED = "未公布"
_KINDS = {"application": "申报", "assessment": "年度考核", "work_plan": "工作要点"}
_DAYS = {"deadline": "申报截止日", "decision": "申报日", "as_of": "检查当日"}
_CHANNELS = {"": "", "electronic": "电子版", "paper": "纸质版"}
_COUNTED = {"": "", "arrival": "以送达为准", "postmark": "以邮戳为准"}
_EACH = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}


def outline(program: Program) -> ProgramOutline:
    """Return the outline; nothing that the notice leaves open is filled in."""
    return ProgramOutline(
        id=program.id,
        title=program.title,
        issuer=program.issuer,
        document=program.document or "无文号",
        issued_on=show_date(program.issued_on),
        kind=_KINDS[program.kind],
        projects=tuple(_project(program, project) for project in program.projects),
        deadlines=tuple(_deadline(item) for item in program.deadlines),
        stages=tuple(_stage(item) for item in program.stages),
        limits=tuple(limit.title for limit in program.limits),
        contacts=tuple(text for item in program.contacts if (text := _contact(item))),
        calendar=tuple(_calendar_item(item) for item in program.calendar),
        statements=tuple(_statement(item) for item in program.statements),
        totals=tuple(f"{item.title}：{item.text}" for item in program.totals),
        defects=tuple(defect.text for defect in program.defects),
    )


def _project(program: Program, project: Project) -> ProjectOutline:
    requirements = tuple(program.requirements_of(project))
    deadline = program.deadline_of(project)
    return ProjectOutline(
        id=project.id,
        title=project.title,
        requirements=len(requirements),
        gates=sum(item.strength == "gate" for item in requirements),
        judged=sum(bool(item.finding) for item in requirements),
        slots=show_slots(project.slots),
        funding=show_funding(project.funding),
        deadline=show_day(deadline.day) if deadline else UNPUBLISHED,
        note=_notes(project),
    )


def _notes(project: Project) -> str:
    """Return what is remarked on a project, its places and its money."""
    parts = (project.slots, project.funding)
    notes = [project.note, *(part.note for part in parts if part is not None)]
    return "；".join(note.rstrip("。") for note in notes if note)


def _calendar_item(item: CalendarItem) -> DatedItem:
    months = "、".join(f"{month}月" for month in item.months)
    note = "；".join(part for part in (item.department, item.concerns, item.note) if part)
    return DatedItem(item.title, months or UNPUBLISHED, note)


def _statement(item: NoticeStatement) -> str:
    return f"{item.title}：{item.text}" if item.text else item.title


def show_slots(slots: Slots | None) -> str:
    """Return how many will be chosen."""
    return _range(slots.min, slots.max, "个") if slots is not None else UNPUBLISHED


def show_funding(funding: Funding | None) -> str:
    """Return what is paid to one, and to all together.

    >>> show_funding(Funding(min=5000, max=10000))
    '5000元至1万元'
    >>> show_funding(Funding(fixed=20000, years=2, total=600000))
    '每年2万元，共2年；总额60万元'
    """
    if funding is None:
        return UNPUBLISHED
    one, together = _for_one(funding), f"总额{round_money(funding.total)}" if funding.total else ""
    if one and (funding.yearly or funding.years):
        one = f"每年{one}" + (f"，共{funding.years}年" if funding.years else "")
    return "；".join(part for part in (one, together) if part) or UNPUBLISHED


def _for_one(funding: Funding) -> str:
    if funding.fixed is not None:
        return round_money(funding.fixed)
    if funding.min is not None and funding.max is not None:
        return f"{round_money(funding.min)}至{round_money(funding.max)}"
    if funding.max is not None:
        return f"不超过{round_money(funding.max)}"
    return f"不少于{round_money(funding.min)}" if funding.min is not None else ""


def _range(low: int | None, high: int | None, unit: str) -> str:
    if low is None and high is None:
        return UNPUBLISHED
    if low is None or high is None or low == high:
        word = "" if low == high else "至多" if low is None else "至少"
        return f"{word}{low if low is not None else high}{unit}"
    return f"{low}至{high}{unit}"


def show_day(day: Day) -> str:
    """Return a day as a program file names it, in Chinese."""
    if isinstance(day, date):
        return show_date(day)
    if isinstance(day, Moment):
        return f"{show_day(day.start) if day.start else '某日'}{_shift(day)}"
    word, _, name = day.partition(".")
    kind = RECORD_KINDS.get(word)
    return kind.field(name).header if kind is not None else _DAYS.get(day, day)


def _shift(moment: Moment) -> str:
    parts = ((moment.months, "个月"), (moment.days, "天"), (moment.workdays, "个工作日"))
    return "".join(f"{'后' if n > 0 else '前'}{abs(n)}{unit}" for n, unit in parts if n)


def _deadline(item: Deadline) -> DatedItem:
    terms = [_CHANNELS[item.channel], _COUNTED[item.counts_by]]
    terms += [f"纸质件{show_date(item.paper_by)}前"] if item.paper_by else []
    shown_terms = "，".join(part for part in terms if part)
    again = f"起，{_EACH[item.recurs]}一次" if item.recurs else ""
    when = f"{show_day(item.day)}{again}" + (f"（{shown_terms}）" if shown_terms else "")
    return DatedItem(item.title, when, item.note)


def _stage(item: Stage) -> DatedItem:
    span = "至".join(day for day in (show_date(item.start), show_date(item.end)) if day)
    remind = f"{show_date(item.remind_on)}起提醒" if item.remind_on else ""
    return DatedItem(item.title, span or remind or UNPUBLISHED, item.note)


def _contact(item: Contact) -> str:
    postcode = f"邮编{item.postcode}" if item.postcode else ""
    parts = (item.office, item.phone, item.mail, item.address, postcode, item.site, item.note)
    return "，".join(part for part in parts if part)
