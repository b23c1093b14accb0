"""Command groups whose commands are imported only when one of them is asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import typer
import typer.core
import typer.main

from societyctl.cli import boundary, helptext
from societyctl.cli.values import read_plainly
from societyctl.errors import ExitCode


class ChineseCommand(typer.core.TyperCommand):
    """A command whose help page is Chinese."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments."""
        read_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        arguments, options = helptext.parameter_rows(self.get_params(ctx))
        pieces = [ctx.command_path]
        pieces += [_argument(p) for p in self.params if p.param_type_name == "argument"]
        pieces += ["[选项]"] if options else []
        sections = [("参数", arguments), ("选项", _in_chinese(options))]
        formatter.write(helptext.page(" ".join(pieces), self.help or "", sections))


def _argument(param: Any) -> str:
    """Return how an argument stands in the usage line: in brackets where it may be left out."""
    name = param.metavar or str(param.name).upper()
    return name if param.required else f"[{name}]"


def _in_chinese(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (names, "显示本说明" if about == "Show this message and exit." else about)
        for names, about in options
    ]


class ChineseGroup(typer.core.TyperGroup):
    """A group whose help page is Chinese."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments."""
        read_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def described(self) -> list[tuple[str, str]]:
        """Return the commands with a line about each, in the order of the help page."""
        return [(name, command.help or "") for name, command in self.commands.items()]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _, options = helptext.parameter_rows(self.get_params(ctx))
        usage = f"{ctx.command_path} 命令 [参数与选项]"
        sections = [("命令", self.described()), ("选项", _in_chinese(options))]
        formatter.write(helptext.page(usage, self.help or "", sections))


class Root(ChineseGroup):
    """The root group: a command's module is imported when its turn comes; errors end here."""

    lazy: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Command name to module and one-line description, in the order of the help page."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the command names in the order of the help page."""
        return [*self.lazy]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; one that leaves its help empty says what the table says."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, about = self.lazy[cmd_name]
        command = typer.main.get_group(importlib.import_module(module).app).commands[cmd_name]
        command.help = command.help or about
        return command

    def described(self) -> list[tuple[str, str]]:
        """Return the lines of the table: help imports no command."""
        return [(name, about) for name, (_, about) in self.lazy.items()]

    def main(  # type: ignore[override]  # always exits
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        standalone_mode: bool = True,  # signature of the base class
        **extra: Any,
    ) -> Any:
        """Run the command line and exit with its code."""
        arguments = list(sys.argv[1:] if args is None else args)
        try:
            code = super().main(
                arguments, prog_name or "societyctl", standalone_mode=False, **extra
            )
            if code == ExitCode.INTERRUPTED:  # Ctrl-C: the base class returns it without a word
                boundary.report(typer.Abort(), debug=False)
        except Exception as error:  # noqa: BLE001  # the boundary: every error ends here
            code = boundary.report(
                error, debug="--debug" in arguments, as_json="--json" in arguments
            )
        code = code if isinstance(code, int) else 0
        if not standalone_mode:
            return code
        sys.exit(code)
