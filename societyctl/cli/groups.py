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
from societyctl.errors import ExitCode


class ChineseCommand(typer.core.TyperCommand):
    """A command whose help page is Chinese."""

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

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _, options = helptext.parameter_rows(self.get_params(ctx))
        rows = [(name, command.help or "") for name, command in self.commands.items()]
        usage = f"{ctx.command_path} 命令 [参数与选项]"
        sections = [("命令", rows), ("选项", _in_chinese(options))]
        formatter.write(helptext.page(usage, self.help or "", sections))


class LazyGroup(typer.core.TyperGroup):
    """A group that knows its commands by name; a module is imported when its turn comes."""

    lazy: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Command name to module and one-line description, in the order of the help page."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the command names in the order of the help page."""
        return [*self.lazy, *(name for name in self.commands if name not in self.lazy)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, importing its module if need be."""
        if cmd_name in self.lazy:
            module = importlib.import_module(self.lazy[cmd_name][0])
            group = typer.main.get_group(module.app)
            return group.commands[cmd_name]
        return super().get_command(ctx, cmd_name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page from the table, without importing any command."""
        _, options = helptext.parameter_rows(self.get_params(ctx))
        rows = [(name, about) for name, (_, about) in self.lazy.items()]
        rows += [
            (name, command.help or "")
            for name, command in self.commands.items()
            if name not in self.lazy
        ]
        usage = f"{ctx.command_path} 命令 [参数与选项]"
        sections = [("命令", rows), ("选项", _in_chinese(options))]
        formatter.write(helptext.page(usage, self.help or "", sections))


class Root(LazyGroup):
    """The root group: runs a command and turns every error into a message and a code."""

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
