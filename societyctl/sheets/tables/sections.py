"""Words that hold for all rows below them: a heading such as 二、单位会员, or the sheet's name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from societyctl.domain.fields import FieldType, RecordKind, Value
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Row

_NUMBERING = re.compile(
    r"^(?:(?:19|20)\d\d年度?|第?[一二三四五六七八九十\d]+(?:部分)?[、.:]?|\([一二三四五六七八九十\d]+\))"
)
_COUNT = re.compile(r"\(.*?\)|共?\d+[家人名个项场]$")
_LIST = re.compile(
    r"(?:基本)?(?:情况|信息)?(?:名录|名单|名册|花名册|一览表|登记表|台账|统计表|表|类)$"
)


class Sections:
    """Which terms hold for the rows of a table that has no column for them."""

    def __init__(self, kind: RecordKind, taken: Collection[str], names: Iterable[str]) -> None:
        """``taken`` are the fields that have a column; ``names`` those of the sheet and table."""
        self._fields = [
            one
            for one in kind.fields
            if one.type is FieldType.TERM and one.vocabulary and one.name not in taken
        ]
        self._own_name = kind.title
        self._starts = [0]
        self._years_above = False
        self._terms: list[tuple[str, str] | None] = [
            next(filter(None, map(self._term, names)), None)
        ]

    def begin(self, row: Row, *, is_year: bool) -> None:
        """Take note of a heading among the rows; one that says nothing ends the section before.

        A year ends it where years stand above the other headings: the first heading tells.
        """
        if len(self._starts) == 1:
            self._years_above = is_year
        if is_year and not self._years_above:
            return
        filled = [cell for cell in row[1] if isinstance(cell, str) and cell]
        term = self._term(filled[-1]) if filled else None
        self._starts.append(row[0])
        self._terms.append(term)

    def columns(self, rows: Sequence[Row]) -> dict[str, list[Value | None]]:
        """Return the values of the fields that sections of these rows name."""
        columns: dict[str, list[Value | None]] = {}
        for at, (number, _) in enumerate(rows) if any(self._terms) else ():
            term = self._terms[bisect_right(self._starts, number) - 1]
            if term is not None:
                columns.setdefault(term[0], [None] * len(rows))[at] = term[1]
        return columns

    @property
    def notes(self) -> list[str]:
        """What was taken from headings or names, for the person to see."""
        said = dict.fromkeys(term for term in self._terms if term is not None)
        header = {one.name: one.header for one in self._fields}
        return [f"没有“{header[name]}”一列，照小标题或表名记作“{term}”" for name, term in said]

    def _term(self, words: str) -> tuple[str, str] | None:
        """Return the field and the term that a heading names, if it names just one."""
        plain = _COUNT.sub("", _NUMBERING.sub("", squeezed(words)))
        spellings = {plain, _LIST.sub("", plain)} - {self._own_name}
        found = {
            (one.name, term)
            for one in self._fields
            for spelling in spellings
            if (term := VOCABULARIES[one.vocabulary or ""].resolve(spelling)) is not None
        }
        return found.pop() if len(found) == 1 else None
