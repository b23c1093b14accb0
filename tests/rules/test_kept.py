"""Programs kept ready to load: the same program, and never one that should be read anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from societyctl.errors import ProgramError
from societyctl.resources import cache_folder, resource_folder
from societyctl.rules.file.kept import keep_program, kept_program
from societyctl.rules.file.loading import load_program
from societyctl.workflows.programs import open_program

PROGRAMS = sorted(resource_folder("programs").glob("*.yaml"))
SOUND = """\
id: demo-2024
title: 示例计划
issuer: 示例科协
year: 2024
projects:
  - id: a
    title: 甲
    requirements:
      - {id: r1, clauses: x.1, title: 题, place: 一, test: {count: activity, at_least: 2}}
"""


def own_program(folder: Path, text: str = SOUND) -> Path:
    path = folder / "demo-2024.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def kept_files() -> list[Path]:
    return sorted((cache_folder() / "programs").glob("*.pickle"))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_kept_program_is_the_one_in_the_file(path: Path):
    program = load_program(path)

    keep_program(path, program)

    kept = kept_program(path)
    assert kept == program
    assert kept is not None
    assert (kept.digest, kept.digests) == (program.digest, program.digests)


def test_a_program_is_kept_once_it_was_opened(tmp_path: Path):
    path = own_program(tmp_path)
    assert kept_program(path) is None

    opened = open_program(str(path), None)

    assert kept_program(path) == opened


def test_a_changed_file_is_read_anew(tmp_path: Path):
    before = open_program(str(own_program(tmp_path)), None)

    after = open_program(
        str(own_program(tmp_path, SOUND.replace("at_least: 2", "at_least: 3"))), None
    )

    assert before.digests != after.digests
    assert len(kept_files()) == 2


def test_a_file_with_mistakes_is_never_kept(tmp_path: Path):
    path = own_program(tmp_path, SOUND.replace("activity", "actvity"))

    for _ in range(2):
        with pytest.raises(ProgramError):
            open_program(str(path), None)

    assert kept_files() == []


def cut_short(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-20])


def emptied(kept: Path) -> None:
    kept.write_bytes(b"")


def altered(kept: Path) -> None:
    content = kept.read_bytes()
    kept.write_bytes(content[:60] + b"X" + content[61:])


def writable_by_others(kept: Path) -> None:
    kept.chmod(0o666)


def replaced_by_a_folder(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()


@pytest.mark.parametrize(
    "harm", [cut_short, emptied, altered, writable_by_others, replaced_by_a_folder]
)
def test_what_cannot_be_trusted_is_read_from_the_file_instead(tmp_path: Path, harm):
    path = own_program(tmp_path)
    program = open_program(str(path), None)
    (kept,) = kept_files()

    harm(kept)

    assert kept_program(path) is None
    assert open_program(str(path), None) == program


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch):
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))

    assert open_program(str(own_program(tmp_path)), None).id == "demo-2024"


@pytest.mark.slow
def test_only_so_many_are_kept_and_the_oldest_go_first(tmp_path: Path):
    for number in range(45):
        open_program(str(own_program(tmp_path, SOUND.replace("甲", f"甲{number}"))), None)
        for kept in kept_files():
            age = kept.stat().st_mtime - 10
            os.utime(kept, (age, age))

    assert len(kept_files()) == 40
    assert kept_program(own_program(tmp_path, SOUND.replace("甲", "甲44"))) is not None
    assert kept_program(own_program(tmp_path, SOUND.replace("甲", "甲0"))) is None
