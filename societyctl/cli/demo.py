"""The demonstration: the real commands, shown before they are run, on the sample data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from societyctl.errors import ExitCode, StoreError, UsageError, reason_of
from societyctl.resources import resource_folder

AS_OF = "2022-10-20"
"""A day before the deadline of the sample notice, so that something is still open."""
PROGRAM = "xuzhou-2022"


def _commands(workbooks: list[str]) -> list[str]:
    return [
        "init",
        f"import {' '.join(workbooks)}",
        "import events.xlsx",
        f"program use {PROGRAM}",
        f"check --program {PROGRAM} --as-of {AS_OF}",
        f"progress --as-of {AS_OF}",
        f"report acceptance --as-of {AS_OF}",
    ]


def run_demo(folder: Path, root_command: Any, *, debug: bool) -> None:
    """Copy the sample workbooks into a new folder and run every command line there.

    Raises UsageError for a folder that is not empty, StoreError for one that cannot be made.
    """
    root = folder.resolve()
    if root.is_dir() and any(root.iterdir()):
        raise UsageError(f"文件夹 {folder} 不是空的", "换一个：societyctl demo 新文件夹")
    workbooks = _copy_samples(root)
    with _inside(root):
        for line in _commands(workbooks):
            _run(root_command, ["--debug"] if debug else [], line)
    typer.echo("")
    typer.echo("演示完毕，写出的文件：")
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in (".docx", ".db", ".xlsx"):
            typer.echo(f"  {folder / path.relative_to(root)}")


def _copy_samples(root: Path) -> list[str]:
    order = ["society", "members", "events", "agreements"]
    samples = sorted(resource_folder("sample_data").glob("*.xlsx"))
    try:
        root.mkdir(parents=True, exist_ok=True)
        for path in samples:
            shutil.copyfile(path, root / path.name)
    except OSError as error:
        raise StoreError(
            f"文件夹 {root} 不能写入（{reason_of(error)}）", "换一个可写的文件夹"
        ) from error
    names = [path.stem for path in samples]
    first = [name for name in order if name in names]
    return [f"{name}.xlsx" for name in [*first, *(n for n in names if n not in first)]]


@contextmanager
def _inside(root: Path) -> Iterator[None]:
    """Work in the demo's folder, with no workspace of the user's in sight."""
    before = Path.cwd()
    kept = {
        name: os.environ.pop(name, None)
        for name in ("SOCIETYCTL_WORKSPACE", "SOCIETYCTL_DATABASE_URL")
    }
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.update({name: value for name, value in kept.items() if value is not None})


def _run(root_command: Any, options: list[str], line: str) -> None:
    typer.echo("")
    typer.echo(f"$ societyctl {line}")
    arguments = ["--no-input", *options, *line.split()]
    code = root_command.main(arguments, "societyctl", standalone_mode=False)
    if code not in (ExitCode.OK, ExitCode.FOUND):
        raise typer.Exit(code)
