"""Tests of every single record: all meet a condition, or a test of its own is asked of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from societyctl.domain.bounds import Within
from societyctl.domain.fields import RecordKind
from societyctl.domain.periods import Period
from societyctl.domain.selection import Listed, Selection
from societyctl.domain.verdicts import Lack, Status
from societyctl.rules.language.names import Here, Mistake, Place
from societyctl.rules.language.outcome import Outcome, all_of, at_least_k, joined, merged
from societyctl.rules.language.records import Basis, OfRecords
from societyctl.rules.language.setting import Inquiry, RecordsOf, Setting
from societyctl.rules.language.shapes import Where
from societyctl.rules.language.where import vet_where
from societyctl.rules.language.words import Test


class OfEveryRecord(OfRecords, Test):
    """A test that is asked of every record."""

    def _no_record(self, kind: RecordKind, selection: Selection) -> Outcome:
        return Outcome(
            Status(self.if_none),
            f"没有查到所说的“{kind.title}”",
            measured=0,
            unit=kind.measure_word,
            selections=(selection,),
            supply=(Lack(kind.name),),
        )


@dataclass(frozen=True, kw_only=True)
class EveryRecord(OfEveryRecord):
    """All records in scope must meet ``meets``; none at all gives ``if_none``."""

    key: ClassVar[str] = "every"
    named_by: ClassVar[str] = "every"
    comparisons_go: ClassVar[str] = "把条件写进 meets"

    every: str
    """A record kind or a set."""
    meets: Where = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.meets:
            raise ValueError("every 要用 meets 写明每条记录须满足什么")

    def mistakes_about(self, kind: RecordKind, here: Here) -> Iterator[Mistake]:
        """Yield conditions that mean nothing."""
        yield from vet_where(kind, self.meets, here.at("meets"), here.this)

    def _selections(self, basis: Basis, setting: Setting) -> tuple[Selection, Selection]:
        """Return the questions for all records, and for those that meet the condition."""
        meeting = replace(basis, where=(*basis.where, self.meets))
        return basis.selection(setting), meeting.selection(setting)

    def questions(self, setting: Setting, period: Period | None) -> Iterator[Inquiry]:
        """Yield both questions."""
        yield from self.asks_among(setting)
        for basis in self.bases(setting):
            yield from self._selections(basis, setting)

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Count those that meet the condition; one that surely does not decides."""
        basis = self.basis_among(setting)
        every, meeting = self._selections(basis, setting)
        total, good = setting.replies.tallies[every], setting.replies.tallies[meeting]
        count, met = _whole(total.measured), _whole(good.measured)
        unit = basis.kind.measure_word
        perhaps = _whole(total.possible) - count
        if count == 0 and not perhaps:
            return replace(self._no_record(basis.kind, every), manner=self.key)
        doubt = f"（另有{perhaps}{unit}资料不全，说不清算不算）" if perhaps else ""
        failing = count - _whole(good.possible)
        sure = met == count and not perhaps
        return Outcome(
            Status.MET if sure else Status.UNMET if failing > 0 else Status.UNKNOWN,
            f"{count}{unit}中{met}{unit}达到要求{doubt}",
            measured=met,
            needed=count,
            missing=count - met,
            unit=unit,
            selections=(meeting,),
            open_until=setting.mendable_until,
            supply=(Lack(basis.kind.name),),
            manner=self.key,
        )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


@dataclass(frozen=True, kw_only=True)
class EachRecord(OfEveryRecord):
    """``then`` is asked of each record, called ``this`` there; one alone speaks for itself."""

    key: ClassVar[str] = "each_record"
    named_by: ClassVar[str] = "each_record"
    can_be_narrowed: ClassVar[bool] = False
    speaks_for_itself: ClassVar[bool] = True

    each_record: str
    """A record kind or a set."""
    then: Test | None = None
    must: Literal["all", "one"] | Annotated[int, Within(ge=1)] = "all"
    """How many records have to meet ``then``: all, one, or so many."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.then is None:
            raise ValueError("each_record 与 then 必须同时写")

    @property
    def _test(self) -> Test:
        assert self.then is not None  # noqa: S101  # it cannot be made without
        return self.then

    def here_of(self, place: Place, here: Here) -> Here:
        """Return where a part stands: inside ``then`` a record is at hand."""
        inside = here.inside(*place)
        return replace(inside, this=here.kind_of(self.records)) if place == ("then",) else inside

    def questions(self, setting: Setting, period: Period | None) -> Iterator[Inquiry]:
        """Yield the question for the records, and once they are known what each of them asks."""
        yield from self.asks_among(setting)
        for basis in self.bases(setting):
            selection = basis.selection(setting)
            yield RecordsOf(selection)
            for listed in setting.replies.lists.get(selection, ()):
                yield from self._test.asks(replace(setting, this=listed.record))

    def decided(self, setting: Setting, period: Period | None) -> Outcome:
        """Decide the test of each record, and the whole."""
        basis = self.basis_among(setting)
        selection = basis.selection(setting)
        listed = setting.replies.lists[selection]
        if not listed:
            return self._no_record(basis.kind, selection)
        parts = [self._of_record(one, setting) for one in listed]
        if len(parts) == 1 and not isinstance(self.must, int):
            return parts[0]
        titles = [one.record.get(basis.kind.label) or basis.kind.title for one in listed]
        named = [
            replace(part, because=f"{title}：{part.because}")
            for title, part in zip(titles, parts, strict=True)
        ]
        return self._of_all(named, basis.kind.measure_word)

    def _of_record(self, listed: Listed, setting: Setting) -> Outcome:
        """Return what the test says of a record; of one that perhaps counts, with doubt."""
        outcome = self._test.outcome(replace(setting, this=listed.record))
        if listed.is_sure or outcome.status is Status.NOT_APPLICABLE:
            return outcome
        because = f"{outcome.because}（资料不全，不能确定这一条算不算在内）"
        lack = Lack(str(listed.record["record"]))
        return replace(outcome, status=Status.UNKNOWN, because=because, supply=(lack,))

    def _of_all(self, parts: Sequence[Outcome], unit: str) -> Outcome:
        """Return one outcome for many records, led by the one that tells most."""
        because = _of_many(parts, unit)
        if isinstance(self.must, int):
            status = at_least_k(parts, self.must)
            return replace(merged(status, because, parts, needed=self.must), manner="k_of")
        one = self.must == "one"
        status = at_least_k(parts, 1) if one else all_of(parts)
        leading = next((part for part in parts if part.status is status), parts[0])
        if one and status is not Status.MET:
            leading = max(parts, key=_reached)
        whole = merged(status, because, parts, needed=1 if one else None)
        return replace(
            leading,
            status=status,
            because=whole.because,
            selections=whole.selections,
            open_until=whole.open_until,
            supply=whole.supply,
            parts=whole.parts,
            manner="any" if one else "all",
        )


_TOLD = 5


def _of_many(parts: Sequence[Outcome], unit: str) -> str:
    """Return what records say, each for itself; of many, those first that fall short."""
    if len(parts) <= _TOLD:
        return joined(parts)
    short = [part for part in parts if part.status is not Status.MET]
    met = len(parts) - len(short)
    more = f"；另有{len(short) - _TOLD}{unit}" if len(short) > _TOLD else ""
    others = f"；其余：{joined(short[:_TOLD])}{more}" if short else ""
    return f"{len(parts)}{unit}中{met}{unit}做到{others}"


def _reached(outcome: Outcome) -> Decimal:
    """Rank outcomes by how much was measured."""
    measured = outcome.measured
    return Decimal(measured) if isinstance(measured, int | Decimal) else Decimal(-1)
