"""From records to the rows of a paper's tables; an empty field shows as missing, never as 0."""

from __future__ import annotations

import zlib
from datetime import date
from decimal import Decimal

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier, numbered
from societyctl.reporting.papers.values import (
    ActivityRow,
    AgreementRow,
    CaseRow,
    EvidenceRow,
    FinanceRow,
    MediaRow,
    MemberRow,
    OutputRow,
)
from societyctl.reporting.word_text import DASH, NONE_WORD, clean, gap, show, span, yuan

PROOF_GAP = gap()
LACK = gap()


def empty_text(dossier: Dossier, kind: str) -> str:
    """Return what an empty table says: 无 only where someone recorded that, else a gap."""
    if dossier.declares_none(kind):
        return NONE_WORD
    title = RECORD_KINDS[kind].title
    return gap(f"{title}记录", f"import {title}.xlsx")


def proof_text(dossier: Dossier, record: Record) -> str:
    """Return the numbers of the evidence for a record."""
    return "、".join(dossier.proof(record)) or PROOF_GAP


def cell(record: Record, field: str, missing: str = "") -> str:
    """Return a field as printed, or a gap; the heading of the column says what is missing."""
    return show(record.get(field), missing or LACK)


def day_span(record: Record, start: str, end: str) -> str:
    """Return the days a record covers, or a gap."""
    return span(record.get(start), record.get(end), LACK)


def money_text(value: object, missing: str) -> str:
    """Return a sum of 分 in 元."""
    return yuan(value, missing) if isinstance(value, int) else missing


def held_activities(dossier: Dossier) -> tuple[Record, ...]:
    """Return the activities that took place by the day of the paper."""
    return tuple(
        record
        for record in dossier.of("activity")
        if record.get("status") in {None, "已举办"} and _is_over(record, dossier.as_of)
    )


def _is_over(record: Record, as_of: date) -> bool:
    start = record.get("start_on")
    return not isinstance(start, date) or start <= as_of


def activity_rows(dossier: Dossier) -> tuple[ActivityRow, ...]:
    """Return the activities held."""
    return tuple(
        ActivityRow(
            number=number,
            title=cell(record, "title"),
            date=day_span(record, "start_on", "end_on"),
            place=cell(record, "place", "线上" if record.get("mode") == "线上" else ""),
            role=cell(record, "role"),
            people=people_text(record),
            kind=cell(record, "kind"),
            evidence=proof_text(dossier, record),
        )
        for number, record in numbered(held_activities(dossier))
    )


def people_text(record: Record) -> str:
    """Return who attended; people on site, people online and audience are never added up."""
    parts = [
        f"{lead}{show(record.get(field))}{unit}"
        for field, lead, unit in (
            ("attend_onsite", "线下", "人"),
            ("attend_online", "线上", "人"),
            ("audience_total", "受众", "人次"),
        )
        if record.get(field) is not None
    ]
    return "，".join(parts) or LACK


def agreement_rows(dossier: Dossier) -> tuple[AgreementRow, ...]:
    """Return the agreements signed."""
    return tuple(
        AgreementRow(
            number=number,
            title=cell(record, "title"),
            kind=cell(record, "kind"),
            partner=cell(record, "client"),
            signed=cell(record, "signed_on"),
            term=span(record.get("from_on") or record.get("signed_on"), record.get("to_on"))
            if record.get("to_on")
            else LACK,
            amount=money_text(record.get("amount"), DASH),
            evidence=proof_text(dossier, record),
        )
        for number, record in numbered(dossier.of("agreement"))
    )


def output_rows(dossier: Dossier) -> tuple[OutputRow, ...]:
    """Return the results of the work and what became of them."""
    adopted = {
        str(record.get("output")): f"{show(record.get('form'))}"
        for record in dossier.records.get("adoption", ())
    }
    return tuple(
        OutputRow(
            number=number,
            title=cell(record, "title"),
            kind=cell(record, "kind"),
            date=cell(record, "finished_on"),
            use=_use_text(record, adopted),
            evidence=proof_text(dossier, record),
        )
        for number, record in numbered(dossier.of("output"))
    )


