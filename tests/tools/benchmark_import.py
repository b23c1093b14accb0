"""What an import of 100,000 members costs, as ratios that hold on any machine.

Every job runs in a process of its own, right after the floor: python-calamine reads the sheet and
sqlite3 inserts the same rows, nothing is checked. The imports: into an empty store; the same file
again; the same rows again from another file, so that each has to be compared. Printed are medians
of the ratios, by the clock and by the time of the processor, which a busy machine distorts less;
libraries are loaded before. Ends with 1 when a ratio is over its budget by both, or the memory is.
Usage: ``python tests/tools/benchmark_import.py [RUNS [ROWS]]``.
"""

from __future__ import annotations

import contextlib
import io
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS, ROWS = 5, 100_000
FLOOR, FIRST, AGAIN, COMPARED = "floor", "first import", "same file again", "same rows again"
BUDGETS = {FIRST: 2.5, AGAIN: 1.5}
MOST_MEMORY = 400
"""Megabytes."""
HEADERS = (
    "会员编号 姓名 会员类别 入会日期 退会日期 出生日期 地域 工作单位 职称级别 联系电话 "
    "科技志愿者注册日期 档案是否完整"
).split()


def make_members(path: Path, rows: int) -> None:
    """Write a workbook of members as a large society would keep it."""
    from openpyxl import Workbook

    chance = random.Random(7)  # noqa: S311  # the same data every time
    book = Workbook(write_only=True)
    sheet = book.create_sheet("会员")
    sheet.append(HEADERS)
    for number in range(rows):
        joined = date(1990, 1, 1) + timedelta(days=chance.randrange(11_000))
        member = (
            f"M{number:06d}",
            f"会员{number}",
            chance.choice(["个人会员", "单位会员"]),
            joined,
        )
        left = joined + timedelta(days=900) if number % 9 == 0 else None
        born = date(1960, 1, 1) + timedelta(days=number % 12_000)
        place = (f"第{number % 40}区", f"示例单位{number % 5000}")
        title = chance.choice(["正高", "副高", "中级", "初级"])
        volunteer = joined if number % 3 == 0 else None
        complete = "是" if number % 5 else "否"
        sheet.append([*member, left, born, *place, title, f"0516{number:08d}", volunteer, complete])
    book.save(path)


def floor(folder: Path, book: Path) -> Callable[[], object]:
    """Return the least that an import must do."""
    from python_calamine import CalamineWorkbook

    sqlite3.register_adapter(date, date.isoformat)
    columns = [f"c{number}" for number in range(len(HEADERS))]

    def job() -> None:
        rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
        (folder / "floor.db").unlink(missing_ok=True)
        connection = sqlite3.connect(folder / "floor.db")
        connection.execute(f"CREATE TABLE members (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO members ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        connection.executemany(statement, rows[1:])
        connection.commit()
        connection.close()

    return job


def imported(folder: Path, book: Path) -> Callable[[], object]:
    """Return an import of the workbook into the workspace of the folder, as it is commanded."""
    import openpyxl  # noqa: F401
    import python_calamine  # noqa: F401
    from typer.main import get_command

    import societyctl.cli.intake
    import societyctl.reporting.pages.intake
    import societyctl.workflows.intake  # noqa: F401
    from societyctl.cli.app import app
    from societyctl.store import Store
    from societyctl.store.workspace import create_workspace

    Store.open(create_workspace(folder).database_url).close()
    command = get_command(app)
    arguments = ["--workspace", str(folder), "import", str(book), "--yes"]

    def job() -> None:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = command.main(arguments, "societyctl", standalone_mode=False)
        if code:
            raise SystemExit(code)

    return job


def run_job(name: str, folder: Path, book: Path) -> None:
    """Do one job in this process; print seconds by the clock and processor, and megabytes."""
    job = (floor if name == FLOOR else imported)(folder, book)
    clock, processor = time.perf_counter(), time.process_time()
    job()
    taken = time.perf_counter() - clock, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{taken[0]} {taken[1]} {peak}\n")


def measured(name: str, folder: Path, book: Path) -> tuple[float, float, float]:
    """Do one job in a process of its own."""
    command = [sys.executable, __file__, "--job", name, str(folder), str(book)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    clock, processor, peak = map(float, done.stdout.split())
    return clock, processor, peak


def main() -> int:
    """Print every ratio; return 1 when one is over its budget."""
    runs, rows = ([int(text) for text in sys.argv[1:]] + [RUNS, ROWS][len(sys.argv) - 1 :])[:2]
    ratios: dict[str, list[tuple[float, float]]] = {job: [] for job in (FIRST, AGAIN, COMPARED)}
    peaks: dict[str, float] = dict.fromkeys(ratios, 0.0)
    with tempfile.TemporaryDirectory() as name:
        book, copy = (Path(name) / f"{word}.xlsx" for word in ("members", "copy"))
        make_members(book, rows)
        # One byte more at the end of a zip archive changes its hash and nothing else.
        copy.write_bytes(book.read_bytes() + b"\0")
        for turn in range(runs):
            folder = Path(name) / str(turn)
            folder.mkdir()
            for job, path in ((FIRST, book), (AGAIN, book), (COMPARED, copy)):
                least = measured(FLOOR, folder, book)
                taken = measured(job, folder, path)
                ratios[job].append((taken[0] / least[0], taken[1] / least[1]))
                peaks[job] = max(peaks[job], taken[2])
            shutil.rmtree(folder)
    over = False
    for job, found in ratios.items():
        clock, processor = (statistics.median(each) for each in zip(*found, strict=True))
        budget = BUDGETS.get(job)
        over = over or (budget is not None and min(clock, processor) > budget)
        over = over or peaks[job] > MOST_MEMORY
        sys.stdout.write(
            f"{job}: {clock:.2f} x the floor by the clock, {processor:.2f} x on the processor"
            f"{f', budget {budget}' if budget else ''}; "
            f"{peaks[job]:.0f} MB, budget {MOST_MEMORY}\n"
        )
    return int(over)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        run_job(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        sys.exit(main())
