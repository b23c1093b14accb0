"""The lead times that a workspace is set to, by which plans are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from societyctl.domain.plans import LEAD_TIME_WORDS, LeadTimes
from societyctl.errors import Issue, SettingsError

if TYPE_CHECKING:
    from societyctl.store.workspace import Workspace

LEAD_TIMES = "lead_times"
_LONGEST = 250
"""A working year; anything longer is a slip of the keyboard."""


def lead_times_of(workspace: Workspace) -> LeadTimes:
    """Return the lead times of the settings file, usual ones where it says nothing.

    Raises SettingsError that lists every mistake.
    """
    given = workspace.settings().get(LEAD_TIMES, {})
    where = f"settings.json 的 {LEAD_TIMES}"
    names = [field.name for field in fields(LeadTimes)]
    if not isinstance(given, Mapping):
        raise SettingsError(
            f"{where} 写法不对", f'写成 {{"council": 10}}，可用：{"、".join(names)}'
        )
    issues = [
        Issue(f"{where}.{name}", "没有这一项", "、".join(names))
        for name in given
        if name not in names
    ]
    issues += [
        Issue(f"{where}.{name}", f"“{value}”不是工作日数", f"0到{_LONGEST}的整数")
        for name, value in given.items()
        if name in names and not _is_days(value)
    ]
    if issues:
        words = "、".join(f"{name} {word}" for name, word in LEAD_TIME_WORDS.items())
        raise SettingsError(
            "工作区的用时设定有误", f"请改 settings.json；各项含义：{words}", issues
        )
    return LeadTimes(**given)


def _is_days(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST
