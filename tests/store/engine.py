"""A way past the ledger, for what a test must see or do in the file itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from agent.store import Store
from agent.store.connections import Connections


def database_of(store: Store) -> Connections:
    database = store._database
    assert database is not None
    return database


def rows_of(store: Store, statement: str) -> list[Any]:
    with database_of(store).work() as connection:
        return connection.execute(statement).fetchall()


@contextmanager
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that no store knows of; nothing begins by itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def opens(path: Path) -> Store:
    store = Store(path)
    store.open()
    return store


def traces(store: Store) -> tuple[int, int, int]:
    """What any write would change: the version that others see, the rows changed so far, the log's size in bytes."""
    database = database_of(store)
    with database.work() as connection:
        changed = connection.total_changes
        path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    log = path.with_name(f"{path.name}-wal")
    return store.data_version(), changed, log.stat().st_size
