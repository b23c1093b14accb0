"""Years named in titles and file names."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")


def years_in(*texts: str) -> tuple[str, ...]:
    """Return the years that the texts name, each once.

    >>> years_in("2022年活动一览表", "活动", "2022-2023.xlsx")
    ('2022', '2023')
    """
    return tuple(dict.fromkeys(year for text in texts for year in _YEAR.findall(text)))
