"""Days are texts, and a month that was typed is a month again.

SQLite kept days as texts all along. Until now the first day stood for a month; what was typed
stands beside it and says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FAMILIES = (
    "society person body organization finance figure activity asset rulebook agreement output "
    "publication service standing application commitment evidence finding"
).split()
OTHER_DAYS = "term_end thinktank_from thinktank_to valid_to publicity_from publicity_to".split()
"""The columns of days whose names do not end in ``_on``."""
MONTH = re.compile(r"(\d{4})(?:年(\d{1,2})月|[-./](\d{1,2}))")


def upgrade() -> None:
    """Turn the columns of days into texts, and first days back into the months typed."""
    for family in FAMILIES:
        _alter(family, "text USING to_char({0}, 'YYYY-MM-DD')")
        _restore_months(family)


def downgrade() -> None:
    """Turn them back; of a month or a year the first day is left."""
    for family in FAMILIES:
        for name in _days_of(family):
            table = sa.table(family, sa.column(name, sa.Text()))
            is_short = sa.func.length(table.c[name]) == len("2022-06")
            first = sa.func.replace(table.c[name], "-00", "-01", type_=sa.Text()) + "-01"
            op.execute(sa.update(table).where(is_short).values({name: first}))
        _alter(family, "date USING CAST({0} AS date)")


def _alter(family: str, type_: str) -> None:
    """Give the columns of days another type, where the database knows one for days."""
    if op.get_bind().dialect.name == "postgresql":
        changes = [f"ALTER COLUMN {name} TYPE {type_.format(name)}" for name in _days_of(family)]
        if changes:
            op.execute(f"ALTER TABLE {family} {', '.join(changes)}")


def _days_of(family: str) -> list[str]:
    columns = sa.inspect(op.get_bind()).get_columns(family)
    names = [str(column["name"]) for column in columns]
    return [name for name in names if name.endswith("_on") or name in OTHER_DAYS]


def _restore_months(family: str) -> None:
    names = _days_of(family)
    columns = ("id", "record", "key", "other_key", "entered", *names)
    table = sa.table(family, *map(sa.column, columns))
    typed = table.c.entered.is_not(None)
    rows = op.get_bind().execute(sa.select(table).where(typed)).mappings().all()
    for row in rows:
        months = dict(_months(row, names))
        if months:
            change = sa.update(table).where(table.c.id == row["id"])
            op.get_bind().execute(change.values(**months, **_keys(table, row, months)))


def _months(row: Mapping[Any, Any], names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the fields in which a month was typed and its first day stands."""
    typed = json.loads(row["entered"])
    for name in names:
        match = MONTH.fullmatch("".join(str(typed.get(name, "")).split()))
        month = f"{match[1]}-{int(match[2] or match[3]):02}" if match else ""
        if match and row[name] == f"{month}-01":
            yield name, month


def _keys(table: Any, row: Mapping[Any, Any], months: Mapping[str, str]) -> dict[str, str]:
    """Return the keys that name the months; one that another record has stays as it was."""
    days = {f"{month}-01": month for month in months.values()}
    keys = {
        name: "|".join(days.get(part, part) for part in row[name].split("|"))
        for name in ("key", "other_key")
        if row[name] is not None
    }
    same = sa.and_(table.c.record == row["record"], table.c.key == keys["key"])
    if op.get_bind().execute(sa.select(table.c.id).where(same)).first() is not None:
        keys.pop("key")
    return keys
