"""A database as a file that travels: copied while somebody works on it, asked for its version, left without a log."""

import sqlite3
from contextlib import closing
from pathlib import Path

from agent.store import migrations
from agent.store.troubles import troubles


def copy_to(database: Path, copy: Path) -> None:
    """Through SQLite: what is still in the write-ahead log belongs to it. `copy` is an empty file. `Unavailable`."""
    with (
        troubles(database.name),
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def form_of(database: Path) -> int:
    """The number of its form. Raises `Unavailable("store.corrupt")` for what is no database."""
    with troubles(database.name), closing(sqlite3.connect(database)) as connection:
        return migrations.version_of(connection)


def settle(database: Path) -> None:
    """Brings the write-ahead log into the file and takes it away; nobody else may have it open."""
    with troubles(database.name), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
