"""SQL as text, with the values that its question marks stand for.

Reading needs no more: every name in a text comes from the catalog or from this package, every
value is bound by the driver.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL; each ``?`` in the text stands for the next of the values."""

    text: str
    values: tuple[object, ...] = ()


TRUE, FALSE, NULL = Sql("TRUE"), Sql("FALSE"), Sql("NULL")


def sql(template: str, *pieces: Sql) -> Sql:
    """Return the template with pieces in the places of its braces, and all their values."""
    text = template.format(*(piece.text for piece in pieces))
    return Sql(text, tuple(value for piece in pieces for value in piece.values))


def bound(value: object) -> Sql:
    """Return a value as a piece."""
    return Sql("?", (value,))


def compared(column: Sql, sign: str, value: object) -> Sql:
    """Return a comparison of a column with a value."""
    return Sql(f"{column.text} {sign} ?", (*column.values, value))


def joined(sign: str, pieces: Iterable[Sql]) -> Sql:
    """Return pieces with a sign between them; ``AND`` and ``OR`` want :func:`all_true`."""
    listed = tuple(pieces)
    text = sign.join(piece.text for piece in listed)
    return Sql(text, tuple(value for piece in listed for value in piece.values))


def all_true(pieces: Iterable[Sql]) -> Sql:
    """Return what is true when all pieces are; nothing asked is true."""
    return _together(" AND ", pieces, TRUE, FALSE)


def any_true(pieces: Iterable[Sql]) -> Sql:
    """Return what is true when one of the pieces is; nothing offered is false."""
    return _together(" OR ", pieces, FALSE, TRUE)


def _together(sign: str, pieces: Iterable[Sql], neutral: Sql, deciding: Sql) -> Sql:
    listed = [piece for piece in pieces if piece != neutral]
    if deciding in listed:
        return deciding
    if len(listed) < 2:  # noqa: PLR2004  # nothing to put together
        return listed[0] if listed else neutral
    whole = joined(sign, listed)
    return Sql(f"({whole.text})", whole.values)


def inverted(piece: Sql) -> Sql:
    """Return the opposite of a claim; what is unknown stays so."""
    return Sql(f"NOT ({piece.text})", piece.values)


def one_of(column: Sql, values: Iterable[object]) -> Sql:
    """Return whether a column holds one of the values; none of no values, even when empty."""
    listed = tuple(values)
    if not listed:
        return FALSE
    marks = ", ".join("?" * len(listed))
    return Sql(f"{column.text} IN ({marks})", (*column.values, *listed))


def contained(column: Sql, word: str) -> Sql:
    """Return whether a text occurs in a column."""
    escaped = word.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return Sql(f"{column.text} LIKE ? ESCAPE '/'", (*column.values, f"%{escaped}%"))


def quoted(*names: str) -> str:
    """Return a name, or a table's name and a column's, as SQL takes it for a name."""
    return ".".join(f'"{name}"' for name in names)
