"""How a verdict that flipped is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from societyctl.domain.verdicts import ProjectVerdict, Status, verdict_word
from societyctl.reporting.pages.layout import STATUS_STYLES, VERDICT_STYLES

if TYPE_CHECKING:
    from societyctl.domain.differences import Flip

SUBJECT_WORDS = {
    "project": "项目",
    "requirement": "要求",
    "limit": "限项",
    "deadline": "截止",
    "amendment": "补充通知",
    "program": "计划",
}
"""What can differ; of these, the first three have verdicts, told in this order."""


def verdict_of(flip: Flip, status: str) -> tuple[str, str]:
    """Return the word of one of its two verdicts and the style of that word."""
    if flip.subject == "project":
        verdict = ProjectVerdict(status)
        return verdict_word(verdict), VERDICT_STYLES[verdict]
    return Status(status).word, STATUS_STYLES[Status(status)]
