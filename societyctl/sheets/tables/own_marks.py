"""What our own workbooks hold beside data: written by ``writing``, passed over by reading."""

from __future__ import annotations

GUIDE_SHEET = "填写说明"
"""The sheet that explains how to fill in the others."""
LACK_HEADER = "还缺什么"
"""Heads the lines of that sheet that say what is missing; such a workbook may come back empty."""
EXAMPLE = "示例"
"""Stands in place of the number of a row that shows how to fill in."""
NUMBER_HEADER = "序号"
PROBLEM_HEADER = "问题"
"""The column in which a marked copy says what is wrong with a row."""
PROBLEM_LEAD = "问题："
"""What a marked copy writes beside a form begins so."""


def is_own_remark(header: str) -> bool:
    """Tell whether a column is one of ours that only explains: its header stands in 【】."""
    return header.startswith("【") and header.endswith("】")
