"""The command line: global options, the table of commands, the entry point."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar

import typer

from societyctl import __version__
from societyctl.cli.groups import Root
from societyctl.cli.options import Globals

_HERE = "societyctl.cli."


class SocietyGroup(Root):
    """All commands, in the order in which a secretary meets them."""

    lazy: ClassVar[Mapping[str, tuple[str, str]]] = {
        "init": (_HERE + "setup", "新建工作区"),
        "demo": (_HERE + "setup", "用随附的样例数据走一遍全过程"),
        "status": (_HERE + "setup", "工作区里有什么、接着做什么"),
        "import": (_HERE + "intake", "从 Excel 表导入记录"),
        "blank": (_HERE + "workbooks", "生成空白表格"),
        "export": (_HERE + "workbooks", "把记录导出成同样的表格"),
        "history": (_HERE + "intake", "查看每次导入和改动"),
        "undo": (_HERE + "intake", "撤销一次导入或改动"),
        "answers": (_HERE + "answers", "导入时说过、以后照办的"),
        "duplicates": (_HERE + "doubles", "像是同一条的记录：合并，或记住不是同一条"),
        "merge": (_HERE + "doubles", "把两条记录合成一条"),
        "list": (_HERE + "records", "列出某类记录"),
        "show": (_HERE + "records", "查看一条记录"),
        "add": (_HERE + "records", "登记一条记录"),
        "edit": (_HERE + "records", "修改一条记录"),
        "delete": (_HERE + "records", "删除一条记录"),
        "attach": (_HERE + "records", "给一条记录附上佐证文件"),
        "program": (_HERE + "programs", "计划文件：列出、选用、检查、核对条款"),
        "check": (_HERE + "checks", "对照通知逐条检查是否符合"),
        "explain": (_HERE + "explain", "一个词、一条要求是什么意思"),
        "judge": (_HERE + "judge", "登记需要人判断的结论"),
        "progress": (_HERE + "checks", "各项指标完成到哪里"),
        "report": (_HERE + "reports", "生成 Word 报告"),
        "trace": (_HERE + "reports", "报告里的数字来自哪些记录和佐证"),
        "verify": (_HERE + "reports", "核对报告与现在的记录是否一致"),
        "template": (_HERE + "reports", "报告模板：列出、导出、检查"),
    }


app = typer.Typer(
    cls=SocietyGroup,
    help="学会秘书处工具：数据记一次，对照任何科协通知检查资格、跟踪指标、生成材料。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:  # a Typer callback
    if asked:
        typer.echo(f"societyctl {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    ctx: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="文件夹", help="使用哪个工作区")
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="从不提问，缺什么就报什么")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示程序位置")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本")
    ] = False,
) -> None:
    ctx.obj = Globals(workspace, no_input, debug)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _speak_any_script() -> None:
    """Keep a terminal in a narrow code page from failing on a character it lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def main() -> None:
    """Run the command line; the process exits with the documented code."""
    # Looking for cycles again and again while libraries load is a tenth of a short run.
    gc.set_threshold(200_000)
    # Pydantic would search every package installed for plugins, of which none is wanted.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _speak_any_script()
    try:
        app()
    finally:
        # Python would look at all that is left once more, only to let it go.
        gc.freeze()
