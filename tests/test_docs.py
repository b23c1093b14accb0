"""The documents tell the truth: commands run, output compared, tables and help pages checked."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer.main
from openpyxl import Workbook

from societyctl.cli.app import SocietyGroup, app
from societyctl.cli.helptext import cells
from societyctl.errors import ExitCode
from societyctl.reporting.papers.registry import PAPERS
from societyctl.resources import resource_folder
from tests.cli.command_line import in_process, stream, written_to

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = "…"
"""Alone on a line of a session: any number of lines that are not shown."""
FOLDERS = {"README.md": "/home/office/society", "README.zh-CN.md": "D:\\学会资料"}
"""What each document calls the folder in which its sessions run."""
READMES = sorted(FOLDERS)


@dataclass(frozen=True)
class Step:
    """A command as a document shows it, with the lines that follow it."""

    line: int
    command: str
    shown: str


def steps_of(text: str) -> Iterator[Step]:
    """Yield the steps of all ``console`` blocks of a document."""
    for block in re.finditer(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        line = text[: block.start()].count("\n") + 2
        for part in re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE):
            command, _, shown = part.partition("\n")
            if part:
                yield Step(line, command.removeprefix("$ "), shown.rstrip("\n"))
            line += part.count("\n")


class Session:
    """One folder in which the commands of a document are run one after the other."""

    def __init__(self, folder: Path, called: str) -> None:
        self.folder = folder
        self.called = called
        self.code = 0
        for path in resource_folder("sample_data").glob("*.xlsx"):
            shutil.copy(path, folder)
        _write_registration(folder / "活动登记.xlsx")
        (folder / "现场照片.jpg").write_bytes(b"a picture")

    def run(self, command: str) -> str:
        """Run a command and return what it prints on both streams."""
        if command == "echo $?":
            return str(self.code)
        name, *arguments = command.split()
        assert name == "societyctl", f"no such command is known here: {command}"
        both = stream()
        self.code = in_process(*arguments, out=both, err=both)
        printed = written_to(both)
        assert self.code != ExitCode.BUG, f"{command}:\n{printed}"
        return self._normal(printed)

    def _normal(self, text: str) -> str:
        """Return the text with the folder, the clock and blanks at line ends made alike."""
        text = re.sub(re.escape(str(self.folder)) + r"[^\s（）]*", self._renamed, text)
        text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2022-10-20 09:30", text)
        return "\n".join(line.rstrip() for line in text.splitlines())

    def _renamed(self, found: re.Match[str]) -> str:
        path = self.called + found[0].removeprefix(str(self.folder))
        return path.replace("/", "\\") if "\\" in self.called else path


def _write_registration(path: Path) -> None:
    """Write the small workbook with a mistake that the manual mends."""
    book = Workbook()
    book.active.title = "活动"
    for row in (
        ["活动名称", "活动类别", "开始日期", "线下人数"],
        ["青少年节水科普课", "科普", "2022-09-20", 86],
        ["节水灌溉技术沙龙", "学术", "2022-13-40", 40],
    ):
        book.active.append(row)
    book.save(path)


def pattern_of(shown: str) -> re.Pattern[str]:
    """Return what output has to look like: the lines shown, and anything for those left out."""
    pieces = [
        r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) + r"\n"
        for line in shown.splitlines()
    ]
    return re.compile("".join(pieces))


def difference(shown: str, printed: str) -> str:
    """Return the first line shown that was not printed, for the message of a failure."""
    lines = printed.splitlines()
    for line in shown.splitlines():
        if line not in lines and line != LEFT_OUT:
            return f"not printed: {line}\nprinted:\n{printed[:3000]}"
    return f"other lines or another order; printed:\n{printed[:3000]}"


@pytest.mark.slow
@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize("name", READMES)
def test_every_session_shows_what_is_printed(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    session = Session(tmp_path, FOLDERS[name])
    wrong = []

    for step in steps_of((ROOT / name).read_text("utf-8")):
        printed = session.run(step.command)
        if not pattern_of(step.shown).fullmatch(printed + "\n" if printed else ""):
            wrong.append(f"{name}:{step.line}: {step.command}\n{difference(step.shown, printed)}")

    assert wrong == [], "\n\n".join(wrong)


def test_the_chain_of_the_project_is_shown_in_both():
    for name in READMES:
        commands = [
            step.command.split()[1:2] for step in steps_of((ROOT / name).read_text("utf-8"))
        ]
        ran = {words[0] for words in commands if words}

        assert {"init", "import", "program", "check", "progress", "report"} <= ran, name


@pytest.mark.parametrize("name", READMES)
def test_the_make_commands_exist(name):
    targets = re.findall(r"^make (\w+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)

    assert targets[:2] == ["demo", "test"]
    for target in set(targets):
        done = subprocess.run(
            ["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", READMES)
def test_the_table_of_exit_codes_is_the_one_of_the_program(name):
    rows = re.findall(r"^\| (\d+) \|", (ROOT / name).read_text("utf-8"), re.MULTILINE)

    assert [int(row) for row in rows] == [code.value for code in ExitCode]


@pytest.mark.parametrize("name", [*READMES, "docs/architecture.md", "docs/CONTRIBUTING.md"])
def test_links_lead_to_files_that_are_there(name):
    document = ROOT / name

    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_no_message_or_document_names_a_command_that_is_not_there():
    texts = [
        path.read_text("utf-8")
        for pattern in ("societyctl/**/*.py", "societyctl/programs/*.yaml", "docs/*.md", "*.md")
        for path in ROOT.glob(pattern)
    ]

    named = {word for text in texts for word in re.findall(r"[^\w]societyctl ([a-z]+)\b", text)}

    top = {name for name in COMMANDS if " " not in name}
    assert named - top <= {"developers"}


# Help pages: what the program says of itself.


def commands_below(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command with its full name, groups included."""
    yield name, command
    lister = getattr(command, "list_commands", None)
    if lister:
        for child in lister(None):
            yield from commands_below(command.get_command(None, child), f"{name} {child}".strip())


