"""The one place where errors become messages and exit codes."""

from __future__ import annotations

import sys
import traceback

import typer

from societyctl.errors import ExitCode, SocietyError

_SHOWN_ISSUES = 200


def report(error: BaseException, *, debug: bool) -> int:
    """Print an error for the user on stderr and return the exit code."""
    if isinstance(error, SocietyError):
        _print_society_error(error)
        return int(error.exit_code)
    if isinstance(error, typer.TyperException):
        _print(f"错误：{usage_message(error)}")
        _print("用 societyctl --help 或 societyctl 命令 --help 查看用法。")
        return int(ExitCode.USAGE)
    if isinstance(error, typer.Abort):
        _print("已中断，没有改动。")
        return int(ExitCode.INTERRUPTED)
    return _print_bug(error, debug=debug)


def _print_society_error(error: SocietyError) -> None:
    _print(f"错误：{error.message}")
    for issue in error.issues[:_SHOWN_ISSUES]:
        _print(f"  · {issue}")
    if len(error.issues) > _SHOWN_ISSUES:
        _print(f"  · 另有{len(error.issues) - _SHOWN_ISSUES}处，改好以上再查")
    if error.hint:
        _print(f"下一步：{error.hint}")


def _print_bug(error: BaseException, *, debug: bool) -> int:
    """Tell of our own mistake without showing data; the traceback only names code."""
    _print(f"程序内部出错（{type(error).__name__}），这是软件的问题，数据没有改动。")
    if debug:
        for frame in traceback.extract_tb(error.__traceback__):
            _print(f"  {frame.filename}:{frame.lineno} {frame.name}")
    else:
        _print("下一步：加上 --debug 再运行一次，把显示的内容发给开发者。")
    return int(ExitCode.BUG)


def _print(text: str) -> None:
    sys.stderr.write(text + "\n")


def usage_message(error: typer.TyperException) -> str:
    """Return Chinese words for a mistake in the command line."""
    name = type(error).__name__
    param = getattr(error, "param", None)
    shown = _param_name(param) or str(getattr(error, "param_hint", "") or "")
    if name == "NoSuchOption":
        possible = getattr(error, "possibilities", None)
        near = f"，是不是想用 {'、'.join(sorted(possible))}" if possible else ""
        return f"没有选项 {getattr(error, 'option_name', '')}{near}"
    if name == "MissingParameter":
        return f"缺少 {shown}"
    if name in ("BadParameter", "BadOptionUsage", "BadArgumentUsage"):
        return f"{shown or getattr(error, 'option_name', '')} 的值不对：{error.format_message()}"
    text = error.format_message()
    for english, chinese in _PHRASES.items():
        text = text.replace(english, chinese)
    return text


_PHRASES = {
    "Missing command.": "缺少命令",
    "No such command ": "没有命令 ",
    "Did you mean ": "是不是想用 ",
    "Got unexpected extra argument(s) ": "多出了参数 ",
    "Got unexpected extra argument ": "多出了参数 ",
}


def _param_name(param: object) -> str:
    """Return the long option, or the argument's name as the help shows it."""
    options = [option for option in getattr(param, "opts", []) if option.startswith("--")]
    if options:
        return str(options[0])
    return str(getattr(param, "metavar", None) or getattr(param, "name", "") or "")
