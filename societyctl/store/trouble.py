"""What the database complains about, in words a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from societyctl.errors import StoreError

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


def plain_error(error: BaseException) -> StoreError:
    """Return the error to show for a complaint of the database or its driver."""
    said = str(error.orig if isinstance(error, DBAPIError) and error.orig else error)
    for signs, message, hint in _KNOWN:
        if any(sign in said.lower() for sign in signs):
            return StoreError(message, hint)
    first = said.strip().splitlines()[0] if said.strip() else type(error).__name__
    return StoreError(f"数据库出错：{first}", "请稍后再试；还不行就把这句话发给开发者")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the database complains about into a StoreError."""
    try:
        yield
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            "不认识这种数据库地址，或缺少它的驱动程序",
            "SQLite 写作 sqlite:///路径；PostgreSQL 写作 postgresql+psycopg://…，"
            "并安装 societyctl[postgres]",
        ) from error
    except SQLAlchemyError as error:
        raise plain_error(error) from error
