"""Recognising a layout of headers seen before, so that its questions are not asked again.

The signature is kept by others together with the answers. It lists the headers, so that a
layout is known again when a column has been added, dropped or moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from societyctl.importing.headers import NUMBER_HEADERS, clean_header
from societyctl.importing.reading import SheetReading

_SEPARATOR = "|"
_ENOUGH_SHARED = 0.7


def layout_signature(sheet: SheetReading) -> str:
    """Return the signature of a sheet's headers: the kind, then the headers in sorted order."""
    names = {clean_header(header).name for header in (*sheet.columns, *sheet.ignored_columns)}
    return _SEPARATOR.join([sheet.kind, *sorted(names - NUMBER_HEADERS)])


def nearest_layout(signature: str, known: Iterable[str]) -> str | None:
    """Return the known signature of the same kind that shares enough headers, None when none does.

    >>> nearest_layout("activity|主题|地点|时间|主办", ["activity|主题|地点|时间", "member|姓名"])
    'activity|主题|地点|时间'
    """
    kind, own = _parts(signature)
    best, most = None, _ENOUGH_SHARED
    for candidate in known:
        other_kind, other = _parts(candidate)
        shared = len(own & other) / (min(len(own), len(other)) or 1)
        if other_kind == kind and shared >= most:
            best, most = candidate, shared
    return best


def remembered_answers(
    sheet: SheetReading, remembered: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """Return the answers kept for this layout, with keys that concern this sheet alone.

    ``remembered`` maps signatures to answers by header; answers about headers that the sheet does
    not have are left out.
    """
    signature = layout_signature(sheet)
    known = nearest_layout(signature, remembered)
    if known is None:
        return {}
    present = {clean_header(header).name for header in (*sheet.columns, *sheet.ignored_columns)}
    place = "!".join(part for part in (sheet.file, sheet.sheet) if part)
    return {
        f"{place}!{header}": answer
        for header, answer in remembered[known].items()
        if clean_header(header.rpartition("@")[0] or header).name in present
    }


def _parts(signature: str) -> tuple[str, frozenset[str]]:
    """Return the kind and the headers of a signature."""
    kind, *headers = signature.split(_SEPARATOR)
    return kind, frozenset(headers)
