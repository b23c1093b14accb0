"""What all terminal pages share: the console, Chinese line breaking, numbers, colours.

A colour only ever accompanies a word, so that a page says the same without it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from rich.box import Box
from rich.cells import cell_len, get_character_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from societyctl.domain.verdicts import ProjectVerdict, Status
from societyctl.domain.wording import show_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from societyctl.domain.verdicts import Number

PIPED_WIDTH = 80
"""Pages that do not go to a terminal have this width, wherever they are made."""

STATUS_STYLES = {
    Status.MET: "green",
    Status.UNMET: "bold red",
    Status.PENDING: "cyan",
    Status.UNKNOWN: "yellow",
    Status.DISPUTED: "magenta",
    Status.JUDGEMENT: "blue",
    Status.NOT_APPLICABLE: "dim",
    Status.ADVISORY: "yellow",
    Status.WAIVED: "green",
}
MISSING_STYLE = STATUS_STYLES[Status.UNMET]
VERDICT_STYLES = {
    ProjectVerdict.ELIGIBLE: "bold green",
    ProjectVerdict.INELIGIBLE: "bold red",
    ProjectVerdict.UNDETERMINED: "bold yellow",
}

NOT_AT_START = frozenset("，。；：、！？）】》〉」』〕”’…,.;:!?)]}%％℃")
"""Characters that must not begin a line."""
NOT_AT_END = frozenset("（【《〈「『〔“‘([{")
"""Characters that must not end a line."""
NARROWEST = 8
"""Columns below which a cell of a table is not squeezed."""

# Only hyphens: box-drawing characters are two columns wide on some Chinese terminals.
_HEAD_LINE = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


def console(stream: TextIO, width: int | None = None) -> Console:
    """Return a console that writes to ``stream``: plain and 80 wide unless it is a terminal.

    rich itself leaves colours out when ``NO_COLOR`` is set.
    """
    terminal = stream.isatty()
    return Console(
        file=stream,
        width=width or (None if terminal else PIPED_WIDTH),
        force_terminal=None if terminal else False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def clean(text: str) -> str:
    r"""Return ``text`` on one line, without characters that could drive the terminal.

    >>> clean("甲\n乙")
    '甲 乙'
    """
    if text.isprintable():
        return text
    return "".join(
        " " if unicodedata.category(character)[0] == "C" else character for character in text
    )


@dataclass(frozen=True, slots=True)
class ChineseText:
    """Text broken as Chinese is: between any two characters, but not before punctuation."""

    text: Text
    indent: int = 0
    hanging: int = 0
    """Further columns by which all lines but the first are moved in."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines that fit the width."""
        width = options.max_width - self.indent
        offsets = list(break_offsets(self.text.plain, width, width - self.hanging))
        for number, line in enumerate(self.text.divide(offsets)):
            line.rstrip()
            moved = " " * (self.indent + (self.hanging if number else 0))
            if options.max_width < len(moved) + 2:
                yield Text(moved) + line
                continue
            # As segments: text would be broken a second time, by rules that are not ours.
            yield Segment(moved)
            yield from line.render(console, end="\n")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Tell a table how narrow and how wide the text may become."""
        longest = self.indent + cell_len(self.text.plain)
        return Measurement(min(longest, NARROWEST), longest)


def break_offsets(text: str, first: int, following: int) -> Iterator[int]:
    """Yield where to break ``text`` into lines of ``first``, then ``following`` columns.

    >>> list(break_offsets("活动不足，还差1场。", 8, 8))
    [3, 7]
    """
    start, room = 0, first
    while (end := _line_end(text, start, max(room, 2))) < len(text):
        yield end
        start, room = end, following


def _line_end(text: str, start: int, room: int) -> int:
    """Return where the line from ``start`` ends at the latest, at an allowed place if any."""
    if cell_len(text[start:]) <= room:
        return len(text)
    used, end = 0, start
    while end < len(text) and used + (width := get_character_cell_size(text[end])) <= room:
        used, end = used + width, end + 1
    if end == len(text):
        return end
    if text[end] == " ":
        return end + 1
    for place in range(end, start, -1):
        if _may_break(text, place):
            return place
    return max(end, start + 1)


def _may_break(text: str, place: int) -> bool:
    """Tell whether a line may end before ``place``; a figure keeps its unit (2场)."""
    before, after = text[place - 1], text[place]
    if after == " " or after in NOT_AT_START or before in NOT_AT_END:
        return False
    if before == " " or _is_wide(before):
        return True
    return _is_wide(after) and not before.isdigit()


def _is_wide(character: str) -> bool:
    return cell_len(character) > 1


def paragraph(*parts: str | tuple[str, str], indent: int = 0, hanging: int = 0) -> ChineseText:
    """Return a paragraph of plain words and of (words, style) pairs."""
    text = Text()
    for part in parts:
        words, style = (part, "") if isinstance(part, str) else part
        text.append(clean(words), style)
    return ChineseText(text, indent, hanging)


def table(*headers: str, numbers: tuple[str, ...] = ()) -> Table:
    """Return an empty table in house style; ``numbers`` names the columns set to the right."""
    empty = Table(box=_HEAD_LINE, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for header in headers:
        to_the_right = header in numbers
        empty.add_column(
            header,
            justify="right" if to_the_right else "left",
            no_wrap=to_the_right,
            header_style="bold",
        )
    return empty


def pad(words: str, columns: int) -> str:
    """Return ``words`` filled up with blanks to so many columns.

    >>> pad("符合", 6)
    '符合  '
    """
    return words + " " * (columns - cell_len(words))


def show_number(value: Number | str | bool | None) -> str:
    """Return a figure as people write it; nothing known is shown as a dash.

    >>> from decimal import Decimal
    >>> show_number(Decimal("3.50"))
    '3.5'
    """
    if value is None:
        return "-"
    return show_value(value)
