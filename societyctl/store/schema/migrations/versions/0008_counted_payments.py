"""Payments that say the same are counted in a column of their own, and filed by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from societyctl.domain.keys import normal_text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NTH = [f"第{nth}笔" for nth in range(2, 1000)]
_COLUMNS = "id record key year member project item paid_on paid voucher nth".split()
_FINANCE = sa.table("finance", *map(sa.column, _COLUMNS))
_KEYS = {
    "dues": (
        ("year", "member", "voucher"),
        ("year", "member", "paid_on", "paid"),
        ("year", "member", "paid"),
        ("year", "member"),
    ),
    "spending": (
        ("project", "item", "voucher"),
        ("project", "item", "paid_on", "paid"),
        ("project", "item", "paid"),
        ("project", "item"),
    ),
}
_KEYS_BEFORE = {
    "dues": (("year", "member", "voucher"), ("year", "member")),
    "spending": (
        ("project", "item", "paid_on", "paid", "voucher"),
        ("project", "item", "paid_on", "paid"),
        ("project", "item", "paid_on"),
        ("project", "item"),
    ),
}


def upgrade() -> None:
    """Take the counts out of the vouchers, and file every payment by what it says."""
    op.add_column("finance", sa.Column("nth", sa.BigInteger()))
    connection = op.get_bind()
    query = sa.select(_FINANCE.c.id, _FINANCE.c.voucher).where(_FINANCE.c.voucher.in_(_NTH))
    for id_, voucher in connection.execute(query).all():
        change = sa.update(_FINANCE).where(_FINANCE.c.id == id_)
        connection.execute(change.values(voucher=None, nth=int(voucher[1:-1])))
    for kind, groups in _KEYS.items():
        _file(kind, [(*group, "nth") for group in groups])


def downgrade() -> None:
    """Put the counts back among the vouchers."""
    connection = op.get_bind()
    query = sa.select(_FINANCE.c.id, _FINANCE.c.nth)
    uncounted = _FINANCE.c.nth.is_not(None) & _FINANCE.c.voucher.is_(None)
    for id_, nth in connection.execute(query.where(uncounted)).all():
        change = sa.update(_FINANCE).where(_FINANCE.c.id == id_)
        connection.execute(change.values(voucher=f"第{nth}笔"))
    for kind, groups in _KEYS_BEFORE.items():
        _file(kind, groups)
    op.drop_column("finance", "nth")


def _file(kind: str, groups: Sequence[tuple[str, ...]]) -> None:
    """Give the records of a kind the first of some keys that they have whole.

    Of several that would bear the same, the later ones keep a key that no other can have.
    """
    connection = op.get_bind()
    mine = sa.select(_FINANCE).where(_FINANCE.c.record == kind).order_by(_FINANCE.c.id)
    keys = dict[int, str]()
    for row in connection.execute(mine).mappings().all():
        key = _key({**row, "nth": row["nth"] or 1}, groups)
        if key is not None:
            is_free = key not in {*keys.values()}
            keys[row["id"]] = key if is_free else f"?{row['id']}"
    for wanted in ({id_: f"?filing:{id_}" for id_ in keys}, keys):
        for id_, key in wanted.items():
            connection.execute(sa.update(_FINANCE).where(_FINANCE.c.id == id_).values(key=key))


def _key(row: Mapping[str, Any], groups: Sequence[tuple[str, ...]]) -> str | None:
    """Return the first key that a row has whole."""
    for group in groups:
        if all(row[name] not in (None, "") for name in group):
            return "|".join(normal_text(row[name]) for name in group)
    return None
