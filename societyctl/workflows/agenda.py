"""What lies ahead: duties, planned events, and what the chosen notice leaves to be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from societyctl.domain.selection import Criterion, Operator, Record
from societyctl.domain.summaries import Agenda, DayAhead
from societyctl.workflows.checking import in_brief

if TYPE_CHECKING:
    from societyctl.store import Store
    from societyctl.workflows.opening import Session

_DONE = ("完成", "逾期完成")
_HELD = ("已举办", "取消")


def agenda(session: Session, as_of: date) -> Agenda:
    """Return what lies ahead on a day; raises ProgramError for a chosen program with mistakes."""
    days = sorted(_days(session.store, as_of), key=lambda one: one.on)
    chosen = session.workspace.chosen_program
    actions = in_brief(session, chosen, as_of).actions if chosen is not None else ()
    return Agenda(tuple(days), actions)


def _days(store: Store, as_of: date) -> Iterator[DayAhead]:
    """Yield duties that are not done, overdue ones too, and events that are still to be held."""
    for duty in store.records("duty"):
        if duty.get("status") not in _DONE and duty.get("dated_on") is None:
            yield from _ahead(duty, "due_on", as_of, "交办任务")
    planned = Criterion("start_on", Operator.AT_LEAST, (as_of,))
    for event in store.records("activity", (planned,), ("title", "start_on", "status")):
        if event.get("status") not in _HELD:
            yield from _ahead(event, "start_on", as_of, "活动")


def _ahead(record: Record, field: str, as_of: date, kind: str) -> Iterator[DayAhead]:
    on = record.get(field)
    if isinstance(on, date):
        yield DayAhead(on, (on - as_of).days, f"{record.get('title') or '未命名'}（{kind}）")
