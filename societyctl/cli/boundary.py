"""The one place where errors become messages and exit codes."""

from __future__ import annotations

import sys
import traceback

import typer

from societyctl.cli.output import write_json
from societyctl.cli.usage import usage_message
from societyctl.errors import ExitCode, Issue, SocietyError, UsageError

_SHOWN_ISSUES = 200
_HELP = "用 societyctl --help 或 societyctl 命令 --help 查看用法"


def report(error: BaseException, *, debug: bool, as_json: bool = False) -> int:
    """Print an error for the user on stderr and return the exit code.

    Who asked for JSON also gets the error as JSON on stdout, so that it can be parsed always.
    """
    if isinstance(error, typer.Abort):
        _print("已中断，没有做完的改动不会保存。")
        return int(ExitCode.INTERRUPTED)
    if isinstance(error, typer.TyperException):
        error = UsageError(usage_message(error), _HELP)
    if not isinstance(error, SocietyError):
        error = _bug(error, debug=debug)
    _print_error(error)
    if as_json:
        _write_json(error)
    return int(error.exit_code)


def _print_error(error: SocietyError) -> None:
    lead = "" if error.exit_code is ExitCode.BUG else "错误："
    _print(f"{lead}{error.message}")
    issues = _further(error)
    for issue in issues[:_SHOWN_ISSUES]:
        _print(f"  · {issue}")
    if len(issues) > _SHOWN_ISSUES:
        _print(f"  · 另有{len(issues) - _SHOWN_ISSUES}处，改好以上再查")
    if error.hint:
        _print(f"下一步：{error.hint}")


def _further(error: SocietyError) -> tuple[Issue, ...]:
    """Return the issues, unless the only one is what the message says already."""
    return () if [str(issue) for issue in error.issues] == [error.message] else error.issues


def _bug(error: BaseException, *, debug: bool) -> SocietyError:
    """Tell of our own mistake without showing data; the traceback only names code."""
    if debug:
        for frame in traceback.extract_tb(error.__traceback__):
            _print(f"  {frame.filename}:{frame.lineno} {frame.name}")
    return SocietyError(
        f"程序内部出错（{type(error).__name__}），这是软件的问题，数据没有改动。",
        "把以上内容发给开发者。" if debug else "加上 --debug 再运行一次，把显示的内容发给开发者。",
    )


def _write_json(error: SocietyError) -> None:
    write_json(
        {
            "schema": 1,
            "kind": "error",
            "exit_code": int(error.exit_code),
            "message": error.message,
            "hint": error.hint,
            "issues": [
                {"where": issue.where, "found": issue.found, "expected": issue.expected}
                for issue in error.issues
            ],
        }
    )


def _print(text: str) -> None:
    sys.stderr.write(text + "\n")
