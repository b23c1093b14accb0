"""Lists of records as papers print them; an empty field shows as missing, never as 0."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier, present, ref_of
from societyctl.reporting.values import PrintedField, TracedFigure, TracedRecord
from societyctl.reporting.word.lists import Listing, TableColumn
from societyctl.reporting.word.text import DASH, NONE_WORD, gap, show, span, yuan

LACK = gap()
"""A cell without its value: the heading of the column says what is missing."""

Write = Callable[[Dossier, Record], str]


def field(name: str, missing: str = LACK) -> Write:
    """Return what writes a field as it stands."""
    return lambda _, record: show(record.get(name), missing)


def days(start: str, end: str) -> Write:
    """Return what writes the days that a record covers."""
    return lambda _, record: span(record.get(start), record.get(end), LACK)


def proof(dossier: Dossier, record: Record) -> str:
    """Return the numbers of the evidence for a record."""
    return "、".join(dossier.proof(record)) or LACK


PROOF = TableColumn("evidence", "证明材料", proof)


def none_of(kind: str) -> Callable[[Dossier], str]:
    """Return what tells why there is no record: 无 only where someone recorded that."""
    title = RECORD_KINDS[kind].title

    def tell(dossier: Dossier) -> str:
        missing = gap(f"{title}记录", f"import {title}.xlsx")
        return NONE_WORD if dossier.declares_none(kind) else missing

    return tell


def records(
    kind: str,
    name: str,
    item: str,
    *columns: TableColumn[Dossier],
    pick: Callable[[Dossier], Sequence[Record]] | None = None,
) -> Listing[Dossier]:
    """Return a list of one kind of record, those of the reported period unless picked."""
    title = RECORD_KINDS[kind].title
    chosen = pick or (lambda dossier: dossier.of(kind))
    return Listing(name, item, title, columns, chosen, none_of(kind))


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


PEOPLE = (
    ("attend_onsite", "线下", "人"),
    ("attend_online", "线上", "人"),
    ("audience_total", "受众", "人次"),
)
"""Fields, words and units of who attended: never added up together."""


def people(dossier: Dossier, record: Record) -> TracedFigure:
    """Return who attended."""
    ref, title = ref_of(record), show(record.get("title"))
    parts = tuple(
        PrintedField(
            ref,
            name,
            f"{lead}{show(record[name])}{unit}" if record.get(name) is not None else "",
            lead,
        )
        for name, lead, unit in PEOPLE
    )
    text = "，".join(part.text for part in parts if part.text)
    traced = (TracedRecord(ref, title, dossier.proof(record)),)
    return TracedFigure(f"{ref}:people", "参加人数", text or LACK, traced, parts)


def _place(_: Dossier, record: Record) -> str:
    return show(record.get("place"), "线上" if record.get("mode") == "线上" else LACK)


ACTIVITIES = records(
    "activity",
    "activities",
    "activity",
    TableColumn("title", "活动名称", field("title")),
    TableColumn("date", "时间", days("start_on", "end_on"), "center"),
    TableColumn("place", "地点", _place),
    TableColumn("role", "本会角色", field("role"), "center"),
    TableColumn("people", "参加人数", align="center", figure=people),
    TableColumn("kind", "类别", field("kind"), "center"),
    PROOF,
    pick=held_activities,
).shown(number=7, title=22, date=22, place=13, role=7, people=18, evidence=12)


def _term(_: Dossier, record: Record) -> str:
    until = record.get("to_on")
    return span(record.get("from_on") or record.get("signed_on"), until) if until else LACK


def _sum(_: Dossier, record: Record) -> str:
    amount = record.get("amount")
    return yuan(amount) if isinstance(amount, int) else DASH


AGREEMENTS = records(
    "agreement",
    "agreements",
    "agreement",
    TableColumn("title", "协议名称", field("title")),
    TableColumn("kind", "类别", field("kind"), "center"),
    TableColumn("partner", "对方单位", field("client")),
    TableColumn("signed", "签订日期", field("signed_on"), "center"),
    TableColumn("term", "有效期", _term, "center"),
    TableColumn("amount", "金额", _sum, "right"),
    PROOF,
).shown(number=7, title=22, partner=15, signed=22, term=24, evidence=11)


def _use(dossier: Dossier, record: Record) -> str:
    """Return whom an output was given to, where it appeared and what became of it."""
    known = {record.get("key"), record.get("title")}
    adopted = [
        f"{show(adoption.get('authority'))}{show(adoption.get('form'))}"
        for adoption in dossier.records.get("adoption", ())
        if adoption.get("output") in known
    ]
    given = [f"报送{show(record.get('submitted_to'))}"] if record.get("submitted_to") else []
    printed = [f"发表于{show(record.get('published_in'))}"] if record.get("published_in") else []
    return "，".join(dict.fromkeys([*given, *printed, *adopted])) or DASH


OUTPUTS = records(
    "output",
    "outputs",
    "output",
    TableColumn("title", "成果名称", field("title")),
    TableColumn("kind", "类别", field("kind"), "center"),
    TableColumn("date", "完成日期", field("finished_on"), "center"),
    TableColumn("use", "报送或采纳情况", _use),
    PROOF,
).shown(number=7, title=31, kind=13, date=22, use=16, evidence=12)

MEDIA = records(
    "media_report",
    "media",
    "report",
    TableColumn("media", "媒体", field("media")),
    TableColumn("date", "日期", field("published_on"), "center"),
    TableColumn("title", "标题", field("title")),
    TableColumn("url", "链接", field("url", DASH)),
).shown(number=7, media=15, date=22, title=30, url=27)


def _clause(dossier: Dossier, record: Record) -> str:
    """Return where the clause that a case belongs to stands in the notice."""
    tag = show(record.get("clause_tag"))
    return dossier.program.places.get(tag, tag) or DASH


CASE_COLUMNS: tuple[TableColumn[Dossier], ...] = (
    TableColumn("id", text=lambda _, record: str(record.get("id"))),
    TableColumn("title", text=field("title")),
    TableColumn("kind", text=field("kind")),
    TableColumn("date", text=field("finished_on")),
    TableColumn("platform", text=field("platform", DASH)),
    TableColumn("clause", text=_clause),
    TableColumn("evidence", text=proof),
)


def _by_number(record: Record) -> tuple[list[tuple[int, str]], str]:
    """Order numbers as people do: Z-2 before Z-10; what has none comes last."""
    parts = re.split(r"(\d+)", show(record.get("number"), "\uffff"))
    digits = [(int(part), "") if part.isdigit() else (0, part) for part in parts]
    return digits, show(record.get("title"))


EVIDENCE = records(
    "evidence",
    "evidence",
    "item",
    TableColumn("number", "编号", field("number"), "center"),
    TableColumn("title", "材料名称", field("title")),
    TableColumn("kind", "类别", field("kind"), "center"),
    TableColumn("date", "日期", field("dated_on", DASH), "center"),
    TableColumn("page", "页码", lambda *_: "", "center"),
    pick=lambda dossier: sorted(dossier.of("evidence"), key=_by_number),
).shown(number=10, title=42, kind=17, date=22, page=9)


def _cited(dossier: Dossier) -> list[Record]:
    """Return the evidence that a paper refers to: every number in it is in the annex."""
    numbers = {
        number
        for kind in dossier.records
        for record in dossier.of(kind)
        for number in dossier.proof(record)
    }
    numbers |= {
        number
        for verdict in dossier.verdicts
        for note in verdict.records
        if note.counted
        for number in note.evidence
    }
    found = dossier.records.get("evidence", ())
    return sorted((item for item in found if item.get("number") in numbers), key=_by_number)


def _nothing_cited(dossier: Dossier) -> str:
    """Tell why the annex is empty: no evidence at all, or none for what this paper speaks of."""
    if dossier.records.get("evidence"):
        return gap("与本材料有关的佐证", "attach")
    return none_of("evidence")(dossier)


ANNEX = replace(EVIDENCE, pick=_cited, empty=_nothing_cited)


def current_members(dossier: Dossier) -> list[Record]:
    """Return who is a member on the day of the paper, by number."""
    return sorted(present(dossier, "member"), key=_by_number)


MEMBERS = records(
    "member",
    "members",
    "member",
    TableColumn("number", "编号", field("number", DASH), "center"),
    TableColumn("name", "姓名/单位名称", field("name")),
    TableColumn("kind", "类别", field("kind"), "center"),
    TableColumn("joined", "入会日期", field("joined_on"), "center"),
    TableColumn("employer", "工作单位", field("employer", DASH)),
    TableColumn("level", "职称", field("title_level", DASH), "center"),
    TableColumn("phone", "联系电话", field("phone", DASH), "center"),
    pick=current_members,
).shown(number=10, name=18, kind=7, joined=22, employer=19, level=7, phone=17)
