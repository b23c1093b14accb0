"""Asking the store all that judging takes, before anything is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from societyctl.domain.selection import Listed, Selection, Tally
from societyctl.rules.language.setting import Answers, Question, RecordsOf

Asking = Callable[[Answers], Iterator[Question]]
"""Yields questions; some follow only from answers to others."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What a store does for rules: tally selections, list their records, say what they lack."""

    ask: Callable[[Iterable[Selection]], Mapping[Selection, Tally]]
    lists: Callable[[Iterable[Selection]], Mapping[Selection, tuple[Listed, ...]]]
    gaps: Callable[[Iterable[Selection]], Mapping[Selection, tuple[str, ...]]]
    """The empty fields that leave records open."""


def all_answers(asking: Iterable[Asking], answering: Answering) -> Answers:
    """Return the answers to all questions.

    All that is open is answered in one go. Whoever wanted to know which records there are is
    then asked again, for what follows from each of them.
    """
    answers, waiting = Answers(), list(asking)
    while waiting:
        opened = [(ask, _open_questions(ask, answers)) for ask in waiting]
        questions = dict.fromkeys(question for _, asked in opened for question in asked)
        tallies = tuple(one for one in questions if isinstance(one, Selection))
        lists = tuple(one.selection for one in questions if isinstance(one, RecordsOf))
        answers = Answers(
            {**answers.tallies, **(answering.ask(tallies) if tallies else {})},
            {**answers.lists, **(answering.lists(lists) if lists else {})},
        )
        waiting = [ask for ask, asked in opened if any(isinstance(q, RecordsOf) for q in asked)]
    return answers


def _open_questions(ask: Asking, answers: Answers) -> list[Question]:
    return [question for question in ask(answers) if not answers.has(question)]
