"""Requirements as papers list them: conditions for applying, standards, what is still to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from societyctl.domain.selection import Selection
from societyctl.domain.verdicts import Status, Strength, Verdict
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.targets import (
    evidence_text,
    is_paperwork,
    short,
    standards,
    target_questions,
    targets_of,
)
from societyctl.reporting.papers.totals import sentence_of
from societyctl.reporting.values import Piece
from societyctl.reporting.word.blocks import TracedText, nothing
from societyctl.reporting.word.lists import Listing, TableColumn
from societyctl.reporting.word.text import DASH, NONE_WORD, clean, gap, show

_OPEN = {Status.UNKNOWN, Status.JUDGEMENT}
"""Not settled: a record or a person's finding is missing, so the paper has a gap."""


def conditions(dossier: Dossier) -> list[Verdict]:
    """Return the conditions for applying; the application is not asked about itself."""
    return [
        verdict
        for verdict in dossier.verdicts
        if verdict.stage in {"qualification", "application"}
        and verdict.status is not Status.NOT_APPLICABLE
        and verdict.strength is not Strength.ADVISORY
        and not is_paperwork(verdict)
    ]


def open_work(dossier: Dossier) -> list[Verdict]:
    """Return what the project still has to do; the application is behind it."""
    return [
        verdict
        for verdict in standards(dossier)
        if verdict.status in {Status.UNMET, Status.PENDING, Status.DISPUTED, *_OPEN}
    ]


def _with_items(dossier: Dossier) -> list[Verdict]:
    """Return the standards, each score followed by its items."""
    return [line for verdict in standards(dossier) for line in (verdict, *_items(verdict))]


def _items(verdict: Verdict) -> Iterator[Verdict]:
    """Yield a line for each item of a score, in the shape of what it is part of."""
    for number, item in enumerate(verdict.scores, 1):
        full = f"（满分{item.full}）" if item.full is not None else ""
        yield replace(
            verdict,
            id=f"{verdict.id}/{number}",
            title=f"{'　' * (item.depth + 1)}{item.title}{full}",
            citation=item.place or verdict.citation,
            status=Status.UNKNOWN if item.fewest != item.most else Status.MET,
            because=item.basis or DASH,
            scores=(item,),
        )


def _is_item(verdict: Verdict) -> bool:
    return "/" in verdict.id


def _judged(_: Dossier, verdict: Verdict) -> str:
    if _is_item(verdict):
        [item] = verdict.scores
        return f"{item.points}分" if verdict.status is Status.MET else gap(f"{item.points}分")
    return gap() if verdict.status in _OPEN else verdict.status.word


def _basis(dossier: Dossier, verdict: Verdict) -> str:
    """Return the reason; numbers refer to the table of targets."""
    places = {target.verdict.id: n for n, target in enumerate(targets_of(dossier), 1)}
    place = places.get(verdict.id)
    return f"见目标完成对照表第{place}项" if place else short(clean(verdict.because))


def _proof(_: Dossier, verdict: Verdict) -> str:
    return evidence_text(verdict) if any(note.counted for note in verdict.records) else DASH


def _step(_: Dossier, verdict: Verdict) -> str:
    if verdict.status in _OPEN:
        return gap("研判结论或数据", "check")
    return short(clean(verdict.next or verdict.because))


def _verdicts(
    name: str,
    item: str,
    head: str,
    pick: Callable[[Dossier], list[Verdict]],
    *columns: TableColumn[Dossier],
    questions: Callable[[Dossier], Iterable[Selection]] = nothing,
) -> Listing[Dossier]:
    own: tuple[TableColumn[Dossier], ...] = (
        TableColumn("id", text=lambda _, verdict: verdict.id),
        TableColumn("citation", "出处", lambda _, verdict: verdict.citation),
        TableColumn("title", head, lambda _, verdict: verdict.title),
        TableColumn("verdict", "对照", _judged, "center"),
    )
    return Listing(name, item, head, (*own, *columns), pick, _nothing, questions)


def _nothing(dossier: Dossier) -> str:
    return NONE_WORD if dossier.verdicts else gap("对照结果", "check")


STANDARDS = _verdicts(
    "ratings",
    "rating",
    "验收标准",
    _with_items,
    TableColumn("basis", "依据", _basis),
    questions=target_questions,
).shown(number=7, title=32, citation=18, verdict=11, basis=33)

CONDITIONS = _verdicts(
    "conditions",
    "condition",
    "申报条件",
    conditions,
    TableColumn("actual", "实际情况", lambda _, verdict: short(clean(verdict.because))),
    TableColumn("evidence", "证明材料编号", _proof),
).shown(number=7, title=24, citation=17, actual=28, verdict=11, evidence=14)

STEPS = _verdicts(
    "steps",
    "step",
    "事项",
    open_work,
    TableColumn("state", "现状", lambda _, verdict: verdict.status.word, "center"),
    TableColumn("step", "下一步", _step),
    TableColumn("due", "最迟日期", lambda _, verdict: show(verdict.due, DASH), "center"),
).shown(number=7, title=32, state=11, step=29, due=22)


def rating_sentences(dossier: Dossier) -> TracedText:
    """Return the summary of the self-rating in one sentence."""
    judged = standards(dossier)
    if not judged:
        return (), ()
    states = Counter(verdict.status.word for verdict in judged)
    stood = "、".join(f"{word}{count}项" for word, count in states.items())
    return (sentence_of(Piece(f"对照验收标准逐条自评，共{len(judged)}项：{stood}。")),), ()
