"""Asking the store all that judging takes, before anything is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from societyctl.domain.selection import Listed, Selection, Tally
from societyctl.domain.verdicts import Lack
from societyctl.rules.language.setting import Inquiry, RecordsOf, Replies

Asking = Callable[[Replies], Iterator[Inquiry]]
"""Yields questions; some follow only from replies to others."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What a store does for rules: tally selections, list their records, say what they lack."""

    ask: Callable[[Iterable[Selection]], Mapping[Selection, Tally]]
    lists: Callable[[Iterable[Selection]], Mapping[Selection, tuple[Listed, ...]]]
    gaps: Callable[[Iterable[Selection]], Mapping[Selection, tuple[Lack, ...]]]
    """The empty fields that leave records open."""


def all_replies(asking: Iterable[Asking], answering: Answering) -> Replies:
    """Return the replies to all questions.

    All that is open is answered in one go. Whoever wanted to know which records there are is
    then asked again, for what follows from each of them.
    """
    replies, waiting = Replies(), list(asking)
    while waiting:
        opened = [(ask, _open_questions(ask, replies)) for ask in waiting]
        questions = dict.fromkeys(question for _, asked in opened for question in asked)
        tallies = tuple(one for one in questions if isinstance(one, Selection))
        lists = tuple(one.selection for one in questions if isinstance(one, RecordsOf))
        replies = Replies(
            {**replies.tallies, **(answering.ask(tallies) if tallies else {})},
            {**replies.lists, **(answering.lists(lists) if lists else {})},
        )
        waiting = [ask for ask, asked in opened if any(isinstance(q, RecordsOf) for q in asked)]
    return replies


def _open_questions(ask: Asking, replies: Replies) -> list[Inquiry]:
    return [question for question in ask(replies) if not replies.has(question)]