def _use_text(record: Record, adopted: dict[str, str]) -> str:
    parts = []
    if record.get("submitted_to"):
        parts.append(f"报送{show(record.get('submitted_to'))}")
    taken = adopted.get(str(record.get("key"))) or adopted.get(str(record.get("title")))
    if taken:
        parts.append(taken)
    return "，".join(parts) or DASH


def case_rows(dossier: Dossier) -> tuple[CaseRow, ...]:
    """Return the cases; their stories are places for prose."""
    return tuple(
        CaseRow(
            number=number,
            id=str(record.get("id") or number),
            title=cell(record, "title"),
            kind=cell(record, "kind"),
            date=cell(record, "finished_on"),
        )
        for number, record in numbered(dossier.of("case"))
    )


def media_rows(dossier: Dossier) -> tuple[MediaRow, ...]:
    """Return what the media reported."""
    return tuple(
        MediaRow(
            number=number,
            media=cell(record, "media"),
            date=cell(record, "published_on"),
            title=cell(record, "title"),
            url=cell(record, "url", DASH),
        )
        for number, record in numbered(dossier.of("media_report"))
    )


def evidence_rows(dossier: Dossier) -> tuple[EvidenceRow, ...]:
    """Return the annex: every piece of evidence with its number."""
    return tuple(
        EvidenceRow(
            number=show(record.get("number"), number),
            title=cell(record, "title"),
            kind=cell(record, "kind"),
            date=cell(record, "dated_on", DASH),
        )
        for number, record in numbered(dossier.of("evidence"))
    )


def current_members(dossier: Dossier) -> tuple[Record, ...]:
    """Return who is a member on the day of the paper."""
    return tuple(
        record
        for record in dossier.records.get("member", ())
        if not isinstance(left := record.get("left_on"), date) or left > dossier.as_of
    )


def member_rows(dossier: Dossier) -> tuple[MemberRow, ...]:
    """Return the members of the society on the day of the paper."""
    return tuple(
        MemberRow(
            number=show(record.get("number"), number),
            name=cell(record, "name"),
            kind=cell(record, "kind"),
            joined=cell(record, "joined_on"),
            employer=cell(record, "employer", DASH),
            level=cell(record, "title_level", DASH),
            phone=cell(record, "phone", DASH),
            note="",
        )
        for number, record in numbered(current_members(dossier))
    )


BUDGET, SPENT = "预算：", "支出："


def finance_rows(dossier: Dossier) -> tuple[FinanceRow, ...]:
    """Return the account of the project from the figures 预算：… and 支出：… of its year."""
    budget, spent = dossier.amounts(BUDGET), dossier.amounts(SPENT)
    items = list(dict.fromkeys([*budget, *spent]))
    rows = [_finance_row(item, budget.get(item), spent.get(item)) for item in items]
    if items:
        rows.append(_finance_row("合计", _total(budget, items), _total(spent, items)))
    return tuple(rows)


def _total(amounts: dict[str, Decimal | None], items: list[str]) -> Decimal | None:
    known = [amount for item in items if (amount := amounts.get(item)) is not None]
    return sum(known, Decimal(0)) if len(known) == len(items) else None


def _finance_row(item: str, budget: Decimal | None, spent: Decimal | None) -> FinanceRow:
    left = None if budget is None or spent is None else budget - spent
    note = "超出预算" if left is not None and left < 0 else ""
    id_ = f"{zlib.crc32(item.encode('utf-8', 'replace')):08x}"
    return FinanceRow(id_, clean(item), _amount(budget), _amount(spent), _amount(left), note)


def _amount(value: Decimal | None) -> str:
    return LACK if value is None else yuan(int(value * 100))


def finance_empty() -> str:
    """Return what an empty account says."""
    return gap("经费决算，在“其他数据”中登记“预算：科目”“支出：科目”", "import 其他数据.xlsx")
