"""What is sought while saving is found by an index, however large the store.

Records get their other key beside the one they are filed under, evidence the names of what it
may prove.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from societyctl.domain.keys import normal_text
from societyctl.store.saving.proofs import names_in

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FAMILIES = (
    "society person body organization finance figure activity asset rulebook agreement output "
    "publication service standing application commitment evidence finding"
).split()
OTHER_KEYS = {
    "body": ("body", "kind"),
    "meeting": ("activity", "body_kind start_on"),
    "member_service": ("activity", "kind start_on"),
    "premises": ("asset", "use"),
    "site": ("asset", "url"),
    "policy": ("rulebook", "topic"),
    "plan": ("rulebook", "kind year"),
    "gov_task": ("agreement", "area entrusted_by"),
    "media_report": ("publication", "activity media"),
    "conduct": ("standing", "declared_none_on"),
    "prior_award": ("standing", "year category sub_item"),
    "survey": ("standing", "organiser year"),
    "application": ("application", "program project"),
}
"""By kind: its table, and the fields of its key to which neither the first key nor the title
leads."""
CHUNK = 2_000


def upgrade() -> None:
    """Add column and table, and fill them."""
    for family in FAMILIES:
        op.add_column(family, sa.Column("other_key", sa.Text()))
        filled = sa.text("other_key IS NOT NULL")
        name = f"ix_{family}_other_key"
        op.create_index(name, family, ["other_key"], sqlite_where=filled, postgresql_where=filled)
    for kind, (family, names) in OTHER_KEYS.items():
        _fill_other_key(kind, family, names.split())
    op.create_table(
        "evidence_name",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "evidence_id",
            sa.Integer(),
            sa.ForeignKey("evidence.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
    )
    op.create_index("ix_evidence_name_name", "evidence_name", ["name"])
    op.create_index("ix_evidence_name_evidence", "evidence_name", ["evidence_id"])
    _fill_names()


def downgrade() -> None:
    """Remove what can be worked out again."""
    op.drop_table("evidence_name")
    for family in FAMILIES:
        op.drop_index(f"ix_{family}_other_key", family)
        op.drop_column(family, "other_key")


def _fill_other_key(kind: str, family: str, names: list[str]) -> None:
    table = sa.table(family, *map(sa.column, ("id", "record", "other_key", *names)))
    query = sa.select(table.c.id, *(table.c[name] for name in names)).where(table.c.record == kind)
    rows = op.get_bind().execute(query).all()
    keys = {id_: "|".join(map(normal_text, values)) for id_, *values in rows if None not in values}
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("of"))
        .values(other_key=sa.bindparam("to"))
    )
    if keys:
        op.get_bind().execute(change, [{"of": id_, "to": key} for id_, key in keys.items()])


def _fill_names() -> None:
    evidence = sa.table("evidence", sa.column("id"), sa.column("proves"))
    names = sa.table("evidence_name", sa.column("evidence_id"), sa.column("name"))
    query = sa.select(evidence.c.id, evidence.c.proves).where(evidence.c.proves.is_not(None))
    rows: Any = (
        {"evidence_id": id_, "name": name}
        for id_, proves in op.get_bind().execute(query).all()
        for name in sorted(names_in(proves))
    )
    while chunk := list(islice(rows, CHUNK)):
        op.get_bind().execute(sa.insert(names), chunk)
