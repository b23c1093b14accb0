"""Measures what starting costs, as ratios that hold on any machine.

``societyctl --help`` is compared with importing typer, ``societyctl check`` on the sample data
with importing sqlmodel: whole processes, taken in turns, medians compared. Ends with 1 when a
ratio is over its budget. Usage: ``python tools/measure_startup.py [RUNS]``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_data"
RUNS = 11
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}

PYTHON = (sys.executable,)
SOCIETYCTL = (sys.executable, "-m", "societyctl")


@dataclass(frozen=True)
class Comparison:
    """A command, what it is measured by, and how many times that it may take."""

    name: str
    command: tuple[str, ...]
    yardstick: tuple[str, ...]
    budget: float


COMPARISONS = (
    Comparison("--help", (*SOCIETYCTL, "--help"), (*PYTHON, "-c", "import typer"), 1.3),
    Comparison(
        "check",
        (*SOCIETYCTL, "check", "--program", "xuzhou-2022", "--as-of", "2022-10-20"),
        (*PYTHON, "-c", "import sqlmodel"),
        1.6,
    ),
)


def make_workspace(folder: Path) -> None:
    """Make a workspace in ``folder`` that holds the sample data."""
    workbooks = [str(path) for path in sorted(SAMPLES.glob("*.xlsx"))]
    for arguments in (["init"], ["import", "--yes", *workbooks]):
        subprocess.run(
            [*SOCIETYCTL, *arguments],
            cwd=folder,
            env=ENVIRONMENT,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


def seconds(command: tuple[str, ...], folder: Path) -> float:
    """Return how long a process takes from start to end."""
    started = time.perf_counter()
    subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def ratio(comparison: Comparison, folder: Path, runs: int) -> float:
    """Return the ratio of the medians; both take turns, so that a busy spell meets both."""
    taken: list[float] = []
    measured: list[float] = []
    for _ in range(runs + 1):
        measured.append(seconds(comparison.yardstick, folder))
        taken.append(seconds(comparison.command, folder))
    # The first turn fills the caches of the file system.
    return statistics.median(taken[1:]) / statistics.median(measured[1:])


def main() -> int:
    """Print every ratio; return 1 when one is over its budget."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    over = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_workspace(folder)
        for comparison in COMPARISONS:
            found = ratio(comparison, folder, runs)
            over = over or found > comparison.budget
            sys.stdout.write(f"{comparison.name}: {found:.2f} x, budget {comparison.budget}\n")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
