"""Single facts that every paper may print: who the society is, what it applies for, when."""

from __future__ import annotations

import re
from collections.abc import Callable

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Record
from societyctl.domain.wording import show_period
from societyctl.reporting.papers.dossier import Dossier, figure_of, present, ref_of
from societyctl.reporting.values import PrintedField, TracedFigure
from societyctl.reporting.word.form import Fact
from societyctl.reporting.word.text import gap, has_gap, show, span, yuan

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def stored(
    name: str, source: str, title: str = "", find: Callable[[Dossier], Record] | None = None
) -> Fact[Dossier]:
    """Return a fact that is one field of a record as it stands: ``society.phone``.

    ``find`` returns the record where it is neither the society nor the application.
    """
    kind, field = source.split(".")
    called = title or RECORD_KINDS[kind].field(field).header

    def write(dossier: Dossier) -> TracedFigure:
        own = dossier.society if kind == "society" else dossier.application
        record = find(dossier) if find else own
        text = show(record.get(field), gap(called))
        known = record.get("id") is not None
        taken = (PrintedField(ref_of(record), field, text),) if known else ()
        return TracedFigure(name, called, text, stored=taken)

    return Fact(name, called, write)


def told(name: str, title: str, text: Callable[[Dossier], str]) -> Fact[Dossier]:
    """Return a fact that is put together, or taken from the notice."""
    return Fact(name, title, lambda dossier: TracedFigure(name, title, text(dossier)))


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


def _staff(dossier: Dossier) -> TracedFigure:
    found = present(dossier, "staff")
    full_time = [record for record in found if record.get("full_time") is True]
    text = f"{len(full_time)}名" if found else gap("秘书处人员")
    return figure_of(dossier, "staff_count", "专职人员", text, full_time)


def _members(dossier: Dossier) -> TracedFigure:
    found = present(dossier, "member")
    people, units = (
        sum(1 for record in found if record.get("kind") == kind) for kind in ("个人", "单位")
    )
    text = f"个人会员{people}名，单位会员{units}家" if found else gap("会员名册")
    return figure_of(dossier, "member_count", "会员数", text, found)


def _rating(dossier: Dossier) -> str:
    last = _latest(dossier, "rating", "dated_on")
    valid = f"（有效期至{show(last.get('valid_to'))}）" if last.get("valid_to") else ""
    return f"{show(last['grade'])}{valid}" if last.get("grade") else gap("评估等级")


def _inspection(dossier: Dossier) -> str:
    last = _latest(dossier, "inspection", "year")
    year = f"（{last.get('year')}年度）" if last.get("year") else ""
    return f"{show(last['result'])}{year}" if last.get("result") else gap("年检结论")


def _latest(dossier: Dossier, kind: str, by: str) -> Record:
    found = dossier.records.get(kind, ())
    return max(found, key=lambda record: str(record.get(by) or ""), default={})


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
        Fact("staff_count", "专职人员", _staff),
        Fact("member_count", "会员数", _members),
        told("rating", "评估等级", _rating),
        told("inspection", "年检结论", _inspection),
        told("project", "项目名称", project_title),
        told("category", "项目类别", _category),
        stored("leader", "application.leader"),
        stored("leader_title", "application.leader_title"),
        stored("leader_birth", "application.leader_birth_on"),
        stored("team_size", "application.team_size"),
        stored("approval", "application.approval_number"),
        stored("approved_on", "application.approved_on"),
        told("granted", "资助金额", _granted),
        told("period", "起止时间", _period),
        told("program", "所属计划", _program),
        told("issuer", "发文单位", lambda dossier: dossier.program.issuer),
        told("year", "年度", lambda dossier: str(dossier.program.year or dossier.as_of.year)),
        told("date", "日期", lambda dossier: show(dossier.as_of)),
        told("covered", "统计期间", _covered),
    )
}
"""Facts by name; they mean the same in every paper."""
