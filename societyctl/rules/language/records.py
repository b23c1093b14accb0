"""Words that speak of records: which they are, and the selection that asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal, Self, cast

from societyctl.domain.catalog import RECORD_KINDS, field_at
from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.periods import Period
from societyctl.domain.selection import (
    AnyOf,
    Condition,
    Criterion,
    Evidenced,
    FieldsCompared,
    Linked,
    Operator,
    Record,
    Selection,
    fields_named,
)
from societyctl.domain.verdicts import Lack
from societyctl.rules.language.days import Window, day_of, vet_during
from societyctl.rules.language.names import (
    Here,
    Mistake,
    is_at_hand,
    listed,
    unknown_word,
    vet_path,
)
from societyctl.rules.language.setting import Inquiry, Setting, Unresolved
from societyctl.rules.language.shapes import Where
from societyctl.rules.language.where import bare, vet_where
from societyctl.rules.language.words import Word, field_of

_OPERATORS = {
    "at_least": Operator.AT_LEAST,
    "at_most": Operator.AT_MOST,
    "above": Operator.ABOVE,
    "below": Operator.BELOW,
    "equals": Operator.IN,
    "one_of": Operator.IN,
    "not": Operator.NOT_IN,
    "all_of": Operator.ALL_IN,
    "contains": Operator.CONTAINS,
    "unended": Operator.UNENDED,
}


@dataclass(frozen=True, slots=True)
class Basis:
    """The records that a word speaks of, with a named set already merged in."""

    kind: RecordKind
    scope: tuple[Where, ...]
    where: tuple[Where, ...]
    window: Window | None
    on: str | None
    reads: tuple[str, ...] = ()
    """The fields that are read of them besides."""

    def selection(self, setting: Setting, period: Period | None = None) -> Selection:
        """Return the question for these records.

        ``period`` replaces the window's own (one part of it). Raises Unresolved.
        """
        if self.window is not None and period is None:
            period = setting.period(self.window)
        scope = _all_conditions(self.scope, self.kind, setting)
        where = _all_conditions(self.where, self.kind, setting)
        return Selection(
            record=self.kind.name,
            scope=(*scope, *self._of_what_there_is(*scope, *where)),
            where=where,
            period=period,
            on=self.on,
            whole=bool(self.window and self.window.whole),
            held_by=self._held_by(setting, period),
        )

    def _of_what_there_is(self, *asked: Condition) -> Iterator[Condition]:
        """Yield what leaves out records that only say there is none, unless one asks for these."""
        none_on = self.kind.none_on
        if none_on is not None and none_on not in (*fields_named(asked), *self.reads):
            absent = Criterion(none_on, Operator.ABSENT)
            yield AnyOf(((absent,), (Criterion(self.kind.label, Operator.PRESENT),)))

    def _held_by(self, setting: Setting, period: Period | None) -> date | None:
        """Return the day after which records are only planned.

        Records without a window are not placed in time, except those that have a status.
        """
        if self.window is not None and self.window.planned:
            return None
        if self.window is not None and self.window.open_after_decision:
            return setting.as_of
        if period is None and not _says_if_held(self.kind):
            return None
        return setting.decision if self.kind.date or self.on else None


def _says_if_held(kind: RecordKind) -> bool:
    return kind.has("status") and kind.field("status").vocabulary == "activity_status"


IfNone = Literal["met", "unmet", "unknown", "not_applicable", "zero"]


@dataclass(frozen=True, kw_only=True)
class OfRecords(Word):
    """A word that speaks of records of one kind, or of a named set."""

    of: Where = field(default_factory=dict)
    """What the test is about: records outside are not mentioned."""
    where: Where = field(default_factory=dict)
    """What a record must meet to count; those that do not are listed with the reason."""
    among: Where = field(default_factory=dict)
    """What else the same sentence asks of the record: where one surely meets it, one that counts
    must meet it too."""
    during: str | Window | None = None
    on: str | None = None
    """The date field that places a record in time, when not the usual one."""
    if_none: IfNone = "unknown"
    """What ``every`` and ``each_record`` say when there is no record.

    ``zero`` is for what is counted: that nothing is recorded means that there is none.
    """

    named_by: ClassVar[str] = ""
    """The key that names the records."""
    can_be_narrowed: ClassVar[bool] = True
    """May be asked for each value of a field of the records."""
    is_of_one: ClassVar[bool] = False
    """Is about the latest record alone."""

    def __post_init__(self) -> None:
        if self.if_none == "zero":
            raise ValueError("if_none: zero 只用于 count、sum、distinct")

    @property
    def records(self) -> str:
        """The name of a kind or a set."""
        return str(getattr(self, self.named_by))

    def basis(self, setting: Setting) -> Basis:
        """Return the records it speaks of."""
        window = setting.window(self.during)
        record_set, reads = setting.sets.get(self.records), tuple(self.fields_named())
        if record_set is None:
            kind = RECORD_KINDS[self.records]
            return Basis(kind, (self.of,), (self.where,), window, self.on, reads)
        return Basis(
            RECORD_KINDS[record_set.record],
            (record_set.of, self.of),
            (record_set.where, self.where),
            window or setting.window(record_set.during),
            self.on or record_set.on,
            reads,
        )

    def bases(self, setting: Setting) -> tuple[Basis, ...]:
        """Return the records it may speak of: all, and those that meet ``among`` besides."""
        basis = self.basis(setting)
        joint = (replace(basis, where=(*basis.where, self.among)),) if self.among else ()
        return (basis, *joint)

    def basis_among(self, setting: Setting, period: Period | None = None) -> Basis:
        """Return the records it speaks of, given the replies.

        Where a record meets ``among``, another that meets only the rest is not enough: one
        sentence asks both of the same record. Raises Unresolved.
        """
        bases = self.bases(setting)
        if not self.among:
            return bases[0]
        return bases[bool(setting.replies.tallies[self._fitting(setting, period)].measured)]

    def _fitting(self, setting: Setting, period: Period | None) -> Selection:
        """Return the question whether a record meets ``among``, whenever the rest came about."""
        basis = replace(self.basis(setting), where=(self.among,))
        if self.during is None:
            return basis.selection(setting, period)
        return replace(basis, window=None, on=None).selection(setting)

    def asks_among(self, setting: Setting, period: Period | None = None) -> Iterator[Inquiry]:
        """Yield the question on which hangs which records are spoken of; raises Unresolved."""
        if self.among:
            yield self._fitting(setting, period)

    def asks(self, setting: Setting, period: Period | None = None) -> Iterator[Inquiry]:
        """Yield its questions; none where a value that they take is not recorded."""
        try:
            yield from self.questions(setting, period)
        except Unresolved:
            return

    def questions(self, setting: Setting, period: Period | None) -> Iterator[Inquiry]:
        """Yield its questions; raises Unresolved."""
        yield self.basis(setting).selection(setting, period)

    def refers_to(self) -> Iterator[str]:
        """Yield the window and the set that it names."""
        yield from super().refers_to()
        yield self.records

    def fields_named(self) -> Iterator[str]:
        """Yield the fields of its records that it names outside ``of`` and ``where``."""
        if self.on is not None:
            yield self.on

    def mistakes(self, here: Here) -> Iterator[Mistake]:
        """Yield the kinds, fields, terms and windows that mean nothing."""
        yield from vet_during(self.during, here)
        kind = here.kind_of(self.records)
        if kind is None:
            names = [*RECORD_KINDS, *here.sets]
            yield unknown_word(here.at(self.named_by), "记录类别或记录集", self.records, names)
            return
        for name in self.fields_named():
            yield from vet_path(kind, name, here.place)
        if self.during is not None and self.on is None and kind.date is None:
            yield Mistake(here.at("during"), f"“{kind.title}”没有日期字段", "用 where: {year: …}")
        yield from vet_where(kind, self.of, here.at("of"), here.this)
        yield from vet_where(kind, self.where, here.at("where"), here.this)
        yield from vet_where(kind, self.among, here.at("among"), here.this)
        if self.among and self.is_of_one:
            yield Mistake(here.at("among"), "只取一条记录的度量不能写 among", "把条件写进 where")
        dated = field_of(kind, self.on)
        if dated is not None and dated.type is not FieldType.DATE and dated.name != "year":
            yield Mistake(here.at("on"), f"“{dated.header}”不是日期")
        yield from self.mistakes_about(kind, here)

    def mistakes_about(self, kind: RecordKind, here: Here) -> Iterator[Mistake]:
        """Yield what else is wrong, given the kind of its records."""
        return iter(())

    def narrowed(self, field: str, value: object) -> Self:
        """Return the same word about those records that have a value in a field."""
        return replace(self, of={**self.of, field: value})


def _all_conditions(
    parts: Sequence[Where], kind: RecordKind, setting: Setting
) -> tuple[Condition, ...]:
    return tuple(item for part in parts for item in conditions(part, kind, setting))


def conditions(where: Mapping[str, Any], kind: RecordKind, setting: Setting) -> Iterator[Condition]:
    """Yield the conditions that a ``where`` stands for; raises Unresolved."""
    for key, written in where.items():
        if key == "any":
            yield AnyOf(tuple(tuple(conditions(option, kind, setting)) for option in written))
        elif key == "evidenced":
            yield _evidenced(written)
        elif key in ("linked", "not_linked"):
            linked = RECORD_KINDS[written["record"]]
            criteria = tuple(conditions(written.get("where", {}), linked, setting))
            yield Linked(linked.name, written["through"], criteria, absent=key == "not_linked")
        elif key == "this":
            yield Criterion("id", Operator.IN, (_this(kind, setting),))
        else:
            yield from _field_conditions(key, written, kind, setting)


def _evidenced(written: Any) -> Evidenced:
    """Return the condition of any evidence, of some kinds, or of any kind but some."""
    if isinstance(written, Mapping):
        return Evidenced(tuple(map(bare, written["not"])), others=True)
    return Evidenced(tuple(map(bare, written)) if isinstance(written, (list, tuple)) else ())


def _this(kind: RecordKind, setting: Setting) -> int:
    """Return the number of the record at hand of a kind: of ``each_record``, or the application."""
    record = setting.application
    if setting.this is not None and setting.this["record"] == kind.name:
        record = setting.this
    if record is None:
        raise Unresolved("申报项目", Lack("application"))
    return cast("int", record["id"])


def _field_conditions(
    path: str, written: Any, kind: RecordKind, setting: Setting
) -> Iterator[Condition]:
    field = field_at(kind, path)
    if not isinstance(written, Mapping):
        yield Criterion(path, Operator.IN, _values(field, written, setting))
        return
    for word, value in written.items():
        if word == "present":
            yield Criterion(path, Operator.PRESENT if value else Operator.ABSENT)
        elif isinstance(value, Mapping) and "field" in value:
            months, days = value.get("months", 0), value.get("days", 0)
            yield FieldsCompared(path, _OPERATORS[word], value["field"], months, days)
        else:
            yield Criterion(path, _OPERATORS[word], _values(field, value, setting))


def _values(field: Field, written: Any, setting: Setting) -> tuple[Value, ...]:
    """Return what a program file writes as values of the field's type; raises Unresolved."""
    values: list[Value] = []
    for item in listed(written):
        value = _value(field, item, setting)
        values += value if isinstance(value, tuple) else (value,)
    return tuple(values)


def _value(field: Field, item: Any, setting: Setting) -> Value:
    if item == "this" and setting.this is not None:
        return _names_of(setting.this)
    if field.type is FieldType.DATE:
        return setting.day(day_of(item))
    if is_at_hand(item):
        return setting.need(item)
    if field.type is FieldType.MONEY:
        return int(Decimal(str(item)) * 100)
    if field.type is FieldType.DECIMAL:
        return Decimal(str(item).removesuffix("%"))
    if field.type in (FieldType.INTEGER, FieldType.FLAG):
        return cast("int", item)
    return str(item) if field.vocabulary is None else bare(str(item))


def _names_of(record: Record) -> tuple[str, ...]:
    """Return by what other records may refer to a record: its key, its title."""
    title = record.get(RECORD_KINDS[str(record["record"])].label)
    return (str(record["key"]), *([str(title)] if title is not None else []))
