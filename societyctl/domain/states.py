"""Where an application stands on a day: from its record, the days of the notice, and that day.

A status is written once and says how things are now; a dated field says since when. So a day in
the past is answered from the dates, and the status speaks where no date does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from societyctl.domain.dates import PartialDate
from societyctl.domain.selection import Record
from societyctl.domain.wording import show_date


class ApplicationState(StrEnum):
    """What became of applying for a project; Chinese on screen, English in JSON."""

    OPEN = "open"
    TOO_LATE = "too_late"
    CLOSED = "closed"
    PLANNED = "planned"
    HANDED_IN = "handed_in"
    RETURNED = "returned"
    DECLINED = "declined"
    APPROVED = "approved"
    AWAITING_MIDTERM = "awaiting_midterm"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    ACCEPTED = "accepted"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        """The Chinese word."""
        return _WORDS[self]

    @property
    def can_be_handed_in(self) -> bool:
        """Whether one may still apply, so that being eligible is the question."""
        return self in (ApplicationState.OPEN, ApplicationState.PLANNED)


def binding(state: ApplicationState | None) -> tuple[str, ...]:
    """Return the stages whose requirements bind: what is asked later does not yet."""
    if state is None or state in _NOT_HANDED_IN:
        return ("qualification",)
    return _STAGES.get(state, ("qualification", "application"))


_WORDS = {
    ApplicationState.OPEN: "可报未报",
    ApplicationState.TOO_LATE: "来不及",
    ApplicationState.CLOSED: "已截止未报",
    ApplicationState.PLANNED: "拟报",
    ApplicationState.HANDED_IN: "已报待立项",
    ApplicationState.RETURNED: "退回修改",
    ApplicationState.DECLINED: "未立项",
    ApplicationState.APPROVED: "已立项在实施",
    ApplicationState.AWAITING_MIDTERM: "待中期",
    ApplicationState.AWAITING_ACCEPTANCE: "待验收",
    ApplicationState.ACCEPTED: "已验收",
    ApplicationState.FAILED: "未通过",
    ApplicationState.WITHDRAWN: "撤回",
}
_NOT_HANDED_IN = (
    ApplicationState.OPEN,
    ApplicationState.TOO_LATE,
    ApplicationState.CLOSED,
    ApplicationState.PLANNED,
    ApplicationState.WITHDRAWN,
)
_STAGES: dict[ApplicationState, tuple[str, ...]] = {
    ApplicationState.AWAITING_MIDTERM: ("midterm",),
    ApplicationState.AWAITING_ACCEPTANCE: ("acceptance",),
}
_APPROVED = ("已立项", "中期评估", "已验收", "未通过")
_HANDED_IN = (
    *("已申报", "材料初审", "评审验收", "综合评定", "组织审批", "公示", "退回修改", "不予立项"),
    *_APPROVED,
)
_FAILED = ("不合格", "未参加", "未通过")
_NOTICE = timedelta(days=30)
"""So long before its deadline a stage is what one waits for, where the notice gives no start."""


@dataclass(frozen=True, slots=True)
class StageDays:
    """The days that a notice sets for one project; None where it sets none."""

    deadline: date | None = None
    """The last day to apply."""
    paper_by: date | None = None
    """The last day on which the paper copy can be handed in, where it is earlier."""
    midterm_from: date | None = None
    midterm_by: date | None = None
    acceptance_from: date | None = None
    acceptance_by: date | None = None
    ends: date | None = None
    """The end of the work where the application does not say it."""


@dataclass(frozen=True, slots=True)
class StateOnDay:
    """The state of an application on a day, and the day by which the next thing has to be done."""

    state: ApplicationState
    day: date
    due: date | None = None

    @property
    def days_left(self) -> int | None:
        """Days until it is due: 0 on the day itself, negative once it is past."""
        return (self.due - self.day).days if self.due is not None else None

    @property
    def is_overdue(self) -> bool:
        """Whether what has to be done was not done in time."""
        return self.due is not None and self.due < self.day


def state_on(record: Record | None, days: StageDays, day: date) -> StateOnDay:
    """Return the state of an application on a day; of none at all where there is no record."""
    if record is not None and is_withdrawn(record, day):
        return StateOnDay(ApplicationState.WITHDRAWN, day)
    if record is None or not is_handed_in(record, day):
        return StateOnDay(_before_handing_in(record, days, day), day, days.deadline)
    if _is_past(record, "returned_on", day, status="退回修改") and _status(record) == "退回修改":
        return StateOnDay(ApplicationState.RETURNED, day, _last_of(record, "return_by"))
    if _is_past(record, "declined_on", day, status="不予立项"):
        return StateOnDay(ApplicationState.DECLINED, day)
    if not _is_past(record, "approved_on", day, status=_APPROVED):
        return StateOnDay(ApplicationState.HANDED_IN, day)
    return _after_approval(record, days, day)


def is_withdrawn(record: Record, day: date) -> bool:
    """Tell whether an application was taken back by that day."""
    return _is_past(record, "withdrawn_on", day, status="撤回")


def is_handed_in(record: Record | None, day: date) -> bool:
    """Tell whether an application was handed in by that day.

    A day of applying that lies ahead, or beside the status 拟申报, is only intended.
    """
    if record is None or _status(record) == "拟申报":
        return False
    return _is_past(record, "applied_on", day, status=_HANDED_IN)


def _before_handing_in(record: Record | None, days: StageDays, day: date) -> ApplicationState:
    if days.deadline is not None and day > days.deadline:
        return ApplicationState.CLOSED
    if days.paper_by is not None and day > days.paper_by:
        return ApplicationState.TOO_LATE
    return ApplicationState.OPEN if record is None else ApplicationState.PLANNED


def _after_approval(record: Record, days: StageDays, day: date) -> StateOnDay:
    if _is_concluded(record, day):
        words = (record.get("acceptance_result"), _status(record))
        failed = any(word in _FAILED for word in words)
        return StateOnDay(ApplicationState.FAILED if failed else ApplicationState.ACCEPTED, day)
    if _is_past(record, "acceptance_submitted_on", day):
        return StateOnDay(ApplicationState.AWAITING_ACCEPTANCE, day)
    end = _last_of(record, "to_on") or days.ends
    if day >= _acceptance_begins(days, end):
        return StateOnDay(ApplicationState.AWAITING_ACCEPTANCE, day, days.acceptance_by)
    begins = days.midterm_from or (days.midterm_by - _NOTICE if days.midterm_by else date.max)
    is_asked = day >= begins or _status(record) == "中期评估"
    if is_asked and not _is_past(record, "midterm_on", day):
        return StateOnDay(ApplicationState.AWAITING_MIDTERM, day, days.midterm_by)
    return StateOnDay(ApplicationState.APPROVED, day, end)


def _is_concluded(record: Record, day: date) -> bool:
    """Tell whether the work was accepted, or failed to be, by that day."""
    if record.get("acceptance_result") is None and _status(record) not in ("已验收", "未通过"):
        return _is_past(record, "accepted_on", day)
    settled = _day(record, "accepted_on") or _day(record, "acceptance_submitted_on")
    return settled is None or settled <= day


def _acceptance_begins(days: StageDays, end: date | None) -> date:
    """Return the first day on which acceptance is what one waits for."""
    if days.acceptance_from is not None:
        return days.acceptance_from
    ended = [end + timedelta(days=1)] if end is not None else []
    asked = [days.acceptance_by - _NOTICE] if days.acceptance_by is not None else []
    return min((*ended, *asked), default=date.max)


def _is_past(record: Record, name: str, day: date, *, status: str | tuple[str, ...] = ()) -> bool:
    """Tell whether something took place by that day: by its date, else by the status."""
    happened = _day(record, name)
    if happened is not None:
        return happened <= day
    return _status(record) in ((status,) if isinstance(status, str) else status)


def _status(record: Record) -> str:
    return str(record.get("status") or "")


def _day(record: Record, name: str) -> date | None:
    value = record.get(name)
    return value if isinstance(value, date) else None


def _last_of(record: Record, name: str) -> date | None:
    value = _day(record, name)
    return value.last if isinstance(value, PartialDate) else value


_IN_ORDER = (
    ("applied_on", "申报日期"),
    ("returned_on", "退回日期"),
    ("approved_on", "立项日期"),
    ("midterm_on", "中期评估日期"),
    ("acceptance_submitted_on", "验收报告提交日期"),
    ("accepted_on", "验收日期"),
)
"""One after the other, as an application goes its way."""


def contradictions(record: Record, days: StageDays, day: date) -> Iterator[str]:
    """Yield what in an application cannot be true together, where it stands and how to mend it."""
    title, ref = record.get("title") or record.get("project") or "未命名", record["id"]
    for text, field in (*_status_against_days(record, days, day), *_days_out_of_order(record)):
        to_mend = f"请核对后改：societyctl edit application:{ref} {field}=…"
        yield f"“{title}”（application:{ref}）{text}；{to_mend}"


def _status_against_days(record: Record, days: StageDays, day: date) -> Iterator[tuple[str, str]]:
    status, applied = _status(record), _day(record, "applied_on")
    if applied is None:
        return
    when = show_date(applied)
    if status in _HANDED_IN and applied > day:
        yield f"状态是“{status}”，申报日期{when}却还没到，这一天按没有报算", "申报日期"
    elif status in _HANDED_IN and days.deadline is not None and applied > days.deadline:
        by = show_date(days.deadline)
        yield f"状态是“{status}”，申报日期{when}却在截止日{by}之后", "申报日期"
    elif status == "拟申报" and applied <= day:
        yield f"状态是“拟申报”，申报日期{when}却已到，按没有报算；报了就把状态改成已申报", "状态"


def _days_out_of_order(record: Record) -> Iterator[tuple[str, str]]:
    known = [(header, one) for name, header in _IN_ORDER if (one := _day(record, name))]
    for (earlier, first), (later, second) in pairwise(known):
        if max(second, getattr(second, "last", second)) < first:
            yield f"的{later}{show_date(second)}早于{earlier}{show_date(first)}", later
