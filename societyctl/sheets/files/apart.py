"""Reading in a process of its own, which may take so much memory and time and no more.

What is damaged in a file of an old or foreign format, its reader may take for a size, and ask for
all the memory there is. That process is ended; ours, and the person's work beside it, go on.
"""

from __future__ import annotations

import json
import pickle  # both ends of the pipe are ours
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from societyctl.errors import Issue, WorkbookError
from societyctl.sheets.files.grid import Grid
from societyctl.sheets.files.refusals import damaged, takes_too_long

FileReader = Callable[[Path, str], tuple[Grid, ...]]

_LEAST_MEMORY, _MEMORY_PER_BYTE = 1 << 30, 64
"""Bytes of memory for the smallest file, and for each byte of a larger one."""
_LEAST_PATIENCE, _PATIENCE_PER_BYTE = 30, 10 / (1 << 20)
"""Seconds for the smallest file, and for each byte of a larger one: ten times what it takes."""
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import answer"
_MISTAKE_OF_OURS = 1
"""How Python ends on an error that nobody caught."""


def read_apart(read: FileReader, path: Path, file: str, patience: float = 0) -> tuple[Grid, ...]:
    """Return what ``read`` makes of a file, worked out in a process of its own.

    ``patience`` are the seconds it may take; by the size of the file without it. Raises what
    ``read`` raises, and WorkbookError when it takes too much memory or time.
    """
    if not sys.executable:  # Python inside another program
        return read(path, file)
    size = path.stat().st_size
    patience = patience or _LEAST_PATIENCE + size * _PATIENCE_PER_BYTE
    memory = _LEAST_MEMORY + size * _MEMORY_PER_BYTE
    order = [read.__module__, read.__qualname__, str(path.resolve()), file, str(memory)]
    try:
        done = subprocess.run(  # noqa: S603  # Python itself, and code of our own
            [*_python(), *order], capture_output=True, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired as err:
        raise takes_too_long(file, round(patience)) from err
    if done.returncode == _MISTAKE_OF_OURS:
        raise RuntimeError(done.stderr.decode("utf-8", errors="replace"))
    if done.returncode != 0:
        raise damaged(file)
    grids: tuple[Grid, ...] | None
    grids, message, hint, issues = pickle.loads(done.stdout)  # noqa: S301
    if grids is None:
        raise WorkbookError(message, hint, issues)
    return grids


def _python() -> list[str]:
    """Return the command line of a Python that imports what this one does, and nothing else.

    Not from the person's folder: a file there may be called like a module.
    """
    home = str(Path(__file__).resolve().parents[3])
    paths = json.dumps([home, *(path for path in sys.path if path)])
    kept = ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []
    start = _START.format(module=__name__) + "; answer(*sys.argv[2:])"
    return [sys.executable, "-I", "-S", *kept, "-c", start, paths]


def answer(module: str, name: str, path: str, file: str, memory: str) -> None:
    """Read a file in this process and write its grids, or why there are none, to stdout."""
    _limit_memory(int(memory))
    read: FileReader = getattr(import_module(module), name)
    refused: tuple[str, str, list[Issue]] = ("", "", [])
    grids: tuple[Grid, ...] | None = None
    try:
        grids = read(Path(path), file)
    except WorkbookError as err:
        refused = (err.message, err.hint, list(err.issues))
    except MemoryError:
        refused = (damaged(file).message, damaged(file).hint, [])
    pickle.dump((grids, *refused), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


def _limit_memory(most: int) -> None:
    """Let this process have so many bytes and no more, where the system knows such limits."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
