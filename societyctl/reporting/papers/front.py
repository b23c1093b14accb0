"""The front of a paper: its cover and the table of who and what."""

from __future__ import annotations

import re

from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.values import Basics, Cover
from societyctl.reporting.word_text import DASH, gap, has_gap, show, span, yuan

NAME_LIMIT = 20
"""The most Chinese characters that a project name may have."""

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def cover_of(dossier: Dossier) -> Cover:
    """Return the cover."""
    application, program = dossier.application, dossier.program
    return Cover(
        number="",
        title=show(application.get("title"), program.project_title or gap("项目名称")),
        category=category_text(dossier),
        approval=show(application.get("approval_number"), gap("立项文号", "edit application")),
        society=society_name(dossier),
        period=span(
            application.get("from_on"),
            application.get("to_on"),
            gap("起止时间", "edit application"),
        ),
        date=show(dossier.as_of),
        maker=f"{program.issuer}制" if program.issuer else "",
        year=str(program.year or dossier.as_of.year),
    )


def society_name(dossier: Dossier) -> str:
    """Return the full name of the society."""
    return show(dossier.society.get("name"), gap("学会名称", "edit society"))


def category_text(dossier: Dossier) -> str:
    """Return category and sub-item as the notice names them."""
    application, program = dossier.application, dossier.program
    parts = [
        show(application.get("category")) or program.category,
        show(application.get("sub_item")) or program.project_title,
    ]
    return "／".join(dict.fromkeys(part for part in parts if part)) or gap("项目类别")


def basics_of(dossier: Dossier) -> Basics:
    """Return who the society is and how to reach it."""
    society, application, program = dossier.society, dossier.application, dossier.program
    document = f"（{program.document}）" if program.document else ""
    return Basics(
        program=f"{program.title}{document}" if program.title else gap("所属计划"),
        society=society_name(dossier),
        credit_code=_profile(society, "credit_code", "统一社会信用代码"),
        founded=_profile(society, "founded_on", "成立日期"),
        representative=_profile(society, "legal_representative", "法定代表人"),
        chair=_profile(society, "chair", "理事长"),
        secretary=_profile(society, "secretary_general", "秘书长"),
        leader=show(application.get("leader"), gap("项目负责人")),
        contact=_profile(society, "contact_name", "联系人"),
        phone=_profile(society, "phone", "联系电话"),
        email=_profile(society, "email", "电子邮箱"),
        address=_profile(society, "address", "通讯地址"),
        postcode=_profile(society, "postcode", "邮政编码"),
        bank=_profile(society, "bank_name", "开户银行"),
        account=_profile(society, "bank_account", "银行账号"),
        granted=_granted(application),
        approved_on=show(application.get("approved_on"), gap("立项日期")),
    )


def _profile(society: Record, field: str, header: str) -> str:
    return show(society.get(field), gap(header))


def _granted(application: Record) -> str:
    granted = application.get("granted")
    return yuan(granted) if isinstance(granted, int) else gap("资助金额")


def name_problems(title: str) -> tuple[str, ...]:
    """Tell when the project name is longer than notices allow."""
    length = len(_HAN.findall(title))
    if has_gap(title) or length <= NAME_LIMIT:
        return ()
    return (f"项目名称{length}个汉字，超过{NAME_LIMIT}个汉字的上限：{title}",)


def optional(record: Record, field: str) -> str:
    """Return a field that may stay empty."""
    return show(record.get(field), DASH)
