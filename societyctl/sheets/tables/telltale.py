"""What the cells of a column look like: so that none with data in it goes unread unasked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from societyctl.domain.fields import Field, FieldType, RecordKind
from societyctl.domain.vocabularies import VOCABULARIES
from societyctl.sheets.cells.counts import counted_in
from societyctl.sheets.cells.money import MONEY_UNITS
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.files.grid import Cell
from societyctl.sheets.tables.headers import akin, is_foreign
from societyctl.sheets.tables.table import Column

_ENOUGH = 0.5
"""More than such a share of the filled cells makes the look of a column."""
_NUMBER = r"[约近超逾]?\d[\d,.]*[余多几]?[万千百]?[余多几]?"
_DAY = re.compile(
    r"(?:自|从)?(?:(?:19|20)\d\d(?:年|[-/.])\d{1,2}(?:月|[-/.]\d|$|至|-)|\d{1,2}月\d{1,2}[日号]"
    r"|\d\d年\d{1,2}月\d{1,2}[日号]|(?:1[3-9]|2\d|30)\.(?:1[0-2]|0?[1-9])\.\d{1,2}$)"
)
_COMPACT_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_PERIOD = re.compile(r"(?:\d{1,2}|[一二两三四五六七八九十]+)(?:年半?|个月|周年)|半年|长期")
_PEOPLE = re.compile(rf"(?:[线现][上下场]|[应实]到|共计?|合计|总计)*:?{_NUMBER}(?:人次?|名|位)")
_MONEY = re.compile(rf"[¥￥]\d[\d,.]*|(?:人民币)?{_NUMBER}(?:元整?|圆|块)")
_PARTY = re.compile(
    r".{2,}(?:公司|集团|大学|学院|学校|中学|小学|医院|研究院|研究所|研究会|设计院|科学院|协会|学会|"
    r"联合会|商会|合作社|合作联社|农场|林场|事务所|基金会|委员会|管委会|厂|局|大队|街道办?事?处?)"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
    "钱汤尹黎易常武乔贺赖龚文甲乙丙丁某"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}")
_OF_PEOPLE = re.compile(
    r"人|众|[学职队团党会社委演教店官]员|学生|师生|村民|居民|农民|市民|职工|规模|嘉宾|志愿者|代表|专家|"
    r"家长|儿童|少年|选手|理事|干部|教师|医生|护士|读者|游客|^[应实]到|出席|到会|到场|"
    r"attend|people|participant|persons?$|heads?count",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"[已未拟正在待尚]*(?:完成|举办|开展|进行|筹备|取消|延期|推迟|改期|结束|落实|实施|停办|办结?)中?|"
    r"[√✓✔×✗✘xXoO]|[是否]|不?同意|拒绝|驳回|[未不]?通过|已?撤[销回]|审[批核]中"
)
_OF_PROGRESS = re.compile(r"完成|进展|开展|举办|实施|落实|办理|进度|状态|情况|审批|审核|结果")
_NO_PEOPLE = re.compile(r"小时|时长|课时|年龄|人均|比例?$|[率天]$|编号|工号")
_OF_MONEY = re.compile(r"[额费款价钱]|经费|预算|收入|支出|资金|金$")
_OF_DAYS = re.compile(r"时间|日期|会期|期限|日$|起止")
_OF_BIRTH = re.compile(r"出生|生日")
_OF_PERSONS = re.compile(
    r"[人员者]$|主讲|嘉宾|专家|教授|姓名|联系人|代表|负责人|老师|导师|主持|院士"
)
_EXPECTED = re.compile(r"应到|应参")
_REMARK = re.compile(r"备注|说明|附注")
_ANYWHERE = frozenset("是 否 有 无 其他".split())
"""Words that stand in columns of any sense."""
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 55_153
"""Days as spreadsheets count them, from 2000 to 2050."""
_CellTest = Callable[[Cell, Column], bool]


@dataclass(frozen=True, slots=True)
class Telltale:
    """What a column looks like, in words for a question, and which fields could take it."""

    words: str
    types: frozenset[FieldType] = frozenset()
    units: frozenset[str] = frozenset()
    """The units a field counts in; empty where that does not matter."""
    called: str = ""
    """What its header says, as a pattern."""
    named: frozenset[str] = frozenset()
    """The vocabularies of the fields that could take it; empty: fields of free words."""

    def fitting(self, kind: RecordKind) -> list[Field]:
        """Return the fields of a kind that could hold such cells, in their order."""
        if self.named:
            return [one for one in kind.fields if one.vocabulary in self.named]
        return [
            one
            for one in kind.fields
            if one.type in self.types
            and one.vocabulary is None
            and not one.code
            and (not self.units or one.unit in self.units)
            and re.search(self.called, one.header)
        ]

    def meant(self, column: Column, free: Sequence[Field], kind: RecordKind) -> list[Field]:
        """Return the fields that a column means; none where it may be one day or another.

        The two ends of one span are not.
        """
        meant = [one for one in free if self._means(column, one, kind)]
        spans = {one.header.rstrip("起止") for one in meant}
        return [] if FieldType.DATE in self.types and len(spans) > 1 else meant

    def _means(self, column: Column, field: Field, kind: RecordKind) -> bool:
        """Tell whether a column speaks of the very thing that a field holds.

        That its cells are of the right type says nothing; but terms belong to their vocabulary,
        and people that nobody says more about are those that a kind counts first.
        """
        if is_foreign(column.header):
            return False
        return bool(self.named) or self._counts(column, field, kind) or akin(column.names[0], field)

    def _counts(self, column: Column, field: Field, kind: RecordKind) -> bool:
        """Tell whether a field is the first that counts what the column does: persons or visits."""
        if not self.units or _says(_EXPECTED, column):
            return False
        unit, fitting = column.unit.removeprefix("万"), self.fitting(kind)
        return field is next((one for one in fitting if one.unit == unit), fitting[0])


def _is_day(cell: Cell, column: Column) -> bool:
    if isinstance(cell, date):
        return True
    if isinstance(cell, str):
        words = squeezed(cell)
        return bool(_DAY.match(words) or _COMPACT_DAY.match(words))
    if not isinstance(cell, int | float) or not _OF_DAYS.search(column.names[0]):
        return False
    return _FIRST_SERIAL <= cell <= _LAST_SERIAL or bool(_COMPACT_DAY.fullmatch(f"{cell:.0f}"))


def _is_birthday(cell: Cell, column: Column) -> bool:
    return _says(_OF_BIRTH, column) and _is_day(cell, column)


def _is_period(cell: Cell, column: Column) -> bool:
    return isinstance(cell, str) and _PERIOD.fullmatch(squeezed(cell)) is not None


def _is_people(cell: Cell, column: Column) -> bool:
    if isinstance(cell, str) and not is_bare_number(cell):
        return _PEOPLE.match(squeezed(cell)) is not None
    named = counted_in(column.unit)[1] in {"人", "人次", "名"} or _says(_OF_PEOPLE, column)
    return named and is_bare_number(cell) and not _says(_NO_PEOPLE, column)


def _is_money(cell: Cell, column: Column) -> bool:
    if isinstance(cell, str) and not is_bare_number(cell):
        return _MONEY.match(squeezed(cell)) is not None
    named = column.unit in MONEY_UNITS
    return is_bare_number(cell) and (named or _says(_OF_MONEY, column))


def _is_party(cell: Cell, column: Column) -> bool:
    return isinstance(cell, str) and _PARTY.fullmatch(squeezed(cell)) is not None


def _is_person(cell: Cell, column: Column) -> bool:
    if not isinstance(cell, str) or not _NAME.fullmatch(squeezed(cell)):
        return False
    return squeezed(cell)[0] in _SURNAMES and _says(_OF_PERSONS, column)


def _is_progress(cell: Cell, column: Column) -> bool:
    if not _says(_OF_PROGRESS, column):
        return False
    words = squeezed(cell) if isinstance(cell, str) else ""
    return isinstance(cell, bool) or _UNFINISHED.fullmatch(words) is not None


def _is_unnamed_number(cell: Cell, column: Column) -> bool:
    return not column.has_header and is_bare_number(cell)


def _is_unnamed_person(cell: Cell, column: Column) -> bool:
    words = squeezed(cell) if isinstance(cell, str) and not column.has_header else ""
    return _NAME.fullmatch(words) is not None and words[0] in _SURNAMES


def is_bare_number(cell: Cell) -> bool:
    """Tell whether a cell is a number without a unit, or text that is one."""
    if isinstance(cell, str):
        return cell.strip().replace(",", "").replace(".", "", 1).isdecimal()
    return isinstance(cell, int | float) and not isinstance(cell, bool | timedelta)


def _says(words: re.Pattern[str], column: Column) -> bool:
    """Tell whether a header, or that of its group, holds a word."""
    return words.search(column.header) is not None


_TEXTS = frozenset({FieldType.TEXT, FieldType.REFERENCE, FieldType.TERMS})
_NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY})
_PERSON = Telltale("人名", _TEXTS, called="人|姓名|专家")
_LOOKS: tuple[tuple[_CellTest, Telltale], ...] = (
    (_is_birthday, Telltale("出生日期", frozenset({FieldType.DATE}), called="出生")),
    (_is_day, Telltale("日期", frozenset({FieldType.DATE}))),
    (_is_period, Telltale("期限")),
    (_is_people, Telltale("人数", frozenset({FieldType.INTEGER}), frozenset({"人", "人次", "名"}))),
    (_is_money, Telltale("金额", frozenset({FieldType.MONEY}))),
    (_is_party, Telltale("单位名称", _TEXTS, called="单位|机构|公司|对象")),
    (_is_progress, Telltale("办没办成", named=frozenset({"activity_status"}))),
    (_is_person, _PERSON),
    (_is_unnamed_person, _PERSON),
    (_is_unnamed_number, Telltale("数字", _NUMBERS)),
)


def telltale(column: Column, cells: Iterable[Cell], kind: RecordKind) -> Telltale | None:
    """Return what most filled cells of a column look like: data that somebody may count on.

    They may also all be terms of one vocabulary of the kind. None where they are nothing of this,
    or only number the rows.
    """
    filled = [cell for cell in cells if cell != ""]
    if not column.has_header and filled == list(range(1, len(filled) + 1)):
        return None
    for is_such, tale in _LOOKS if filled else ():
        if sum(is_such(cell, column) for cell in filled) > len(filled) * _ENOUGH:
            return tale
    if _says(_REMARK, column):
        return None
    return _of_terms({squeezed(cell) if isinstance(cell, str) else "" for cell in filled}, kind)


def _of_terms(words: set[str], kind: RecordKind) -> Telltale | None:
    """Return the look of a column in which every word is a term, unless any table may say so."""
    if not words or words <= _ANYWHERE:
        return None
    for one in kind.fields:
        terms = VOCABULARIES[one.vocabulary] if one.vocabulary else None
        if terms is not None and all(terms.resolve(word) is not None for word in words):
            return Telltale(f"“{one.header}”的选项", named=frozenset({one.vocabulary or ""}))
    return None
