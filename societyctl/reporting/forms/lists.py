"""Lists that stand alone: 活动一览表、会员名册、协议台账、佐证材料目录."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from societyctl.reporting.forms.acceptance import ACTIVITIES, AGREEMENTS
from societyctl.reporting.forms.blocks import Column, last_section, listing, sentences
from societyctl.reporting.word_xml import paragraph, run

MEMBERS = (
    Column("编号", 13, "{{ member.number }}", "center"),
    Column("姓名/单位名称", 24, "{{ member.name }}"),
    Column("类别", 9, "{{ member.kind }}", "center"),
    Column("入会日期", 22, "{{ member.joined }}", "center"),
    Column("工作单位", 21, "{{ member.employer }}"),
    Column("职称", 9, "{{ member.level }}", "center"),
    Column("联系电话", 20, "{{ member.phone }}", "center"),
)
EVIDENCE = (
    Column("编号", 14, "{{ item.number }}", "center"),
    Column("材料名称", 44, "{{ item.title }}"),
    Column("类别", 18, "{{ item.kind }}", "center"),
    Column("日期", 20, "{{ item.date }}", "center"),
    Column("页码", 9, "{{ item.page }}", "center"),
)
LISTS: dict[str, tuple[str, str, str, Sequence[Column]]] = {
    "activities": ("活动一览表", "activities", "activity", ACTIVITIES),
    "members": ("会员名册", "members", "member", MEMBERS),
    "agreements": ("协议台账", "agreements", "agreement", AGREEMENTS),
    "evidence": ("佐证材料目录", "evidence", "item", EVIDENCE),
}
"""List to its title, the values it shows, the name of one of them, and its columns."""


def source_of(name: str) -> Callable[[], str]:
    """Return the source of a list."""
    title, path, item, shown = LISTS[name]

    def source() -> str:
        return "".join(
            [
                paragraph(run(f"{{{{ society }}}}\n{title}"), "Title"),
                paragraph(run("（{{ period }}）"), "TableCentre"),
                sentences("totals"),
                listing(path, item, shown),
                paragraph(run("制表日期：{{ date }}"), "SmallText"),
                last_section(),
            ]
        )

    return source
