"""The workspace: where it is found, who may read it, what it keeps."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

import pytest

from societyctl.errors import StoreError
from societyctl.store import workspace as places
from societyctl.store.workspace import (
    DATABASE_VARIABLE,
    WORKSPACE_VARIABLE,
    Workspace,
    chosen_folder,
    create_workspace,
    find_workspace,
    is_workspace,
)


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    """A workspace with a store in it."""
    workspace = create_workspace(tmp_path / "学会")
    (workspace.folder / "society.db").touch()
    return workspace


def test_the_folder_named_comes_first(made: Workspace, tmp_path: Path, monkeypatch):
    other = create_workspace(tmp_path / "别处")
    (other.folder / "society.db").touch()
    inner = made.folder / "reports"
    monkeypatch.chdir(inner)
    assert find_workspace() == made

    monkeypatch.setenv(WORKSPACE_VARIABLE, str(other.folder))
    assert find_workspace() == other
    assert find_workspace(made.folder) == made


def test_without_any_the_data_folder_is_meant(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")

    assert chosen_folder() == Path(os.environ["XDG_DATA_HOME"]) / "societyctl"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert chosen_folder() == Path.home() / ".local/share/societyctl"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert chosen_folder() == Path.home() / "Library/Application Support/societyctl"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert chosen_folder() == Path.home() / "AppData/Local/societyctl"
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert chosen_folder() == tmp_path / "societyctl"


@pytest.mark.skipif(sys.platform == "win32", reason="an open folder cannot be removed there")
def test_a_folder_removed_under_us_is_no_workspace(tmp_path: Path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    assert find_workspace(required=False) is None


def test_a_missing_workspace_is_one_plain_message(tmp_path: Path):
    with pytest.raises(StoreError) as caught:
        find_workspace(tmp_path)

    assert caught.value.message == f"没有找到工作区（{tmp_path}）"
    assert caught.value.hint == "先运行 societyctl init 建立工作区"
    assert find_workspace(tmp_path, required=False) is None


def test_a_place_that_cannot_be_looked_at_is_no_workspace(tmp_path: Path):
    assert not is_workspace(tmp_path / ("长" * 400))


def test_with_a_server_the_folders_make_the_workspace(tmp_path: Path, monkeypatch):
    monkeypatch.setenv(DATABASE_VARIABLE, " postgresql+psycopg://x/y ")
    assert find_workspace(tmp_path, required=False) is None

    workspace = create_workspace(tmp_path)
    monkeypatch.chdir(workspace.reports)

    assert find_workspace() == workspace
    assert workspace.database_url == "postgresql+psycopg://x/y"


def test_the_store_is_a_file_in_the_folder(made: Workspace):
    assert made.database_url == f"sqlite:///{made.folder.as_posix()}/society.db"
    assert made.templates == made.folder / "templates"
    assert made.programs == made.folder / "programs"


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no owners there")
def test_only_the_owner_may_enter_the_folders(made: Workspace):
    folders = [made.folder, *(path for path in made.folder.iterdir() if path.is_dir())]

    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert {folder.name for folder in folders[1:]} == set(places.FOLDERS)
    assert create_workspace(made.folder) == made


def test_the_chosen_program_is_remembered(made: Workspace):
    assert made.chosen_program is None

    made.choose_program("xuzhou-2022")

    assert Workspace(made.folder).chosen_program == "xuzhou-2022"
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "evidence",
        "programs",
        "reports",
        "settings.json",
        "society.db",
        "templates",
    ]


@pytest.mark.parametrize("text", ["{", "[]", '{"program": 3}', "\udcff"])
def test_settings_that_cannot_be_read_are_as_good_as_none(made: Workspace, text: str):
    settings = made.folder / "settings.json"
    settings.write_bytes(text.encode("utf-8", "surrogateescape"))

    assert made.chosen_program is None
    made.choose_program("jiangsu-2023")
    assert made.chosen_program == "jiangsu-2023"


def test_a_file_is_kept_once_under_its_content(made: Workspace, tmp_path: Path):
    first, second = tmp_path / "照片.JPG", tmp_path / "另一张.jpg"
    for path in (first, second):
        path.write_bytes(b"pixels" * 400_000)
    digest = hashlib.sha256(first.read_bytes()).hexdigest()

    kept = made.keep_file(first)

    assert kept == (f"evidence/{digest[:2]}/{digest}.jpg", digest)
    assert made.keep_file(second) == kept
    files = [path for path in made.evidence.rglob("*") if path.is_file()]
    assert [path.read_bytes() == first.read_bytes() for path in files] == [True]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no owners there")
def test_kept_files_are_for_the_owner_only(made: Workspace, tmp_path: Path):
    path = tmp_path / "合同.pdf"
    path.write_bytes(b"%PDF")
    made.evidence.rmdir()

    kept = made.folder / made.keep_file(path)[0]

    modes = [stat.S_IMODE(place.stat().st_mode) for place in (kept, kept.parent, made.evidence)]
    assert modes == [0o600, 0o700, 0o700]


def test_a_kept_file_that_was_damaged_is_kept_anew(made: Workspace, tmp_path: Path):
    path = tmp_path / "合同.pdf"
    path.write_bytes(b"%PDF")
    kept = made.folder / made.keep_file(path)[0]
    kept.write_bytes(b"broken")

    made.keep_file(path)

    assert kept.read_bytes() == b"%PDF"


def test_a_file_that_cannot_be_read_is_named(made: Workspace, tmp_path: Path):
    with pytest.raises(StoreError, match="读不了文件"):
        made.keep_file(tmp_path / "没有.pdf")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="不能写入"):
        create_workspace(tmp_path / "file" / "学会")
    with pytest.raises(StoreError, match="不能写入"):
        Workspace(tmp_path / "没有").choose_program("xuzhou-2022")
