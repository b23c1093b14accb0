"""What is wrong with a command line, in Chinese: the library only says it in English."""

from __future__ import annotations

import difflib
import re

import typer


def usage_message(error: typer.TyperException) -> str:
    """Return Chinese words for a mistake in the command line."""
    name = type(error).__name__
    text = error.format_message()
    if name == "NoSuchOption":
        return _no_such_option(error)
    if name == "MissingParameter":
        return f"缺少 {_param_name(error)}"
    if name == "BadOptionUsage":
        option = getattr(error, "option_name", "")
        needs = "requires" in text
        return f"{option} 后面要写上内容" if needs else f"{option} 后面不用写内容"
    if name == "BadParameter":
        expected = "要写整数" if "integer" in text else "写得不对"
        return f"{_param_name(error)} {expected}"
    return _other(error, text)


def _other(error: typer.TyperException, text: str) -> str:
    if text.startswith("Missing command"):
        return "缺少命令"
    if match := re.match(r"No such command '(.*?)'", text):
        return f"没有命令 {match[1]}{_near(match[1], _commands(error))}"
    if match := re.match(r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)", text):
        return f"多出了 {match[1]}"
    return f"命令写得不对（{text}）"


def _no_such_option(error: typer.TyperException) -> str:
    option = str(getattr(error, "option_name", ""))
    context = getattr(error, "ctx", None)
    path = str(getattr(context, "command_path", "")).partition(" ")[2]
    root = context.find_root().command if context is not None else None
    if path and option in _options(root):
        return f"{option} 要写在命令前面，如 societyctl {option} {path}"
    return f"没有选项 {option}{_near(option, [*_options(_command(error)), '--help'])}"


def _options(command: object) -> list[str]:
    return [
        name
        for param in getattr(command, "params", ())
        for name in (*param.opts, *param.secondary_opts)
        if name.startswith("--")
    ]


def _near(word: str, names: list[str]) -> str:
    near = difflib.get_close_matches(word, names, n=2)
    return f"，是不是想用 {' 或 '.join(near)}" if near else ""


def _command(error: typer.TyperException) -> object:
    return getattr(getattr(error, "ctx", None), "command", None)


def _commands(error: typer.TyperException) -> list[str]:
    context = getattr(error, "ctx", None)
    lister = getattr(_command(error), "list_commands", None)
    return list(lister(context)) if lister else []


def _param_name(error: typer.TyperException) -> str:
    """Return the long option, or the argument's name as the help shows it."""
    param = getattr(error, "param", None)
    options = [option for option in getattr(param, "opts", []) if option.startswith("--")]
    if options:
        return str(options[0])
    return str(getattr(param, "metavar", None) or getattr(param, "name", "") or "参数")
