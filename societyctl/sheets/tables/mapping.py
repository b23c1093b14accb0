"""Columns to fields: exact headers and synonyms are taken, anything doubtful is asked."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from societyctl.domain.fields import Field, FieldType, RecordKind, Value
from societyctl.domain.intake import SheetQuestion
from societyctl.domain.wording import show_value
from societyctl.errors import UsageError
from societyctl.sheets.cells.counts import counted_in
from societyctl.sheets.cells.money import MONEY_UNITS, bare_unit, sums_apart
from societyctl.sheets.files.grid import column_letters
from societyctl.sheets.tables.answers import IGNORE, KIND_KEY, YEAR_KEY, Answers
from societyctl.sheets.tables.date_columns import DateColumns, date_columns
from societyctl.sheets.tables.headers import (
    NUMBER_HEADERS,
    clean_header,
    field_named,
    is_foreign,
    like,
    names_of,
    related,
)
from societyctl.sheets.tables.missing import Lacking, values_for_all, whether_planned
from societyctl.sheets.tables.own_marks import is_own_remark
from societyctl.sheets.tables.table import Column, Table
from societyctl.sheets.tables.telltale import telltale
from societyctl.sheets.tables.unknown_words import meanings_in
from societyctl.sheets.tables.years import YearTold, year_told

_TITLE_UNIT = re.compile(r"(?:金额)?单位[:：]?\s*(万元|千元|元)")
_PERSONS, _VISITS = "人", "人次"
SAID = "照您说的，不读"
SYNONYM, CANONICAL, ANSWERED = 1, 2, 3
"""How surely a column holds a field."""


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column whose field is known."""

    column: Column
    field: Field
    unit: str = ""
    sureness: int = CANONICAL
    meanings: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the person said that words in it mean."""


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column that no field takes, and why."""

    column: Column
    reason: str
    is_explained: bool = False
    """It is not lost: what the field of another column holds rests on it."""


