"""Read a template before it is filled: every name it uses must be one its paper offers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, nodes

from societyctl.errors import Issue
from societyctl.reporting.values import TEXT, Offer
from societyctl.reporting.word.engine import environment
from societyctl.reporting.word.template_text import TemplatePart, parts_of

if TYPE_CHECKING:
    from docx.document import Document

LOOP = Offer(
    dict.fromkeys(("index", "index0", "first", "last", "length", "revindex", "revindex0"), TEXT)
)
"""What a loop knows of itself."""

_WIDE_BRACES = re.compile(
    r"[｛{]\s*[｛{][^{}｛｝]*[｝}]\s*[｝}]|[｛{]\s*[%％][^{}｛｝]*[%％]\s*[｝}]"
)
_PAIRED = re.compile(r"\{%-?\s*((?:end)?(?:if|for))\b")
_HALF_WIDTH = "半角的 {{ }} 或 {% %}"
_LISTED = "先写 {% for 每一项 in 列表 %}，再写 {{ 每一项.名称 }}"
_PAIRS = "成对的 {{ 名称 }}，以及配套的 {% for %}…{% endfor %}、{% if %}…{% endif %}"


@dataclass(slots=True)
class TemplateReading:
    """What a template asks for: its mistakes, and the lists whose rows only place texts."""

    issues: list[Issue] = field(default_factory=list)
    lists: dict[str, bool] = field(default_factory=dict)
    """Name of a list to whether every loop over it only places fields of its items."""
    names: set[str] = field(default_factory=set)
    """Every name that is used: ``society``, and of the items of a list ``activities.title``."""


def read_template(document: Document, offer: Offer, name: str) -> TemplateReading:
    """Compare everything a template uses with what its paper offers."""
    reading = TemplateReading()
    for part in parts_of(document):
        _check_part(part, offer, name, reading)
    return reading


def _check_part(part: TemplatePart, offer: Offer, name: str, reading: TemplateReading) -> None:
    for line, text in enumerate(part.source.split("\n"), 1):
        for mark in _WIDE_BRACES.findall(text):
            if "｛" in mark or "｝" in mark or "％" in mark:
                where = f"{name} {part.place(line)}"
                reading.issues.append(Issue(where, f"标记用了全角括号：{mark}", _HALF_WIDTH))
    for place, problem in part.crowded:
        reading.issues.append(Issue(f"{name} {place}", problem, "把标记和文字分开写"))
    try:
        tree = environment().parse(part.source)
    except TemplateSyntaxError as err:
        line, problem = _unpaired(part.source) or (err.lineno, "标记写法有误")
        reading.issues.append(Issue(f"{name} {part.place(line)}", problem, _PAIRS))
        return
    _Checker(part, name, reading).statements(tree.body, dict(offer.fields))


def _unpaired(source: str) -> tuple[int, str] | None:
    """Return the line of a tag without its counterpart, and what is wrong.

    The engine's own parser names the last tag, which may stand many pages further on.
    """
    waiting: list[tuple[int, str]] = []
    for line, text in enumerate(source.split("\n"), 1):
        for word in _PAIRED.findall(text):
            if not word.startswith("end"):
                waiting.append((line, word))
            elif not waiting:
                return line, f"{{% {word} %}} 前面没有 {{% {word.removeprefix('end')} %}}"
            elif word == f"end{waiting[-1][1]}":
                waiting.pop()
            else:
                return _unclosed(*waiting[-1])
    return _unclosed(*waiting[-1]) if waiting else None


def _unclosed(line: int, word: str) -> tuple[int, str]:
    return line, f"{{% {word} %}} 没有 {{% end{word} %}}"


Scope = dict[str, Offer]

UNKNOWN = Offer()
"""What is not offered; one mistake is reported, not what follows from it."""


def _is_simple(node: nodes.Node) -> bool:
    """Tell whether an expression is as harmless as its parts."""
    if isinstance(node, nodes.Const):
        return isinstance(node.value, str)
    if isinstance(node, nodes.Compare):
        return all(operand.op in {"eq", "ne"} for operand in node.ops)
    return isinstance(node, nodes.And | nodes.Or | nodes.Not | nodes.Operand | nodes.TemplateData)


class _Checker:
    """Walks a parsed template; only what is listed here is allowed in one."""

    def __init__(self, part: TemplatePart, name: str, reading: TemplateReading) -> None:
        self._part, self._name, self._reading = part, name, reading
        self._lists: dict[str, str] = {}
        self._own: list[str] = []
        """What the loops around it call their items; a fact of the same name is not meant."""

    def statements(self, body: list[nodes.Node], scope: Scope) -> None:
        """Check statements in order."""
        for node in body:
            match node:
                case nodes.Output():
                    for placed in node.nodes:
                        self._output(placed, scope)
                case nodes.For():
                    self._loop(node, scope)
                case nodes.If():
                    self.expression(node.test, scope)
                    self.statements([*node.body, *node.elif_, *node.else_], scope)
                case _:
                    self._refuse(node)

    def _output(self, node: nodes.Expr, scope: Scope) -> None:
        offered = self.expression(node, scope)
        if offered.fields or offered.item:
            self._say(node, f"{_written(node)} 不是一个值", _choice(offered))

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        offered = self.expression(node.iter, scope)
        if "loop" in scope and isinstance(node.iter, nodes.Name):
            self._say(node, "列表里再套一遍整个列表，会多得写不完", "只列它下面的，如 s.pieces")
        if offered.item is None and offered is not UNKNOWN:
            self._say(node, f"{_written(node.iter)} 不是列表", "可逐条列出的名称")
        inside = {**scope, "loop": LOOP}
        if isinstance(node.target, nodes.Name):
            inside[node.target.name] = offered.item or UNKNOWN
            self._lists[node.target.name] = _written(node.iter)
        else:
            self._refuse(node)
        if node.test is not None:
            self.expression(node.test, inside)
        path = _written(node.iter)
        plain = _only_places(node)
        self._reading.lists[path] = self._reading.lists.get(path, True) and plain
        self._own.append(getattr(node.target, "name", ""))
        self.statements([*node.body, *node.else_], inside)
        self._own.pop()

    def expression(self, node: nodes.Node, scope: Scope) -> Offer:
        """Check an expression and return the shape of its value."""
        if isinstance(node, nodes.Name):
            if node.name not in self._own:
                self._reading.names.add(node.name)
            return self._known(node, scope, node.name, "")
        if isinstance(node, nodes.Getattr):
            return self._attribute(node, scope)
        if not _is_simple(node):
            self._refuse(node)
            return TEXT
        for child in node.iter_child_nodes():
            self.expression(child, scope)
        return TEXT

    def _attribute(self, node: nodes.Getattr, scope: Scope) -> Offer:
        offered, owner = self.expression(node.node, scope), _written(node.node)
        self._reading.names.add(f"{self._lists.get(owner, owner)}.{node.attr}")
        if offered is TEXT and not node.attr.startswith("_"):
            self._say(node, f"{owner} 下没有 {node.attr}", f"直接写 {owner}")
            return UNKNOWN
        if offered is UNKNOWN:
            return UNKNOWN
        if offered.item is not None:
            self._say(node, f"{owner} 是列表，不能直接写 {owner}.{node.attr}", _LISTED)
            return UNKNOWN
        return self._known(node, offered.fields, node.attr, f"{owner}.")

    def _known(self, node: nodes.Node, offered: Mapping[str, Offer], name: str, lead: str) -> Offer:
        if name in offered:
            return offered[name]
        if name.startswith("_"):
            self._refuse(node)
            return TEXT
        close = difflib.get_close_matches(name, offered, 3, 0.5)
        listed = "、".join(f"{lead}{item}" for item in close or sorted(offered)[:8])
        self._say(node, f"没有“{lead}{name}”这个名称", listed)
        return UNKNOWN

    def _refuse(self, node: nodes.Node) -> None:
        self._say(
            node, "模板里不允许这种写法", "只用 {{ 名称 }}、{% for %}、{% if %}，比较只用 == 和 !="
        )

    def _say(self, node: nodes.Node, problem: str, expected: str) -> None:
        place = self._part.place(node.lineno)
        issue = Issue(f"{self._name} {place}", problem, expected)
        if issue not in self._reading.issues:
            self._reading.issues.append(issue)


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "这里"


def _choice(offered: Offer) -> str:
    return "、".join(sorted(offered.fields)[:8]) if offered.fields else "用 {% for %} 逐条列出"


def _only_places(node: nodes.For) -> bool:
    """Tell whether a loop does nothing but place fields of its item."""
    if node.test is not None or node.else_ or not isinstance(node.target, nodes.Name):
        return False
    target = node.target.name
    return all(
        isinstance(placed, nodes.TemplateData)
        or (
            isinstance(placed, nodes.Getattr)
            and isinstance(placed.node, nodes.Name)
            and placed.node.name == target
        )
        for statement in node.body
        for placed in (statement.nodes if isinstance(statement, nodes.Output) else [statement])
    )
