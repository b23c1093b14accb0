"""Values that papers share: rows of their tables, sentences with traceable numbers.

Every text is finished: dates, units and marks of what is missing are already in it. A
template only places them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; ``figure`` names the number it shows, if it shows one."""

    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated sentence."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TracedRecord:
    """A record behind a number, with the evidence on file for it."""

    ref: str
    title: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a paper prints, and what it was drawn from."""

    id: str
    title: str
    text: str
    records: tuple[TracedRecord, ...] = ()
    proven: bool = True
    """Every record behind it has evidence on file."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of an activity, and what it shows."""

    path: str
    caption: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What every paper has in common."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""

    figures: tuple[Figure, ...] = field(default=(), kw_only=True)
    seals: ClassVar[tuple[str, ...]] = ()
    """The frames for signature and seal that the paper must have."""
    photos: tuple[Photo, ...] = field(default=(), kw_only=True)
    problems: tuple[str, ...] = field(default=(), kw_only=True)
    """What keeps the paper from being final, beside the gaps in it."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of a paper."""

    number: str
    title: str
    category: str
    approval: str
    society: str
    period: str
    date: str
    maker: str
    year: str


@dataclass(frozen=True, slots=True)
class Basics:
    """Who the society is and how to reach it."""

    program: str
    society: str
    credit_code: str
    founded: str
    representative: str
    chair: str
    secretary: str
    leader: str
    contact: str
    phone: str
    email: str
    address: str
    postcode: str
    bank: str
    account: str
    granted: str
    approved_on: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target: what was promised or asked, and what was done."""

    number: str
    id: str
    title: str
    needed: str
    actual: str
    rate: str
    evidence: str
    note: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity."""

    number: str
    title: str
    date: str
    place: str
    role: str
    people: str
    kind: str
    evidence: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement."""

    number: str
    title: str
    kind: str
    partner: str
    signed: str
    term: str
    amount: str
    evidence: str


@dataclass(frozen=True, slots=True)
class OutputRow:
    """A result of the work."""

    number: str
    title: str
    kind: str
    date: str
    use: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case to be told by a person; ``id`` names its place in the file."""

    number: str
    id: str
    title: str
    kind: str
    date: str


@dataclass(frozen=True, slots=True)
class MediaRow:
    """A report in the media."""

    number: str
    media: str
    date: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FinanceRow:
    """One line of the account."""

    id: str
    """Short and steady, to name the place for its reasoning."""
    item: str
    budget: str
    spent: str
    left: str
    note: str


@dataclass(frozen=True, slots=True)
class RatingRow:
    """A standard of acceptance and how the society stands to it."""

    number: str
    id: str
    title: str
    citation: str
    verdict: str
    basis: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition for applying, what is on record for it, and what proves it."""

    number: str
    id: str
    title: str
    citation: str
    actual: str
    verdict: str
    evidence: str


@dataclass(frozen=True, slots=True)
class NextRow:
    """Something still to be done."""

    number: str
    title: str
    state: str
    step: str
    due: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence in the annex."""

    number: str
    title: str
    kind: str
    date: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of the society."""

    number: str
    name: str
    kind: str
    joined: str
    employer: str
    level: str
    phone: str
    note: str
