"""What counts with evidence is told only where a notice wants evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from societyctl.reporting.pages.requirements import _figures
from societyctl.reporting.workbook import _requirement
from societyctl.rules.judging.progress import track
from tests.rules.programs import event, judged, program_with, verdict_of

TEST = "count: activity\nof: {kind: 学术}\nat_least: 2"


@pytest.mark.parametrize(
    ("evidence", "told", "proven", "missing"),
    [
        ("", "现有1场，需要2场，还差1场", (None, None), 1),
        ("会议通知", "现有1场，需要2场，还差1场（已开展1、有佐证0、可计入0）", (0, 0), 2),
    ],
)
def test_what_has_evidence_is_told_where_evidence_is_wanted(
    tmp_path: Path, evidence: str, told: str, proven: tuple[int | None, ...], missing: int
) -> None:
    result = judged(program_with(tmp_path, TEST), [event("年会")])
    verdict = replace(verdict_of(result), evidence_wanted=evidence)
    project = replace(result.projects[0], requirements=(verdict,))

    [target] = track(replace(result, projects=(project,))).targets

    assert _figures(verdict) == told
    assert _requirement(verdict)[6:9] == (1, *proven)
    assert (target.held, target.evidenced, target.countable) == (1, *proven)
    assert target.missing == missing
