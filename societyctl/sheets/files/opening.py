"""Files into grids, whatever the format: the only door to the modules of this room.

What a file is, its content says and not its name: text files called ``.xls`` and workbooks
called ``.csv`` are both common.
"""

from __future__ import annotations

from pathlib import Path

from societyctl.errors import WorkbookError
from societyctl.sheets.files.apart import read_apart
from societyctl.sheets.files.delimited import delimited_rows
from societyctl.sheets.files.grid import Grid, Workbook
from societyctl.sheets.files.old_workbook import old_grids
from societyctl.sheets.files.web_tables import web_grids
from societyctl.sheets.files.xml_workbook import MARK, xml_grids
from societyctl.sheets.files.zipped_workbook import is_better_apart, zipped_grids

_ZIP_MAGIC, _OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OLDER_MAGIC = (b"\x09\x08", b"\x09\x04\x06\0", b"\x09\x02\x06\0", b"\x09\0\x04\0")
"""Workbooks without the frame that Office puts around them."""
_ASK = "请向提供的人要表格文件"
_UNPACK = "请先解压，再导入里面的表格"
_NO_TABLES = {
    b"%PDF": (" PDF 文件", _ASK),
    b"{\\rtf": ("文档（RTF）", "请用 Word 或 WPS 打开，把表格复制到工作簿里再导入"),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), ("图片", _ASK)),
    **dict.fromkeys((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), ("压缩包", _UNPACK)),
}
"""What people hand in for a table, by how it begins, with what to do about it."""
_MOST_TEXT = 100 << 20
_MARKUP = (b"<", b"\xff\xfe<", b"\xfe\xff\0<")
_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})


def open_workbook(path: Path, file: str) -> Workbook:
    """Read all sheets of a file, called ``file`` in messages.

    Raises WorkbookError when it is missing or no workbook.
    """
    head = _head(path, file)
    if head.startswith(_ZIP_MAGIC):
        apart = is_better_apart(path, file)
        grids = read_apart(zipped_grids, path, file) if apart else zipped_grids(path, file)
        return Workbook(grids, _lock_note(path, file))
    if head.startswith((_OLE_MAGIC, *_OLDER_MAGIC)):
        return Workbook(read_apart(old_grids, path, file), _lock_note(path, file))
    return _from_text(path, file, head)


def _head(path: Path, file: str) -> bytes:
    """Return the first bytes of a file; raises WorkbookError when there are none to be had."""
    if path.name.startswith(("~$", ".~lock.")):
        raise WorkbookError(
            f"{file}：这是表格软件打开文件时留下的临时文件",
            f"请关闭表格软件，导入 {path.name.removeprefix('~$')}",
        )
    if path.is_dir():
        raise WorkbookError(f"{file}：这是文件夹，不是表格文件", "请写出文件夹里的文件名")
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except FileNotFoundError as err:
        raise WorkbookError(f"{file}：找不到这个文件", "请检查文件名和所在文件夹") from err
    except OSError as err:
        raise WorkbookError(
            f"{file}：打不开，可能正在 Excel 或 WPS 中打开", "请先关闭表格软件再导入"
        ) from err
    if not head:
        raise WorkbookError(f"{file}：文件是空的（0 字节）", "请重新保存或重新取得这份文件")
    return head


def _lock_note(path: Path, file: str) -> tuple[str, ...]:
    """Say that the file seems to be open elsewhere: unsaved changes are not in it."""
    if path.with_name(f"~${path.name}").exists():
        return (f"{file}：文件似乎正在 Excel 中打开，没有保存的修改不会读入",)
    return ()


def _from_text(path: Path, file: str, head: bytes) -> Workbook:
    """Read a file of delimited text or a web page, or say what else it is."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    for magic, (what, hint) in _NO_TABLES.items():
        if head.startswith(magic):
            raise WorkbookError(f"{file}：是{what}，不是表格", hint)
    if path.stat().st_size > _MOST_TEXT:
        raise WorkbookError(f"{file}：文件太大（超过 100 MB）", "请分成几个文件")
    if start.startswith(_MARKUP) and MARK in head.replace(b"\0", b""):
        return Workbook(xml_grids(path.read_bytes(), file))
    if start.startswith(_MARKUP):
        grids = web_grids(path.read_bytes(), file)
        return Workbook(grids, (f"{file}：其实是网页，已读入其中的表格",))
    is_text = path.suffix.lower() in _TEXT_SUFFIXES
    rows = delimited_rows(path.read_bytes(), file, is_text=is_text)
    notes = () if is_text else (f"{file}：其实是文本文件，已按分隔符读入",)
    return Workbook((Grid(file, "", rows),), notes)
