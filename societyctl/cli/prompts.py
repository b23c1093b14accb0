"""Questions to the user; only asked when there is a terminal at both ends."""

from __future__ import annotations

from collections.abc import Sequence
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
    from questionary import Choice, select

    yes, no = Choice("是", True, shortcut_key="y"), Choice("否", False, shortcut_key="n")
    asked = select(
        question,
        choices=[yes, no],
        default=yes if default else no,
        use_shortcuts=True,
        instruction="（按 y、n 或 ↑↓ 选择，回车确认）",
    )
    return bool(_answer(asked))


def choose(question: str, choices: Sequence[str]) -> str:
    """Let the user pick one of ``choices``, the first nine by number; Ctrl-C aborts the command."""
    from questionary import Choice, select

    keys = [str(number) for number in range(1, 10)] + [False] * len(choices)
    numbered = [Choice(one, one, shortcut_key=key) for one, key in zip(choices, keys, strict=False)]
    short = len(choices) <= _MOST_NUMBERED
    asked = select(
        question,
        choices=numbered,
        use_shortcuts=short,
        instruction="（按数字或 ↑↓ 选择，回车确认）" if short else "（↑↓ 选择，回车确认）",
    )
    return str(_answer(asked))


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
