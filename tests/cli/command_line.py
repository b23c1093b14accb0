"""Running the command line in tests: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer.main

from societyctl.cli.app import app
from societyctl.store import Store

ROOT = Path(__file__).resolve().parents[2]
AS_OF = ("--as-of", "2022-10-20")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The result on stdout, which must be one JSON document."""
        return json.loads(self.out)


def command() -> Any:
    """The root command, made anew."""
    return typer.main.get_command(app)


def as_process(*arguments: str, cwd: Path, **environment: str) -> Ran:
    """Run the command line as the shell does."""
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


def process_environment(**more: str) -> dict[str, str]:
    """The environment of a child process: this checkout, UTF-8, and what is given."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def state_of(folder: Path) -> tuple[dict[str, int], tuple[object, ...]]:
    """How many records of each kind a workspace holds, and every batch of changes."""
    with Store.open(f"sqlite:///{(folder / 'society.db').as_posix()}") as store:
        counts = {kind: count for kind, count in store.counts().items() if count}
        return counts, store.history()
