"""A workspace with the sample society, and the command line run inside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from societyctl.store import Store
from societyctl.store.workspace import create_workspace
from tests.cli.command_line import Ran, command


@pytest.fixture
def workspace(tmp_path: Path, sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of the sample society, as the current folder."""
    folder = tmp_path / "ws"
    shutil.copytree(sample_store, folder, ignore=shutil.ignore_patterns("checks"))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def empty_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without records, as the current folder."""
    made = create_workspace(tmp_path / "ws")
    with Store.open(made.database_url):
        pass
    monkeypatch.chdir(made.folder)
    return made.folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command line in this process: ``run("list", "活动")``."""

    def call(*arguments: str) -> Ran:
        capsys.readouterr()
        code = command().main(list(arguments), "societyctl", standalone_mode=False)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture(scope="session")
def as_process(process_environment: Callable[..., dict[str, str]]) -> Callable[..., Ran]:
    """Run a command line as the shell does: ``as_process("list", cwd=workspace)``."""

    def call(*arguments: str, cwd: Path, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "societyctl", *arguments],
            cwd=cwd,
            env=process_environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return call
