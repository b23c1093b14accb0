"""The workspace: a plain folder that holds the store, evidence, papers and own programs.

On the start-up path of every command, so nothing here opens the database.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, overload

from societyctl.errors import StoreError, reason_of
from societyctl.files import replacing

DATABASE = "society.db"
SETTINGS = "settings.json"
FOLDERS = ("evidence", "programs", "templates", "reports")
WORKSPACE_VARIABLE = "SOCIETYCTL_WORKSPACE"
DATABASE_VARIABLE = "SOCIETYCTL_DATABASE_URL"

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Workspace:
    """One society's folder."""

    folder: Path

    @property
    def database_url(self) -> str:
        """Where the store is: the server named in the environment, else a file in the folder."""
        named = os.environ.get(DATABASE_VARIABLE, "").strip()
        return named or f"sqlite:///{(self.folder / DATABASE).as_posix()}"

    @property
    def evidence(self) -> Path:
        """The folder of the files on record."""
        return self.folder / "evidence"

    @property
    def programs(self) -> Path:
        """The folder of the user's own program files."""
        return self.folder / "programs"

    @property
    def templates(self) -> Path:
        """The folder of the user's own Word templates."""
        return self.folder / "templates"

    @property
    def reports(self) -> Path:
        """The folder that papers are written to."""
        return self.folder / "reports"

    @property
    def chosen_program(self) -> str | None:
        """The id of the program that commands use when none is named."""
        chosen = self.settings().get("program")
        return chosen if isinstance(chosen, str) else None

    def choose_program(self, program_id: str) -> None:
        """Remember the program to use when none is named."""
        text = json.dumps({**self.settings(), "program": program_id}, ensure_ascii=False, indent=2)
        with _plain_errors(self.folder), replacing(self.folder / SETTINGS) as draft:
            draft.write_text(text + "\n", encoding="utf-8")

    def keep_file(self, path: Path) -> tuple[str, str]:
        """Copy a file into ``evidence``; returns its path in the workspace and its SHA-256.

        Files are named by content: keeping the same one twice leaves one copy.
        """
        digest = _digest(path)
        kept = self.evidence / digest[:2] / f"{digest}{path.suffix.lower()}"
        with _plain_errors(self.folder):
            if not (kept.is_file() and _digest(kept) == digest):
                _make_folder(self.evidence)
                _make_folder(kept.parent)
                with replacing(kept) as draft:
                    shutil.copyfile(path, draft)
        return kept.relative_to(self.folder).as_posix(), digest

    def settings(self) -> dict[str, Any]:
        """Return the settings; a file that cannot be read is as good as none."""
        try:
            kept = json.loads((self.folder / SETTINGS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}


@overload
def find_workspace(folder: Path | None = None, *, required: Literal[True] = True) -> Workspace: ...


@overload
def find_workspace(folder: Path | None = None, *, required: bool) -> Workspace | None: ...


def find_workspace(folder: Path | None = None, *, required: bool = True) -> Workspace | None:
    """Return the workspace to use; raises StoreError when there is none and it is required."""
    workspace = Workspace(chosen_folder(folder))
    if is_workspace(workspace.folder):
        return workspace
    if required:
        raise StoreError(
            f"没有找到工作区（{workspace.folder}）", "先运行 societyctl init 建立工作区"
        )
    return None


def is_workspace(folder: Path) -> bool:
    """Tell whether a folder is a workspace: its store is a file in it, or on a server."""
    if os.environ.get(DATABASE_VARIABLE, "").strip():
        return all(_is_there(folder / name, Path.is_dir) for name in ("evidence", "programs"))
    return _is_there(folder / DATABASE, Path.is_file)


def _is_there(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Tell whether a file or folder is there; one that may not be seen is not."""
    try:
        return kind(path)
    except OSError:
        return False


def chosen_folder(folder: Path | None = None) -> Path:
    """Return where the workspace is or would be.

    The folder named, else that of the environment, else the nearest folder upwards with a
    store in it, else the user's data folder.
    """
    named = folder or os.environ.get(WORKSPACE_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser().resolve()
    nearest = next((parent for parent in _here_and_up() if is_workspace(parent)), None)
    return nearest or data_folder()


def _here_and_up() -> tuple[Path, ...]:
    """Return the folder we are in and those above it; none when it was removed under us."""
    try:
        here = Path.cwd()
    except FileNotFoundError:
        return ()
    return (here, *here.parents)


def data_folder() -> Path:
    """Return the folder for the data of programs, as the operating system has it."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "societyctl"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "societyctl"
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "societyctl"


def create_workspace(folder: Path | None = None) -> Workspace:
    """Make the folders of a workspace, readable by their owner only; harmless when repeated.

    The store itself is made when it is first opened.
    """
    workspace = Workspace(chosen_folder(folder))
    with _plain_errors(workspace.folder):
        for path in (workspace.folder, *(workspace.folder / name for name in FOLDERS)):
            _make_folder(path)
    return workspace


def _make_folder(path: Path) -> None:
    """Make a folder that only its owner may enter; one that is there keeps its permissions."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks because scans are large."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise StoreError(
            f"读不了文件 {path}（{reason_of(error)}）", "请检查路径和读取权限"
        ) from error
    return digest.hexdigest()


@contextmanager
def _plain_errors(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses into a StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"工作区 {folder} 不能写入（{reason_of(error)}）",
            "请检查磁盘空间和文件夹的写权限，或用 --workspace 换一个位置",
        ) from error
