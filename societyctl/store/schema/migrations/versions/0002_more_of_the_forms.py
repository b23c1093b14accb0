"""What real forms ask for: officers, more of applications and others, who adopted advice.

Adoptions are told apart by who adopted and when, findings by the application they are about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from societyctl.domain.keys import normal_text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS: dict[str, dict[str, str]] = {
    "person": {
        "text": "political_status post employer_post platform platform_key",
        "date": "from_on to_on",
    },
    "organization": {"whole": "annual_output", "flag": "above_scale"},
    "finance": {"whole": "net_assets", "text": "fund_source"},
    "activity": {"date": "filed_on"},
    "asset": {"whole": "expert_count"},
    "output": {"text": "authors published_in authority"},
    "service": {"text": "gender education title_level", "date": "birth_on"},
    "application": {
        "text": "leader_title leader_gender",
        "date": "leader_birth_on",
        "whole": "team_size",
    },
    "finding": {"text": "application application_key"},
}
TWINS = {"person": "platform_key", "finding": "application_key"}

TYPES: dict[str, Any] = {
    "text": sa.Text(),
    "whole": sa.BigInteger(),
    "date": sa.Date(),
    "flag": sa.Boolean(),
}
KEYS: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "adoption": (
        "output",
        (
            ("output", "form", "authority_level", "adopted_on"),
            ("output", "form", "adopted_on"),
            ("output", "form", "authority_level"),
        ),
    ),
    "finding": (
        "finding",
        (
            ("program", "project", "requirement"),
            ("program", "requirement"),
            ("program", "project", "clause"),
            ("program", "clause"),
        ),
    ),
}
"""By kind: its table, and the keys that its records may have by what they say so far."""


def upgrade() -> None:
    """Add the columns, and file under its new key what has one."""
    for family, columns in COLUMNS.items():
        for kind, names in columns.items():
            for name in names.split():
                op.add_column(family, sa.Column(name, TYPES[kind]))
        for name in TWINS.get(family, "").split():
            filled = sa.text(f"{name} IS NOT NULL")
            op.create_index(
                f"ix_{family}_{name}", family, [name], sqlite_where=filled, postgresql_where=filled
            )
    for kind, (family, groups) in KEYS.items():
        _file_again(kind, family, groups)


def downgrade() -> None:
    """Remove the columns; keys that tell more apart than before stay."""
    for family, columns in COLUMNS.items():
        for name in TWINS.get(family, "").split():
            op.drop_index(f"ix_{family}_{name}", family)
        for names in columns.values():
            for name in names.split():
                op.drop_column(family, name)


def _file_again(kind: str, family: str, groups: Sequence[Sequence[str]]) -> None:
    """Give the records of a kind the keys that follow from what they say."""
    connection, names = op.get_bind(), dict.fromkeys(name for group in groups for name in group)
    table = sa.table(family, *map(sa.column, ("id", "record", "key", *names)))
    rows = connection.execute(sa.select(table).where(table.c.record == kind)).mappings().all()
    taken = {row["key"] for row in rows}
    for row in rows:
        key = _key(row, groups)
        if key is not None and key not in taken:
            taken.add(key)
            connection.execute(sa.update(table).where(table.c.id == row["id"]).values(key=key))


def _key(row: Mapping[Any, Any], groups: Sequence[Sequence[str]]) -> str | None:
    """Return the key of the first group of which nothing is missing."""
    for group in groups:
        if all(row[name] is not None for name in group):
            return "|".join(normal_text(row[name]) for name in group)
    return None
