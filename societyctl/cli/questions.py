"""Questions about sheets, put to the person: the likely answers, any other one, or a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from societyctl.cli.prompts import ask_text, choose, type_one_of

if TYPE_CHECKING:
    from societyctl.domain.intake import SheetQuestion

_OTHER, _LEAVE, _STOP = "其他…（自己写）", "忽略", "先停，什么也不导入"


def answer_to(question: SheetQuestion) -> str:
    """Return what the person answers; who stops aborts the command."""
    if not (question.choices or question.others):
        return ask_text(question.text)
    while True:
        answer = choose(question.text, _offered(question), {"q": _STOP})
        if answer == _STOP:
            raise typer.Abort
        if answer != _OTHER:
            return answer
        typed = type_one_of(question.others)
        if typed:
            return typed


def _offered(question: SheetQuestion) -> list[str]:
    """Return the choices; where others may be typed, a column can always be left out too."""
    if not question.others:
        return [*question.choices]
    likely = [one for one in question.choices if one != _LEAVE]
    offered = [*likely, _OTHER, _LEAVE]
    return [_LEAVE, *offered[:-1]] if question.choices[:1] == (_LEAVE,) else offered
