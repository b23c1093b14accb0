"""Verdicts that rest on records which may be one: judged once with all, once without the second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from societyctl.domain.selection import ID, Criterion, Operator, Selection
from societyctl.domain.verdicts import CheckResult, ProjectResult, Status, Verdict
from societyctl.rules.judging.asking import Answering
from societyctl.rules.judging.programs import project_verdict

Seconds = Mapping[str, tuple[int, ...]]
"""By kind: the numbers of records that may be one with an earlier one."""
_Told = TypeVar("_Told")


def without(answering: Answering, seconds: Seconds) -> Answering:
    """Return what a store would answer if it held none of some records."""

    def asked(
        ask: Callable[[Iterable[Selection]], Mapping[Selection, _Told]],
    ) -> Callable[[Iterable[Selection]], Mapping[Selection, _Told]]:
        def answer(selections: Iterable[Selection]) -> Mapping[Selection, _Told]:
            narrowed = {one: _narrowed(one, seconds) for one in selections}
            answers = ask(dict.fromkeys(narrowed.values()))
            return {one: answers[narrow] for one, narrow in narrowed.items() if narrow in answers}

        return answer

    return Answering(asked(answering.ask), asked(answering.lists), asked(answering.gaps))


def _narrowed(selection: Selection, seconds: Seconds) -> Selection:
    left_out = seconds.get(selection.record, ())
    if not left_out:
        return selection
    criterion = Criterion(ID.name, Operator.NOT_IN, left_out)
    return replace(selection, scope=(*selection.scope, criterion))


def disputed(full: CheckResult, fewer: CheckResult, words: Mapping[str, str]) -> CheckResult:
    """Return a result in which what some records fewer would change is disputed.

    ``words`` say by kind which records may be one.
    """
    projects = tuple(
        _project(one, other, words)
        for one, other in zip(full.projects, fewer.projects, strict=True)
    )
    return replace(full, projects=projects)


def _project(one: ProjectResult, other: ProjectResult, words: Mapping[str, str]) -> ProjectResult:
    verdicts = tuple(
        _verdict(mine, theirs, words)
        for mine, theirs in zip(one.requirements, other.requirements, strict=True)
    )
    if verdicts == one.requirements:
        return one
    verdict, because = project_verdict(verdicts, state=one.state)
    return replace(one, requirements=verdicts, verdict=verdict, because=because)


def _verdict(mine: Verdict, theirs: Verdict, words: Mapping[str, str]) -> Verdict:
    """Return a verdict, disputed where it would be another without the records in doubt."""
    if mine.status is theirs.status:
        return mine
    named = "；".join(_named(mine.selections, words))
    because = f"{mine.because}；{named}，只算一次就是{theirs.status.word}"
    hint = "先定是不是一回事：societyctl duplicates"
    return replace(mine, status=Status.DISPUTED, because=because, next=hint)


def _named(selections: Iterable[Selection], words: Mapping[str, str]) -> Iterator[str]:
    kinds = dict.fromkeys(one.record for one in selections)
    yield from [words[kind] for kind in kinds if kind in words] or words.values()
