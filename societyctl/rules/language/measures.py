"""Measures drawn from records: counted, added up, told apart, or taken from the latest.

Figures are intervals: the low end from records that surely count, the high end from those that
may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, cast

from societyctl.domain.catalog import RECORD_KINDS, field_at
from societyctl.domain.dates import PartialDate
from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.periods import Period
from societyctl.domain.selection import Criterion, Operator, Selection, Take
from societyctl.domain.verdicts import Counts, Lack
from societyctl.domain.wording import show_date
from societyctl.rules.language.names import RECORDS_AT_HAND, Here, Mistake, listed
from societyctl.rules.language.outcome import Amount, Figure
from societyctl.rules.language.records import Basis, OfRecords
from societyctl.rules.language.setting import Inquiry, Setting, Unresolved
from societyctl.rules.language.shapes import keyed
from societyctl.rules.language.words import NUMBERS, Measure, field_of


@dataclass(frozen=True, kw_only=True)
class Tallied(OfRecords, Measure):
    """A figure to which every record contributes."""

    is_counted: ClassVar[bool] = True
    take: ClassVar[Take] = Take.COUNT

    def __post_init__(self) -> None:
        if self.if_none not in ("zero", "unknown"):
            raise ValueError("count、sum、distinct 的 if_none 只能是 zero 或 unknown")

    @property
    def taken(self) -> str | None:
        """What the store takes of each record."""
        return None

    def unit_of(self, kind: RecordKind, setting: Setting) -> str:
        """Return the unit of the figure."""
        return kind.measure_word

    def _selection(self, basis: Basis, setting: Setting, period: Period | None) -> Selection:
        return replace(basis.selection(setting, period), take=self.take, field=self.taken)

    def questions(self, setting: Setting, period: Period | None) -> Iterator[Inquiry]:
        """Yield the question that the figure answers."""
        yield from self.asks_among(setting, period)
        for basis in self.bases(setting):
            yield self._selection(basis, setting, period)

    def measured(self, setting: Setting, period: Period | None) -> Figure:
        """Return the figure; that nothing was ever recorded is no figure, except where said."""
        basis = self.basis_among(setting, period)
        selection = self._selection(basis, setting, period)
        tally, unit = setting.replies.tallies[selection], self.unit_of(basis.kind, setting)
        if tally.recorded == 0 and self.if_none != "zero":
            return Figure(
                unknown=f"尚未登记任何“{basis.kind.title}”",
                selections=(selection,),
                supply=(Lack(basis.kind.name, self.taken or ""),),
                counts=Counts(0, 0, 0),
                low=0,
                unit=unit,
            )
        low = _amount(tally.measured)
        high = None if tally.blank else _amount(tally.possible)
        counts = Counts(tally.held, tally.evidenced, tally.countable)
        return Figure(low, high, selections=(selection,), counts=counts, unit=unit)

    def open_until(self, setting: Setting, period: Period | None) -> date | None:
        """Return the last day on which another record may count."""
        try:
            return setting.open_until(self.basis(setting).window, period)
        except Unresolved:
            return None


def _amount(value: object) -> Amount:
    return value if isinstance(value, (int, Decimal)) else 0


@dataclass(frozen=True, kw_only=True)
class Count(Tallied):
    """How many records count."""

    key: ClassVar[str] = "count"
    named_by: ClassVar[str] = "count"

    count: str
    """A record kind or a set."""

    def unit_here(self, here: Here) -> str:
        """Return how records of the kind are counted."""
        kind = here.kind_of(self.count)
        return kind.measure_word if kind is not None else ""

    def is_on_paper(self, sets: Mapping[str, str]) -> bool:
        """Tell whether it counts applications."""
        return sets.get(self.count, self.count) == "application"


@dataclass(frozen=True, kw_only=True)
class Sum(Tallied):
    """A field added up, of the records of ``over``."""

    key: ClassVar[str] = "sum"
    named_by: ClassVar[str] = "over"
    take: ClassVar[Take] = Take.SUM

    sum: str
    over: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        _vet_over(self.over)

    @property
    def taken(self) -> str:
        """The field."""
        return self.sum

    def fields_named(self) -> Iterator[str]:
        """Yield the field, and the one that places a record in time."""
        yield self.sum
        yield from super().fields_named()

    def unit_of(self, kind: RecordKind, setting: Setting) -> str:
        """Return the unit of the field."""
        return kind.field(self.sum).unit

    def unit_here(self, here: Here) -> str:
        """Return the unit of the field; that of records where it has none of its own."""
        kind = here.kind_of(self.over)
        field = field_of(kind, self.sum)
        return field.unit if field is not None else kind.measure_word if kind is not None else ""

    def measured(self, setting: Setting, period: Period | None) -> Figure:
        """Return the sum; of money in 元, of which records say nothing."""
        figure = super().measured(setting, period)
        if self.basis(setting).kind.field(self.sum).type is not FieldType.MONEY:
            return figure
        low, high = (None if end is None else in_yuan(end) for end in (figure.low, figure.high))
        return replace(figure, low=low, high=high, counts=None, unit="元")

    def mistakes_about(self, kind: RecordKind, here: Here) -> Iterator[Mistake]:
        """Yield a field that cannot be added up."""
        field = field_of(kind, self.sum)
        if field is not None and field.type not in NUMBERS:
            yield Mistake(here.at("sum"), f"“{field.header}”不是数，不能相加")
        elif "." in self.sum:
            slip = f"只能加“{kind.title}”自己的字段"
            yield Mistake(here.at("sum"), slip, "用 over 换成那类记录")


def in_yuan(amount: Amount) -> Amount:
    """Return an amount of 分 in 元."""
    whole, rest = divmod(amount, 100)
    return int(whole) if rest == 0 else Decimal(str(amount)) / 100


def _vet_over(over: str) -> None:
    if not over:
        raise ValueError("sum 和 distinct 要用 over 写明是哪一类记录")


@dataclass(frozen=True, kw_only=True)
class Distinct(Tallied):
    """How many different values a field (or several together) has in the records of ``over``."""

    key: ClassVar[str] = "distinct"
    named_by: ClassVar[str] = "over"
    take: ClassVar[Take] = Take.DISTINCT

    distinct: str | tuple[str, ...]
    over: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        _vet_over(self.over)

    @property
    def taken(self) -> str:
        """The fields."""
        return "|".join(listed(self.distinct))

    def fields_named(self) -> Iterator[str]:
        """Yield the fields told apart, and the one that places a record in time."""
        yield from super().fields_named()
        yield from (name for part in listed(self.distinct) for name in str(part).split("/"))

    def unit_of(self, kind: RecordKind, setting: Setting) -> str:
        """Return the unit that the requirement names: those of the values are not counted."""
        return setting.unit or "个"


@dataclass(frozen=True, kw_only=True)
class StatedValue(OfRecords, Measure):
    """What stands in a field: of a record at hand, else of the latest record of a kind."""

    key: ClassVar[str] = "value"
    is_stated: ClassVar[bool] = True
    is_of_one: ClassVar[bool] = True

    value: str
    """``kind.field`` of the latest record, ``society.field``, or ``application.field``."""

    named_by: ClassVar[str] = "value"

    @property
    def records(self) -> str:
        """What the path starts at: a kind, a set, a record at hand."""
        return self.value.partition(".")[0]

    @property
    def stated_field(self) -> str:
        """The field, or ``reference.field``."""
        return self.value.partition(".")[2]

    @property
    def _is_at_hand(self) -> bool:
        return self.records in RECORDS_AT_HAND

    def fields_named(self) -> Iterator[str]:
        """Yield the field, and the one that places a record in time."""
        yield from super().fields_named()
        yield self.stated_field

    def field(self, here: Here) -> Field | None:
        """Return the field that is compared."""
        return field_of(here.kind_of(self.records), self.stated_field)

    def is_on_paper(self, sets: Mapping[str, str]) -> bool:
        """Tell whether it is a field of the application."""
        return self.records == "application"

    def questions(self, setting: Setting, period: Period | None) -> Iterator[Inquiry]:
        """Yield the question for the value; a field of a record at hand asks none."""
        selection = self._selection(setting, period)
        if selection is not None:
            yield selection

    def _selection(self, setting: Setting, period: Period | None) -> Selection | None:
        """Return the question: of a record at hand only for what it refers to."""
        if not self._is_at_hand:
            basis = self.basis(setting)
            asked = basis.selection(setting, period)
            return replace(asked, take=Take.VALUE, field=self.stated_field)
        kind, record = setting.record_at(self.value)
        if "." not in self.stated_field or record is None:
            return None
        itself = Criterion("id", Operator.IN, (cast("int", record["id"]),))
        return Selection(kind.name, scope=(itself,), take=Take.VALUE, field=self.stated_field)

    def measured(self, setting: Setting, period: Period | None) -> Figure:
        """Return the value as a number, or as the term, date or answer that it is."""
        selection = self._selection(setting, period)
        if selection is None:
            return self._of_record_at_hand(setting)
        kind = RECORD_KINDS[selection.record]
        field, tally = field_at(kind, self.stated_field), setting.replies.tallies[selection]
        if self._is_at_hand and tally.measured is None:
            reference = kind.field(self.stated_field.partition(".")[0])
            unknown = f"尚未登记{reference.header}的“{field.header}”"
            target = Lack(reference.refers_to or kind.name, field.name)
            return Figure(unknown=unknown, selections=(selection,), supply=(target,))
        if tally.measured is None or (tally.recorded == 0 and not self._is_at_hand):
            unknown = f"没有查到符合条件的“{kind.title}”的“{field.header}”"
            lack = Lack(kind.name, self.stated_field)
            return Figure(unknown=unknown, selections=(selection,), supply=(lack,))
        return _stated(tally.measured, kind, field, (selection,))

    def _of_record_at_hand(self, setting: Setting) -> Figure:
        reference = self.stated_field.partition(".")[0]
        value = setting.need(f"{self.records}.{reference}")
        kind = setting.record_at(self.value)[0]
        return _stated(value, kind, kind.field(reference))

    def open_until(self, setting: Setting, period: Period | None) -> date | None:
        """Return until when the value may change; what an application says is said."""
        return None if self.records in ("application", "this") else setting.mendable_until


def _stated(
    value: object, kind: RecordKind, field: Field, selections: tuple[Selection, ...] = ()
) -> Figure:
    if isinstance(value, PartialDate):
        undated = f"“{kind.title}”的“{field.header}”只有{show_date(value)}，没有写到日"
        return Figure(
            plain=value,
            undated=undated,
            selections=selections,
            supply=(Lack(kind.name, field.name),),
        )
    if field.type is FieldType.MONEY and isinstance(value, int):
        amount = in_yuan(value)
        return Figure(amount, amount, selections=selections, unit="元")
    if field.type in (FieldType.INTEGER, FieldType.DECIMAL) and isinstance(value, (int, Decimal)):
        return Figure(value, value, selections=selections, unit=field.unit)
    return Figure(plain=value, vocabulary=field.vocabulary, selections=selections)


@dataclass(frozen=True, kw_only=True)
class NamedFigure(OfRecords, Measure):
    """A yearly number kept under 其他数据, by its name; ``where: {year: …}`` picks it."""

    key: ClassVar[str] = "figure"
    named_by: ClassVar[str] = "figure"
    is_of_one: ClassVar[bool] = True

    name: str = keyed("figure")

    @property
    def records(self) -> str:
        """The kind that all such numbers are of."""
        return "figure"

    def basis(self, setting: Setting) -> Basis:
        """Return the records of that name."""
        window = setting.window(self.during)
        named: dict[str, object] = {"name": self.name}
        return Basis(RECORD_KINDS["figure"], (named, self.of), (self.where,), window, self.on)

    def _selection(self, setting: Setting, period: Period | None) -> Selection:
        asked = self.basis(setting).selection(setting, period)
        return replace(asked, take=Take.VALUE, field="amount")

    def questions(self, setting: Setting, period: Period | None) -> Iterator[Inquiry]:
        """Yield the question for the latest amount."""
        yield self._selection(setting, period)

    def measured(self, setting: Setting, period: Period | None) -> Figure:
        """Return the amount."""
        selection = self._selection(setting, period)
        tally = setting.replies.tallies[selection]
        if tally.measured is None or tally.recorded == 0:
            unknown = f"“其他数据”里没有“{self.name}”"
            return Figure(
                unknown=unknown, selections=(selection,), supply=(Lack("figure", "amount"),)
            )
        amount = _amount(tally.measured)
        return Figure(amount, amount, selections=(selection,))

    def open_until(self, setting: Setting, period: Period | None) -> date | None:
        """Return until when the number may be another."""
        return setting.mendable_until
