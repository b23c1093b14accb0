"""The application to be assessed in the next higher class (jiangsu-2023, annex 2)."""

from __future__ import annotations

from societyctl.domain.selection import Criterion, Linked, Operator, Record, Selection
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.facts import FACTS, composed, only, stored
from societyctl.reporting.papers.selections import is_term, latest, of_year
from societyctl.reporting.word.blocks import Either, FactMention, Line, Prose, Seal, line
from societyctl.reporting.word.form import Form
from societyctl.reporting.word.standard_blocks import LabelledTable, annex, title
from societyctl.reporting.word.text import gap, show

COUNCILS = ("理事会", "常务理事会")
PLANS = ("年度工作计划", "年度工作方案")
PLEDGE = (
    "经认真研究，我会申请在{{ year }}年度省级学会高质量发展考核中升类，按上一类别的指标要求参加年底"
    "集中考核；如考核未通过，愿接受降至原类别下一等级的考核结果。"
)


def _meeting(dossier: Dossier) -> Selection:
    """Return the meeting to which the application points."""
    mine = Criterion("id", Operator.IN, (_number(dossier.application),))
    return Selection("meeting", where=(Linked("application", "upgrade_meeting", (mine,)),))


def _number(application: Record) -> int:
    number = application.get("id")
    return number if isinstance(number, int) else 0


def _last_grade(dossier: Dossier) -> Selection:
    graded = Criterion("grade_js", Operator.PRESENT)
    return latest("evaluation", "grade_js", *of_year(dossier.program.year - 1), graded)


def _grade(dossier: Dossier) -> str:
    grade = dossier.answers[_last_grade(dossier)].tally.measured
    return show(grade, gap(f"{dossier.program.year - 1}年度考核等次"))


def _plan(dossier: Dossier) -> Selection:
    return Selection("plan", where=(is_term("kind", *PLANS), *of_year(dossier.program.year)))


def _plan_title(dossier: Dossier) -> str:
    plan = only(dossier, _plan(dossier))
    return show(plan.get("title"), gap("方案名称")) if plan else gap("年度工作方案及推进计划")


OWN = {
    **FACTS,
    **{
        fact.name: fact
        for fact in (
            composed("last_grade", "上年考核等次", _grade, _last_grade),
            stored("current_class", "society.society_class", "考核分类"),
            stored("target_class", "application.target_class", "申请参加类别"),
            stored("meeting_title", "meeting.title", "会议名称", _meeting),
            stored("meeting_date", "meeting.start_on", "会议时间", _meeting),
            stored("meeting_place", "meeting.place", "会议地点", _meeting),
            stored("meeting_people", "meeting.attendees", "参会人员", _meeting),
            stored("meeting_minutes", "meeting.minutes_doc", "会议纪要", _meeting),
            composed("background", "背景目的", lambda d: show(d.application.get("background"))),
            composed(
                "effects", "问题与预期成效", lambda d: show(d.application.get("problems_effects"))
            ),
            composed("plan", "方案名称", _plan_title, _plan),
            stored("applied_on", "application.applied_on", "申请日期"),
        )
    },
}


def _either(name: str, what: str) -> tuple[Either, Line]:
    """Print what is on record; without it, leave a place to write."""
    style = "TableText"
    recorded = line(f"{{{{ {name} }}}}", style=style)
    return Either(name, recorded, Prose(name, what, what, style), style), line(style=style)


_MEETING = tuple(
    line(f"{fact.title}：", FactMention(name), style="TableText")
    for name, fact in OWN.items()
    if name.startswith("meeting_")
)
_CLASSES = line(
    FactMention("target_class"), "（现为", FactMention("current_class"), "）", style="TableText"
)
_FORM = LabelledTable(
    (
        (("学会名称", "society"),),
        (("联系人", "contact"), ("电话", "phone")),
        (("上年考核等次", "last_grade"), ("申请参加类别", (_CLASSES,))),
        (("会议名称、时间、地点及人员\n（理事会或常务理事会，形成纪要）", _MEETING),),
        (("升类考核的背景、目的", _either("background", "升类考核的背景和目的")),),
        (("需要解决的问题及预期成效", _either("effects", "要解决的问题和预期成效")),),
    ),
    shares=(22, 28, 22, 28),
    height=500,
    tall={"升类考核的背景、目的": 800, "需要解决的问题及预期成效": 800},
)
_PLEDGE = (
    line(PLEDGE, style="TableText", indented=True),
    line("申请日期：", FactMention("applied_on"), style="TableText"),
)


def _problems(dossier: Dossier) -> list[str]:
    """Tell what the notice would object to, beside empty fields."""
    problems, meeting = [], only(dossier, _meeting(dossier))
    if meeting and meeting.get("body_kind") not in COUNCILS:
        body = show(meeting.get("body_kind"), "空白")
        problems.append(f"会议须是理事会或常务理事会，登记的是{body}")
    classes = VOCABULARIES["society_class"]
    now = show(dossier.society.get("society_class"))
    asked = show(dossier.application.get("target_class"))
    are_classes = now in classes.terms and asked in classes.terms
    if are_classes and classes.rank(asked) != classes.rank(now) + 1:
        problems.append(f"只能申请上一个类别：现为{now}，申请{asked}")
    if dossier.application.get("pledge_accepted") is not True:
        problems.append("尚未登记接受承诺书（升类考核未通过的，按原类别下一等级认定）")
    return problems


UPGRADE = Form(
    "upgrade",
    facts=OWN,
    front=(
        title("{{ year }}年度省级学会高质量发展考核\n升类申请表"),
        _FORM,
        Seal("pledge", "承诺书", "学会负责人", _PLEDGE, room=300),
        Seal("association", "省科协研究意见：", "负责人", room=300),
    ),
    back=(
        annex("年度工作方案及推进计划"),
        line("方案名称：", FactMention("plan")),
        Prose("plan", "年度工作方案及推进计划", "学会年度工作方案及推进计划的全文"),
    ),
    of_project=True,
    problems=_problems,
    questions=lambda dossier: (_meeting(dossier),),
)
