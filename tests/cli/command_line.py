"""Running the command line in tests, and what is left of it."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer.main

from societyctl.cli.app import app
from societyctl.store import Store

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


def stream() -> io.TextIOWrapper:
    """Return a stream that keeps what is written to it, as text or as bytes."""
    return io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True)


def written_to(kept: io.TextIOWrapper) -> str:
    """Return what a stream has kept."""
    return kept.buffer.getvalue().decode("utf-8")


def in_process(*arguments: str, out: io.TextIOWrapper, err: io.TextIOWrapper) -> int:
    """Run a command line here, for who has no ``capsys``; returns its exit code."""
    with redirect_stdout(out), redirect_stderr(err):
        return int(command().main(list(arguments), "societyctl", standalone_mode=False) or 0)


def state_of(folder: Path) -> tuple[dict[str, int], tuple[object, ...]]:
    """How many records of each kind a workspace holds, and every batch of changes."""
    with Store.open(f"sqlite:///{(folder / 'society.db').as_posix()}") as store:
        counts = {kind: count for kind, count in store.counts().items() if count}
        return counts, store.history()
