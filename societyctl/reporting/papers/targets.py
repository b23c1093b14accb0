"""Targets: promised or asked, done, proven; and the standards that are not numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from societyctl.domain.results import DecidedBy, Number, Status, Strength, Verdict
from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier, commitments
from societyctl.reporting.papers.rows import PROOF_GAP
from societyctl.reporting.papers.values import (
    ConditionRow,
    Figure,
    NextRow,
    Piece,
    RatingRow,
    Sentence,
    TargetRow,
    TracedRecord,
)
from societyctl.reporting.word_text import DASH, clean, gap, has_gap, number, rate, show

NOTE_LENGTH = 40
HIGHLIGHTS = 6
"""So many targets the opening names; the table has all."""

Written = tuple[tuple[Sentence, ...], tuple[Figure, ...]]
"""Generated sentences, and the numbers they print."""


def is_number(value: object) -> bool:
    """Tell whether a measured value is a number (a yes or no is none)."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_numeric(verdict: Verdict, dossier: Dossier) -> bool:
    """Tell whether a requirement belongs in the table of targets.

    That is whatever was promised, and what the notice counts in one go; tests put together
    from parts, and the papers of an application, are judged, not counted.
    """
    if verdict.status is Status.NOT_APPLICABLE or not _is_count(verdict.measured):
        return False
    if verdict.id in commitments(dossier):
        return True
    if verdict.decided_by is DecidedBy.RECORD or verdict.stage == "application":
        return False
    wanted = verdict.strength in {Strength.GATE, Strength.TARGET}
    return wanted and is_number(verdict.needed) and len(verdict.selections) <= 1


def _is_count(measured: object) -> bool:
    return measured is None or is_number(measured)


def shown_amount(verdict: Verdict, dossier: Dossier) -> str:
    """Return what was measured; where nothing is recorded at all that is a gap, not a zero."""
    kinds = {selection.record for selection in verdict.selections}
    bare = bool(kinds) and not any(dossier.recorded.get(kind) for kind in kinds)
    open_ = bare or verdict.status is Status.UNKNOWN
    return amount(None if verdict.measured == 0 and open_ else verdict.measured, verdict.unit)


def figures_of(dossier: Dossier, verdicts: Iterable[Verdict]) -> tuple[Figure, ...]:
    """Return the numbers measured, each with the records that counted."""
    return tuple(
        Figure(
            id=verdict.id,
            title=clean(verdict.title),
            text=shown_amount(verdict, dossier),
            records=traced(verdict),
            proven=all(note.evidence for note in verdict.records if note.counted),
        )
        for verdict in verdicts
        if is_number(verdict.measured)
    )


def traced(verdict: Verdict) -> tuple[TracedRecord, ...]:
    """Return the records that counted towards a verdict."""
    return tuple(
        TracedRecord(note.ref, clean(note.title), note.evidence)
        for note in verdict.records
        if note.counted
    )


