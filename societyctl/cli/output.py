"""What goes to stdout: pages, and views as JSON."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer


def show_page(page: Any) -> None:
    """Print a page on stdout: colours at a terminal, plain and 80 columns wide when piped.

    At a terminal a page longer than its window goes through the pager, where there is one.
    """
    from societyctl.reporting.pages.layout import console

    screen = console(sys.stdout)
    if not screen.is_terminal or not _has_pager():
        screen.print(page, crop=False)
        return
    with screen.capture() as captured:
        screen.print(page, crop=False)
    text = captured.get()
    if text.count("\n") < screen.height:
        sys.stdout.write(text)
    else:
        _through_pager(text)


def _has_pager() -> bool:
    """Tell whether a pager can be used; that of Windows spoils Chinese, so there is none."""
    named = os.environ.get("PAGER")
    return sys.stdin.isatty() and bool(named or (os.name != "nt" and shutil.which("less")))


def _through_pager(text: str) -> None:
    """Hand a text to the pager, colours included; print it where there turns out to be none."""
    import subprocess

    sys.stdout.flush()
    pager = shlex.split(os.environ.get("PAGER") or "less")
    try:
        environment = {"LESS": "-FRX", **os.environ}
        subprocess.run(  # noqa: S603  # the pager that the person has named
            pager, input=text.encode(), env=environment, check=False
        )
    except OSError:
        sys.stdout.write(text)


def say_kept(previous: Path | None) -> None:
    """Say where a file went in whose place another was written."""
    if previous is not None:
        typer.echo(f"原来的文件另存为 {previous}", err=True)


def write_json(view: Mapping[str, Any]) -> None:
    """Write a view to stdout as JSON in UTF-8, whatever the code page of the console."""
    from societyctl.reporting.view import dump

    sys.stdout.flush()
    data = (dump(view) + "\n").encode("utf-8")
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(data.decode("utf-8"))
        return
    binary.write(data)
    binary.flush()
