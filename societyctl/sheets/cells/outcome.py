"""What one cell can turn out to be, and the words that every kind of column shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from societyctl.domain.fields import Value
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Cell


@dataclass(frozen=True, slots=True)
class Refused:
    """The cell cannot be read: what stands there and what was expected."""

    found: str
    expected: str = ""
    lacks_year: bool = False
    """It would be a date if the year were known."""
    words: tuple[str, ...] = field(default=(), compare=False)
    """The words in it that stand in no vocabulary: what they mean can be said."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A value together with the text it was read from, or no value but a text worth keeping."""

    value: Value | None
    entered: str
    more: Mapping[str, Value] = field(default_factory=dict)
    """Values the same cell gives for other fields, e.g. the end of a range of dates."""


CellOutcome = Value | Noted | Refused | None
"""None is an empty cell: not given."""

Converter = Callable[[Cell], CellOutcome]

NOT_APPLICABLE = frozenset({"-", "--", "---", "/", "\\"})
"""Ways to type "does not apply", after folding of dashes."""
NONE_WORD = "无"
LEAVE_OUT = "忽略"
"""What a person says of a word, a column or a sheet that is not to be read."""
LONGEST = 60
"""No number and no date is longer; longer texts are not worth parsing."""


def parsed(
    cell: str, parse: Callable[[str, str], CellOutcome], none: Value | None = None
) -> CellOutcome:
    """Read a typed text: an empty one, a dash and 无 (which is ``none``) are settled here.

    ``parse`` reads anything else, given the text in one spelling without spaces and as typed.
    """
    typed = cell.strip()
    words = squeezed(typed).lstrip("'")  # a spreadsheet's mark of a text
    if not words:
        return None
    if words in NOT_APPLICABLE:
        return Noted(None, typed)
    return Noted(none, typed) if words == NONE_WORD else parse(words, typed)


def shown(cell: Cell) -> str:
    """Return the cell as it may be quoted in a message, cut when long."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    words = str(cell).strip()
    limit = 30
    return words if len(words) <= limit else f"{words[:limit]}…"