def distinct(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return each number once."""
    return tuple({figure.id: figure for figure in figures}.values())


def amount(value: object, unit: str) -> str:
    """Return a measured value with its unit, or a gap."""
    if value is None:
        return gap()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal):
        return f"{number(value)}{unit}"
    return clean(str(value))


def target_rows(dossier: Dossier, verdicts: Sequence[Verdict]) -> tuple[TargetRow, ...]:
    """Return the table of targets."""
    promised = commitments(dossier)
    return tuple(
        _target_row(str(index), verdict, promised.get(verdict.id), shown_amount(verdict, dossier))
        for index, verdict in enumerate(verdicts, 1)
    )


def _target_row(index: str, verdict: Verdict, promise: Record | None, actual: str) -> TargetRow:
    yardstick = _yardstick(verdict, promise)
    return TargetRow(
        number=index,
        id=verdict.id,
        title=clean(verdict.title),
        needed=_needed(verdict, promise),
        actual=actual,
        rate=DASH if has_gap(actual) else _rate(verdict, yardstick),
        evidence=_evidence(verdict),
        note=_note(verdict, promise),
        verdict=verdict.status.word,
    )


def _yardstick(verdict: Verdict, promise: Record | None) -> Number | None:
    promised = promise.get("promised") if promise else None
    if isinstance(promised, int):
        return promised
    return verdict.needed if isinstance(verdict.needed, int | Decimal) else None


def _needed(verdict: Verdict, promise: Record | None) -> str:
    asked = amount(verdict.needed, verdict.unit) if verdict.needed is not None else ""
    promised = promise.get("promised") if promise else None
    if not isinstance(promised, int):
        return asked or gap("目标值")
    own = f"{promised}{(promise or {}).get('unit') or verdict.unit}"
    return f"承诺{own}\n要求{asked}" if asked and asked != own else f"承诺{own}"


def _rate(verdict: Verdict, yardstick: Number | None) -> str:
    measured = verdict.measured
    if yardstick is None or not isinstance(measured, int | Decimal):
        return DASH
    if measured < yardstick and verdict.status is Status.MET and measured < _asked(verdict):
        return DASH
    return rate(measured, yardstick)


def _asked(verdict: Verdict) -> Number:
    return verdict.needed if isinstance(verdict.needed, int | Decimal) else 0


def _evidence(verdict: Verdict) -> str:
    """Return the evidence of the records that counted; some without is a gap."""
    counted = [note for note in verdict.records if note.counted]
    numbers = dict.fromkeys(item for note in counted for item in note.evidence)
    bare = sum(not note.evidence for note in counted)
    listed = "、".join(numbers)
    if bare:
        lacking = gap(f"{bare}条")
        return f"{listed}、{lacking}" if listed else lacking
    return listed or (DASH if verdict.measured in {0, None} else PROOF_GAP)


def _note(verdict: Verdict, promise: Record | None) -> str:
    promised = promise.get("promised") if promise else None
    measured = verdict.measured
    short = (
        isinstance(promised, int) and isinstance(measured, int | Decimal) and measured < promised
    )
    if short:
        lacking = number(Decimal(str(promised)) - Decimal(str(measured)))
        return f"比承诺少{lacking}{verdict.unit}"
    return "" if verdict.status is Status.MET else _short(clean(verdict.because))


def _short(text: str) -> str:
    """Keep the leading statements of a reason, as far as a narrow cell holds them."""
    kept = ""
    for statement in text.rstrip("。").split("；"):
        if kept and len(kept) + len(statement) > NOTE_LENGTH:
            return f"{kept}等"
        kept = f"{kept}；{statement}" if kept else statement
    return kept


def target_sentences(dossier: Dossier, verdicts: Sequence[Verdict]) -> Written:
    """Return the opening: how many targets there are and how they stand, then each in short."""
    if not verdicts:
        return (), ()
    states = Counter(verdict.status for verdict in verdicts)
    stood = "、".join(f"{status.word}{count}项" for status, count in states.items())
    total = Figure("total:targets", "指标数", f"{len(verdicts)}项")
    opening = Sentence(
        (
            Piece(
                f"截至{dossier.as_of.year}年{dossier.as_of.month}月{dossier.as_of.day}日，"
                "本项目对照通知要求和承诺共有量化指标"
            ),
            Piece(total.text, total.id),
            Piece(f"，其中{stood}。"),
        )
    )
    each = _each_target(dossier, verdicts)
    return ((opening, each) if each.pieces else (opening,)), (total,)


def _each_target(dossier: Dossier, verdicts: Sequence[Verdict]) -> Sentence:
    pieces: list[Piece] = []
    promised = commitments(dossier)
    reached = [verdict for verdict in verdicts if verdict.measured]
    for verdict in reached[:HIGHLIGHTS]:
        needed = _needed(verdict, promised.get(verdict.id)).replace("\n", "、")
        done = _rate(verdict, _yardstick(verdict, promised.get(verdict.id)))
        tail = f"（{needed}）" if done == DASH else f"（{needed}，完成率{done}）"
        pieces += [
            Piece(f"{'；' if pieces else '主要指标：'}{clean(verdict.title)}，实际"),
            Piece(amount(verdict.measured, verdict.unit), verdict.id),
            Piece(tail),
        ]
    end = "。" if len(reached) <= HIGHLIGHTS else "；其余见目标完成对照表。"
    return Sentence((*pieces, Piece(end))) if pieces else Sentence(())


def rating_rows(verdicts: Sequence[Verdict], places: Mapping[str, str]) -> tuple[RatingRow, ...]:
    """Return the self-rating: every standard; numbers refer to the table of targets."""
    return tuple(
        RatingRow(
            number=str(index),
            id=verdict.id,
            title=clean(verdict.title),
            citation=clean(verdict.citation),
            verdict=_rated(verdict),
            basis=places.get(verdict.id) or _short(clean(verdict.because)),
        )
        for index, verdict in enumerate(rated(verdicts), 1)
    )


def rated(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Return the standards of acceptance; all standards where the notice names no stage."""
    binding = [
        verdict
        for verdict in verdicts
        if verdict.status is not Status.NOT_APPLICABLE and verdict.strength is not Strength.ADVISORY
    ]
    late = [verdict for verdict in binding if verdict.stage == "acceptance"]
    return tuple(late or binding)


def condition_rows(verdicts: Sequence[Verdict]) -> tuple[ConditionRow, ...]:
    """Return the conditions for applying, each with what is on record and what proves it."""
    asked = [
        verdict
        for verdict in verdicts
        if verdict.stage in {"qualification", "application"}
        and verdict.status is not Status.NOT_APPLICABLE
        and verdict.strength is not Strength.ADVISORY
    ]
    return tuple(
        ConditionRow(
            number=str(index),
            id=verdict.id,
            title=clean(verdict.title),
            citation=clean(verdict.citation),
            actual=_short(clean(verdict.because)),
            verdict=_rated(verdict),
            evidence=_evidence(verdict) if any(note.counted for note in verdict.records) else DASH,
        )
        for index, verdict in enumerate(asked, 1)
    )


def next_rows(verdicts: Sequence[Verdict]) -> tuple[NextRow, ...]:
    """Return what is still to be done, with the day it is due."""
    unfinished = {Status.UNMET, Status.PENDING, Status.UNKNOWN, Status.JUDGEMENT, Status.DISPUTED}
    open_ = [
        verdict
        for verdict in verdicts
        if verdict.status in unfinished and verdict.strength is not Strength.ADVISORY
    ]
    return tuple(
        NextRow(
            number=str(index),
            title=clean(verdict.title),
            state=verdict.status.word,
            step=_short(clean(verdict.next or verdict.because)),
            due=show(verdict.due, DASH),
        )
        for index, verdict in enumerate(open_, 1)
    )


def _rated(verdict: Verdict) -> str:
    if verdict.status in {Status.UNKNOWN, Status.JUDGEMENT}:
        return gap()
    return verdict.status.word


def rating_sentences(verdicts: Sequence[Verdict]) -> tuple[Sentence, ...]:
    """Return the summary of the self-rating in one sentence."""
    judged = rated(verdicts)
    if not judged:
        return ()
    states = Counter(verdict.status.word for verdict in judged)
    stood = "、".join(f"{word}{count}项" for word, count in states.items())
    return (Sentence((Piece(f"对照验收标准逐条自评，共{len(judged)}项：{stood}。"),)),)
