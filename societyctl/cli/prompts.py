"""Questions to the user; only asked when there is a terminal at both ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from questionary import Question

_MOST_NUMBERED = 36
"""Beyond so many choices the library numbers none."""


def confirm(question: str, *, default: bool = True) -> bool:
    """Ask a yes-or-no question; Ctrl-C aborts the command.

    A letter only moves to its answer: the return key after it must not answer what is asked next.
    """
    return pick(question, {"y": "是", "n": "否"}, default="y" if default else "n") == "y"


def pick(question: str, choices: Mapping[str, str], default: str) -> str:
    """Let the user pick one of a few choices by its letter, which is returned; Ctrl-C aborts."""
    from questionary import Choice, select

    lettered = [Choice(words, key, shortcut_key=key) for key, words in choices.items()]
    asked = select(
        question,
        choices=lettered,
        default=next(one for one in lettered if one.value == default),
        use_shortcuts=True,
        instruction=f"（按 {'、'.join(choices)} 或 ↑↓ 选择，回车确认）",
    )
    return str(_answer(asked))


def choose(
    question: str, choices: Sequence[str], lettered: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Let the user pick one of ``choices``, the first nine by number; Ctrl-C aborts the command.

    Those ``lettered`` come last and have a letter.
    """
    from questionary import Choice, select

    keys = [str(number) for number in range(1, 10)] + [False] * len(choices)
    numbered = [Choice(one, one, shortcut_key=key) for one, key in zip(choices, keys, strict=False)]
    numbered += [Choice(one, one, shortcut_key=key) for key, one in lettered.items()]
    short = len(numbered) <= _MOST_NUMBERED
    asked = select(
        question,
        choices=numbered,
        use_shortcuts=short,
        instruction="（按数字或 ↑↓ 选择，回车确认）" if short else "（↑↓ 选择，回车确认）",
    )
    return str(_answer(asked))


def type_one_of(words: Sequence[str]) -> str:
    """Let the user type one of the words, which are offered as soon as a part is typed.

    Empty for who wants none of them after all.
    """
    from questionary import autocomplete

    asked = autocomplete(
        "打一两个字就会列出来，Tab 选；不写就退回去：",
        choices=[*words],
        match_middle=True,
        validate=lambda typed: not typed.strip() or typed.strip() in words or "写列出来的一项",
    )
    return str(_answer(asked)).strip()


def ask_text(question: str, default: str = "") -> str:
    """Ask for a line of text; Ctrl-C aborts the command."""
    import questionary

    return str(_answer(questionary.text(question, default=default))).strip()


def _answer(question: Question) -> Any:
    """Return the answer; Ctrl-C and Ctrl-D abort without words of the library's own."""
    try:
        return question.unsafe_ask()
    except (KeyboardInterrupt, EOFError):
        raise typer.Abort from None
