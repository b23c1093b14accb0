"""Questions to the user; only asked when there is a terminal at both ends."""

from __future__ import annotations

from collections.abc import Sequence

import typer


def confirm(question: str, *, default: bool = True) -> bool:
    """Ask a yes-or-no question; Ctrl-C aborts the command."""
    import questionary

    answer = questionary.confirm(question, default=default).ask()
    if answer is None:
        raise typer.Abort
    return bool(answer)


def choose(question: str, choices: Sequence[str]) -> str:
    """Let the user pick one of ``choices``; Ctrl-C aborts the command."""
    import questionary

    answer = questionary.select(
        question, choices=list(choices), instruction="（↑↓ 选择，回车确认）"
    ).ask()
    if answer is None:
        raise typer.Abort
    return str(answer)


def ask_text(question: str, default: str = "") -> str:
    """Ask for a line of text; Ctrl-C aborts the command."""
    import questionary

    answer = questionary.text(question, default=default).ask()
    if answer is None:
        raise typer.Abort
    return str(answer).strip()
