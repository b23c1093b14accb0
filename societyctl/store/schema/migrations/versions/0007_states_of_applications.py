"""Applications are returned, declined, withdrawn and accepted on days of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from societyctl.store.schema.column_types import DayText

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DAYS = ("returned_on", "return_by", "withdrawn_on", "declined_on", "accepted_on")


def upgrade() -> None:
    """Add the columns."""
    for name in _DAYS:
        op.add_column("application", sa.Column(name, DayText()))


def downgrade() -> None:
    """Take them away again."""
    for name in reversed(_DAYS):
        op.drop_column("application", name)
