"""Results of formulas, put back into a workbook that was written without them.

What writes our copies keeps formulas and forgets what they came to, so that nothing stood in
those cells until somebody opened the copy in a spreadsheet and saved it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from societyctl.sheets.files.sheet_xml import FormulaResult, formula_results, sheet_parts

_WRITTEN = re.compile(
    rb"""<c r="([A-Z]+\d+)"([^>]*)>(<f[^>]*?/>|<f[\s>].*?</f>)<v\s*(?:/>|></v>)</c>""", re.DOTALL
)
"""A formula as our copies hold it."""


def with_results(copy: bytes, original: Path) -> bytes:
    """Return a copy of a workbook whose formulas come to what they do in the original.

    Raises what reading a damaged archive raises.
    """
    with zipfile.ZipFile(original) as before:
        parts = sheet_parts(before)
        results = {name: formula_results(before, part) for name, part in parts.items()}
    if not any(results.values()):
        return copy
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(copy)) as written,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as finished,
    ):
        of_part = {part: results.get(name, {}) for name, part in sheet_parts(written).items()}
        for entry in written.infolist():
            content = written.read(entry)
            if of_part.get(entry.filename):
                content = _filled(content, of_part[entry.filename])
            finished.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _filled(sheet: bytes, results: Mapping[bytes, FormulaResult]) -> bytes:
    """Return a sheet's XML with the results of its formulas."""

    def filled(match: re.Match[bytes]) -> bytes:
        result = results.get(match[1])
        if result is None:
            return match[0]
        of_type = b' t="%s"' % result.type if result.type else b""
        parts = (match[1], match[2], of_type, match[3], result.shown)
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % parts

    return _WRITTEN.sub(filled, sheet)
