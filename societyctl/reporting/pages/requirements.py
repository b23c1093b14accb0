"""One requirement as lines of the terminal: one line when settled, else all about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.verdicts import Status, Strength, must_not_be
from societyctl.domain.wording import first_of, header_at, show_date
from societyctl.reporting.pages.layout import STATUS_STYLES, pad, paragraph, show_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from societyctl.domain.selection import RecordNote
    from societyctl.domain.verdicts import Number, Reading, ScoreLine, Verdict

MOST_PRESSING_FIRST = (
    Status.UNMET,
    Status.UNKNOWN,
    Status.DISPUTED,
    Status.JUDGEMENT,
    Status.PENDING,
    Status.ADVISORY,
    Status.WAIVED,
    Status.NOT_APPLICABLE,
    Status.MET,
)
SETTLED = frozenset({Status.MET, Status.NOT_APPLICABLE, Status.WAIVED})
"""Verdicts that leave nothing to do."""
PRESSING = frozenset({Status.UNMET, Status.UNKNOWN, Status.DISPUTED})
"""Verdicts of which everything is told."""

STRENGTH_TAGS = {Strength.TARGET: "目标", Strength.SOFT: "软性", Strength.ADVISORY: "参考"}
STAGE_TAGS = {"application": "申报材料", "midterm": "中期", "acceptance": "验收"}

_BARE_NAMED = 3
"""So many records without evidence are named."""

WORD_COLUMNS = 10
"""The widest verdict word (人工研判) and two blanks."""
DETAIL = WORD_COLUMNS + 2
"""Where the lines below a requirement's title begin."""


def requirement_lines(verdict: Verdict, *, detailed: bool = False) -> Iterator[RenderableType]:
    """Yield the lines of one requirement.

    ``detailed`` tells everything; without it, what is settled or not yet due takes one line, with
    the next step and the records that it is about.
    """
    if not detailed and not _is_told_in_full(verdict):
        yield _brief_line(verdict)
        return
    yield _title_line(verdict)
    yield from detail("原文", verdict.citation)
    yield from detail("数据", _figures(verdict))
    yield from detail("说明", verdict.because)
    yield from _score_lines(verdict.scores)
    yield from _reading_lines(verdict.readings)
    yield from detail("佐证", verdict.evidence_wanted)
    yield from detail("下一步", verdict.next, style="bold")
    if verdict.status not in SETTLED:
        yield from detail("期限", show_date(verdict.due))
    judged = verdict.status is Status.JUDGEMENT and not detailed
    yield from _record_lines([one for one in verdict.records if one.counted or not judged])
    if verdict.more_records:
        more = f"另有{verdict.more_records}条没有列出，加 --records all 全部列出"
        yield paragraph(more, indent=DETAIL)


def _brief_next(verdict: Verdict) -> str:
    """Return the next step; of what is met, which records are without evidence."""
    notes = verdict.records if verdict.status is Status.MET and verdict.next else ()
    bare = [f"{note.title}（{note.ref}）" for note in notes if note.counted and not note.evidence]
    if not bare:
        return verdict.next
    return f"{first_of(bare, _BARE_NAMED)}缺佐证，请附{verdict.evidence_wanted}"


def _is_told_in_full(verdict: Verdict) -> bool:
    """Tell whether the requirement decides eligibility now, or cannot be decided as it is."""
    if verdict.status in PRESSING or verdict.scores:
        return True
    decides = verdict.strength is Strength.GATE and verdict.stage == "qualification"
    judged = verdict.status is Status.JUDGEMENT and bool(verdict.records)
    return judged or (decides and verdict.status not in SETTLED)


def _brief_line(verdict: Verdict) -> RenderableType:
    """Return the whole requirement on one line, its figures or the reason in brackets."""
    by_figures = (Status.MET, Status.PENDING, Status.ADVISORY)
    remark = _brief_figures(verdict) if verdict.status in by_figures else verdict.because
    tail = f"（{remark}）" if remark else ""
    tags = _tags(verdict) if verdict.status not in SETTLED else ""
    place = f" 〔{verdict.citation}〕" if verdict.citation else ""
    step = _brief_next(verdict)
    words = (verdict.title, tags, tail, place, (f"  {step}" if step else "", "bold"))
    return paragraph(*status_word(verdict.status), *words, indent=2, hanging=WORD_COLUMNS)


def _title_line(verdict: Verdict) -> RenderableType:
    words = ((verdict.title, "bold"), _tags(verdict), (f"  {verdict.id}", "dim"))
    return paragraph(*status_word(verdict.status), *words, indent=2, hanging=WORD_COLUMNS)


def _tags(verdict: Verdict) -> str:
    """Return the words for strength and stage, where they are not the usual ones."""
    tags = (STRENGTH_TAGS.get(verdict.strength), STAGE_TAGS.get(verdict.stage))
    return "".join(f"〔{tag}〕" for tag in tags if tag)


