"""Targets: promised or asked, done, proven; and the standards that are not numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.selection import Record, RecordNote, Selection, Take
from societyctl.domain.standing import within
from societyctl.domain.verdicts import DecidedBy, Number, Status, Strength, Verdict
from societyctl.domain.wording import number
from societyctl.reporting.papers.dossier import Answer, Dossier, ref_of
from societyctl.reporting.papers.listings import LACK
from societyctl.reporting.papers.selections import figures_named
from societyctl.reporting.papers.totals import proofs_of, sentence_of
from societyctl.reporting.values import (
    ChartBar,
    Piece,
    PrintedField,
    Sentence,
    TracedFigure,
    TracedRecord,
)
from societyctl.reporting.word.blocks import TracedText
from societyctl.reporting.word.lists import Listing, TableColumn
from societyctl.reporting.word.text import DASH, NONE_WORD, clean, gap, rate, show

NOTE_LENGTH = 40
HIGHLIGHTS = 6
"""So many targets the opening names; the table has all."""

LOW, LOWEST = 90, 80
"""Percentages below which reviewers look again, and refuse."""

PAPERWORK = frozenset({"application", "evidence"})
"""Records that are the application itself: what is asked of them is no goal of the project."""


def is_number(value: object) -> bool:
    """Tell whether a measured value is a number (a yes or no is none)."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Goal:
    """A requirement that is counted, and what was promised for it."""

    verdict: Verdict
    promise: Record
    recorded: bool
    """Anything of the kind is on record at all; without, nothing measured is not zero."""

    @property
    def promised(self) -> int | None:
        """The number promised in the application."""
        value = self.promise.get("promised")
        return value if isinstance(value, int) else None

    @property
    def measured(self) -> Number | None:
        """What was done, None while it is not known."""
        value = self.verdict.measured
        is_known = isinstance(value, int | Decimal) and (value or self.recorded)
        return value if is_known and isinstance(value, int | Decimal) else None

    @property
    def needed(self) -> Number | None:
        """What the notice asks."""
        value = self.verdict.needed
        return value if isinstance(value, int | Decimal) else None

    @property
    def reached(self) -> str:
        """How much of the promise, else of what is asked, is done."""
        whole = self.needed if self.promised is None else self.promised
        if whole is None or self.measured is None:
            return DASH
        # Met by another of several ways: a rate of this one would mislead.
        elsewhere = self.verdict.status is Status.MET and self.measured < (self.needed or 0)
        return DASH if elsewhere else rate(self.measured, whole)

    @property
    def percent(self) -> float | None:
        """The rate as a number."""
        return float(self.reached.rstrip("%")) if self.reached.endswith("%") else None


def standards(dossier: Dossier) -> list[Verdict]:
    """Return what the project itself must reach; everything where the notice names no stage.

    Conditions for applying are settled once the project is approved.
    """
    binding = [
        verdict
        for verdict in dossier.verdicts
        if verdict.status is not Status.NOT_APPLICABLE and verdict.strength is not Strength.ADVISORY
    ]
    return [verdict for verdict in binding if verdict.stage in {"midterm", "acceptance"}] or binding


def targets_of(dossier: Dossier) -> list[Goal]:
    """Return the requirements that belong in the table of targets.

    That is whatever was promised, and what the notice counts in one go; tests put together
    from parts, and the papers of an application, are judged, not counted. Promises of which
    the notice counts nothing come last.
    """
    promised = dossier.commitments
    by_requirement = {str(promise.get("requirement")): promise for promise in promised}
    asked = {verdict.id for verdict in standards(dossier) if _is_asked(verdict)}
    goals = [
        Goal(verdict, by_requirement.get(verdict.id, {}), _is_recorded(verdict, dossier))
        for verdict in dossier.verdicts
        if _is_counted(verdict) and (verdict.id in by_requirement or verdict.id in asked)
    ]
    counted = {target.verdict.id for target in goals}
    own = [promise for promise in promised if str(promise.get("requirement")) not in counted]
    return [*goals, *(_own_goal(promise, dossier) for promise in own)]


def target_questions(dossier: Dossier) -> Iterator[Selection]:
    """Yield what the table of targets asks beside the verdicts."""
    for promise in dossier.commitments:
        yield _own_figure(promise, dossier)
    for verdict in dossier.verdicts:
        yield from _placed(verdict, dossier)


def _placed(verdict: Verdict, dossier: Dossier) -> tuple[Selection, ...]:
    """Return the questions for what a verdict counts, and for what of it lies in the period.

    What lasts, such as an agreement, is of the period though it began before.
    """
    if dossier.period is None or len(verdict.selections) != 1 or not _is_counted(verdict):
        return ()
    [selection] = verdict.selections
    kind = RECORD_KINDS[selection.record]
    day = selection.on or kind.date
    if day is None or kind.until is not None or selection.take is Take.VALUE:
        return ()
    inside = (*selection.where, *within(day, dossier.period))
    return selection, replace(selection, where=inside)


