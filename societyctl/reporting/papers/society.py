"""Papers of the society as a whole: the yearly summary, cases, and lists on their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from societyctl.domain.layouts import PAPER_TITLES, PaperName
from societyctl.domain.selection import Criterion, Operator, Record, Take
from societyctl.reporting.papers.dossier import Answer, Dossier, in_date_order
from societyctl.reporting.papers.facts import FACTS
from societyctl.reporting.papers.listings import (
    ACTIVITIES,
    AGREEMENTS,
    CASE_COLUMNS,
    EVIDENCE,
    JOINED,
    MEMBERS,
    chosen,
    current_members,
    none_of,
    questions_of,
    rows_of,
)
from societyctl.reporting.papers.selections import (
    Choose,
    begun,
    is_term,
    joined,
    latest,
    of_year,
    ours,
)
from societyctl.reporting.papers.totals import (
    Phrase,
    Statement,
    Statements,
    activity_totals,
    attended,
    counted,
    sentence_of,
    totals,
)
from societyctl.reporting.values import Piece, Sentence
from societyctl.reporting.word.blocks import Line, Prose, Sentences, heading, line
from societyctl.reporting.word.form import Form, Section, part
from societyctl.reporting.word.lists import Listing, Repeated
from societyctl.reporting.word.standard_blocks import form, signature, title
from societyctl.reporting.word.text import clean, gap, quoted, show, yuan

Phrases = Callable[[Dossier], Iterable[Phrase]]

HIGHLIGHTS = 3


_NO_RECORDS = (sentence_of(Piece(gap("本项记录", "import"))),)


def _chapter(
    key: str,
    name: str,
    phrases: Phrases,
    more: Callable[[Dossier], Sequence[Sentence]] = lambda _: (),
    first: Choose | None = None,
) -> Section[Dossier]:
    """Return a chapter: generated sentences, then a place for prose.

    Where what it asks follows from the records of a question, that is asked ``first``.
    """
    return part(
        name,
        totals(key, name, _one(phrases), more, _NO_RECORDS, first),
        Prose(f"summary:{key}", name, f"{name}方面的做法和成效"),
    )


def _one(phrases: Phrases) -> Statements:
    return lambda dossier: (Statement(tuple(phrases(dossier))),)


def _kinds(dossier: Dossier, chapter: str, **words: str) -> list[Phrase]:
    """Return how many records of each kind the period brought, in the given words."""
    return [
        counted(f"total:{chapter}:{kind}", lead, begun(dossier, kind))
        for kind, lead in words.items()
    ]


def _opening(dossier: Dossier) -> tuple[Statement]:
    held = attended("total:activities", "本会共举办各类活动", ours(dossier))
    part_in = counted("total:joined_activities", "协办、参加活动", joined(dossier))
    more = _kinds(
        dossier, "opening", agreement="签订协议", output="形成成果", media_report="获媒体报道"
    )
    start = dossier.period.start if dossier.period else None
    lead = f"{(start or dossier.as_of).year}年，"
    return (Statement((*held, part_in, *more), lead),)


def _organisation(dossier: Dossier) -> Iterator[Phrase]:
    """Yield how often each body met, in the order in which they first did."""
    listed = dossier.answers.get(begun(dossier, "meeting"))
    meetings = in_date_order(listed.records) if listed else []
    for body in dict.fromkeys(show(meeting.get("body_kind")) for meeting in meetings):
        if body:
            named = body if body.endswith("会") else f"{body}会议"
            held = begun(dossier, "meeting", is_term("body_kind", body))
            yield counted(f"total:meeting:{body}", named, held, "召开")
    yield from _kinds(dossier, "organisation", staff_training="组织工作人员培训")


def _events(kind: str, key: str, named: str) -> Phrases:
    """Return what tells of one kind of event, those held apart from those joined."""

    def phrases(dossier: Dossier) -> Iterator[Phrase]:
        of_kind = is_term("kind", kind)
        yield from attended(f"total:{key}", f"举办{named}", ours(dossier, of_kind))
        part_in = joined(dossier, of_kind)
        yield counted(f"total:{key}:joined", f"协办、参加{named}", part_in)

    return phrases


def _outreach(dossier: Dossier) -> Iterator[Phrase]:
    """Return what tells of outreach, and what was spent on it, for which notices ask by year."""
    yield from _events("科普", "outreach", "科普活动")(dossier)
    spending = latest("finance_year", "kepu_spent", *of_year(dossier.program.year))
    yield Phrase("total:outreach:spent", "科普经费支出", spending, _money)


def _money(spending: Answer) -> str:
    return yuan(spending.sure) if spending.tally.measured is not None else ""


def _largest(kind: str) -> Callable[[Dossier], Sequence[Sentence]]:
    """Return what names the largest events; the rest stands in the list of activities."""

    def name(dossier: Dossier) -> Sequence[Sentence]:
        events = dossier.answers[ours(dossier, is_term("kind", kind))].records
        attended_events = [event for event in in_date_order(events) if _size(event)]
        largest = sorted(attended_events, key=_size, reverse=True)[:HIGHLIGHTS]
        named = "；".join(
            f"{show(event.get('start_on'))}的{quoted(clean(str(event.get('title'))))}"
            for event in in_date_order(largest)
        )
        return [sentence_of(Piece(f"规模较大的有：{named}。"))] if named else []

    return name


def _size(event: Record) -> int:
    people = event.get("attend_onsite")
    return people if isinstance(people, int) else 0


def _service(dossier: Dossier) -> Iterator[Phrase]:
    services = begun(dossier, "engagement")
    clients = replace(services, take=Take.DISTINCT, field="client")
    yield counted("total:services", "开展对接服务", services)
    yield Phrase(
        "total:clients", "涉及服务对象", clients, lambda a: f"{a.sure}家" if a.sure else ""
    )
    yield from _kinds(
        dossier, "service", agreement="签订协议", output="形成报告、建议等成果", adoption="被采纳"
    )


def _people(dossier: Dossier) -> Iterator[Phrase]:
    current = current_members(dossier)
    dated = Criterion("joined_on", Operator.PRESENT)
    fresh = replace(current, where=(*current.where, dated), period=dossier.period)
    yield counted("total:members", "现有会员", current)
    yield counted("total:joined", "其中新增", fresh)
    yield from _kinds(dossier, "people", nomination="举荐推荐")


def _publicity(dossier: Dossier) -> list[Phrase]:
    words = {
        "media_report": "获媒体报道",
        "info_post": "在平台发布信息",
        "journal_issue": "编印刊物",
    }
    return _kinds(dossier, "publicity", **words)


SUMMARY = Form(
    "summary",
    facts=FACTS,
    front=(
        title("{{ society }}\n{{ year }}年度工作总结"),
        totals("opening", "总述", _opening),
        Prose("opening", "总述", "全年工作的总体评价"),
    ),
    sections=(
        _chapter("organisation", "组织建设", _organisation, first=lambda d: begun(d, "meeting")),
        _chapter("academic", "学术交流", _events("学术", "academic", "学术活动"), _largest("学术")),
        _chapter("outreach", "科学普及", _outreach, _largest("科普")),
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
    facts=FACTS,
    front=(
        Repeated(
            "cases",
            "case",
            "典型案例",
            CASE_COLUMNS,
            rows_of(chosen("case")),
            none_of("case"),
            questions_of("case", chosen("case")),
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
    sentences: Sentences[Dossier],
    *listings: Listing[Dossier],
    until: str = "{{ covered }}",
) -> Form[Dossier]:
    """Return a list on its own: how many there are, then the table."""
    return Form(
        name,
        facts=FACTS,
        front=(
            title(f"{{{{ society }}}}\n{PAPER_TITLES[name]}"),
            line(f"（{until}）        制表日期：{{{{ date }}}}", style="TableCentre"),
            sentences,
            *listings,
        ),
    )


def _total(id_: str, words: str, choose: Choose) -> Sentences[Dossier]:
    return totals(
        "totals", "合计", _one(lambda dossier: (counted(f"total:{id_}", words, choose(dossier)),))
    )


LISTS = (
    _list("activities", activity_totals("totals", "合计"), ACTIVITIES, JOINED),
    _list(
        "members", _total("members", "现有会员", current_members), MEMBERS, until="截至{{ date }}"
    ),
    _list("agreements", _total("agreements", "期内有效协议", chosen("agreement")), AGREEMENTS),
    _list("evidence", _total("evidence", "共有佐证材料", chosen("evidence")), EVIDENCE),
)
