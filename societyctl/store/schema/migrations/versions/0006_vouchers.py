"""Payments have vouchers, and are told apart by their amounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from societyctl.domain.keys import normal_text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SPENDING = sa.table(
    "finance", *map(sa.column, ("id", "record", "key", "project", "item", "paid_on", "paid"))
)


def upgrade() -> None:
    """Add the column, and file dated payments under their amount too."""
    op.add_column("finance", sa.Column("voucher", sa.Text()))
    _file("project", "item", "paid_on", "paid")


def downgrade() -> None:
    """File them without it again, but for those that only it tells apart."""
    _file("project", "item", "paid_on")
    op.drop_column("finance", "voucher")


def _file(*names: str) -> None:
    """Give the payments that say all of this the key that follows, unless another bears it."""
    connection = op.get_bind()
    query = sa.select(_SPENDING).where(
        _SPENDING.c.record == "spending",
        *(_SPENDING.c[name].is_not(None) for name in ("project", "item", "paid_on", "paid")),
    )
    rows = connection.execute(query.order_by(_SPENDING.c.id)).mappings().all()
    taken = set[str]()
    for row in rows:
        key = "|".join(normal_text(row[name]) for name in names)
        if key not in taken:
            taken.add(key)
            change = sa.update(_SPENDING).where(_SPENDING.c.id == row["id"]).values(key=key)
            connection.execute(change)
