"""Which clauses of a notice its program file answers for, and how."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from societyctl.reporting.pages.layout import MISSING_STYLE, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from societyctl.domain.coverage import Coverage, Covered

HOW_WORDS = {
    "measured": "计量",
    "judged": "研判",
    "limited": "限项",
    "scheduled": "日程",
    "printed": "印载",
    "outside": "不涉及",
    "missing": "未覆盖",
}
"""How a clause is answered for."""


def coverage_page(coverage: Coverage, title: str = "", *, every: bool = False) -> RenderableType:
    """Return how many clauses are answered for and how, and what becomes of the rest.

    ``every`` lists all clauses with what answers for each.
    """
    heading = f"{title}（{coverage.program_id}）" if title else coverage.program_id
    tally = Counter(covered.how for covered in coverage.clauses)
    parts: list[RenderableType] = [
        paragraph((heading, "bold"), f"：{coverage.covered}/{len(coverage.clauses)}条已落实"),
        paragraph("  ".join(f"{HOW_WORDS.get(how, how)}{n}" for how, n in tally.most_common())),
    ]
    rest = [covered for covered in coverage.clauses if covered.how in ("missing", "outside")]
    if every:
        parts += [Text(), _clauses(coverage.clauses)]
    elif rest:
        parts += [Text(), paragraph("不作判定的条款："), _clauses(rest)]
    if coverage.unknown:
        unknown = "、".join(coverage.unknown)
        parts += [Text(), paragraph(("清单里没有的条款号：", MISSING_STYLE), unknown, hanging=2)]
    return Group(*parts)


def _clauses(clauses: Sequence[Covered]) -> RenderableType:
    """Return the clauses, those without an answer first, each with where or why not."""
    rows = table("条款", "原文位置", "内容", "落实")
    for covered in sorted(clauses, key=lambda covered: covered.how != "missing"):
        word = HOW_WORDS.get(covered.how, covered.how)
        where = covered.reason or "、".join(covered.by)
        rows.add_row(
            paragraph(covered.clause.id),
            paragraph(covered.clause.place),
            paragraph(covered.clause.title),
            paragraph(
                (word, MISSING_STYLE if covered.how == "missing" else ""), where and f"：{where}"
            ),
        )
    return rows
