"""The words a program file may use: kinds of record, their fields, the terms of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import FieldType
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.reporting.pages.layout import paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from societyctl.domain.fields import Field, RecordKind

_TYPES = {
    FieldType.TEXT: "文字",
    FieldType.INTEGER: "整数",
    FieldType.DECIMAL: "数",
    FieldType.MONEY: "金额（元）",
    FieldType.FLAG: "true 或 false",
    FieldType.DATE: "日期",
    FieldType.TERM: "选一个",
    FieldType.TERMS: "可选几个",
}


def kinds_page() -> RenderableType:
    """Return the page of all record kinds."""
    rows = table("代号", "记录类别", "日期字段", "量词")
    for kind in RECORD_KINDS.values():
        rows.add_row(kind.name, kind.title, kind.date or "-", kind.measure_word)
    return Group(rows, Text(), paragraph("看某一类的字段：societyctl program words 活动"))


def fields_page(kind: RecordKind) -> RenderableType:
    """Return the page of one kind: its fields, what each may hold."""
    rows = table("字段", "表头", "写什么")
    for field in kind.fields:
        rows.add_row(field.name, paragraph(field.header), paragraph(_content(field)))
    return Group(*_head(kind), rows)


def _head(kind: RecordKind) -> Iterator[RenderableType]:
    yield paragraph((f"{kind.title}（{kind.name}）", "bold"))
    dated = f"{kind.date}（{kind.field(kind.date).header}）" if kind.date else "没有"
    yield paragraph(f"日期字段：{dated}；量词：{kind.measure_word}")
    yield Text()


def _content(field: Field) -> str:
    if field.refers_to:
        target = RECORD_KINDS[field.refers_to]
        return f"指向“{target.title}”；{field.name}.{target.label} 等是它的字段"
    words = _TYPES[field.type]
    if field.vocabulary is None:
        return words
    vocabulary = VOCABULARIES[field.vocabulary]
    order = "（由低到高）" if vocabulary.ordered else ""
    others = "；也可另写登记得了的别的词" if vocabulary.open else ""
    return f"{words}{order}：{'、'.join(vocabulary.terms)}{others}"
