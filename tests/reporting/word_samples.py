"""A made-up society with records and verdicts, and the means to look at Word files."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from societyctl.domain.periods import year_period
from societyctl.domain.selection import Record, RecordNote, Selection
from societyctl.domain.verdicts import (
    DecidedBy,
    ProjectResult,
    ProjectVerdict,
    Status,
    Strength,
    Verdict,
)
from societyctl.reporting.papers.dossier import ProgramFacts
from societyctl.reporting.papers.registry import PAPERS
from societyctl.reporting.word.printing import Edition, Printed, print_paper
from societyctl.reporting.word.rendering import open_template
from societyctl.reporting.word.templates import Template, find_template
from societyctl.resources import resource_folder
from tests.reporting.recorded import Sample

SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FONTS = Path(__file__).with_name("fonts.conf")


def record(of: str, number: int, /, **values: object) -> Record:
    return {"record": of, "id": number, "key": str(number), **values}


def activity(number: int, title: str, **values: object) -> Record:
    day = date(2022, min(number, 12), 5)
    filled = {
        "title": title,
        "kind": "学术",
        "start_on": day,
        "place": "市科技馆",
        "role": "主办",
        "attend_onsite": 100 + number,
        "status": "已举办",
        **values,
    }
    return record("activity", number, **filled)


ACTIVITIES = (
    activity(1, "“绿色制造”研讨会", end_on=date(2022, 1, 6)),
    activity(2, "先进材料 & <智能>论坛", audience_total=300),
    activity(3, "数字农业🌾讲座", place=None),
    activity(4, "精准医学沙龙", attend_onsite=None),
    activity(5, "科技伦理报告会"),
)


def note(source: Record, *evidence: str) -> RecordNote:
    ref = f"{source['record']}:{source['id']}"
    return RecordNote(ref, str(source["title"]), counted=True, evidence=evidence)


def verdict(id_: str, title: str, status: Status, because: str, **values: object) -> Verdict:
    filled = Verdict(
        id=id_,
        clauses=(id_,),
        title=title,
        citation="三（一）2",
        decided_by=DecidedBy.MEASURE,
        strength=Strength.GATE,
        status=status,
        because=because,
        stage="acceptance",
    )
    return replace(filled, **values)


VERDICTS = (
    verdict(
        "academic",
        "主办学术活动",
        Status.MET,
        "共5场",
        measured=5,
        needed=4,
        unit="场",
        records=tuple(note(item, f"P-0{item['id']}") for item in ACTIVITIES),
    ),
    verdict(
        "village",
        "进乡村科普",
        Status.UNMET,
        "差2场",
        measured=1,
        needed=3,
        unit="场",
        records=(note(ACTIVITIES[0]),),
    ),
    verdict("agreements", "合作协议", Status.UNKNOWN, "协议未登记", needed=2, unit="份"),
    verdict("grade", "评估等级不低于3A", Status.MET, "评估等级4A", measured="4A", needed="3A"),
    verdict("judged", "学术影响广泛", Status.JUDGEMENT, "需要研判"),
)

PROGRAM = ProgramFacts(
    "xuzhou-2022",
    "提升计划",
    "某市科学技术协会",
    "某科协办发〔2022〕20号",
    2022,
    "first-class",
    "一流学会建设",
    "学会建设",
)
SOCIETY = record(
    "society",
    1,
    name="某市示例学会",
    credit_code="51320000MJ0000000X",
    legal_representative="甲某",
    secretary_general="乙某",
    contact_name="丙某",
    phone="0516-80000000",
    email="office@example.org",
    address="某市科学路1号",
)
APPLICATION = record(
    "application",
    1,
    title="一流学会建设",
    approval_number="某科协发〔2022〕31号",
    from_on=date(2022, 3, 1),
    to_on=date(2022, 12, 31),
    granted=5000000,
    leader="丁某",
    leader_title="教授",
    leader_birth_on=date(1970, 5, 1),
    team_size=8,
    approved_on=date(2022, 5, 6),
    program="xuzhou-2022",
    project="first-class",
)
RECORDS = {
    "activity": ACTIVITIES,
    "agreement": (
        record(
            "agreement",
            1,
            title="技术服务合作协议",
            kind="合作协议",
            client="某机械公司",
            signed_on=date(2022, 4, 2),
            to_on=date(2023, 4, 1),
        ),
    ),
    "output": (
        record(
            "output",
            1,
            title="产业发展调研报告",
            kind="调研报告",
            finished_on=date(2022, 9, 9),
            submitted_to="党委政府",
        ),
    ),
    "case": (
        record(
            "case", 7, title="专家进企业解难题", kind="突破性工作案例", finished_on=date(2022, 8, 8)
        ),
    ),
    "figure": (record("figure", 1, name="媒体报道", amount=Decimal(0), year=2022),),
    "spending": (
        record("spending", 1, item="会议费", planned=2000000, paid=1200000, note="场租"),
        record("spending", 2, item="会议费", planned=2000000, paid=665050),
        record("spending", 3, item="咨询费", planned=3000000),
    ),
    "commitment": (
        record(
            "commitment",
            1,
            program="xuzhou-2022",
            project="first-class",
            requirement="academic",
            promised=6,
            unit="场",
        ),
    ),
    "evidence": tuple(
        record(
            "evidence",
            number,
            number=f"P-0{number}",
            title=f"第{number}场通知与签到表",
            kind="活动佐证",
            dated_on=date(2022, number, 5),
        )
        for number in range(1, 6)
    ),
}
DOSSIER = Sample(
    program=PROGRAM,
    society=SOCIETY,
    as_of=date(2022, 11, 10),
    result=ProjectResult("first-class", "一流学会建设", ProjectVerdict.UNDETERMINED, VERDICTS),
    application=APPLICATION,
    records=RECORDS,
    evidence={f"activity:{number}": (f"P-0{number}",) for number in range(1, 6)},
)
MEETING = record(
    "meeting",
    1,
    title="三届五次理事会",
    body_kind="理事会",
    start_on=date(2022, 9, 1),
    place="市科技馆",
    attendees=("甲某", "乙某"),
    minutes_doc="2022年第5号纪要",
)
MORE = {
    **RECORDS,
    "meeting": (MEETING, {**MEETING, "id": 2, "start_on": date(2022, 3, 1)}),
    "member": (
        record(
            "member",
            1,
            number="M001",
            name="会员甲",
            kind="个人",
            joined_on=date(2022, 3, 1),
            employer="某大学",
            title_level="正高",
            phone="13800138000",
        ),
        record("member", 2, number="M002", name="某公司", kind="单位", joined_on=date(2019, 5, 6)),
        record("member", 3, number="M003", name="会员丙", kind="个人", left_on=date(2021, 1, 1)),
    ),
    "engagement": tuple(
        record("engagement", number, client=f"企业{number % 2}", served_on=date(2022, number, 1))
        for number in (1, 2, 3)
    ),
    "media_report": (
        record(
            "media_report", 1, title="助力制造业", media="某日报", published_on=date(2022, 5, 6)
        ),
    ),
    "evaluation": (record("evaluation", 1, scheme="省科协学会考核", year=2021, grade_js="良好"),),
    "plan": (record("plan", 1, kind="年度工作方案", year=2022, title="2022年度工作方案"),),
    "staff": (record("staff", 1, name="甲", full_time=True), record("staff", 2, name="乙")),
    "rating": (
        record("rating", 1, grade="4A", dated_on=date(2020, 1, 1), valid_to=date(2025, 1, 1)),
    ),
    "inspection": (record("inspection", 1, year=2021, result="合格"),),
    "finance_year": (record("finance_year", 1, year=2022, kepu_spent=2100000),),
}
UPGRADE = {
    **APPLICATION,
    "upgrade_meeting": "三届五次理事会",
    "target_class": "二类",
    "background": "服务能力提升",
    "problems_effects": "解决专职人员不足",
    "pledge_accepted": True,
    "applied_on": date(2022, 10, 8),
}
CONDITIONS = (
    verdict(
        "members",
        "会员不少于50名",
        Status.MET,
        "60名",
        measured=60,
        needed=50,
        unit="名",
        stage="qualification",
        records=(note(record("member", 1, title="甲"), "B-1"),),
    ),
    verdict(
        "board",
        "理事会审议同意",
        Status.UNKNOWN,
        "会议未登记",
        stage="application",
        selections=(Selection("meeting"),),
    ),
    verdict("sealed", "学会盖章", Status.UNKNOWN, "未登记是否盖章", stage="application"),
)
FULL = replace(
    DOSSIER,
    records=MORE,
    period=year_period(2022),
    society={**SOCIETY, "society_class": "三类"},
    evidence={**DOSSIER.evidence, "meeting:1": ("H-01",), "finance_year:1": ("C-01",)},
    result=replace(DOSSIER.result, requirements=(*CONDITIONS, *VERDICTS)),
)
"""Enough for every paper to have something to say."""

COMPLETE = replace(
    DOSSIER,
    society={**SOCIETY, "postcode": "221000", "bank_name": "某行", "bank_account": "0001"},
    records={
        **RECORDS,
        "activity": tuple(
            {**item, "place": "市科技馆", "attend_onsite": 100} for item in ACTIVITIES
        ),
        "spending": RECORDS["spending"][:2],
    },
    result=replace(DOSSIER.result, requirements=(VERDICTS[0], VERDICTS[3])),
    evidence={
        **DOSSIER.evidence,
        **dict.fromkeys(("agreement:1", "output:1", "spending:1", "spending:2"), ("P-01",)),
    },
)
"""An acceptance report that lacks nothing but prose."""

DRAFT = Edition()
FINAL = Edition(final=True)


def make(
    name: str,
    target: Path,
    sample: Sample = DOSSIER,
    edition: Edition = DRAFT,
    template: Template | None = None,
) -> Printed:
    """Print a paper, with the packaged template unless another is given."""
    form = PAPERS[name]
    opened = open_template(template or find_template(form, "jiangsu-2023"), form.offer())
    written = form.write(sample.dossier(form, opened.names), opened.names)
    return print_paper(opened, written, target, edition)


def office_that_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in LibreOffice's place that only leaves a mark, and return that mark."""
    mark, office = folder / "started", folder / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(f"#!/bin/sh\n: > '{mark}'\n", encoding="utf-8")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(office.parent))
    return mark


