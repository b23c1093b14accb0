"""Why a file is not read: the refusals that several formats share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from societyctl.archives import DAMAGED_ARCHIVE
from societyctl.errors import Issue, WorkbookError


def damaged(file: str) -> WorkbookError:
    """Say that a file cannot be read as the workbook it looks like."""
    return WorkbookError(f"{file}：文件已损坏或不是表格", "请用 Excel 或 WPS 打开并另存为 .xlsx")


def takes_too_long(file: str, seconds: int) -> WorkbookError:
    """Say that a file could not be read within the time that one of its size may take."""
    return WorkbookError(
        f"{file}：读了{seconds}秒还没有读完，多半已损坏", "请用 Excel 或 WPS 打开并另存为 .xlsx"
    )


def locked(file: str, hint: str = "请取消打开密码后再导入") -> WorkbookError:
    """Say that a file opens with a password only."""
    return WorkbookError(f"{file}：有密码，打不开", hint)


def too_large(file: str, sheet: str, last_cell: str) -> WorkbookError:
    """Say that a sheet is more than can be held."""
    issue = Issue(f"{file} {sheet}", f"内容一直到 {last_cell}，范围太大，读不下")
    hint = "请按 Ctrl+End 看最后一格，删去远处多余的内容；确有这么多，就分成几个文件"
    return WorkbookError(str(issue), hint, [issue])


def too_many_errors(file: str, sheet: str) -> WorkbookError:
    """Say that so many cells of a sheet are in error that it cannot be gone through."""
    issue = Issue(f"{file} {sheet}", "有十万多格显示为错误，或是没有保存计算结果的公式，读不下")
    hint = "请在 Excel 中打开，算好后把公式列复制、选择性粘贴为数值，保存再导入"
    return WorkbookError(str(issue), hint, [issue])


def unplaced(file: str, sheet: str) -> WorkbookError:
    """Say that cells in error, percentages or the like do not say where they stand."""
    issue = Issue(f"{file} {sheet}", "有的格子没有写明位置，看不出是哪一格显示为错误或百分数")
    return WorkbookError(str(issue), "请用 Excel 或 WPS 打开并另存为 .xlsx", [issue])


@contextmanager
def whole_archive(file: str) -> Iterator[None]:
    """Raise WorkbookError when the archive that is read inside turns out damaged or locked."""
    try:
        yield
    except DAMAGED_ARCHIVE as err:
        raise WorkbookError(f"{file}：文件已损坏或没有下载完整", "请重新取得这份文件") from err
    except RuntimeError as err:
        raise WorkbookError(f"{file}：压缩包有密码，读不了", "请去掉密码后再导入") from err
