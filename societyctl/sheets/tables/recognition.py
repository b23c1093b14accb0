"""Which kind of record a table holds: judged by its headers, settled by the names around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import RecordKind
from societyctl.sheets.tables.headers import clean_header, kinds_by_header, names_of

_CANONICAL, _SYNONYM = 3.0, 2.0
_NAMED, _MENTIONED = 6.0, 2.0
_CLEAR_LEAD = 1.0
_LEAST_EVIDENCE = 1.0
"""A header counts 1 divided by the number of kinds that know it; 名称 and 日期 alone are none."""
_WHOLE_EVIDENCE = 0.5
"""So much will do where every header is one of the kind's."""
_LEAST_COVERAGE = 0.3
_MEANS_LITTLE = frozenset({"会议"})
"""Within a longer name this says nothing: 学术会议 is an activity, not a meeting of a body."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kind that a set of headers may belong to."""

    kind: RecordKind
    score: float
    mapped: int
    evidence: float
    is_identified: bool
    """The headers allow rows to be told apart."""
    named_by: str
    """What bears the name of the kind, in Chinese; empty when nothing does."""
    fields: frozenset[str] = frozenset()
    """The names of the fields that the headers name."""

    @property
    def is_named(self) -> bool:
        """The sheet, or else the file, bears the name of the kind."""
        return bool(self.named_by)


def candidates(
    headers: Sequence[tuple[str, ...]], sheet: str, file: str, title: str = ""
) -> list[Candidate]:
    """Return the kinds that share headers, best first.

    Each header comes with all its possible names, e.g. with and without that of its group.
    """
    kinds_of = kinds_by_header()
    kinds = {kind for names in headers for name in names for kind in kinds_of.get(name, ())}
    weighed = [_candidate(RECORD_KINDS[kind], headers, (sheet, file, title)) for kind in kinds]
    return sorted(weighed, key=lambda one: (-one.score, one.kind.name))


def _candidate(
    kind: RecordKind, headers: Sequence[tuple[str, ...]], names: tuple[str, str, str]
) -> Candidate:
    """Weigh one kind."""
    by_name = names_of(kind.name)
    spread = kinds_by_header()
    fields: set[str] = set()
    score = evidence = 0.0
    for options in headers:
        name = next((name for name in options if name in by_name), None)
        if name is None or by_name[name][0].name in fields:
            continue
        fields.add(by_name[name][0].name)
        score += _CANONICAL if by_name[name][1] else _SYNONYM
        evidence += 1 / len(spread[name])
    nearness, named_by = _naming(kind, names)
    identified = any(key and fields.issuperset(key) for key in kind.key) or kind.label in fields
    return Candidate(
        kind, score + nearness, len(fields), evidence, identified, named_by, frozenset(fields)
    )


def _naming(kind: RecordKind, names: tuple[str, str, str]) -> tuple[float, str]:
    """Return what the names of sheet, file and title say for a kind, and which of them does."""
    words = {clean_header(word).name for word in (kind.title, *kind.synonyms)}
    sheet, file, title = (clean_header(name).name for name in names)
    if sheet in words:
        return _NAMED, "工作表名"
    telling = words - _MEANS_LITTLE
    longest = max((len(word) for word in telling if word in sheet or word in title), default=0)
    if longest:
        return _MENTIONED + longest / 10, "工作表名或标题"
    stem = file.rpartition(".")[0] or file
    if (
        stem in words
        or stem == kind.title
        or kind.name in stem.split("_")
        or stem.rstrip("s") == kind.name
    ):
        return _MENTIONED, "文件名"
    mentioned = any(word in stem for word in telling)
    return (_MENTIONED / 2, "文件名") if mentioned else (0.0, "")


def kinds_named_by(sheet: str, title: str) -> list[RecordKind]:
    """Return the kinds whose name a sheet or the title above a table bears, the surest first."""
    named = [(_naming(kind, (sheet, "", title))[0], kind) for kind in RECORD_KINDS.values()]
    return [kind for weight, kind in sorted(named, key=lambda one: -one[0]) if weight > 0]


def is_plausible(candidate: Candidate, headers: int) -> bool:
    """Tell whether so few matching headers still make a table of the kind."""
    if not candidate.is_identified or candidate.mapped == 0:
        return False
    if candidate.is_named:
        return True
    least = _WHOLE_EVIDENCE if candidate.mapped == headers else _LEAST_EVIDENCE
    enough = candidate.mapped > 1 and candidate.evidence >= least
    return enough and candidate.mapped >= headers * _LEAST_COVERAGE


def clear_winner(ranked: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the best candidate, together with those too near to it to be ruled out."""
    plausible = list(ranked)
    if not plausible:
        return ()
    best = plausible[0]
    return tuple(one for one in plausible if best.score - one.score < _CLEAR_LEAD)
