"""Lists of records as papers print them; an empty field shows as missing, never as 0."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Record, Selection
from societyctl.reporting.papers import selections
from societyctl.reporting.papers.dossier import Dossier, in_date_order, ref_of
from societyctl.reporting.papers.selections import Choose
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
        declared = dossier.answers[selections.declared_none(dossier, kind)]
        return NONE_WORD if declared.sure else missing

    return tell


Order = Callable[[Iterable[Record]], Sequence[Record]]


def chosen(kind: str) -> Choose:
    """Return the choice of what the reported period saw of a kind."""
    return lambda dossier: selections.in_force(dossier, kind)


def rows_of(choose: Choose, order: Order = in_date_order) -> Callable[[Dossier], Sequence[Record]]:
    """Return what puts the chosen records in order, those included that perhaps belong there."""
    return lambda dossier: order(dossier.answers[choose(dossier)].records)


def questions_of(kind: str, *choices: Choose) -> Callable[[Dossier], Iterator[Selection]]:
    """Return the questions of a list: its records, and whether it is known that there is none."""

    def ask(dossier: Dossier) -> Iterator[Selection]:
        yield from (choose(dossier) for choose in choices)
        yield selections.declared_none(dossier, kind)

    return ask


def records(
    kind: str,
    name: str,
    item: str,
    *columns: TableColumn[Dossier],
    choose: Choose | None = None,
    order: Order = in_date_order,
    beside: Choose | None = None,
) -> Listing[Dossier]:
    """Return a list of one kind of record, those of the reported period unless chosen.

    ``beside`` asks for other records that its columns speak of.
    """
    choice = choose or chosen(kind)
    asked = questions_of(kind, *([choice, beside] if beside else [choice]))
    title = RECORD_KINDS[kind].title
    return Listing(name, item, title, columns, rows_of(choice, order), none_of(kind), asked)


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
    choose=selections.ours,
).shown(number=7, title=22, date=22, place=13, role=7, people=18, evidence=12)

JOINED = replace(
    ACTIVITIES,
    name="joined_activities",
    title="协办、参加的活动",
    pick=rows_of(selections.joined),
    questions=questions_of("activity", selections.joined),
    caption="协办、参加的活动",
)
"""Activities of others: never among those that the society held."""


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


_ADOPTIONS = Selection("adoption")


def _use(dossier: Dossier, record: Record) -> str:
    """Return whom an output was given to, where it appeared and what became of it."""
    names = {record.get("key"), record.get("title")}
    adopted = [
        f"{show(adoption.get('authority'))}{show(adoption.get('form'))}"
        for adoption in dossier.answers[_ADOPTIONS].records
        if adoption.get("output") in names
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
    beside=lambda _: _ADOPTIONS,
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


def by_number(items: Iterable[Record]) -> list[Record]:
    """Return records by number as people order them: Z-2 before Z-10, what has none last."""
    return sorted(items, key=_number)


def _number(record: Record) -> tuple[list[tuple[int, str]], str]:
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
    order=by_number,
).shown(number=10, title=42, kind=17, date=22, page=9)


_EVERY_PROOF = Selection("evidence")


def _cited(dossier: Dossier) -> list[Record]:
    """Return the evidence that a paper refers to, and that of every activity."""
    numbers = {
        number
        for answer in dossier.answers.values()
        for record in answer.records
        for number in dossier.proof(record)
    }
    numbers |= {
        number
        for verdict in dossier.verdicts
        for note in verdict.records
        if note.counted
        for number in note.evidence
    }
    on_file = dossier.answers[_EVERY_PROOF].records
    return by_number(item for item in on_file if item.get("number") in numbers)


def _nothing_cited(dossier: Dossier) -> str:
    """Tell why the annex is empty: no evidence at all, or none for what this paper speaks of."""
    if dossier.answers[_EVERY_PROOF].records:
        return gap("与本材料有关的佐证", "attach")
    return none_of("evidence")(dossier)


ANNEX = replace(
    EVIDENCE,
    pick=_cited,
    empty=_nothing_cited,
    questions=questions_of("evidence", lambda _: _EVERY_PROOF, selections.ours, selections.joined),
)


def current_members(dossier: Dossier) -> Selection:
    """Return who is a member on the day of the paper."""
    return selections.present(dossier, "member")


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
    choose=current_members,
    order=by_number,
).shown(number=10, name=18, kind=7, joined=22, employer=19, level=7, phone=17)
