"""Layouts of headers that a person has explained once, so that nothing is asked again.

A layout is known by a signature: the kind of record and the headers. What was said about it is
kept by others; a layout is known again when a column has been added, dropped or moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.sheets.tables.headers import NUMBER_HEADERS, clean_header

Layouts = Mapping[str, Mapping[str, str]]
"""Signature to answers by header."""
_SEPARATOR = "|"
_ENOUGH_SHARED = 0.7


def layout_signature(kind: str, headers: Iterable[str]) -> str:
    """Return the signature of a table: its kind (if known), then its headers in sorted order."""
    names = {clean_header(header).name for header in headers}
    return _SEPARATOR.join([kind, *sorted(names - NUMBER_HEADERS)])


def nearest_layout(signature: str, signatures: Iterable[str]) -> str | None:
    """Return the known signature of the same kind that shares enough headers, None when none does.

    >>> nearest_layout("activity|主题|地点|时间|主办", ["activity|主题|地点|时间", "member|姓名"])
    'activity|主题|地点|时间'
    """
    if signature in (signatures := list(signatures)):
        return signature
    kind, own = _parts(signature)
    best, most = None, _ENOUGH_SHARED
    for candidate in signatures:
        other_kind, other = _parts(candidate)
        shared = len(own & other) / (min(len(own), len(other)) or 1)
        if other_kind == kind and shared >= most:
            best, most = candidate, shared
    return best


def kind_of_layout(headers: Iterable[str], layouts: Layouts) -> str | None:
    """Return the kind of the layout that is most like a table's headers, None when none is.

    It must be one whose headers were explained, and the table must have one of those.
    """
    _, own = _parts(layout_signature("", headers))
    best, most = None, _ENOUGH_SHARED
    for signature, answers in layouts.items():
        kind, other = _parts(signature)
        explained = {clean_header(header).name for header in answers}
        shared = len(own & other) / max(len(own), len(other), 1)
        if kind in RECORD_KINDS and shared >= most and explained & own:
            best, most = kind, shared
    return best


def remembered_answers(signature: str, remembered: Layouts) -> dict[str, str]:
    """Return what was said about the headers of a layout like this one."""
    nearest = nearest_layout(signature, remembered)
    if nearest is None:
        return {}
    _, present = _parts(signature)
    return {
        header: answer
        for header, answer in remembered[nearest].items()
        if not signature.partition(_SEPARATOR)[0]
        or clean_header(header.rpartition("@")[0] or header).name in present
    }


def _parts(signature: str) -> tuple[str, frozenset[str]]:
    """Return the kind and the headers of a signature."""
    kind, *headers = signature.split(_SEPARATOR)
    return kind, frozenset(headers)
