"""An import that is killed at any moment leaves the store as before or as after it."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from societyctl.store import Store
from tests.cli.command_line import command

ROWS = 300
TIMES = 100


def start_import(workspace: Path, book: Path) -> int:
    """Import in a child that has everything loaded already; returns its number.

    A process started anew would spend most of its life loading libraries.
    """
    child = os.fork()
    if child:
        return child
    with Path(os.devnull).open("r+b") as nowhere:
        for stream in range(3):
            os.dup2(nowhere.fileno(), stream)
    os._exit(run_import(workspace, book))


def run_import(workspace: Path, book: Path) -> int:
    arguments = ["--workspace", str(workspace), "import", str(book), "--yes"]
    return int(command().main(arguments, standalone_mode=False) or 0)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_import_is_all_or_nothing(
    tmp_path: Path, make_workbook: Callable[..., Path]
) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    url = f"sqlite:///{workspace.as_posix()}/society.db"
    Store.open(url).close()
    books = [book_of(make_workbook, number) for number in range(2)]
    assert run_import(workspace, books[0]) == 0  # loads what the children need
    taken = [time_of(workspace, books[number % 2]) for number in (1, 0, 1, 0)]
    outcomes = {"before": 0, "after": 0}

    moments = random.Random(20220601)  # noqa: S311  # repeatable, not secret
    for number in range(1, TIMES + 1):
        child = start_import(workspace, books[number % 2])
        # Saving comes last: most of the moments lie in the second half of the run.
        time.sleep(moments.uniform(0.3, 1.1) * min(taken))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        outcomes[state_of(url, number % 2)] += 1

    assert sum(outcomes.values()) == TIMES
    assert outcomes["before"] > 0


def time_of(workspace: Path, book: Path) -> float:
    """Return how long a whole import takes."""
    started = time.perf_counter()
    assert os.waitpid(start_import(workspace, book), 0)[1] == 0
    return time.perf_counter() - started


def book_of(make_workbook: Callable[..., Path], number: int) -> Path:
    rows = [[f"活动{row}", "2022-06-01", number + 1] for row in range(ROWS)]
    return make_workbook({"活动": [["活动名称", "开始日期", "场次"], *rows]}, f"{number}.xlsx")


def state_of(url: str, number: int) -> str:
    """Tell whether the import happened; fails when it happened in part."""
    with Store.open(url) as store:
        found = {record["sessions"] for record in store.records("activity")}
        assert len(found) == 1
        assert store.counts()["activity"] == ROWS
        changed = [item.changed for item in store.history() if item.added == 0]
        assert set(changed) <= {ROWS}
    return "after" if found == {number + 1} else "before"
