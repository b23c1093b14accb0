"""Stores of every kind, and short ways to fill them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from societyctl.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store in memory."""
    with Store.open("sqlite://") as opened:
        yield opened


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """The URL of a store in a file that is not there yet."""
    return f"sqlite:///{(tmp_path / 'society.db').as_posix()}"


@pytest.fixture(params=["memory", "file", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The same test over SQLite in memory, SQLite in a file, and PostgreSQL."""
    fixtures = {"file": "file_url", "postgres": "postgres_store_url"}
    name = fixtures.get(request.param)
    with Store.open(request.getfixturevalue(name) if name else "sqlite://") as opened:
        yield opened


@pytest.fixture
def day() -> Callable[[int, int], date]:
    """A day of 2022."""
    return lambda month, of_month: date(2022, month, of_month)
