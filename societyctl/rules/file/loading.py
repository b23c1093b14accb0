"""Reading program files: YAML with line numbers, every mistake located, all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from societyctl.errors import Issue, ProgramError, reason_of
from societyctl.rules.file.remarks import remarks_on
from societyctl.rules.file.shaping import shape
from societyctl.rules.file.vetting import vet
from societyctl.rules.language.names import Place
from societyctl.rules.language.program import Program


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C or Python
    """Safe YAML in which only ``true`` and ``false`` are booleans.

    YAML 1.1 also reads ``on``, ``no`` and ``yes`` so, which turns the key ``on`` into True.
    """


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file as plain data, with the line of every place in it."""

    path: Path
    data: Any
    lines: Mapping[Place, int]

    def where(self, place: Sequence[str | int]) -> str:
        """Return ``file:line`` of a place, or of the nearest one around it."""
        key = tuple(place)
        while key and key not in self.lines:
            key = key[:-1]
        return f"{self.path.name}:{self.lines.get(key, 1)}"


def read_source(path: Path) -> Source:
    """Read a YAML file; raises ProgramError for a missing file, bad YAML, a repeated key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ProgramError(f"没有这个文件：{path}", "请核对路径。") from None
    except UnicodeDecodeError:
        raise ProgramError(
            f"{path.name} 不是 UTF-8 编码", "请用记事本“另存为”，编码选 UTF-8。"
        ) from None
    except OSError as error:
        raise ProgramError(f"读不了 {path}：{reason_of(error)}") from error
    loader = _Loader(text)
    building = _Building(loader)
    try:
        node = loader.get_single_node()
        data = building.value(node, ()) if node else {}
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(path, text, error) from error
    finally:
        loader.dispose()
    source = Source(path, data, building.lines)
    if building.repeated:
        places = building.repeated
        issues = [Issue(source.where(place), f"“{place[-1]}”写了两次") for place in places]
        raise ProgramError(f"{path.name} 里有重复的项", "请删去多余的一处。", issues)
    return source


def _syntax_error(path: Path, text: str, error: yaml.MarkedYAMLError) -> ProgramError:
    mark = error.problem_mark
    number = mark.line + 1 if mark else 1
    line = (text.splitlines() or [""])[min(number, len(text.splitlines()) or 1) - 1]
    found, expected = "此处不合 YAML 写法", "缩进一致、冒号后有空格、括号成对"
    if isinstance(error, _UnfitValue):
        found, expected = error.problem or found, ""
    elif "\t" in line:
        found, expected = "这一行有制表符（Tab）", "缩进只用空格"
    elif any(sign in line for sign in "：，｛｝［］"):
        found, expected = "这一行有全角的标点（：，［］｛｝）", "语法标点用半角 : , [ ] { }"
    issue = Issue(f"{path.name}:{number}", found, expected)
    return ProgramError(f"{path.name} 读不懂", "请检查所指的行和它上面一行。", [issue])


class _UnfitValue(yaml.MarkedYAMLError):
    """A value that no program can hold; says so in Chinese."""


@dataclass
class _Building:
    """Plain data out of YAML nodes, the line of every place, and keys that are written twice."""

    loader: _Loader
    lines: dict[Place, int] = field(default_factory=dict)
    repeated: list[Place] = field(default_factory=list)
    built: dict[int, Any] = field(default_factory=dict)
    """By node: one that is referred to again is built once, however often."""

    def value(self, node: yaml.Node, place: Place) -> Any:
        """Return the data of a node."""
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) not in self.built:
            self.built[id(node)] = _UNFINISHED
            self.built[id(node)] = self._several(node, place)
        if self.built[id(node)] is _UNFINISHED:
            raise _unfit(node, "引用（&、*）绕成了圈")
        return self.built[id(node)]

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        if node.tag == _TEXT_TAG:
            return node.value
        try:
            return self.loader.construct_object(node)
        except ValueError:
            raise _unfit(node, f"没有这样的日期或数：{node.value}") from None

    def _several(self, node: yaml.Node, place: Place) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]
        own = {id(key) for key, _ in node.value}
        self.loader.flatten_mapping(node)
        data: dict[Any, Any] = {}
        seen: set[str] = set()
        for key, inner in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _unfit(key, "冒号前面应是一个词")
            where = (*place, key.value)
            if id(key) in own:
                self.lines[where] = key.start_mark.line + 1
                if key.value in seen:
                    self.repeated.append(where)
                seen.add(key.value)
            data[self._scalar(key)] = self.value(inner, where)
        return data


def _unfit(node: yaml.Node, found: str) -> _UnfitValue:
    return _UnfitValue(problem=found, problem_mark=node.start_mark)


_TEXT_TAG = "tag:yaml.org,2002:str"
_UNFINISHED = object()
"""Stands for what is being built, so that nothing can contain itself."""


def load_program(path: Path, *, vetted: bool = False) -> Program:
    """Return the program in a file; raises ProgramError that lists every mistake at once.

    Of a ``vetted`` file, one that ships and that the tests have looked through, only the shape
    is read: looking for what cannot mean anything costs as much again.
    """
    source = read_source(path)
    if vetted:
        shaped = shape(source.data)
        if shaped.program is not None and not shaped.mistakes:
            return shaped.program
    program, issues = examine(source)
    if program is None or issues:
        raise ProgramError(
            f"计划文件 {path.name} 有 {len(issues)} 处要改",
            f"改好后可用 societyctl program lint {path.name} 再查一遍。",
            issues,
        )
    return program


def examine(source: Source) -> tuple[Program | None, tuple[Issue, ...]]:
    """Return the program, if its shape is right, and every mistake found, in the file's order.

    What has no shape is put aside, so that the rest is looked at all the same.
    """
    shaped = shape(source.data)
    mistakes = [*shaped.mistakes]
    if shaped.program is not None:
        mistakes += shaped.own(vet(shaped.program))
    issues = [Issue(source.where(one.place), one.found, one.expected) for one in mistakes]
    program = None if shaped.mistakes else shaped.program
    return program, tuple(sorted(dict.fromkeys(issues), key=_line))


def remarks_in(source: Source, program: Program) -> tuple[Issue, ...]:
    """Return what is worth a second look in a program, in the file's order."""
    issues = [
        Issue(source.where(one.place), one.found, one.expected) for one in remarks_on(program)
    ]
    return tuple(sorted(issues, key=_line))


def _line(issue: Issue) -> int:
    return int(issue.where.rpartition(":")[2])
