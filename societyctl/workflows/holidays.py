"""The days off that a workspace has written down for years without an official table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from societyctl.domain.workdays import OwnDays
from societyctl.errors import Issue, SettingsError

if TYPE_CHECKING:
    from societyctl.store.workspace import Workspace

HOLIDAYS = "holidays"
_WHERE = f"settings.json 的 {HOLIDAYS}"
_FORM = '{"holidays": {"off": ["2027-01-01", "2027-02-05至2027-02-11"], "work": ["2027-02-14"]}}'
_DAY = r"\d{4}-\d{2}-\d{2}"
_SPAN = re.compile(rf"({_DAY})(?:\s*[至~—]\s*({_DAY}))?")
_LONGEST = 31
"""Days; a longer span is a slip of the keyboard."""


def own_days_of(workspace: Workspace) -> OwnDays:
    """Return the days written down in the settings file; raises SettingsError for all mistakes."""
    given = workspace.settings().get(HOLIDAYS, {})
    if not isinstance(given, Mapping) or not all(isinstance(one, list) for one in given.values()):
        raise SettingsError(f"{_WHERE} 写法不对", f"写成 {_FORM}")
    issues = [
        Issue(f"{_WHERE}.{name}", "没有这一项", "off 放假、work 调休上班")
        for name in given
        if name not in ("off", "work")
    ]
    days: dict[str, set[date]] = {"off": set(), "work": set()}
    for name, found in days.items():
        for written in given.get(name, ()):
            span = tuple(_days(written))
            found.update(span)
            if not span:
                expected = "如 2027-01-01，或 2027-02-05至2027-02-11"
                issues.append(Issue(f"{_WHERE}.{name}", f"“{written}”不是日期", expected))
    both = days["off"] & days["work"]
    issues += [Issue(_WHERE, f"{day}既放假又上班", "留下一处") for day in sorted(both)]
    if issues:
        raise SettingsError("工作区的放假安排有误", "请照放假通知改 settings.json", issues)
    return OwnDays(frozenset(days["off"]), frozenset(days["work"]))


def _days(written: object) -> Iterator[date]:
    """Yield the days of one entry; none where it cannot be read."""
    match = _SPAN.fullmatch(str(written).strip())
    try:
        first = date.fromisoformat(match[1]) if match else None
        last = date.fromisoformat(match[2]) if match and match[2] else first
    except ValueError:
        return
    if first is not None and last is not None and 0 <= (last - first).days < _LONGEST:
        for shift in range((last - first).days + 1):
            yield first + timedelta(days=shift)
