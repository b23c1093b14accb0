"""Converters of counts and measured numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from societyctl.domain.fields import Field, FieldType, Value
from societyctl.sheets.cells.numbers import (
    SCALES,
    Quantity,
    is_sane,
    parse_quantity,
    quantity_converter,
)
from societyctl.sheets.cells.outcome import LONGEST, CellOutcome, Converter, Noted, Refused, shown
from societyctl.sheets.cells.remarks import without_remarks

_PERSONS = frozenset({"人", "名", "位", "个人"})
_VISITS = frozenset({"人次"})
_UNITS = frozenset(
    "人 名 位 个人 人次 场 次 场次 期 项 个 篇 份 家 件 种 本 册 条 批 批次 届 字 年 年度 套 部 支 "
    "处 笔 台 张 天 分 学时 课时 平方米 平米 M2 % 例 组 班 户 所".split()
)
_MONEY = re.compile(r"元|美元|¥")
_BOTH = re.compile(
    r"(?P<first>线上|线下|现场)(?:人数|参会)?:?(?P<one>[^线现/、,;+和及]+?)"
    r"[/、,;+和及]?"
    r"(?P<second>线上|线下|现场)(?:人数|参会)?:?(?P<two>[^线现/、,;+和及]+)"
)
_SIDES = frozenset({"线上", "线下", "现场"})
_SIDE = re.compile(
    r"(线上|线下|现场)?(?:人数|参会)?:?(?P<number>[^线现]*\d[^线现]*?)(线上|线下|现场)?(?:参会)?"
)
_SESSIONS = frozenset({"场", "场次", "次", "期", "天", "班"})
_PRODUCT = re.compile(
    r"约?(?P<first>\d{1,6})(?P<unit>[一-鿿]{0,2})[x×*✕✖](?P<second>\d{1,6})[一-鿿]{0,2}"
)
_UNIT_IN_BRACKETS = re.compile(rf"\(({'|'.join(sorted(_UNITS, key=len, reverse=True))})\)$")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_NAMING = frozenset({"year", "term_no", "issue_no", "issue_to"})
"""Numbers that name something and count nothing: none of it is not zero of it."""
ONSITE, ONLINE = "attend_onsite", "attend_online"


@dataclass(frozen=True, slots=True)
class CountColumn:
    """What a column of numbers is about."""

    field: Field
    unit: str = ""
    """The unit in the header, with its scale: ``万人次``."""
    name: str = ""
    """What its header names, without the unit."""
    splits: bool = False
    """The kind keeps people on site and online apart."""

    @property
    def scale(self) -> int:
        """What a bare number of the column is multiplied with."""
        return counted_in(self.unit)[0]


def counted_in(unit: str) -> tuple[int, str]:
    """Return what a bare number in a unit is multiplied with, and the unit without that.

    >>> counted_in("万人次"), counted_in("百人"), counted_in("人"), counted_in("百分比")
    ((10000, '人次'), (100, '人'), (1, '人'), (1, '百分比'))
    """
    scale, rest = unit[:1], unit[1:]
    if scale in SCALES and (rest in _UNITS or not rest):
        return SCALES[scale], rest
    return 1, unit


def count_converter(column: CountColumn) -> Converter:
    """Return the converter of a column of INTEGER or DECIMAL type."""

    def of_text(words: str, typed: str) -> CellOutcome:
        return _of_text(words, typed, column)

    def of_number(quantity: Quantity, typed: str) -> CellOutcome:
        return _finish(quantity, typed, column)

    none = None if column.field.name in _NAMING else _typed_value(Decimal(0), column.field)
    return quantity_converter("数字", _expected(column), none, of_text, of_number)


def _of_text(words: str, typed: str, column: CountColumn) -> CellOutcome:
    """Read a typed number, two of them, or one with its side or a remark beside it."""
    if len(words) > LONGEST:
        return Refused(f"“{shown(typed)}”不是数字", _expected(column))
    product = _PRODUCT.fullmatch(words)
    if product:
        return _two_readings(product, typed, column)
    pair = _pair(words, typed, column)
    if pair is not None:
        return pair
    plain, remarks = without_remarks(_UNIT_IN_BRACKETS.sub(r"\1", words))
    side = _SIDE.fullmatch(plain)
    sides = {said for said in (*remarks, *(side.groups() if side else ())) if said in _SIDES}
    plain = side["number"] if side else plain
    quantity = parse_quantity(plain, typed)
    outcome = quantity if isinstance(quantity, Refused) else _finish(quantity, typed, column)
    if isinstance(outcome, Refused) or not (sides or remarks):
        return outcome
    value = outcome.value if isinstance(outcome, Noted) else outcome
    return _on_its_side(value, sides, typed, column)


def _two_readings(product: re.Match[str], typed: str, column: CountColumn) -> Refused:
    """Refuse 30人×4场, which may mean one session or all of them together."""
    first, second = int(product["first"]), int(product["second"])
    one = second if product["unit"] in _SESSIONS else first
    return Refused(
        f"“{typed}”可能是一场的 {one}，也可能是合计的 {first * second}",
        f"只写一个数：{one} 或 {first * second}",
    )


def _on_its_side(
    value: Value | None, sides: set[str], typed: str, column: CountColumn
) -> CellOutcome:
    """Give a number marked 线上 or 线下 the field it speaks of."""
    fields = {ONLINE if side == "线上" else ONSITE for side in sides}
    if len(fields) > 1:
        return Refused(f"“{typed}”看不出是线上还是线下", _expected(column))
    name = column.field.name
    if not fields or name in fields or not column.splits or name not in {ONLINE, ONSITE}:
        return Noted(value, typed)
    if "线" in column.name or "现场" in column.name or value is None:
        return Refused(f"“{typed}”和列名“{column.name}”说的不是一回事", _expected(column))
    return Noted(None, typed, {fields.pop(): value})


def _finish(quantity: Quantity, typed: str, column: CountColumn) -> CellOutcome:
    """Check the unit and the kind of number, and keep the text of a hedged one."""
    wrong = "是金额，不是数量" if quantity.priced else _unit_mismatch(quantity.unit, column)
    if wrong:
        return Refused(f"“{typed}”{wrong}", _expected(column))
    if quantity.is_bound:
        return Refused(f"“{typed}”只说了最多多少", _expected(column))
    amount = quantity.amount * (1 if quantity.unit else column.scale)
    value = _typed_value(amount, column.field)
    if value is None:
        return Refused(f"“{typed}”不是合适的数", _expected(column))
    if column.field.unit == "%" and not quantity.unit and 0 < amount <= 1:
        return Refused(
            f"“{typed}”可能是 {typed}% 或 {(amount * 100).normalize():f}%", "写上百分号，例如 95%"
        )
    is_rewritten = quantity.hedged or quantity.scaled or column.scale > 1
    return Noted(value, typed) if is_rewritten else value


def _typed_value(amount: Decimal, field: Field) -> Value | None:
    """Return the number as the field keeps it, None when it cannot be right."""
    if not is_sane(amount):
        return None
    if field.type is FieldType.DECIMAL:
        return amount
    if amount < 0 or amount != amount.to_integral_value():
        return None
    if field.name == "year" and not _FIRST_YEAR <= amount <= _LAST_YEAR:
        return None
    return int(amount)


def _unit_mismatch(unit: str, column: CountColumn) -> str:
    """Say what is wrong with a typed unit, or nothing."""
    if not unit:
        return ""
    if _MONEY.search(unit):
        return "是金额，不是数量"
    if unit not in _UNITS:
        return "不是数字"
    asks_visits = column.field.unit in _VISITS and not column.name.endswith("人数")
    if column.field.unit in _PERSONS and unit in _VISITS:
        return "是人次，不是人数"
    if asks_visits and unit in _PERSONS:
        return "是人数，不是人次"
    heads = _PERSONS | _VISITS
    if column.field.unit and (column.field.unit in heads) != (unit in heads):
        return f"数的是“{unit}”，这一列数的是“{column.field.unit}”"
    return ""


def _pair(words: str, typed: str, column: CountColumn) -> CellOutcome:
    """Read ``线上500人/线下120人`` into the two fields, or add them up where there is one.

    None for any other text.
    """
    both = _BOTH.fullmatch(words)
    if both is None:
        return None
    numbers: dict[str, int] = {}
    for side, part in ((both["first"], both["one"]), (both["second"], both["two"])):
        quantity = parse_quantity(part, typed)
        if isinstance(quantity, Refused):
            return quantity
        wrong = _unit_mismatch(quantity.unit, column)
        value = _typed_value(quantity.amount, column.field)
        if wrong or not isinstance(value, int):
            return Refused(f"“{typed}”{wrong or '不是两个整数'}", _expected(column))
        numbers[ONLINE if side == "线上" else ONSITE] = value
    return _place_pair(numbers, typed, column)


def _place_pair(numbers: dict[str, int], typed: str, column: CountColumn) -> CellOutcome:
    """Give each number its field; a column that holds the whole gets the sum."""
    if len(numbers) == 1:
        return Refused(f"“{typed}”两处写的是同一种方式", _expected(column))
    if column.splits and column.field.name in numbers:
        own = numbers.pop(column.field.name)
        return Noted(own, typed, dict(numbers))
    return Noted(sum(numbers.values()), typed)


def _expected(column: CountColumn) -> str:
    """Return the form the column asks for."""
    field = column.field
    if field.name == "year":
        return "四位年份，例如 2022"
    if field.type is FieldType.DECIMAL:
        return f"一个数字{'，单位' + field.unit if field.unit else ''}"
    return f"不小于 0 的整数{'，单位' + field.unit if field.unit else ''}"