@dataclass(slots=True)
class ColumnMap:
    """The outcome of mapping the headers of one table: every column is mapped or unread."""

    mapped: list[MappedColumn] = field(default_factory=list)
    unread: list[UnreadColumn] = field(default_factory=list)
    questions: list[SheetQuestion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    year: YearTold = field(default_factory=YearTold)
    """The year of dates typed without one."""
    dates: DateColumns = field(default_factory=DateColumns)
    answered: dict[str, str] = field(default_factory=dict)
    """What a person said about columns, by header."""
    for_all: dict[str, Value] = field(default_factory=dict)
    """What a person said of every row, by the name of the field."""

    @property
    def blocked(self) -> bool:
        """Whether an open question keeps the rows from being read."""
        return any(question.blocking for question in self.questions)


def map_columns(table: Table, kind: RecordKind, answers: Answers) -> ColumnMap:
    """Return which column of a table holds which field of the kind.

    Raises UsageError when an answer names a field that the kind does not have.
    """
    return _Mapper(table, kind, answers).run()


@dataclass(slots=True)
class _Mapper:
    """Maps the columns of one table; lives for one call of ``map_columns``."""

    table: Table
    kind: RecordKind
    answers: Answers
    result: ColumnMap = field(default_factory=ColumnMap)

    def run(self) -> ColumnMap:
        """Map every column."""
        claims: defaultdict[str, list[MappedColumn]] = defaultdict(list)
        unknown: list[Column] = []
        for column in (*self.table.columns, *self.table.nameless):
            answer = self._answer_about(column)
            claim = self._claim(column, answer)
            if answer in (IGNORE, ""):
                self._leave(column, SAID)
            elif claim is None:
                unknown.append(column)
            else:
                claims[claim.field.name].append(claim)
        for rivals in claims.values():
            self._settle(sorted(rivals, key=lambda claim: -claim.sureness))
        self.result.mapped = [
            replace(one, meanings=meanings_in(self.table.grid, one.column, one.field, self.answers))
            for one in sorted(self.result.mapped, key=lambda one: one.column.index)
        ]
        for column in unknown:
            self._leave_unknown(column)
        self._note_years()
        self._complete()
        kind_answer = self.answers.find(self.table.grid, KIND_KEY)
        if kind_answer in (self.kind.name, self.kind.title):
            self.result.answered[KIND_KEY] = kind_answer
        return self.result

    def _answer_about(self, column: Column) -> str | None:
        """Return what the person said about a column, None when nothing."""
        by_letter = self.answers.find(self.table.grid, lettered(column))
        if by_letter is not None:  # not remembered: letters change when a column is added
            return by_letter
        answer = self.answers.find(self.table.grid, column.header)
        if answer is None or self._is_about_the_sheet(column, answer):
            return None
        if column.has_header:  # letters change when a column is added
            self.result.answered[column.header] = answer
        return answer

    def _is_about_the_sheet(self, column: Column, answer: str) -> bool:
        """Tell whether an answer is one about the whole sheet, for which a column has the name."""
        keys = (KIND_KEY, YEAR_KEY)
        is_key = clean_header(column.header).name in keys and answer not in (IGNORE, "")
        return is_key and field_named(self.kind, answer) is None

    def _claim(self, column: Column, answer: str | None) -> MappedColumn | None:
        """Return the field that a column claims; None when neither answer nor header names one."""
        if answer in (IGNORE, ""):
            return None
        if answer is None:
            names = names_of(self.kind.name)
            name = next((name for name in column.names if name in names), None)
            if name is None:
                return None
            claimed, is_canonical = names[name]
            sureness = CANONICAL if is_canonical else SYNONYM
            return MappedColumn(column, claimed, column.unit, sureness)
        named = field_named(self.kind, answer)
        if named is None:
            raise UsageError(
                f"“{column.header}={answer}”：“{self.kind.title}”没有叫“{answer}”的项目",
                f"可用的项目：{'、'.join(one.header for one in self.kind.fields)}",
            )
        return MappedColumn(column, named, clean_header(answer).unit or column.unit, ANSWERED)

    def _settle(self, ranked: Sequence[MappedColumn]) -> None:
        """Give a field its column; several claims that nobody answered are asked about."""
        winner = ranked[0]
        answered = winner.sureness == ANSWERED
        if not answered and self._is_pick_list(winner):
            self._leave(winner.column, "像下拉选项")
            self._ask(
                winner.column,
                f"“{winner.column.header}”在表格右侧单独一列，像下拉选项，没有读；"
                "它是各行自己的内容吗？",
                (winner.field.header, IGNORE),
            )
        else:
            self._take(winner)
        for rival in ranked[1:]:
            self._leave(rival.column, f"“{winner.field.header}”以“{winner.column.header}”列为准")
            if answered and rival.sureness != ANSWERED:
                continue
            if rival.field.vocabulary and self._is_parked(rival.column):
                self.result.notes.append(
                    f"{self.table.place_of(rival.column)}：“{rival.column.header}”"
                    "在表格右侧单独一列，当作下拉选项，没有读"
                )
                continue
            self._ask_which(winner, rival.column)

    def _take(self, claim: MappedColumn) -> None:
        """Map a column after its unit has been checked."""
        column, claimed = claim.column, claim.field
        if claimed.type is FieldType.MONEY:
            unit = self._money_unit(claim)
            self.result.mapped.append(MappedColumn(column, claimed, unit, claim.sureness))
        elif claim.sureness != ANSWERED and _mixes_people(claimed, claim.unit):
            self._ask_people(claim)
            self._leave(column, "单位不同")
        else:
            self.result.mapped.append(claim)

    def _ask_which(self, winner: MappedColumn, rival: Column) -> None:
        """Ask which of two columns holds a field."""
        others = [
            one.header
            for one in related(self.kind, rival.names[0])
            if one.name not in self._taken() and one is not winner.field
        ]
        same = rival.names[0] == winner.column.names[0]
        self._ask(
            rival,
            f"“{rival.header}”和“{winner.column.header}”都对应“{winner.field.header}”，以哪一列为准？",
            (winner.field.header, *others, IGNORE),
            header=lettered(rival) if same else rival.header,
            blocking=True,
        )

    def _is_parked(self, column: Column) -> bool:
        """Tell whether a column stands apart on the right, as pick-lists do."""
        return column not in self.table.blocks[0]

    def _is_pick_list(self, claim: MappedColumn) -> bool:
        """Tell whether a column set apart holds a list of choices and not the rows' own words."""
        if claim.field.vocabulary is None or not self._is_parked(claim.column):
            return False
        words = [cell for cell in self.table.cells_of(claim.column) if cell]
        return len(words) > 1 and len(set(words)) == len(words)

    def _money_unit(self, claim: MappedColumn) -> str:
        """Return the unit of a column of money: said, printed above the table, or evident."""
        if claim.unit in MONEY_UNITS:
            return claim.unit
        printed = _TITLE_UNIT.search(self.table.title)
        if printed:
            return printed[1]
        column, header = claim.column, claim.field.header
        cells = self.table.cells_of(column)
        evident = bare_unit(cells, self.kind.name)
        if not evident:
            apart = sums_apart(cells, self.kind.name)
            differ = "大小悬殊（{} 和 {}），单位" if apart else ""
            advice = "两种都有的，选 忽略，先在表格里逐个写明单位" if apart else ""
            self._ask(
                column,
                f"“{column.header}”的数字{differ.format(*apart or ())}是元还是万元？{advice}",
                # People copy the first choice: where both units stand, neither fits.
                (*([IGNORE] if apart else []), f"{header}（元）", f"{header}（万元）"),
                blocking=apart is not None,
            )
        return evident

    def _ask_people(self, claim: MappedColumn) -> None:
        """Ask whether a column counts persons or visits."""
        unit, counted = counted_in(claim.unit)[1], claim.field
        fitting = [one.header for one in self.kind.fields if one.unit == unit]
        self._ask(
            claim.column,
            f"“{claim.column.header}”写的是{unit}，而“{counted.header}”按{counted.unit}计，"
            "应读作哪一项？",
            (*fitting, counted.header, IGNORE),
            blocking=True,
        )

    def _leave_unknown(self, column: Column) -> None:
        """Leave out a column; one that is nearly a free field or looks like data is asked about.

        The parts of a total are not: the total is.
        """
        name = column.names[0]
        if name in NUMBER_HEADERS:
            self._leave(column, "只是编号")
            return
        if self._is_part(column):
            self._leave(column, "只是合计列的一部分")
            return
        self._leave(column, "没有这一项" if column in self.table.columns else "没有表头")
        near = [one for one in like(self.kind, name, column.hint) if one.name not in self._taken()]
        cells = () if is_own_remark(column.header) else self.table.cells_of(column)
        tale = telltale(column, cells, self.kind)
        fitting = tale.fitting(self.kind) if tale else []
        free = [one for one in fitting if one.name not in self._taken() and one not in near]
        # People copy the first choice: a name that is alike, of what the cells cannot be, is none.
        likely = sorted((*near, *free), key=lambda one: bool(fitting) and one not in fitting)
        headers = [one.header for one in likely]
        if near:
            text = f"“{column.header}”没有读，它是“{headers[0]}”吗？"
            blocks = tale is not None or self._is_needed(near)
            self._ask(column, text, (*headers, IGNORE), blocking=blocks)
        elif tale is not None and (headers or not tale.named):
            wanted = free and free[0].name == self.kind.date and self._is_needed(free[:1])
            means = free[:1] if wanted and not is_foreign(column.header) else []
            means = means or tale.meant(column, free, self.kind)
            first = [] if set(means).intersection(free[:1]) else means
            headers = [one.header for one in dict.fromkeys((*first, *free))]
            choices = (*headers, IGNORE) if means else (IGNORE, *headers)
            text = f"“{column.shown}”没有读，里面像是{tale.words}；它是哪一项？"
            self._ask(column, text, choices, blocking=True)

    def _is_part(self, column: Column) -> bool:
        """Tell whether the group of a column has a column for its total."""
        group, slash, _ = column.header.rpartition("/")
        return (
            bool(slash)
            and not column.hint
            and any(
                one.hint and f"{group}/".startswith(f"{one.header.rpartition('/')[0]}/")
                for one in self.table.columns
            )
        )

    def _is_needed(self, near: Sequence[Field]) -> bool:
        """Tell whether rows cannot be told apart without one of the fields."""
        if any(self._taken().issuperset(key) for key in self.kind.key):
            return False
        keys = {name for key in self.kind.key for name in key}
        return any(one.name in keys for one in near)

    def _taken(self) -> set[str]:
        """Return the names of the fields that have their column."""
        return {one.field.name for one in self.result.mapped}

    def _note_years(self) -> None:
        """Find the year of dates typed without one: a column of years, the sheet's, an answer."""
        unread = [one.column for one in self.result.unread]
        dates = date_columns(unread, self.table.grid.left)
        self.result.dates = dates
        tellers = [one for one in unread if one.index - self.table.grid.left == dates.year]
        tellers += [one.column for one in self.result.mapped if one.field.name == self.kind.date]
        cells = (cell for one in tellers for cell in self.table.cells_of(one))
        self.result.year = year_told(self.table, self.answers, cells)
        if self.kind.date:
            used = {self.table.grid.left + at for at in dates.offsets}
            kept = [one for one in self.result.unread if one.column.index not in used]
            self.result.unread[:] = kept

    def _complete(self) -> None:
        """Take what was said of the whole sheet, and ask for what rows need beside that."""
        said = values_for_all(self.table, self.kind, self._taken(), self.answers)
        self.result.for_all = said
        for name, value in said.items():
            header = self.kind.field(name).header
            shown = show_value(value, self.kind.field(name).type)
            self.result.notes.append(f"照您说的，各行的“{header}”都是{shown}")
        given = {*self._taken(), *said}
        if self.kind.date and self.result.dates.make_dates:
            given.add(self.kind.date)
        offered = {choice for one in self.result.questions for choice in one.choices}
        given |= {one.name for one in self.kind.fields if one.header in offered}
        free = [one.column for one in self.result.unread if one.reason != SAID]
        free += [one.column for one in self.result.mapped if self._may_be_other(one)]
        told = self.result.year
        years = (told.year,) if told.year else told.years
        if "status" not in given:
            dated = [one.column for one in self.result.mapped if one.field.name == self.kind.date]
            planned = whether_planned(self.table, self.kind, dated, self.answers)
            self.result.questions += [planned] if planned else []
        lacking = Lacking(self.table, self.kind, years, self.answers)
        self.result.questions[:0] = lacking.questions(given, free)

    def _may_be_other(self, one: MappedColumn) -> bool:
        """Tell whether a column may as well hold what rows need: no key needs it where it is."""
        needed = {name for key in self.kind.key for name in key}
        return one.sureness == SYNONYM and one.field.name not in needed

    def _leave(self, column: Column, reason: str) -> None:
        """Leave a column unread."""
        self.result.unread.append(UnreadColumn(column, reason))

    def _ask(
        self,
        column: Column,
        text: str,
        choices: tuple[str, ...],
        *,
        header: str = "",
        blocking: bool = False,
    ) -> None:
        """Add a question about a column."""
        grid, text = self.table.grid, f"{self.table.place_of(column)}：{text}"
        others = tuple(one.header for one in self.kind.fields if one.header not in choices)
        question = SheetQuestion(
            grid.file, grid.sheet, header or column.header, text, choices, blocking, others=others
        )
        self.result.questions.append(question)


def lettered(column: Column) -> str:
    """Return the header with the letters of the column, for headers that stand twice."""
    return f"{column.header}@{column_letters(column.index)}"


def _mixes_people(counted: Field, unit: str) -> bool:
    """Tell whether the header's unit contradicts what the field counts."""
    return {counted_in(unit)[1], counted.unit} == {_PERSONS, _VISITS}
