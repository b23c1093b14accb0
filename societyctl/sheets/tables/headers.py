"""Column headers: their normalised form, their unit, and the fields they may name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import pairwise

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.naming import one_meant
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.tables.own_marks import NUMBER_HEADER, PROBLEM_HEADER

_BRACKETS = re.compile(r"[(\[【〔{<《](.*?)[)\]】〕}>》]")
_COUNTED = r"人次?|名|场次?|次|期|篇|项|个|份|家|件|字|届|种"
_UNIT = rf"[百千万亿]?元|[十百千万]?(?:{_COUNTED})|%|m2|平方米|[百千万]"
_UNIT_ONLY = re.compile(rf"(?:单位:?)?({_UNIT})")
_UNIT_BEHIND = re.compile(rf"[/:,_-](?:单位:?)?({_UNIT})$")
_QUESTION_NUMBER = re.compile(r"^\(?(?:q?\d{1,3}[、.):]|[一二三四五六七八九十]{1,3}[、.)])(?!\d)")
_ASKED = re.compile(r"^\*?(?:请问?(?:输入|填写|选择)?)?[您你]的|^\*?请(?:输入|填写|选择)(?=.)")
"""How forms on the web begin a question: ``1、您的姓名：``."""
_TRIM = "*#:、,.;!?'\"_- "
_ENOUGH_ALIKE = 0.75
_SHORTEST_ALIKE = 3
_JOINTS = re.compile(r"[、/,;&+]|及其?|和|与")
NUMBER_HEADERS = frozenset(
    {
        NUMBER_HEADER,
        PROBLEM_HEADER,
        *"序 编次 no no. # 行号 顺序号 排序 编号顺序".split(),
        *"提交答卷时间 所用时间 来源详情 来自ip 开始答题时间 结束答题时间 答题时长".split(),
    }
)
"""Columns of every sheet that say nothing about the record."""
_OTHERS = frozenset(
    {"主办单位", "承办单位", "主管单位", "指导单位", "填报单位", "备注", "说明", "联系人"}
)
"""Common headers that only look like a misspelt one of ours."""
_TITLES = frozenset({"名称", "标题", "题目"})
_FOREIGN = re.compile(
    r"志愿者|工作人员|嘉宾|专家|讲师|教师|老师|家长|辅导员|评委|演职|媒体|计划|预计|预期|报名|拟|目标"
)


def is_foreign(header: str) -> bool:
    """Tell whether a header speaks of others than those who came, or of what was only planned."""
    return _FOREIGN.search(header) is not None


@dataclass(frozen=True, slots=True)
class HeaderName:
    """A header reduced to what it names."""

    name: str
    unit: str = ""


@lru_cache(maxsize=8192)
def clean_header(text: str) -> HeaderName:
    r"""Reduce a header: width, spaces, line breaks, brackets and marks go, the unit is kept apart.

    >>> clean_header("合同 金额\n（万元）")
    HeaderName(name='合同金额', unit='万元')
    >>> clean_header("1、您的姓名：")
    HeaderName(name='姓名', unit='')
    """
    words = _unasked(squeezed(text))
    unit = ""
    for inner in _BRACKETS.findall(words):
        match = _UNIT_ONLY.fullmatch(inner)
        unit = unit or (match[1] if match else "")
    bare = _BRACKETS.sub("", words).strip(_TRIM)
    behind = _UNIT_BEHIND.search(bare)
    if behind and not unit:
        unit, bare = behind[1], bare[: behind.start()]
    return HeaderName(bare or words.strip(_TRIM), unit)


def unit_only(text: str) -> str:
    """Return the unit that a cell names, bracketed or not, when it names nothing else.

    >>> unit_only("（万元）"), unit_only("收入（万元）")
    ('万元', '')
    """
    match = _UNIT_ONLY.fullmatch(squeezed(text).strip("()[]【】"))
    return match[1] if match else ""


def _unasked(words: str) -> str:
    """Return a header without the number and the address of a question in a form on the web."""
    bare = _QUESTION_NUMBER.sub("", words)
    return _ASKED.sub("", bare) or words


@cache
def names_of(kind_name: str) -> dict[str, tuple[Field, bool]]:
    """Return every header name of a kind with its field, and whether it is the canonical one."""
    kind = RECORD_KINDS[kind_name]
    names: dict[str, tuple[Field, bool]] = {}
    for canonical in (False, True):
        for field in kind.fields:
            for header in (field.header,) if canonical else field.synonyms:
                names[clean_header(header).name] = (field, canonical)
    return names


@cache
def kinds_by_header() -> dict[str, tuple[str, ...]]:
    """Return every known header name with the kinds that know it."""
    kinds: dict[str, list[str]] = {}
    for kind_name in RECORD_KINDS:
        for name in names_of(kind_name):
            kinds.setdefault(name, []).append(kind_name)
    return {name: tuple(kind_names) for name, kind_names in kinds.items()}


def is_known(text: object) -> bool:
    """Tell whether a cell holds a header that some kind knows."""
    return isinstance(text, str) and clean_header(text).name in kinds_by_header()


def kind_named(words: str) -> RecordKind:
    """Return the kind that a person names or titles so; raises UsageError."""
    names = {one.name: (one.title, *one.synonyms) for one in RECORD_KINDS.values()}
    titles = {one.title: one.name for one in RECORD_KINDS.values()}
    return RECORD_KINDS[titles.get(words) or one_meant(words, names, "记录类别")]


def field_named(kind: RecordKind, words: str) -> Field | None:
    """Return the field that a person means by its name or one of its headers."""
    if kind.has(words):
        return kind.field(words)
    field, _ = names_of(kind.name).get(clean_header(words).name, (None, False))
    return field


def like(kind: RecordKind, name: str, group: str = "") -> list[Field]:
    """Return the fields whose header is nearly ``name``, the nearest first.

    A bare 名称 is like whatever the records are called by. A header that joins two facts
    (工作单位及职务) is like the fields of its parts; the total of a ``group`` of columns is like
    those whose header the group's name contains.
    """
    headers = names_of(kind.name)
    if group:
        within = [header for header in headers if len(header) > 1 and header in group]
        return _fields(kind, sorted(within, key=len, reverse=True))
    if name in _TITLES:
        return [kind.field(kind.label)]
    parts = [part for part in _JOINTS.split(name) if part]
    if len(parts) > 1:
        return _fields(kind, [part for part in parts if part in headers])
    if len(name) < _SHORTEST_ALIKE or name in _OTHERS:
        return []
    ranked = sorted(
        ((SequenceMatcher(None, name, header).ratio(), header) for header in headers), reverse=True
    )
    alike = [header for likeness, header in ranked if likeness >= _ENOUGH_ALIKE]
    # All headers of days end in the same letters, so those say nothing.
    meant = [
        header
        for header in alike
        if headers[header][0].type is not FieldType.DATE or _share_meaning(name, [header])
    ]
    return _fields(kind, meant)


_SAYS_LITTLE = re.compile(
    r"时间|日期|年月|人数|人次|人员|单位|机构|金额|经费|情况|数量|名称|编号|类别|类型|所属|我?本会"
)
"""What many headers share that mean different things."""
_OF_LABELS = re.compile(r"名称|题目|主题|标题|内容|事项|课题|项目")


def akin(name: str, field: Field, *, is_label: bool = False) -> bool:
    """Tell whether a header says what a field means: they share a word that tells something."""
    if is_label and field.type is FieldType.TEXT and _OF_LABELS.search(name):
        return True
    known = [clean_header(header).name for header in (field.header, *field.synonyms)]
    return bool(_telling_pairs(name)) and _share_meaning(name, known)


def _share_meaning(name: str, headers: Sequence[str]) -> bool:
    """Tell whether headers share a pair of signs of what is telling in a name, if anything is."""
    pairs = _telling_pairs(name)
    return not pairs or any(pair in header for pair in pairs for header in headers)


def _telling_pairs(name: str) -> set[str]:
    return {a + b for word in _SAYS_LITTLE.split(name) for a, b in pairwise(word)}


def related(kind: RecordKind, name: str) -> list[Field]:
    """Return the fields that share the word ``name``, for choosing among them."""
    return _fields(kind, [header for header in names_of(kind.name) if name in header])


def _fields(kind: RecordKind, headers: list[str]) -> list[Field]:
    """Return the fields of the headers, each once."""
    of_name = names_of(kind.name)
    return list(dict.fromkeys(of_name[header][0] for header in headers))
