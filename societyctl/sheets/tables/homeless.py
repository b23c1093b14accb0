"""Sheets that no kind of record is made for: told by what they seem to be, with what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time

from societyctl.errors import Issue
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Cell, Grid
from societyctl.sheets.tables.answers import KIND_KEY
from societyctl.sheets.tables.headers import NUMBER_HEADERS, clean_header, is_known, names_of
from societyctl.sheets.tables.recognition import candidates
from societyctl.sheets.tables.table import Column, Table

SEEMS = "像是"
"""So begins what is said of a sheet that has no home."""
_SIGNED = re.compile(r"(?:本人)?(?:签到|签名|签字)(?:时间|情况|栏|处)?")
_PLAIN = re.compile(
    r"姓名|性别|年龄|民族|单位|工作单位|所在单位|部门|职务|职称|(?:联系)?电话|手机(?:号码?)?|联系方式|邮箱|备注|"
    r"人数|到场时间|日期|身份证号?码?"
)
_ATTENDED = re.compile(r"签到|参会|与会|到会|出席|参加人员|报名|回执|学员")
_NAMED = re.compile(r"(?:活动|会议|培训|队伍|团队|竞赛|项目).*名称?|.*队伍|.*团队")
_HOURS = re.compile(r"(?:志愿|服务).*(?:时长|时数|小时|工时)|(?:累计)?时[长数]")
_TIME = re.compile(
    r"(?:[上下]午)?\d{1,2}:\d{2}(?::\d{2})?(?:(?:-|—|–|~|至|到)+(?:\d{1,2}:\d{2})?.*)?"
)
_WHOLE_DAY = re.compile(r"(?:19|20)\d\d\D|\d{1,2}月\d{1,2}")
_YEAR_COLUMN = re.compile(r"(?:19|20)\d\d年?度?")
_DUES_YEAR = re.compile(r"(?:19|20)\d\d年?度?(?:应缴|实缴|缴纳|缴费|交纳|会费|金额|情况)*")
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]+)月份?|第?[一二三四1-4]季度")
_COUNTED = re.compile(
    r".*(?:场次|场数|次数|人次|人数|件数|篇数|小计|合计|总数|占比|比例|百分比|数量)"
)
_HELD = re.compile(r".*(?:场次|场数|次数)")
_DIMENSION = re.compile(
    r"月份?|季度|年度|年份|年|.*(?:类别|类型|分类)|项目|地区|县区|单位|部门|层级|备注|说明|活动名称"
)
_PIVOT = re.compile(r"[行列]标签|(?:计数|求和|平均值|最[大小]值)项:.*|rowlabels|(?:sum|count)of.*")
_OPINION = re.compile(r"满意|是否|如何|怎样|怎么样|哪些|建议|评价|打分|认为|[?？]")
_OF_THE_WEB = re.compile(r"提交答卷时间|所用时间|来源详情|来自ip|答题")
_WHO = re.compile(r"会员|理事|监事|专家|秘书处|负责人")
_ATTACH = "societyctl attach 记录编号 文件"
_FIGURE = "登记为“其他数据”（指标名称、年度、数值、单位）"
_DATE_PARTS = frozenset({"月", "月份", "日"})
_JOINED = frozenset({"会员编号", "会员号", "入会日期", "入会时间"})
_LOOKED_AT = 60
"""Rows; a sheet that holds no records shows it early."""
_MOST = 0.5
_FEW = 2


def homeless(table: Table) -> Issue | None:
    """Return what a table seems to be that holds no records of any kind, and what to do."""
    seems = next((words for rule in _RULES if (words := rule(table))), None)
    return Issue(table.place_of(), SEEMS + seems[0], seems[1]) if seems else None


def homeless_sheet(grid: Grid, tables: Sequence[Table]) -> Issue | None:
    """Return what a whole sheet without records seems to be, and what to do."""
    seems = None
    if _is_transposed(grid, tables):
        seems = (
            "横着排的几条记录：各列名称在第一列，一列一条",
            "一行一条：在 Excel 里复制后用“选择性粘贴”的“转置”，再导入",
        )
    elif len(tables) == 1:
        return homeless(tables[0])
    elif not tables:
        texts = {
            squeezed(cell) for _, cells in grid.rows for cell in cells if isinstance(cell, str)
        }
        if any(_PIVOT.fullmatch(text) for text in texts):
            seems = _PIVOT_TABLE
        elif {"选项", "小计"} <= texts:
            seems = _SURVEY
    return Issue(grid.title, SEEMS + seems[0], seems[1]) if seems else None


_Seems = tuple[str, str]
"""What a sheet seems to be, and what is wanted instead."""
_PIVOT_TABLE = ("数据透视表，是从别的表算出来的", "它所依据的明细表，一行一条")
_SURVEY = ("问卷结果", f"作佐证附上：{_ATTACH}；要用的数，{_FIGURE}")


def _names(table: Table) -> list[str]:
    return [column.names[0] for column in table.columns]


def _title(table: Table) -> str:
    return f"{table.title} {table.grid.sheet}"


def _share(table: Table, column: Column, is_such: Callable[[Cell], bool]) -> float:
    """Return the share of the first filled cells of a column that are such."""
    first_rows = replace(table, body=table.body[:_LOOKED_AT])
    filled = [cell for cell in first_rows.cells_of(column) if cell != ""]
    return sum(map(is_such, filled)) / len(filled) if filled else 0.0


def _is_listing(table: Table, *others: re.Pattern[str]) -> bool:
    """Tell whether all columns say no more of people than who they are, beside ``others``."""
    return all(
        name in NUMBER_HEADERS or any(words.fullmatch(name) for words in (_PLAIN, *others))
        for name in _names(table)
    )


def _sign_in(table: Table) -> _Seems | None:
    names = _names(table)
    if "姓名" not in names or not _JOINED.isdisjoint(names):
        return None
    is_titled = _ATTENDED.search(_title(table)) and not any(_NAMED.fullmatch(one) for one in names)
    if not is_titled:
        signed = any(_SIGNED.fullmatch(name) for name in names)
        if not signed or not _is_listing(table, _SIGNED) or _WHO.search(_title(table)):
            return None
    column = table.columns[names.index("姓名")]
    count = sum(isinstance(cell, str) and cell.strip() != "" for cell in table.cells_of(column))
    return (
        f"一场活动的签到表或参加人员名单（{count}人），不是名册",
        f"这场活动登记为“活动”（人数填在“线下人数”），这张表作它的佐证：{_ATTACH}",
    )


def _volunteers(table: Table) -> _Seems | None:
    names = _names(table)
    is_list = "姓名" in names and "志愿者" in _title(table) and _JOINED.isdisjoint(names)
    if not is_list or any("注册" in name or _NAMED.fullmatch(name) for name in names):
        return None
    return (
        "志愿者名单，看不出是不是会员",
        f"志愿者队伍登记为“团队”（填团队人数）；这张表作佐证：{_ATTACH}",
    )


def _hours(table: Table) -> _Seems | None:
    names = _names(table)
    if "姓名" not in names or not _JOINED.isdisjoint(names):
        return None
    if not any(_HOURS.fullmatch(name) for name in names):
        return None
    return ("志愿服务时长表", f"每场服务登记为“活动”，{_FIGURE}；这张表作佐证：{_ATTACH}")


def _dues_by_year(table: Table) -> _Seems | None:
    names = _names(table)
    years = [name for name in names if _DUES_YEAR.fullmatch(name)]
    about = re.search(r"会费|缴费", f"{_title(table)}{''.join(years)}")
    if len(years) < _FEW or not about:
        return None
    if "会费" not in _title(table) and not _is_listing(
        table, _DUES_YEAR, re.compile(".*(?:名称|人|编号)")
    ):
        return None
    return (
        f"每年一列的会费表（{'、'.join(years)}）",
        "一行一笔：会员、年度、实缴会费，每人每年各占一行",
    )


def _by_year(table: Table) -> _Seems | None:
    names = _names(table)
    years = [name for name in names if _YEAR_COLUMN.fullmatch(name)]
    if len(years) < _FEW or len(names) - len(years) > _FEW + 1:
        return None
    return (
        f"每年一列的表（{'、'.join(years)}）",
        "一行一年：在 Excel 里复制后用“选择性粘贴”的“转置”，年份写成“年度”一列，再导入",
    )


def _schedule(table: Table) -> _Seems | None:
    timed = any(_share(table, column, _is_time) > _MOST for column in table.columns)
    if not timed:
        return None
    named = re.search(r"日程|议程|流程|程序|课程表|时间安排", _title(table))
    dated = not _DATE_PARTS.isdisjoint(_names(table)) or any(
        _share(table, column, _is_day) > _MOST for column in table.columns
    )
    if dated and not named:
        return None
    return ("一场活动的日程", f"这场活动登记为“活动”，日程作它的佐证：{_ATTACH}")


def _is_time(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _TIME.fullmatch(squeezed(cell)) is not None
    return isinstance(cell, time)


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _WHOLE_DAY.match(squeezed(cell)) is not None
    return isinstance(cell, datetime) or hasattr(cell, "toordinal")


def _budget(table: Table) -> _Seems | None:
    title, names = _title(table), set(_names(table))
    if "预算" not in title or re.search(r"决算|执行|支出明细", title) or names & {"年度", "年份"}:
        return None
    spent = names_of("spending")
    fields = {spent[name][0].name for name in names if name in spent}
    if {"project", "item"} <= fields:
        return None
    return (
        "经费预算表，缺“项目”或“支出科目”列",
        f"“经费支出”一行一笔：项目、支出科目、预算金额；只作材料的：{_ATTACH}",
    )


def _contacts(table: Table) -> _Seems | None:
    title, names = _title(table), _names(table)
    if not re.search(r"通讯录|通信录|联系表|联络表|电话表|联系方式", title) or "姓名" not in names:
        return None
    if _WHO.search(title):
        return None
    key = "!".join(part for part in (table.grid.file, table.grid.sheet, KIND_KEY) if part)
    return ("通讯录，看不出是哪些人", f'说明是哪一类人，例如 --map "{key}=会员"，不登记就写“忽略”')


def _survey(table: Table) -> _Seems | None:
    names = _names(table)
    of_web = any(_OF_THE_WEB.search(name) for name in names)
    asked = any(_OPINION.search(column.header) for column in table.columns)
    if asked and (of_web or re.search(r"问卷|满意度|调查结果", _title(table))):
        return _SURVEY
    return None


def _pivot(table: Table) -> _Seems | None:
    is_pivot = any(_PIVOT.fullmatch(squeezed(column.header)) for column in table.columns)
    return _PIVOT_TABLE if is_pivot else None


def _statistics(table: Table) -> _Seems | None:
    names = [name for name in _names(table) if name not in NUMBER_HEADERS]
    months = sum(_MONTH.fullmatch(name) is not None for name in names)
    counted = [name for name in names if _COUNTED.fullmatch(name)]
    others = [name for name in names if name not in counted and not _DIMENSION.fullmatch(name)]
    held = any(_HELD.fullmatch(name) for name in names)
    crossed = months > _FEW and len(names) - months <= _FEW
    summed = len(counted) > 0 and not others and (held or "活动名称" not in names)
    if not crossed and not summed:
        return None
    return (
        "统计表：一行是一类或一段时间的数，不是一条记录",
        f"“活动”等一行一条，逐场登记；只有总数的，{_FIGURE}",
    )


_RULES: tuple[Callable[[Table], _Seems | None], ...] = (
    _pivot,
    _sign_in,
    _hours,
    _volunteers,
    _dues_by_year,
    _by_year,
    _schedule,
    _budget,
    _contacts,
    _survey,
    _statistics,
)


def _is_transposed(grid: Grid, tables: Sequence[Table]) -> bool:
    """Tell whether the first column holds the headers and every further one a record."""
    labels, values = [], 0
    for _, cells in grid.rows if len(grid.rows) <= _LOOKED_AT else ():
        filled = [cell for cell in cells if cell != ""]
        if len(filled) > 1 and is_known(filled[0]):
            labels.append(clean_header(str(filled[0])).name)
            values += sum(not is_known(cell) for cell in filled[1:]) >= _FEW
    ranked = candidates([(name,) for name in labels], grid.sheet, grid.file)
    best = next((one for one in ranked if one.is_identified), None)
    across = max((_known_across(best.kind.name, one) for one in tables), default=0) if best else 0
    fields = len(best.fields) if best else 0
    return fields > max(_FEW, across) and values > len(labels) * _MOST


def _known_across(kind_name: str, table: Table) -> int:
    """Return how many columns of a table have a header of the kind."""
    known = names_of(kind_name)
    return sum(any(name in known for name in column.names) for column in table.columns)
