"""Measures the house itself: its rooms, circles, names, imports that go round, long functions.

Everything is read from the source by ``ast``; nothing is imported. ``tests/test_architecture.py``
holds the same numbers to their bounds. Usage: ``python tests/tools/house.py [CHECKOUT]``.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

NAME = "societyctl"
ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 40

# cli goes through workflows; it calls none of these itself.
BEHIND_WORKFLOWS = ("sheets", "store", "rules", "reporting.papers", "reporting.word")
CAMEL_CASE = re.compile(r"_?[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One import statement's arrow from a module to a module of the package."""

    source: str
    target: str
    line: int
    lazy: bool
    """Inside a function: it runs when the function does."""
    typing_only: bool
    """Under ``if TYPE_CHECKING``: it never runs."""


@dataclass(frozen=True)
class Module:
    """A file of the package, parsed."""

    name: str
    path: Path

    @cached_property
    def lines(self) -> int:
        """How many lines the file has."""
        return len(self.path.read_text("utf-8").splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        """The file's syntax tree."""
        return ast.parse(self.path.read_text("utf-8"))

    @property
    def is_migration(self) -> bool:
        """Whether the file is a frozen step of the schema, which keeps names of its time."""
        return "migrations" in self.path.parts

    @property
    def room(self) -> str:
        """The folder the module stands in, such as ``store/asking``; empty at the top."""
        parts = self.name.split(".")[1:]
        return "/".join(parts if self.path.name == "__init__.py" else parts[:-1])


def read_house(checkout: Path = ROOT) -> dict[str, Module]:
    """Return the modules of a checkout's package by their dotted names."""
    found = {}
    for path in sorted((checkout / NAME).rglob("*.py")):
        dotted = ".".join(path.relative_to(checkout).with_suffix("").parts)
        module = Module(dotted.removesuffix(".__init__"), path)
        found[module.name] = module
    return found


def rooms(house: Mapping[str, Module]) -> dict[str, tuple[int, int]]:
    """Return how many modules and lines each folder holds, without the folders in it."""
    counted: dict[str, tuple[int, int]] = {}
    for module in house.values():
        modules, lines = counted.get(module.room, (0, 0))
        counted[module.room] = (modules + 1, lines + module.lines)
    return dict(sorted(counted.items()))


def imports(house: Mapping[str, Module]) -> list[Import]:
    """Return every import of one module of the package by another."""
    return [
        arrow
        for module in house.values()
        for arrow in _imports_of(module, house)
        if arrow.target != module.name
    ]


def _imports_of(module: Module, house: Mapping[str, Module]) -> Iterator[Import]:
    for node, lazy, typing_only in _import_nodes(module.tree, lazy=False, typing_only=False):
        for target in _targets(node, module, house):
            yield Import(module.name, target, node.lineno, lazy, typing_only)


def _import_nodes(
    parent: ast.AST, *, lazy: bool, typing_only: bool
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, lazy, typing_only
            continue
        yield from _import_nodes(
            node,
            lazy=lazy or isinstance(node, FunctionNode | ast.Lambda),
            typing_only=typing_only or _is_typing_block(node),
        )


def _is_typing_block(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _targets(
    node: ast.Import | ast.ImportFrom, module: Module, house: Mapping[str, Module]
) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names if alias.name in house}
    base = _base(node, module)
    named = {f"{base}.{alias.name}" for alias in node.names}
    below = {name for name in named if name in house}
    # What is no module of its own is a name of the package's __init__.
    return below if len(below) == len(named) else below | ({base} & set(house))


def _base(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    kept = len(package) - node.level + (module.path.name == "__init__.py")
    return ".".join([*package[:kept], *([node.module] if node.module else [])])


def circles(arrows: Iterable[Import]) -> list[list[str]]:
    """Return the groups of modules that reach one another, by Tarjan's algorithm."""
    graph: dict[str, set[str]] = defaultdict(set)
    for arrow in arrows:
        graph[arrow.source].add(arrow.target)
    return sorted(group for group in _Tarjan(graph).groups() if len(group) > 1)


class _Tarjan:
    """One search for strongly connected groups."""

    def __init__(self, graph: Mapping[str, set[str]]) -> None:
        self.graph = graph
        self.index: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.stack: list[str] = []
        self.closed: list[list[str]] = []

    def groups(self) -> list[list[str]]:
        for node in sorted(self.graph):
            if node not in self.index:
                self._visit(node)
        return self.closed

    def _visit(self, node: str) -> None:
        self.index[node] = self.low[node] = len(self.index)
        self.stack.append(node)
        for target in sorted(self.graph.get(node, ())):
            if target not in self.index:
                self._visit(target)
                self.low[node] = min(self.low[node], self.low[target])
            elif target in self.stack:
                self.low[node] = min(self.low[node], self.index[target])
        if self.low[node] == self.index[node]:
            start = self.stack.index(node)
            self.closed.append(sorted(self.stack[start:]))
            del self.stack[start:]


def repeated_names(house: Mapping[str, Module]) -> dict[str, list[str]]:
    """Return the names of classes and aliases that several modules define, with the modules."""
    homes: dict[str, set[str]] = defaultdict(set)
    for module in house.values():
        if not module.is_migration:
            for name in _names(module.tree):
                homes[name.lstrip("_")].add(module.name)
    return {name: sorted(places) for name, places in sorted(homes.items()) if len(places) > 1}


def _names(tree: ast.Module) -> Iterator[str]:
    """Yield the classes of a module and what it assigns to CamelCase names outside functions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, FunctionNode):
            continue
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            yield from (name for name in names if CAMEL_CASE.fullmatch(name))
        waiting.extend(ast.iter_child_nodes(node))


def imports_round(arrows: Iterable[Import]) -> list[Import]:
    """Return the imports by which cli goes round workflows, those for types among them."""
    behind = tuple(f"{NAME}.{room}" for room in BEHIND_WORKFLOWS)
    return [
        arrow
        for arrow in arrows
        if arrow.source.startswith(f"{NAME}.cli")
        and f"{arrow.target}.".startswith(tuple(f"{room}." for room in behind))
    ]


def long_functions(house: Mapping[str, Module]) -> dict[str, int]:
    """Return the functions of more than 40 lines, with their lengths."""
    lengths = {
        f"{module.name}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module in house.values()
        for node in ast.walk(module.tree)
        if isinstance(node, FunctionNode)
    }
    return {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


def _lines(house: Mapping[str, Module]) -> Iterator[str]:
    counted = rooms(house)
    for room, (modules, lines) in counted.items():
        yield f"{room or NAME:<24}{modules:>5} modules{lines:>8} lines"
    total = sum(lines for _, lines in counted.values())
    yield f"{'in all':<24}{len(house):>5} modules{total:>8} lines"

    arrows = imports(house)
    running = [arrow for arrow in arrows if not arrow.typing_only]
    for title, chosen in (
        ("circles at start", [arrow for arrow in running if not arrow.lazy]),
        ("circles with lazy imports", running),
        ("circles with imports for types", arrows),
    ):
        groups = circles(chosen)
        yield f"{title}: {len(groups)}"
        yield from (f"  {' · '.join(group)}" for group in groups)

    repeated = repeated_names(house)
    yield f"class or alias names in several modules: {len(repeated)}"
    yield from (f"  {name}: {' · '.join(places)}" for name, places in repeated.items())

    round_ = imports_round(arrows)
    yield f"imports of cli that go round workflows: {len(round_)}"
    by_source: dict[str, list[str]] = defaultdict(list)
    for arrow in round_:
        by_source[arrow.source].append(arrow.target.removeprefix(f"{NAME}."))
    yield from (f"  {source}: {' '.join(targets)}" for source, targets in by_source.items())

    too_long = long_functions(house)
    yield f"functions over {LONGEST_FUNCTION} lines: {len(too_long)}"
    yield from (f"  {name}: {length}" for name, length in too_long.items())


def main() -> None:
    """Print the measures of this checkout, or of the one named."""
    checkout = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    print("\n".join(_lines(read_house(checkout))))  # noqa: T201  # a tool prints


if __name__ == "__main__":
    main()
