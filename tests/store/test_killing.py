"""An import that is killed at any moment leaves the store as before or as after it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from societyctl.store import Store

ROWS = 600
TIMES = 30


def start_import(workspace: Path, book: Path) -> subprocess.Popen[bytes]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-m", "societyctl", "--workspace", workspace, "import", book, "--yes"],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


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
    started = time.perf_counter()
    assert start_import(workspace, books[1]).wait() == 0
    whole = time.perf_counter() - started
    outcomes = {"before": 0, "after": 0}

    moments = random.Random(20220601)  # noqa: S311  # repeatable, not secret
    for number in range(TIMES):
        book = books[number % 2]
        process = start_import(workspace, book)
        # Saving comes last: most of the moments lie in the second half of the run.
        time.sleep(moments.uniform(0.3, 1.1) * whole)
        process.kill()
        process.wait()
        outcomes[state_of(url, number % 2)] += 1

    assert sum(outcomes.values()) == TIMES
    assert outcomes["before"] > 0


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
