"""The tool that measures the house sees what it is to see."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.tools.house import circles, imports, imports_round, read_house, repeated_names, rooms

TOOLS = Path(__file__).parent / "tools"


@pytest.fixture
def build(tmp_path: Path):
    """Write a package from its modules' texts; the folders are packages too."""

    def write(**modules: str):
        for name, text in modules.items():
            path = tmp_path / "societyctl" / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for folder in {path.parent for path in (tmp_path / "societyctl").rglob("*.py")}:
            (folder / "__init__.py").touch()
        return read_house(tmp_path)

    return write


@pytest.mark.parametrize("tool", sorted(TOOLS.glob("*.py")), ids=lambda path: path.stem)
def test_every_tool_finds_what_it_imports(tool: Path):
    assert importlib.import_module(f"tests.tools.{tool.stem}").__doc__


def arrows(house):
    return {
        (arrow.source.removeprefix("societyctl."), arrow.target.removeprefix("societyctl."))
        for arrow in imports(house)
    }


def test_an_import_points_to_the_module_or_to_the_package_that_gives_the_name(build):
    house = build(
        store__saving="from societyctl import errors\nfrom societyctl.store import Store, codec",
        store__codec="import societyctl.errors\nfrom . import saving",
        errors="import json",
    )

    assert arrows(house) == {
        ("store.saving", "errors"),
        ("store.saving", "store"),
        ("store.saving", "store.codec"),
        ("store.codec", "errors"),
        ("store.codec", "store.saving"),
    }


def test_an_import_inside_a_function_closes_a_circle(build):
    house = build(
        one="def late():\n    from societyctl.two import x",
        two="from societyctl.three import y",
        three="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import societyctl.one",
        four="from societyctl import one",
    )
    found = imports(house)

    assert circles(found) == [["societyctl.one", "societyctl.three", "societyctl.two"]]
    assert circles(arrow for arrow in found if not arrow.typing_only) == []
    assert circles(arrow for arrow in found if not arrow.lazy) == []


def test_classes_and_aliases_of_one_name_are_found_in_several_modules(build):
    house = build(
        one="class Row: ...\nROWS = 3",
        two="class Outer:\n    class _Row: ...\nROWS = 4",
        three="Row = tuple[int, ...]\ndef f():\n    Outer = 1",
        store__migrations__first="class Row: ...",
    )

    assert repeated_names(house) == {
        "Row": ["societyctl.one", "societyctl.three", "societyctl.two"]
    }


def test_only_cli_goes_round_workflows(build):
    house = build(
        cli__one="def f():\n    from societyctl.store.codec import x\n    import societyctl.domain",
        workflows__two="from societyctl.store.codec import x",
        domain="",
        store__codec="x = 1",
    )

    assert [arrow.target for arrow in imports_round(imports(house))] == ["societyctl.store.codec"]


def test_rooms_are_folders_with_their_own_modules_only(build):
    house = build(store__codec="x = 1\n", store__asking__answers="x = 1\ny = 2\n", errors="")

    assert rooms(house) == {"": (2, 0), "store": (2, 1), "store/asking": (2, 2)}
