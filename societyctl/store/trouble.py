"""What the database complains about, in words a person can act on."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from societyctl.errors import StoreError

_ADDRESSES = "SQLite 写作 sqlite:///路径；PostgreSQL 写作 postgresql+psycopg://…"
NO_DRIVER = (
    "不认识这种数据库地址，或缺少它的驱动程序",
    f"{_ADDRESSES}，并安装 societyctl[postgres]",
)
"""What is said of a kind of database that cannot be opened here."""

_KNOWN = (
    (
        ("not a database", "malformed", "file is encrypted"),
        "数据库文件已损坏，或不是 societyctl 的数据库",
        "请用先前复制的工作区文件夹换回来",
    ),
    (
        ("readonly", "read-only", "attempt to write"),
        "数据库只读，不能写入",
        "请检查文件和所在文件夹的写权限，或把工作区移到可写的位置",
    ),
    (
        ("disk is full", "disk full", "no space left", "disk i/o error"),
        "磁盘已满或出错，没有保存",
        "请腾出磁盘空间后重试；原有数据没有改动",
    ),
    (("unable to open database file",), "打不开数据库文件", "请检查文件夹是否存在、是否有读写权限"),
    (
        ("database is locked", "lock timeout", "deadlock"),
        "数据库正被另一个程序占用",
        "请等另一个 societyctl 结束后重试",
    ),
    (
        ("connection refused", "connection failed", "could not connect", "connection to server"),
        "连不上数据库服务器",
        "请检查环境变量 SOCIETYCTL_DATABASE_URL 和服务器是否在运行",
    ),
)


_LAYERS = {"psycopg": "Error", "sqlalchemy.exc": "SQLAlchemyError"}
"""The modules beside sqlite3 that complain, and their common error."""


def complaints() -> tuple[type[Exception], ...]:
    """Return the errors that databases raise here, without loading what is not in use."""
    loaded = (
        (sys.modules[module], name) for module, name in _LAYERS.items() if module in sys.modules
    )
    return (sqlite3.Error, *(getattr(module, name) for module, name in loaded))


def is_missing_table(error: BaseException) -> bool:
    """Tell whether a table was asked that is not there."""
    text = _text_of(error).lower()
    return "no such table" in text or "does not exist" in text


def _text_of(error: BaseException) -> str:
    """Return what the driver complained about, which an error of the layer above it holds."""
    return str(getattr(error, "orig", None) or error)


def plain_error(error: BaseException) -> StoreError:
    """Return the error to show for a complaint of the database or its driver."""
    text = _text_of(error)
    for signs, message, hint in _KNOWN:
        if any(sign in text.lower() for sign in signs):
            return StoreError(message, hint)
    first = text.strip().splitlines()[0] if text.strip() else type(error).__name__
    return StoreError(f"数据库出错：{first}", "请稍后再试；还不行就把这句话发给开发者")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the database complains about into a StoreError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise StoreError(*NO_DRIVER) from error
    except complaints() as error:
        raise plain_error(error) from error
