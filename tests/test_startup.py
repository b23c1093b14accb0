"""What starting may cost: no command loads a library that only others need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("startup")]

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_data"

START = """
import sys
from pathlib import Path
from societyctl.cli.app import main

listing = Path(sys.argv.pop(1))
try:
    main()
finally:
    listing.write_text(" ".join(sys.modules))
"""


def run(folder, *arguments):
    """Run a command line in a process of its own; returns its exit code and what it loaded."""
    listing = folder / "loaded.txt"
    done = subprocess.run(
        [sys.executable, "-c", START, str(listing), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode, {name.partition(".")[0] for name in listing.read_text().split()}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A workspace with the sample data."""
    folder = tmp_path_factory.mktemp("startup")
    code, _ = run(folder, "init")
    assert code == 0
    code, _ = run(folder, "import", "--yes", *map(str, sorted(SAMPLES.glob("*.xlsx"))))
    assert code == 0
    return folder


def test_help_loads_nothing_heavier_than_typer(tmp_path):
    heavy = {"sqlmodel", "sqlalchemy", "alembic", "docx", "docxtpl", "openpyxl", "python_calamine"}
    heavy |= {"questionary", "pydantic", "rich", "yaml", "jinja2"}

    code, loaded = run(tmp_path, "--help")

    assert code == 0
    assert loaded & heavy == set()


READING = {
    "check": ["check", "--program", "xuzhou-2022", "--as-of", "2022-10-20"],
    "check --json": ["check", "--program", "xuzhou-2022", "--as-of", "2022-10-20", "--json"],
    "progress": ["progress", "--program", "xuzhou-2022", "--as-of", "2022-10-20"],
    "list": ["list", "activity"],
    "show": ["show", "activity:1"],
    "status": ["status"],
    "history": ["history"],
}


@pytest.mark.parametrize("arguments", READING.values(), ids=READING)
def test_asking_loads_no_library_of_other_jobs(workspace, arguments):
    others = {"alembic", "docx", "docxtpl", "jinja2", "openpyxl", "python_calamine", "questionary"}
    # Asking goes through the driver; these are for writing.
    others |= {"sqlalchemy", "sqlmodel"}

    code, loaded = run(workspace, *arguments)

    assert code in (0, 1)
    assert loaded & others == set()
    assert "sqlite3" in loaded


def test_reading_the_command_line_loads_no_validation_library(workspace):
    code, loaded = run(workspace, "--workspace", str(workspace), "list", "活动")

    assert code == 0
    assert "pydantic" not in loaded


def start_a_copy(folder):
    """Start a copy of the program in a folder; returns the compiled code that was kept, by age."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(
        [sys.executable, "-m", "societyctl", "--version"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.pyc")}


def test_compiled_code_is_kept_for_the_user_where_the_program_cannot_be_written(tmp_path):
    ours = shutil.copytree(
        ROOT / "societyctl", tmp_path / "societyctl", ignore=shutil.ignore_patterns("__pycache__")
    )
    for folder in (ours, *(path.parent for path in ours.rglob("__init__.py"))):
        (folder / "__pycache__").touch()  # a file there keeps even root from writing into it

    first = start_a_copy(tmp_path)

    assert any(path.name.startswith("app.") for path in first)
    assert start_a_copy(tmp_path) == first


def test_no_compiled_code_goes_elsewhere_where_it_is_kept_beside_the_program(tmp_path):
    shutil.copytree(
        ROOT / "societyctl", tmp_path / "societyctl", ignore=shutil.ignore_patterns("__pycache__")
    )

    assert start_a_copy(tmp_path)
    assert not (tmp_path / "cache").exists()


def test_a_program_that_was_found_sound_is_not_read_again(workspace):
    check = ("check", "--program", "xuzhou-2022", "--as-of", "2022-10-20")
    _, first = run(workspace, *check)
    _, again = run(workspace, *check)

    assert ("yaml" in first, "yaml" in again) == (True, False)
