"""Keeping every check, so that a later one can be compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from societyctl import __version__
from societyctl.domain.differences import CheckComparison, KeptCheck, KeptVerdict
from societyctl.domain.verdicts import CheckResult, LimitVerdict, ProjectResult, Verdict
from societyctl.domain.wording import show_date
from societyctl.errors import UsageError
from societyctl.store.history.kept_checks import keep, kept_checks
from societyctl.workflows.flips import compare_checks

if TYPE_CHECKING:
    from societyctl.rules.language.program import Program
    from societyctl.store import Store
    from societyctl.store.workspace import Workspace
    from societyctl.workflows.opening import Session

LAST = "last"


def keep_and_compare(
    session: Session, program: Program, result: CheckResult, since: str | None
) -> tuple[CheckComparison | None, tuple[str, ...]]:
    """Keep a check; returns what flipped since an earlier one, if asked, and remarks.

    ``since`` is a day or ``last``; there is nothing to compare with the first time. Raises
    UsageError for a text that is no date, or a day before all checks.
    """
    now = _as_kept(program, result, session.store, datetime.now().astimezone())
    remarks = []
    if not _could_keep(session.workspace, now):
        remarks.append("提示：工作区不能写入，这次检查没有留存。")
    if since is None:
        return None, tuple(remarks)
    earlier = _earlier_check(session.workspace, now, since)
    if earlier is None:
        remarks.append("这是第一次这样检查，还没有可比的；已经留存，下次可比。")
        return None, tuple(remarks)
    return compare_checks(session.store, program, result, earlier, now), tuple(remarks)


def _as_kept(program: Program, result: CheckResult, store: Store, at: datetime) -> KeptCheck:
    """Return a check in the form in which it is kept."""
    return KeptCheck(
        at=at,
        as_of=result.as_of,
        version=__version__,
        program=program.id,
        batch=store.newest_batch(),
        digest=program.digest,
        verdicts=tuple(_kept_verdicts(program, result)),
    )


def _kept_verdicts(program: Program, result: CheckResult) -> Iterator[KeptVerdict]:
    asked = program.digests
    for project in result.projects:
        place = (project.id, project.application)
        yield _kept("project", place, project, "", project.verdict.value)
        for item in project.requirements:
            yield _kept("requirement", place, item, item.citation, item.status.value, asked)
    for limit in result.limits:
        yield _kept("limit", ("", ""), limit, limit.citation, limit.status.value, asked)


def _kept(
    subject: str,
    place: tuple[str, str],
    item: ProjectResult | Verdict | LimitVerdict,
    citation: str,
    status: str,
    asked: Mapping[tuple[str, str], str] | None = None,
) -> KeptVerdict:
    digest = (asked or {}).get((place[0], item.id), "")
    return KeptVerdict(subject, *place, item.id, item.title, citation, status, item.because, digest)


def _could_keep(workspace: Workspace, check: KeptCheck) -> bool:
    """Keep a check; tells whether the workspace could be written."""
    try:
        keep(workspace, check)
    except OSError:
        return False
    return True


def _earlier_check(workspace: Workspace, now: KeptCheck, since: str) -> KeptCheck | None:
    """Return the check to compare with: the last one, or the newest as of a day or before.

    Only checks that looked at the same projects are taken. None when there is none yet for
    ``last``; raises UsageError for a text that is no date, or a day before all checks.
    """
    projects = {verdict.project for verdict in now.verdicts}
    kept = [
        check
        for check in kept_checks(workspace, now.program)
        if projects <= {verdict.project for verdict in check.verdicts} and check.at < now.at
    ]
    if since == LAST:
        return kept[-1] if kept else None
    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise UsageError(f"“{since}”不是日期", "写成 --since 2022-10-01，或 --since last") from None
    early_enough = [check for check in kept if check.as_of <= day]
    if not early_enough:
        days = [check.as_of for check in kept]
        earliest = f"最早的是{show_date(min(days))}的" if days else "还没有保留过检查"
        raise UsageError(f"没有{show_date(day)}或更早的检查可比", f"{earliest}；可用 --since last")
    return max(early_enough, key=lambda check: (check.as_of, check.at))
