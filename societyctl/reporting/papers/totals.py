"""Totals first, in one sentence: how much was done; every number traceable to its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import zip_longest

from societyctl.domain import standing
from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.dates import PartialDate, first_day, last_day
from societyctl.domain.periods import Period, split_period
from societyctl.domain.selection import Criterion, Operator, Selection
from societyctl.domain.wording import first_of, show_month
from societyctl.reporting.papers.dossier import Answer, Dossier, figure_of, in_date_order
from societyctl.reporting.papers.listings import PEOPLE
from societyctl.reporting.papers.selections import joined, ours, summed
from societyctl.reporting.values import ChartBar, Piece, Sentence, TracedFigure
from societyctl.reporting.word.blocks import Chart, Sentences, TracedText
from societyctl.reporting.word.text import clean, gap

SHOWN_PROOFS = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, and the number that follows them: a question, and how its answer reads."""

    id: str
    words: str
    selection: Selection
    read: Callable[[Answer], str]
    """Return the number as text; nothing where there is nothing to tell."""
    opening: str = ""
    """Stands before the words where they begin the sentence."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of totals; left out where none of its phrases has anything to tell."""

    phrases: tuple[Phrase, ...]
    lead: str = ""
    tail: Phrase | None = None
    """What is told in brackets at the end."""


Statements = Callable[[Dossier], Sequence[Statement]]


def totals(
    name: str,
    title: str,
    statements: Statements,
    more: Callable[[Dossier], Sequence[Sentence]] = lambda _: (),
    otherwise: Sequence[Sentence] = (),
    first: Callable[[Dossier], Selection] | None = None,
) -> Sentences[Dossier]:
    """Return a block of such sentences; ``more`` follow them, ``otherwise`` stands for none.

    ``first`` is the question from whose answer the others follow.
    """

    def asks(dossier: Dossier) -> Iterator[Selection]:
        if first is not None:
            yield first(dossier)
        for statement in statements(dossier):
            tail = (statement.tail,) if statement.tail else ()
            yield from (phrase.selection for phrase in (*statement.phrases, *tail))

    def say(dossier: Dossier) -> TracedText:
        written = [_write(dossier, statement) for statement in statements(dossier)]
        sentences = [sentence for passage, _ in written for sentence in passage]
        sentences += more(dossier)
        return sentences or otherwise, [figure for _, figures in written for figure in figures]

    return Sentences(name, title, say, asks)


def _write(dossier: Dossier, statement: Statement) -> TracedText:
    """Return one sentence; the evidence stands beside the numbers it proves.

    Numbers drawn from the same records (so many events, so many people) share one mention.
    """
    phrases = list(_told(dossier, statement.phrases))
    if not phrases:
        return (), ()
    pieces, head = [Piece(statement.lead)], phrases[0][1]
    for (words, figure), following in zip_longest(phrases, phrases[1:]):
        comma = "，" if len(pieces) > 1 else ""
        pieces += [Piece(f"{comma}{words}"), Piece(figure.text, figure.id)]
        proven = _proofs(following[1]) if following else set()
        if following is None or not proven or not proven <= _proofs(head):
            pieces.append(Piece(proofs_of(head)))
            head = following[1] if following else head
    tail = _bracketed(dossier, statement.tail)
    return (sentence_of(*pieces, Piece(f"{tail}。")),), [figure for _, figure in phrases]


def _told(dossier: Dossier, phrases: Iterable[Phrase]) -> Iterator[tuple[str, TracedFigure]]:
    """Yield the words and figures of the phrases that have something to tell."""
    opens = True
    for phrase in phrases:
        answer = dossier.answers[phrase.selection]
        text = phrase.read(answer)
        if text:
            words = f"{phrase.opening if opens else ''}{phrase.words}"
            opens = False
            yield words, figure_of(dossier, phrase.id, words, text, in_date_order(answer.counted))


def _bracketed(dossier: Dossier, phrase: Phrase | None) -> str:
    text = phrase.read(dossier.answers[phrase.selection]) if phrase else ""
    return f"（{phrase.words}{text}）" if phrase and text else ""


def sentence_of(*pieces: Piece) -> Sentence:
    """Return a sentence of these pieces."""
    kept = tuple(Piece(clean(piece.text), clean(piece.figure)) for piece in pieces if piece.text)
    return Sentence(kept, "".join(piece.text for piece in kept))


