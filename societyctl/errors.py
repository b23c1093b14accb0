"""The one family of errors. Inner code raises them; only the command line prints them."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells the shell; the same meaning for every command."""

    OK = 0
    """Fine, or eligible."""
    FOUND = 1
    """Ran and found something: not eligible, undetermined, rows rejected, copies differ."""
    USAGE = 2
    """The command line cannot be understood or lacks something."""
    INPUT = 3
    """A workbook, program file or template has to be mended."""
    STORE = 4
    """The store cannot be read or written."""
    BUG = 70
    """Our fault."""
    INTERRUPTED = 130
    """Stopped with Ctrl-C."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with the user's data: where, what was found, what was expected.

    Issues are values: they are collected and reported together, never raised one by one.
    """

    where: str
    """File, sheet and cell, or file and line."""
    found: str
    expected: str = ""

    def __str__(self) -> str:
        """Return the sentence shown to the user."""
        tail = f"；应为：{self.expected}" if self.expected else ""
        return f"{self.where}：{self.found}{tail}"


class SocietyError(Exception):
    """The work cannot go on. ``message`` says where and what, ``hint`` the next move."""

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, message: str, hint: str = "", issues: Sequence[Issue] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.issues = tuple(issues)


class UsageError(SocietyError):
    """The command cannot be carried out as typed."""

    exit_code = ExitCode.USAGE


class WorkbookError(SocietyError):
    """A workbook cannot be read, or its rows cannot be taken in."""

    exit_code = ExitCode.INPUT


class ProgramError(SocietyError):
    """A program file is missing or wrong."""

    exit_code = ExitCode.INPUT


class TemplateError(SocietyError):
    """A Word template is missing or wrong."""

    exit_code = ExitCode.INPUT


class StoreError(SocietyError):
    """The store or the workspace folder cannot be read or written."""

    exit_code = ExitCode.STORE


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.EBUSY: "正被占用",
}


def reason_of(error: OSError) -> str:
    """Return in Chinese why the file system refused; its own words where it is rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


class SettingsError(SocietyError):
    """A setting of the workspace makes no sense."""

    exit_code = ExitCode.INPUT
