"""What grows, and whether it grows faster than its data: ratios that hold on any machine.

Every figure is the processor's time of whole commands, each in a process of its own, one beside
the other, medians of several runs: one edit in a store of 1,000 members and in one of 100,000;
an import that renames 1,000 activities and one that renames 4,000; 20,000 pieces of evidence and
as many members; one edit beside 5,000 pieces of evidence that name nothing, and without them.
Ends with 1 when a ratio is over its budget.
Usage: ``python tests/tools/benchmark_growth.py [RUNS]``.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from societyctl.domain.records import NewRecord
from societyctl.store import BatchInfo, Store
from societyctl.store.workspace import create_workspace

ROOT = Path(__file__).resolve().parents[2]
RUNS = 3
DAY = date(2022, 6, 1)
_Making = Callable[[Path, int], Callable[[int], float]]
"""What prepares a folder for records in some number and returns the job to be measured."""


def member(number: int) -> NewRecord:
    """Return a member."""
    values = {
        "number": f"M{number:06d}",
        "name": f"会员{number}",
        "employer": f"单位{number % 500}",
    }
    return NewRecord("member", values)


def activity(number: int) -> NewRecord:
    """Return an activity that has a number, with a title to be replaced."""
    values = {"number": f"A{number:05d}", "title": f"活动{number}", "start_on": DAY}
    return NewRecord("activity", values)


def output(number: int) -> NewRecord:
    """Return what names an activity."""
    return NewRecord("output", {"title": f"报告{number}", "activity": f"活动{number}"})


def loose(number: int) -> NewRecord:
    """Return evidence that names nothing."""
    return NewRecord("evidence", {"number": f"Z{number}", "proves": f"活动：没有的{number}"})


def workspace(folder: Path, *groups: Iterable[NewRecord]) -> Path:
    """Make a workspace that holds records."""
    folder.mkdir()
    with Store.open(create_workspace(folder).database_url) as store:
        for records in groups:
            store.save(records, batch=BatchInfo("导入"))
    return folder


def book(path: Path, sheet: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a workbook."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    written = workbook.create_sheet(sheet)
    written.append([*headers])
    for row in rows:
        written.append([*row])
    workbook.save(path)
    return path


def seconds(folder: Path, *arguments: str) -> float:
    """Run a command in a workspace; return its time on the processor."""
    before = os.times()
    command = [sys.executable, "-m", "societyctl", "--workspace", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def imported(folder: Path, path: Path) -> float:
    """Import a workbook into a copy of a workspace."""
    copy = folder.with_name(f"{folder.name}-copy")
    shutil.copytree(folder, copy)
    try:
        return seconds(copy, "import", str(path), "--yes")
    finally:
        shutil.rmtree(copy)


def edits(folder: Path, size: int) -> Callable[[int], float]:
    """Return an edit of one member in the middle of a store, another every time."""
    store = workspace(folder, map(member, range(size)))
    return lambda turn: seconds(store, "edit", f"member:{size // 2}", f"工作单位=新单位{turn}")


def renames(folder: Path, size: int) -> Callable[[int], float]:
    """Return an import that gives activities new titles, and reports about them follow."""
    store = workspace(folder, map(activity, range(size)), map(output, range(size)))
    rows = ((f"A{number:05d}", f"新活动{number}", DAY) for number in range(size))
    path = book(folder / "renamed.xlsx", "活动", ("活动编号", "活动名称", "开始日期"), rows)
    return lambda _: imported(store, path)


def evidence(folder: Path, size: int) -> Callable[[int], float]:
    """Return an import of evidence, each piece for an activity of its own."""
    store = workspace(folder, map(activity, range(size)))
    rows = ((f"E{number}", f"照片{number}", f"活动：活动{number}") for number in range(size))
    path = book(folder / "evidence.xlsx", "佐证材料", ("材料编号", "材料名称", "证明对象"), rows)
    return lambda _: imported(store, path)


def members(folder: Path, size: int) -> Callable[[int], float]:
    """Return an import of members."""
    store = workspace(folder)
    rows = ((f"M{number}", f"会员{number}", f"单位{number % 500}") for number in range(size))
    path = book(folder / "members.xlsx", "会员", ("会员编号", "姓名", "工作单位"), rows)
    return lambda _: imported(store, path)


def beside_loose(folder: Path, size: int) -> Callable[[int], float]:
    """Return an edit of one member beside evidence that names nothing."""
    store = workspace(folder, map(member, range(1_000)), map(loose, range(size)))
    return lambda turn: seconds(store, "edit", "member:500", f"工作单位=新单位{turn}")


COMPARED: dict[str, tuple[float, _Making, int, _Making, int]] = {
    "edit of one of 100,000 members / of 1,000": (1.3, edits, 100_000, edits, 1_000),
    "4,000 renamed activities / 1,000": (4.5, renames, 4_000, renames, 1_000),
    "20,000 pieces of evidence / as many members": (2.5, evidence, 20_000, members, 20_000),
    "edit beside 5,000 loose pieces / beside none": (1.3, beside_loose, 5_000, beside_loose, 0),
}
"""What is measured: its budget, the larger and its size, the smaller and its size."""


def main() -> int:
    """Print every ratio; return 1 when one is over its budget."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    over = False
    for title, (budget, large, size, small, less) in COMPARED.items():
        with tempfile.TemporaryDirectory() as name:
            jobs = large(Path(name) / "large", size), small(Path(name) / "small", less)
            taken = [[job(turn) for job in jobs] for turn in range(runs + 1)][1:]
        much, little = (statistics.median(each) for each in zip(*taken, strict=True))
        over = over or much / little > budget
        sys.stdout.write(
            f"{title}: {much / little:.2f}, budget {budget} ({much:.2f} / {little:.2f} s)\n"
        )
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