def status_word(status: Status) -> tuple[tuple[str, str], str]:
    """Return the verdict word in its colour and the blanks that fill its column."""
    return (status.word, STATUS_STYLES[status]), pad(status.word, WORD_COLUMNS)[len(status.word) :]


def detail(label: str, words: str, style: str = "") -> Iterator[RenderableType]:
    """Yield a labelled line, or nothing when there is nothing to say."""
    if words:
        parts = (f"{label}：", (words, style))
        yield paragraph(*parts, indent=DETAIL, hanging=2 * len(label) + 2)


def _figures(verdict: Verdict) -> str:
    """Return measured against needed, what is missing, and the three counts."""
    parts: list[str] = []
    if _must_not_be(verdict):
        parts.append(f"不得有，现有{_with_unit(verdict.measured or 0, verdict.unit)}")
    elif verdict.measured is not None:
        unit = verdict.unit
        parts.append(f"现有{_with_unit(verdict.measured, unit)}")
        if verdict.needed is not None:
            parts.append(f"{_wording(verdict)}{_with_unit(verdict.needed, unit)}")
        if verdict.missing:
            parts.append(f"还差{_with_unit(verdict.missing, unit)}")
    line = "，".join(parts)
    if verdict.counts is None or not verdict.evidence_wanted:
        return line
    counts = verdict.counts
    three = f"已开展{counts.held}、有佐证{counts.evidenced}、可计入{show_number(counts.countable)}"
    return f"{line}（{three}）" if line else three


def _brief_figures(verdict: Verdict) -> str:
    """Return ``现有/需要`` for a line that has little room."""
    if verdict.measured is None or isinstance(verdict.measured, bool):
        return ""
    measured = _with_unit(verdict.measured, verdict.unit)
    if _must_not_be(verdict):
        return f"不得有，现有{measured}"
    if verdict.needed is None:
        return measured
    return f"{measured}，{_wording(verdict)}{_with_unit(verdict.needed, verdict.unit)}"


_CEILINGS = ("不超过", "小于", "不早于", "不晚于", "早于", "晚于")


def _wording(verdict: Verdict) -> str:
    """Return how what is needed is said: as the most there may be, as a day, or plainly."""
    wording = verdict.part.wording if verdict.part is not None else ""
    return wording if wording in _CEILINGS else "需要"


def _must_not_be(verdict: Verdict) -> bool:
    part = verdict.part
    return part is not None and must_not_be(part.manner, part.wording, verdict.needed)


def _with_unit(value: Number | str | bool, unit: str) -> str:
    shown = show_number(value)
    return shown if isinstance(value, str | bool) else f"{shown}{unit}"


def _score_lines(lines: Sequence[ScoreLine]) -> Iterator[RenderableType]:
    """Yield the items of a score: points, the most there are, and what they come from."""
    if lines:
        yield paragraph("得分：", indent=DETAIL)
    for line in lines:
        full = f"（满分{show_number(line.full)}）" if line.full is not None else ""
        basis = f"：{line.basis}" if line.basis else ""
        parts = (line.title, "  ", (f"{line.points}分", "bold"), full, basis)
        yield paragraph(*parts, indent=DETAIL + 2 + 2 * line.depth, hanging=2)


def _reading_lines(readings: Sequence[Reading]) -> Iterator[RenderableType]:
    """Yield every reading of an ambiguous clause; the one we go by is marked."""
    for reading in readings:
        mark = "（默认）" if reading.default else ""
        status = (reading.status.word, STATUS_STYLES[reading.status])
        because = f"，{reading.because}" if reading.because else ""
        parts = (f"读法{mark}：{reading.title}：", status, because)
        yield paragraph(*parts, indent=DETAIL, hanging=6)


def _record_lines(notes: Sequence[RecordNote]) -> Iterator[RenderableType]:
    """Yield the records counted, then those left out with the reason."""
    for heading, counted in (("计入", True), ("未计入", False)):
        chosen = [note for note in notes if note.counted is counted]
        if chosen:
            yield paragraph(f"{heading}的记录（{len(chosen)}）：", indent=DETAIL)
        for note in chosen:
            parts = ((note.ref, "dim"), "  ", _record_words(note))
            yield paragraph(*parts, indent=DETAIL + 2, hanging=2)


def _record_words(note: RecordNote) -> str:
    """Return day, title, evidence and reason of a record."""
    words = f"{note.on.isoformat()}  {note.title}" if note.on else note.title
    if note.evidence:
        words += f"（佐证 {'、'.join(note.evidence)}）"
    if note.reason:
        words += f"：{note.reason}"
    elif note.missing:
        words += f"：未填{'、'.join(_headers(note))}"
    return words


def _headers(note: RecordNote) -> Iterator[str]:
    """Yield the column headers of the fields that are empty."""
    kind = RECORD_KINDS.get(note.ref.partition(":")[0])
    for name in note.missing:
        yield header_at(kind, name) if kind else name
