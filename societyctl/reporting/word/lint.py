"""Read a template before it is filled: every name it uses must be one its paper offers.

The text of each part is laid out one paragraph a line, so that the template engine's own
parser reports line numbers that lead back to a paragraph, table cell, header or footer.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes

from societyctl.errors import Issue
from societyctl.reporting.values import TEXT, Offer
from societyctl.reporting.word.controls import text_of, text_roots
from societyctl.reporting.word.engine import environment

if TYPE_CHECKING:
    from docx.document import Document

PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""Document properties that are filled in like text."""

LOOP = Offer(
    dict.fromkeys(("index", "index0", "first", "last", "length", "revindex", "revindex0"), TEXT)
)
"""What a loop knows of itself."""

_TAG_SCOPE = re.compile(r"(\{[{%])(?:tr|tc|p|r)\s")
_WIDE_BRACES = re.compile(
    r"[｛{]\s*[｛{][^{}｛｝]*[｝}]\s*[｝}]|[｛{]\s*[%％][^{}｛｝]*[%％]\s*[｝}]"
)
_PAIRED = re.compile(r"\{%-?\s*((?:end)?(?:if|for))\b")
_LISTED = "先写 {% for 每一项 in 列表 %}，再写 {{ 每一项.名称 }}"
_PAIRS = "成对的 {{ 名称 }}，以及配套的 {% for %}…{% endfor %}、{% if %}…{% endif %}"
_ALONE = re.compile(r"\{%(p|tr|tc)\s")
_SCOPES = {"p": ("w:p", "一段"), "tr": ("w:tr", "表格的一行"), "tc": ("w:tc", "表格的一格")}
"""Tags that stand for a whole paragraph, row or cell, and swallow whatever is there beside them."""


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """The text of one part of a template: one paragraph a line, with the place of each."""

    source: str
    places: tuple[str, ...]
    crowded: tuple[tuple[str, str], ...] = ()
    """Tags that would swallow what stands beside them: where, and what is wrong."""

    def place(self, line: int) -> str:
        """Return where a line stands."""
        return self.places[min(max(line, 1), len(self.places)) - 1] if self.places else "正文"


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


def parts_of(document: Document) -> Iterator[TemplatePart]:
    """Yield everything the engine fills in: body, headers, footers, footnotes, properties."""
    for root, word in text_roots(document):
        yield _part(root, word)
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES and not relation.is_external:
            yield _part(parse_xml(relation.target_part.blob), "脚注")
    for name in PROPERTIES:
        yield TemplatePart(str(getattr(document.core_properties, name)), ("文档属性",))


def _part(root: Any, where: str) -> TemplatePart:
    lines, places = [], []
    tables = {table: index for index, table in enumerate(root.iter(qn("w:tbl")), 1)}
    for index, paragraph in enumerate(root.iter(qn("w:p")), 1):
        text = _paragraph_text(paragraph)
        lines.append(text)
        places.append(f"{where}{_place(paragraph, tables, index)}“{_excerpt(text)}”")
    source = "\n".join(_TAG_SCOPE.sub(r"\1 ", line) for line in lines)
    return TemplatePart(source, tuple(places), tuple(_crowded(root, places)))


def _crowded(root: Any, places: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the place of each tag that is not alone in its paragraph, row or cell."""
    for paragraph, place in zip(root.iter(qn("w:p")), places, strict=True):
        for scope in _ALONE.findall(text_of(paragraph)):
            element, word = _SCOPES[scope]
            own = {paragraph, *paragraph.iterancestors()}
            holder = next((item for item in own if item.tag == qn(element)), None)
            text = "" if holder is None else text_of(holder).strip()
            if text.count("{%") != 1 or not (text.startswith("{%") and text.endswith("%}")):
                yield place, f"{{%{scope} …%}} 须独占{word}，同在一起的文字会丢失"


def _paragraph_text(paragraph: Any) -> str:
    pieces = []
    holder = paragraph.getparent().getparent()
    if holder is not None and holder.tag == qn("w:sdt"):
        pieces += _control_tags(holder)
    for node in paragraph.iter(qn("w:t"), qn("w:tag"), qn("w:alias"), qn("w:p")):
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag != qn("w:p"):
            pieces.append(node.get(qn("w:val")) or "")
    return "".join(pieces).replace("\n", " ")


def _control_tags(control: Any) -> list[str]:
    properties = control.find(qn("w:sdtPr"))
    found = properties.iter(qn("w:tag"), qn("w:alias")) if properties is not None else ()
    return [node.get(qn("w:val")) or "" for node in found]


def _place(paragraph: Any, tables: dict[Any, int], index: int) -> str:
    row = next(paragraph.iterancestors(qn("w:tr")), None)
    if row is None:
        return f"第{index}段"
    table = next(paragraph.iterancestors(qn("w:tbl")))
    line = sum(1 for _ in row.itersiblings(qn("w:tr"), preceding=True)) + 1
    cell = next(paragraph.iterancestors(qn("w:tc")))
    column = sum(1 for _ in cell.itersiblings(qn("w:tc"), preceding=True)) + 1
    return f"第{tables[table]}个表格第{line}行第{column}格"


def _excerpt(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - fits a screen line


def _check_part(part: TemplatePart, offer: Offer, name: str, reading: TemplateReading) -> None:
    for line, text in enumerate(part.source.split("\n"), 1):
        for found in _WIDE_BRACES.findall(text):
            if "｛" in found or "｝" in found or "％" in found:
                where = f"{name} {part.place(line)}"
                wanted = "半角的 {{ }} 或 {% %}"
                reading.issues.append(Issue(where, f"标记用了全角括号：{found}", wanted))
    for place, found in part.crowded:
        reading.issues.append(Issue(f"{name} {place}", found, "把标记和文字分开写"))
    try:
        tree = environment().parse(part.source)
    except TemplateSyntaxError as err:
        line, found = _unpaired(part.source) or (err.lineno, "标记写法有误")
        reading.issues.append(Issue(f"{name} {part.place(line)}", found, _PAIRS))
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
                    for shown in node.nodes:
                        self._output(shown, scope)
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

    def _say(self, node: nodes.Node, found: str, expected: str) -> None:
        place = self._part.place(node.lineno)
        issue = Issue(f"{self._name} {place}", found, expected)
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
        isinstance(shown, nodes.TemplateData)
        or (
            isinstance(shown, nodes.Getattr)
            and isinstance(shown.node, nodes.Name)
            and shown.node.name == target
        )
        for statement in node.body
        for shown in (statement.nodes if isinstance(statement, nodes.Output) else [statement])
    )