def outside(dossier: Dossier, goal: Goal) -> str:
    """Tell how much of what was done lies outside the period of the paper's lists."""
    questions = _placed(goal.verdict, dossier)
    if not questions:
        return ""
    whole, inside = (dossier.answers[one].sure for one in questions)
    if whole != goal.measured or whole == inside:
        return ""
    named = "起止时间" if dossier.application.get("from_on") else "统计期间"
    return f"其中{whole - inside}{goal.verdict.unit}在{named}以外"


def _own_figure(promise: Record, dossier: Dossier) -> Selection:
    return figures_named(dossier, (show(promise.get("title"), gap("指标名称")),))


def _own_goal(promise: Record, dossier: Dossier) -> Goal:
    """Return a promise that the notice does not count: done is the figure of that name."""
    title = show(promise.get("title"), gap("指标名称"))
    figure: Answer = dossier.answers[_own_figure(promise, dossier)]
    amount_ = figure.tally.measured
    measured = amount_ if isinstance(amount_, int | Decimal) else None
    promised = promise.get("promised")
    reached = measured is not None and isinstance(promised, int) and measured >= promised
    state = Status.UNKNOWN if measured is None else Status.MET if reached else Status.UNMET
    verdict = Verdict(
        id=f"own:{promise.get('id')}",
        clauses=(),
        title=title,
        citation="",
        decided_by=DecidedBy.RECORD,
        strength=Strength.TARGET,
        status=state,
        because="" if figure.counted else f"其他数据中没有“{title}”",
        measured=measured,
        unit=show(promise.get("unit")),
        records=tuple(
            RecordNote(ref_of(record), title, counted=True, evidence=dossier.proof(record))
            for record in figure.counted
        ),
    )
    return Goal(verdict, promise, bool(figure.counted))


def _is_counted(verdict: Verdict) -> bool:
    measurable = verdict.measured is None or is_number(verdict.measured)
    return verdict.status is not Status.NOT_APPLICABLE and measurable


def _is_asked(verdict: Verdict) -> bool:
    binding = verdict.strength in {Strength.GATE, Strength.TARGET}
    simple = len(verdict.selections) <= 1 and not is_paperwork(verdict)
    by_count = verdict.decided_by is not DecidedBy.RECORD and verdict.stage != "application"
    return binding and simple and by_count and is_number(verdict.needed)


def is_paperwork(verdict: Verdict) -> bool:
    """Tell whether a requirement is only about the papers handed in."""
    kinds = {selection.record for selection in verdict.selections}
    of_record = verdict.stage == "application" and verdict.decided_by is not DecidedBy.FINDING
    return kinds <= PAPERWORK and (bool(kinds) or of_record)


def _is_recorded(verdict: Verdict, dossier: Dossier) -> bool:
    kinds = {selection.record for selection in verdict.selections}
    is_recorded = not kinds or any(dossier.recorded.get(kind) for kind in kinds)
    return is_recorded and verdict.status is not Status.UNKNOWN


def promises(dossier: Dossier) -> tuple[Record, ...]:
    """Return the goals of an application as commitments; what is promised already stays.

    A commitment is a whole number; a share or an average is asked, not promised.
    """
    program = dossier.program
    return tuple(
        {
            "record": "commitment",
            "program": program.id,
            "project": program.project,
            "application": dossier.application.get("title"),
            "requirement": target.verdict.id,
            "title": target.verdict.title,
            "promised": int(target.needed),
            "unit": target.verdict.unit or None,
        }
        for target in targets_of(dossier)
        if target.promised is None
        and target.needed is not None
        and target.needed == int(target.needed)
    )


def amount(value: Number | None, unit: str) -> str:
    """Return a number with its unit, or a gap."""
    return LACK if value is None else f"{number(value)}{unit}"


def done(_: Dossier, target: Goal) -> TracedFigure:
    """Return what was done, with the records that counted."""
    verdict = target.verdict
    counted = [note for note in verdict.records if note.counted]
    return TracedFigure(
        id=verdict.id,
        title=clean(verdict.title),
        text=amount(target.measured, verdict.unit),
        records=tuple(TracedRecord(note.ref, clean(note.title), note.evidence) for note in counted),
    )


def _asked(_: Dossier, target: Goal) -> TracedFigure:
    """Return what was promised and what is asked, where they differ."""
    verdict, promise = target.verdict, target.promise
    asked = amount(target.needed, verdict.unit) if target.needed is not None else ""
    text, stored = asked or gap("目标值"), tuple[PrintedField, ...]()
    if target.promised is not None:
        own = f"{target.promised}{promise.get('unit') or verdict.unit}"
        stored = (
            PrintedField(f"commitment:{promise.get('id')}", "promised", f"承诺{own}", "承诺"),
        )
        text = f"承诺{own}，要求{asked}" if asked and asked != own else f"承诺{own}"
    return TracedFigure(f"goal:{verdict.id}", f"{clean(verdict.title)}目标值", text, stored=stored)