COMMANDS = dict(commands_below(typer.main.get_command(app)))


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    root = typer.main.get_command(app)
    assert isinstance(root, SocietyGroup)
    capsys.readouterr()
    assert root.main([*name.split(), "--help"], "societyctl", standalone_mode=False) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.parametrize("name", COMMANDS, ids=lambda name: name or "societyctl")
def test_every_command_has_a_chinese_help_page_that_fits_80_cells(name, capsys):
    page = help_of(name, capsys)

    lines = page.splitlines()
    assert lines[0].startswith(f"用法：societyctl {name}".rstrip())
    assert re.search(r"[\u4e00-\u9fff]", lines[2]), "it does not say what the command does"
    assert max(cells(line) for line in lines) <= 80
    assert "Show this message" not in page


@pytest.mark.parametrize("name", COMMANDS, ids=lambda name: name or "societyctl")
def test_every_option_is_explained_in_chinese(name):
    options = [param for param in COMMANDS[name].params if not getattr(param, "hidden", False)]

    silent = [
        param.name
        for param in options
        if param.name != "help" and not re.search(r"[\u4e00-\u9fff]", param.help or "")
    ]

    assert silent == []


def test_the_page_on_templates_names_everything_that_templates_may_use():
    page = (ROOT / "docs/templates.md").read_text("utf-8")
    rows = [re.findall(r"`(\w+)`", line) for line in page.splitlines() if line.startswith("| `")]
    documented = {name: set(parts) for name, *parts in (row for row in rows if row)}

    offered: dict[str, set[str]] = {}
    for form in PAPERS.values():
        for name, offer in form.offer().fields.items():
            if not name.endswith("_empty") and name != "rules":
                offered[name] = set(offer.item.fields) if offer.item else set()

    assert documented == offered


def test_the_manual_names_every_command():
    manual = (ROOT / "README.zh-CN.md").read_text("utf-8")

    unnamed = [
        name for name in COMMANDS if name and not re.search(rf"societyctl {name}(?![\w-])", manual)
    ]

    assert unnamed == []
