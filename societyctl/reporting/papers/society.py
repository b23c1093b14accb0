"""Papers of the society as a whole: the yearly summary, cases, and lists on their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from societyctl.domain.layouts import PAPER_TITLES, PaperName
from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier, figure_of
from societyctl.reporting.papers.facts import FACTS
from societyctl.reporting.papers.listings import (
    ACTIVITIES,
    AGREEMENTS,
    CASE_COLUMNS,
    EVIDENCE,
    MEMBERS,
    current_members,
    held_activities,
    none_of,
)
from societyctl.reporting.papers.totals import (
    Phrase,
    activity_sentences,
    attended,
    counted,
    said,
    sentence_of,
)
from societyctl.reporting.values import Piece, Sentence
from societyctl.reporting.word.blocks import Line, Prose, Sentences, TracedText, heading, line
from societyctl.reporting.word.form import Form, Section, part
from societyctl.reporting.word.lists import Listing, Repeated
from societyctl.reporting.word.pages import form, signature, title
from societyctl.reporting.word.text import clean, gap, quoted, show, yuan

HIGHLIGHTS = 3


def _chapter(key: str, name: str, say: Callable[[Dossier], TracedText]) -> Section[Dossier]:
    """Return a chapter: generated sentences, then a place for prose."""
    return part(
        name,
        Sentences(key, name, lambda dossier: _or_gap(say(dossier))),
        Prose(f"summary:{key}", name, f"{name}方面的做法和成效"),
    )


def _or_gap(found: TracedText) -> TracedText:
    return found if found[0] else ((sentence_of(Piece(gap("本项记录", "import"))),), ())


def _kinds(dossier: Dossier, chapter: str, **words: str) -> list[Phrase]:
    """Return how many records of each kind the period brought, in the given words."""
    return [
        phrase
        for kind, lead in words.items()
        for phrase in counted(dossier, f"total:{chapter}:{kind}", lead, dossier.begun(kind))
    ]


def _opening(dossier: Dossier) -> TracedText:
    held = attended(dossier, "total:activities", "本会共举办各类活动", held_activities(dossier))
    more = _kinds(
        dossier, "opening", agreement="签订协议", output="形成成果", media_report="获媒体报道"
    )
    start = dossier.period.start if dossier.period else None
    return said([*held, *more], f"{(start or dossier.as_of).year}年，")


def _organisation(dossier: Dossier) -> TracedText:
    meetings = dossier.of("meeting")
    bodies = [body for body in Counter(show(m.get("body_kind")) for m in meetings) if body]
    phrases: list[Phrase] = []
    for body in bodies:
        own = [meeting for meeting in meetings if meeting.get("body_kind") == body]
        named = body if body.endswith("会") else f"{body}会议"
        words = named if phrases else f"召开{named}"
        phrases += counted(dossier, f"total:meeting:{body}", words, own)
    return said([*phrases, *_kinds(dossier, "organisation", staff_training="组织工作人员培训")])


def _events(kind: str, key: str, lead: str) -> Callable[[Dossier], TracedText]:
    """Return what tells of one kind of event: totals first, the largest second."""

    def say(dossier: Dossier) -> TracedText:
        events = [event for event in held_activities(dossier) if event.get("kind") == kind]
        sentences, figures = said(
            [*attended(dossier, f"total:{key}", lead, events), *_money(dossier, kind)]
        )
        return (*sentences, *_largest(events)), figures

    return say


def _money(dossier: Dossier, kind: str) -> list[Phrase]:
    """Return what was spent on outreach, which notices ask for by the year."""
    year = dossier.program.year
    found = [r for r in dossier.records.get("finance_year", ()) if r.get("year") == year]
    spent = found[0].get("kepu_spent") if found and kind == "科普" else None
    if not isinstance(spent, int):
        return []
    return [
        (
            "科普经费支出",
            figure_of(dossier, "total:outreach:spent", "科普经费支出", yuan(spent), found),
        )
    ]


def _largest(events: Sequence[Record]) -> list[Sentence]:
    """Name the largest events; the rest stands in the list of activities."""
    known = [event for event in events if _size(event)]
    largest = sorted(known, key=_size, reverse=True)[:HIGHLIGHTS]
    named = "；".join(
        f"{show(event.get('start_on'))}的{quoted(clean(str(event.get('title'))))}"
        for event in sorted(largest, key=lambda event: str(event.get("start_on")))
    )
    return [sentence_of(Piece(f"规模较大的有：{named}。"))] if named else []


def _size(event: Record) -> int:
    attended_ = event.get("attend_onsite")
    return attended_ if isinstance(attended_, int) else 0


def _service(dossier: Dossier) -> TracedText:
    services = dossier.of("engagement")
    phrases = counted(dossier, "total:services", "开展对接服务", services)
    clients = {record.get("client") for record in services if record.get("client")}
    if clients:
        text = f"{len(clients)}家"
        phrases.append(
            ("涉及服务对象", figure_of(dossier, "total:clients", "服务对象", text, services))
        )
    more = _kinds(
        dossier, "service", agreement="签订协议", output="形成报告、建议等成果", adoption="被采纳"
    )
    return said([*phrases, *more])


def _people(dossier: Dossier) -> TracedText:
    current = current_members(dossier)
    fresh = [member for member in current if _joined(member, dossier)]
    return said(
        [
            *counted(dossier, "total:members", "现有会员", current, dated=False),
            *counted(dossier, "total:joined", "其中新增", fresh),
            *_kinds(dossier, "people", nomination="举荐推荐"),
        ]
    )


def _joined(member: Record, dossier: Dossier) -> bool:
    joined = member.get("joined_on")
    return isinstance(joined, date) and (dossier.period is None or dossier.period.contains(joined))


def _publicity(dossier: Dossier) -> TracedText:
    words = {
        "media_report": "获媒体报道",
        "info_post": "在平台发布信息",
        "journal_issue": "编印刊物",
    }
    return said(_kinds(dossier, "publicity", **words))


SUMMARY = Form(
    "summary",
    kinds=tuple(
        "activity meeting staff_training agreement engagement output adoption member nomination "
        "media_report info_post journal_issue finance_year figure".split()
    ),
    facts=FACTS,
    front=(
        title("{{ society }}\n{{ year }}年度工作总结"),
        Sentences("opening", "总述", _opening),
        Prose("opening", "总述", "全年工作的总体评价"),
    ),
    sections=(
        _chapter("organisation", "组织建设", _organisation),
        _chapter("academic", "学术交流", _events("学术", "academic", "举办学术活动")),
        _chapter("outreach", "科学普及", _events("科普", "outreach", "举办科普活动")),
        _chapter("service", "科技服务与决策咨询", _service),
        _chapter("people", "会员与人才", _people),
        _chapter("publicity", "信息宣传", _publicity),
        part("存在问题", Prose("problems", "存在问题", "存在的问题和原因")),
        part("下年度计划", Prose("plan", "下年度计划", "下年度的重点工作", keep=True)),
    ),
    back=signature(),
)


def _chapter_of_case(key: str, name: str, what: str) -> tuple[Line, Prose]:
    place = Prose(f"case:{{{{ case.id }}}}:{key}", name[2:], what, keep=key == "lesson")
    return heading(name), place


CASE = Form(
    "case",
    kinds=("case", "figure"),
    facts=FACTS,
    front=(
        Repeated(
            "cases",
            "case",
            "典型案例",
            CASE_COLUMNS,
            lambda dossier: dossier.of("case"),
            none_of("case"),
            inner=(
                title("{{ case.title }}", new_page=True),
                form(
                    (("案例类别", "{{ case.kind }}"), ("完成时间", "{{ case.date }}")),
                    (("所属平台", "{{ case.platform }}"), ("所属条款", "{{ case.clause }}")),
                    (("申报单位", "society"),),
                    (("证明材料", "{{ case.evidence }}"),),
                ),
                *_chapter_of_case("background", "一、背景与问题", "案例的背景，要解决的问题"),
                *_chapter_of_case("practice", "二、主要做法", "组织方式、步骤和创新之处"),
                *_chapter_of_case("effect", "三、成效", "取得的成效和服务对象的评价"),
                *_chapter_of_case("lesson", "四、启示", "可以推广的经验"),
            ),
            nothing=(title("典型案例"),),
        ),
    ),
    back=signature(),
)


def _list(
    name: PaperName,
    listing: Listing[Dossier],
    say: Callable[[Dossier], TracedText],
    until: str = "{{ covered }}",
) -> Form[Dossier]:
    """Return a list on its own: how many there are, then the table."""
    kind = {"activities": "activity", "members": "member", "agreements": "agreement"}
    return Form(
        name,
        kinds=(kind.get(name, name), "figure"),
        facts=FACTS,
        front=(
            title(f"{{{{ society }}}}\n{PAPER_TITLES[name]}"),
            line(f"（{until}）        制表日期：{{{{ date }}}}", style="TableCentre"),
            Sentences("totals", "合计", say),
            listing,
        ),
    )


def _count(
    id_: str, words: str, pick: Callable[[Dossier], Sequence[Record]]
) -> Callable[[Dossier], TracedText]:
    dated = id_ == "agreements"
    return lambda dossier: said(counted(dossier, f"total:{id_}", words, pick(dossier), dated=dated))


LISTS = (
    _list("activities", ACTIVITIES, activity_sentences),
    _list("members", MEMBERS, _count("members", "现有会员", current_members), "截至{{ date }}"),
    _list(
        "agreements", AGREEMENTS, _count("agreements", "期内有效协议", lambda d: d.of("agreement"))
    ),
    _list("evidence", EVIDENCE, _count("evidence", "共有佐证材料", lambda d: d.of("evidence"))),
)
