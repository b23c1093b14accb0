"""What is still missing for a project, as one workbook to fill in and import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.domain.selection import (
    DAY_OF,
    ID,
    Criterion,
    Examined,
    Record,
    Selection,
    empty_fields,
)
from societyctl.domain.wording import first_of
from societyctl.rules.planning.columns import columns_asked, columns_of_new, telling
from societyctl.rules.planning.openings import Opening, openings_of
from societyctl.workflows.checking import CheckOptions, check_society

if TYPE_CHECKING:
    from societyctl.rules.language.program import Program
    from societyctl.sheets.writing.supplements import Note, SupplementSheet
    from societyctl.store import Store

_NAMED = 3
"""So many records are named in a note; all of them stand in the sheet."""


@dataclass(frozen=True, slots=True)
class Supplement:
    """A workbook with what a project lacks."""

    titles: tuple[str, ...]
    """Of its sheets; none where nothing is missing and nothing was written."""
    path: Path
    previous: Path | None = None
    """The dated copy kept of a file that was there."""


def write_supplement_for(
    store: Store, program: Program, options: CheckOptions, output: Path | None = None
) -> Supplement:
    """Write what the projects of a check still lack, to a file named after them unless said.

    See :func:`check_society` for the errors.
    """
    from societyctl.sheets.writing import write_supplement

    result = check_society(store, program, options)
    openings = [one for project in result.projects for one in openings_of(project)]
    missing = _Missing(store, program.id)
    missing.take(openings)
    sheets = missing.sheets()
    ids = dict.fromkeys(project.id for project in result.projects)
    path = output or Path(f"{'-'.join(['补充', *ids])}.xlsx")
    if not sheets:
        return Supplement((), path)
    previous = write_supplement(sheets, missing.notes(), path)
    return Supplement(tuple(sheet.kind.title for sheet in sheets), path, previous)


class _Missing:
    """What is missing, put together sheet by sheet."""

    def __init__(self, store: Store, program: str) -> None:
        self._store, self._program = store, program
        self._rows: dict[str, dict[int, set[str]]] = {}
        """By kind and number of the record, the fields to be filled in."""
        self._columns: dict[str, set[str]] = {}
        self._uses: dict[tuple[str, str, str], dict[str, None]] = {}
        """By kind, what it lacks and how that has to be: what for."""
        self.records = cache(self._by_number)

    def _by_number(self, kind: str) -> dict[int, Record]:
        return {int(str(one["id"])): one for one in self._store.records(kind)}

    def take(self, openings: Iterable[Opening]) -> None:
        """Look into what is open, one thing after another."""
        listed = list(openings)
        explained = self._store.explain({one for each in listed for one in each.selections})
        for opening in listed:
            gaps: dict[str, dict[int, set[str]]] = {}
            examined = (
                (selection, record)
                for selection in opening.selections
                for record in explained[selection].records
            )
            for kind, number, name in self._all_gaps(opening, examined):
                gaps.setdefault(kind, {}).setdefault(number, set()).add(name)
            for kind_name, rows in gaps.items():
                self._to_fill(opening, RECORD_KINDS[kind_name], rows)
            if opening.amount or not gaps:
                self._to_bring_about(opening)

    def _all_gaps(
        self, opening: Opening, examined: Iterable[tuple[Selection, Examined]]
    ) -> Iterator[tuple[str, int, str]]:
        """Yield kind, number and field of all that is empty and decides."""
        for selection, record in examined:
            yield from self._gaps(selection, record)
        for lack in opening.supply:
            if lack.ref:
                yield lack.kind, _number(lack.ref), lack.field

    def _gaps(self, selection: Selection, record: Examined) -> Iterator[tuple[str, int, str]]:
        """Yield kind, number and field of what is empty and decides about a record."""
        if record.counted is False:
            return
        number = _number(record.ref)
        stored = self.records(selection.record).get(number, {})
        names = list(empty_fields(selection, record)) if record.counted is None else []
        taken = (selection.field or "").replace("/", "|").split("|") if selection.field else []
        names += [name for name in taken if stored.get(name.partition(".")[0]) is None]
        for path in names:
            name, _, rest = path.removesuffix(DAY_OF).partition(".")
            if not selection.kind.has(name):
                continue
            target, named = selection.kind.field(name).refers_to, stored.get(name)
            if not (rest and target and named):
                yield selection.record, number, name
                continue
            for other in self._store.find(target, str(named)):
                if other.get(rest) is None:
                    yield target, int(str(other["id"])), rest

    def _to_fill(self, opening: Opening, kind: RecordKind, rows: dict[int, set[str]]) -> None:
        names = {name for missing in rows.values() for name in missing}
        for number, missing in rows.items():
            self._show(kind, number, missing, missing)
        headers = "、".join(one.header for one in kind.fields if one.name in names)
        titles = [str(self.records(kind.name)[one].get(kind.label) or one) for one in rows]
        self._say(kind, f"补填：{headers}", first_of(titles, _NAMED), opening)

    def _to_bring_about(self, opening: Opening) -> None:
        """Make room for records that there are not yet, or show the one that is not as asked."""
        named: dict[str, set[str]] = {}
        for selection in opening.selections:
            itself = _picked(selection)
            for name, names in (columns_asked if itself else columns_of_new)(selection):
                named.setdefault(name, set()).update(names)
            self._show_picked(selection, itself, named.get(selection.record, set()))
        for lack in opening.supply:
            wanted = {*telling(RECORD_KINDS[lack.kind]), lack.field.partition(".")[0]}
            named.setdefault(lack.kind, set()).update(wanted)
        for name, names in named.items():
            mine = {one for one in names if RECORD_KINDS[name].has(one)}
            self._columns.setdefault(name, set()).update(mine)
        if named:
            lacking = f"还差{opening.amount}{opening.unit}" if opening.amount else opening.because
            kind = RECORD_KINDS[next(iter(named))]
            self._say(kind, lacking, "；".join(self._asked(opening, kind)), opening)

    def _show_picked(self, selection: Selection, numbers: Iterable[int], names: set[str]) -> None:
        """Show records that are not as asked, where it is in their own fields."""
        for number in numbers if names else ():
            stored = self.records(selection.record)[number]
            empty = {name for name in names if stored.get(name) is None}
            self._show(selection.kind, number, names, empty)

    def _asked(self, opening: Opening, kind: RecordKind) -> Iterator[str]:
        """Yield which record is meant, as far as it is a certain one, and how it has to be."""
        if any(map(_picked, opening.selections)):
            yield opening.application
        if opening.wanted:
            yield f"要：{opening.wanted}"
        if kind.name == "application" and not opening.application:
            yield f"计划代号填 {self._program}，项目代号填 {opening.project}"

    def _show(self, kind: RecordKind, number: int, names: set[str], missing: set[str]) -> None:
        """Put a record into its sheet, with its key and the fields named."""
        self._rows.setdefault(kind.name, {}).setdefault(number, set()).update(missing)
        known = self.records(kind.name)[number]
        keys = {name for group in kind.key for name in group if known.get(name) is not None}
        self._columns.setdefault(kind.name, set()).update({kind.label, *keys, *names})

    def _say(self, kind: RecordKind, lacking: str, how: str, opening: Opening) -> None:
        use = f"{opening.title}（几样中有一样或几样就够）" if opening.is_choice else opening.title
        self._uses.setdefault((kind.name, lacking, how), {})[use] = None

    def sheets(self) -> list[SupplementSheet]:
        """Return the sheets, in the order of the catalog."""
        from societyctl.sheets.writing import SupplementSheet

        return [
            SupplementSheet(
                kind,
                frozenset(self._columns[kind.name]),
                tuple(
                    (self.records(kind.name)[number], frozenset(missing))
                    for number, missing in sorted(self._rows.get(kind.name, {}).items())
                ),
            )
            for kind in RECORD_KINDS.values()
            if kind.name in self._columns
        ]

    def notes(self) -> list[Note]:
        """Return one line for each thing that is missing, in the order of the sheets."""
        order = list(RECORD_KINDS)
        return [
            (
                RECORD_KINDS[kind].title,
                lacking,
                "；".join(filter(None, (how, f"用于：{'、'.join(uses)}"))),
            )
            for (kind, lacking, how), uses in sorted(
                self._uses.items(), key=lambda item: order.index(item[0][0])
            )
        ]


def _picked(selection: Selection) -> list[int]:
    """Return the numbers of the records that a question picks one by one."""
    return [
        int(str(number))
        for one in (*selection.scope, *selection.where)
        if isinstance(one, Criterion) and one.field == ID.name
        for number in one.values
    ]


def _number(ref: str) -> int:
    return int(ref.partition(":")[2])