def evidence_text(verdict: Verdict) -> str:
    """Return the evidence of the records that counted; some without is a gap."""
    counted = [note for note in verdict.records if note.counted]
    numbers = dict.fromkeys(item for note in counted for item in note.evidence)
    bare = sum(not note.evidence for note in counted)
    listed = [*numbers, *([gap(f"{bare}条记录的佐证")] if bare else [])]
    return "、".join(listed) or (DASH if verdict.measured in {0, None} else LACK)


def _note(dossier: Dossier, target: Goal) -> str:
    """Return what differs from the promise, and whether it is little enough to be looked at."""
    verdict, percent = target.verdict, target.percent
    remarks = []
    if target.promised is not None and target.measured is not None:
        lacking = target.promised - Decimal(target.measured)
        remarks = [f"比承诺少{number(lacking)}{verdict.unit}"] if lacking > 0 else []
    elif verdict.status is not Status.MET:
        remarks = [short(clean(verdict.because))]
    if percent is not None and percent < LOW:
        remarks.append(f"完成率低于{LOWEST if percent < LOWEST else LOW}%")
    return "；".join([*remarks, *filter(None, [outside(dossier, target)])]) or NONE_WORD


def short(text: str) -> str:
    """Keep the leading statements of a reason, as far as a narrow cell holds them.

    What is said to the user of this program, such as which command to run, is left out.
    """
    kept = ""
    for statement in text.rstrip("。").split("；"):
        if "societyctl" in statement:
            continue
        if kept and len(kept) + len(statement) > NOTE_LENGTH:
            return f"{kept}等"
        kept = f"{kept}；{statement}" if kept else statement
    return kept


TARGETS = Listing(
    "targets",
    "target",
    "目标完成情况",
    (
        TableColumn("id", text=lambda _, target: target.verdict.id),
        TableColumn("title", "指标", lambda _, target: target.verdict.title),
        TableColumn("needed", "承诺值/目标值", align="center", figure=_asked),
        TableColumn("actual", "实际完成值", align="center", figure=done),
        TableColumn("rate", "完成率", lambda _, target: target.reached, "center"),
        TableColumn("evidence", "证明材料编号", lambda _, target: evidence_text(target.verdict)),
        TableColumn("note", "差异说明", _note),
        TableColumn("verdict", "结论", lambda _, target: target.verdict.status.word, "center"),
    ),
    targets_of,
    lambda _: gap("承诺指标", "import 承诺指标.xlsx"),
    target_questions,
).shown(number=7, title=25, needed=14, actual=11, rate=9, evidence=14, note=21)


def target_bars(dossier: Dossier) -> list[ChartBar]:
    """Return how far each target is, for the chart."""
    return [
        ChartBar(clean(target.verdict.title), target.percent / 100, target.reached)
        for target in targets_of(dossier)
        if target.percent is not None
    ]


def target_sentences(dossier: Dossier) -> TracedText:
    """Return the opening: how many targets there are and how they stand, then each in short."""
    targets = targets_of(dossier)
    if not targets:
        return (), ()
    states = Counter(target.verdict.status for target in targets)
    stood = "、".join(f"{status.word}{count}项" for status, count in states.items())
    total = TracedFigure("total:targets", "指标数", f"{len(targets)}项")
    opening = sentence_of(
        Piece(f"截至{show(dossier.as_of)}，本项目对照通知要求和承诺共有量化指标"),
        Piece(total.text, total.id),
        Piece(f"，其中{stood}。"),
    )
    each = _each_target(dossier, [target for target in targets if target.measured])
    low = [
        target.percent for target in targets if target.percent is not None and target.percent < LOW
    ]
    lowest = sum(percent < LOWEST for percent in low)
    flagged = f"完成率低于{LOW}%的{len(low)}项，其中低于{LOWEST}%的{lowest}项。"
    more = [sentence_of(Piece(flagged))] if low else []
    return (opening, *each, *more), (total,)


def _each_target(dossier: Dossier, reached: Sequence[Goal]) -> list[Sentence]:
    pieces: list[Piece] = []
    for target in reached[:HIGHLIGHTS]:
        figure = done(dossier, target)
        rated = f"，完成率{target.reached}" if target.percent is not None else ""
        beyond = outside(dossier, target)
        rated += f"，{beyond}" if beyond else ""
        pieces += [
            Piece(f"{'；' if pieces else '主要指标：'}{figure.title}，实际"),
            Piece(figure.text, figure.id),
            Piece(f"（{_asked(dossier, target).text}{rated}）{proofs_of(figure)}"),
        ]
    end = "。" if len(reached) <= HIGHLIGHTS else "；其余见目标完成对照表。"
    return [sentence_of(*pieces, Piece(end))] if pieces else []
