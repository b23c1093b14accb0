"""Questions to the store: what was answered, and what is still open.

Judging runs until no question is left open. A run in which one is only gathers: what comes out
of it is not looked at, so that the store can answer everything at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from societyctl.domain.selection import Listed, Selection, Tally


@dataclass
class Asking:
    """Answers known so far, and the questions still open."""

    answers: Mapping[Selection, Tally] = field(default_factory=dict)
    lists: Mapping[Selection, tuple[Listed, ...]] = field(default_factory=dict)
    gaps: Mapping[Selection, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Sheet and header of the empty fields that leave a selection's records open."""
    evaluated: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What has come out of requirements so far; several projects may share one."""
    settled: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """The part of it that rests on no open question, and holds whatever is answered next."""
    open: dict[Selection, None] = field(default_factory=dict)
    open_lists: dict[Selection, None] = field(default_factory=dict)
    missed: int = 0
    """How often something was asked that is still open."""

    @property
    def is_gathering(self) -> bool:
        """Whether some question is still open."""
        return bool(self.open or self.open_lists)

    def ask(self, selection: Selection) -> Tally:
        """Return the answer, or note the question and return an empty answer."""
        found = self.answers.get(selection)
        if found is None:
            self.open[selection] = None
            self.missed += 1
            return Tally(measured=0, possible=0)
        return found

    def list(self, selection: Selection) -> tuple[Listed, ...]:
        """Return the records that count, or note the question and return none."""
        found = self.lists.get(selection)
        if found is None:
            self.open_lists[selection] = None
            self.missed += 1
            return ()
        return found

    def is_recorded(self, selection: Selection) -> bool:
        """Tell whether there are records of the kind that a question is about."""
        tally = self.answers.get(selection)
        return bool(tally.recorded) if tally is not None else bool(self.lists.get(selection))
