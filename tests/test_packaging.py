"""What is installed is complete: the same data files from a wheel, a checkout and its link."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from societyctl.resources import resource_folder

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAMES = ("templates", "sample_data", "programs")

ASK_WHERE = """
import json, sys, societyctl, societyctl.resources as r
names = ("templates", "sample_data", "programs")
print(json.dumps({"package": societyctl.__file__,
                  "folders": {name: str(r.resource_folder(name)) for name in names}}))
"""


FROM_CHECKOUT = {name: resource_folder(name) for name in NAMES}


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shipped_files(folder: Path) -> list[str]:
    """Data files by their path in the folder; office lock files and caches are nobody's data."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("~$") and "__pycache__" not in path.parts
    )


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Return the Python of a fresh environment that borrows the libraries installed here."""
    folder = tmp_path / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=tmp_path)
    python = folder / "bin" / "python"
    own = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path)
    borrowed = Path(own.strip()) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def install(python: Path, *what: str | Path) -> None:
    options = ("--no-deps", "--no-build-isolation", "--ignore-installed", "--no-index")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        *options,
        *what,
        cwd=python.parent,
    )


def where(python: Path) -> dict[str, Path]:
    answer = json.loads(run(python, "-c", ASK_WHERE, cwd=python.parent))
    return {"package": Path(answer["package"]).parent} | {
        name: Path(folder) for name, folder in answer["folders"].items()
    }


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        tmp_path,
        ROOT,
        cwd=tmp_path,
    )
    return next(tmp_path.glob("societyctl-*.whl"))


def test_a_wheel_carries_the_same_data_files_as_the_checkout(wheel: Path, environment: Path):
    install(environment, wheel)

    installed = where(environment)

    assert not installed["package"].is_relative_to(ROOT)
    for name in NAMES:
        assert installed[name].is_relative_to(installed["package"])
        assert shipped_files(installed[name]) == shipped_files(FROM_CHECKOUT[name])


def test_a_wheel_holds_nothing_but_the_package(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert tops == {"societyctl", f"societyctl-{PROJECT['version']}.dist-info"}


def test_an_editable_install_uses_the_files_of_the_checkout(environment: Path):
    install(environment, "-e", ROOT)

    installed = where(environment)

    assert installed == {"package": ROOT / "societyctl", **FROM_CHECKOUT}


def test_a_wheel_holds_every_file_that_stands_among_the_modules(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        carried = {name.removeprefix("societyctl/") for name in archive.namelist()}

    assert [name for name in shipped_files(ROOT / "societyctl") if name not in carried] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_data_folder_of_the_checkout_holds_files(name: str):
    assert shipped_files(FROM_CHECKOUT[name]) != []


def test_an_installed_wheel_starts(wheel: Path, environment: Path):
    install(environment, wheel)

    as_command = run(environment.parent / "societyctl", "--version", cwd=environment.parent)
    as_module = run(environment, "-m", "societyctl", "--version", cwd=environment.parent)

    assert as_command == as_module
    assert PROJECT["version"] in as_command


def test_everything_needed_is_pinned():
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["postgres"]]
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    }

    names = {entry.split(">=")[0].split("[")[0].lower().replace("_", "-") for entry in wanted}

    assert names - pinned == set()
