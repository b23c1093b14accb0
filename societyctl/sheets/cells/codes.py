"""Converters of codes that end in a check digit, which tells most slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Callable

from societyctl.domain.fields import CodeRule
from societyctl.sheets.cells.outcome import CellOutcome, Converter, Noted, Refused, shown
from societyctl.sheets.cells.spelling import squeezed
from societyctl.sheets.cells.texts import read_text
from societyctl.sheets.files.grid import Cell

_HAN = re.compile(r"[\u3400-\u9fff]")
_ISSN_LEAD = re.compile(r"^(?:P-?|E-?)?ISSN:?")
_ISSN = re.compile(r"\d{7}[\dX]")
CODE_EXAMPLES = {CodeRule.ISSN: "1234-5679", CodeRule.CREDIT: "51320000MJ0000000P"}
"""Codes rightly made, to show their form."""
_ISSN_FORM = f"8 位国际刊号，例如 {CODE_EXAMPLES[CodeRule.ISSN]}"
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_LENGTH = 18
_MISTAKEN = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
"""Letters that no credit code holds, and what they were most likely meant to be."""


def issn_digit(code: str) -> str:
    """Return the check digit of an ISSN, given its first seven digits.

    >>> issn_digit("1234567")
    '9'
    """
    weighted = sum(int(digit) * (8 - at) for at, digit in enumerate(code[:7]))
    return "0123456789X"[-weighted % 11]


def credit_digit(code: str) -> str:
    """Return the check digit of a unified social credit code, given its first 17 places.

    >>> credit_digit("51320000MJ0000000")
    'P'
    """
    places = [_CREDIT_DIGITS.index(sign) for sign in code[: _CREDIT_LENGTH - 1]]
    weighted = sum(place * pow(3, at, 31) for at, place in enumerate(places))
    return _CREDIT_DIGITS[-weighted % 31]


def code_converter(rule: CodeRule) -> Converter:
    """Return the converter of a column of codes; a word or a dash for none is left as it is."""
    read_code = _READERS[rule]

    def convert(cell: Cell) -> CellOutcome:
        words = read_text(cell)
        if not isinstance(words, str) or words == "无":
            return words
        code = read_code(squeezed(words).upper(), shown(words))
        return Noted(code, words) if isinstance(code, str) and code != words else code

    return convert


def _issn(code: str, typed: str) -> str | Refused:
    """Return an ISSN with its hyphen, or what is wrong with it."""
    if code.startswith("CN"):
        return Refused(f"“{typed}”是国内刊号", f"{_ISSN_FORM}；国内刊号填在“国内刊号”列")
    digits = _ISSN_LEAD.sub("", code).replace("-", "")
    if not _ISSN.fullmatch(digits):
        length = f"：有 {len(digits)} 位" if digits.isdecimal() else ""
        return Refused(f"“{typed}”不是国际刊号{length}", _ISSN_FORM)
    right = issn_digit(digits)
    if digits[-1] != right:
        return Refused(
            f"国际刊号“{typed}”校验不符，有一位抄错了",
            f"照前 7 位算，末位应是 {right}；请对照版权页逐位核对",
        )
    return f"{digits[:4]}-{digits[4:]}"


def _credit_code(code: str, typed: str) -> str | Refused:
    """Return a credit code, an older certificate number as it is, or what is wrong."""
    code = code.replace("-", "")
    if _HAN.search(code):
        return typed
    expected = "18 位统一社会信用代码，请对照登记证书"
    if len(code) != _CREDIT_LENGTH:
        return Refused(f"信用代码“{typed}”有 {len(code)} 位", expected)
    for at, sign in enumerate(code, 1):
        if sign not in _CREDIT_DIGITS:
            meant = f"，可能是 {_MISTAKEN[sign]}" if sign in _MISTAKEN else ""
            return Refused(
                f"信用代码“{typed}”第 {at} 位的 {sign} 不会出现在代码里{meant}", expected
            )
    right = credit_digit(code)
    if code[-1] != right:
        return Refused(
            f"信用代码“{typed}”校验不符，有一位抄错了",
            f"照前 17 位算，末位应是 {right}；请对照登记证书逐位核对",
        )
    return code


_READERS: dict[CodeRule, Callable[[str, str], str | Refused]] = {
    CodeRule.ISSN: _issn,
    CodeRule.CREDIT: _credit_code,
}
