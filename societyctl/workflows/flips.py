"""Which verdicts flipped between two checks, and what made them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.differences import (
    Cause,
    CheckComparison,
    Flip,
    KeptCheck,
    KeptVerdict,
    RecordChange,
)
from societyctl.domain.selection import AnyOf, Condition, Linked
from societyctl.domain.verdicts import CheckResult, Verdict
from societyctl.domain.wording import show_date
from societyctl.rules.language.references import kinds_read_whole

if TYPE_CHECKING:
    from societyctl.rules.language.program import Program
    from societyctl.store import Store

_WHAT_WORDS = {"added": "新增", "changed": "改动", "deleted": "删去", "evidence": "佐证有变"}
_SHOWN = 5
"""More causes of one kind are only counted."""


def compare_checks(
    store: Store, program: Program, result: CheckResult, since: KeptCheck, now: KeptCheck
) -> CheckComparison:
    """Return the verdicts that flipped between two checks, each with what made it."""
    before = {verdict.key: verdict for verdict in since.verdicts}
    after = {verdict.key: verdict for verdict in now.verdicts}
    projects = {verdict.project for verdict in now.verdicts}
    keys = [*after, *(key for key in before if key not in after and key[1] in projects)]
    changed = [key for key in keys if _status(before.get(key)) != _status(after.get(key))]
    tracer = _Tracer(store, program, result, since, now)
    flips = tuple(_flip(before.get(key), after.get(key), tracer) for key in changed)
    return CheckComparison(since, now, flips)


def _status(verdict: KeptVerdict | None) -> str | None:
    return verdict.status if verdict is not None else None


def _flip(before: KeptVerdict | None, after: KeptVerdict | None, tracer: _Tracer) -> Flip:
    verdict = after or before
    assert verdict is not None  # noqa: S101  # one of the two has the key
    flip = Flip(
        verdict.subject,
        verdict.project,
        verdict.application,
        verdict.id,
        verdict.title,
        verdict.citation,
        _status(before),
        _status(after),
        verdict.because,
    )
    if verdict.subject == "project":
        return flip
    return replace(flip, causes=tracer.causes(before, after))


class _Tracer:
    """Looks for what made verdicts flip, in the order of likelihood."""

    def __init__(
        self, store: Store, program: Program, result: CheckResult, since: KeptCheck, now: KeptCheck
    ) -> None:
        self._store = store
        self._program = program
        self._since, self._now = since, now
        self._changes = store.changes_since(since.batch)
        self._verdicts = {
            (project.id, project.application, verdict.id): verdict
            for project in result.projects
            for verdict in project.requirements
        }

    def causes(self, before: KeptVerdict | None, after: KeptVerdict | None) -> tuple[Cause, ...]:
        """Return what made one verdict flip."""
        if before is None or after is None:
            return self._came_or_went(before, after)
        if before.digest != after.digest:
            amended = tuple(self._amended(after))
            if amended:
                return amended
            named = "它用到的时间窗、记录集、条件、截止日"
            return (Cause("program", f"计划文件里这一条（或{named}）改了"),)
        records = [_as_cause(change) for change in self._relevant(after)]
        if records:
            more = len(records) - _SHOWN
            tail = (Cause("record", f"另有{more}条有关的记录也变了"),) if more > 0 else ()
            return (*records[:_SHOWN], *tail)
        return (self._remaining(),)

    def _amended(self, after: KeptVerdict) -> Iterator[Cause]:
        """Yield what later notices changed between the days, of a requirement or its deadline."""
        ids = [project.id for project in self._program.projects]
        due = self._program.project(after.project).deadline if after.project in ids else None
        for told in self._program.told:
            is_new = self._since.as_of < told.on <= self._now.as_of
            if is_new and told.target in ((after.subject, after.id), ("deadline", due)):
                yield Cause("program", f"补充通知：{told.text}（{told.cited}）")

    def _came_or_went(
        self, before: KeptVerdict | None, after: KeptVerdict | None
    ) -> tuple[Cause, ...]:
        kind = "application"
        changed = [c for c in self._changes if c.ref.startswith(f"{kind}:")]
        if self._since.digest == self._now.digest and changed:
            return tuple(_as_cause(change) for change in changed[:_SHOWN])
        return (Cause("program", "计划文件增加了这一条" if after else "计划文件删去了这一条"),)

    def _remaining(self) -> Cause:
        if self._since.as_of != self._now.as_of:
            days = f"{show_date(self._since.as_of)}到{show_date(self._now.as_of)}"
            return Cause("date", f"判定日期变了（{days}）")
        if self._since.digest != self._now.digest:
            return Cause("program", "计划文件别处改了")
        if self._since.version != self._now.version:
            return Cause("other", f"软件版本变了（{self._since.version}到{self._now.version}）")
        return Cause("other", "没有找到对应的改动")

    def _relevant(self, after: KeptVerdict) -> list[RecordChange]:
        """Return the changes of records that the verdict looks at, the seen ones before others."""
        verdict = self._verdicts.get((after.project, after.application, after.id))
        if verdict is None:
            return [c for c in self._changes if _kind(c) in ("application", "prior_award")]
        kinds = _kinds_of(verdict) | self._kinds_read_whole(after)
        near = [c for c in self._changes if _kind(c) in kinds or _is_finding_on(c, after)]
        seen = self._seen(verdict)
        direct = [
            c
            for c in near
            if c.ref in seen or c.what == "deleted" or _kind(c) in ("finding", "society")
        ]
        return direct or near

    def _kinds_read_whole(self, after: KeptVerdict) -> set[str]:
        """Return the kinds of which a requirement reads fields directly, record by record."""
        project = self._program.project(after.project)
        asked = next(r for r in self._program.requirements_of(project) if r.id == after.id)
        kinds = kinds_read_whole(asked, self._program)
        return kinds | ({"application"} if asked.stage != "qualification" else set())

    def _seen(self, verdict: Verdict) -> set[str]:
        explained = self._store.explain(verdict.selections)
        return {record.ref for one in explained.values() for record in one.records}


def _kind(change: RecordChange) -> str:
    return change.ref.partition(":")[0]


def _is_finding_on(change: RecordChange, verdict: KeptVerdict) -> bool:
    return _kind(change) == "finding" and change.title == verdict.id


def _kinds_of(verdict: Verdict) -> set[str]:
    """Return the kinds of records that a verdict was drawn from, linked ones too."""
    kinds = {selection.record for selection in verdict.selections}
    for selection in verdict.selections:
        kinds |= _linked_kinds((*selection.scope, *selection.where))
    return kinds


def _linked_kinds(conditions: Sequence[Condition]) -> set[str]:
    kinds: set[str] = set()
    for condition in conditions:
        if isinstance(condition, Linked):
            kinds |= {condition.record} | _linked_kinds(condition.criteria)
        elif isinstance(condition, AnyOf):
            kinds |= {k for option in condition.options for k in _linked_kinds(option)}
    return kinds


def _as_cause(change: RecordChange) -> Cause:
    title = RECORD_KINDS[_kind(change)].title
    named = f"“{change.title}”" if change.title else ""
    words = _WHAT_WORDS[change.what]
    text = f"{title}{named}{words}（第{change.batch}批 {change.command}，{change.ref}）"
    return Cause("record", text, change.batch, change.ref)
