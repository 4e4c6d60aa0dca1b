"""A store of its own for each test, closed when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.store import Ledger, Store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "campanello.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    store = Store(file)
    store.open()
    yield store
    store.close()


@pytest.fixture
def ledger(store: Store) -> Iterator[Ledger]:
    """One transaction that lasts as long as the test."""
    with store.writing() as ledger:
        yield ledger