def template(name: str) -> Path:
    """Return a packaged template: ``default/acceptance``."""
    return resource_folder("templates") / f"{name}.docx"


def part(path: Path, name: str) -> str:
    """Return the XML of one part of a Word file."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def outline(path: Path) -> str:
    """Return everything a paper says: paragraphs with their style, rows of tables."""
    lines = []
    for block in Document(str(path)).element.body.iter(f"{SPACE}p", f"{SPACE}tr"):
        if block.tag == f"{SPACE}tr":
            cells = [
                "".join(n.text or "" for n in c.iter(f"{SPACE}t")) for c in block.iter(f"{SPACE}tc")
            ]
            lines.append(f"| {' | '.join(cells)} |")
        elif not any(True for _ in block.iterancestors(f"{SPACE}tr")):
            text = "".join(node.text or "" for node in block.iter(f"{SPACE}t"))
            style = block.find(f"{SPACE}pPr/{SPACE}pStyle")
            name = "" if style is None else style.get(f"{SPACE}val")
            lines += [f"[{name}] {text}"] if text else []
    return "\n".join(lines) + "\n"


def texts(path: Path) -> list[str]:
    """Return the text of every paragraph, those in tables and controls included."""
    return [
        "".join(node.text or "" for node in paragraph.iter(f"{SPACE}t"))
        for paragraph in Document(str(path)).element.body.iter(f"{SPACE}p")
    ]


def tables(path: Path) -> list[list[list[str]]]:
    """Return every table as rows of cell texts; text in controls counts."""

    def cell_text(cell: object) -> str:
        return "".join(node.text or "" for node in cell.iter(f"{SPACE}t"))

    return [
        [
            [cell_text(cell) for cell in row.iter(f"{SPACE}tc")]
            for row in table._tbl.iter(f"{SPACE}tr")
        ]
        for table in Document(str(path)).tables
    ]


def listing(path: Path, head: str) -> list[list[str]]:
    """Return the listing that has a column of this heading."""
    return next(table for table in tables(path) if head in table[0])