def _proofs(figure: TracedFigure) -> set[str]:
    return {number for record in figure.records for number in record.evidence}


def proofs_of(figure: TracedFigure) -> str:
    """Return the numbers of the evidence for a figure, as printed beside it.

    >>> from societyctl.reporting.values import TracedRecord
    >>> proofs_of(TracedFigure("a", "b", "2场", (TracedRecord("x:1", "t", ("Z-1", "Z-2")),)))
    '〔佐证Z-1、Z-2〕'
    """
    numbers = list(dict.fromkeys(n for record in figure.records for n in record.evidence))
    if not numbers:
        return ""
    return f"〔佐证{first_of(numbers, SHOWN_PROOFS, f'等{len(numbers)}件')}〕"


def counted(id_: str, words: str, selection: Selection, opening: str = "") -> Phrase:
    """Return how many records there are, in the measure word of their kind; nothing for none.

    A record that a blank field leaves open is not counted but named: it may belong elsewhere.
    """
    kind = RECORD_KINDS[selection.record]

    def read(answer: Answer) -> str:
        if not answer.records:
            return ""
        lacking = gap(kind.field(kind.date).header if kind.date else "")
        more = f"（另有{answer.open}{kind.measure_word}{lacking}）" if answer.open else ""
        return f"{answer.sure}{kind.measure_word}{more}"

    return Phrase(id_, words, selection, read, opening)


def attended(id_: str, words: str, events: Selection) -> tuple[Phrase, ...]:
    """Return how many events there were, and for how many people as far as that is known."""
    people = (
        Phrase(
            f"{id_}:{name}",
            f"{lead}{'参加' if unit == '人' else ''}",
            summed(events, name),
            partial(_sum_of, unit),
        )
        for name, lead, unit in PEOPLE
    )
    return (counted(id_, words, events), *people)


def _sum_of(unit: str, answer: Answer) -> str:
    return f"{answer.sure}{unit}" if answer.counted else ""


def _activities(dossier: Dossier) -> tuple[Statement, ...]:
    """Return how many activities were held, for how many people, and what was joined."""
    held = ours(dossier)
    blank = ours(dossier, *(Criterion(name, Operator.ABSENT) for name, _, _ in PEOPLE))
    lacking = Phrase("", "另有", blank, lambda a: f"{a.sure}场{gap('人数')}" if a.sure else "")
    part = counted("total:joined_activities", "协办、参加活动", joined(dossier), "另")
    return (
        Statement(attended("total:activities", "共举办活动", held), tail=lacking),
        Statement((part,)),
    )


def activity_totals(name: str, title: str) -> Sentences[Dossier]:
    """Return how many activities there were, those held apart from those joined."""
    return totals(name, title, _activities)


def _monthly(dossier: Dossier) -> dict[Period, Selection]:
    """Return the questions for each month, from the first with an activity to the last."""
    held = dossier.answers.get(ours(dossier))
    days = [event["start_on"] for event in held.counted] if held else []
    dated = [day for day in days if isinstance(day, date) and not _is_year(day)]
    if not dated:
        return {}
    months = split_period(Period(first_day(min(dated)).replace(day=1), last_day(max(dated))), 1)
    return {month: ours(dossier, *standing.within("start_on", month)) for month in months}


def _is_year(day: date) -> bool:
    """Tell whether not even the month is known."""
    return isinstance(day, PartialDate) and not day.is_month


def _month_questions(dossier: Dossier) -> Iterator[Selection]:
    yield ours(dossier)
    yield from _monthly(dossier).values()


def _month_bars(dossier: Dossier) -> list[ChartBar]:
    monthly = _monthly(dossier)
    counts = [dossier.answers[selection].sure for selection in monthly.values()]
    firsts = [month.start for month in monthly if month.start]
    is_long = any(first.year != firsts[0].year for first in firsts)
    return [
        ChartBar(
            show_month(first) if is_long else f"{first.month}月", count / max(counts), f"{count}场"
        )
        for first, count in zip(firsts, counts, strict=True)
    ]


MONTHS = Chart("months", "图  各月活动场次", _month_bars, _month_questions)
