"""Totals first, in one sentence: how much was done; every number traceable to its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Record
from societyctl.domain.wording import first_of
from societyctl.reporting.papers.dossier import Dossier, figure_of
from societyctl.reporting.papers.listings import PEOPLE, held_activities
from societyctl.reporting.values import ChartBar, Piece, Sentence, TracedFigure
from societyctl.reporting.word.blocks import TracedText
from societyctl.reporting.word.text import clean, gap

Phrase = tuple[str, TracedFigure]
"""Words, and the number that follows them."""

SHOWN_PROOFS = 3


def sentence_of(*pieces: Piece) -> Sentence:
    """Return a sentence of these pieces."""
    kept = tuple(Piece(clean(piece.text), clean(piece.figure)) for piece in pieces if piece.text)
    return Sentence(kept, "".join(piece.text for piece in kept))


def said(phrases: Sequence[Phrase], lead: str = "", tail: str = "") -> TracedText:
    """Return the phrases as one sentence; the evidence stands beside the numbers it proves.

    Numbers drawn from the same records (so many events, so many people) share one mention.
    """
    if not phrases:
        return (), ()
    pieces, head = [Piece(lead)], phrases[0][1]
    for (words, figure), following in zip_longest(phrases, phrases[1:]):
        comma = "，" if len(pieces) > 1 else ""
        pieces += [Piece(f"{comma}{words}"), Piece(figure.text, figure.id)]
        proven = _proofs(following[1]) if following else set()
        if following is None or not proven or not proven <= _proofs(head):
            pieces.append(Piece(proofs_of(head)))
            head = following[1] if following else head
    return (sentence_of(*pieces, Piece(f"{tail}。")),), tuple(figure for _, figure in phrases)


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


def counted(
    dossier: Dossier, id_: str, words: str, records: Sequence[Record], *, dated: bool = True
) -> list[Phrase]:
    """Return how many records there are, in the measure word of their kind; nothing for none.

    With ``dated``, a record without its day is not counted but named: it may belong elsewhere.
    """
    if not records:
        return []
    kind = RECORD_KINDS[str(records[0].get("record"))]
    open_ = [record for record in records if dated and kind.date and not record.get(kind.date)]
    sure = [record for record in records if record not in open_]
    text = f"{len(sure)}{kind.measure_word}"
    if open_ and kind.date:
        lacking = gap(kind.field(kind.date).header)
        text += f"（另有{len(open_)}{kind.measure_word}{lacking}）"
    return [(words, figure_of(dossier, id_, words, text, sure))]


def attended(dossier: Dossier, id_: str, words: str, events: Sequence[Record]) -> list[Phrase]:
    """Return how many events there were, and for how many people as far as that is known."""
    phrases = counted(dossier, id_, words, events)
    sure = [event for event in events if event.get("start_on")]
    for name, lead, unit in PEOPLE:
        known = [event for event in sure if isinstance(event.get(name), int)]
        total = sum(int(str(event.get(name))) for event in known)
        title = f"{lead}{'参加' if unit == '人' else ''}"
        if known:
            text = f"{total}{unit}"
            phrases.append((title, figure_of(dossier, f"{id_}:{name}", title, text, known)))
    return phrases


def activity_sentences(dossier: Dossier) -> TracedText:
    """Return how many activities were held, and for how many people."""
    held = held_activities(dossier)
    names = [name for name, _, _ in PEOPLE]
    blank = [event for event in held if all(event.get(name) is None for name in names)]
    tail = f"（另有{len(blank)}场{gap('人数')}）" if blank else ""
    return said(attended(dossier, "total:activities", "共举办活动", held), tail=tail)


def month_bars(dossier: Dossier) -> list[ChartBar]:
    """Return how many activities were held in each month, from the first to the last."""
    days = [
        day for event in held_activities(dossier) if isinstance(day := event.get("start_on"), date)
    ]
    if not days:
        return []
    tally = Counter((day.year, day.month) for day in days)
    first, last = min(tally), max(tally)
    span = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
    months = [(number // 12, number % 12 + 1) for number in span]
    long = first[0] != last[0]
    return [
        ChartBar(
            f"{year}年{month}月" if long else f"{month}月",
            tally[year, month] / max(tally.values()),
            f"{tally[year, month]}场",
        )
        for year, month in months
    ]
