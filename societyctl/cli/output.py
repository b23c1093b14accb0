"""What goes to stdout: pages, and views as JSON."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer


def show_page(page: Any) -> None:
    """Print a page on stdout: colours at a terminal, plain and 80 columns wide when piped."""
    from societyctl.reporting.pages.layout import console

    console(sys.stdout).print(page)


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
