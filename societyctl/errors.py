"""The one family of errors. Inner code raises them; only the command line prints them."""

from __future__ import annotations

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
