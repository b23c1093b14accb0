"""Records in a real store, and what a paper asks it: no paper is written from anything else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.layouts import PaperRules
from societyctl.domain.periods import Period
from societyctl.domain.records import NewRecord
from societyctl.domain.selection import Listed, Record, Selection, Tally
from societyctl.domain.verdicts import ProjectResult
from societyctl.reporting.papers.dossier import Dossier, ProgramFacts
from societyctl.reporting.values import Photo
from societyctl.reporting.word.form import Form
from societyctl.store import BatchInfo, Store
from societyctl.workflows.gathering import answered
from tests.store.store_samples import fresh_store


@dataclass(frozen=True)
class Sample:
    """What a store holds, and what a paper is about."""

    program: ProgramFacts
    society: Record
    as_of: date
    result: ProjectResult | None = None
    application: Record = field(default_factory=dict)
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    recorded: Mapping[str, int] = field(default_factory=dict)
    period: Period | None = None
    rules: PaperRules = field(default_factory=PaperRules)

    def dossier(self, form: Form[Dossier], used: Collection[str] | None = None) -> Dossier:
        """Return what the paper is written from, as a real store answers it."""
        subject = {one.name: getattr(self, one.name) for one in fields(self)}
        del subject["records"]
        with fresh_store() as store:
            recorded = Recorded(store, self)
            names = form.offer().fields if used is None else used
            return answered(form, Dossier(**subject), names, recorded)


class Recorded:
    """A store with the records of a sample, which it lists as the sample has them."""

    def __init__(self, store: Store, sample: Sample) -> None:
        self.store = store
        given = [record for records in sample.records.values() for record in records]
        if sample.application:
            given.append(sample.application)
        saved = store.save([new(record) for record in given], batch=BatchInfo("测试"))
        self.given = {one.ref: record for one, record in zip(saved.records, given, strict=True)}

    def answer(self, selections: Iterable[Selection]) -> Mapping[Selection, Tally]:
        return self.store.answer(selections)

    def listed(self, selections: Iterable[Selection]) -> Mapping[Selection, tuple[Listed, ...]]:
        return {
            selection: tuple(
                replace(one, record=self.given[f"{selection.record}:{one.record['id']}"])
                for one in found
            )
            for selection, found in self.store.listed(selections).items()
        }


def new(record: Record) -> NewRecord:
    """Return a record of a sample to be saved."""
    kind = RECORD_KINDS[record["record"]]
    return NewRecord(kind.name, {name: record[name] for name in kind.field_names if name in record})
