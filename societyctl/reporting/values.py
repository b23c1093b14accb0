"""Values that papers share: sentences with traceable numbers, figures, photos, bars.

Every text is finished: dates, units and marks of what is missing are already in it. A
template only places them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]
"""What a template places, by name: a text, or a list of rows with named texts."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The shape of a value: its named parts, or what a list of it holds, or neither (text)."""

    fields: Mapping[str, Offer] = field(default_factory=dict)
    item: Offer | None = None


TEXT = Offer()


def texts(*names: str) -> Offer:
    """Return the offer of a list whose rows have these texts."""
    return Offer(item=Offer(dict.fromkeys(names, TEXT)))


SENTENCES = Offer(item=Offer({"text": TEXT, "pieces": texts("text", "figure")}))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; ``figure`` names the number it shows, if it shows one."""

    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated sentence."""

    pieces: tuple[Piece, ...]
    text: str = ""
    """The whole sentence, for templates that do not mark its numbers."""


@dataclass(frozen=True, slots=True)
class TracedRecord:
    """A record behind a number, with the evidence on file for it."""

    ref: str
    title: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedField:
    """A field of a record that a figure prints, and as which text."""

    ref: str
    field: str
    text: str
    """Empty where nothing is on record."""
    lead: str = ""
    """The word before the number, by which several numbers in one place are told apart."""


@dataclass(frozen=True, slots=True)
class TracedFigure:
    """A number or fact that a paper prints, and what it was drawn from."""

    id: str
    title: str
    text: str
    records: tuple[TracedRecord, ...] = ()
    stored: tuple[PrintedField, ...] = ()
    """Empty for what is worked out: only a stored value can be taken back from a file."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of an activity, and what it shows."""

    path: str
    caption: str
    digest: str = ""
    """The hash of the file, where it is on record."""
    name: str = ""
    """What the evidence is called, by which its file is found."""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar of a chart: how much of the full length, and what stands beside it."""

    label: str
    share: float
    text: str


@dataclass(slots=True)
class Written:
    """What a part of a paper contributes."""

    values: Values = field(default_factory=dict)
    figures: list[TracedFigure] = field(default_factory=list)
    bars: dict[str, tuple[ChartBar, ...]] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()

    def add(self, other: Written) -> None:
        """Take in what another part contributes."""
        self.values.update(other.values)
        self.figures += other.figures
        self.bars.update(other.bars)
        self.photos += other.photos


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with everything it says, ready to be placed by a template."""

    name: str
    title: str
    values: Values
    figures: tuple[TracedFigure, ...] = ()
    bars: Mapping[str, tuple[ChartBar, ...]] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    seals: tuple[str, ...] = ()
    """The frames for signature and seal that the paper must have."""
    problems: tuple[str, ...] = ()
    """What keeps the paper from being final, beside the gaps in it."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What each value is called, for telling what has changed since."""
    about: Mapping[str, str] = field(default_factory=dict)
    """Program, project and day, so that the file can be compared again without asking."""
