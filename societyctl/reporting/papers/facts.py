"""Single facts that every paper may print: who the society is, what it applies for, when."""

from __future__ import annotations

import re
from collections.abc import Callable

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Criterion, Operator, Record, Selection
from societyctl.domain.wording import show_period
from societyctl.reporting.papers.dossier import Dossier, figure_of, ref_of
from societyctl.reporting.papers.selections import Choose, is_term, latest, present
from societyctl.reporting.values import PrintedField, TracedFigure
from societyctl.reporting.word.form import Fact
from societyctl.reporting.word.text import gap, has_gap, show, span, yuan

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def stored(name: str, source: str, title: str = "", choose: Choose | None = None) -> Fact[Dossier]:
    """Return a fact that is one field of a record as it stands: ``society.phone``.

    ``choose`` asks for the record where it is neither the society nor the application.
    """
    kind, field = source.split(".")
    called = title or RECORD_KINDS[kind].field(field).header

    def write(dossier: Dossier) -> TracedFigure:
        own = dossier.society if kind == "society" else dossier.application
        record = only(dossier, choose(dossier)) if choose else own
        text = show(record.get(field), gap(called))
        is_recorded = record.get("id") is not None
        taken = (PrintedField(ref_of(record), field, text),) if is_recorded else ()
        return TracedFigure(name, called, text, stored=taken)

    return Fact(name, called, write, lambda dossier: (choose(dossier),) if choose else ())


def only(dossier: Dossier, selection: Selection) -> Record:
    """Return the record that is the answer; an empty one where there is none."""
    return next(iter(dossier.answers[selection].counted), {})


def composed(
    name: str, title: str, text: Callable[[Dossier], str], *chosen: Choose
) -> Fact[Dossier]:
    """Return a fact that is put together, or taken from the notice; ``chosen`` is what it asks."""

    def write(dossier: Dossier) -> TracedFigure:
        return TracedFigure(name, title, text(dossier))

    return Fact(name, title, write, lambda dossier: [choose(dossier) for choose in chosen])


def project_title(dossier: Dossier) -> str:
    """Return the name of the project; without an application, that in the notice."""
    return show(dossier.application.get("title"), dossier.program.project_title or gap("项目名称"))


def name_problems(dossier: Dossier) -> tuple[str, ...]:
    """Tell when the project name is longer than the notice allows."""
    title, limit = project_title(dossier), dossier.rules.name_limit
    length = len(_HAN.findall(title))
    if limit is None or has_gap(title) or length <= limit:
        return ()
    return (f"项目名称{length}个汉字，超过{limit}个汉字的上限：{title}",)


def _category(dossier: Dossier) -> str:
    """Return category and sub-item as the notice names them."""
    application, program = dossier.application, dossier.program
    parts = [
        show(application.get("category")) or program.category,
        show(application.get("sub_item")) or program.project_title,
    ]
    return "／".join(dict.fromkeys(part for part in parts if part)) or gap("项目类别")


def _period(dossier: Dossier) -> str:
    application = dossier.application
    return span(application.get("from_on"), application.get("to_on"), gap("起止时间"))


def _granted(dossier: Dossier) -> str:
    granted = dossier.application.get("granted")
    return yuan(granted) if isinstance(granted, int) else gap("资助金额")


def _program(dossier: Dossier) -> str:
    program = dossier.program
    document = f"（{program.document}）" if program.document else ""
    return f"{program.title}{document}" if program.title else gap("所属计划")


def _covered(dossier: Dossier) -> str:
    period = dossier.period
    until = f"截至{show(dossier.as_of)}"
    return span(period.start, period.end, show_period(period)) if period else until


def _staff(dossier: Dossier) -> tuple[Selection, Selection]:
    """Return the questions for everybody in the office, and for those who work full time."""
    full_time = Criterion("full_time", Operator.IN, (True,))
    return present(dossier, "staff"), present(dossier, "staff", full_time)


def _staff_count(dossier: Dossier) -> TracedFigure:
    everybody, full_time = (dossier.answers[one] for one in _staff(dossier))
    text = f"{full_time.sure}名" if everybody.sure else gap("秘书处人员")
    return figure_of(dossier, "staff_count", "专职人员", text, full_time.counted)


def _members(dossier: Dossier) -> tuple[Selection, ...]:
    """Return the questions for all members, and for persons and units among them."""
    kinds = (is_term("kind", kind) for kind in ("个人", "单位"))
    return present(dossier, "member"), *(present(dossier, "member", kind) for kind in kinds)


def _member_count(dossier: Dossier) -> TracedFigure:
    everybody, people, units = (dossier.answers[one] for one in _members(dossier))
    told_apart = f"个人会员{people.sure}名，单位会员{units.sure}家"
    text = told_apart if everybody.sure else gap("会员名册")
    return figure_of(dossier, "member_count", "会员数", text, everybody.counted)


_GRADE, _VALID_TO = latest("rating", "grade"), latest("rating", "valid_to")
_RESULT, _INSPECTED = latest("inspection", "result"), latest("inspection", "year")


def _rating(dossier: Dossier) -> str:
    grade, valid_to = (show(dossier.answers[one].tally.measured) for one in (_GRADE, _VALID_TO))
    valid = f"（有效期至{valid_to}）" if valid_to else ""
    return f"{grade}{valid}" if grade else gap("评估等级")


def _inspection(dossier: Dossier) -> str:
    result, year = (show(dossier.answers[one].tally.measured) for one in (_RESULT, _INSPECTED))
    of_year = f"（{year}年度）" if year else ""
    return f"{result}{of_year}" if result else gap("年检结论")


FACTS = {
    fact.name: fact
    for fact in (
        stored("society", "society.name"),
        stored("credit_code", "society.credit_code"),
        stored("founded", "society.founded_on"),
        stored("representative", "society.legal_representative"),
        stored("chair", "society.chair"),
        stored("secretary", "society.secretary_general"),
        stored("contact", "society.contact_name"),
        stored("phone", "society.phone"),
        stored("email", "society.email"),
        stored("address", "society.address"),
        stored("postcode", "society.postcode"),
        stored("bank", "society.bank_name"),
        stored("account", "society.bank_account"),
        Fact("staff_count", "专职人员", _staff_count, _staff),
        Fact("member_count", "会员数", _member_count, _members),
        composed("rating", "评估等级", _rating, lambda _: _GRADE, lambda _: _VALID_TO),
        composed("inspection", "年检结论", _inspection, lambda _: _RESULT, lambda _: _INSPECTED),
        composed("project", "项目名称", project_title),
        composed("category", "项目类别", _category),
        stored("leader", "application.leader"),
        stored("leader_title", "application.leader_title"),
        stored("leader_birth", "application.leader_birth_on"),
        stored("team_size", "application.team_size"),
        stored("approval", "application.approval_number"),
        stored("approved_on", "application.approved_on"),
        composed("granted", "资助金额", _granted),
        composed("period", "起止时间", _period),
        composed("program", "所属计划", _program),
        composed("issuer", "发文单位", lambda dossier: dossier.program.issuer),
        composed("year", "年度", lambda dossier: str(dossier.program.year or dossier.as_of.year)),
        composed("date", "日期", lambda dossier: show(dossier.as_of)),
        composed("covered", "统计期间", _covered),
    )
}
"""Facts by name; they mean the same in every paper."""
