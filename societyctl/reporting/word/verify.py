"""Whether a file is still what the data say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from societyctl.reporting.values import Paper
from societyctl.reporting.word.differences import Difference, differences
from societyctl.reporting.word.trace import Trace, open_paper, trace_of


@dataclass(frozen=True, slots=True)
class Verified:
    """How a Word file stands to the records of today."""

    moved: tuple[Difference, ...] = ()
    """Numbers in the file that are not those of the data."""
    changed: tuple[str, ...] = ()
    """What else the paper prints and would now print differently."""
    template_changed: bool = False

    @property
    def same(self) -> bool:
        """Nothing has moved."""
        return not (self.moved or self.changed or self.template_changed)


def verify_file(path: Path, trace: Trace, paper: Paper, template: str) -> Verified:
    """Compare a file with what would be printed from the records now; raises TemplateError."""
    now = trace_of(paper, template)
    moved = differences(open_paper(path), paper.figures)
    seen = {item.title for item in moved}
    names = dict.fromkeys([*now.parts, *trace.parts])
    other = trace.template != now.template
    if other:  # What only one of the templates prints has not changed for that.
        names = {name: None for name in names if name in now.parts and name in trace.parts}
    titles = dict.fromkeys(
        paper.titles.get(name, "") for name in names if now.parts.get(name) != trace.parts.get(name)
    )
    changed = tuple(title for title in titles if title and title not in seen)
    return Verified(moved, changed, other)
