"""Which fonts a paper names, and which of them this machine lacks."""

from __future__ import annotations

import shutil
import subprocess  # fontconfig is a program of its own
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document

_SAME = {
    "仿宋_GB2312": {"fangsong_gb2312"},
    "楷体_GB2312": {"kaiti_gb2312"},
    "黑体": {"simhei"},
    "宋体": {"simsun"},
}
"""Other names under which a machine may list a family."""

_REGISTERED = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
PATIENCE = 20


def missing_fonts(document: Document) -> tuple[str, ...]:
    """Return the Chinese fonts of a paper that are not installed; nothing where none can tell."""
    installed = {name.lower() for name in _installed()}
    if not installed:
        return ()
    return tuple(
        name
        for name in named_fonts(document)
        if not installed & {name.lower(), *_SAME.get(name, set())}
    )


def named_fonts(document: Document) -> tuple[str, ...]:
    """Return the Chinese fonts that the styles of a file name."""
    families = (node.get(qn("w:eastAsia")) for node in document.styles.element.iter(qn("w:rFonts")))
    return tuple(dict.fromkeys(name for name in families if name))


def _installed() -> Iterator[str]:
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            with suppress(OSError), winreg.OpenKey(root, _REGISTERED) as key:
                for number in range(winreg.QueryInfoKey(key)[1]):
                    listed = winreg.EnumValue(key, number)[0].partition(" (")[0]
                    yield from (name.strip() for name in listed.split("&"))
    elif lister := shutil.which("fc-list"):
        listed = subprocess.run(  # noqa: S603  # a fixed program, no input
            [lister, "--format", "%{family},"], check=False, capture_output=True, timeout=PATIENCE
        ).stdout.decode("utf-8", "replace")
        yield from (name.strip() for name in listed.split(","))
