"""What a word of the tool means here: a verdict, a requirement, a kind of record, a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.fields import FieldType, RecordKind
from societyctl.domain.keys import normal_text
from societyctl.domain.meanings import OTHERS, VERDICTS
from societyctl.domain.naming import meant, nearest
from societyctl.domain.verdicts import CheckResult, Status, Verdict
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.errors import UsageError
from societyctl.workflows.checking import CheckOptions, check_society

if TYPE_CHECKING:
    from societyctl.rules.language.program import Program
    from societyctl.workflows.opening import Session

_MOST = 10
"""So many examples are shown; the rest is counted."""
_MOST_MEANT = 5
_TYPES = {
    FieldType.TEXT: "文字",
    FieldType.INTEGER: "整数",
    FieldType.DECIMAL: "数",
    FieldType.MONEY: "金额",
    FieldType.FLAG: "是或否",
    FieldType.DATE: "日期；只知道月份或年份也可以",
    FieldType.TERM: "选一个",
    FieldType.TERMS: "可选几个，用顿号隔开",
    FieldType.REFERENCE: "另一条记录的名称或编号",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One thing that a word means, in lines to read."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _AtHand:
    """What is at hand: the society judged by the program in use."""

    program: Program
    result: CheckResult


def explained(
    session: Session | None, program_name: str | None, words: str, as_of: date
) -> tuple[Explained, ...]:
    """Return everything that words mean; raises UsageError that proposes the nearest word.

    Without a session, or a program in use, the words are explained without what stands here.
    """
    here = _here(session, program_name, as_of)
    exact = [
        *_verdicts(words, here),
        *_others(words),
        *(_kind(kind, session) for kind in RECORD_KINDS.values() if _names(kind, words)),
        *_fields(words),
        *(_requirements(words, here) if here else ()),
    ]
    if exact:
        return tuple(exact)
    near = nearest(words, _known(here))
    hint = f"是不是 {near}？" if near else ""
    raise UsageError(f"不知道“{words}”指什么", f"{hint}都有哪些词：societyctl explain")


def words_known() -> tuple[str, ...]:
    """Return the words that verdicts and screens use."""
    return (*(status.word for status in VERDICTS), *OTHERS)


def _here(session: Session | None, program_name: str | None, as_of: date) -> _AtHand | None:
    name = program_name or (session.workspace.chosen_program if session else None)
    if session is None or name is None:
        return None
    program = session.program(name, as_of)
    return _AtHand(program, check_society(session.store, program, CheckOptions(as_of)))


def _known(here: _AtHand | None) -> Iterator[str]:
    yield from words_known()
    for kind in RECORD_KINDS.values():
        yield kind.title
        yield from (field.header for field in kind.fields)
    for _, verdict in _judged(here) if here else ():
        yield verdict.title


def _judged(here: _AtHand) -> Iterator[tuple[str, Verdict]]:
    """Yield each verdict with what its project is called."""
    for project in here.result.projects:
        for verdict in project.requirements:
            yield project.application or project.title, verdict


def _verdicts(words: str, here: _AtHand | None) -> Iterator[Explained]:
    for status, (meaning, advice) in VERDICTS.items():
        if normal_text(words) in (status.word, status.value):
            lines = [meaning, f"怎么办：{advice}", *(_now(status, here) if here else ())]
            yield Explained(status.word, tuple(lines))


def _now(status: Status, here: _AtHand) -> Iterator[str]:
    """Yield which requirements are so now, each once with the projects it concerns."""
    projects: dict[tuple[str, str], list[str]] = {}
    for project, verdict in _judged(here):
        if verdict.status is status:
            told = (verdict.title, verdict.next or verdict.because)
            projects.setdefault(told, []).append(project)
    yield f"现在{here.program.id}里有{len(projects)}条是这样" if projects else "现在一条也没有"
    for (title, step), names in list(projects.items())[:_MOST]:
        yield f"{title}（{'、'.join(dict.fromkeys(names))}）：{step}"
    if len(projects) > _MOST:
        yield f"……另有{len(projects) - _MOST}条，见 societyctl check"


def _others(words: str) -> Iterator[Explained]:
    for word, meaning in OTHERS.items():
        if normal_text(words) == word:
            yield Explained(word, (meaning,))


def _names(kind: RecordKind, words: str) -> bool:
    return normal_text(words) in map(normal_text, (kind.name, kind.title, *kind.synonyms))


def _kind(kind: RecordKind, session: Session | None) -> Explained:
    keys = "；或 ".join("、".join(kind.field(name).header for name in key) for key in kind.key)
    lines = [
        f"一类记录，代号 {kind.name}；一{kind.measure_word}一行",
        f"栏目：{'、'.join(field.header for field in kind.fields)}",
        f"认作同一条，看：{keys}",
    ]
    if session is not None:
        counts = session.store.counts()
        lines.append(f"现在登记了{counts.get(kind.name, 0)}{kind.measure_word}")
    lines.append(f"空白表：societyctl blank {kind.title}；列出：societyctl list {kind.title}")
    return Explained(f"记录类别“{kind.title}”", tuple(lines))


def _fields(words: str) -> Iterator[Explained]:
    """Yield the fields that are called so, alike ones of several kinds together."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for kind in RECORD_KINDS.values():
        for field in kind.fields:
            names = (field.name, field.header, *field.synonyms)
            if normal_text(words) in map(normal_text, names):
                terms = VOCABULARIES[field.vocabulary].terms if field.vocabulary else ()
                content = _TYPES[field.type] + (f"：{'、'.join(terms)}" if terms else "")
                unit = f"，单位{field.unit}" if field.unit else ""
                kinds.setdefault((field.header, content + unit), []).append(kind.title)
    for (header, content), titles in kinds.items():
        yield Explained(f"栏目“{header}”", (f"在这些表里：{'、'.join(titles)}", f"填：{content}"))


def _requirements(words: str, here: _AtHand) -> Iterator[Explained]:
    """Yield the requirements that are called so, by clause, id, title or a piece of it."""
    by_id: dict[str, list[tuple[str, Verdict]]] = {}
    for project, verdict in _judged(here):
        by_id.setdefault(verdict.id, []).append((project, verdict))
    names = {id_: (one[0][1].title, *one[0][1].clauses) for id_, one in by_id.items()}
    for id_ in meant(words, names)[:_MOST_MEANT]:
        yield _requirement(by_id[id_])


def _requirement(judged: Sequence[tuple[str, Verdict]]) -> Explained:
    first = judged[0][1]
    lines = [f"要求 {first.id}；原文：{first.citation}（{'、'.join(first.clauses)}）"]
    if first.evidence_wanted:
        lines.append(f"常附佐证：{first.evidence_wanted}")
    told: dict[tuple[str, str, str], list[str]] = {}
    for project, verdict in judged:
        told.setdefault((verdict.status.word, verdict.because, verdict.next), []).append(project)
    for (word, because, step), projects in told.items():
        lines.append(f"{word}（{'、'.join(projects)}）：{because}")
        if step:
            lines.append(f"下一步：{step}")
    lines.append("哪些记录计入：societyctl check --project 项目")
    return Explained(f"要求“{first.title}”", tuple(lines))
