"""The shape of a record: fields, their types, and the kinds of record built from them.

One declaration serves the spreadsheet (Chinese header and synonyms), the store (column of
the same name in the table of the family) and the program file (names used in ``where``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from enum import StrEnum

Value = str | int | bool | Date | Decimal | tuple[str, ...]
"""What a field of a record may hold; ``None`` beside it means unknown."""


class FieldType(StrEnum):
    """How a value is typed, stored and compared."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    """Whole 分; typed and shown in 元 or 万元."""
    FLAG = "flag"
    """Yes, no or unknown."""
    DATE = "date"
    TERM = "term"
    """One term of a vocabulary."""
    TERMS = "terms"
    """Several terms of one vocabulary, or of none (then any words)."""
    REFERENCE = "reference"
    """The natural key of a record of another kind."""


class Grain(StrEnum):
    """How much of a date a field wants."""

    ANY = ""
    """The day; a month or a year alone leaves open which."""
    MONTH = "month"
    """A month as such (that of a report), which stands for its first day."""
    DAY = "day"
    """No less than the day: it decides from when or until when things count."""


class CodeRule(StrEnum):
    """How a code is made whose last place checks the others."""

    ISSN = "issn"
    """The international number of a journal."""
    CREDIT = "credit"
    """The unified social credit code of an organization (GB 32100)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of a record kind."""

    name: str
    header: str
    """The canonical Chinese column header."""
    type: FieldType = FieldType.TEXT
    synonyms: tuple[str, ...] = ()
    """Other headers seen in real sheets."""
    vocabulary: str | None = None
    refers_to: str | None = None
    """The record kind that a REFERENCE points to."""
    unit: str = ""
    optional: bool = False
    """A label that most records rightly lack: an empty cell says that there is none."""
    personal: bool = False
    """Phones, mail, identity numbers: masked on screen and in logs."""
    grain: Grain = Grain.ANY
    """Of a date: how much of it is wanted."""
    code: CodeRule | None = None
    """The rule by which a text is made that is a code."""


ORDINAL = "nth"
"""The field that tells a record from others that say the same: blank for the first of them."""


# Each kind is declared once, so a kind is equal to itself alone; telling kinds apart is cheap.
@dataclass(frozen=True, slots=True, eq=False)
class RecordKind:
    """A kind of record: what one row of one spreadsheet describes."""

    name: str
    title: str
    """The Chinese name, also that of its canonical sheet."""
    family: str
    """The table that holds it; kinds of one family share columns."""
    fields: tuple[Field, ...]
    key: tuple[tuple[str, ...], ...]
    """Natural keys in order of preference: a record is filed under the first whose fields are all
    present, and the first that two records both have tells whether they are one."""
    label: str
    """The field shown as the record's title."""
    date: str | None = None
    """The field that places the record in time."""
    until: str | None = None
    """The field that ends it, for records that last."""
    synonyms: tuple[str, ...] = ()
    """Other sheet names seen for this kind."""
    measure_word: str = "条"
    none_on: str | None = None
    """The field of a record that says there is none of the kind: a promise of good conduct."""
    scoped: bool = False
    """An empty part of the key is an answer (for all projects), not a gap: records are one only
    when filed under the same key."""
    by_name: Mapping[str, Field] = dataclasses.field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})

    def field(self, name: str) -> Field:
        """Return the field called ``name``; raises KeyError."""
        return self.by_name[name]

    def has(self, name: str) -> bool:
        """Tell whether the kind has a field called ``name``."""
        return name in self.by_name

    @property
    def is_counted(self) -> bool:
        """Whether each row is one by itself, also where several say the same: payments."""
        return self.has(ORDINAL)

    @property
    def follows_status(self) -> bool:
        """Whether records of the kind say themselves if they took place."""
        return self.has("status") and self.field("status").vocabulary == "activity_status"

    @property
    def amounts(self) -> tuple[Field, ...]:
        """The fields in one of which a record of money or of figures has its point."""
        if self.family not in ("finance", "figure"):
            return ()
        numbers = (FieldType.MONEY, FieldType.DECIMAL)
        return tuple(one for one in self.fields if one.type in numbers)

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of all fields, in sheet order."""
        return tuple(self.by_name)
