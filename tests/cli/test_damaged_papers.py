"""Word files that a stick or a mail has damaged, given to whatever reads Word files."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from societyctl.errors import ExitCode

AS_OF = ("--as-of", "2022-10-20")
REPORT = ("report", "activities", "-p", "xuzhou-2022", *AS_OF, "-o", "活动.docx")
COMMANDS = (
    REPORT,
    ("verify", "活动.docx"),
    ("trace", "活动.docx"),
    ("template", "lint", "活动.docx", "--paper", "activities"),
    ("program", "coverage", "xuzhou-2022", "--notice", "活动.docx"),
)


def garbled(content, archive, body):
    """Overwrite what is packed, as a bad sector does."""
    entry = archive.getinfo("word/document.xml")
    (name,) = struct.unpack_from("<H", content, entry.header_offset + 26)
    start = entry.header_offset + 30 + name
    return content[: start + 20] + b"\xff" * 60 + content[start + 80 :]


def another_sum(content, archive, body):
    """Change the sum that the unpacked text must have."""
    at = content.find(struct.pack("<L", archive.getinfo("word/document.xml").CRC), 0)
    return content.replace(content[at : at + 4], b"\0\1\2\3")


def another_method(content, archive, body):
    """Say that it is packed in a way nobody knows."""
    entry = archive.getinfo("word/document.xml")
    return content.replace(
        struct.pack("<HH", entry.flag_bits, entry.compress_type) + content[10:14],
        struct.pack("<HH", entry.flag_bits, 77) + content[10:14],
    )


def cut(content, archive, body):
    return content[: len(content) // 2]


def broken_off(content, archive, body):
    return repacked(archive, body[: len(body) // 2])


def without_body(content, archive, body):
    return repacked(archive, body.replace(b"w:body", b"w:bode"))


def repacked(archive, body):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for entry in archive.infolist():
            is_body = entry.filename == "word/document.xml"
            written.writestr(entry.filename, body if is_body else archive.read(entry))
    return packed.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("harm", [garbled, another_sum, another_method, cut, broken_off])
def test_a_damaged_word_file_is_refused_by_name(run, workspace, harm):
    path = workspace / "活动.docx"
    assert run(*REPORT).code == ExitCode.OK
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        damaged = harm(content, archive, archive.read("word/document.xml"))
    assert damaged != content
    path.write_bytes(damaged)

    for command in COMMANDS:
        done = run(*command)
        assert (command, done.code) == (command, ExitCode.INPUT)
        assert "活动.docx" in done.err
        assert "下一步：" in done.err
    assert path.read_bytes() == damaged


@pytest.mark.slow
def test_a_word_file_without_a_body_is_none(run, workspace):
    path = workspace / "活动.docx"
    assert run(*REPORT).code == ExitCode.OK
    with zipfile.ZipFile(path) as archive:
        path.write_bytes(without_body(b"", archive, archive.read("word/document.xml")))

    for command in COMMANDS[:-1]:
        done = run(*command)
        assert (command, done.code) == (command, ExitCode.INPUT)
        assert "活动.docx" in done.err


@pytest.mark.slow
def test_a_damaged_trace_is_no_trace(run, workspace):
    path = workspace / "活动.docx"
    assert run(*REPORT).code == ExitCode.OK
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    for name, part in parts.items():
        if b"fingerprint" in part:
            parts[name] = part.replace(b'"figures"', b'"figure"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    for command in COMMANDS[:3]:
        done = run(*command)
        assert (command, done.code) == (command, ExitCode.INPUT)
        assert "打不开：活动.docx" in done.err
