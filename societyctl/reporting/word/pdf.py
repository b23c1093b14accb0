"""PDF copies, made by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess  # LibreOffice is a program of its own
import sys
import tempfile
from pathlib import Path

from docx import Document

from societyctl.errors import TemplateError
from societyctl.files import put_in_place
from societyctl.reporting.word.controls import take_off
from societyctl.reporting.word.trace import text_hash

PATIENCE = 300
"""Seconds that a conversion may take; a table of thousands of rows needs more than a minute."""

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


def find_office() -> str | None:
    """Return the LibreOffice program, or None where there is none."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), None)


def require_office() -> str:
    """Return the LibreOffice program; raises TemplateError where there is none."""
    office = find_office()
    if office is None:
        raise TemplateError(
            "没有找到 LibreOffice，不能生成 PDF",
            "安装 LibreOffice 后再试；或去掉 --pdf，在 Word、WPS 里打开 .docx，另存为 PDF",
        )
    return office


def to_pdf(document: Path, target: Path, patience: float = PATIENCE) -> Path:
    """Write a PDF copy of a Word file.

    Raises TemplateError when LibreOffice is missing, takes too long, or makes nothing.
    """
    office = require_office()
    with tempfile.TemporaryDirectory(prefix="societyctl-") as work:
        return put_in_place(_converted(office, document, Path(work), patience), target)


def _converted(office: str, document: Path, work: Path, patience: float) -> bytes:
    """Convert a copy without content controls: inside them LibreOffice drops emphasis."""
    source = Document(str(document))
    properties = source.core_properties
    if properties.identifier:
        properties.keywords = f"{properties.identifier}+{text_hash(source)}"
    take_off(source.element.body)
    plain = work / "paper.docx"
    source.save(str(plain))
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    convert = ["--convert-to", "pdf", "--outdir", str(work), str(plain)]
    if not _ran([office, "--headless", profile, *convert], patience):
        raise TemplateError(
            f"LibreOffice 用了{patience:g}秒还没有转完：{document.name}",
            "表格很长时请在 Word 或 WPS 里另存为 PDF",
        )
    result = work / "paper.pdf"
    if not result.is_file():
        raise TemplateError(
            f"LibreOffice 没有转出 PDF：{document.name}",
            "关闭正在运行的 LibreOffice 后再试，或在 Word、WPS 里另存为 PDF",
        )
    return result.read_bytes()


def _ran(command: list[str], patience: float) -> bool:
    """Run a program, without its output; tells whether it ended in time.

    Else, or when the person stops us, it is ended: LibreOffice starts a second process, which
    must not go on when the first is gone.
    """
    process = subprocess.Popen(  # noqa: S603  # a fixed program, files of our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
