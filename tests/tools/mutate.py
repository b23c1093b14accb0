"""Tries small changes of the program, each of which some test has to notice.

``mutations.yaml`` names for each change the file, a text that stands there once, the text that
takes its place, and the tests that should fail. The changes are made one after the other in a
copy of the checkout; those that no test notices are listed at the end, and the tool ends with 1.
A text that is no longer there is listed too: the change is to be written anew for the new code.
Usage: ``python tests/tools/mutate.py [WORD …]``: only changes whose name holds one of the words.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("mutations.yaml")
COPIED = ("societyctl", "tests", "templates", "sample_data", "docs", "pyproject.toml")
CAUGHT, UNNOTICED = 1, 0
"""How pytest ends when a test fails, and when all pass."""


@dataclass(frozen=True)
class Mutation:
    """A small change of one file."""

    name: str
    file: str
    old: str
    new: str
    tests: str
    """Files or folders of tests, parted by blanks."""


def chosen(words: list[str]) -> list[Mutation]:
    """Return the changes whose name holds one of the words; all of them without words."""
    listed = [Mutation(**one) for one in yaml.safe_load(LIST.read_text("utf-8"))]
    return [one for one in listed if not words or any(word in one.name for word in words)]


@contextmanager
def copy_of_checkout() -> Iterator[Path]:
    """Copy what tests need into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mutate-") as name:
        folder = Path(name)
        for part in COPIED:
            source = ROOT / part
            if source.is_dir():
                skipped = shutil.ignore_patterns("__pycache__")
                shutil.copytree(source, folder / part, ignore=skipped)
            else:
                shutil.copyfile(source, folder / part)
        yield folder


def outcome(mutation: Mutation, folder: Path, number: int) -> str:
    """Return what became of a change: caught, unnoticed, or why it could not be tried."""
    path = folder / mutation.file
    text = path.read_text("utf-8") if path.is_file() else ""
    if text.count(mutation.old) != 1:
        return f"stands there {text.count(mutation.old)} times"
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    # Compiled files are known by size and time: a change of equal length needs another time.
    os.utime(path, (number, number))
    try:
        code = _tested(mutation.tests.split(), folder)
    finally:
        path.write_text(text, encoding="utf-8")
    words = {CAUGHT: "caught", UNNOTICED: "UNNOTICED"}
    return words.get(code, f"pytest ended with {code}")


def _tested(tests: list[str], folder: Path) -> int:
    options = ["-x", "-q", "-n", "0", "-m", "not postgres", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--hypothesis-profile=quick", *tests],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def main() -> int:
    """Try the changes chosen on the command line; returns the exit code."""
    uncaught = 0
    mutations = chosen(sys.argv[1:])
    with copy_of_checkout() as folder:
        for number, mutation in enumerate(mutations, 1):
            told = outcome(mutation, folder, number)
            uncaught += told != "caught"
            print(f"{number:>3} {told:<10} {mutation.name}", flush=True)  # noqa: T201
    print(f"{len(mutations)} tried, {len(mutations) - uncaught} caught")  # noqa: T201
    return 1 if uncaught else 0


if __name__ == "__main__":
    sys.exit(main())
