"""The application to be assessed in the next higher class (jiangsu-2023, annex 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from societyctl.domain.selection import Record
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.front import society_name
from societyctl.reporting.papers.values import Paper
from societyctl.reporting.word_text import gap, has_gap, show

COUNCILS = ("理事会", "常务理事会")
PLANS = ("年度工作计划", "年度工作方案")


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The council meeting that decided to apply."""

    title: str
    date: str
    place: str
    attendees: str
    minutes: str


@dataclass(frozen=True, slots=True)
class UpgradePaper(Paper):
    """What the application for a higher class says."""

    kind: ClassVar[str] = "upgrade"
    title: ClassVar[str] = "升类申请表"
    seals: ClassVar[tuple[str, ...]] = ("pledge", "association")

    year: str
    society: str
    contact: str
    phone: str
    last_grade: str
    current_class: str
    target_class: str
    meeting: MeetingFacts
    background: str
    effects: str
    plan: str
    date: str


def upgrade_paper(dossier: Dossier) -> UpgradePaper:
    """Write the application for a higher class from what was gathered."""
    application, society = dossier.application, dossier.society
    meeting = _meeting(dossier)
    return UpgradePaper(
        year=str(dossier.program.year),
        society=society_name(dossier),
        contact=show(society.get("contact_name"), gap("联系人")),
        phone=show(society.get("phone"), gap("电话")),
        last_grade=_last_grade(dossier),
        current_class=show(society.get("society_class"), gap("考核分类")),
        target_class=show(application.get("target_class"), gap("申请参加类别")),
        meeting=MeetingFacts(
            title=show(meeting.get("title"), gap("会议名称")),
            date=show(meeting.get("start_on"), gap("会议时间")),
            place=show(meeting.get("place"), gap("会议地点")),
            attendees=show(meeting.get("attendees"), gap("参会人员")),
            minutes=show(meeting.get("minutes_doc"), gap("会议纪要")),
        ),
        background=show(application.get("background")),
        effects=show(application.get("problems_effects")),
        plan=_plan(dossier),
        date=show(application.get("applied_on"), gap("申请日期")),
        problems=tuple(_problems(dossier, meeting)),
    )


def _meeting(dossier: Dossier) -> Record:
    """Return the meeting named in the application, by its key or its title."""
    wanted = dossier.application.get("upgrade_meeting")
    for meeting in dossier.records.get("meeting", ()):
        if wanted and wanted in {meeting.get("key"), meeting.get("title")}:
            return meeting
    return {}


def _last_grade(dossier: Dossier) -> str:
    year = dossier.program.year - 1
    for record in dossier.records.get("evaluation", ()):
        if record.get("year") == year and record.get("grade_js"):
            return show(record.get("grade_js"))
    return gap(f"{year}年度考核等次")


def _plan(dossier: Dossier) -> str:
    for record in dossier.records.get("plan", ()):
        if record.get("kind") in PLANS and record.get("year") == dossier.program.year:
            return show(record.get("title"), gap("方案名称"))
    return gap("年度工作方案及推进计划")


def _problems(dossier: Dossier, meeting: Record) -> list[str]:
    """Tell what the notice would object to, beside empty fields."""
    found = []
    if meeting and meeting.get("body_kind") not in COUNCILS:
        body = show(meeting.get("body_kind"), "空白")
        found.append(f"会议须是理事会或常务理事会，登记的是{body}")
    classes = VOCABULARIES["society_class"]
    now = show(dossier.society.get("society_class"))
    wanted = show(dossier.application.get("target_class"))
    if (
        now in classes.terms
        and wanted in classes.terms
        and not has_gap(now)
        and classes.rank(wanted) != classes.rank(now) + 1
    ):
        found.append(f"只能申请上一个类别：现为{now}，申请{wanted}")
    if dossier.application.get("pledge_accepted") is not True:
        found.append("尚未登记接受承诺书（升类考核未通过的，按原类别下一等级认定）")
    return found
