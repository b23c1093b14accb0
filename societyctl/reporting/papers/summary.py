"""The yearly summary: totals first in one sentence, highlights second, prose where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.front import society_name
from societyctl.reporting.papers.rows import current_members, held_activities
from societyctl.reporting.papers.targets import distinct
from societyctl.reporting.papers.totals import PEOPLE, Total, count_figure, figure_of, sum_figure
from societyctl.reporting.papers.values import Figure, Paper, Piece, Sentence
from societyctl.reporting.word_text import clean, gap, show

HIGHLIGHTS = 3


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: generated sentences, then a place for prose."""

    number: str
    id: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SummaryPaper(Paper):
    """What the yearly summary says."""

    kind: ClassVar[str] = "summary"
    title: ClassVar[str] = "年度工作总结"

    year: str
    society: str
    date: str
    opening: tuple[Sentence, ...]
    chapters: tuple[Chapter, ...]


Said = tuple[str, Figure]
"""Words, and the number that follows them."""


def summary_paper(dossier: Dossier) -> SummaryPaper:
    """Write the yearly summary from what was gathered."""
    chapters, figures = [], []
    for number, (id_, title, said, highlights) in zip(
        "一二三四五六", _contents(dossier), strict=True
    ):
        sentences = [_sentence(said)] if said else [Sentence((Piece(gap("本项记录", "import")),))]
        if highlights:
            sentences.append(Sentence((Piece(highlights),)))
        chapters.append(Chapter(number, id_, title, tuple(sentences)))
        figures += [figure for _, figure in said]
    opening = _opening(dossier)
    figures += [figure for _, figure in opening]
    year = (
        dossier.period.start.year if dossier.period and dossier.period.start else dossier.as_of.year
    )
    lead = f"{year}年，"
    return SummaryPaper(
        year=str(year),
        society=society_name(dossier),
        date=show(dossier.as_of),
        opening=(_sentence(opening, lead),) if opening else (),
        chapters=tuple(chapters),
        figures=distinct(figures),
    )


def _sentence(said: Sequence[Said], lead: str = "") -> Sentence:
    pieces: list[Piece] = [Piece(lead)] if lead else []
    for index, (words, figure) in enumerate(said):
        pieces += [Piece(f"{'，' if index else ''}{words}"), Piece(figure.text, figure.id)]
    return Sentence((*pieces, Piece("。")))


def _opening(dossier: Dossier) -> list[Said]:
    said = _events(dossier, held_activities(dossier), "activities", "本会共举办各类活动")
    return said + _counted(
        dossier,
        (("agreement", "签订协议"), ("output", "形成成果"), ("media_report", "获媒体报道")),
        "opening",
    )


def _contents(dossier: Dossier) -> list[tuple[str, str, list[Said], str]]:
    held = held_activities(dossier)
    academic = [item for item in held if item.get("kind") == "学术"]
    outreach = [item for item in held if item.get("kind") == "科普"]
    return [
        ("organisation", "组织建设", _organisation(dossier), ""),
        (
            "academic",
            "学术交流",
            _events(dossier, academic, "academic", "举办学术活动"),
            _highlights(academic),
        ),
        (
            "outreach",
            "科学普及",
            _events(dossier, outreach, "outreach", "举办科普活动"),
            _highlights(outreach),
        ),
        ("service", "科技服务与决策咨询", _service(dossier), ""),
        ("people", "会员与人才", _people(dossier), ""),
        (
            "publicity",
            "信息宣传",
            _counted(
                dossier,
                (
                    ("media_report", "获媒体报道"),
                    ("info_post", "在平台发布信息"),
                    ("journal_issue", "编印刊物"),
                ),
                "publicity",
            ),
            "",
        ),
    ]


def _events(dossier: Dossier, events: Sequence[Record], id_: str, lead: str) -> list[Said]:
    if not events:
        return []
    said = [(lead, count_figure(dossier, f"total:{id_}", lead, events))]
    for total in PEOPLE:
        own = Total(f"total:{id_}:{total.field}", total.title, total.field, total.unit)
        figure = sum_figure(dossier, own, events)
        if figure is not None:
            said.append((total.title, figure))
    return said


def _counted(dossier: Dossier, kinds: Sequence[tuple[str, str]], chapter: str) -> list[Said]:
    return [
        (words, count_figure(dossier, f"total:{chapter}:{kind}", words, found))
        for kind, words in kinds
        if (found := dossier.of(kind))
    ]


def _organisation(dossier: Dossier) -> list[Said]:
    meetings = dossier.of("meeting")
    tally = Counter(show(meeting.get("body_kind")) for meeting in meetings)
    said = []
    for index, body in enumerate(body for body in tally if body):
        own = [meeting for meeting in meetings if meeting.get("body_kind") == body]
        words = f"{'' if index else '召开'}{body}"
        said.append((words, count_figure(dossier, f"total:meeting:{body}", words, own)))
    return said + _counted(dossier, (("staff_training", "组织工作人员培训"),), "organisation")


def _service(dossier: Dossier) -> list[Said]:
    services = dossier.of("engagement")
    said = []
    if services:
        said.append(("开展对接服务", count_figure(dossier, "total:services", "对接服务", services)))
        clients = {record.get("client") for record in services if record.get("client")}
        text = f"{len(clients)}家"
        figure = figure_of(dossier, "total:clients", "服务对象", text, services)
        said.append(("涉及服务对象", figure))
    return said + _counted(
        dossier,
        (("agreement", "签订协议"), ("output", "形成报告、建议等成果"), ("adoption", "被采纳")),
        "service",
    )


def _people(dossier: Dossier) -> list[Said]:
    current = current_members(dossier)
    said = []
    if current:
        said.append(("现有会员", count_figure(dossier, "total:members", "现有会员", current)))
        fresh = [member for member in current if _joined(member, dossier)]
        if fresh:
            said.append(("其中新增", count_figure(dossier, "total:joined", "新增会员", fresh)))
    return said + _counted(dossier, (("nomination", "举荐推荐"),), "people")


def _joined(member: Record, dossier: Dossier) -> bool:
    joined = member.get("joined_on")
    return isinstance(joined, date) and (dossier.period is None or dossier.period.contains(joined))


def _highlights(events: Sequence[Record]) -> str:
    """Name the largest events; the rest stands in the list of activities."""
    known = [event for event in events if isinstance(event.get("attend_onsite"), int)]
    largest = sorted(known, key=_size, reverse=True)[:HIGHLIGHTS]
    named = "；".join(
        f"{show(event.get('start_on'))}的“{clean(str(event.get('title')))}”"
        for event in sorted(largest, key=lambda event: str(event.get("start_on")))
    )
    return f"规模较大的有：{named}。" if named else ""


def _size(event: Record) -> int:
    attended = event.get("attend_onsite")
    return attended if isinstance(attended, int) else 0
