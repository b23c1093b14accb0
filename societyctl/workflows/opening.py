"""Opening what a job works on: the workspace, its store, the programs and templates in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.workdays import OWN_DAYS
from societyctl.store.workspace import Workspace, create_workspace, find_workspace

if TYPE_CHECKING:
    from societyctl.rules.language.program import Program
    from societyctl.store import Store


@dataclass(frozen=True, slots=True)
class Session:
    """A workspace with its store open: what nearly every job is given."""

    workspace: Workspace
    store: Store

    def program(self, name: str, day: date) -> Program:
        """Return the program of an id or a path as it is in force on a day.

        Raises UsageError or ProgramError.
        """
        from societyctl.workflows.programs import open_program

        return open_program(name, self.workspace.programs).on(day)


@contextmanager
def open_session(folder: Path | None) -> Iterator[Session]:
    """Open a workspace for one command; raises StoreError when there is none."""
    from societyctl.store import Store
    from societyctl.workflows.holidays import own_days_of

    workspace = find_workspace(folder)
    with Store.open(workspace.database_url) as store:
        # Read only where a year without a table is reckoned in: most commands never do.
        written_down = OWN_DAYS.set(cache(lambda: own_days_of(workspace)))
        try:
            yield Session(workspace, store)
        finally:
            OWN_DAYS.reset(written_down)


def has_workspace(folder: Path | None) -> bool:
    """Tell whether there is a workspace to open."""
    return find_workspace(folder, required=False) is not None


def make_workspace(folder: Path) -> Path:
    """Make a workspace with an empty store and return its folder; raises StoreError."""
    from societyctl.store import Store

    workspace = create_workspace(folder)
    with Store.open(workspace.database_url):
        return workspace.folder


_NAMED = 5
"""So many kinds are named where things stand."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a workspace holds."""

    folder: Path
    program: str | None
    """The program chosen for all commands."""
    counts: dict[str, int]
    """By the title of each of the first kinds that have records, how many."""
    changed_at: datetime | None
    """When the newest batch of changes was saved; None while there is none."""
    change: str = ""
    """What that batch was, in Chinese."""
    rest: tuple[int, int] = (0, 0)
    """Of so many further kinds, how many records."""


def overview(session: Session) -> Overview:
    """Return where things stand in a workspace."""
    counts = {
        RECORD_KINDS[name].title: count for name, count in session.store.counts().items() if count
    }
    workspace, history = session.workspace, session.store.history()
    at, command = (history[0].at, history[0].command) if history else (None, "")
    named = dict(list(counts.items())[:_NAMED])
    rest = (len(counts) - len(named), sum(counts.values()) - sum(named.values()))
    return Overview(workspace.folder, workspace.chosen_program, named, at, command, rest)


def chosen_program(folder: Path | None) -> str | None:
    """Return the program chosen in the workspace, if there is one; None without a workspace."""
    workspace = find_workspace(folder, required=False)
    return workspace.chosen_program if workspace else None


def own_programs(folder: Path | None) -> Path | None:
    """Return the folder of the user's own program files; None without a workspace."""
    workspace = find_workspace(folder, required=False)
    return workspace.programs if workspace else None


def own_templates(folder: Path | None) -> Path | None:
    """Return the folder of the user's own Word templates; None without a workspace."""
    workspace = find_workspace(folder, required=False)
    return workspace.templates if workspace else None
