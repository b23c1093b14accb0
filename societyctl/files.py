"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from societyctl.errors import StoreError, reason_of

_NAMED = 16
"""So much of the name a draft bears: a whole one, with more added, could be too long."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a draft that takes the place of ``path`` only once it is complete."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_NAMED]}.")
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def put_in_place(content: bytes, target: Path) -> Path:
    """Write ``content`` to ``target``; the old file stays until the new one is complete.

    Raises StoreError when the folder cannot be written or another program holds the file.
    """
    refuse_open(target)
    with ExitStack() as stack:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = stack.enter_context(replacing(target))
        except OSError as err:
            raise StoreError(
                f"文件夹不能写入：{target.parent}（{reason_of(err)}）", "换一个文件夹，用 -o 指明"
            ) from err
        try:
            _write(content, draft)
            stack.close()
        except OSError as err:
            raise StoreError(
                f"文件写不进去：{target}（{reason_of(err)}）",
                "如果它正在 Word 或 WPS 中打开，请先关闭；或用 -o 换一个文件名",
            ) from err
    return target


def _write(content: bytes, draft: Path) -> None:
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o644)


def refuse_open(target: Path) -> None:
    """Raise StoreError when an office program has the file open.

    Where the system would let us replace it all the same, the next save there would bring
    the old text back.
    """
    name = target.name
    for mark in (f".~lock.{name}#", f"~${name}", f"~${name[2:]}", f".~{name}"):
        lock = target.with_name(mark)
        if target.exists() and lock.exists():
            raise StoreError(
                f"文件正在被打开：{target}",
                f"先在 Word、WPS 或 LibreOffice 里关闭它；确已关闭的，删除残留的 {mark}",
            )


def replace_keeping(content: bytes, target: Path) -> Path | None:
    """Write ``content`` to ``target`` and return the dated copy of what stood there, if anything.

    Whatever a person asks to be written goes through here: the file of that name may hold an
    hour of their work. Raises StoreError as :func:`put_in_place` does.
    """
    refuse_open(target)
    previous = keep_previous(target)
    put_in_place(content, target)
    return previous


def keep_previous(target: Path) -> Path | None:
    """Keep the file that is there as a dated copy beside it, whole or not at all."""
    if not target.is_file():
        return None
    try:
        content, changed = target.read_bytes(), target.stat().st_mtime
    except OSError as err:
        raise StoreError(
            f"旧文件备份不了：{target}（{reason_of(err)}）",
            "关闭打开它的程序，或用 -o 换一个文件名",
        ) from err
    stamp = datetime.fromtimestamp(changed).astimezone()
    copy = target.with_name(f"{target.stem}（{stamp:%Y-%m-%d %H%M%S}）{target.suffix}")
    number = 2
    while copy.exists() and copy.read_bytes() != content:
        copy = copy.with_name(f"{target.stem}（{stamp:%Y-%m-%d %H%M%S}，{number}）{target.suffix}")
        number += 1
    return put_in_place(content, copy)
