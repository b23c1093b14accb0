"""Measures what starting costs, as ratios that hold on any machine.

``societyctl --help`` is compared with importing typer, ``societyctl check`` on the sample data
with importing sqlmodel, checking all five programs with checking one: whole processes, taken in
turns, medians compared, by the clock and by the time of the processor (which a busy machine
distorts less). Bytecode is kept, as it is where the program is installed. Ends with 1 when a
ratio is over its budget by both. Usage: ``python tests/tools/measure_startup.py [RUNS]``.
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

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_data"
RUNS = 11
PYTHON = (sys.executable,)
SOCIETYCTL = (sys.executable, "-m", "societyctl")


@dataclass(frozen=True)
class Comparison:
    """A command, what it is measured by, and how many times that it may take."""

    name: str
    command: tuple[str, ...]
    yardstick: tuple[str, ...]
    budget: float | None
    """None where the ratio is only told."""


def check(*which: str) -> tuple[str, ...]:
    """Return the command line that checks the sample data."""
    return (*SOCIETYCTL, "check", *which, "--as-of", "2022-10-20")


XUZHOU = check("--program", "xuzhou-2022")
JIANGSU = check("--program", "jiangsu-2023")
COMPARISONS = (
    Comparison(
        "--help / import typer", (*SOCIETYCTL, "--help"), (*PYTHON, "-c", "import typer"), 1.0
    ),
    Comparison("check / import sqlmodel", XUZHOU, (*PYTHON, "-c", "import sqlmodel"), 0.9),
    Comparison(
        "check --json / import sqlmodel",
        (*XUZHOU, "--json"),
        (*PYTHON, "-c", "import sqlmodel"),
        1.2,
    ),
    Comparison("check --all / the longest notice", check("--all"), JIANGSU, 1.5),
    Comparison("check --all / xuzhou-2022", check("--all"), XUZHOU, None),
)


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which bytecode is kept beside ``folder``, for all alike."""
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    bytecode = str(folder.with_name("bytecode"))
    return {**inherited, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": bytecode}


def make_workspace(folder: Path) -> None:
    """Make a workspace in ``folder`` that holds the sample data."""
    workbooks = [str(path) for path in sorted(SAMPLES.glob("*.xlsx"))]
    for arguments in (["init"], ["import", "--yes", *workbooks]):
        subprocess.run(
            [*SOCIETYCTL, *arguments],
            cwd=folder,
            env=environment(folder),
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


def seconds(command: tuple[str, ...], folder: Path) -> tuple[float, float]:
    """Return how long a process takes from start to end, by the clock and on the processor."""
    before, started = os.times(), time.perf_counter()
    subprocess.run(
        command,
        cwd=folder,
        env=environment(folder),
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after, ended = os.times(), time.perf_counter()
    user = after.children_user - before.children_user
    return ended - started, user + after.children_system - before.children_system


def ratios(comparison: Comparison, folder: Path, runs: int) -> tuple[float, float]:
    """Return the ratios of the medians; both take turns, so that a busy spell meets both."""
    taken: list[tuple[float, float]] = []
    measured: list[tuple[float, float]] = []
    for _ in range(runs + 1):
        measured.append(seconds(comparison.yardstick, folder))
        taken.append(seconds(comparison.command, folder))
    # The first turn fills the caches: bytecode, and the file system's.
    (clock, processor), (clock_measure, processor_measure) = (
        tuple(map(statistics.median, zip(*times[1:], strict=True))) for times in (taken, measured)
    )
    return clock / clock_measure, processor / processor_measure


def main() -> int:
    """Print every ratio; return 1 when one is over its budget."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    over = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "society"
        folder.mkdir()
        make_workspace(folder)
        for comparison in COMPARISONS:
            clock, processor = ratios(comparison, folder, runs)
            budget = comparison.budget
            over = over or (budget is not None and min(clock, processor) > budget)
            told = f", budget {budget}" if budget is not None else ""
            sys.stdout.write(
                f"{comparison.name}: {clock:.2f} x by the clock, {processor:.2f} x on the "
                f"processor{told}\n"
            )
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
