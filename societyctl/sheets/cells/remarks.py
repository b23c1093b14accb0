"""Remarks in brackets beside a value: （线上）, （含税）. What may change the value is none."""

from __future__ import annotations

import re

_BRACKETED = re.compile(r"\(([^()]*)\)")
_CHANGING = re.compile(
    r"[\d〇○零一二三四五六七八九十百千万亿壹贰叁伍陆拾佰仟]"
    r"|预|估|拟|暂|待|未|取消|停|原|改|延|推迟|提前|顺|补|退|另|或|除|不|非|约|每|均|单价|合计|共"
    r"|起|前|后|至|到|止|负|农历|阴历|闰|计划|应|左右|以[上内下]|[?/+%=><]"
)
"""Words of remarks with which a value is no longer simply what stands before them."""


def without_remarks(words: str) -> tuple[str, tuple[str, ...]]:
    """Return words without the remarks in brackets that change no value, and these remarks.

    >>> without_remarks("2万元(含税)"), without_remarks("60(含学生20人)")
    (('2万元', ('含税',)), ('60(含学生20人)', ()))
    """
    remarks = tuple(said for said in _BRACKETED.findall(words) if not _CHANGING.search(said))
    plain = _BRACKETED.sub(lambda one: one[0] if _CHANGING.search(one[1]) else "", words)
    return plain, remarks
