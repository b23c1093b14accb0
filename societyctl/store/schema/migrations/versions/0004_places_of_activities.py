"""Activities of one title on one day are told apart by their places."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from societyctl.domain.keys import normal_text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """File activities with a place, and none of a number, under their place too."""
    for id_, parts in _placed():
        _file(id_, parts)


def downgrade() -> None:
    """File them by title and day again, but for those that only their places tell apart."""
    taken = set[str]()
    for id_, parts in _placed():
        if "|".join(parts[:2]) not in taken:
            taken.add("|".join(parts[:2]))
            _file(id_, parts[:2])


_ACTIVITY = sa.table(
    "activity",
    *map(sa.column, ("id", "record", "key", "number", "title", "place")),
    sa.column("start_on", sa.Date()),
)


def _placed() -> list[tuple[int, list[str]]]:
    """Return number, and title, day and place as compared, of what place tells apart."""
    named = _ACTIVITY.c.title, _ACTIVITY.c.start_on, _ACTIVITY.c.place
    query = sa.select(_ACTIVITY.c.id, *named).order_by(_ACTIVITY.c.id)
    filled = [column.is_not(None) for column in named]
    unnumbered = sa.func.coalesce(_ACTIVITY.c.number, "") == ""
    query = query.where(_ACTIVITY.c.record == "activity", unnumbered, *filled)
    rows = op.get_bind().execute(query).all()
    placed = [(id_, [normal_text(value) for value in values]) for id_, *values in rows]
    return [(id_, parts) for id_, parts in placed if all(parts)]


def _file(id_: int, parts: list[str]) -> None:
    change = sa.update(_ACTIVITY).where(_ACTIVITY.c.id == id_).values(key="|".join(parts))
    op.get_bind().execute(change)
