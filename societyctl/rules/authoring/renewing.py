"""Next year's program file from this year's: the text is kept, with its comments.

Years move on, lines that changed are marked for review, and what only the new notice can say
(its number, its date, its deadlines) is left as a question that ``lint`` points at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from societyctl.rules.language.names import Place

REVIEW = "# 核对："
_DATE = re.compile(r"(19|20)\d{2}-\d{2}-\d{2}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|届|-\d\d-)")
_YEAR_IN_ID = re.compile(r"(?<=-)((?:19|20)\d{2})$")
_CLAUSE = re.compile(r"^([a-z]+)(\d{2})(?=\.)")
_ASKED = ("document", "issued_on")
"""Keys of the whole program that only the new notice can fill in."""
_SHORT = 20
"""Texts up to this length are quoted beside their line."""
_DROPPED = ("defects", "amendments")
"""Sections about the old notice itself."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """A stretch of the text and what stands there instead."""

    start: int
    end: int
    new: str
    line: int
    remark: str


def renewed(text: str, new_id: str, years: int) -> str:
    """Return the file for a later year; raises yaml.YAMLError for a text that is no YAML."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    edits = sorted(_edits(node, text, new_id, years), key=lambda edit: edit.start)
    fragile = set(_lines_without_room(node))
    lines = _edited(text, edits, fragile).splitlines(keepends=True)
    first = f"# 由上一份计划改写，年份推后{years}年；带“{REVIEW}”的行请逐一对照新通知。\n"
    return first + "".join(_without_sections(lines))


def shifted_clause(clause: str, years: int) -> str:
    """Return a clause id whose two-digit year has moved on.

    >>> shifted_clause("xz22.3.1", 1)
    'xz23.3.1'
    """
    return _CLAUSE.sub(lambda m: f"{m[1]}{(int(m[2]) + years) % 100:02}", clause)


def _edits(root: Any, text: str, new_id: str, years: int) -> Iterator[_Edit]:
    """Yield what changes; what several places refer to (``&``, ``*``) changes once."""
    names = set(_names(root))
    seen: set[int] = set()
    for place, node in _scalars(root, ()):
        old, stands = node.value, node.start_mark.index
        if place[0] in _DROPPED or stands in seen:
            continue
        seen.add(stands)
        if place == ("id",):
            yield _edit(node, new_id, "")
        elif len(place) == 1 and place[0] in _ASKED:
            yield _asked(node, text, str(place[0]))
        elif place[0] == "deadlines" and place[-1] in ("date", "paper_by"):
            if _DATE.fullmatch(old):
                yield _asked(node, text, str(place[-1]))
        elif old not in names and (new := _shifted(place, old, years)) != old:
            yield _edit(node, new, _remark(place, old))


def _remark(place: Place, old: str) -> str:
    """Return what to say beside a value that moved on; clause ids go without saying."""
    if _is_clause(place):
        return ""
    return f"上一年是 {old}" if len(old) <= _SHORT else "年份"


def _edit(node: Any, new: str, remark: str) -> _Edit:
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    return _Edit(start, end, new, node.start_mark.line, remark)


def _asked(node: Any, text: str, key: str) -> _Edit:
    """Return the edit that turns a value into a question, its whole line where it has one."""
    start = node.start_mark.index - node.start_mark.column
    before = text[start : node.start_mark.index]
    last_year = f"上一年是 {node.value}"
    if before.strip() != f"{key}:":
        return _cut_out(node, text, key, f"{key} 请填今年的（{last_year}）")
    margin = before[: len(before) - len(before.lstrip())]
    new = f"{margin}{REVIEW}请写今年的 {key}: …（{last_year}；没有就不写）"
    return _Edit(start, node.end_mark.index, new, node.start_mark.line, "")


def _cut_out(node: Any, text: str, key: str, remark: str) -> _Edit:
    """Return the edit that takes one entry out of several on a line."""
    start = text.rindex(key, 0, node.start_mark.index)
    end = node.end_mark.index
    following = re.match(r"\s*,[ ]*", text[end:])
    if following:
        end += following.end()
    else:
        start = len(text[:start].rstrip(", "))
    return _Edit(start, end, "", node.start_mark.line, remark)


def _names(root: Any) -> Iterator[str]:
    """Yield the names that other places of the file refer to; they stay as they are."""
    for key, value in root.value:
        if key.value in ("windows", "sets", "requirements"):
            yield from (name.value for name, _ in value.value)


def _scalars(node: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Yield the values of the file with their places; keys are not values."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _scalars(item, (*place, index))
    elif _is_on_one_line(node) and place:
        yield place, node


def _is_on_one_line(node: Any) -> bool:
    return node.start_mark.line == node.end_mark.line and node.style not in ("|", ">")


def _lines_without_room(node: Any) -> Iterator[int]:
    """Yield the lines inside texts of several lines, where a remark would become text."""
    if isinstance(node, yaml.ScalarNode):
        if node.start_mark.line != node.end_mark.line:
            yield from range(node.start_mark.line, node.end_mark.line + 1)
        return
    for item in node.value:
        for inner in item if isinstance(item, tuple) else (item,):
            yield from _lines_without_room(inner)


def _is_clause(place: Place) -> bool:
    return "clauses" in place


def _shifted(place: Place, text: str, years: int) -> str:
    """Return a value for the later year."""
    if _is_clause(place):
        return shifted_clause(text, years)
    if "year" in place and re.fullmatch(r"(19|20)\d{2}", text):
        return str(int(text) + years)
    if _DATE.fullmatch(text):
        return _moved(text, years)
    if place[-1] == "id":
        return _YEAR_IN_ID.sub(lambda m: str(int(m[1]) + years), text)
    return _YEAR.sub(lambda m: str(int(m[1]) + years), text)


def _moved(text: str, years: int) -> str:
    """Return the same day of a later year; 29 February becomes the 28th."""
    day = date.fromisoformat(text)
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:
        return day.replace(year=day.year + years, day=28).isoformat()


def _edited(text: str, edits: list[_Edit], fragile: set[int]) -> str:
    """Return the text with all edits made and their remarks at the ends of the lines."""
    pieces, position = [], 0
    for edit in edits:
        pieces += [text[position : edit.start], edit.new]
        position = edit.end
    lines = ("".join(pieces) + text[position:]).split("\n")
    for number, remark in _remarks(edits).items():
        if number not in fragile:
            joint = "；核对：" if REVIEW in lines[number] else f"  {REVIEW}"
            lines[number] += f"{joint}{remark}"
    return "\n".join(lines)


def _remarks(edits: list[_Edit]) -> Mapping[int, str]:
    """Return one remark for each line with edits that need a look."""
    by_line: dict[int, list[str]] = {}
    for edit in edits:
        if edit.remark and edit.remark not in by_line.setdefault(edit.line, []):
            by_line[edit.line].append(edit.remark)
    return {line: "；".join(remarks) for line, remarks in by_line.items() if remarks}


def _without_sections(lines: list[str]) -> Iterator[str]:
    """Yield the lines; sections about the old notice become comments."""
    dropping = False
    for line in lines:
        key = re.match(r"([a-z_]+):", line)
        if key:
            dropping = key[1] in _DROPPED
            if dropping:
                yield f"{REVIEW}下面是上一份通知自己的毛病，今年若还有，去掉行首的 # 即可\n"
        yield f"# {line}" if dropping and line.strip() else line
