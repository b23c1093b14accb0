"""The rules of the house that a machine can check: sizes, layers, docstrings, handlers."""

from __future__ import annotations

import ast
import doctest
import importlib
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from societyctl.domain.catalog import FAMILIES, RECORD_KINDS
from societyctl.errors import ExitCode, SocietyError
from tests.tools.house import (
    FunctionNode,
    circles,
    imports,
    imports_round,
    long_functions,
    read_house,
    repeated_names,
)

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "societyctl"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 400
HOUSE = read_house(ROOT)
ARROWS = imports(HOUSE)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def comments(path: Path) -> list[str]:
    source = io.StringIO(path.read_text(encoding="utf-8"))
    tokens = tokenize.generate_tokens(source.readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def test_no_module_is_too_long_to_hold_in_the_head():
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_function_needs_scrolling():
    assert long_functions(HOUSE) == {}


def test_no_modules_import_one_another_in_a_circle():
    assert circles(ARROWS) == []


def test_a_class_or_alias_name_stands_in_one_module():
    assert repeated_names(HOUSE) == {}


def test_the_command_line_goes_through_workflows():
    round_ = [f"{arrow.source}:{arrow.line} {arrow.target}" for arrow in imports_round(ARROWS)]

    assert round_ == []


def test_every_module_says_what_it_holds():
    assert [place(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_no_work_is_left_as_a_note_in_the_code():
    note = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

    found = [
        f"{place(path)}: {comment}"
        for path in MODULES
        for comment in comments(path)
        if note.search(comment)
    ]

    assert found == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    broad = {"Exception", "BaseException"}
    return any(name is None or (isinstance(name, ast.Name) and name.id in broad) for name in names)


def test_only_the_command_line_catches_everything_and_only_once():
    broad = [
        place(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]

    assert len(broad) == 1
    assert broad[0].startswith("societyctl/cli/")


def test_types_are_silenced_rarely_and_by_name():
    silenced = [
        (place(path), comment)
        for path in MODULES
        for comment in comments(path)
        if "type: ignore" in comment
    ]

    assert [entry for entry in silenced if "type: ignore[" not in entry[1]] == []
    assert len(silenced) <= 3, silenced


def test_layers_and_libraries_keep_to_their_places():
    start = "from importlinter.cli import lint_imports_command as command; command()"
    checked = subprocess.run(
        [sys.executable, "-c", start, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_only_the_word_room_spells_out_wordprocessingml():
    spelled = [
        f"{place(path)}:{node.lineno}"
        for path in MODULES
        if not path.is_relative_to(PACKAGE / "reporting" / "word")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<w:" in node.value
    ]

    assert spelled == []


def chinese(path: Path) -> set[str]:
    """Return the texts in Chinese that a module may show, docstrings left out."""
    parsed = tree(path)
    documented = {
        node.body[0].value
        for node in ast.walk(parsed)
        if isinstance(node, ast.Module | ast.ClassDef | FunctionNode)
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(parsed)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in documented
        and re.search(r"[\u4e00-\u9fff]", node.value)
    }


def test_the_store_answers_with_values_not_sentences():
    asking = PACKAGE / "store" / "asking"
    # What it refuses is worded: there is no such record.
    worded = {path.stem: chinese(path) for path in asking.glob("*.py") if path.stem != "records"}

    # A cell that says 无 says that there is none.
    assert {name: texts for name, texts in worded.items() if texts - {"无"}} == {}


def test_judging_remembers_nothing_by_its_address():
    addressed = [
        f"{place(path)}:{node.lineno}"
        for room in ("judging", "language", "planning")
        for path in (PACKAGE / "rules" / room).glob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id"
    ]

    assert addressed == []


EXAMPLES = [
    place(path).removesuffix(".py").replace("/", ".")
    for path in MODULES
    if ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize("module", EXAMPLES)
def test_examples_in_docstrings_hold(module: str):
    tried = doctest.testmod(importlib.import_module(module))

    assert (tried.attempted > 0, tried.failed) == (True, 0)


def families(base: type[SocietyError]) -> Iterator[type[SocietyError]]:
    for leaf in base.__subclasses__():
        yield leaf
        yield from families(leaf)


def test_every_error_that_reaches_a_person_has_an_exit_code_of_its_own():
    undecided = [leaf.__name__ for leaf in families(SocietyError) if leaf.exit_code == ExitCode.BUG]

    assert undecided == []


@pytest.mark.parametrize("module", ["errors", "resources", "__main__"])
def test_modules_every_start_pays_for_import_nothing_heavy(module: str):
    heavy = {"sqlalchemy", "openpyxl", "docx", "jinja2", "yaml", "pydantic", "python_calamine"}
    path = PACKAGE / f"{module}.py"

    imported = {
        name.split(".")[0]
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }

    assert imported & heavy == set()


def test_the_table_of_records_in_the_docs_is_complete():
    written = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = set(re.findall(r"^\| `(\w+)` \| (.+) \|$", written, flags=re.MULTILINE))

    declared = {
        (
            family,
            " · ".join(
                f"{kind.title} `{kind.name}`"
                for kind in RECORD_KINDS.values()
                if kind.family == family
            ),
        )
        for family in FAMILIES
    }

    assert rows == declared
