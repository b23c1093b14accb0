"""A program file as an outline for people: amounts, days and offices as words."""

from __future__ import annotations

from datetime import date

from societyctl.domain.outlines import DatedItem, ProgramOutline, ProjectOutline
from societyctl.domain.wording import show_date
from societyctl.rules.language.program import Contact, NoticeStatement, Program, Project
from societyctl.rules.language.schedule import CalendarItem, Deadline, Stage
from societyctl.rules.language.setting import recurring
from societyctl.rules.language.shown import UNPUBLISHED, show_day, show_funding, show_slots

_KINDS = {"application": "申报", "assessment": "年度考核", "work_plan": "工作要点"}
_CHANNELS = {"": "", "electronic": "电子版", "paper": "纸质版"}
_COUNTED = {"": "", "arrival": "以送达为准", "postmark": "以邮戳为准"}
_EACH = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}


def outline(program: Program, day: date) -> ProgramOutline:
    """Return the outline as of a day; nothing that the notice leaves open is filled in."""
    changes = program.on(date.max).told
    program = program.on(day)
    return ProgramOutline(
        id=program.id,
        title=program.title,
        issuer=program.issuer,
        document=program.document or "无文号",
        issued_on=show_date(program.issued_on),
        kind=_KINDS[program.kind],
        projects=tuple(_project(program, project, day) for project in program.projects),
        deadlines=tuple(_deadline(item) for item in program.deadlines),
        stages=tuple(_stage(item) for item in program.stages),
        limits=tuple(limit.title for limit in program.limits),
        contacts=tuple(text for item in program.contacts if (text := _contact(item))),
        calendar=tuple(_calendar_item(item) for item in program.calendar),
        statements=tuple(_statement(item) for item in program.statements),
        totals=tuple(f"{item.title}：{item.text}" for item in program.totals),
        defects=tuple(defect.text for defect in program.defects),
        amendments=tuple(f"{one.text}（{one.cited}）" for one in changes),
    )


def _project(program: Program, project: Project, day: date) -> ProjectOutline:
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
        deadline=_due(deadline, program, day) if deadline else UNPUBLISHED,
        note=_notes(project),
    )


def _due(deadline: Deadline, program: Program, day: date) -> str:
    """Return the day of a deadline; of one that comes again, the next."""
    if not (deadline.recurs and isinstance(deadline.day, date)):
        return show_day(deadline.day)
    days = recurring(deadline.day, deadline.recurs, program.year or day.year)
    return show_date(next((one for one in days if one >= day), days[-1]))


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
